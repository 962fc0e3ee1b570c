"""What the cells of a file name that is kept elsewhere: neighbourhoods, KPIs, milestones, indicators, waves."""

from collections.abc import Iterator

import pandas as pd

from cdmon.parts.columns import Column, listed
from cdmon.parts.datasets import WHOLE_PROGRAMME
from cdmon.problems import Problem
from cdmon.returns.setting import Setting, spelled
from cdmon.tables.programme import wave_spellings, waves_named
from cdmon.text import normal
from cdmon.workbooks.sheets import ReadSheet


def reference_problems(sheet: ReadSheet, current: Setting, sheets: list[ReadSheet]) -> Iterator[Problem]:
    """Yield the cells that name a neighbourhood, KPI, milestone, indicator or wave that is not there; write the others as their code.

    A set-up that is being sent brings its own neighbourhoods and waves, and KPIs beside those there are.
    """
    brought = brought_by(sheets)
    for column in sheet.sheet.columns:
        if column.refers_to is None:
            continue
        known = brought.get(column.refers_to, current.known(column.refers_to, sheet.dataset.scope))
        if column.refers_to == "kpis":
            known = current.known("kpis", sheet.dataset.scope) | known
        if not known:
            continue  # a set-up without neighbourhoods has that problem alone
        texts = sheet.frame[column.code]
        words = {text: words_of(column, text) for text in texts.dropna().unique()}
        for number, text in zip(sheet.frame["row_number"], texts, strict=True):
            for word in words.get(text, []):
                if normal(word) not in known:
                    kind = column.refers_to.removesuffix("s")
                    told = ", ".join(dict.fromkeys(code or WHOLE_PROGRAMME for code in known.values()))
                    yield sheet.problem(f"cell-unknown-{kind}", column.code, number, word, known=told)
        codes = {text: "; ".join(known.get(normal(word), word) for word in said) if said else None for text, said in words.items()}
        sheet.frame[column.code] = texts.map(codes).astype("string")


def words_of(column: Column, text: str) -> list[str]:
    """Return what a cell names: one thing or, where its column takes several, each of those between semicolons."""
    return listed(text) if column.several else [text]


def brought_by(sheets: list[ReadSheet]) -> dict[str, dict[str, str]]:
    """Return what a set-up among the sheets brings itself, by what it is: each code by the normalised ways of writing it."""
    frames = {sheet.sheet.code: sheet.frame for sheet in sheets}
    if "neighbourhoods" not in frames:
        return {}
    places = frames["neighbourhoods"][["code", "name"]].dropna()
    own = frames.get("own_waves", pd.DataFrame(columns=["wave", "title"])).dropna(subset="wave")
    waves = waves_named(own[["wave", "title"]].astype(object).fillna(""))
    kpis = frames.get("own_kpis", pd.DataFrame(columns=["code", "title"])).dropna(subset="code")
    return {
        "neighbourhoods": spelled(dict(places.itertuples(index=False, name=None))),
        "waves": wave_spellings(waves),
        "kpis": spelled(dict(zip(kpis["code"], kpis["title"].fillna(kpis["code"]), strict=True))),
    }

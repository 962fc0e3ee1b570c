"""Who answered the residents' survey, beside the census, and what each group said: of all neighbourhoods together alone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import HIDDEN, SMALL, Rule, hidden_numbers
from cdmon.parts.columns import Column
from cdmon.parts.part import Option
from cdmon.statistics.intervals import wilson
from cdmon.tables.columns import Columns
from cdmon.tables.figures import Figure, add_sizes, as_figure
from cdmon.tables.known import Known
from cdmon.tables.pooled import pool_one, surely_told
from cdmon.tables.populations import populations
from cdmon.text import normal
from cdmon.wording import HIDDEN as IN_WORDS
from cdmon.wording import Row, change, figure, read

LEAST_PLACES = 2  # of one neighbourhood alone nobody is told who answered
NOT_TOLD = "not told"
WHO = ["characteristic", "title", "category", "name", "figure", "unweighted", "census", "difference", "source"]
GROUPS = ["characteristic", "title", "category", "name", "indicator", "asked", "figure"]
Shares = dict[tuple[str, str, str, str], dict[str, Figure]]  # by what is told, answer, characteristic and category: by neighbourhood


def respondents(known: Known) -> pd.DataFrame:
    """Return who answered: one row a category of a characteristic that was asked, those who did not tell last.

    Of the newest round of each neighbourhood that asked, at least two of them (else no row). Columns: characteristic and its title,
    category and its name, `figure` (the share as a `Figure`, weighted as the survey is and neighbourhoods by their population), unweighted
    (a fraction of 1), census and difference (fractions of 1, NaN where the set-up gives no census share), source (of the census share).
    """
    found, rows = pooled_shares(known), list[dict[str, Any]]()
    census = {(row["characteristic"], row["category"]): row for row in known.rows("census")}
    for column in load().characteristics:
        figures = who(found, column, known.small_numbers)
        for option in column.options if figures else []:
            told = figures[option.code]
            beside = next((census[column.code, text] for text in spellings(option) if (column.code, text) in census), None)
            share = beside["share"] if beside else nan
            rows.append(
                {
                    "characteristic": column.code, "title": column.title, "category": option.code, "name": option.title, "figure": told,
                    "unweighted": told.n_counted / told.n if option.substantive else nan, "census": share,
                    "difference": told.value - share, "source": beside["source"] if beside else "",
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=WHO)


def spellings(option: Option) -> list[str]:
    """Return the ways in which the census sheet may name a category."""
    return [normal(text) for text in (option.code, option.title, *option.spellings)]


def pooled_shares(known: Known) -> Shares:
    """Return the shares of every neighbourhood, the answers that nobody gave there among them; none of fewer than two neighbourhoods."""
    characteristics = {column.code: column for column in load().characteristics}
    places = set(known.neighbourhoods["code"])
    rows = [row for row in known.rows("respondents", characteristics=list(characteristics)) if row["neighbourhood"] in places]
    residents = populations(known)
    for row in rows:
        of_day = (row["neighbourhood"], row["period_date"])
        row |= {"population": residents.on(*of_day), "adults": residents.adults_on(*of_day), "note": "", "value": filled(row["value"])}
    add_sizes(rows, known.programme.design_factor if known.programme else 1.0)
    found: Shares = defaultdict(dict)
    for row in rows:
        found[row["indicator"], row["answer"], row["characteristic"], row["category"]][row["neighbourhood"]] = as_figure(row)
    for code, column in characteristics.items():
        for place, nobody in found.get((code, "", "", ""), {}).items():
            for option in column.options:
                found[code, option.code, "", ""].setdefault(place, nobody)
    return {key: places for key, places in found.items() if len({row["neighbourhood"] for row in rows}) >= LEAST_PLACES}


def filled(value: float | None) -> float:
    """Return a value of the store, NaN where nobody answered."""
    return nan if value is None else value


def who(found: Shares, column: Column, rule: Rule) -> dict[str, Figure]:
    """Return the pooled share of each category of a characteristic by its code, with those who did not tell; none where it was not asked.

    The categories and those who did not tell add up to all who answered, so that small numbers hide in their runs.
    """
    bases = found.get((column.code, "", "", ""), {})
    if sum(base.n > 0 for base in bases.values()) < LEAST_PLACES:
        return {}
    figures = {}
    for option in column.options:
        of_places = {place: figure for place, figure in found[column.code, option.code, "", ""].items() if figure.n}
        figures[option.code] = with_interval(pool_one(in_columns(of_places), "proportion", True, column.code))
        if not option.substantive:
            unsaid = sum(base.no_answer for base in bases.values())
            figures[option.code] = replace(figures[option.code], value=nan, low=nan, high=nan, n_counted=unsaid)
    hidden = hidden_numbers(np.array([figure.n_counted for figure in figures.values()], float), rule)
    return {code: hide(each) if is_hidden else each for (code, each), is_hidden in zip(figures.items(), hidden.tolist(), strict=True)}


def by_group(known: Known) -> pd.DataFrame:
    """Return what those in each category make of the headlines that the residents' survey asks: a row a headline and category.

    Of the same rounds as `respondents`. A neighbourhood counts by its population and the part of it that is in the category. Columns:
    characteristic, title, category, name, indicator, asked (its title), `figure` (a `Figure`). All of a headline's categories are hidden
    where one would tell of few people (see `is_told`).
    """
    found, rows = pooled_shares(known), list[dict[str, Any]]()
    headlines = [code for code in load().on_line("headline") if any(key[0] == code for key in found)]
    for column in load().characteristics:
        members = who(found, column, known.small_numbers)
        for code in headlines if members else []:
            figures = {option.code: in_category(found, code, column.code, option.code) for option in column.options if option.substantive}
            is_shown = is_told(found, code, column, known.small_numbers)
            names = {option.code: option.title for option in column.options}
            rows += [
                {
                    "characteristic": column.code, "title": column.title, "category": option, "name": names[option], "indicator": code,
                    "asked": load().indicators[code].title, "figure": marked(each, known.small_numbers) if is_shown else hide(each),
                }
                for option, each in figures.items()
                if each is not None
            ]  # fmt: skip
    return pd.DataFrame(rows, columns=GROUPS)


def is_told(found: Shares, indicator: str, column: Column, rule: Rule) -> bool:
    """Tell whether a headline may be told by the categories of a characteristic: all of them, or none.

    None, where in any of them, or of those who did not tell theirs, few people said so or few did not; and where somebody is in a category
    of one neighbourhood alone. To hide some would leave those beside them to be found from the whole.
    """
    of_categories = [found.get((indicator, "", column.code, category), {}) for category in ("", *(o.code for o in column.options))]
    yes = np.array([sum(each.n_counted for each in places.values()) for places in of_categories], float)
    no = np.array([sum(each.n for each in places.values()) for places in of_categories], float) - yes
    alone = any(sum(each.n > 0 for each in places.values()) == 1 for places in of_categories[1:])
    return not (alone or rule.is_small(yes).any() or rule.is_small(no).any())


def in_category(found: Shares, indicator: str, characteristic: str, category: str) -> Figure | None:
    """Return what those in a category make of an indicator, all neighbourhoods pooled; None where they are in fewer than two."""
    part = {place: each.value for place, each in found[characteristic, category, "", ""].items()}
    of_places = {
        place: replace(each, population=each.population * part[place], adults=each.adults * part[place])
        for place, each in found.get((indicator, "", characteristic, category), {}).items()
        if each.n and part.get(place)
    }
    (told,), left_out = surely_told([in_columns(of_places)])
    return replace(with_interval(pool_one(told, "proportion", True, indicator)), left_out=left_out) if len(told) >= LEAST_PLACES else None


def in_columns(figures: Mapping[str, Figure]) -> Columns:
    """Return the figures of places as columns."""
    return Columns.of({place: {"latest": each} for place, each in figures.items()})


def marked(each: Figure, rule: Rule) -> Figure:
    """Return a figure, marked where its base is small."""
    return replace(each, note=SMALL) if each.n < rule.small_base else each


def hide(each: Figure) -> Figure:
    """Return a figure without its numbers."""
    return replace(each, value=nan, low=nan, high=nan, n=nan, n_counted=nan, n_effective=nan, size=nan, no_answer=nan, note=HIDDEN)


def with_interval(each: Figure) -> Figure:
    """Return a pooled share with its 95% Wilson interval."""
    if not 0 < each.size < np.inf:
        return each
    low, high = (float(limit) for limit in wilson(each.value * each.size, each.size))
    return replace(each, low=low, high=high)


def read_respondents(frame: pd.DataFrame) -> pd.DataFrame:
    """Return who answered as people read it: Who, Respondents, Share of respondents, Weighted, Census, Difference."""
    return read(
        frame,
        {
            "Who": lambda row: f"{row['title']}: {row['name']}",
            "Respondents": count_cell,
            "Share of respondents": lambda row: share_cell(row, row["unweighted"]),
            "Weighted": lambda row: share_cell(row, row["figure"].value, row["figure"].low, row["figure"].high),
            "Census": lambda row: figure(row["census"], nan, nan, "proportion") or ("not given" if row["category"] != NOT_TOLD else "-"),
            "Difference": difference_cell,
        },
    )


def count_cell(row: Row) -> str:
    """Return how many answered who are in a category."""
    return IN_WORDS if row["figure"].is_hidden else f"{row['figure'].n_counted:,.0f}"


def share_cell(row: Row, value: float, low: float = nan, high: float = nan) -> str:
    """Return a share of those who told; "-" for those who did not."""
    return IN_WORDS if row["figure"].is_hidden else figure(value, low, high, "proportion") or "-"


def difference_cell(row: Row) -> str:
    """Say how many percentage points the weighted share lies above or below the census, with its interval."""
    if pd.isna(row["census"]):
        return "-"
    told, share = row["figure"], row["census"]
    return IN_WORDS if told.is_hidden else change(told.value - share, told.low - share, told.high - share, "proportion")


def read_by_group(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the headlines by group as people read them: Who, then a column for each headline."""
    asked = list(dict.fromkeys(frame["asked"]))
    cells: dict[str, dict[str, str]] = {}
    for row in frame.to_dict("records"):
        told = row["figure"]
        cells.setdefault(f"{row['title']}: {row['name']}", {})[row["asked"]] = (
            IN_WORDS if told.is_hidden else f"{figure(told.value, told.low, told.high, 'proportion')}, n = {told.n:,.0f}{mark(told)}"
        )
    return pd.DataFrame([{"Who": name, **{title: of.get(title, "not asked") for title in asked}} for name, of in cells.items()])


def mark(told: Figure) -> str:
    """Mark a figure of a small base, or of a return that nobody has accepted."""
    return f" [{SMALL}]" * (told.note == SMALL) + " [provisional]" * told.provisional

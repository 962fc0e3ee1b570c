"""The returns that a file holds: which neighbourhood and which period each row is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pandas as pd

from cdmon.clock import month_ends
from cdmon.parts.datasets import Dataset
from cdmon.tables.known import Known
from cdmon.text import normal
from cdmon.workbooks.sheets import ReadSheet, whole_wave

Key = tuple[str, str]  # neighbourhood, period


@dataclass(frozen=True)
class Plan:
    """One return that a file would become; `neighbourhood` is "" for the whole programme, `period` "" where there is none."""

    return_id: str
    dataset: str
    neighbourhood: str
    period: str
    period_date: date | None
    rows: int  # none: there was nothing to report
    replaced: str | None  # the return_id of the one that counts now

    @property
    def replaces(self) -> bool:
        """Whether another return counts now for the same dataset, neighbourhood and period."""
        return self.replaced is not None


def plan(known: Known, dataset: Dataset, sheets: list[ReadSheet]) -> list[Plan]:
    """Return the returns that the rows of one dataset make, and give every row its return_id ("" where it cannot be placed).

    The row about a whole wave belongs to each of the wave's returns, so it is repeated for each.
    """
    about = whole_wave(dataset, sheets)
    current = counting(known, dataset)
    label = wave_label(about, [period for _, period in current])
    keys = {sheet.sheet.code: list(row_keys(dataset, sheet, label)) for sheet in sheets if sheet is not about}
    rows = pd.Series([key for found in keys.values() for key in found if key is not None], dtype=object).value_counts(sort=False)
    ids: dict[Key, str] = {key: str(uuid4()) for key in rows.index}
    for sheet in sheets:
        if sheet is about:
            sheet.frame = pd.concat([sheet.frame.assign(return_id=return_id) for return_id in ids.values() or [""]])
        else:
            sheet.frame["return_id"] = pd.Series([ids.get(key, "") if key else "" for key in keys[sheet.sheet.code]], dtype="string")
    return [Plan(ids[key], dataset.code, *key, period_date(dataset, key[1], about), int(rows[key]), current.get(key)) for key in ids]


def plan_nil(known: Known, dataset: Dataset, neighbourhood: str, month: str) -> Plan:
    """Return the return that says that a neighbourhood has nothing to report for a month."""
    replaced = counting(known, dataset).get((neighbourhood, month))
    return Plan(str(uuid4()), dataset.code, neighbourhood, month, period_date(dataset, month, None), 0, replaced)


def counting(known: Known, dataset: Dataset) -> dict[Key, str]:
    """Return the return_id of each return of a dataset that counts now, by neighbourhood and period."""
    query = "SELECT neighbourhood, period, return_id FROM query_table($counting) WHERE dataset = $dataset"
    found = known.execute(query, dataset=dataset.code).fetchall()
    return {(place, period): return_id for place, period, return_id in found}


def wave_label(about: ReadSheet | None, sent: list[str]) -> str | None:
    """Return the label of a wave, spelled as in the returns `sent` before: "autumn 2026" is the Autumn 2026 that it corrects."""
    label = about.frame["label"].iloc[0] if about is not None else ""
    return None if pd.isna(label) else next((period for period in sorted(sent) if normal(period) == normal(label)), str(label))


def row_keys(dataset: Dataset, sheet: ReadSheet, label: str | None) -> Iterator[Key | None]:
    """Yield the neighbourhood and period of each row; None for a row that lacks one."""
    blank = [""] * len(sheet.frame)
    places = blank if dataset.scope == "programme" else sheet.frame["neighbourhood"]
    periods = sheet.frame["month"] if dataset.period == "month" else [label] * len(sheet.frame)
    for place, period in zip(places, periods, strict=True):
        yield None if pd.isna(place) or pd.isna(period) else (str(place), str(period))


def period_date(dataset: Dataset, period: str, about: ReadSheet | None) -> date | None:
    """Return the last day of a month, or of a wave's fieldwork; None where there is no period, or it cannot be read."""
    if dataset.period == "month":
        return month_ends(date.fromisoformat(f"{period}-01"), 1)
    end = about.frame["fieldwork_end"].iloc[0] if about is not None else pd.NaT
    return None if pd.isna(end) else end.date()

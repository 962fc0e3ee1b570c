"""Each table that leaves, tidy: one row an observation, ids and codes, numbers as numbers, with its data dictionary beside it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cdmon.clock import month_ends
from cdmon.definitions import load
from cdmon.exports import tidy_rows
from cdmon.parts.exports import Export
from cdmon.refusal import Refusal
from cdmon.tables.board import board
from cdmon.tables.effects import effects
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known, place_of, programme_of, waves_in_use
from cdmon.tables.kpis import kpis
from cdmon.tables.listing import dates, within
from cdmon.tables.milestones import milestones
from cdmon.tables.places_begun import without_not_begun
from cdmon.tables.threads import threads
from cdmon.wording import Row, given

DTYPES = {"text": "object", "integer": "Int64", "number": "float64", "day": "object", "month": "object"}


@dataclass(frozen=True)
class Filters:
    """What a table is narrowed to; None narrows nothing. A period is a month, a year or a day, or two of them: 2026-01..2026-10."""

    neighbourhood: str | None = None
    wave: str | None = None
    stage: int | None = None
    factor: int | None = None
    period: str | None = None

    def given(self) -> dict[str, str | int]:
        """Return what is asked, by the filter's name."""
        return {name: value for name, value in vars(self).items() if value is not None}


def tidy(known: Known, name: str, filters: Filters | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table that leaves, one of EXPORTS, and its data dictionary: name, type, meaning of each column.

    Columns are those of `data/definitions/exports.yaml`, in their types: text, month (2026-10) and day (a date) as objects, None where
    blank; integer as Int64; number as float64, a share as a fraction of 1. Hidden numbers are not in it. Refusal for an unknown table,
    neighbourhood, wave or period, a filter that the table has no column for, and a store without a programme.
    """
    return tidied(known, name, filters or Filters())[1].reset_index(drop=True), dictionary(export_of(name))


def tidied(known: Known, name: str, asked: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table as its own function gives it, and as it leaves (see `tidy`): the same rows, with the same index."""
    table = export_of(name)
    programme_of(known)
    check(known, table, asked)
    find, cells = EXPORTS[name]
    frame = find(known, asked).reset_index(drop=True)
    found = narrowed(typed([cells(row) for row in frame.to_dict("records")], table), table, asked)
    return frame.loc[found.index], found


def export_of(name: str) -> Export:
    """Return what the definitions say of a table that leaves; Refusal when there is none of this name."""
    exports = load().exports
    if name not in exports:
        raise Refusal(f"There is no table {name!r} to take away. There are: {', '.join(exports)}.")
    return exports[name]


def dictionary(table: Export) -> pd.DataFrame:
    """Return the data dictionary of a table: name, type, meaning; one row a column."""
    rows = [(column.name, column.type, column.meaning) for column in table.columns]
    return pd.DataFrame(rows, columns=["name", "type", "meaning"])


def filters_of(table: Export) -> list[str]:
    """Return the names of the filters that a table can be narrowed by."""
    names = {column.name for column in table.columns}
    return ["neighbourhood", "wave", *[name for name in ("stage", "factor") if name in names], "period"]


def check(known: Known, table: Export, asked: Filters) -> None:
    """Refuse what cannot be asked of a table."""
    for name in asked.given():
        if name not in filters_of(table):
            raise Refusal(f"The table {table.code} cannot be narrowed by {name}, but by: {', '.join(filters_of(table))}.")
    place_of(known, asked.neighbourhood)
    waves = [wave.code for wave in waves_in_use(known)]
    if asked.wave is not None and asked.wave not in waves:
        raise Refusal(f"There is no wave {asked.wave!r}. The waves are: {', '.join(waves)}.")
    if asked.period is not None:
        days_of(asked.period)


def typed(rows: Sequence[Row], table: Export) -> pd.DataFrame:
    """Return rows of cells as a frame of the table's columns in their types; an empty text is None."""
    columns = {column.name: [none_for_blank(row[column.name]) for row in rows] for column in table.columns}
    return pd.DataFrame({column.name: pd.Series(columns[column.name], dtype=DTYPES[column.type]) for column in table.columns})


def none_for_blank(value: object) -> object:
    """Return a cell, None where it holds nothing."""
    return None if value is None or value == "" or pd.isna(value) else value


def narrowed(frame: pd.DataFrame, table: Export, asked: Filters) -> pd.DataFrame:
    """Return the rows of a stage, a factor and a period, where these are asked for; the table's own function knows the places."""
    for name in ("stage", "factor"):
        value = getattr(asked, name)
        if value is not None:
            frame = frame[frame[name].eq(value).fillna(False)]
    if asked.period is not None:
        frame = frame[pd.Series(within(dates(frame, table.dates), *days_of(asked.period)), frame.index, bool)]
    return frame


def days_of(period: str) -> tuple[date, date]:
    """Return the first and the last day of a period such as 2026, 2026-10, 2026-10-31 or 2026-01..2026-10; Refusal for any other text."""
    first, _, last = period.partition("..")
    begins, ends = bounds(first), bounds(last or first)
    if begins is None or ends is None or begins[0] > ends[1]:
        raise Refusal(f"“{period[:40]}” is no period. Write a month such as 2026-10, a year, or two of them such as 2026-01..2026-10.")
    return begins[0], ends[1]


def bounds(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, month or day; None where a text is none of these."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    parts = len(text.split("-"))
    try:
        first = date.fromisoformat(text + "-01" * (3 - parts))
    except ValueError:
        return None
    return first, first if parts == 3 else month_ends(first, 12 if parts == 1 else 1)


def kpis_asked(known: Known, asked: Filters) -> pd.DataFrame:
    """Return the KPIs of the places asked for; of a wave also those of the programme that are of it alone."""
    frame = kpis(known, asked.neighbourhood)
    return frame if asked.wave is None else frame[[list(waves) == [asked.wave] for waves in frame["waves"]]]


def factors_asked(known: Known, asked: Filters) -> pd.DataFrame:
    """Return the six-factor table of the places asked for: of a wave first its pool, else that of the programme."""
    if asked.neighbourhood is not None:
        return of_wave(factor_table(known, [asked.neighbourhood]), known, asked)
    if asked.wave is None:
        return without_not_begun(factor_table(known, [None, *known.neighbourhoods["code"]]), known)
    pool = factor_table(known, [None], waves=[asked.wave])
    places = list(known.neighbourhoods["code"][known.neighbourhoods["wave"] == asked.wave])
    return without_not_begun(pd.concat([pool, factor_table(known, places)], ignore_index=True), known)


def placed(find: Callable[[Known], pd.DataFrame]) -> Callable[[Known, Filters], pd.DataFrame]:
    """Return a table's function that gives the rows of the neighbourhood and the wave asked for."""

    def of_places(known: Known, asked: Filters) -> pd.DataFrame:
        frame = find(known)
        if asked.neighbourhood is not None:
            frame = frame[frame["neighbourhood"] == asked.neighbourhood]
        return of_wave(frame, known, asked)

    return of_places


def of_wave(frame: pd.DataFrame, known: Known, asked: Filters) -> pd.DataFrame:
    """Return the rows of the neighbourhoods of the wave asked for; all where none is."""
    if asked.wave is None:
        return frame
    places = known.neighbourhoods
    return frame[frame["neighbourhood"].map(given).isin(places["code"][places["wave"] == asked.wave])]


EXPORTS: dict[str, tuple[Callable[[Known, Filters], pd.DataFrame], Callable[[Row], tidy_rows.Cells]]] = {
    "kpis": (kpis_asked, tidy_rows.kpi_row),
    "factors": (factors_asked, tidy_rows.factor_row),
    "milestones": (placed(milestones), tidy_rows.milestone_row),
    "effects": (placed(effects), tidy_rows.effect_row),
    "matters": (placed(threads), tidy_rows.plain_row),
    "board": (placed(lambda known: without_not_begun(board(known), known)), tidy_rows.plain_row),
}

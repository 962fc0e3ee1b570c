"""The returns that a file holds: which neighbourhood and which period each row is for."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pandas as pd

from cdmon.database import Cursor, now
from cdmon.parts import Dataset
from cdmon.returns.problems import Problem
from cdmon.returns.setting import Setting
from cdmon.tables.programme import month_ends
from cdmon.workbooks.sheets import Given, ReadSheet
from cdmon.workbooks.values import Unreadable, normal, read_month, shown

Key = tuple[str, str]  # neighbourhood, period


@dataclass(frozen=True)
class Plan:
    """One return that a file would become; `neighbourhood` is "" for the whole programme, `period` "" where there is none."""

    return_id: str
    dataset: str
    neighbourhood: str
    period: str
    period_date: date | None
    rows: int
    replaces: bool


def place(dataset: Dataset, sheets: list[ReadSheet], given: Given, setting: Setting) -> Iterator[Problem]:
    """Fill in the neighbourhood and month that rows leave to the wave or the Instructions sheet; yield those nobody gives."""
    neighbourhood, month = yield from read_whole(dataset, given, setting)
    about = whole_wave(dataset, sheets)
    if about is not None and about.frame["neighbourhood"].notna().any():
        neighbourhood = about.frame["neighbourhood"].iloc[0]
    for sheet in sheets:
        if dataset.scope == "neighbourhood" and sheet is not about:
            yield from fill_in(sheet, "neighbourhood", neighbourhood)
        if dataset.period == "month":
            for number, own in zip(sheet.frame["row_number"], sheet.frame["month"], strict=True):
                if code := month_problem(own, setting):
                    yield sheet.problem(code, "month", number, own, start=setting.start_month)
            if month is not None or "month" not in given.values:  # what stands there but cannot be read has been told
                yield from fill_in(sheet, "month", month)


def read_whole(dataset: Dataset, given: Given, setting: Setting) -> Generator[Problem, None, tuple[str | None, str | None]]:
    """Read the neighbourhood and month that the Instructions sheet gives for the whole workbook, yielding what is wrong with them.

    Returns the two, None where not given or not to be read (as the value of `yield from`).
    """
    neighbourhood: str | None = None
    month: str | None = None
    if dataset.scope == "neighbourhood" and (text := given.values.get("neighbourhood")) is not None:
        neighbourhood = setting.neighbourhoods.get(normal(text))
        if neighbourhood is None:
            yield given.problem("cell-unknown-neighbourhood", "neighbourhood", known=", ".join(setting.names))
            neighbourhood = shown(text)
    if dataset.period == "month" and (text := given.values.get("month")) is not None:
        read = read_month(text)
        if isinstance(read, Unreadable):
            yield given.problem(read.code, "month", example="2026-10")
        else:
            month = read
            if code := month_problem(month, setting):
                yield given.problem(code, "month", start=setting.start_month)
    return neighbourhood, month


def fill_in(sheet: ReadSheet, column: str, value: str | None) -> Iterator[Problem]:
    """Fill a column's blanks with the value given for the whole workbook; with none, yield each blank, or once if there is no column."""
    blank = sheet.frame[column].isna()
    if value is not None:
        sheet.frame[column] = sheet.frame[column].fillna(value)
    elif column in sheet.places:
        yield from (sheet.problem(f"{column}-not-given", column, number) for number in sheet.frame["row_number"][blank])
    elif blank.any():
        yield sheet.problem(f"{column}-not-given")


def month_problem(month: object, setting: Setting) -> str | None:
    """Return the kind of problem of a month that has not begun yet or lies before the programme; None when it is neither."""
    if not isinstance(month, str):
        return None
    if month > f"{now():%Y-%m}":
        return "month-in-future"
    return "month-before-programme" if setting.start_month and month < setting.start_month else None


def plan(cursor: Cursor, dataset: Dataset, sheets: list[ReadSheet]) -> list[Plan]:
    """Return the returns that the rows of one dataset make, and give every row its return_id ("" where it cannot be placed).

    The row about a whole wave belongs to each of the wave's returns, so it is repeated for each.
    """
    about = whole_wave(dataset, sheets)
    current = set(cursor.execute("SELECT neighbourhood, period FROM counting WHERE dataset = ?", [dataset.code]).fetchall())
    label = wave_label(about, [period for _, period in current])
    keys = {sheet.sheet.code: list(row_keys(dataset, sheet, label)) for sheet in sheets if sheet is not about}
    rows = pd.Series([key for found in keys.values() for key in found if key is not None], dtype=object).value_counts(sort=False)
    ids: dict[Key, str] = {key: str(uuid4()) for key in rows.index}
    for sheet in sheets:
        if sheet is about:
            sheet.frame = pd.concat([sheet.frame.assign(return_id=return_id) for return_id in ids.values() or [""]])
        else:
            sheet.frame["return_id"] = pd.Series([ids.get(key, "") if key else "" for key in keys[sheet.sheet.code]], dtype="string")
    return [Plan(ids[key], dataset.code, *key, period_date(dataset, key[1], about), int(rows[key]), key in current) for key in ids]


def wave_label(about: ReadSheet | None, sent: list[str]) -> str | None:
    """Return the label of a wave, spelled as in the returns `sent` before: "autumn 2026" is the Autumn 2026 that it corrects."""
    label = about.frame["label"].iloc[0] if about is not None else ""
    return None if pd.isna(label) else next((period for period in sorted(sent) if normal(period) == normal(label)), str(label))


def row_keys(dataset: Dataset, sheet: ReadSheet, label: str | None) -> Iterator[Key | None]:
    """Yield the neighbourhood and period of each row; None for a row that lacks one."""
    blank = [""] * len(sheet.frame)
    places = sheet.frame["neighbourhood"] if dataset.scope == "neighbourhood" else blank
    periods = sheet.frame["month"] if dataset.period == "month" else [label] * len(sheet.frame)
    for place, period in zip(places, periods, strict=True):
        yield None if pd.isna(place) or pd.isna(period) else (str(place), str(period))


def whole_wave(dataset: Dataset, sheets: list[ReadSheet]) -> ReadSheet | None:
    """Return the sheet about the whole wave, where the dataset has one."""
    return next((sheet for sheet in sheets if dataset.period == "wave" and sheet.sheet.rows == "one"), None)


def period_date(dataset: Dataset, period: str, about: ReadSheet | None) -> date | None:
    """Return the last day of a month, or of a wave's fieldwork; None where there is no period, or it cannot be read."""
    if dataset.period == "month":
        return month_ends(date.fromisoformat(f"{period}-01"), 1)
    end = about.frame["fieldwork_end"].iloc[0] if about is not None else pd.NaT
    return None if pd.isna(end) else end.date()

"""Which neighbourhood and month the rows of a file are for: their own, or what the Instructions sheet or the wave gives for all of them."""

from collections.abc import Generator, Iterator

from cdmon.clock import today
from cdmon.parts.datasets import WHOLE_PROGRAMME, Dataset
from cdmon.problems import Problem
from cdmon.returns.setting import Setting
from cdmon.text import normal, shown
from cdmon.workbooks.days import read_month
from cdmon.workbooks.sheets import Given, ReadSheet, whole_wave
from cdmon.workbooks.written import Unreadable


def place(
    dataset: Dataset, sheets: list[ReadSheet], given: Given, setting: Setting
) -> Generator[Problem, None, tuple[str | None, str | None]]:
    """Fill in the neighbourhood and month that rows leave to the wave or the Instructions sheet; yield those nobody gives.

    Returns what is given for the whole workbook, None where it is not (as the value of `yield from`).
    """
    neighbourhood, month = yield from read_whole(dataset, given, setting)
    said_by = told_at(given, "Neighbourhood")
    about = whole_wave(dataset, sheets)
    if about is not None and about.frame["neighbourhood"].notna().any():
        yield from other_rows(about, "neighbourhood", neighbourhood, said_by)
        neighbourhood = about.frame["neighbourhood"].iloc[0]
        cell = about.cell("neighbourhood", about.frame["row_number"].iloc[0])
        said_by = f"the sheet {about.title} (cell {cell})" if cell else f"the sheet {about.title}"
    for sheet in sheets:
        if dataset.scope != "programme" and sheet is not about:
            yield from other_rows(sheet, "neighbourhood", neighbourhood, said_by)
            yield from fill_in(sheet, "neighbourhood", neighbourhood)
        if dataset.period == "month":
            for number, own in zip(sheet.frame["row_number"], sheet.frame["month"], strict=True):
                if code := month_problem(own, setting):
                    yield sheet.problem(code, "month", number, own, start=setting.start_month)
            yield from other_rows(sheet, "month", month, told_at(given, "Month"))
            if month is not None or "Month" not in given.values:  # what stands there but cannot be read has been told
                yield from fill_in(sheet, "month", month)
    return neighbourhood, month


def read_whole(dataset: Dataset, given: Given, setting: Setting) -> Generator[Problem, None, tuple[str | None, str | None]]:
    """Read the neighbourhood and month that the Instructions sheet gives for the whole workbook, yielding what is wrong with them.

    Returns the two, None where not given or not to be read (as the value of `yield from`).
    """
    neighbourhood: str | None = None
    month: str | None = None
    if dataset.scope != "programme" and (text := given.values.get("Neighbourhood")) is not None:
        neighbourhood = setting.places(dataset.scope).get(normal(text))
        if neighbourhood is None:
            known = [*setting.names, *[WHOLE_PROGRAMME] * (dataset.scope == "either")]
            yield given.problem("cell-unknown-neighbourhood", "Neighbourhood", known=", ".join(known))
            neighbourhood = shown(text)
    if dataset.period == "month" and (text := given.values.get("Month")) is not None:
        read = read_month(text)
        if isinstance(read, Unreadable):
            yield given.problem(read.code, "Month", example="2026-10")
        else:
            month = read
            if code := month_problem(month, setting):
                yield given.problem(code, "Month", start=setting.start_month)
    return neighbourhood, month


def whole_month(given: Given) -> str | None:
    """Return the month that the Instructions sheet gives for the whole workbook, None where it gives none that can be read."""
    month = read_month(given.values.get("Month"))
    return month if isinstance(month, str) else None


def told_at(given: Given, label: str) -> str:
    """Return where on the Instructions sheet a label is filled in, in words; "" where it is not."""
    return f"the {given.sheet} sheet (cell {given.cells[label]})" if label in given.cells else ""


def other_rows(sheet: ReadSheet, column: str, value: str | None, said_by: str) -> Iterator[Problem]:
    """Yield the rows whose own neighbourhood or month is another than is given for the whole workbook, and the place that gives it."""
    if value is None:
        return
    own = sheet.frame[column]
    differs = own.notna() & (own != value)
    for number, text in zip(sheet.frame["row_number"][differs], own[differs], strict=True):
        words = {column: value or WHOLE_PROGRAMME, "place": said_by}
        yield sheet.problem(f"{column}-differs", column, number, text or WHOLE_PROGRAMME, **words)


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
    if month > f"{today():%Y-%m}":
        return "month-in-future"
    return "month-before-programme" if setting.start_month and month < setting.start_month else None

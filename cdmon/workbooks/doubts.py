"""What may be meant otherwise than it is read, although each cell by itself can be read."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from openpyxl.utils import get_column_letter

from cdmon.definitions import load
from cdmon.parts.columns import Column
from cdmon.problems import Problem, problem
from cdmon.text import normal, shorten, shown
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.days import counted_day, may_be_swapped, read_date
from cdmon.workbooks.sheets import ReadSheet
from cdmon.workbooks.written import Unreadable, plain, tidy

NO_ANSWER = {97, 98, 99, 997, 998, 999}  # by which surveys mean don't know, refused and the like
APART = 2  # times every other answer


def doubt_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield what is doubtful about a sheet that `fill` has read."""
    yield from stray_problems(sheet)
    yield from longer_problems(sheet)
    yield from apart_problems(sheet)
    yield from per_cent_problems(sheet)
    yield from swapped_problems(sheet)
    yield from day_problems(sheet)


def text_problems(sheet: RawSheet) -> Iterator[Problem]:
    """Yield what is doubtful about a CSV file as text: quotes that open and are not closed there, and letters that are guessed."""
    for row, column in sorted(sheet.oddities.open_quotes):
        written = shorten(next(iter(str(sheet.rows[row - 1][column - 1]).splitlines()), ""))
        yield problem("quote-open", sheet=sheet.title, cell=f"{get_column_letter(column)}{row}", value=written)
    if page := sheet.oddities.page:
        code, words, other = "letters-unsure" if page.other else "letters-guessed", ", ".join(page.words), ", ".join(page.other)
        yield problem(code, sheet=sheet.title, page=page.name, words=shorten(words), other=shorten(other))


def stray_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the cells below the headings that stand in a column without one: words beside a row of a workbook are a note."""
    headings = sheet.lines[sheet.heading_line]
    headed = {place for place, heading in enumerate(headings) if str(heading if heading is not None else "").strip()}
    for number, line in enumerate(sheet.lines[sheet.heading_line + 1 :], start=sheet.heading_line + 2):
        for place, cell in enumerate(line):
            if place not in headed and tidy(cell):
                is_note = isinstance(cell, str) and not sheet.oddities.delimited and any(map(str.isalpha, cell))
                yield sheet.problem_at("note-not-read" if is_note else "cell-without-heading", number, place, cell)


def longer_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the rows of a CSV file with more cells than headings, all of them blank: a comma may have parted a cell before them.

    Not where all rows of several are as long: some programs end each with a comma.
    """
    headings, below = len(sheet.lines[sheet.heading_line]), sheet.lines[sheet.heading_line + 1 :]
    rows = [(number, line) for number, line in enumerate(below, start=sheet.heading_line + 2) if any(map(tidy, line))]
    if not sheet.oddities.delimited or (len(rows) > 1 and {len(line) for _, line in rows} == {len(rows[0][1])}):
        return
    for number, line in rows:
        if len(line) > headings and not any(map(tidy, line[headings:])):
            yield sheet.problem_at("row-longer", number, headings, None)


def apart_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the numbers that are codes for no answer if they are no numbers: they stand far above all others of the same column."""
    for code, column in sheet.columns.items():
        if not (column.no_answer or column.may_be_code) or column.type not in ("integer", "number"):
            continue
        answers = sheet.frame[code].dropna()
        codes = answers.isin(NO_ANSWER)
        highest = float(answers[~codes].max()) if not codes.all() else 0.0
        others = f"none is above {shown(highest)}" if highest else "there are none above 0"
        for index, value in answers[codes & (answers > APART * highest)].items():
            number = int(sheet.frame["row_number"][index])
            yield sheet.problem("cell-apart", code, number, value, others=others)


def per_cent_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the numbers with a per cent sign whose unit, which another cell of the row says, is no share."""
    for column in sheet.sheet.columns:
        if column.unit_in is None:
            continue
        units = dict(sheet.cells(column.unit_in))
        unit = sheet.sheet.column(column.unit_in)
        for number, cell in sheet.cells(column.code):
            if isinstance(cell, str) and plain(cell).endswith("%") and not is_share(unit, normal(units[number] or "")):
                yield sheet.problem("cell-per-cent", column.code, number, cell, example="7.5")


def is_share(column: Column, unit: str) -> bool:
    """Tell whether numbers of this unit, or of any indicator of the KPI that it is the code of, are shares.

    Of a KPI of the programme's own that is left to the rule about targets, which knows its indicators.
    """
    if column.refers_to == "kpis":
        defined = {normal(kpi.code): kpi.indicators for kpi in load().kpis.values()}
        return unit not in defined or any(load().indicators[code].kind in ("proportion", "share") for code in defined[unit])
    return any(unit.startswith(normal(word)) for word in column.shares)


def swapped_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield every date and month of a sheet that may have its month first, if one surely has: whoever wrote it wrote them all."""
    columns = [code for code, column in sheet.columns.items() if column.type in ("date", "month")]
    cells = [(code, number, cell) for code in columns for number, cell in sheet.cells(code)]
    if any(read_date(cell) == Unreadable("cell-month-first") for _, _, cell in cells):
        yield from (sheet.problem("cell-day-or-month", code, number, cell) for code, number, cell in cells if may_be_swapped(cell))


def day_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the cells of text that hold a date or a time, and the dates that are told by the number that Excel counts days with."""
    for code, column in sheet.columns.items():
        if column.type not in ("text", "date", "month"):
            continue
        read = dict(zip(sheet.frame["row_number"], sheet.frame[code].notna(), strict=True))
        for number, cell in sheet.cells(code):
            if not read[number]:
                continue
            if column.type == "text" and isinstance(cell, date | time | timedelta):
                yield sheet.problem("cell-date-in-text", code, number, cell)
            elif column.type != "text" and (day := counted_day(cell)):
                yield sheet.problem("cell-day-counted", code, number, cell, day=shown(day))

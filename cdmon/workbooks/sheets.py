"""The sheets of a return, read: what the cells of each hold, as a typed frame, and what the Instructions sheet says."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from openpyxl.utils import get_column_letter

from cdmon.parts.columns import Column, Sheet
from cdmon.parts.datasets import Dataset
from cdmon.problems import FEATURE, Problem, problem
from cdmon.text import normal
from cdmon.workbooks.cells import Oddities, RawSheet
from cdmon.workbooks.fields import EXAMPLE, SAID_ONCE
from cdmon.workbooks.values import DTYPES, Reader, read_text, reader
from cdmon.workbooks.written import Unreadable

Row = tuple[int, list[object]]  # a line of a sheet with its number, counted from 1
INSTRUCTIONS = "instructions"
MARK = EXAMPLE.strip().casefold()
LABELS = ("Dataset", "Template version", "Neighbourhood", "Month")


def nil_label(sheet: Sheet) -> str:
    """Return the label of the cell that says that there is nothing to report on a sheet."""
    return f"Nothing to report: {sheet.title}"


@dataclass(frozen=True)
class Given:
    """What the Instructions sheet says of the whole workbook: the value of each label, and the cell it stands in."""

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    sheet: str | None = None

    def problem(self, code: str, label: str, **words: object) -> Problem:
        """Make a problem of the cell beside a label."""
        return problem(code, sheet=self.sheet, cell=self.cells[label], column=label, value=self.values[label], **words)


@dataclass
class ReadSheet:
    """One recognised sheet: its rows as a typed frame with a column for each of `columns`, and `row_number` as Excel shows it.

    The frame is empty until `fill` has read the rows.
    """

    dataset: Dataset
    sheet: Sheet
    title: str
    columns: dict[str, Column]
    places: dict[str, int]  # where each column found in the file stands: its index from 0 across, or down if `upright`
    lines: list[list[object]]  # its rows as they stand in the file or, if upright, its columns
    heading_line: int  # index from 0 of the line that holds the headings
    upright: bool = False
    oddities: Oddities = field(default_factory=Oddities)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_answered: bool = False  # whether any row holds an answer to a survey's question, be it one that cannot be read
    told_at: dict[str, int | None] = field(default_factory=dict)  # where a column stands that was read elsewhere; None: in no cell

    def cell(self, column: str, row_number: int) -> str | None:
        """Return the address of a column's cell in a row; None when the file has no such column."""
        place = self.told_at.get(column, self.places.get(column))
        return None if place is None else self.address(row_number, place)

    def cells(self, code: str) -> Iterator[tuple[int, object]]:
        """Yield the number of each row that was read with what stands in a column there, None where it is empty or not in the file."""
        place = self.places.get(code)
        for number in self.frame["row_number"]:
            yield int(number), None if place is None else cell_at(self.lines[number - 1], place)

    def address(self, row_number: int, place: int) -> str:
        """Return the address of the cell that stands at a place, counted from 0, of one of its lines, counted from 1.

        Of a file of boundaries it is the feature, counted from 1.
        """
        if self.oddities.properties:
            return f"{FEATURE}{row_number - 1}"
        across, down = (row_number, place + 1) if self.upright else (place + 1, row_number)
        return f"{get_column_letter(across)}{down}"

    def problem_at(self, code: str, row_number: int, place: int, value: object) -> Problem:
        """Make a problem of a cell that may be in none of the columns that are read."""
        return problem(code, sheet=self.title, cell=self.address(row_number, place), value=value)

    def problem(
        self, code: str, column: str | None = None, row_number: int | None = None, value: object = None, **words: object
    ) -> Problem:
        """Make a problem of this sheet, at a column's cell where both are given."""
        cell = self.cell(column, row_number) if column and row_number else None
        heading = self.columns[column].title if column and column in self.columns else None
        if column and column in self.places:
            heading = self.oddities.properties.get(self.places[column]) or heading
        if heading and self.sheet.questions and column not in {c.code for c in self.sheet.columns}:
            heading = f"{column} ({heading})"
        return problem(code, sheet=self.title, cell=cell, column=heading, value=value, **words)


def read_given(sheets: list[RawSheet], labels: Sequence[str] = LABELS) -> Given:
    """Read the labelled cells of the Instructions sheet: the one of that title, else with two labels or more."""
    found = [given_on(raw, {normal(label): label for label in labels}) for raw in sheets]
    titled = next((given for raw, given in zip(sheets, found, strict=True) if normal(raw.title) == INSTRUCTIONS), None)
    return titled or next((given for given in found if len(given.values) > 1), Given())


def given_on(raw: RawSheet, known: Mapping[str, str]) -> Given:
    """Read the labelled cells of a sheet, given each label by its normalised text."""
    values, cells = {}, {}
    for number, row in enumerate(raw.rows, start=1):
        label = known.get(normal(row[0])) if len(row) > 1 else None
        if label and label not in values and read_text(row[1]) is not None:
            values[label], cells[label] = row[1], f"B{number}"
    return Given(values, cells, raw.title)


def fill(sheet: ReadSheet) -> Iterator[Problem]:
    """Read a sheet's rows into its frame, and yield the problem of each cell that cannot be read.

    A row counts when it has something in one of the sheet's columns beside the place and the month, which are easily dragged down. The
    template's example row does not, but a changed one is a warning.
    """
    below = list(enumerate(sheet.lines, start=1))[sheet.heading_line + 1 :]
    read = sorted(place for code, place in sheet.places.items() if code not in SAID_ONCE)
    rows = [(number, line) for number, line in below if any(str(cell_at(line, i) or "").strip() for i in read)]
    for marker in markers(sheet):
        examples = {n: line for n, line in rows if str(cell_at(line, sheet.places[marker])).strip().casefold().startswith(MARK)}
        rows = [(number, line) for number, line in rows if number not in examples]
        yield from (sheet.problem("example-row-changed", marker, n) for n, line in examples.items() if is_changed(sheet, line))
    rows = yield from unmerge(sheet, rows)
    data: dict[str, pd.Series] = {"row_number": pd.Series([number for number, _ in rows], dtype="int64")}
    for code, column in sheet.columns.items():
        if code in sheet.places:
            raw = [cell_at(line, sheet.places[code]) for _, line in rows]
            values, told = read_values(raw, reader(column)), words(column)
            for (number, _), cell, value in zip(rows, raw, values, strict=True):
                if isinstance(value, Unreadable):
                    yield sheet.problem(value.code, code, number, cell, **told)
            data[code] = pd.Series([None if isinstance(v, Unreadable) else v for v in values], dtype=DTYPES[column.type])
        else:
            data[code] = pd.Series([None] * len(rows), dtype=DTYPES[column.type])
    sheet.frame = pd.DataFrame(data)
    own = {column.code for column in sheet.sheet.columns}
    questions = [place for code, place in sheet.places.items() if code not in own]
    sheet.is_answered = any(cell_at(line, place) is not None for _, line in rows for place in questions)


def markers(sheet: ReadSheet) -> list[str]:
    """Return the columns by which an example row may be known: the first that must be filled in, and the first, which once had to be."""
    there = [column for column in sheet.sheet.columns if column.code in sheet.places]
    return list(dict.fromkeys(column.code for column in [*[c for c in there if c.required][:1], *there[:1]]))


def unmerge(sheet: ReadSheet, rows: list[Row]) -> Generator[Problem, None, list[Row]]:
    """Return the rows with what stands in cells merged down one column written into each; yield a problem for every cell that gets it.

    Cells merged across columns, or with something else behind them, are a problem each, and so is a number over several rows: it may be
    meant for each or for all of them. A row that holds nothing of its own is part of a tall one, and so not among the rows.
    """
    lines = dict(rows)
    for area in sheet.oddities.merged:
        top, left, bottom, right = area
        written = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        first, left, last, right = (left, top, right, bottom) if sheet.upright else area  # lines and places, counted from 1
        if first <= sheet.heading_line + 1:
            continue
        value = cell_at(sheet.lines[first - 1], left - 1)
        numbers = [number for number in range(first, min(last, len(sheet.lines)) + 1) if number in lines]
        for code, place in sheet.places.items():
            if value is None or not left <= place + 1 <= right:
                continue
            own = {number: cell_at(lines[number], place) for number in numbers}
            amount = sheet.columns[code].type in ("integer", "number") and len(own) > 1
            if left < right or amount or any(cell not in (None, value) for cell in own.values()):
                yield from (sheet.problem("cells-merged-across", code, number, value, area=written) for number in numbers)
                continue
            for number in [number for number, cell in own.items() if cell is None]:
                lines[number] = [*lines[number][:place], *[None] * (place - len(lines[number])), value, *lines[number][place + 1 :]]
                yield sheet.problem("cells-merged-filled", code, number)
    return list(lines.items())


def read_values(cells: list[object], read: Reader) -> list[object]:
    """Read a column's cells, each different one once."""
    known: dict[tuple[type, object], object] = {}
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
    return [known[type(cell), cell] for cell in cells]


def is_changed(sheet: ReadSheet, line: list[object]) -> bool:
    """Tell whether an example row holds anything but the template's examples."""
    for column in sheet.columns.values():
        if column.code in sheet.places:
            text = read_text(cell_at(line, sheet.places[column.code]))
            text = text[len(MARK) :] if isinstance(text, str) and text.casefold().startswith(MARK) else text
            read = reader(column)
            if read(text or None) != read(column.example or None):
                return True
    return False


def words(column: Column) -> dict[str, object]:
    """Return what the messages about a column's cells need to know of it."""
    examples = {"date": "31/12/2026", "month": "2026-10", "number": "7.5", "integer": "9"}
    return {
        "options": ", ".join(column.offered),
        "example": examples.get(column.type, column.example),
        "help": column.pattern_help or column.help,
        "limit": column.longest,
    }


def asked(sheet: ReadSheet) -> list[str]:
    """Return the codes of the questions of a survey sheet that anybody has answered."""
    own = {column.code for column in sheet.sheet.columns}
    return [code for code in sheet.columns if code not in own and code in sheet.places and sheet.frame[code].notna().any()]


def whole_wave(dataset: Dataset, sheets: list[ReadSheet]) -> ReadSheet | None:
    """Return the sheet about the whole wave, where the dataset has one."""
    return next((sheet for sheet in sheets if dataset.period == "wave" and sheet.sheet.rows == "one"), None)


def cell_at(line: Sequence[object], index: int) -> object:
    """Return a line's cell, None beyond its end or where it is empty."""
    return line[index] if index < len(line) and line[index] != "" else None

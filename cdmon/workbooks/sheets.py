"""Raw sheets as the sheets of a return: which dataset each belongs to, where its columns are, what its cells hold."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd
from openpyxl.utils import get_column_letter

from cdmon.definitions import Column, Dataset, Definitions, Sheet
from cdmon.returns.problems import Problem, problem
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.fields import EXAMPLE
from cdmon.workbooks.values import DTYPES, LONGEST_TEXT, Reader, Unreadable, normal, read_text, reader

HEADER_WITHIN = 20  # rows from the top of a sheet
INSTRUCTIONS = "instructions"
MARK = EXAMPLE.strip().casefold()
NOT_DATA = {INSTRUCTIONS, "lists"}


@dataclass(frozen=True)
class Given:
    """What the Instructions sheet says of the whole workbook: the value of each label, and the cell it stands in."""

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    sheet: str | None = None

    def problem(self, code: str, label: str, **words: object) -> Problem:
        """Make a problem of the cell beside a label."""
        return problem(code, sheet=self.sheet, cell=self.cells[label], column=label.title(), value=shown(self.values[label]), **words)


@dataclass
class ReadSheet:
    """One recognised sheet: its rows as a typed frame with a column for each of `columns`, and `row_number` as Excel shows it."""

    dataset: Dataset
    sheet: Sheet
    title: str
    columns: dict[str, Column]
    places: dict[str, int]  # where each column found in the file stands: its index from 0 across, or down if `upright`
    heading_line: int  # index from 0 of the row (or, if upright, of the column) that holds the headings
    upright: bool = False
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)

    def cell(self, column: str, row_number: int) -> str | None:
        """Return the address of a column's cell in a row; None when the file has no such column."""
        if column not in self.places:
            return None
        if self.upright:
            return f"{get_column_letter(row_number)}{self.places[column] + 1}"
        return f"{get_column_letter(self.places[column] + 1)}{row_number}"

    def problem(self, code: str, column: str | None = None, row_number: int | None = None, value: object = None, **words: object) -> Problem:
        """Make a problem of this sheet, at a column's cell where both are given."""
        cell = self.cell(column, row_number) if column and row_number else None
        heading = self.columns[column].title if column and column in self.columns else None
        if heading and self.sheet.questions and column not in {c.code for c in self.sheet.columns}:
            heading = f"{column} ({heading})"
        return problem(code, sheet=self.title, cell=cell, column=heading, value=shown(value), **words)


def shown(cell: object) -> str | None:
    """Return a raw cell as the person sees it in Excel, near enough."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else None if cell is None else str(cell)


def read_given(sheets: list[RawSheet]) -> Given:
    """Read the labelled cells of the Instructions sheet: dataset, template version, neighbourhood, month."""
    labels = {"dataset": "dataset", "templateversion": "version", "neighbourhood": "neighbourhood", "month": "month"}
    for raw in sheets:
        if normal(raw.title) == INSTRUCTIONS:
            values, cells = {}, {}
            for number, row in enumerate(raw.rows, start=1):
                label = labels.get(normal(row[0])) if row else None
                if label and label not in values and len(row) > 1 and row[1] not in (None, ""):
                    values[label], cells[label] = row[1], f"B{number}"
            return Given(values, cells, raw.title)
    return Given()


def recognise(definitions: Definitions, sheets: list[RawSheet], extra: dict[str, list[Column]]) -> tuple[list[ReadSheet], list[Problem]]:
    """Tell which sheet of which dataset each raw sheet is, and read it.

    `extra` holds, by survey, the columns of the questions that the programme has added. The problems are those of sheets,
    headings and single cells; a sheet that cannot be recognised is a warning, unless none can.
    """
    found: list[ReadSheet] = []
    problems: list[Problem] = []
    for raw in sheets:
        if normal(raw.title) in NOT_DATA or not any(cell not in (None, "") for row in raw.rows for cell in row):
            continue
        sheet = locate(definitions, raw, extra)
        if sheet is None:
            problems.append(problem("sheet-not-read", sheet=raw.title))
            continue
        twin = next((other for other in found if other.sheet is sheet.sheet), None)
        if twin:
            problems.append(sheet.problem("sheet-twice", first=twin.title))
            continue
        found.append(sheet)
        lines = [list(line) for line in zip(*pad(raw.rows), strict=True)] if sheet.upright else raw.rows
        problems += heading_problems(sheet, lines[sheet.heading_line])
        problems += fill(sheet, lines)
    return found, problems


def locate(definitions: Definitions, raw: RawSheet, extra: dict[str, list[Column]]) -> ReadSheet | None:
    """Find the dataset, sheet and heading row that fit a raw sheet best; None when none fits.

    A sheet of a known title is that sheet, whatever its headings; any other must show at least two known headings, and half
    of the required ones.
    """
    candidates = []
    for dataset in definitions.datasets.values():
        for sheet in dataset.sheets:
            questions = definitions.questions(sheet.questions).values() if sheet.questions else []
            columns = {c.code: c for c in [*sheet.columns, *(q.column() for q in questions), *extra.get(sheet.questions or "", [])]}
            named = normal(raw.title) in {normal(sheet.title), normal(sheet.code)}
            places, line, upright = find_headings(raw.rows, columns, may_be_upright=sheet.rows == "one")
            required = [c.code for c in sheet.columns if c.required]
            if named or (len(places) >= 2 and 2 * sum(code in places for code in required) >= len(required)):
                candidates.append((named, len(places), ReadSheet(dataset, sheet, raw.title, columns, places, line, upright)))
    return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def find_headings(rows: list[list[object]], columns: dict[str, Column], may_be_upright: bool) -> tuple[dict[str, int], int, bool]:
    """Find the line with the most known headings: a row near the top or, for a sheet of one row, the first column."""
    names = heading_names(columns)
    lines = [(match(row, names), number, False) for number, row in enumerate(rows[:HEADER_WITHIN])]
    if may_be_upright:
        lines.append((match([row[0] if row else None for row in rows[:100]], names), 0, True))
    return max(lines, key=lambda line: len(line[0]), default=({}, 0, False))


def heading_names(columns: dict[str, Column]) -> dict[str, str]:
    """Return every normalised heading with the code of its column; a code wins over another column's title."""
    titles = {normal(name): column.code for column in columns.values() for name in (*column.spellings, column.title)}
    return titles | {normal(code): code for code in columns}


def match(line: Sequence[object], names: dict[str, str]) -> dict[str, int]:
    """Return where on a line each known heading stands first."""
    places: dict[str, int] = {}
    for index, cell in enumerate(line):
        code = names.get(normal(cell)) if cell not in (None, "") else None
        if code:
            places.setdefault(code, index)
    return places


def heading_problems(sheet: ReadSheet, line: Sequence[object]) -> Iterator[Problem]:
    """Yield what is wrong with the headings: missing, given twice, or not known; with the likely slip where there is one."""
    names = heading_names(sheet.columns)

    def address(index: int) -> str:
        row, column = (index, sheet.heading_line) if sheet.upright else (sheet.heading_line, index)
        return f"{get_column_letter(column + 1)}{row + 1}"

    missing = [column for column in sheet.sheet.columns if column.required and column.code not in sheet.places]
    unknown = {index: text for index, cell in enumerate(line) if (text := shown(cell)) and normal(text) and normal(text) not in names}
    used = max((index for index, cell in enumerate(line) if cell not in (None, "")), default=-1)
    for column in missing:
        close = difflib.get_close_matches(normal(column.title), [normal(text) for text in unknown.values()], n=1, cutoff=0.6)
        like = next((text for text in unknown.values() if close and normal(text) == close[0]), None)
        hint = f" Perhaps it is the column now headed “{like}”." if like else ""
        used += 1
        yield problem("heading-missing", sheet=sheet.title, cell=address(used), column=column.title, hint=hint)
    for index, cell in enumerate(line):
        code = names.get(normal(cell)) if cell not in (None, "") else None
        if code and sheet.places[code] != index:
            title = sheet.columns[code].title
            yield problem(
                "heading-doubled", sheet=sheet.title, cell=address(index), column=title, value=shown(cell), first=address(sheet.places[code])
            )
    for index, text in unknown.items():
        close = difflib.get_close_matches(normal(text), list(names), n=1, cutoff=0.75)
        hint = f" If it is {sheet.columns[names[close[0]]].title}, head it so." if close else " Delete it if it holds personal details."
        yield problem("heading-unknown", sheet=sheet.title, cell=address(index), column=text, value=text, hint=hint)


def fill(sheet: ReadSheet, lines: list[list[object]]) -> Iterator[Problem]:
    """Read a sheet's rows into its frame, and yield the problem of each cell that cannot be read.

    Blank rows do not count; nor does the template's example row, but a changed one is a warning.
    """
    rows = [(number, line) for number, line in enumerate(lines, start=1) if number - 1 > sheet.heading_line]
    rows = [(number, line) for number, line in rows if any(str(cell).strip() for cell in line if cell is not None)]
    marker = next((c.code for c in sheet.sheet.columns if c.required and c.code in sheet.places), None)
    if marker:
        examples = [(n, line) for n, line in rows if str(cell_at(line, sheet.places[marker])).strip().casefold().startswith(MARK)]
        rows = [row for row in rows if row not in examples]
        yield from (sheet.problem("example-row-changed", marker, n) for n, line in examples if is_changed(sheet, line))
    data: dict[str, pd.Series] = {"row_number": pd.Series([number for number, _ in rows], dtype="int64")}
    for code, column in sheet.columns.items():
        if code in sheet.places:
            raw = [cell_at(line, sheet.places[code]) for _, line in rows]
            values = read_values(raw, reader(column))
            for (number, _), cell, value in zip(rows, raw, values, strict=True):
                if isinstance(value, Unreadable):
                    yield sheet.problem(value.code, code, number, cell, **words(column))
            data[code] = pd.Series([None if isinstance(v, Unreadable) else v for v in values], dtype=DTYPES[column.type])
        else:
            data[code] = pd.Series([None] * len(rows), dtype=DTYPES[column.type])
    sheet.frame = pd.DataFrame(data)


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
        "options": ", ".join(option.title for option in column.options),
        "example": examples.get(column.type, column.example),
        "help": column.pattern_help or column.help,
        "limit": LONGEST_TEXT,
    }


def asked(sheet: ReadSheet) -> list[str]:
    """Return the codes of the questions of a survey sheet that anybody has answered."""
    own = {column.code for column in sheet.sheet.columns}
    return [code for code in sheet.columns if code not in own and code in sheet.places and sheet.frame[code].notna().any()]


def cell_at(line: Sequence[object], index: int) -> object:
    """Return a line's cell, None beyond its end or where it is empty."""
    return line[index] if index < len(line) and line[index] != "" else None


def pad(rows: list[list[object]]) -> list[list[object]]:
    """Return the rows all of one length."""
    longest = max((len(row) for row in rows), default=0)
    return [[*row, *[None] * (longest - len(row))] for row in rows]

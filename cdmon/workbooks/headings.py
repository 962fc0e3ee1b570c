"""The headings of raw sheets: which dataset and sheet each is, and where its columns stand."""

import difflib
from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from cdmon.definitions import Definitions
from cdmon.parts.columns import Column, Sheet
from cdmon.problems import Problem, problem
from cdmon.text import normal, shorten, shown
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.problem_sheet import is_problems
from cdmon.workbooks.sheets import INSTRUCTIONS, ReadSheet

HEADER_WITHIN = 20  # rows from the top of a sheet
LEAST = 3  # known headings by which a sheet is recognised: a code and a name head any list
NOT_DATA = {INSTRUCTIONS, "lists"}


def recognise(
    definitions: Definitions, sheets: list[RawSheet], extra: dict[str, list[Column]], said: Sequence[str] = ()
) -> tuple[list[ReadSheet], list[Problem]]:
    """Tell which sheet of which dataset each raw sheet is, and what is wrong with the sheets as such.

    `extra` holds, by survey, the columns of the questions that the programme has added; `said` the datasets that the Instructions sheet
    says the workbook is made for. A sheet that cannot be recognised is a warning, unless none can.
    """
    found: list[ReadSheet] = []
    problems: list[Problem] = []
    for raw in sorted((raw for raw in sheets if is_data(raw)), key=is_blank):  # what holds something comes first
        sheet = locate(definitions, raw, extra, said)
        if sheet is None:
            problems += [] if is_blank(raw) else [problem("sheet-not-read", sheet=raw.title)]
            continue
        twin = next((other for other in found if other.sheet is sheet.sheet), None)
        if twin:
            problems += [] if is_blank(raw) else [sheet.problem("sheet-twice", first=twin.title)]
            continue
        found.append(sheet)
    return found, problems


def is_data(raw: RawSheet) -> bool:
    """Tell whether a sheet may be one of a dataset: neither instructions nor lists nor the problems of an earlier check."""
    return normal(raw.title) not in NOT_DATA and not is_problems(raw)


def is_blank(raw: RawSheet) -> bool:
    """Tell whether a sheet holds nothing; of a known title it is that sheet, left empty."""
    return not any(cell not in (None, "") for row in raw.rows for cell in row)


def locate(definitions: Definitions, raw: RawSheet, extra: dict[str, list[Column]], said: Sequence[str] = ()) -> ReadSheet | None:
    """Find the dataset, sheet and heading row that fit a raw sheet best; None when none fits.

    A sheet of a known title is that sheet, whatever its headings; any other must show at least `LEAST` known headings (two where the
    Instructions say so), and half of the required ones. Among sheets that fit, those of the datasets in `said` come first.
    """
    candidates = []
    for dataset in definitions.datasets.values():
        for sheet in dataset.sheets:
            columns = columns_of(definitions, sheet, extra.get(sheet.questions or "", []))
            named = 2 if is_titled(raw.title, [sheet.title, *sheet.spellings]) else 1 if is_titled(raw.title, [sheet.code]) else 0
            places, line, upright = find_headings(raw.rows, columns, may_be_upright=sheet.rows == "one")
            required = [c.code for c in sheet.columns if c.required]
            least = LEAST - (dataset.code in said)
            if named or (len(places) >= least and 2 * sum(code in places for code in required) >= len(required)):
                lines = [list(column) for column in zip(*pad(raw.rows), strict=True)] if upright else raw.rows
                found = ReadSheet(
                    dataset, sheet, raw.title, columns, places, lines or [list[object]()], line, upright, oddities=raw.oddities
                )
                candidates.append((named, dataset.code in said, len(places), found))
    return max(candidates, key=lambda candidate: candidate[:3])[3] if candidates else None


def is_titled(title: str, names: Sequence[str]) -> bool:
    """Tell whether a raw sheet's title is one of these names."""
    return normal(title) in map(normal, names)


def nearest(definitions: Definitions, sheets: list[RawSheet], extra: dict[str, list[Column]]) -> str:
    """Say which headings of a file in which no sheet is recognised are known, and of which sheet; "" where none is."""
    best: tuple[list[str], str] = ([], "")
    for raw in filter(is_data, sheets):
        for dataset in definitions.datasets.values():
            for sheet in dataset.sheets:
                columns = columns_of(definitions, sheet, extra.get(sheet.questions or "", []))
                places, line, _ = find_headings(raw.rows, columns, may_be_upright=False)
                if len(places) > len(best[0]):
                    best = ([shown(raw.rows[line][place]) for place in sorted(places.values())], f"{sheet.title} ({dataset.title})")
    headings, of = best
    return (
        f" Of its headings cdmon knows {' and '.join(map(shorten, headings))} from the sheet {of}, which is too little to go by."
        if of
        else ""
    )


def columns_of(definitions: Definitions, sheet: Sheet, extra: Sequence[Column] = ()) -> dict[str, Column]:
    """Return the columns that a sheet may have, by code: its own, its survey's questions, and those the programme has added."""
    questions = definitions.questions(sheet.questions).values() if sheet.questions else []
    blank = [each.text for each in definitions.placeholders.values() if each.answers]
    asked = [*(question.column() for question in questions), *extra]
    answers = (column.model_copy(update={"no_answer": [*blank, *column.no_answer]}) for column in asked)
    return {column.code: column for column in [*sheet.columns, *answers]}


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


def heading_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield what is wrong with the headings: missing, given twice, or not known; with the likely slip where there is one.

    A sheet that holds nothing at all was left empty, headings and all: that is told elsewhere.
    """
    if not any(cell not in (None, "") for line in sheet.lines for cell in line):
        return
    names, line = heading_names(sheet.columns), sheet.lines[sheet.heading_line]

    def address(index: int) -> str:
        row, column = (index, sheet.heading_line) if sheet.upright else (sheet.heading_line, index)
        return f"{get_column_letter(column + 1)}{row + 1}"

    missing = [column for column in sheet.sheet.columns if column.required and column.code not in sheet.places]
    unknown = {i: shown(cell) for i, cell in enumerate(line) if cell is not None and normal(cell) and normal(cell) not in names}
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
            title, first = sheet.columns[code].title, address(sheet.places[code])
            yield problem("heading-doubled", sheet=sheet.title, cell=address(index), column=title, value=cell, first=first)
    for index, text in unknown.items():
        close = difflib.get_close_matches(normal(text), list(names), n=1, cutoff=0.75)
        hint = f" If it is {sheet.columns[names[close[0]]].title}, head it so." if close else " Delete it if it holds personal details."
        yield problem("heading-unknown", sheet=sheet.title, cell=address(index), column=text, value=text, hint=hint)


def pad(rows: list[list[object]]) -> list[list[object]]:
    """Return the rows all of one length."""
    longest = max((len(row) for row in rows), default=0)
    return [[*row, *[None] * (longest - len(row))] for row in rows]

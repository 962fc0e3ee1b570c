"""What must be told of a sheet beside its values: formulas, and what is hidden."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from openpyxl.utils import get_column_letter

from cdmon.problems import Problem
from cdmon.text import shorten
from cdmon.workbooks.markup import Run, joined
from cdmon.workbooks.sheets import ReadSheet, cell_at

LONGEST_LIST = 200  # characters


def oddity_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield what is odd about a sheet that `fill` has read: formulas that were never worked out, other formulas, hidden parts.

    Only cells that are read count, and of the last two only what holds something. `fill` tells of merged cells and of errors.
    """
    if sheet.oddities.unseen and not sheet.frame.empty:
        yield sheet.problem("marks-unseen")
    codes = {place: code for code, place in sheet.places.items()}
    read = set(sheet.frame["row_number"])
    for kind, places in (("formula-without-value", sheet.oddities.without_value), ("cell-formula", sheet.oddities.formulas)):
        for column, row in sorted((column, row) for row, column in places):
            line, place = (column, row - 1) if sheet.upright else (row, column - 1)
            is_value = line in read and cell_at(sheet.lines[line - 1], place) is not None
            if place in codes and line > sheet.heading_line + 1 and (is_value or kind != "cell-formula"):
                yield sheet.problem(kind, codes[place], line)
    for row, column in sorted(sheet.oddities.otherwise | sheet.oddities.dressed):
        line, place = (column, row - 1) if sheet.upright else (row, column - 1)
        if line in read and place in codes and ((row, column) in sheet.oddities.otherwise or sheet.columns[codes[place]].type == "text"):
            yield sheet.problem("cell-shown-otherwise", codes[place], line, cell_at(sheet.lines[line - 1], place))
    if parts := list(struck_parts(sheet, codes)):
        yield sheet.problem("struck-cells", parts=shorten("; ".join(parts), LONGEST_LIST))
    if parts := list(hidden_parts(sheet)):
        yield sheet.problem("hidden-cells", parts=shorten("; ".join(parts), LONGEST_LIST))


def struck_parts(sheet: ReadSheet, codes: Mapping[int, str]) -> Iterator[str]:
    """Yield in words the rows of a sheet that hold something that is read and is struck through."""
    read = set(sheet.frame["row_number"])
    lines = set[int]()
    for row, column in sheet.oddities.struck:
        line, place = (column, row - 1) if sheet.upright else (row, column - 1)
        if line in read and place in codes and cell_at(sheet.lines[line - 1], place) is not None:
            lines.add(row)
    yield from named("row", lines, [(line, line) for line in lines], str)


def hidden_parts(sheet: ReadSheet) -> Iterator[str]:
    """Yield the hidden parts of a sheet that hold something that is read, in words: "rows 3 to 5, 9"."""
    lines = set(sheet.frame["row_number"])
    places = {place + 1 for code, place in sheet.places.items() if sheet.frame[code].notna().any()}
    rows, columns = (places, lines) if sheet.upright else (lines, places)
    if sheet.oddities.hidden and lines:
        yield "the whole sheet"
    yield from named("row", rows, sheet.oddities.hidden_rows, str)
    yield from named("column", columns, sheet.oddities.hidden_columns, get_column_letter)


def named(noun: str, numbers: set[int], hidden: Iterable[Run], shown: Callable[[int], str]) -> Iterator[str]:
    """Yield in words which of some rows or columns are hidden, if any are."""
    most = max(numbers, default=0)
    found = {number for first, last in hidden for number in range(first, min(last, most) + 1)} & numbers
    runs = [shown(first) if first == last else f"{shown(first)} to {shown(last)}" for first, last in joined((n, n) for n in found)]
    if runs:
        yield f"{noun}{'s' if len(found) > 1 else ''} {', '.join(runs)}"

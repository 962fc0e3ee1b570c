"""The marked workbook: a person's own file with red cells, comments and a first sheet that lists its problems."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import repeat, zip_longest
from pathlib import Path

import openpyxl
from lxml.etree import LxmlError
from openpyxl.utils.exceptions import CellCoordinatesException

from cdmon.problems import Problem
from cdmon.text import shorten
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.copied import copied, fitting_titles
from cdmon.workbooks.ooxml.comments import add_comments, remove_comments
from cdmon.workbooks.ooxml.package import NotEditable, Package, TooLarge, writable
from cdmon.workbooks.ooxml.sheet import Cell, SheetPart, deselected
from cdmon.workbooks.ooxml.styles import Styles
from cdmon.workbooks.ooxml.workbook import Workbook
from cdmon.workbooks.problem_sheet import PROBLEMS, heading_row, is_problems, places, problem_sheet

SUFFIX = " – problems"
MOST_MARKED = 5_000  # cells
LONGEST_COMMENT = 1_000  # characters said of one problem
HOW_TO = (
    "Red cells hold errors, amber cells warnings; each has a comment that says what to do. Put the errors right in this workbook,"
    " then send it on the Upload page. This sheet is not read."
)
COPY = (
    "This is a copy, because your file cannot be marked itself. It has the values of every sheet, but no formats, formulas,"
    " drop-downs, comments, pictures or macros."
)
NOT_READ = "The file could not be read, so its sheets are not in this workbook. Send a file in which the problem is put right."
BOUNDARIES = "A file of boundaries cannot be marked itself. Put it right with the program it came from, and send it again."
TOO_MUCH = "The file is too large to be marked, so its sheets are not in this workbook. Put the errors right in your own file and send it."
MANY = f"No more than {MOST_MARKED:,} cells are marked in the sheets; the table below tells of the others."
# What goes wrong in a file that is not put together as it should be, although its cells could be read.
FAULTS = (
    NotEditable,
    LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    CellCoordinatesException,
    LookupError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
)


def marked(upload: Upload, problems: Sequence[Problem]) -> bytes:
    """Return a file with its problems marked: an .xlsx or, from an .xlsm, an .xlsm; `marked_name` names it.

    What is not marked stays byte for byte as it was; marks of an earlier time are taken away. A file that is not of Excel's XML kind,
    or not well made, is marked in a copy of its values; of one that cannot be read, or is too large, only the list is returned.
    """
    told = [f"{counted(problems)} in {upload.file_name}."]
    ending = Path(marked_name(upload.file_name)).suffix
    listed = partial(edited, without_sheets(), ending, problems, {}, earlier=PROBLEMS)
    try:
        sheets = [sheet for sheet in upload.sheets if not is_problems(sheet)]
        earlier = next((sheet.title for sheet in upload.sheets if is_problems(sheet)), None)
    except UnreadableFile:
        return listed([*told, NOT_READ])
    if any(sheet.oddities.properties for sheet in sheets):
        return listed([*told, BOUNDARIES])
    try:
        return edited(upload.content, ending, problems, marks_of(problems), [*told, HOW_TO], earlier)
    except TooLarge:
        return listed([*told, TOO_MUCH])
    except FAULTS:
        titles = fitting_titles([sheet.title for sheet in sheets])
    try:
        renamed = [replace(each, sheet=titles.get(each.sheet or "", each.sheet)) for each in problems]
        return edited(copied(sheets, titles), ending, renamed, marks_of(renamed), [*told, COPY, HOW_TO])
    except FAULTS:
        return listed([*told, TOO_MUCH])


def marked_name(file_name: str) -> str:
    """Return the name of the marked file: "Groups.csv" becomes "Groups – problems.xlsx", an .xlsm stays one."""
    name = Path(file_name)
    return f"{name.stem.removesuffix(SUFFIX)}{SUFFIX}{'.xlsm' if name.suffix.lower() in ('.xlsm', '.xltm') else '.xlsx'}"


def counted(problems: Sequence[Problem]) -> str:
    """Say how many problems there are: "1 error and 2 warnings"."""
    counts = {severity: sum(each.severity == severity for each in problems) for severity in ("error", "warning")}
    return " and ".join(f"{count:,} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items() if count) or "No problems"


def marks_of(problems: Sequence[Problem]) -> dict[str, dict[Cell, list[Problem]]]:
    """Return the problems of each single cell, by sheet, of up to `MOST_MARKED` cells.

    The first cell of every problem comes before the second one of any, so that each is marked somewhere.
    """
    found: dict[str, dict[Cell, list[Problem]]] = {}
    turns = zip_longest(*(zip(repeat(each), places(each.cell)) for each in problems if each.sheet), fillvalue=None)
    for each, cell in (pair for turn in turns for pair in turn if pair):
        sheet = found.setdefault(str(each.sheet), {})
        if cell not in sheet and sum(map(len, found.values())) == MOST_MARKED:
            break
        sheet.setdefault(cell, []).append(each)
    return found


def edited(
    content: bytes,
    ending: str,
    problems: Sequence[Problem],
    marks: Mapping[str, Mapping[Cell, list[Problem]]],
    lines: Sequence[str],
    earlier: str | None = None,
) -> bytes:
    """Return a workbook with these cells marked and a first sheet of these lines and problems, in place of the sheet titled `earlier`.

    One of `FAULTS` when the file is not put together as it should be, TooLarge when there is too much of it.
    """
    package = Package(content)
    workbook = Workbook(package)
    if not marks.keys() <= workbook.sheets.keys():
        raise NotEditable("other titles")
    styles = workbook.styles()
    styles.unmark()
    others = {title: part for title, part in workbook.sheets.items() if title != earlier}
    for title, part in others.items():
        mark_sheet(package, part, styles, marks.get(title, {}))
    if sum(map(len, marks.values())) == MOST_MARKED:
        lines = [*lines, MANY]
    listed = problem_sheet(workbook.namespace, styles, lines, problems, others.keys())
    workbook.put_first(PROBLEMS, listed, heading_row(lines), earlier)
    workbook.put_styles(styles)
    return workbook.as_bytes(ending)


def mark_sheet(package: Package, part: str, styles: Styles, marks: Mapping[Cell, list[Problem]]) -> None:
    """Mark a sheet's cells with a fill and a comment, in place of what an earlier marking said."""
    remove_comments(package, part)
    if marks:
        worst = {cell: min(each.severity for each in found) for cell, found in marks.items()}  # "error" comes before "warning"
        restyle = {cell: partial(styles.marked, severity=severity) for cell, severity in worst.items()}
        sheet = SheetPart(deselected(package.read(part)), restyle)
        add_comments(package, part, sheet, {cell: comment(found) for cell, found in marks.items()})
        package.put(part, sheet.as_bytes())
    elif deselected(start := package.beginning(part)) != start:
        package.put(part, deselected(package.read(part)))


def comment(problems: list[Problem]) -> str:
    """Return what is said at a cell: a line for each problem, errors first."""
    lines = sorted(f"{each.severity.capitalize()}: {each.message}" for each in problems)
    return "\n".join(shorten(writable(line), LONGEST_COMMENT) for line in lines)


def without_sheets() -> bytes:
    """Return a workbook with nothing but an empty sheet for the problems."""
    workbook = openpyxl.Workbook()
    workbook.active.title, workbook.properties.creator = PROBLEMS, "cdmon"
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()

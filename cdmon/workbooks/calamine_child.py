"""Reads a workbook in a process of its own, whose memory is bounded: a hostile or broken file can end it, never the dashboard.

Run as a script: the file, which may be one of boundaries (GeoJSON), comes in on standard input; a pickled list of (sheet title, rows from
cell A1, oddities) goes out on standard output. What calamine cannot read is read once more by `second_reader`; with the argument "again"
that alone is tried. Exit status 3 says that the file is protected by a password, 4 that it is damaged, 5 that it holds too many cells, 6
that it is no GeoJSON.
"""

import contextlib
import io
import os
import pickle
import struct
import sys
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

import python_calamine

sys.path.append(os.path.join(os.path.dirname(__file__), *[os.pardir] * 2))  # Python runs isolated here, and so does not look there
from cdmon.workbooks.geojson import TITLE, NotGeoJson, read_features
from cdmon.workbooks.markup import LAST_COLUMN, LAST_ROW, Area, Damaged, Markup, joined
from cdmon.workbooks.ods_markup import ods_sheets
from cdmon.workbooks.respelled import respelled
from cdmon.workbooks.xls_markup import xls_sheets
from cdmon.workbooks.xlsb_markup import xlsb_sheets
from cdmon.workbooks.xlsx_markup import xlsx_sheets

MEMORY = 1_500_000_000  # bytes of address space
MOST_CELLS = 2_000_000  # of all sheets: 9,000 respondents with 40 columns are 360,000
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
MISREAD = (zipfile.BadZipFile, expat.ExpatError, struct.error, LookupError, ValueError, OSError)

Rows = list[list[Any]]
Found = tuple[str, Rows, list[Area], bool]  # title, rows from A1, merged cells, whether the sheet is hidden
Told = list[tuple[str, Rows, dict[str, Any]]]


def read(content: bytes) -> Told:
    """Return every worksheet with its rows from A1 on, so that row numbers are those that Excel shows, and what is odd about it."""
    if not content.startswith((ZIP, OLE)):
        rows, properties = read_features(content)
        return [(TITLE, rows, {"properties": properties})]
    content = plain(content)
    try:
        return tell(content, first_reading(content))
    except python_calamine.PasswordError:
        raise
    except (python_calamine.CalamineError, Damaged):
        return read_again(content)


def read_again(content: bytes) -> Told:
    """Return the same from the second reader."""
    content = plain(content)
    return tell(content, second_reading(content))


def plain(content: bytes) -> bytes:
    """Return a file as all readers understand it."""
    return respelled(content) if content.startswith(ZIP) else content


def first_reading(content: bytes) -> list[Found]:
    """Read a workbook's worksheets by calamine; Damaged where it gives up in a way that is no Exception of Python."""
    try:
        return by_calamine(content)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of its Rust, which nothing exports
            raise Damaged from error
        raise


def by_calamine(content: bytes) -> list[Found]:
    """Read them; a chart or a sheet of old macros has no cells of ours."""
    sheets, cells = list[Found](), 0
    with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            row, column = sheet.end or (0, 0)  # of its last cell, counted from 0
            cells += (row + 1) * (column + 1)
            if cells > MOST_CELLS:
                raise MemoryError
            merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
            hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append((metadata.name, sheet.to_python(skip_empty_area=False), merged, hidden))
    return sheets


def second_reading(content: bytes) -> list[Found]:
    """Read a workbook's worksheets another way; Damaged when there is none, or that fails too."""
    from cdmon.workbooks.second_reader import without_blanks, xlsx_rows  # takes a quarter of a second

    if not content.startswith(ZIP):
        raise Damaged
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.namelist()
    try:
        return first_reading(without_blanks(content)) if "content.xml" in parts else list(xlsx_rows(content, MOST_CELLS))
    except (MemoryError, python_calamine.CalamineError):
        raise
    except Exception as error:  # whatever openpyxl meets with in a file that is not as it should be
        raise Damaged from error


def tell(content: bytes, sheets: Iterable[Found]) -> Told:
    """Return worksheets with what is odd about them; Damaged when one reads as nothing though it holds cells."""
    sheets = list(sheets)
    found = markup(content, [title for title, *_ in sheets])
    told: Told = []
    for title, rows, merged, hidden in sheets:
        here = found.get(title, Markup())
        if here.holds_cells and not rows:
            raise Damaged(title)
        here.merged += merged
        tidy(here, rows)
        told.append((title, rows, here.oddities() | {"hidden": hidden, "unseen": title not in found}))
    return told


def markup(content: bytes, titles: list[str]) -> dict[str, Markup]:
    """Return what the workbook says beside the values, by the title of the sheet; without those of which it cannot be made out."""
    try:
        if not content.startswith(ZIP):
            return dict(zip(titles, xls_sheets(content), strict=True))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
            if "content.xml" in parts:
                return ods_sheets(archive, titles)
            if "xl/workbook.bin" in parts:
                return dict(xlsb_sheets(archive))
            return dict(xlsx_sheets(archive)) if "xl/workbook.xml" in parts else {}
    except MISREAD:
        return {}  # the values have been read; nothing is refused for the rest, but it is told


def tidy(found: Markup, rows: Rows) -> None:
    """Write into the rows of a sheet what is to be read instead of what is stored, and keep what of the rest lies within them."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for (row, column), value in found.instead.items():
        if 0 < row <= height and 0 < column <= width:
            rows[row - 1][column - 1] = value
    inside = {area for area in found.merged if area[0] <= height and area[1] <= width}
    found.merged = sorted((top, left, min(bottom, LAST_ROW), min(right, LAST_COLUMN)) for top, left, bottom, right in inside)
    if sum((min(bottom, height) - top + 1) * (min(right, width) - left + 1) for top, left, bottom, right in found.merged) > MOST_CELLS:
        raise MemoryError  # merged cells that overlap, which no spreadsheet program makes
    found.hidden_rows, found.hidden_columns = joined(found.hidden_rows), joined(found.hidden_columns)


if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sheets = (read_again if "again" in sys.argv else read)(sys.stdin.buffer.read())
        sys.stdout.buffer.write(pickle.dumps(sheets))
    except python_calamine.PasswordError:
        sys.exit(3)
    except (python_calamine.CalamineError, Damaged, *MISREAD):
        sys.exit(4)
    except MemoryError:
        sys.exit(5)
    except NotGeoJson:
        sys.exit(6)

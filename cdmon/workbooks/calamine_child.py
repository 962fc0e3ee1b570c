"""Reads a workbook in a process of its own, whose memory is bounded: a hostile or broken file can end it, never the dashboard.

Run as a script: the file comes in on standard input; a pickled list of (sheet title, rows from cell A1, oddities) goes out on standard
output. Exit status 3 says that the file is protected by a password, 4 that it is damaged, 5 that it holds too many cells.
"""

import contextlib
import io
import os
import pickle
import struct
import sys
import zipfile
from typing import Any
from xml.parsers import expat

import python_calamine

sys.path.append(os.path.join(os.path.dirname(__file__), *[os.pardir] * 2))  # Python runs isolated here, and so does not look there
from cdmon.workbooks.markup import Markup, joined
from cdmon.workbooks.ods_markup import ods_sheets
from cdmon.workbooks.xls_markup import xls_sheets
from cdmon.workbooks.xlsx_markup import xlsx_sheets

MEMORY = 1_500_000_000  # bytes of address space
MOST_CELLS = 2_000_000  # of all sheets: 9,000 respondents with 40 columns are 360,000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # that a sheet can have
ZIP = b"PK"

Rows = list[list[Any]]
Fields = dict[str, Any]


def read(content: bytes) -> list[tuple[str, Rows, Fields]]:
    """Return every worksheet with its rows from A1 on, so that row numbers are those that Excel shows, and what is odd about it."""
    sheets, cells = [], 0
    with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
        for metadata in workbook.sheets_metadata:
            try:
                sheet = workbook.get_sheet_by_name(metadata.name)
            except python_calamine.WorksheetNotFound:
                continue  # a chart or dialog sheet has no cells
            row, column = sheet.end or (0, 0)  # of its last cell, counted from 0
            cells += (row + 1) * (column + 1)
            if cells > MOST_CELLS:
                sys.exit(5)
            hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append((metadata.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or (), hidden))
        found = markup(content, workbook.sheet_names)
    for title, rows, merged, _ in sheets:
        here = found.setdefault(title, Markup())
        here.merged += [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged]
        tidy(here, rows)
    return [(title, rows, found[title].oddities() | {"hidden": hidden}) for title, rows, _, hidden in sheets]


def markup(content: bytes, titles: list[str]) -> dict[str, Markup]:
    """Return what the workbook says beside the values, by the title of the sheet; {} where that cannot be made out."""
    try:
        if not content.startswith(ZIP):
            return dict(zip(titles, xls_sheets(content), strict=True))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
            if "content.xml" in parts:
                return ods_sheets(archive)
            return dict(xlsx_sheets(archive)) if "xl/workbook.xml" in parts else {}
    except (zipfile.BadZipFile, expat.ExpatError, struct.error, LookupError, ValueError, OSError):
        return {}  # the values have been read; nothing is refused for the rest


def tidy(found: Markup, rows: Rows) -> None:
    """Write into the rows of a sheet what is to be read instead of what is stored, and keep what of the rest lies within them."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for (row, column), value in found.instead.items():
        if 0 < row <= height and 0 < column <= width:
            rows[row - 1][column - 1] = value
    inside = {area for area in found.merged if area[0] <= height and area[1] <= width}
    found.merged = sorted((top, left, min(bottom, LAST_ROW), min(right, LAST_COLUMN)) for top, left, bottom, right in inside)
    if sum((min(bottom, height) - top + 1) * (min(right, width) - left + 1) for top, left, bottom, right in found.merged) > MOST_CELLS:
        sys.exit(5)  # merged cells that overlap, which no spreadsheet program makes
    found.hidden_rows, found.hidden_columns = joined(found.hidden_rows), joined(found.hidden_columns)


if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sys.stdout.buffer.write(pickle.dumps(read(sys.stdin.buffer.read())))
    except python_calamine.PasswordError:
        sys.exit(3)
    except (python_calamine.CalamineError, OSError):
        sys.exit(4)
    except MemoryError:
        sys.exit(5)

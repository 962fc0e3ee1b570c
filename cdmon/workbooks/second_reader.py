"""Reads what the first reader cannot, though it is sound: an .xlsx once more by openpyxl, an .ods without the blanks between its elements.

Of the parts of an .xlsx only what the cells need is read, so that an odd dimension, a merge of whole columns or whatever else stands around
the rows cannot keep them from being read.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Set
from datetime import datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.workbooks.markup import LAST_COLUMN, LAST_ROW, Area, Damaged
from cdmon.workbooks.xlsx_markup import xlsx_parts

RELATIONS_OF_SHEET = re.compile("sheets/_rels/")  # drawings and comments, which are not needed
ROWS = re.compile(rb"<((?:[\w-]+:)?)sheetData\s*>.*</\1sheetData\s*>", re.DOTALL)
ROOT = re.compile(rb"<[A-Za-z][\w:.-]*[^<>]*>")
MERGED = re.compile(rb"""<(?:[\w-]+:)?mergeCell\s[^<>]*?\bref=["']([^"']+)["']""")
# Blanks that are none of a text: those within a paragraph are kept.
BLANKS = re.compile(rb"<text:(p|h)\b[^>]*(?<!/)>.*?</text:\1>|(?<=>)\s+(?=<)", re.DOTALL)


def bare(archive: zipfile.ZipFile, sheets: Set[str]) -> bytes:
    """Return an .xlsx with nothing but rows in these parts, its sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            if not RELATIONS_OF_SHEET.search(name):
                copy.writestr(name, only_rows(archive.read(name)) if name in sheets else archive.read(name))
    return made.getvalue()


def only_rows(xml: bytes) -> bytes:
    """Return a sheet's part with nothing around its rows."""
    root, rows = ROOT.search(xml), ROWS.search(xml)
    if root is None or root[0].endswith(b"/>"):
        return xml
    name = root[0][1:-1].split()[0]
    return root[0] + (rows[0] if rows else b"") + b"</" + name + b">"


def area(reference: str) -> Area:
    """Return the cells of a reference such as "A1:B2", "A:A" or "3:4"."""
    left, top, right, bottom = range_boundaries(reference)
    return top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN


def xlsx_rows(content: bytes, most: int) -> Iterator[tuple[str, list[list[Any]], list[Area], bool]]:
    """Yield the title, the rows from cell A1, the merged cells, and whether it is hidden, of each worksheet of an .xlsx.

    MemoryError when there are more than `most` cells, Damaged when one stands where none can or a sheet is not there; else whatever
    openpyxl raises.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = xlsx_parts(archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels"))[1]
        merged = {title: [area(found.decode()) for found in MERGED.findall(archive.read(part))] for title, part in parts.items()}
        rows_alone = bare(archive, set(parts.values()))
    with warnings.catch_warnings(action="ignore"):
        workbook = load_workbook(io.BytesIO(rows_alone), data_only=True, keep_links=False)
    for title in parts:
        sheet = workbook[title]
        if sheet.max_row > LAST_ROW or sheet.max_column > LAST_COLUMN:
            raise Damaged(title)
        most -= sheet.max_row * sheet.max_column
        if most < 0:
            raise MemoryError
        yield title, rows_of(sheet), merged[title], sheet.sheet_state != "visible"


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    """Return a sheet's rows, each value as the first reader gives it: numbers as floats, midnight as a day, "" for nothing."""
    rows = [[value_of(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return rows if any(cell != "" for row in rows for cell in row) else []


def value_of(value: object) -> object:
    """Return a cell's value as the first reader gives it."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def without_blanks(content: bytes) -> bytes:
    """Return an .ods without the blanks between its elements, which a person or program has put there to read it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, BLANKS.sub(lambda found: found[0] if found[1] else b"", part) if name == "content.xml" else part)
    return made.getvalue()

"""A copy of a file's values as a plain .xlsx, for a file that cannot be edited itself."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import count, zip_longest
from math import isfinite
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.ooxml.package import LONGEST_TEXT, Package, TooLarge, writable
from cdmon.workbooks.ooxml.sheet import MOST_COLUMNS, MOST_ROWS
from cdmon.workbooks.ooxml.workbook import Workbook
from cdmon.workbooks.printing import HIGHEST, LINE

MOST_COPIED = 500_000  # cells; 9,000 respondents with 40 columns are 360,000
LONGEST_TITLE = 31  # characters that Excel takes in a sheet's title
FORMATS = {date: "DD/MM/YYYY", datetime: "DD/MM/YYYY HH:MM", time: "HH:MM:SS", timedelta: "[H]:MM:SS"}
NARROWEST, WIDEST = 9, 50  # characters: of a column; a longer text is wrapped
SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{}">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{}<sheetData>{}</sheetData>'
    '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


def fitting_titles(titles: Sequence[str]) -> dict[str, str]:
    """Return for each title of a sheet one that Excel takes."""
    found: dict[str, str] = {}
    for title in titles:
        fit = re.sub(r"[\\*?:/\[\]\x00-\x1f]", " ", title).strip("' ")[:LONGEST_TITLE] or "Sheet"
        taken = {each.casefold() for each in found.values()}
        numbered = (fit if number == 1 else f"{fit[: LONGEST_TITLE - 5]} {number}" for number in count(1))
        found[title] = next(each for each in numbered if each.casefold() not in taken)
    return found


def copied(sheets: Sequence[RawSheet], titles: Mapping[str, str]) -> bytes:
    """Return an .xlsx with the values of raw sheets, under these titles; TooLarge when Excel, or `MOST_COPIED`, does not allow for them."""
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_COPIED:
        raise TooLarge("cells")
    if any(len(sheet.rows) > MOST_ROWS or max(map(len, sheet.rows), default=0) > MOST_COLUMNS for sheet in sheets):
        raise TooLarge("rows or columns")
    empty, content = openpyxl.Workbook(), BytesIO()
    empty.remove(empty.active)
    empty.properties.creator = "cdmon"
    for sheet in sheets:
        empty.create_sheet(titles[sheet.title])
    empty.save(content)

    package = Package(content.getvalue())
    workbook = Workbook(package)
    styles = workbook.styles()
    looks = {kind: styles.number_format(form) for kind, form in FORMATS.items()}
    looks[str] = styles.style()
    workbook.put_styles(styles)
    for sheet in sheets:
        rows = "".join(row_xml(number, row, looks) for number, row in enumerate(sheet.rows, start=1))
        package.put(workbook.sheets[titles[sheet.title]], SHEET.format(workbook.namespace, columns_xml(sheet.rows), rows).encode())
    return package.save()


def columns_xml(rows: Sequence[Sequence[object]]) -> str:
    """Return the columns as XML, each as wide as its longest text within reason, so that nothing is cut on paper."""
    longest = [max((len(str(cell)) for cell in column if cell not in (None, "")), default=0) for column in zip_longest(*rows)]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{min(max(length, NARROWEST), WIDEST) + 2}" customWidth="1"/>'
        for number, length in enumerate(longest, start=1)
    )
    return f"<cols>{widths}</cols>" if widths else ""


def row_xml(number: int, values: Sequence[object], looks: Mapping[type, int]) -> str:
    """Return a row as XML, written here because openpyxl takes ten seconds for a large survey; `looks` are styles by type."""
    cells = (
        cell_xml(f"{get_column_letter(column)}{number}", value, looks)
        for column, value in enumerate(values, start=1)
        if value is not None and value != ""
    )
    lines = max((-(-len(value) // WIDEST) for value in values if isinstance(value, str)), default=1)
    high = f' ht="{min(LINE * lines, HIGHEST)}" customHeight="1"' if lines > 1 else ""  # LibreOffice does not find it out by itself
    return f'<row r="{number}"{high}>{"".join(cells)}</row>'


def cell_xml(address: str, value: object, looks: Mapping[type, int]) -> str:
    """Return a cell as XML: of the value's own type, but a text where Excel has no such value, as for a day before 1900."""
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float) and isfinite(value):
        return f'<c r="{address}"><v>{value}</v></c>'
    if isinstance(value, date | time | timedelta) and to_excel(value) >= 0:
        day = isinstance(value, datetime) and value.time() == time()
        return f'<c r="{address}" s="{looks[date if day else type(value)]}"><v>{to_excel(value)}</v></c>'
    text = escape(writable(str(value))[:LONGEST_TEXT])
    style = f' s="{looks[str]}"' if len(text) > WIDEST else ""
    return f'<c r="{address}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

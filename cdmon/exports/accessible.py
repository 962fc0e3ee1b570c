"""Workbooks that a public body can publish as they are, by the UK Analysis Function's guidance; no text in them is ever a formula.

Cover, contents and notes come first, then one table a sheet; A4 across, as wide as the page, its headings on each page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil, sqrt
from textwrap import wrap

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 3  # of every table; above it the sheet's title and description
PLAIN, BOLD, HEADING = (Font(name="Arial", sz=size, bold=bold) for size, bold in ((10, False), (10, True), (15, True)))
TOP, RIGHT = Alignment(wrap_text=True, vertical="top"), Alignment(horizontal="right", vertical="top", indent=1, wrap_text=True)
LINE, BETWEEN, TALLEST = 13.0, 3.0, 409.0  # points: of a line, around its lines, and the tallest row that Excel has
TO_A_UNIT, FOR_BOLD = 1.12, 0.8  # letters of our text to a unit of a column's width, at the least; what headings have of that
MARGINS = PageMargins(0.4, 0.4, 0.4, 0.4, 0.0, 0.0)  # inches; there is neither header nor footer
COVER_WIDTH = 110  # characters
NARROWEST, WIDEST = 10, 44  # of a column whose width nobody has said


@dataclass(frozen=True)
class Leaf:
    """A sheet with its table: what it is called, what stands above the table, and its rows, whose columns are its headings."""

    name: str
    title: str
    description: str
    rows: pd.DataFrame
    widths: Sequence[int] = ()  # of its columns, in characters; by what stands in them where there are none
    formats: Sequence[Sequence[str]] = ()  # how each number of each row is shown
    on_one_page: bool = False


def accessible_workbook(title: str, about: Mapping[str, str], leaves: Sequence[Leaf]) -> bytes:
    """Return an .xlsx file of a cover, on which each entry of `about` is a line 'label: text', its contents, and these sheets.

    The file has a title and a language, opens on its cover, and holds no merged cell, filter, header, frozen or hidden row.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = ILLEGAL_CHARACTERS_RE.sub("", title)
    workbook.properties.language, workbook.properties.creator = "en-GB", "cdmon"
    workbook._named_styles["Normal"].font = PLAIN  # by its digits the widths of columns are counted
    workbook.add_named_style(NamedStyle(name="Heading 1", builtinId=16, font=HEADING))
    cover = add_sheet(workbook, "Cover", title, [COVER_WIDTH])
    for row, (label, text) in enumerate(about.items(), start=2):
        line = f"{label}: {text}"
        write(cover.cell(row, 1), line)
        cover.row_dimensions[row].height = height([line], [COVER_WIDTH])
    for leaf in [contents(leaves), *leaves]:
        add_leaf(workbook, leaf)
    for cell in workbook["Contents"]["A"][HEADER_ROW:]:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{cell.value}'!A1")
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def contents(leaves: Sequence[Leaf]) -> Leaf:
    """Return the sheet that lists the others."""
    rows = pd.DataFrame([(leaf.name, leaf.description, len(leaf.rows)) for leaf in leaves], columns=["Sheet", "What it holds", "Rows"])
    return Leaf("Contents", "Contents", "This sheet holds one table: the sheets that follow, each a link.", rows, [24, 100, 10])


def add_leaf(workbook: Workbook, leaf: Leaf) -> None:
    """Add a sheet with its table below its title and description; its headings come again on each page of paper."""
    widths = list(leaf.widths) or [width_of(leaf.rows, number) for number in range(len(leaf.rows.columns))]
    sheet = add_sheet(workbook, leaf.name, leaf.title, widths)
    write(sheet["A2"], leaf.description)
    sheet["A2"].alignment = Alignment(vertical="top")  # it runs on over the columns beside it
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.fitToHeight = int(leaf.on_one_page)  # 0 is as many pages as it takes
    lines = [list(leaf.rows.columns), *leaf.rows.astype(object).to_numpy().tolist()]
    for number, values in enumerate(lines, start=HEADER_ROW):
        for column, value in enumerate(values, start=1):
            write(sheet.cell(number, column), value)
        narrower = widths if number > HEADER_ROW else [ceil(width * FOR_BOLD) for width in widths]
        sheet.row_dimensions[number].height = height(values, narrower)
    for cell in sheet[HEADER_ROW]:
        cell.font = BOLD
    for cells, formats in zip(sheet.iter_rows(min_row=HEADER_ROW + 1), leaf.formats, strict=False):
        for cell, form in zip(cells, formats, strict=True):
            cell.number_format = form
    add_table(sheet, leaf)


def add_sheet(workbook: Workbook, name: str, title: str, widths: Sequence[int]) -> Worksheet:
    """Add a sheet with its title in A1, as a heading that screen readers find, set up for paper: A4 across, as wide as the page."""
    sheet = workbook.create_sheet(name)
    write(sheet["A1"], title)
    sheet["A1"].style = "Heading 1"
    sheet["A1"].quotePrefix = True
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = MARGINS
    return sheet


def add_table(sheet: Worksheet, leaf: Leaf) -> None:
    """Make what was written an Excel table, without the buttons of a filter."""
    last = HEADER_ROW + max(len(leaf.rows), 1)  # Excel takes a table of headings alone for damaged
    name = "table_" + "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in leaf.name.lower())
    table = Table(displayName=name, ref=f"A{HEADER_ROW}:{get_column_letter(len(leaf.rows.columns))}{last}")
    # Naming the columns ourselves keeps openpyxl from adding filter buttons, which the guidance is against.
    table.tableColumns = [TableColumn(id=number, name=heading) for number, heading in enumerate(leaf.rows.columns, start=1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def write(cell: Cell, value: object) -> None:
    """Write a number or a day, or a text in such a way that no spreadsheet program takes it for a formula or an error."""
    cell.alignment, cell.font = TOP, PLAIN
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = True  # it stays a text when somebody edits the cell
    elif pd.notna(value):
        cell.value, cell.alignment = value, RIGHT


def height(values: Sequence[object], widths: Sequence[int]) -> float:
    """Return how tall a row must be, in points, for the wrapped text of its cells to fit."""
    lines = max(lines_of(value, width) for value, width in zip(values, widths, strict=True))
    return min(TALLEST, lines * LINE + BETWEEN)


def lines_of(value: object, width: int) -> int:
    """Return how many lines a cell of so many characters takes."""
    room = max(1, int(width * TO_A_UNIT) - 1)
    if not isinstance(value, str) or ("\n" not in value and len(value) <= room):
        return 1
    return sum(max(1, len(wrap(line, room))) for line in value.split("\n"))


def width_of(rows: pd.DataFrame, number: int) -> int:
    """Return a width for a column by what stands in it: about as many lines as there is room for, and no word broken if it can be."""
    cells = [str(rows.columns[number]), *(shown(value) for value in rows.iloc[:, number])]
    longest, word = max(map(len, cells)), max((len(part) for cell in cells for part in cell.split()), default=0)
    return min(WIDEST, max(NARROWEST, word + 2, min(longest + 2, ceil(sqrt(longest) * 3))))


def shown(value: object) -> str:
    """Return a cell as a text about as long as it is shown."""
    return value.isoformat() if isinstance(value, date) else "" if pd.isna(value) else str(value)

"""The sheets of an accessible workbook, by the UK Analysis Function's guidance on spreadsheets; no text in it is ever a formula."""

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 3  # of every table; above it the sheet's title and description


def accessible_workbook(title: str) -> Workbook:
    """Return a workbook without sheets yet, with a title, a language and the heading style that screen readers know."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title, workbook.properties.language, workbook.properties.creator = title, "en-GB", "cdmon"
    workbook.add_named_style(NamedStyle(name="Heading 1", builtinId=16, font=Font(name="Calibri", sz=15, bold=True)))
    return workbook


def add_sheet(workbook: Workbook, name: str, title: str, widths: list[int]) -> Worksheet:
    """Add a sheet with its title in A1, as a heading that screen readers find, and columns of these widths."""
    sheet = workbook.create_sheet(name)
    sheet["A1"] = title
    sheet["A1"].style = "Heading 1"
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return sheet


def write_table(sheet: Worksheet, name: str, rows: pd.DataFrame) -> None:
    """Write a frame of text and numbers as an Excel table below the sheet's title and description; NaN leaves a cell blank."""
    for line, values in enumerate([list(rows.columns), *rows.to_numpy(object).tolist()], start=HEADER_ROW):
        for column, value in enumerate(values, start=1):
            write(sheet.cell(line, column), value)
    for cell in sheet[HEADER_ROW]:
        cell.font = Font(name="Calibri", sz=11, bold=True)
    last = HEADER_ROW + max(len(rows), 1)  # Excel takes a table of headings alone for damaged
    table = Table(displayName=name, ref=f"A{HEADER_ROW}:{get_column_letter(len(rows.columns))}{last}")
    # Naming the columns ourselves keeps openpyxl from adding filter buttons, which the guidance is against.
    table.tableColumns = [TableColumn(id=number, name=heading) for number, heading in enumerate(rows.columns, start=1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def write(cell: Cell, value: str | float) -> None:
    """Write a number, or a text in such a way that no spreadsheet program takes it for a formula or an error."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = True  # it stays a text when somebody edits the cell
    elif pd.notna(value):
        cell.value = value

"""Cells of a template: what stands in them, what may be typed, the help beside them, and which are locked."""

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.workbooks.fields import Field, Value, advice, allowed, plain

FONT = {"name": "Calibri", "sz": 11}  # that of cells without a font of their own; a bold one without a name is another
# The font and fill of a heading.
REQUIRED = Font(**FONT, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5394")
OPTIONAL = Font(**FONT, bold=True, color="1B1B1B"), PatternFill("solid", fgColor="D9E7F5")
BOX = Border(*[Side(style="thin", color="666666")] * 4)
UNLOCKED = Protection(locked=False)
# Text cells keep what is typed: without "@" a spreadsheet program turns 2026-10 into a date, 007 into 7 and "=…" into a formula.
TEXT, FORMATS = "@", {"date": "DD/MM/YYYY", "integer": "General", "number": "General"}
# The longest texts Excel takes: the title and text of a prompt, the text of a warning, the choices written inside a drop-down.
PROMPT_TITLE, PROMPT, WARNING, INLINE_CHOICES = 32, 255, 225, 255
ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")


def write(worksheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write one cell and return it; a text is always a text, even where it looks like a formula or an error."""
    cell = worksheet.cell(row, column, value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = FORMATS["date"]
    return cell


def enter(worksheet: Worksheet, row: int, column: int, field: Field, value: Value) -> Cell:
    """Write one cell that people fill in or change, in the format of its field, and return it."""
    cell = write(worksheet, row, column, value)
    cell.number_format, cell.protection = FORMATS.get(field.type, TEXT), UNLOCKED
    return cell


def lock(worksheet: Worksheet) -> None:
    """Lock the cells that are not `UNLOCKED`, without a password, and allow all that leaves them as they are."""
    worksheet.protection = SheetProtection(sheet=True, **dict.fromkeys(ALLOWED, False))  # False: not forbidden


def ask(worksheet: Worksheet, field: Field, cells: str) -> None:
    """Show the help of a field at its cells, with a drop-down or limits.

    A value outside them is warned of, never refused: other spellings are read too, and the check on sending has the last word.
    Where the choices are suggestions, anything else is taken without a warning.
    """
    low, high = plain(field.minimum), plain(field.maximum)
    rule: dict[str, str | int] = {}
    if offered := field.choices or field.suggestions:
        rule = {"type": "list", "formula1": drop_down(worksheet.parent, field.heading, offered)}
    elif field.type == "month":
        rule = {"type": "textLength", "operator": "equal", "formula1": len("YYYY-MM")}
    elif field.type == "date":
        rule = {"type": "date", "operator": "greaterThanOrEqual", "formula1": 1}  # any day: only a date typed as text is not one
    elif low and high:
        rule = {"operator": "between", "formula1": low, "formula2": high}
    elif low:
        rule = {"operator": "greaterThanOrEqual", "formula1": low}
    elif high:
        rule = {"operator": "lessThanOrEqual", "formula1": high}
    if field.type in ("integer", "number") and rule:
        rule["type"] = "whole" if field.type == "integer" else "decimal"
    warn = not field.suggestions
    validation = DataValidation(**rule, allow_blank=True, showInputMessage=True, showErrorMessage=warn, errorStyle="warning")
    validation.promptTitle, validation.prompt = shortened(field.title, PROMPT_TITLE), shortened(advice(field), PROMPT)
    validation.errorTitle, validation.error = "Please look again", shortened(f"Allowed here: {allowed(field)}.", WARNING)
    validation.add(cells)
    worksheet.add_data_validation(validation)


def drop_down(workbook: Workbook, heading: str, choices: Sequence[str]) -> str:
    """Return the formula of a drop-down; choices that are too long to stand in it are put on the sheet Lists."""
    inline = ",".join(choices)
    if len(inline) <= INLINE_CHOICES and not any(mark in choice for choice in choices for mark in ',"'):
        return f'"{inline}"'
    worksheet = workbook["Lists"] if "Lists" in workbook.sheetnames else workbook.create_sheet("Lists")
    columns = [[value for value in column[1:] if value is not None] for column in worksheet.iter_cols(values_only=True)]
    if list(choices) in columns:
        number = columns.index(list(choices)) + 1
    else:
        number = len(columns) + 1
        for row, text in enumerate([heading, *choices], start=1):
            write(worksheet, row, number, text)
    letter = get_column_letter(number)
    return f"Lists!${letter}$2:${letter}${len(choices) + 1}"


def shortened(text: str, limit: int) -> str:
    """Return the text cut to `limit` characters, with … for what is left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"

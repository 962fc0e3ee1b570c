"""The template of a dataset: a workbook with headings, help, drop-downs and an example row, made from its definition."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.definitions import Definitions
from cdmon.parts import Dataset, Sheet
from cdmon.workbooks.fields import Extra, Field, Lists, advice, allowed, example_value, fields, plain

REQUIRED_FONT, REQUIRED_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5394")
OPTIONAL_FONT, OPTIONAL_FILL = Font(bold=True, color="1B1B1B"), PatternFill("solid", fgColor="D9E7F5")
EXAMPLE_FONT = Font(italic=True, color="666666")
BOX = Border(*[Side(style="thin", color="666666")] * 4)
# Text cells keep what is typed: without "@" a spreadsheet program turns 2026-10 into a date, 007 into 7 and "=…" into a formula.
TEXT, FORMATS = "@", {"date": "DD/MM/YYYY", "integer": "General", "number": "General"}
LAST_ROW = 1_048_576
# The longest texts Excel takes: the title and text of a prompt, the text of a warning, the choices written inside a drop-down.
PROMPT_TITLE, PROMPT, WARNING, INLINE_CHOICES = 32, 255, 225, 255
HOW_TO = (
    "Type or paste your rows under the headings of the other sheets. Row 2 of each is an example, which is not counted.",
    "Dark headings must be filled in; light ones may stay empty. Point at a heading, or click a cell below it, to see what belongs there.",
    "Leave the headings as they are. Type a month as year-month (2026-10) and a date as day/month/year (06/10/2026).",
    "Then send this workbook on the Upload page. Every mistake is shown with its cell; nothing is stored until there is none.",
)
WHOLE_WORKBOOK = (
    "Fill this in where the whole workbook is about one. Where it holds several, leave this empty and use the column of this name."
)


def template(
    definitions: Definitions,
    dataset: str,
    neighbourhood: str | None = None,
    period: str | None = None,
    lists: Lists | None = None,
    extra: Extra | None = None,
) -> bytes:
    """Return the template of a dataset as an .xlsx workbook.

    `period` is a month, YYYY-MM, and only for monthly datasets. `lists` holds the choices of columns that refer to something, as
    in {"neighbourhoods": ["N01", "N02"]}; KPIs and milestones come from the definitions where it does not.
    `extra` holds the questions that the programme has added to a survey. ValueError,
    with a sentence for the person asking, when there is no such dataset or the neighbourhood or period does not fit it.
    """
    if dataset not in definitions.datasets:
        raise ValueError(f"There is no dataset {dataset!r}; choose one of: {', '.join(definitions.datasets)}.")
    asked = definitions.datasets[dataset]
    lists = {"kpis": list(definitions.kpis), "milestones": list(definitions.milestones), **(lists or {})}
    if neighbourhood is not None and asked.scope != "neighbourhood":
        raise ValueError(f"{asked.title} is for the whole programme; leave the neighbourhood out.")
    if neighbourhood is not None and neighbourhood not in (lists.get("neighbourhoods") or [neighbourhood]):
        raise ValueError(f"There is no neighbourhood {neighbourhood!r}; choose one of: {', '.join(lists['neighbourhoods'])}.")
    if period is not None and asked.period != "month":
        raise ValueError(f"{asked.title} is not sent by month; leave the month out.")
    if period is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        raise ValueError(f"{period!r} is not a month; type it as year-month, for example 2026-10.")

    workbook = Workbook()
    workbook.properties.title, workbook.properties.language, workbook.properties.creator = asked.title, "en-GB", "cdmon"
    sheets = [(sheet, fields(definitions, sheet, lists, extra)) for sheet in asked.sheets]
    fill_instructions(workbook.worksheets[0], asked, labels(asked, neighbourhood, period, lists), sheets)
    for sheet, columns in sheets:
        fill_sheet(workbook.create_sheet(sheet.title), sheet, columns)
    if "Lists" in workbook.sheetnames:
        workbook.move_sheet("Lists", len(workbook.sheetnames))
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def labels(dataset: Dataset, neighbourhood: str | None, period: str | None, lists: Lists) -> list[tuple[Field, str | None]]:
    """Return the labelled cells of the instructions that say what the workbook is, each with what stands in it."""
    given: list[tuple[Field, str | None]] = [
        (Field("Dataset", "Dataset", "text", ""), dataset.code),
        (Field("Template version", "Template version", "text", ""), str(dataset.version)),
    ]
    if dataset.scope == "neighbourhood":
        place = Field("Neighbourhood", "Neighbourhood", "text", WHOLE_WORKBOOK, choices=lists.get("neighbourhoods", ()))
        given.append((place, neighbourhood))
    if dataset.period == "month":
        given.append((Field("Month", "Month", "month", WHOLE_WORKBOOK), period))
    return given


def fill_instructions(
    worksheet: Worksheet, dataset: Dataset, given: list[tuple[Field, str | None]], sheets: list[tuple[Sheet, list[Field]]]
) -> None:
    """Write how to fill the workbook in, the labelled cells the reader looks for, and a table of every column."""
    worksheet.title = "Instructions"
    for letter, width in zip("ABCDE", (26, 30, 12, 70, 60), strict=True):
        worksheet.column_dimensions[letter].width = width
    lines = [f"{sheet.title}: {sheet.help}{'' if sheet.required else ' This sheet may stay empty.'}" for sheet, _ in sheets]
    for row, line in enumerate([dataset.title, dataset.description, "", *HOW_TO, *lines, ""], start=1):
        write(worksheet, row, 1, line)
    worksheet["A1"].style = "Headline 1"
    for row, (field, value) in enumerate(given, start=worksheet.max_row + 2):
        write(worksheet, row, 1, field.heading).font = Font(bold=True)
        cell = write(worksheet, row, 2, value)
        cell.border, cell.number_format = BOX, FORMATS.get(field.type, TEXT)
        if field.help:
            ask(worksheet, field, cell.coordinate)
    top = worksheet.max_row + 2
    table = [("Sheet", "Heading", "Required", "Help", "Allowed answers")]
    table += [(sheet.title, f.heading, "yes" if f.required else "no", f.help, allowed(f)) for sheet, columns in sheets for f in columns]
    for row, texts in enumerate(table, start=top):
        for column, text in enumerate(texts, start=1):
            cell = write(worksheet, row, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == top:
                cell.font, cell.fill = OPTIONAL_FONT, OPTIONAL_FILL


def fill_sheet(worksheet: Worksheet, sheet: Sheet, columns: list[Field]) -> None:
    """Write the headings in row 1, the example in row 2, and what may be typed below them."""
    worksheet.freeze_panes = "A2"
    last_row = 3 if sheet.rows == "one" else LAST_ROW
    for number, field in enumerate(columns, start=1):
        letter, form = get_column_letter(number), FORMATS.get(field.type, TEXT)
        heading = write(worksheet, 1, number, field.heading)
        heading.font, heading.fill = (REQUIRED_FONT, REQUIRED_FILL) if field.required else (OPTIONAL_FONT, OPTIONAL_FILL)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        empty = "" if sheet.required or number > 1 else "This sheet may stay empty. "
        heading.comment = Comment(empty + advice(field), "cdmon", height=140, width=300)
        example = write(worksheet, 2, number, example_value(field))
        example.font, example.number_format = EXAMPLE_FONT, form
        worksheet.column_dimensions[letter].width = min(max(len(field.heading) + 4, len(field.example) + 4, 11), 40)
        worksheet.column_dimensions[letter].number_format = form
        if sheet.rows == "one":
            worksheet.cell(3, number).border, worksheet.cell(3, number).number_format = BOX, form
        ask(worksheet, field, f"{letter}2:{letter}{last_row}")


def write(worksheet: Worksheet, row: int, column: int, value: str | float | date | None) -> Cell:
    """Write one cell and return it; a text is always a text, even where it looks like a formula or an error."""
    cell = worksheet.cell(row, column, value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    return cell


def ask(worksheet: Worksheet, field: Field, cells: str) -> None:
    """Show the help of a field at its cells, with a drop-down or limits.

    A value outside them is warned of, never refused: other spellings are read too, and the check on sending has the last word.
    """
    low, high = plain(field.minimum), plain(field.maximum)
    rule: dict[str, str | int] = {}
    if field.choices:
        rule = {"type": "list", "formula1": drop_down(worksheet.parent, field.heading, field.choices)}
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
    validation = DataValidation(**rule, allow_blank=True, showInputMessage=True, showErrorMessage=True, errorStyle="warning")
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

"""The Instructions sheet of a template: how to fill the workbook in, what it is about, and what each column asks for."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap

import pandas as pd
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.clock import month_ends
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import Dataset, Workbook
from cdmon.workbooks.entries import BOX, FONT, OPTIONAL, ask, enter, write
from cdmon.workbooks.fields import Field, Value, allowed
from cdmon.workbooks.printing import print_on_a4
from cdmon.workbooks.sheets import nil_label

Columns = Sequence[tuple[Sheet, Sequence[Field]]]  # the sheets of a workbook, each with its fields
Given = Sequence[tuple[Field, Value]]
TABLE = ("Sheet", "Heading", "Required", "Help", "Allowed answers")
LINE = 15  # points
WIDTHS = (32, 30, 12, 70, 60)
MAY_STAY_EMPTY = " (may stay empty)"
LONGEST = 190  # characters of a line across all of them
HOW_TO = (
    "Type or paste your rows under the headings of the other sheets. Row 2 of each is an example, which is not counted.",
    "Dark headings must be filled in; light ones may stay empty. Point at a heading, or click a cell below it, to see what belongs there.",
    "Leave the headings as they are: they are locked. If cells you pasted are locked too, unprotect the sheet; it has no password.",
    "Type a month as year-month (2026-10) and a date as day/month/year (06/10/2026).",
    "Then send this workbook on the Upload page. Every mistake is shown with its cell; nothing is stored until there is none.",
)
WHOLE_WORKBOOK = (
    "Fill this in where the whole workbook is about one. Where it holds several, leave this empty and use the column of this name."
)
NOTHING = "Yes if there was nothing to report for the time the workbook is about; the sheet must then have no rows. Else leave this empty."


def fill_instructions(worksheet: Worksheet, asked: Dataset | Workbook, given: Given, carried: Sequence[str], columns: Columns) -> None:
    """Write how to fill the workbook in, the labelled cells the reader looks for, and a table of every column.

    `carried` are the sentences about rows that stand there already. Only labelled cells with help are to be filled in.
    """
    worksheet.title = "Instructions"
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        worksheet.column_dimensions[letter].width = width
    lines = [f"{sheet.title}{'' if sheet.required else MAY_STAY_EMPTY}: {sheet.help}" for sheet, _ in columns]
    print_on_a4(worksheet)
    told = [part for line in (asked.description, "", *HOW_TO, *lines, *carried, "") for part in wrap(line, LONGEST) or [""]]
    for row, line in enumerate([asked.title, *told], start=1):
        write(worksheet, row, 1, line)
    worksheet["A1"].style = "Headline 1"
    for row, (field, value) in enumerate(given, start=worksheet.max_row + 2):
        write(worksheet, row, 1, field.heading).font = Font(**FONT, bold=True)
        if field.help:
            cell = enter(worksheet, row, 2, field, value)
            ask(worksheet, field, cell.coordinate)
            write(worksheet, row, 3, field.help).alignment = Alignment(horizontal="left", indent=1)
        else:
            cell = write(worksheet, row, 2, value)
        cell.border, cell.alignment = BOX, Alignment(horizontal="left")
    fill_table(worksheet, columns)


def fill_table(worksheet: Worksheet, columns: Columns) -> None:
    """Write a table of every column below what the sheet holds: where it stands, whether it is required, its help, what it takes."""
    rows = [(sheet.title, f.heading, "yes" if f.required else "no", f.help, allowed(f)) for sheet, fields in columns for f in fields]
    top = worksheet.max_row + 2
    for row, texts in enumerate([TABLE, *rows], start=top):
        for column, text in enumerate(texts, start=1):
            cell = write(worksheet, row, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == top:
                cell.font, cell.fill = OPTIONAL
        # LibreOffice does not fit the height of a row to wrapped text when it opens a workbook.
        lines = max(len(wrap(text, width)) for text, width in zip(texts, WIDTHS, strict=True))
        worksheet.row_dimensions[row].height = LINE * lines


def labels(
    asked: Dataset | Workbook,
    datasets: Sequence[Dataset],
    neighbourhood: str | None,
    period: str | None,
    places: Sequence[str],
    due_days: int | None,
    nil: bool,
) -> list[tuple[Field, Value]]:
    """Return the labelled cells that say what the workbook is, each with what stands in it; `places` are offered as neighbourhoods."""
    version = str(asked.version) if isinstance(asked, Dataset) else ", ".join(f"{dataset.code} {dataset.version}" for dataset in datasets)
    given: list[tuple[Field, Value]] = [
        (Field("Dataset", "Dataset", "text", ""), asked.code),
        (Field("Template version", "Template version", "text", ""), version),
    ]
    if any(dataset.scope != "programme" for dataset in datasets):
        given.append((Field("Neighbourhood", "Neighbourhood", "text", WHOLE_WORKBOOK, choices=places), neighbourhood))
    monthly = [dataset for dataset in datasets if dataset.period == "month"]
    if monthly:
        given.append((Field("Month", "Month", "month", WHOLE_WORKBOOK), period))
    if monthly and period:
        days = due_days or min(dataset.due_days for dataset in monthly)
        given.append((Field("Due by", "Due by", "date", ""), month_ends(first_day(period), 1) + timedelta(days)))
    for dataset in monthly:
        label = nil_label(dataset.sheets[0])
        given.append((Field(label, label, "text", NOTHING, choices=["Yes"]), "Yes" if nil else None))
    return given


def carried_lines(datasets: Sequence[Dataset], carried: Mapping[str, pd.DataFrame], period: str | None) -> list[str]:
    """Return a sentence for each dataset, by code in `carried`, of which rows stand there already: how many, and of which month."""
    lines = []
    for dataset in datasets:
        rows = carried.get(dataset.code, pd.DataFrame())
        if rows.empty:
            continue
        month, count = rows["month"].iloc[0], f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
        what = f"The sheet {dataset.sheets[0].title} holds the {count} of {first_day(month):%B %Y}"
        if month == period:
            lines.append(f"{what} as sent before: put right what is wrong, and send this workbook in place of that return.")
        else:
            lines.append(f"{what} that went on: change what has changed, add new rows.")
    return lines


def first_day(period: str) -> date:
    """Return the first day of a month."""
    return date.fromisoformat(f"{period}-01")

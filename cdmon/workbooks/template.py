"""The template of a dataset, or of several in one workbook: headings, help, drop-downs and an example row, made from the definitions."""

import re
from collections.abc import Collection, Mapping, Sequence
from io import BytesIO

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.definitions import Definitions
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import WHOLE_PROGRAMME, Dataset
from cdmon.parts.datasets import Workbook as Bundle
from cdmon.refusal import Refusal
from cdmon.workbooks.entries import BOX, FONT, FORMATS, OPTIONAL, REQUIRED, TEXT, UNLOCKED, ask, enter, lock, write
from cdmon.workbooks.fields import Extra, Field, Lists, Value, advice, example_value, fields, typed_rows
from cdmon.workbooks.instructions import carried_lines, fill_instructions, labels
from cdmon.workbooks.printing import fit_height, print_on_a4

EXAMPLE_FONT = Font(**FONT, italic=True, color="666666")
WRAPPED = Alignment(wrap_text=True, vertical="top")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def template(
    definitions: Definitions,
    what: str,
    neighbourhood: str | None = None,
    period: str | None = None,
    lists: Lists | None = None,
    extra: Extra | None = None,
    *,
    carried: Mapping[str, pd.DataFrame] | None = None,
    due_days: int | None = None,
    nil: bool = False,
    left_out: Collection[str] = (),
    lines: Sequence[str] = (),
    filled: Mapping[str, pd.DataFrame] | None = None,
) -> bytes:
    """Return the template of a dataset, or of a workbook of several, as an .xlsx workbook; `what` is its code.

    `neighbourhood` may be "programme" where a dataset is of scope "either"; the sheets that only a neighbourhood sends are left out then.
    `period` is a month, YYYY-MM, and only for monthly datasets. `lists` holds what columns refer to or suggest, as in
    {"neighbourhoods": ["N01", "N02"]}; KPIs, milestones and waves come from the definitions where it does not. `extra` holds the
    questions that the programme has added to a survey, `carried` by dataset the stored rows that its first sheet begins with,
    `due_days` the days after the month's end by which the programme wants its returns. With `nil` the workbook says that there is
    nothing to report. The datasets `left_out` have no sheet; `lines` are further sentences of how to fill it in;
    `filled` holds, by sheet, rows that stand there already.
    Refusal when there is no such dataset or what is given does not fit it.
    """
    asked, datasets = wanted(definitions, what)
    known = {what: list(getattr(definitions, what)) for what in ("kpis", "milestones", "waves")} | {
        "indicators": definitions.monthly,
        "datasets": list(definitions.can_be_owed),
    }
    lists = {**known, **(lists or {})}
    places = places_of(datasets, lists)
    check_fit(asked, datasets, neighbourhood, period, places, nil)
    if neighbourhood == WHOLE_PROGRAMME:
        datasets = [dataset for dataset in datasets if dataset.scope != "neighbourhood"]

    datasets = [dataset for dataset in datasets if dataset.code not in left_out]

    workbook = Workbook()
    workbook.properties.title, workbook.properties.language, workbook.properties.creator = asked.title, "en-GB", "cdmon"
    carried = carried or {}
    columns: list[tuple[Sheet, list[Field]]] = []
    for dataset in datasets:
        offered = {**lists, "neighbourhoods": places_of([dataset], lists)}
        for number, sheet in enumerate(dataset.sheets):
            # Of several returns in a workbook, each may be left out.
            sheet = sheet if isinstance(asked, Dataset) else sheet.model_copy(update={"required": False})
            columns.append((sheet, fields(definitions, sheet, offered, extra)))
            stored = carried.get(dataset.code) if number == 0 else None
            rows = typed_rows(sheet, stored) if stored is not None else []
            if filled is not None and sheet.code in filled:
                rows = typed_rows(sheet, filled[sheet.code], empty=())
            fill_sheet(workbook.create_sheet(sheet.title), *columns[-1], rows)
    given = labels(asked, datasets, neighbourhood, period, places, due_days, nil)
    fill_instructions(workbook.worksheets[0], asked, given, [*lines, *carried_lines(datasets, carried, period)], columns)
    if "Lists" in workbook.sheetnames:
        workbook.move_sheet("Lists", len(workbook.sheetnames))
        print_on_a4(workbook["Lists"], headings=1)
    for worksheet in workbook.worksheets:
        lock(worksheet)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def wanted(definitions: Definitions, what: str) -> tuple[Dataset | Bundle, list[Dataset]]:
    """Return the dataset or workbook of this code, with the datasets it holds; Refusal when there is none."""
    if what in definitions.datasets:
        return definitions.datasets[what], [definitions.datasets[what]]
    if what in definitions.workbooks:
        return definitions.workbooks[what], [definitions.datasets[code] for code in definitions.workbooks[what].datasets]
    raise Refusal(f"There is no dataset {what!r}; choose one of: {', '.join([*definitions.datasets, *definitions.workbooks])}.")


def places_of(datasets: Sequence[Dataset], lists: Lists) -> list[str]:
    """Return what the datasets may be for; nothing while no neighbourhood is known."""
    places = list(lists.get("neighbourhoods", ()))
    return [*places, WHOLE_PROGRAMME] if places and any(dataset.scope == "either" for dataset in datasets) else places


def check_fit(
    asked: Dataset | Bundle, datasets: Sequence[Dataset], neighbourhood: str | None, period: str | None, places: Sequence[str], nil: bool
) -> None:
    """Raise Refusal when what is given does not fit the datasets."""
    monthly = all(dataset.period == "month" for dataset in datasets)
    of_programme = all(dataset.scope == "programme" for dataset in datasets)
    if neighbourhood is not None and of_programme:
        raise Refusal(f"{asked.title} is for the whole programme; leave the neighbourhood out.")
    if neighbourhood == WHOLE_PROGRAMME and all(dataset.scope == "neighbourhood" for dataset in datasets):
        raise Refusal(f"{asked.title} is sent for a neighbourhood, not for the whole programme; give its code.")
    if neighbourhood is not None and places and neighbourhood not in places:
        raise Refusal(f"There is no neighbourhood {neighbourhood!r}; choose one of: {', '.join(places)}.")
    if period is not None and not monthly:
        raise Refusal(f"{asked.title} is not sent by month; leave the month out.")
    if period is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        raise Refusal(f"{period!r} is not a month; type it as year-month, for example 2026-10.")
    if nil and not monthly:
        raise Refusal(f"{asked.title} is not sent by month, so it cannot say that there is nothing to report.")
    if nil and (period is None or (neighbourhood is None and not of_programme)):
        needed = "month" if of_programme else "neighbourhood and month"
        raise Refusal(f"To say that there is nothing to report, give the {needed}.")


def fill_sheet(worksheet: Worksheet, sheet: Sheet, columns: Sequence[Field], rows: Sequence[Sequence[Value]]) -> None:
    """Write the headings in row 1, the example in row 2, the rows that stand there already below it, and what may be typed."""
    worksheet.freeze_panes = "A2"
    print_on_a4(worksheet, headings=1)
    last_row = 3 if sheet.rows == "one" else LAST_ROW
    for number, field in enumerate(columns, start=1):
        letter = get_column_letter(number)
        heading = write(worksheet, 1, number, field.heading)
        heading.font, heading.fill = REQUIRED if field.required else OPTIONAL
        heading.alignment = WRAPPED
        empty = "" if sheet.required or number > 1 else "This sheet may stay empty. "
        heading.comment = Comment(empty + advice(field), "cdmon", height=140, width=300)
        example = enter(worksheet, 2, number, field, example_value(field))
        example.font, example.alignment = EXAMPLE_FONT, WRAPPED
        dimension = worksheet.column_dimensions[letter]
        dimension.width = min(max(len(field.heading) + 4, len(field.example) + 4, 11), 40)
        dimension.number_format, dimension.protection, dimension.alignment = FORMATS.get(field.type, TEXT), UNLOCKED, WRAPPED
        if sheet.rows == "one":
            enter(worksheet, 3, number, field, None).border = BOX
        ask(worksheet, field, f"{letter}2:{letter}{last_row}")
    widths = [worksheet.column_dimensions[get_column_letter(number)].width for number in range(1, len(columns) + 1)]
    fit_height(worksheet, 1, zip([field.heading for field in columns], widths, strict=True))
    for row, values in enumerate(rows, start=3):
        for number, (field, value) in enumerate(zip(columns, values, strict=True), start=1):
            if value is not None:
                enter(worksheet, row, number, field, value).alignment = WRAPPED
        fit_height(worksheet, row, zip(["" if value is None else str(value) for value in values], widths, strict=True))
    if sheet.rows == "many":
        # A locked sheet can be filtered only where the buttons stand already.
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{worksheet.max_row}"
    unlock_the_rest(worksheet, len(columns) + 1)


def unlock_the_rest(worksheet: Worksheet, first: int) -> None:
    """Unlock the columns from `first` on: Excel deletes a row of a locked sheet only where no cell of it is locked."""
    letter = get_column_letter(first)
    worksheet.column_dimensions[letter] = ColumnDimension(worksheet, letter, min=first, max=LAST_COLUMN)
    worksheet.column_dimensions[letter].protection = UNLOCKED

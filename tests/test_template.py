"""The templates people fill in, reopened as Excel would open them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.definitions import load
from cdmon.parts import Sheet
from cdmon.workbooks.fields import example_row, headings
from cdmon.workbooks.template import template

DEFINITIONS = load()
SHEETS = [
    pytest.param(dataset.code, sheet, id=f"{dataset.code}-{sheet.code}")
    for dataset in DEFINITIONS.datasets.values()
    for sheet in dataset.sheets
]


@cache
def opened(dataset: str, neighbourhood: str | None = None, period: str | None = None, codes: tuple[str, ...] = ("N01", "N02")) -> Workbook:
    """A template as a spreadsheet program sees it; `codes` are the neighbourhoods of the programme."""
    return load_workbook(BytesIO(template(DEFINITIONS, dataset, neighbourhood, period, {"neighbourhoods": codes})))


def labelled(workbook: Workbook) -> dict[str, object]:
    """The labelled cells of the instructions, by their label."""
    names = ("Dataset", "Template version", "Neighbourhood", "Month")
    return {row[0].value: row[1].value for row in workbook["Instructions"].iter_rows() if row[0].value in names}


def validation(sheet: Worksheet, cell: str) -> Any:
    """The one data validation of a cell."""
    (found,) = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
    return found


def column(sheet: Worksheet, heading: str) -> str:
    """The letter of the column under a heading."""
    (letter,) = [cell.column_letter for cell in sheet[1] if cell.value == heading]
    return str(letter)


def texts(workbook: Workbook) -> Iterator[Any]:
    return (cell for sheet in workbook for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


# The shape


@pytest.mark.parametrize("dataset", DEFINITIONS.datasets)
def test_instructions_come_first_then_the_sheets_then_lists_if_any(dataset: str) -> None:
    names = opened(dataset).sheetnames
    assert names[: -1 if names[-1] == "Lists" else None] == ["Instructions"] + [
        sheet.title for sheet in DEFINITIONS.datasets[dataset].sheets
    ]


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_headings_stand_in_row_1_and_stay_in_view(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    assert [cell.value for cell in worksheet[1]] == headings(DEFINITIONS, sheet)
    assert worksheet.freeze_panes == "A2"
    assert all(cell.font.bold and cell.fill.fill_type == "solid" and cell.alignment.wrap_text for cell in worksheet[1])


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_row_2_is_the_example_in_grey_italics(dataset: str, sheet: Sheet) -> None:
    cells = opened(dataset)[sheet.title][2]
    as_text = [
        "" if cell.value is None else cell.value.date().isoformat() if isinstance(cell.value, datetime) else str(cell.value)
        for cell in cells
    ]
    assert as_text == example_row(DEFINITIONS, sheet)
    assert all(cell.font.italic and cell.font.color.rgb == "00666666" for cell in cells)


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_the_first_required_cell_of_the_example_says_that_it_is_one(dataset: str, sheet: Sheet) -> None:
    first = next(column.title for column in sheet.columns if column.required)
    example = dict(zip(headings(DEFINITIONS, sheet), example_row(DEFINITIONS, sheet), strict=True))
    assert [heading for heading, text in example.items() if text.startswith("Example: ")] == [first]


def test_the_example_of_a_survey_has_the_first_answer_to_each_question() -> None:
    sheet = DEFINITIONS.datasets["residents"].sheet("responses")
    example = dict(zip(headings(DEFINITIONS, sheet), example_row(DEFINITIONS, sheet), strict=True))
    assert list(example)[:6] == ["Respondent", "Neighbourhood", "Weight", "Stratum", "Cluster", "q1"]
    assert (example["q1"], example["q9"], example["q11"], example["q28"]) == ("Yes", "Every week", "1", "")


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_a_sheet_of_one_row_shows_the_row_to_fill_by_its_border(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    assert {cell.border.left.style for cell in worksheet[3]} == ({"thin"} if sheet.rows == "one" else {None})
    assert all(cell.value is None for cell in worksheet[3])


@pytest.mark.parametrize("dataset", DEFINITIONS.datasets)
def test_nothing_is_hidden_locked_or_a_formula(dataset: str) -> None:
    workbook = opened(dataset, codes=("=1+1", "#N/A", *(f"N{n:03d}" for n in range(100))))
    assert all(sheet.sheet_state == "visible" and not sheet.protection.sheet for sheet in workbook)
    assert all(cell.data_type == "s" for cell in texts(workbook))


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    properties = opened("groups").properties
    assert (properties.title, properties.language) == ("Groups", "en-GB")


# What is filled in already


def test_neighbourhood_and_month_are_filled_in() -> None:
    assert labelled(opened("groups", neighbourhood="N02", period="2026-10")) == {
        "Dataset": "groups",
        "Template version": "1",
        "Neighbourhood": "N02",
        "Month": "2026-10",
    }


@pytest.mark.parametrize(
    ("dataset", "labels"),
    [
        ("programme", ["Dataset", "Template version"]),
        ("signoffs", ["Dataset", "Template version", "Month"]),
        ("residents", ["Dataset", "Template version", "Neighbourhood"]),
    ],
)
def test_only_the_labels_that_apply_are_there(dataset: str, labels: list[str]) -> None:
    assert list(labelled(opened(dataset))) == labels


@pytest.mark.parametrize(
    ("dataset", "given", "message"),
    [
        ("nonsense", {}, "There is no dataset 'nonsense'"),
        ("groups", {"neighbourhood": "N99"}, "There is no neighbourhood 'N99'; choose one of: N01, N02."),
        ("programme", {"neighbourhood": "N01"}, "leave the neighbourhood out"),
        ("residents", {"period": "2026-10"}, "leave the month out"),
        ("groups", {"period": "2026-13"}, "'2026-13' is not a month"),
        ("groups", {"period": "Oct 2026"}, "for example 2026-10"),
    ],
)
def test_what_does_not_fit_the_dataset_is_refused_with_a_sentence(dataset: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        template(DEFINITIONS, dataset, lists={"neighbourhoods": ["N01", "N02"]}, **given)


def test_before_the_programme_is_set_up_any_neighbourhood_may_be_filled_in() -> None:
    assert labelled(opened("groups", neighbourhood="N99", codes=()))["Neighbourhood"] == "N99"


# The help


@pytest.mark.parametrize("dataset", DEFINITIONS.datasets)
def test_the_instructions_list_every_column_and_whether_it_is_required(dataset: str) -> None:
    rows = [tuple(cell.value for cell in row) for row in opened(dataset)["Instructions"].iter_rows()]
    table = rows[rows.index(("Sheet", "Heading", "Required", "Help", "Allowed answers")) + 1 :]
    sheets = DEFINITIONS.datasets[dataset].sheets
    required = {(sheet.title, column.title) for sheet in sheets for column in sheet.columns if column.required}
    assert [row[:2] for row in table] == [(sheet.title, heading) for sheet in sheets for heading in headings(DEFINITIONS, sheet)]
    assert {row[:2] for row in table if row[2] == "yes"} == required


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_every_column_has_its_help_at_the_heading_and_at_the_cells(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    for cell in worksheet[1]:
        found = validation(worksheet, f"{cell.column_letter}2")
        assert cell.comment.text.removeprefix("This sheet may stay empty. ").startswith(found.prompt.removesuffix("…"))
        assert 0 < len(found.promptTitle) <= 32 and len(found.prompt) <= 255 and len(found.error) <= 225


def test_required_headings_differ_in_fill_and_say_so() -> None:
    sheet = opened("groups")["Groups"]
    name, income = sheet[f"{column(sheet, 'Group name')}1"], sheet[f"{column(sheet, 'Annual income')}1"]
    assert name.fill.fgColor.rgb != income.fill.fgColor.rgb
    assert name.comment.text == "Required. The name the group uses. Allowed: text."
    assert income.comment.text.endswith("empty if not known. Allowed: a number from 0.")


def test_the_help_of_a_question_says_what_it_is_about_and_when_it_is_asked() -> None:
    sheet = opened("residents")["Responses"]
    found = validation(sheet, f"{column(sheet, 'q5')}2")
    assert found.promptTitle == "q5: How often that unpaid help"
    assert found.prompt.startswith(
        "How often that unpaid help. Period: past 12 months. Asked only if q4 is yes. Allowed: At least once a week, "
    )


def test_a_sheet_that_may_stay_empty_says_so() -> None:
    workbook = opened("programme")
    starts = {sheet.title: sheet["A1"].comment.text.startswith("This sheet may stay empty.") for sheet in workbook.worksheets[1:6]}
    assert starts == {"Programme": False, "Stages": True, "Neighbourhoods": False, "People": True, "Targets": True}
    lines = [cell.value for cell in workbook["Instructions"]["A"] if str(cell.value).endswith("This sheet may stay empty.")]
    assert [line.partition(":")[0] for line in lines] == ["Stages", "People", "Targets", "Questions"]


# What may be typed


def test_choices_are_offered_by_their_titles() -> None:
    sheet = opened("groups")["Groups"]
    assert validation(sheet, f"{column(sheet, 'Status')}1000").formula1 == '"New,Active,Dormant,Closed"'


def test_choices_too_long_for_a_cell_stand_on_the_sheet_lists_once() -> None:
    codes = tuple(f"N{n:03d}" for n in range(1, 101))  # 100 codes of 4 letters and 99 commas: 499 characters
    workbook = opened("programme", codes=codes)
    people, targets = workbook["People"], workbook["Targets"]
    formulas = [validation(sheet, f"{column(sheet, 'Neighbourhood')}2").formula1 for sheet in (people, targets)]
    assert formulas == ["Lists!$A$2:$A$101"] * 2
    assert [cell.value for cell in workbook["Lists"]["A"]] == ["Neighbourhood", *codes]


def test_choices_that_hold_a_comma_stand_on_the_sheet_lists_too() -> None:
    workbook = opened("groups", codes=("North, old town", "South"))
    assert validation(workbook["Groups"], "A2").formula1 == "Lists!$A$2:$A$3"


def test_kpis_and_milestones_are_offered_by_their_codes() -> None:
    targets, signoffs = opened("programme")["Targets"], opened("signoffs")["Sign-offs"]
    offered = validation(targets, f"{column(targets, 'KPI')}2").formula1
    assert offered == f'"{",".join(DEFINITIONS.kpis)}"'
    offered = validation(signoffs, f"{column(signoffs, 'Milestone')}2").formula1
    assert offered == f"Lists!$A$2:$A${len(DEFINITIONS.milestones) + 1}"
    assert [cell.value for cell in opened("signoffs")["Lists"]["A"][1:]] == list(DEFINITIONS.milestones)


@pytest.mark.parametrize(
    ("dataset", "sheet", "heading", "rule"),
    [
        ("activities", "Activities", "Participants", ("whole", "between", "0", "100000")),
        ("groups", "Groups", "Annual income", ("decimal", "greaterThanOrEqual", "0", None)),
        ("residents", "Responses", "Weight", ("decimal", "between", "0.000001", "1000000")),
        ("residents", "Responses", "q11", ("whole", "between", "0", "99")),
        ("activities", "Activities", "Date", ("date", "greaterThanOrEqual", "1", None)),
        ("activities", "Activities", "Month", ("textLength", "equal", "7", None)),
        ("groups", "Groups", "Group name", (None, None, None, None)),
    ],
)
def test_limits_are_warned_of_and_never_stand_in_the_way(dataset: str, sheet: str, heading: str, rule: tuple[str | None, ...]) -> None:
    worksheet = opened(dataset)[sheet]
    found = validation(worksheet, f"{column(worksheet, heading)}500")
    assert (found.type, found.operator, found.formula1, found.formula2) == rule
    assert found.errorStyle == "warning"


@pytest.mark.parametrize(
    ("heading", "form"), [("Date", "DD/MM/YYYY"), ("Month", "@"), ("Activity", "@"), ("Kind", "@"), ("Participants", "General")]
)
def test_columns_keep_what_is_typed(heading: str, form: str) -> None:
    sheet = opened("activities")["Activities"]
    letter = column(sheet, heading)
    assert sheet.column_dimensions[letter].number_format == form
    assert sheet[f"{letter}2"].number_format == form

"""The templates people fill in, reopened as Excel would open them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.definitions import load
from cdmon.parts.columns import Sheet
from cdmon.refusal import Refusal
from cdmon.workbooks.fields import fields, headings
from cdmon.workbooks.template import template

DEFINITIONS = load()
MONTHLY = [DEFINITIONS.datasets[code] for code in DEFINITIONS.workbooks["monthly"].datasets]
CODES = [*DEFINITIONS.datasets, *DEFINITIONS.workbooks]
SHEETS = [
    pytest.param(dataset.code, sheet, id=f"{dataset.code}-{sheet.code}")
    for dataset in DEFINITIONS.datasets.values()
    for sheet in dataset.sheets
]


@cache
def opened(
    what: str, neighbourhood: str | None = None, period: str | None = None, codes: tuple[str, ...] = ("N01", "N02"), **given: Any
) -> Workbook:
    """A template as a spreadsheet program sees it; `codes` are the neighbourhoods of the programme."""
    return load_workbook(BytesIO(template(DEFINITIONS, what, neighbourhood, period, {"neighbourhoods": codes}, **given)))


def with_suggestions(what: str, **names: list[str]) -> Workbook:
    """A template of a programme that has groups or threads to suggest."""
    return load_workbook(BytesIO(template(DEFINITIONS, what, lists=names)))


def labelled(workbook: Workbook) -> dict[str, object]:
    """The labelled cells of the instructions, by their label."""
    names = ("Dataset", "Template version", "Neighbourhood", "Month", "Due by")
    rows = {str(row[0].value): row[1].value for row in workbook["Instructions"].iter_rows()}
    return {label: value for label, value in rows.items() if label in names or label.startswith("Nothing to report: ")}


def label_cell(workbook: Workbook, label: str) -> Any:
    """The cell beside a label."""
    (cell,) = [row[1] for row in workbook["Instructions"].iter_rows() if row[0].value == label]
    return cell


def validation(sheet: Worksheet, cell: str) -> Any:
    """The one data validation of a cell."""
    (found,) = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
    return found


def column(sheet: Worksheet, heading: str) -> str:
    """The letter of the column under a heading."""
    (letter,) = [cell.column_letter for cell in sheet[1] if cell.value == heading]
    return str(letter)


def offered(workbook: Workbook, sheet: str, heading: str) -> list[object]:
    """What the drop-down under a heading offers, if there is one."""
    found = validation(workbook[sheet], f"{column(workbook[sheet], heading)}2")
    if found.type != "list":
        return []
    if found.formula1.startswith("Lists!"):
        return [cell.value for (cell,) in workbook["Lists"][found.formula1.removeprefix("Lists!").replace("$", "")]]
    return list(found.formula1.strip('"').split(","))


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


def examples(sheet: Sheet) -> list[str]:
    """What the example row of a sheet should hold."""
    return [field.example for field in fields(DEFINITIONS, sheet)]


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_row_2_is_the_example_in_grey_italics(dataset: str, sheet: Sheet) -> None:
    cells = opened(dataset)[sheet.title][2]
    as_text = [
        "" if cell.value is None else cell.value.date().isoformat() if isinstance(cell.value, datetime) else str(cell.value)
        for cell in cells
    ]
    assert as_text == examples(sheet)
    assert all(cell.font.italic and cell.font.color.rgb == "00666666" for cell in cells)


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_the_first_required_cell_of_the_example_says_that_it_is_one(dataset: str, sheet: Sheet) -> None:
    first = next(column.title for column in sheet.columns if column.required)
    example = dict(zip(headings(DEFINITIONS, sheet), examples(sheet), strict=True))
    assert [heading for heading, text in example.items() if text.startswith("Example: ")] == [first]


def test_the_example_of_a_survey_has_the_first_answer_to_each_question() -> None:
    sheet = DEFINITIONS.datasets["residents"].sheet("responses")
    example = dict(zip(headings(DEFINITIONS, sheet), examples(sheet), strict=True))
    assert list(example)[:5] == ["Respondent", "Neighbourhood", "Weight", "Stratum", "Cluster"]
    assert list(example)[5:11] == ["Age band", "Sex", "Ethnic group", "Disability", "Tenure", "q1"]
    assert (example["q1"], example["q9"], example["q11"], example["q28"]) == ("Yes", "Every week", "1", "")


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_a_sheet_of_one_row_shows_the_row_to_fill_by_its_border(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    assert {cell.border.left.style for cell in worksheet[3]} == ({"thin"} if sheet.rows == "one" else {None})
    assert all(cell.value is None for cell in worksheet[3])


@pytest.mark.parametrize("what", CODES)
def test_nothing_is_hidden_or_a_formula(what: str) -> None:
    workbook = opened(what, codes=("=1+1", "#N/A", *(f"N{n:03d}" for n in range(100))))
    assert all(sheet.sheet_state == "visible" for sheet in workbook)
    assert all(cell.data_type == "s" for cell in texts(workbook))


def test_a_workbook_of_several_returns_has_all_their_sheets() -> None:
    workbook = opened("monthly")
    assert workbook.sheetnames[:7] == ["Instructions", "Groups", "Activities", "Support", "Engagement", "Evidence", "Risks"]
    assert workbook["Instructions"]["A1"].value == workbook.properties.title == "Monthly return"
    assert [cell.value for cell in workbook["Risks"][1]] == headings(DEFINITIONS, DEFINITIONS.datasets["risks"].sheets[0])


def test_the_programmes_own_monthly_workbook_has_only_the_sheets_it_sends() -> None:
    workbook = opened("monthly", "programme")
    assert workbook.sheetnames[:5] == ["Instructions", "Support", "Engagement", "Evidence", "Risks"]
    assert labelled(workbook)["Template version"] == "support 1, engagement 1, evidence 3, risks 2, asked 1"


# What is locked


@pytest.mark.parametrize("what", CODES)
def test_every_sheet_is_locked_without_a_password_and_rows_can_still_be_worked_with(what: str) -> None:
    for sheet in opened(what):
        rules = sheet.protection
        assert rules.sheet and rules.password is None
        forbidden = {
            rule for rule in ("insertRows", "deleteRows", "formatColumns", "formatRows", "sort", "autoFilter") if getattr(rules, rule)
        }
        assert forbidden == set()


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_headings_are_locked_and_all_below_them_is_not(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    assert all(cell.protection.locked for cell in worksheet[1])
    written = [*worksheet[2], *(worksheet[3] if sheet.rows == "one" else [])]
    assert not any(cell.protection.locked for cell in written)
    columns = worksheet.column_dimensions.values()
    assert not any(column.protection.locked for column in columns)
    assert sum(column.max - column.min + 1 for column in columns) == 16_384  # all that a sheet has, or no row could be deleted


@pytest.mark.parametrize(("dataset", "sheet"), SHEETS)
def test_a_sheet_of_many_rows_can_be_filtered(dataset: str, sheet: Sheet) -> None:
    worksheet = opened(dataset)[sheet.title]
    last = worksheet[1][-1].column_letter
    assert worksheet.auto_filter.ref == (f"A1:{last}2" if sheet.rows == "many" else None)


def test_in_the_instructions_only_the_cells_to_fill_in_are_not_locked() -> None:
    workbook = opened("monthly", "N01", "2026-10")
    unlocked = [row[0].value for row in workbook["Instructions"].iter_rows() if not row[1].protection.locked]
    assert unlocked == ["Neighbourhood", "Month", *(f"Nothing to report: {dataset.sheets[0].title}" for dataset in MONTHLY)]
    assert all(cell.protection.locked for row in workbook["Instructions"].iter_rows() for cell in row if cell.column != 2)


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    properties = opened("groups").properties
    assert (properties.title, properties.language) == ("Groups", "en-GB")


# What is filled in already


def test_neighbourhood_and_month_are_filled_in() -> None:
    assert labelled(opened("groups", neighbourhood="N02", period="2026-10")) == {
        "Dataset": "groups",
        "Template version": "3",
        "Neighbourhood": "N02",
        "Month": "2026-10",
        "Due by": datetime(2026, 11, 10),
        "Nothing to report: Groups": None,
    }


def test_a_workbook_of_several_returns_names_the_version_of_each() -> None:
    assert labelled(opened("monthly")) == {
        "Dataset": "monthly",
        "Template version": "groups 3, activities 1, support 1, engagement 1, evidence 3, risks 2, asked 1",
        "Neighbourhood": None,
        "Month": None,
        **dict.fromkeys(
            f"Nothing to report: {title}" for title in ("Groups", "Activities", "Support", "Engagement", "Evidence", "Risks", "Asked")
        ),
    }


@pytest.mark.parametrize(
    ("month", "due_days", "due"),
    [
        ("2026-10", None, datetime(2026, 11, 10)),
        ("2026-12", None, datetime(2027, 1, 10)),
        ("2028-02", 1, datetime(2028, 3, 1)),
        ("2027-02", 31, datetime(2027, 3, 31)),
    ],
)
def test_it_is_due_so_many_days_after_the_end_of_the_month(month: str, due_days: int | None, due: datetime) -> None:
    cell = label_cell(opened("monthly", "N01", month, due_days=due_days), "Due by")
    assert (cell.value, cell.number_format) == (due, "DD/MM/YYYY")


def test_nothing_to_report_is_ticked_for_every_sheet_where_it_is_asked_for() -> None:
    ticked = labelled(opened("monthly", "N01", "2026-10", nil=True))
    assert [value for label, value in ticked.items() if label.startswith("Nothing")] == ["Yes"] * 7
    assert labelled(opened("signoffs", period="2026-10", nil=True))["Nothing to report: Sign-offs"] == "Yes"


def test_nothing_to_report_is_a_drop_down_with_a_note() -> None:
    workbook = opened("groups")
    cell = label_cell(workbook, "Nothing to report: Groups")
    found = validation(workbook["Instructions"], cell.coordinate)
    assert found.formula1 == '"Yes"'
    note = "Yes if there was nothing to report for the time the workbook is about; the sheet must then have no rows. Else leave this empty."
    assert found.prompt.startswith(note) and cell.offset(column=1).value == note


def test_stored_rows_stand_below_the_example_as_people_type_them() -> None:
    sheet = DEFINITIONS.datasets["engagement"].sheets[0]
    row = dict.fromkeys(column.code for column in sheet.columns) | {"neighbourhood": "N01", "month": "2026-09", "what": "=1+1"}
    row |= {"kind": "response", "date": pd.Timestamp(2026, 9, 3), "residents": 7.0}
    content = template(DEFINITIONS, "engagement", "N01", "2026-10", carried={"engagement": pd.DataFrame([row])})
    worksheet = load_workbook(BytesIO(content))["Engagement"]
    typed = {heading.value: cell for heading, cell in zip(worksheet[1], worksheet[3], strict=True) if cell.value is not None}
    assert {heading: (cell.value, cell.data_type, cell.number_format) for heading, cell in typed.items()} == {
        "Date": (datetime(2026, 9, 3), "d", "DD/MM/YYYY"),
        "Kind of event": ("Agency's response", "s", "@"),
        "What happened": ("=1+1", "s", "@"),
        "Residents present": (7, "n", "General"),
    }


@pytest.mark.parametrize(
    ("dataset", "labels"),
    [
        ("programme", ["Dataset", "Template version"]),
        ("signoffs", ["Dataset", "Template version", "Month", "Nothing to report: Sign-offs"]),
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
        ("groups", {"neighbourhood": "programme"}, "Groups is sent for a neighbourhood, not for the whole programme; give its code."),
        ("monthly", {"neighbourhood": "N99"}, "choose one of: N01, N02, programme."),
        ("residents", {"nil": True}, "is not sent by month, so it cannot say that there is nothing to report."),
        ("groups", {"nil": True, "period": "2026-10"}, "To say that there is nothing to report, give the neighbourhood and month."),
        ("monthly", {"nil": True, "neighbourhood": "N01"}, "To say that there is nothing to report, give the neighbourhood and month."),
        ("signoffs", {"nil": True}, "To say that there is nothing to report, give the month."),
    ],
)
def test_what_does_not_fit_the_dataset_is_refused_with_a_sentence(dataset: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
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
    starts = {sheet.title: sheet["A1"].comment.text.startswith("This sheet may stay empty.") for sheet in workbook.worksheets[1:7]}
    assert starts == {"Programme": False, "Stages": True, "Own waves": True, "Neighbourhoods": False, "People": True, "KPIs": True}
    lines = [str(cell.value).partition(" (may stay empty): ") for cell in workbook["Instructions"]["A"]]
    told = [title for title, mark, _ in lines if mark]
    assert told == [
        "Stages",
        "Own waves",
        "People",
        "KPIs",
        "Targets",
        "Questions",
        "Indicators",
        "Events",
        "Milestones",
        "Criteria",
        "Break clauses",
        "Modes",
        "Returns",
        "Census",
        "Rating aspects",
        "Checklist steps",
    ]


def test_every_sheet_of_a_workbook_of_several_returns_may_stay_empty() -> None:
    workbook = opened("monthly")
    assert all(sheet["A1"].comment.text.startswith("This sheet may stay empty.") for sheet in workbook.worksheets[1:8])
    lines = [cell.value for cell in workbook["Instructions"]["A"] if " (may stay empty): " in str(cell.value)]
    assert len(lines) == 7


# What may be typed


def test_choices_are_offered_by_their_titles() -> None:
    sheet = opened("groups")["Groups"]
    assert validation(sheet, f"{column(sheet, 'Status')}1000").formula1 == '"New,Active,Dormant,Closed,Merged"'


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


def test_names_in_use_are_suggested_and_any_other_is_taken_without_a_warning() -> None:
    workbook = with_suggestions("engagement", threads=["Buses, again", "=1+1"])
    assert offered(workbook, "Engagement", "Thread") == ["Buses, again", "=1+1"]
    found = validation(workbook["Engagement"], f"{column(workbook['Engagement'], 'Thread')}2")
    assert not found.showErrorMessage and found.prompt.endswith("Allowed: text.")
    assert all(cell.data_type == "s" for cell in workbook["Lists"]["A"])


def test_names_in_use_are_not_listed_in_the_instructions() -> None:
    workbook = with_suggestions("activities", groups=["Lunch club"])
    assert [row[4].value for row in workbook["Instructions"].iter_rows() if row[1].value == "Run by"] == ["text"]


def test_the_programme_itself_is_offered_where_returns_may_be_nobodys_in_particular() -> None:
    workbook = opened("monthly")
    assert offered(workbook, "Groups", "Neighbourhood") == ["N01", "N02"]
    assert offered(workbook, "Risks", "Neighbourhood") == ["N01", "N02", "programme"]
    place = label_cell(workbook, "Neighbourhood").coordinate
    assert validation(workbook["Instructions"], place).formula1 == '"N01,N02,programme"'


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

"""Kindness to the sheets people send: found and read however they are laid out, and every row called what Excel calls it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdmon.database import Cursor, Database, open_database
from cdmon.definitions import load
from cdmon.returns.check import Checked, check
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.headings import columns_of, heading_names, normal
from cdmon.workbooks.template import template
from tests.files import ods, ods_rows, xls
from tests.workbooks import groups_workbook, instructions, programme_workbook, survey_workbook, workbook, yes_of

DAY = date(2024, 10, 11)
HEADINGS = ["Group name", "Has a contact", "Open to residents", "Status"]
CHOIR, CHESS = ["Choir", "yes", "yes", "active"], ["Chess", "no", "yes", "new"]
ABOUT = instructions("N01", "2024-11")


@pytest.fixture(scope="module")
def cursor(made_stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cursor]:
    """A store with the neighbourhoods N01 Quayside and N02 Hill Top, for tests that do not write to it."""
    opened = open_database(str(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("sheets") / "cdmon.duckdb")))
    with opened.cursor() as cursor:
        yield cursor
    opened.close()


def rows(checked: Checked, sheet: str, *columns: str) -> list[tuple[Any, ...]]:
    """The number of each row read from a sheet, and what stands in these columns, None where nothing does."""
    (frame,) = [each.frame for each in checked.sheets if each.sheet.code == sheet]
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[["row_number", *columns]].itertuples(index=False)]


def names(checked: Checked) -> list[tuple[Any, ...]]:
    """The rows of a register of groups, which must be without error: the number of each and the group's name."""
    assert checked.ok, checked.problems
    return rows(checked, "groups", "name")


def read(cursor: Cursor, content: bytes, name: str = "file.xlsx") -> Checked:
    return check(Known(cursor), Upload(name, content))


def register(*rows: list[Any], title: str = "Groups") -> bytes:
    return workbook({"Instructions": ABOUT, title: list(rows)})


# Where the headings are and how they are written


def test_the_headings_need_not_stand_in_row_1(cursor: Cursor):
    checked = read(cursor, register(["Groups in Quayside"], ["as of 30 November", None, "draft"], [], HEADINGS, CHOIR, CHESS))
    assert names(checked) == [(5, "Choir"), (6, "Chess")]


def test_headings_further_down_than_row_20_are_not_looked_for(cursor: Cursor):
    assert not read(cursor, register(*[[] for _ in range(20)], HEADINGS, CHOIR)).ok
    assert read(cursor, register(*[[] for _ in range(19)], HEADINGS, CHOIR)).ok


@pytest.mark.parametrize(
    "headings",
    [
        ["name", "contact", "open_to_residents", "status"],
        ["GROUP NAME", "has a contact ", " Open  to residents", "STATUS"],
        ["Group name *", "Has a contact*", "Open to residents (*)", "Status:"],
        ["group", "Has a\ncontact", "Open", "Status"],
    ],
)
def test_headings_by_code_title_or_spelling_in_any_case_with_any_marks(cursor: Cursor, headings: list[str]):
    checked = read(cursor, register(headings, CHOIR))
    assert names(checked) == [(2, "Choir")] and checked.problems == []


def test_columns_in_any_order_with_blank_ones_between(cursor: Cursor):
    assert names(read(cursor, register([None, "Status", None, "Open", "Contact", "Group"], [None, "new", None, "yes", "no", "Chess"]))) == [
        (2, "Chess")
    ]


def test_a_sheet_of_another_title_is_known_by_its_headings(cursor: Cursor):
    assert names(read(cursor, register(HEADINGS, CHOIR, title="November"))) == [(2, "Choir")]


@pytest.mark.parametrize("dataset", load().datasets.values(), ids=lambda dataset: dataset.code)
def test_no_two_columns_of_a_sheet_go_by_one_heading(dataset):
    for sheet in dataset.sheets:
        columns = columns_of(load(), sheet)
        known = heading_names(columns)
        for column in columns.values():
            assert {known[normal(name)] for name in (column.code, column.title, *column.spellings)} == {column.code}


@pytest.mark.parametrize("headings", [["id", "name"], ["name", "status"], ["Date", "What"], ["respondent", "q1"]])
def test_two_headings_are_no_recognition_and_what_is_known_is_told(cursor: Cursor, headings: list[str]):
    (told,) = read(cursor, workbook({"Members": [headings, [1, 2]]})).problems
    assert told.code == "file-unknown-template"
    assert f"knows {' and '.join(headings)} from the sheet " in told.message and "Groups" in told.message


def test_two_headings_are_enough_for_a_sheet_that_the_instructions_name(cursor: Cursor):
    about = [*ABOUT, ["Dataset", "groups"]]
    checked = read(cursor, workbook({"Instructions": about, "November": [["Group name", "Status"], ["Choir", "new"]]}))
    assert [problem.code for problem in checked.problems] == ["heading-missing"] * 2


# Sheets that hold nothing


def test_a_blank_sheet_of_a_known_title_was_left_empty(cursor: Cursor):
    activities = [["Date", "Activity", "Kind", "Participants"], [date(2024, 11, 5), "Lunch", "social", 12]]
    checked = read(cursor, workbook({"Instructions": ABOUT, "Groups": [], "Activities": activities, "Sheet2": []}))
    assert [(each.code, each.severity, each.sheet) for each in checked.problems] == [("sheet-left-empty", "warning", "Groups")]
    assert [plan.dataset for plan in checked.plans] == ["activities"]


def test_a_blank_sheet_beside_the_one_that_is_filled_in_does_not_matter(cursor: Cursor):
    assert names(read(cursor, workbook({"Instructions": ABOUT, "Groups": [], "November": [HEADINGS, CHOIR]}))) == [(2, "Choir")]


def test_a_blank_sheet_that_a_workbook_needs_is_not_filled_in(cursor: Cursor):
    problems = read(cursor, workbook({"Wave": [], "Responses": RESPONSES})).problems
    assert ("sheet-without-rows", "Wave") in [(each.code, each.sheet) for each in problems]
    assert "heading-missing" not in {each.code for each in problems}


# Which rows count


def test_blank_rows_do_not_count_and_the_others_keep_their_number(cursor: Cursor):
    blank = [[], [None, " ", "\u00a0", ""]]
    assert names(read(cursor, register(HEADINGS, CHOIR, *blank, CHESS, *blank))) == [(2, "Choir"), (5, "Chess")]


def test_a_row_of_nothing_but_a_place_and_a_month_does_not_count(cursor: Cursor):
    """As they are when both were dragged down too far."""
    dragged = [["N01", "2024-11", None, None, None, None]] * 3
    checked = read(cursor, workbook({"Groups": [["Neighbourhood", "Month", *HEADINGS], ["N01", "2024-11", *CHOIR], *dragged]}))
    assert (names(checked), checked.problems) == ([(2, "Choir")], [])


@pytest.mark.parametrize("title", ["Instructions - Table 1", "Copy of Instructions", "Anleitung"])
def test_instructions_of_another_title_are_known_by_their_labels(cursor: Cursor, title: str):
    checked = read(cursor, workbook({"Summary": [["Made by another program"]], title: ABOUT, "Groups - Table 1": [HEADINGS, CHOIR]}))
    assert names(checked) == [(2, "Choir")]
    assert [(plan.neighbourhood, plan.period) for plan in checked.plans] == [("N01", "2024-11")]
    assert [(problem.code, problem.sheet) for problem in checked.problems] == [("sheet-not-read", "Summary")]


def test_a_row_with_something_beside_the_columns_only_does_not_count(cursor: Cursor):
    note = [None, None, None, None, "7 groups in all"]
    checked = read(cursor, register([*HEADINGS, "Notes"], CHOIR, note))
    assert names(checked) == [(2, "Choir")]
    assert [problem.code for problem in checked.problems] == ["heading-unknown"]


def test_the_problem_of_a_row_after_blank_ones_has_the_cell_that_excel_shows(cursor: Cursor):
    checked = read(cursor, register([], HEADINGS, CHOIR, [], [], ["Chess", "no", "yes", "thriving"]))
    assert [(problem.code, problem.cell) for problem in checked.problems] == [("cell-not-option", "D6")]


def test_the_templates_example_row_does_not_count(cursor: Cursor):
    content = template(load(), "groups", "N01", "2024-11")
    assert [problem.code for problem in read(cursor, content).problems] == ["sheet-without-rows"]


def test_an_example_row_that_was_changed_does_not_count_either_but_is_told_of(cursor: Cursor):
    checked = read(cursor, register(HEADINGS, ["Example: Bingo", "yes", "yes", "active"], CHOIR))
    assert names(checked) == [(3, "Choir")]
    assert [(problem.code, problem.severity, problem.cell) for problem in checked.problems] == [("example-row-changed", "warning", "A2")]


def test_every_template_is_recognised_and_its_example_accepted(cursor: Cursor):
    for code, dataset in load().datasets.items():
        checked = read(cursor, template(load(), code))
        assert {(sheet.dataset.code, sheet.sheet.code) for sheet in checked.sheets} == {(code, sheet.code) for sheet in dataset.sheets}
        assert {problem.code for problem in checked.problems} == {"sheet-without-rows"}


# What stands in the cells


def test_numbers_as_text_with_commas_and_pounds_and_text_as_numbers(cursor: Cursor):
    row = [2024, "yes", "yes", "active", "£1,200", "1,200", "0.5"]
    checked = read(cursor, register([*HEADINGS, "Annual income", "Volunteers", "Paid staff"], row))
    assert rows(checked, "groups", "name", "annual_income", "volunteers", "staff") == [(2, "2024", 1200.0, 1200, 0.5)]


def test_months_that_excel_turned_into_dates(cursor: Cursor):
    assert names(read(cursor, groups_workbook(date(2024, 11, 1), [{}]))) == [(2, "Group 1")]  # type: ignore[arg-type]
    checked = read(cursor, register(["Month", *HEADINGS], [date(2024, 12, 1), *CHOIR], [None, *CHESS]))
    assert rows(checked, "groups", "month") == [(2, "2024-12"), (3, "2024-11")]


@pytest.mark.parametrize("written", ["N02", "n02", "N-02", "Hill Top", "hill top ", "HILLTOP"])
def test_a_neighbourhood_by_code_or_name(cursor: Cursor, written: str):
    checked = read(cursor, register(["Neighbourhood", *HEADINGS], [written, *CHOIR], [None, *CHESS]))
    assert rows(checked, "groups", "neighbourhood") == [(2, "N02"), (3, "N01")]
    (plan,) = read(cursor, groups_workbook("2024-11", [{}], neighbourhood=written)).plans
    assert plan.neighbourhood == "N02"


def test_a_neighbourhood_whose_code_is_a_number_is_not_taken_for_another(database):
    """Excel holds 1 as 1.0, which must not be read as the code 10."""
    from cdmon.returns.submit import submit

    places = [("1", "Quayside", 6500), ("10", "Hill Top", 6000)]
    assert submit(database, Upload("set-up.xlsx", programme_workbook(places)), "a test", tell_effect=False).stored
    with database.cursor() as cursor:
        for content in (groups_workbook("2024-11", [{}], neighbourhood=1), register(["Neighbourhood", *HEADINGS], [1, *CHOIR])):  # type: ignore[arg-type]
            assert [plan.neighbourhood for plan in read(cursor, content).plans] == ["1"]


def test_answers_in_smart_quotes_as_booleans_and_as_numbers(cursor: Cursor):
    answers = [{"q1": "don’t know", "q2": True, "q11": 3}, {"q1": "TRUE", "q2": False, "q11": "4"}, {"q1": "Y", "q2": 1, "q11": 0.0}]
    checked = read(cursor, survey_workbook("2024", DAY, answers))
    assert checked.ok
    assert rows(checked, "responses", "q1", "q2", "q11") == [(2, "don't know", "yes", 3), (3, "yes", "no", 4), (4, "yes", "yes", 0)]


def test_a_question_by_its_label(cursor: Cursor):
    label = load().questions("residents")["q1"].label
    checked = read(cursor, survey_workbook("2024", DAY, [{label: "yes"}]))
    assert checked.problems == [] and rows(checked, "responses", "q1") == [(2, "yes")]


# The sheet Wave, which holds one row, may stand upright

UPRIGHT = [
    ["About this wave"],
    ["Label", "Autumn 2024"],
    ["Fieldwork start", date(2024, 9, 30)],
    ["Fieldwork end", "11/10/2024"],
    [],
    ["Mode", "doorstep"],
    ["Sample design", "SRS"],
    ["Carried out by whom", "University"],
    ["Whether independent of the fieldworkers", "Yes"],
    ["Neighbourhood", "Quayside"],
]
RESPONSES = [["respondent", "q1"], ["R1", "yes"]]


def test_a_wave_as_labels_and_values_down_column_a(cursor: Cursor):
    checked = read(cursor, workbook({"Wave": UPRIGHT, "Responses": RESPONSES}))
    assert checked.ok, checked.problems
    (wave,) = rows(checked, "waves", "label", "fieldwork_end", "mode", "sample_design", "independent", "neighbourhood")
    assert wave == (2, "Autumn 2024", pd.Timestamp(2024, 10, 11), "face to face", "simple random", "yes", "N01")


def test_problems_of_an_upright_wave_have_their_cell_beside_the_label(cursor: Cursor):
    wrong = [row if row[:1] != ["Mode"] else ["Mode", "carrier pigeon"] for row in UPRIGHT if row[:1] != ["Sample design"]]
    problems = read(cursor, workbook({"Wave": wrong, "Responses": RESPONSES})).problems
    errors = [(problem.code, problem.cell, problem.column) for problem in problems if problem.severity == "error"]
    assert errors == [("heading-missing", "A10", "Sample design"), ("cell-not-option", "B6", "Mode")]


def test_a_second_column_of_values_is_a_second_row(cursor: Cursor):
    wave = [[*row, row[1]] if len(row) == 2 else row for row in UPRIGHT]
    errors = [problem for problem in read(cursor, workbook({"Wave": wave, "Responses": RESPONSES})).problems if problem.severity == "error"]
    assert [(problem.code, problem.cell) for problem in errors] == [("sheet-several-rows", "C2")]


# Other kinds of file

CSV = """neighbourhood;month;group name;contact;open;status
Quayside;Nov-24;Café “Nord”;yes;TRUE;new

;;;;;
N01;01/11/2024;"Knit; natter";no;1;active
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file(cursor: Cursor, encoding: str):
    checked = read(cursor, CSV.encode(encoding), "register.csv")
    assert names(checked) == [(2, 'Café "Nord"'), (5, "Knit; natter")]
    assert {(plan.neighbourhood, plan.period) for plan in checked.plans} == {("N01", "2024-11")}


def test_an_ods_and_an_xls_file(cursor: Cursor):
    lines = [["neighbourhood", "month", *HEADINGS], ["N01", "2024-11", *CHOIR]]
    assert names(read(cursor, ods({"Groups": ods_rows(lines)}), "register.ods")) == [(2, "Choir")]
    assert names(read(cursor, xls("Groups", lines), "register.xls")) == [(2, "Choir")]


def test_one_workbook_with_the_sheets_of_several_datasets(cursor: Cursor):
    activities = [["Date", "Activity", "Kind", "Participants"], [date(2024, 11, 5), "Lunch", "social", 12]]
    checked = read(
        cursor, workbook({"Instructions": ABOUT, "Groups": [HEADINGS, CHOIR], "Activities": activities, "Chart data": [[1, 2], [3, 4]]})
    )
    assert checked.ok
    assert [problem.code for problem in checked.problems] == ["sheet-not-read"]
    assert [(plan.dataset, plan.neighbourhood, plan.period, plan.rows) for plan in checked.plans] == [
        ("groups", "N01", "2024-11", 1),
        ("activities", "N01", "2024-11", 1),
    ]


def test_a_thousand_respondents_are_read_in_order(cursor: Cursor):
    checked = read(cursor, survey_workbook("2024", DAY, yes_of(1000, 70)))
    found = rows(checked, "responses", "respondent", "q1")
    assert (found[0], found[69], found[70], found[-1]) == ((2, "R1", "yes"), (71, "R70", "yes"), (72, "R71", "no"), (1001, "R1000", "no"))


# Marks that carry meaning


@pytest.mark.parametrize("heading", ["q1.2", "q1 2", "q1_2", "q1/2", "q1-2"])
def test_a_heading_with_a_mark_between_its_digits_is_no_other_question(cursor: Cursor, heading: str):
    (told,) = read(cursor, survey_workbook("2024", DAY, [{"q4": "yes", heading: "yes"}])).problems
    assert (told.code, told.cell, told.value) == ("heading-unknown", "C1", heading)


def test_names_that_differ_in_the_marks_of_their_digits_are_two(cursor: Cursor):
    marked = ["Flats 1-20", "Flats 120", "Flats 1.20", "Flats -120"]
    assert names(read(cursor, register(HEADINGS, *([name, *CHOIR[1:]] for name in marked)))) == list(enumerate(marked, start=2))


def test_a_neighbourhood_of_a_number_is_that_number_and_no_other(database: Database):
    submit(database, Upload("set-up.xlsx", programme_workbook([("1", "Quay", 6500), ("10", "Hill", 6000)])), "a test", tell_effect=False)
    lines = ["neighbourhood,month,name,contact,open,status", *(f"{n},2024-11,Choir,yes,yes,new" for n in ("1.0", "10.0"))]
    with database.cursor() as cursor:
        checked = read(cursor, "\n".join(lines).encode(), "groups.csv")
    assert checked.ok and rows(checked, "groups", "neighbourhood") == [(2, "1"), (3, "10")]

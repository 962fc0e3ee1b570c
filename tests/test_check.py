"""The check as a whole: every problem at once, each at its place, and nothing stored whatever was sent."""

import shutil
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdmon.database import Cursor, Database, open_database, sql
from cdmon.definitions import load
from cdmon.returns.check import check
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import RawSheet, Upload
from cdmon.workbooks.fields import headings
from tests.files import encrypted, packed
from tests.workbooks import activities_workbook, groups_workbook, instructions, programme_workbook, survey_workbook, table, workbook, yes_of

DAY = date(2024, 10, 11)


@pytest.fixture(scope="module")
def store(made_stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with the neighbourhoods N01 and N02, in which nothing is ever stored here."""
    opened = open_database(str(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("check") / "cdmon.duckdb")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cursor(store: Database) -> Iterator[Cursor]:
    with store.cursor() as cursor:
        yield cursor


def row_counts(database: Database) -> dict[str, int]:
    """The number of rows of every table."""
    with database.cursor() as cursor:
        tables = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        return {table: cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for (table,) in tables}


def told(cursor: Cursor, content: bytes, name: str = "file.xlsx") -> list[tuple[str, str | None, str | None]]:
    """The kind, sheet and cells of each problem, in order."""
    return [(problem.code, problem.sheet, problem.cell) for problem in check(Known(cursor), Upload(name, content)).problems]


# All at once

WRONG_WAVE = [
    {"respondent": "R1", "neighbourhood": "N01", "q1": "yes", "q11": 3, "shoe size": 9},
    {"respondent": "R2", "neighbourhood": "N01", "q1": "perhaps", "q11": "many", "shoe size": 9},
    {"respondent": "R2", "neighbourhood": "N01", "q1": "no", "q11": 5, "shoe size": 9},
    {"respondent": None, "neighbourhood": "N99", "q1": "perhaps", "q11": 400, "shoe size": 9},
    {"respondent": None, "neighbourhood": "N02", "q1": "perhaps", "q11": "many", "shoe size": 9},
]


def test_every_problem_is_told_at_once_errors_first_with_all_cells(cursor: Cursor):
    content = survey_workbook("2024", DAY, WRONG_WAVE, neighbourhood=None, mode="pigeon", fieldwork_end="31/02/2024")
    assert told(cursor, content) == [
        ("cell-not-date", "Wave", "C2"),
        ("cell-not-option", "Wave", "D2"),
        ("cell-not-option", "Responses", "C3, C5 to C6"),
        ("cell-not-number", "Responses", "D3, D6"),
        ("cell-unknown-neighbourhood", "Responses", "B5"),
        ("cell-blank", "Responses", "A5 to A6"),
        ("cell-too-large", "Responses", "D5"),
        ("duplicate-respondent", "Responses", "A4"),
        ("heading-unknown", "Responses", "E1"),
    ]


def test_a_cell_has_one_error_the_first(cursor: Cursor):
    rows = [{"name": "Choir", "contact": "call Bob", "volunteers": "-3.5"}, {"name": "Choir", "contact": None, "volunteers": -3}]
    assert told(cursor, groups_workbook("2024-11", rows)) == [
        ("cell-not-option", "Groups", "B2"),
        ("cell-not-whole-number", "Groups", "E2"),
        ("cell-blank", "Groups", "B3"),
        ("cell-too-small", "Groups", "E3"),
        ("duplicate-group", "Groups", "A3"),
    ]


def test_the_sheets_of_several_datasets_are_checked_together(cursor: Cursor):
    groups, activities = (
        [["name", "contact", "open", "status"], ["Choir", "yes", "yes", "thriving"]],
        [["date", "activity", "kind", "participants"], [DAY, "Tea", "social", -1]],
    )
    content = workbook({"Instructions": instructions("N01", "2024-11"), "Groups": groups, "Activities": activities})
    assert told(cursor, content) == [
        ("cell-not-option", "Groups", "D2"),
        ("cell-too-small", "Activities", "D2"),
        ("date-outside-period", "Activities", "A2"),
    ]


# Headings that went wrong


def test_a_renamed_column_is_missing_with_a_hint_at_what_it_may_be_now(cursor: Cursor):
    content = workbook(
        {
            "Instructions": instructions("N01", "2024-11"),
            "Groups": [["Group name", "Has contact", "Open", "Status"], ["Choir", "yes", "yes", "new"]],
        }
    )
    missing, unknown = check(Known(cursor), Upload("groups.xlsx", content)).problems
    assert (missing.code, missing.cell, missing.column) == ("heading-missing", "E1", "Has a contact")
    assert "“Has contact”" in missing.message
    assert (unknown.code, unknown.severity, unknown.cell, unknown.value) == ("heading-unknown", "warning", "B1", "Has contact")
    assert "If it is Has a contact, head it so." in unknown.message


def test_an_unknown_column_is_warned_of_and_its_cells_are_let_be(cursor: Cursor):
    checked = check(Known(cursor), Upload("groups.xlsx", groups_workbook("2024-11", [{"Name of the contact": "Bob Smith"}])))
    assert checked.ok and [problem.code for problem in checked.problems] == ["heading-unknown"]
    assert not any("Bob" in str(value) for sheet in checked.sheets for value in sheet.frame.to_numpy().ravel())


# Which returns a file holds


def plans(cursor: Cursor, content: bytes) -> list[tuple[str, str, str, int]]:
    checked = check(Known(cursor), Upload("file.xlsx", content))
    assert checked.ok, checked.problems
    return [(plan.dataset, plan.neighbourhood, plan.period, plan.rows) for plan in checked.plans]


def test_a_file_of_many_neighbourhoods_and_months_is_a_return_for_each(cursor: Cursor):
    rows = [
        {"neighbourhood": place, "month": month}
        for place, month in (("N01", "2024-11"), ("N02", "2024-11"), ("N01", "2024-12"), ("N01", "2024-11"))
    ]
    assert plans(cursor, groups_workbook(None, rows, neighbourhood=None)) == [
        ("groups", "N01", "2024-11", 2),
        ("groups", "N02", "2024-11", 1),
        ("groups", "N01", "2024-12", 1),
    ]


def test_a_row_that_contradicts_the_instructions_sheet_is_asked_about(cursor: Cursor):
    rows = [{"neighbourhood": "N02"}, {"neighbourhood": None}, {"month": "2024-10"}, {"neighbourhood": "N01", "month": "2024-11"}]
    problems = check(Known(cursor), Upload("file.xlsx", groups_workbook("2024-11", rows))).problems
    assert [(each.code, each.cell, each.value) for each in problems] == [
        ("neighbourhood-differs", "E2", "N02"),
        ("month-differs", "F4", "2024-10"),
    ]
    assert "the Instructions sheet (cell B3) says 2024-11" in problems[1].message


def test_a_respondent_of_another_neighbourhood_than_the_whole_wave_is_asked_about(cursor: Cursor):
    answers = [{"q1": "yes", "neighbourhood": "N02"}, {"q1": "yes"}, {"q1": "yes", "neighbourhood": "N01"}]
    (told,) = check(Known(cursor), Upload("file.xlsx", survey_workbook("2024", DAY, answers))).problems
    assert (told.code, told.severity, told.cell, told.value) == ("neighbourhood-differs", "error", "C2", "N02")
    assert "the sheet Wave (cell H2) says N01" in told.message


def test_the_day_of_a_return_is_the_last_of_its_month_or_of_its_fieldwork(cursor: Cursor):
    for content, day in (
        (groups_workbook("2026-02", [{}]), date(2026, 2, 28)),
        (activities_workbook("2024-12", [{}]), date(2024, 12, 31)),
        (survey_workbook("2024", DAY, yes_of(1, 1)), DAY),
        (programme_workbook(), None),
    ):
        assert [plan.period_date for plan in check(Known(cursor), Upload("file.xlsx", content)).plans] == [day]


def test_a_respondents_number_may_recur_in_another_neighbourhood(cursor: Cursor):
    answers = [{"respondent": "R1", "neighbourhood": place, "q1": "yes"} for place in ("N01", "N02")]
    assert plans(cursor, survey_workbook("2024", DAY, answers, neighbourhood=None)) == [
        ("residents", "N01", "2024", 1),
        ("residents", "N02", "2024", 1),
    ]


def test_a_weight_is_needed_only_where_the_neighbourhood_has_some(cursor: Cursor):
    answers = [
        {"neighbourhood": "N01", "weight": 1.5, "q1": "yes"},
        {"neighbourhood": "N02", "q1": "yes"},
        {"neighbourhood": "N01", "q1": "yes"},
    ]
    assert told(cursor, survey_workbook("2024", DAY, answers, neighbourhood=None)) == [("weight-missing", "Responses", "C4")]


def test_clusters_and_strata_are_asked_for_only_where_the_neighbourhood_has_some_and_their_lack_stops_nothing(cursor: Cursor):
    answers = [
        {"neighbourhood": "N01", "cluster": "C1", "stratum": "North", "q1": "yes"},
        {"neighbourhood": "N02", "q1": "yes"},
        {"neighbourhood": "N01", "cluster": " ", "q1": "yes"},
    ]
    content = survey_workbook("2024", DAY, answers, neighbourhood=None)
    assert told(cursor, content) == [("cluster-partly-missing", "Responses", "C4"), ("stratum-partly-missing", "Responses", "D4")]
    assert len(plans(cursor, content)) == 2


@pytest.mark.parametrize(("kpi", "target"), [("people_active", t) for t in (0, 0.12, "12%", "12 %", 1)] + [("groups_strengthened", 40)])
def test_a_target_in_its_unit_is_taken(cursor: Cursor, kpi: str, target: object):
    content = programme_workbook(sheets={"Targets": [["kpi", "target"], [kpi, target]]})
    assert check(Known(cursor), Upload("set-up.xlsx", content)).problems == []


def test_what_is_wrong_with_a_kpi_is_said_with_its_remedy(cursor: Cursor):
    own = [["code", "title", "indicators", "waves"], ["a", "A", "hubs", "tenth"], ["people_active", None, "people", None]]
    targets = [["kpi", "target", "indicator"], ["a", 3, "hubs"], ["A", 3, "residents_active"], ["mutual_aid", 0.4, None]]
    content = programme_workbook(sheets={"KPIs": own, "Targets": targets})
    assert [(each.cell, each.message) for each in check(Known(cursor), Upload("set-up.xlsx", content)).problems] == [
        ("D2", "tenth is no wave. Use first; put semicolons between several."),
        ("C3", "people is no indicator. Use the codes of the page Definitions, such as residents_active; put semicolons between several."),
        ("C3", "residents_active is no indicator of the KPI a. Use hubs; put semicolons between several."),
        (None, "More of hubs is neither better nor worse. Choose in the column Direction which way is hoped for."),
    ]


@pytest.mark.parametrize(
    ("kind", "target", "told"),
    [
        ("rate", -0.1, "0 or more"),
        ("rate", 2.5, None),
        ("count", 0, None),
        ("rating", 0, "one of the levels 1 to 4"),
        ("rating", 5, "one of the levels 1 to 4"),
        ("rating", 2.5, "one of the levels 1 to 4"),
        ("rating", 4, None),
        ("proportion", 12, None),
        ("count", None, None),
    ],
)
def test_a_target_that_no_figure_can_reach(store: Database, kind: str, target: float | None, told: str | None):
    with store.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE incoming_indicators AS SELECT 'i' AS code, ? AS kind, 4 AS levels", [kind])
        cursor.execute("CREATE TEMP TABLE incoming_kpi_indicators AS SELECT 'k' AS kpi, 'i' AS indicator, 1 AS position")
        row = "SELECT 2 AS row_number, 'k' AS kpi, NULL::VARCHAR AS indicator, ?::DOUBLE AS target"
        cursor.execute(f"CREATE TEMP TABLE incoming_targets AS {row}", [target])
        found = Known(cursor).found(sql("checks/target-out-of-range"))
    assert [row["range"] for row in found] == [told] * (told is not None)


def test_names_in_any_script_are_told_apart(cursor: Cursor):
    names = ["বাংলা দল", "বাংলো দল", "中文小组", "Café", "Cafe", "???", "!!!"]
    assert len(names) == plans(cursor, groups_workbook("2024-11", [{"name": name} for name in names]))[0][3]


# A mistake in every row, and an accident


@pytest.mark.slow
def test_a_borough_of_wrong_answers_is_one_problem_a_question_soon(cursor: Cursor):
    """Nine thousand respondents whose answers were exported as codes nobody knows."""
    answers = [
        {"respondent": f"R{number}", "neighbourhood": "N01"} | {f"q{question}": "code 7" for question in (1, 2, 3, 4, 6, 7, 8)}
        for number in range(9_000)
    ]
    upload = Upload("wave.xlsx", b"")
    upload.__dict__["sheets"] = [
        RawSheet("Wave", table([WAVE])),
        RawSheet("Responses", table(answers)),
    ]  # reading 9,000 rows is not what is tested
    begun = time.monotonic()
    problems = check(Known(cursor), upload).problems
    assert time.monotonic() - begun < 10
    assert [(problem.code, problem.cell) for problem in problems] == [
        ("cell-not-option", f"{letter}2 to {letter}1001") for letter in "CDEFGHI"
    ]
    assert all("in 9,000 cells, of which the first 1,000 are listed" in problem.message for problem in problems)


WAVE = {"label": "2024", "fieldwork_start": DAY, "fieldwork_end": DAY, "mode": "post", "sample_design": "srs", "independent": "yes"}
WORDS = [heading for dataset in load().datasets.values() for sheet in dataset.sheets for heading in headings(load(), sheet)]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "yes", "no", "N01", "N99", "2024-11", "2199-01", "Example: x", "1", "-1", "31/02/2024", "=1+1", "{0}", "None", "nan"]
    ),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=8),
)
TITLES = ["Instructions", "Sheet1", "notes", *(sheet.title for dataset in load().datasets.values() for sheet in dataset.sheets)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_grid_of_cells_is_checked(store: Database, data: st.DataObject):
    """Sheets whose first line is mostly known headings, so that what lies below is looked at."""
    upload = Upload("file.xlsx", b"")
    titles = data.draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=3, unique=True))
    upload.__dict__["sheets"] = [
        RawSheet(
            title,
            [data.draw(st.lists(st.sampled_from(WORDS), max_size=12)), *data.draw(st.lists(st.lists(CELLS, max_size=12), max_size=5))],
        )
        for title in titles
    ]
    with store.cursor() as cursor:
        checked = check(Known(cursor), upload)
    assert all(problem.message.endswith(".") for problem in checked.problems)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_cells_in_a_whole_workbook_are_checked(store: Database, data: st.DataObject):
    """Each sheet of a dataset with all of its headings and any cells below."""
    dataset = data.draw(st.sampled_from(list(load().datasets.values())))
    upload = Upload("file.xlsx", b"")
    upload.__dict__["sheets"] = [
        RawSheet("Instructions", [[label, data.draw(CELLS)] for label in ("Dataset", "Template version", "Neighbourhood", "Month")])
    ]
    for sheet in dataset.sheets:
        names = headings(load(), sheet)[:16]
        rows = data.draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=3))
        upload.sheets.append(RawSheet(sheet.title, [list(names), *rows]))
    with store.cursor() as cursor:
        checked = check(Known(cursor), upload)
    assert all(problem.message.endswith(".") for problem in checked.problems)


# Nothing stored

REFUSED = {
    "a text": ("notes.xlsx", lambda: b"Dear all"),
    "nothing": ("groups.xlsx", lambda: b""),
    "a password": ("groups.xlsx", encrypted),
    "20 MB": ("groups.xlsx", lambda: bytes(20_000_000)),
    "gigabytes inside": ("groups.xlsx", lambda: packed(4_000)),
    "another template": ("budget.xlsx", lambda: workbook({"Budget": [["Item", "Pounds"], ["Tea", 4]]})),
    "one wrong cell of many": ("wave.xlsx", lambda: survey_workbook("2024", DAY, [*yes_of(20, 5), {"q1": "perhaps"}])),
    "one wrong neighbourhood of two": (
        "groups.xlsx",
        lambda: groups_workbook("2024-11", [{"neighbourhood": place} for place in ("N01", "N99")]),
    ),
    "the future": ("groups.xlsx", lambda: groups_workbook("2199-01", [{}])),
    "a group twice": ("groups.xlsx", lambda: groups_workbook("2024-11", [{"name": "Choir"}, {"name": "choir"}])),
}


@pytest.mark.parametrize(("name", "make"), REFUSED.values(), ids=REFUSED)
def test_a_file_with_an_error_leaves_the_store_as_it_was(store: Database, name: str, make):
    before, version = row_counts(store), store.data_version()
    receipt = submit(store, Upload(name, make()), "a test", datetime(2024, 12, 1))
    assert not receipt.stored and receipt.submission_id is None and not receipt.checked.ok and receipt.effect.empty
    assert (row_counts(store), store.data_version()) == (before, version)

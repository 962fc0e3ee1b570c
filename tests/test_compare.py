"""What changed between two days: verdicts that are others, figures that were corrected; nothing that only went on.

The surveys are of 300 residents: 21 are active in 2024 (7%), 60 in 2026 (20%), so that activity rose; put right it was 24 (8%). The
registers hold 3 groups and then 1.
"""

from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.restate import Restatement
from cdmon.returns.submit import submit
from cdmon.tables.compare import compare, read_compare
from cdmon.tables.known import Known
from cdmon.tables.sides import side
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

BEFORE = date(2026, 6, 30)
FOUND = Restatement("error", "Three answers had been left out.")
GROUPS = [{"name": name} for name in ("Choir", "Allotments", "Lunch club")]


def sent(database, content, day):
    receipt = submit(database, Upload("return.xlsx", content), "a test", datetime(*day, 12), tell_effect=False, restatement=FOUND)
    assert receipt.stored, receipt.checked.problems


@pytest.fixture
def changed(database):
    """A baseline and a register, then, after the last day of June 2026, a second wave, a correction and a later register."""
    sent(database, programme_workbook(start="2024-05"), (2024, 5, 2))
    sent(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)), (2024, 11, 1))
    sent(database, groups_workbook("2024-10", GROUPS), (2024, 11, 1))
    sent(database, groups_workbook("2026-05", GROUPS), (2026, 6, 5))
    sent(database, survey_workbook("2026", date(2026, 10, 1), yes_of(300, 60)), (2026, 11, 1))
    sent(database, groups_workbook("2026-10", GROUPS), (2026, 11, 2))
    return database


def rows(database, before=BEFORE, after=None, place="N01"):
    """The verdicts before and now, and why, by indicator."""
    with database.cursor() as cursor:
        table = compare(Known(cursor, before), Known(cursor, after), [place])
    return {row["indicator"]: (row["before"].verdict, row["after"].verdict, row["why"], row["side"]) for row in table.to_dict("records")}


def test_a_new_wave_that_shows_a_rise_is_told(changed):
    assert rows(changed)["residents_active"] == ("baseline only", "rose", "a new figure, 2026", "better")


def test_a_register_that_only_goes_on_is_not_told(changed):
    assert "groups_counting" not in rows(changed)


def test_between_two_days_with_nothing_in_between_nothing_changed(changed):
    assert rows(changed, date(2026, 6, 10), BEFORE) == {}


def test_a_corrected_baseline_is_told_though_the_verdict_is_the_same(changed):
    sent(changed, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 24)), (2026, 11, 20))
    assert rows(changed, date(2026, 11, 10))["residents_active"] == ("rose", "rose", "the baseline was corrected", "better")


def test_a_first_figure_is_told_as_such(changed):
    found = rows(changed, date(2024, 10, 1), date(2024, 12, 1))
    assert found["groups_counting"] == ("not collected", "baseline only", "a new figure, October 2024", "absent")


def test_what_became_worse_stands_first(changed):
    sent(changed, survey_workbook("2027", date(2026, 11, 1), [{**each, "x1": "no"} for each in yes_of(300, 6)]), (2026, 11, 21))
    with changed.cursor() as cursor:
        table = compare(Known(cursor, BEFORE), Known(cursor), ["N01", None])
    assert table["side"].tolist() == sorted(table["side"], key=["worse", "better", "open", "absent"].index)
    assert table.iloc[0]["indicator"] == "residents_active"


def test_the_cells_bear_verdict_figure_and_n(changed):
    with changed.cursor() as cursor:
        text = read_compare(compare(Known(cursor, BEFORE), Known(cursor), ["N01"]))
    row = text[text["Indicator"] == "Residents who take part in community groups"].iloc[0]
    assert (row["Before"], row["Why"]) == ("baseline only: 7.0% (4.6–10.5), n = 300, 2024", "a new figure, 2026")
    assert row["Now"].startswith("rose: 20.0% (")


def test_the_command_gives_both_days_values_and_verdicts(changed):
    ran = CliRunner().invoke(main, ["--database", changed.url, "compare", "2026-06-30", "--neighbourhood", "N01", "--json"])
    assert ran.exit_code == 0, ran.output
    assert '"before": {\n   "value": 0.07,\n   "verdict": "baseline only"\n  }' in ran.output


@pytest.mark.parametrize(
    ("verdict", "better", "expected"),
    [
        ("rose", True, "better"), ("fell", True, "worse"), ("rose", False, "worse"), ("fell", False, "better"), ("rose", None, "open"),
        ("up", True, "open"), ("cannot tell", True, "open"), ("too early", True, "open"), ("no change", True, "open"),
        ("not collected", True, "absent"), ("hidden", True, "absent"), ("not comparable", False, "absent"),
    ],
)  # fmt: skip
def test_the_side_of_a_verdict(verdict, better, expected):
    assert side(verdict, better) == expected

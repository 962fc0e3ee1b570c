"""The commands about returns due, each on a store of the test's own."""

import json
import re
from datetime import date, datetime

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from cdmon.__main__ import main
from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.stored import accepted, set_up
from tests.workbooks import programme_workbook


@pytest.fixture
def run(database):
    """Run a command on a store where N01 owes four returns for November 2024 and has sent one, three days late."""
    set_up(database, programme_workbook([("N01", "Quayside", 6500)]))
    accepted(database, datetime(2024, 12, 13), dataset="support")
    return lambda *words: CliRunner().invoke(main, ["--database", database.url, *map(str, words)], catch_exceptions=False)


def test_the_board_as_json_has_every_month_and_dataset(run):
    rows = json.loads(run("board", "--as-at", "2024-12-31", "--json").stdout)
    assert len(rows) == 8 * 4  # May to December
    assert list(rows[0]) == [
        "neighbourhood", "name", "month", "dataset", "due", "state", "days_late", "nil", "sent_at", "return_id", "reason",
        "first_month", "how_often",
    ]  # fmt: skip
    groups, support = (row for row in rows if row["month"] == "2024-11" and row["dataset"] in ("groups", "support"))
    assert [groups[name] for name in ("due", "state", "days_late", "sent_at", "return_id")] == ["2024-12-10", "overdue", 21, None, None]
    assert [support[name] for name in ("due", "state", "days_late", "sent_at", "nil")] == ["2024-12-10", "accepted", 3, "2024-12-13", False]


def test_the_board_is_read_as_the_last_twelve_months(run):
    heading, row = run("board", "--as-at", "2025-06-30").stdout.splitlines()
    assert heading.split()[:3] == ["Neighbourhood", "Jul", "2024"]
    assert heading.split()[-2:] == ["Jun", "2025"]
    assert row.startswith("N01 Quayside   not due")


def test_who_owes_what_is_listed(run):
    asked = ("owed", "--as-at", "2024-12-31")
    assert [re.split(" {2,}", line) for line in run(*asked).stdout.splitlines()[1:]] == [
        ["N01 Quayside", "November 2024", "Activities, Engagement, Groups", "10 December 2024", "overdue by 21 days"]
    ]
    rows = json.loads(run(*asked, "--json").stdout)
    assert [(row["dataset"], row["state"], row["days_late"], row["due"]) for row in rows] == [
        (title, "overdue", 21, "2024-12-10") for title in ("Activities", "Engagement", "Groups")
    ]


@pytest.mark.parametrize("command", ["board", "owed", "milestones", "factors", "kpis", "history"])
@pytest.mark.parametrize(
    ("as_at", "sentence"),
    [
        ("2030-01-01", "2030-01-01 has not come yet. Choose today or a day before it."),
        ("9999-12-31", "9999-12-31 has not come yet."),
        ("2026-02-30", "“2026-02-30” is not a day."),
    ],
)
def test_a_day_that_cannot_be_looked_from_ends_the_command_with_a_sentence(run, command, as_at, sentence):
    result = run(command, "--as-at", as_at)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize("command", ["board", "owed", "milestones", "history"])
def test_a_day_before_the_set_up_is_said_beside_the_table(run, command):
    result = run(command, "--as-at", "2024-05-01", "--json")
    assert json.loads(result.stdout) == []
    assert result.stderr == "On 1 May 2024 no programme had been set up yet.\n"


def test_a_neighbourhood_is_one_of_the_day(run, database):
    later = programme_workbook([("N02", "Hill Top", 6500)])
    submit(database, Upload("set-up.xlsx", later), "a test", datetime(2025, 5, 2), tell_effect=False)
    assert run("factors", "N01", "--as-at", "2024-12-31").exit_code == 0
    assert "There is no neighbourhood 'N01'. The codes are: N02." in run("factors", "N01").stderr
    assert (
        "On 31 December 2024 there was no neighbourhood 'N02'. The codes are: N01." in run("factors", "N02", "--as-at", "2024-12-31").stderr
    )


def test_what_came_after_the_day_that_a_programme_is_looked_at_from_is_said_beside_the_table(run, database):
    looked_at_from = programme_workbook([("N01", "Quayside", 6500)], reference_date=date(2024, 12, 12))
    submit(database, Upload("set-up.xlsx", looked_at_from), "a test", datetime(2024, 5, 3), tell_effect=False)
    result = run("owed", "--json")
    assert [row["dataset"] for row in json.loads(result.stdout)] == ["Activities", "Engagement", "Groups", "Support"]
    told = "1 return came after that day and is not in these figures. Give --as-at for another day.\n"
    assert result.stderr == f"Figures as at 12 December 2024: {told}"
    assert run("owed", "--as-at", "2024-12-13", "--json").stderr == ""
    history = run("history", "--json")
    assert (len(json.loads(history.stdout)), history.stderr) == (3, "")


def test_moments_are_told_in_united_kingdom_time_with_their_zone(run):
    support, set_up = json.loads(run("history", "--json").stdout)
    assert support["submitted_at"] == "2024-12-13T00:00:00+00:00"
    assert set_up["submitted_at"] == "2024-05-02T01:00:00+01:00"
    assert "2 May 2024, 01:00" in run("returns").stdout


def test_the_calendar_is_written_to_a_file(run, tmp_path):
    result = run("calendar", "--neighbourhood", "N01", "--as-at", "2024-12-31", "--output", tmp_path / "due.ics")
    assert (result.exit_code, result.stdout) == (0, f"Wrote {tmp_path / 'due.ics'}.\n")
    assert len(Calendar.from_ical((tmp_path / "due.ics").read_bytes()).walk("VEVENT")) == 54


@pytest.mark.parametrize(("options", "said"), [(["--neighbourhood", "N99"], "There is no neighbourhood 'N99'."), ([], "No such file")])
def test_what_cannot_be_written_is_said_in_a_sentence(run, tmp_path, options, said):
    result = run("calendar", *options, "--output", tmp_path / "nowhere" / "due.ics")
    assert result.exit_code == 1
    assert said in result.stderr

"""The commands about returns due, each on a store of the test's own."""

import json
import re
from datetime import datetime

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from cdmon.__main__ import main
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


def test_the_calendar_is_written_to_a_file(run, tmp_path):
    result = run("calendar", "--neighbourhood", "N01", "--as-at", "2024-12-31", "--output", tmp_path / "due.ics")
    assert (result.exit_code, result.stdout) == (0, f"Wrote {tmp_path / 'due.ics'}.\n")
    assert len(Calendar.from_ical((tmp_path / "due.ics").read_bytes()).walk("VEVENT")) == 54


@pytest.mark.parametrize(("options", "said"), [(["--neighbourhood", "N99"], "There is no neighbourhood 'N99'."), ([], "No such file")])
def test_what_cannot_be_written_is_said_in_a_sentence(run, tmp_path, options, said):
    result = run("calendar", *options, "--output", tmp_path / "nowhere" / "due.ics")
    assert result.exit_code == 1
    assert said in result.stderr

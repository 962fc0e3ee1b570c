"""The partnership checklist: a programme's own steps, each in place since a day, or not any more, with the months since the last change."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.definitions import load
from cdmon.returns.check import check
from cdmon.tables.known import Known
from cdmon.tables.partnership import (
    months_between,
    not_reported,
    partnership,
    partnership_changes,
    read_partnership,
    read_partnership_changes,
)
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import instructions, programme_workbook, table, workbook

STEPS = [["Code", "Title"], ["S1", "Ground rules"], ["S2", "A resident takes the chair"]]
LOOKED_AT = date(2025, 9, 17)


def partnership_workbook(month, *rows, place="N01"):
    usual = {"step": "S1", "standing": "in place", "evidence": "Minutes"}
    return workbook({"Instructions": instructions(place, month), "Partnership": table(usual | row for row in rows)})


@pytest.fixture
def with_steps(any_database):
    """A programme with two steps, looked at from 17 September 2025."""
    send(any_database, programme_workbook(sheets={"Checklist steps": STEPS}, reference_date=LOOKED_AT))
    return any_database


def test_the_newest_day_says_how_a_step_stands_and_a_step_can_go_back(with_steps):
    chair = {"step": "a resident takes the chair"}  # by its title
    send(with_steps, partnership_workbook("2025-03", {"since": date(2025, 1, 9)}, chair | {"since": date(2025, 3, 18)}))
    send(with_steps, partnership_workbook("2025-08", chair | {"standing": "not in place", "since": date(2025, 7, 18), "told_by": "Team"}))
    with with_steps.cursor() as cursor:
        known = Known.in_view(cursor)
        told, changes, others = partnership(known), partnership_changes(known), not_reported(known)
    assert read_partnership(told).to_dict("records") == [
        {
            "Neighbourhood": "N01 Quayside",
            "Ground rules": "✓ since 9 January 2025",
            "A resident takes the chair": "✗ not any more since 18 July 2025",
            "Months since the last change": "1",  # from 18 July to 17 September: the second is not whole
        }
    ]
    assert others == ["N02 Hill Top"]
    assert read_partnership_changes(changes).to_numpy().tolist()[:2] == [
        ["A resident takes the chair", "Not in place any more", "18 July 2025", "Minutes", "Team", "N01", "August 2025"],
        ["A resident takes the chair", "In place", "18 March 2025", "Minutes", "nobody named", "N01", "March 2025"],
    ]


def test_a_later_return_corrects_what_was_told_of_the_same_day(with_steps):
    told = {"since": date(2025, 1, 9)}
    send(with_steps, partnership_workbook("2025-03", told))
    send(with_steps, partnership_workbook("2025-04", told | {"evidence": "Better minutes"}))
    with with_steps.cursor() as cursor:
        assert partnership_changes(Known.in_view(cursor))["evidence"].tolist() == ["Better minutes"]
        assert partnership(Known.in_view(cursor), "N02").empty


def test_a_step_that_the_set_up_does_not_list_is_refused_with_those_it_does(with_steps):
    with with_steps.cursor() as cursor:
        upload = Upload("steps.xlsx", partnership_workbook("2025-03", {"step": "S9", "since": date(2025, 1, 9)}))
        (told,) = check(Known(cursor), upload).problems
    assert (told.code, told.severity, told.cell) == ("partnership-step-unknown", "error", "A2")
    assert "Use one of: S1, S2." in told.message


def test_no_step_of_any_model_is_shipped(programme_store):
    with programme_store.cursor() as cursor:
        known = Known(cursor)
        assert list(partnership(known)) == ["neighbourhood", "name", "months"]
    sheet = load().datasets["programme"].sheet("checklist_steps")
    assert [column.options for column in sheet.columns] == [[], []]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 7, 18), date(2025, 7, 18), 0),
        (date(2025, 7, 18), date(2025, 8, 17), 0),
        (date(2025, 7, 18), date(2025, 8, 18), 1),
        (date(2024, 12, 1), date(2026, 1, 1), 13),
    ],
)
def test_months_are_counted_whole(first, last, months):
    assert months_between(first, last) == months


def test_the_command_tells_how_steps_stand_and_in_json_every_change(with_steps):
    send(with_steps, partnership_workbook("2025-03", {"since": date(2025, 1, 9)}))
    run = ["--database", with_steps.url, "partnership"]
    assert "✓ since 9 January 2025" in CliRunner().invoke(main, run, catch_exceptions=False).stdout
    (row,) = json.loads(CliRunner().invoke(main, [*run, "N01", "--json"], catch_exceptions=False).stdout)
    assert (row["step"], row["standing"], row["since"]) == ("S1", "in place", "2025-01-09")

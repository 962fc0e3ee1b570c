"""The meetings of the steering group, each kept as an act: recorded, taken back, and the last one before a day."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.meet import record_meeting
from cdmon.clock import today
from cdmon.refusal import Refusal
from cdmon.tables.known import Known
from cdmon.tables.meetings import last_meeting, meetings
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook, yes_of

MARCH, JUNE = date(2026, 3, 26), date(2026, 6, 25)


def held(database):
    with database.cursor() as cursor:
        return meetings(Known(cursor))


def test_meetings_are_kept_the_newest_first(any_database):
    for day in (MARCH, JUNE, MARCH):
        record_meeting(any_database, day, "Ann")
    assert held(any_database) == [JUNE, MARCH]


def test_a_meeting_that_was_recorded_by_mistake_is_taken_back_and_may_be_recorded_again(database):
    for is_held in (True, False):
        record_meeting(database, MARCH, "Ann", is_held)
    assert held(database) == []
    record_meeting(database, MARCH, "Ann")
    assert held(database) == [MARCH]


def test_what_was_never_recorded_cannot_be_taken_back(database):
    with pytest.raises(Refusal, match="No meeting of 26 March 2026 is on record"):
        record_meeting(database, MARCH, "Ann", is_held=False)


def test_a_meeting_to_come_is_none_yet(database):
    with pytest.raises(Refusal, match="has not come yet"):
        record_meeting(database, today() + timedelta(days=1), "Ann")


def test_a_second_click_records_nothing(database):
    record_meeting(database, MARCH, "Ann", act_id="one")
    with pytest.raises(AlreadyDone):
        record_meeting(database, JUNE, "Ann", act_id="one")
    assert held(database) == [MARCH]


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 6, 26), JUNE), (JUNE, MARCH), (MARCH, None)])
def test_the_last_meeting_is_the_last_before_the_day_in_view(day, expected):
    assert last_meeting([JUNE, MARCH], day) == expected


def test_the_command_compares_with_the_last_meeting(database):
    send(database, programme_workbook())
    run = CliRunner()
    asked = run.invoke(main, ["--database", database.url, "compare"])
    assert (asked.exit_code, "No meeting is on record" in asked.output) == (1, True)
    kept = run.invoke(main, ["--database", database.url, "meeting", f"{today() - timedelta(days=1)}"])
    assert kept.output.startswith("Kept: the meeting of ")
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)))
    told = run.invoke(main, ["--database", database.url, "compare", "--neighbourhood", "N01"])
    assert "baseline only: 7.0% (4.6–10.5), n = 300, 2024" in told.output

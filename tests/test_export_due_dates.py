"""The calendar of due dates, read back with the same library and, where it matters, as bytes.

The programme of `tests.stored` ends in April 2029. N01 (first wave) owes returns for November 2024 (month 7) to April 2029 (month 60).
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from cdmon.exports.due_dates import calendar
from cdmon.refusal import Refusal
from tests.hostile import HOSTILE
from tests.stored import accepted, happened, sent, set_up
from tests.workbooks import programme_workbook

LOOKED_AT = date(2025, 1, 5)


def events(database, neighbourhood=None, as_at=LOOKED_AT):
    return Calendar.from_ical(calendar(database, neighbourhood, as_at)).walk("VEVENT")


def test_a_neighbourhood_has_an_event_a_month_from_its_beginning_to_the_end_of_the_last_stage(waves_store):
    found = events(waves_store, "N01")
    assert len(found) == 60 - 6
    assert [found[0].start, found[1].start, found[-1].start] == [date(2024, 12, 10), date(2025, 1, 10), date(2029, 5, 10)]
    assert str(found[0]["SUMMARY"]) == "Monthly return for November 2024 due (N01 Quayside)"
    assert str(found[-1]["SUMMARY"]) == "Monthly return for April 2029 due (N01 Quayside)"
    assert events(waves_store, "N03")[0].start == date(2027, 12, 10)  # the third wave begins in month 43


def test_an_event_fills_its_day_blocks_nothing_and_reminds_two_days_before(waves_store):
    event = events(waves_store, "N01")[0]
    assert (event.duration, str(event["TRANSP"])) == (timedelta(days=1), "TRANSPARENT")
    (reminder,) = event.alarms.times
    assert reminder.trigger == date(2024, 12, 8)
    assert str(event.walk("VALARM")[0]["ACTION"]) == "DISPLAY"


def test_all_neighbourhoods_share_one_event_a_month_that_tells_who_owes_what(waves_store):
    first, second, *_ = (event for event in events(waves_store) if event.start >= date(2026, 5, 10))
    assert str(first["SUMMARY"]) == "Monthly return for April 2026 due (N01 Quayside)"
    assert str(second["SUMMARY"]) == "Monthly return for May 2026 due (2 neighbourhoods)"
    assert str(second["DESCRIPTION"]).splitlines() == [
        f"{title}, due 10 June 2026: N01, N02" for title in ("Activities", "Engagement", "Groups", "Support")
    ]


def test_a_month_stays_until_all_its_returns_are_in_and_tells_only_what_is_still_owed(waves_store):
    for dataset in ("activities", "engagement", "support"):
        accepted(waves_store, datetime(2024, 12, 9), dataset=dataset)
    sent_back = sent(waves_store, datetime(2024, 12, 9))
    assert events(waves_store, "N01")[0].start == date(2025, 1, 10)  # nobody has decided about the groups, but they were sent
    happened(waves_store, sent_back, "sent back", datetime(2024, 12, 20))
    event = events(waves_store, "N01")[0]
    assert (event.start, str(event["DESCRIPTION"])) == (date(2024, 12, 10), "Groups, due 10 December 2024: N01")


def test_the_same_data_make_the_same_bytes_whatever_the_day(waves_store):
    accepted(waves_store, datetime(2024, 12, 9, 8, 30, 15, 123456), dataset="support")
    assert calendar(waves_store) == calendar(waves_store, as_at=LOOKED_AT) == calendar(waves_store, as_at=date(2025, 1, 6))
    assert {event.stamp for event in events(waves_store)} == {datetime(2024, 12, 9, 8, 30, 15, tzinfo=UTC)}


def test_an_event_keeps_its_uid_when_data_come_in(waves_store):
    before = {event.start: event.uid for event in events(waves_store)}
    accepted(waves_store, datetime(2024, 12, 9), dataset="support")
    assert {event.start: event.uid for event in events(waves_store)} == before
    assert len(set(before.values())) == len(before) == 54
    assert not set(before.values()) & {event.uid for event in events(waves_store, "N01")}


NAMES = dict(enumerate([*HOSTILE, "Up; down, left\\right", "Bad\r\nEND:VEVENT", "Łódź " + "é" * 60], start=1))


def oddly_named(database):
    """Set up a neighbourhood of each name in a programme of six months, of which they owe returns for the last three."""
    stages = {"Stages": [["Stage", "First month", "Last month"], [1, 1, 3], [2, 4, 6]]}
    set_up(database, programme_workbook([(f"N{number:02}", name, 6500) for number, name in NAMES.items()], sheets=stages))


@pytest.mark.parametrize(("number", "name"), NAMES.items())
def test_a_name_stays_a_text(copy_of, number, name):
    content = calendar(copy_of(oddly_named), f"N{number:02}", LOOKED_AT)
    found = Calendar.from_ical(content).walk("VEVENT")
    assert len(found) == content.count(b"\r\nEND:VEVENT") == 3
    assert " ".join(name.split()) in str(found[0]["SUMMARY"])
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cdmon//Returns due//EN\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_without_a_programme_or_the_neighbourhood_a_sentence_says_so(database):
    with pytest.raises(Refusal, match="No programme has been set up in this store yet"):
        calendar(database)
    set_up(database)
    with pytest.raises(Refusal, match="On 5 January 2025 there was no neighbourhood 'N99'"):
        calendar(database, "N99", LOOKED_AT)

"""The audit trail: everything that happened, as it was known on any day.

Who did what and why is in test_decide.py, the file of it in test_export_audit.py.
"""

from datetime import date, datetime

from cdmon.tables.events import events, read_events
from cdmon.tables.known import Known
from tests.hostile import HOSTILE
from tests.stored import accepted, happened, sent

SENT, SENT_BACK = datetime(2024, 12, 2, 9, 30), datetime(2024, 12, 31, 23, 30)


def test_the_trail_is_newest_first_and_as_it_was_known_then(any_database):
    first = sent(any_database, SENT)
    happened(any_database, first, "sent back", SENT_BACK, HOSTILE[1])
    accepted(any_database, datetime(2025, 7, 1, 12), dataset="agencies", place="", month="", rows=0)
    with any_database.cursor() as cursor:
        now, then = events(Known(cursor)), events(Known(cursor, date(2024, 12, 31)))
        assert events(Known(cursor, date(2024, 12, 1))).empty
    assert now["kind"].tolist() == ["accepted", "submitted", "sent back", "submitted"]
    assert read_events(now).values.tolist()[::3] == [
        ["1 July 2025, 13:00", "accepted", "somebody", "no reason given", "Agency survey round", "Programme", "no period", "a.xlsx"],
        ["2 December 2024, 09:30", "sent, waiting for a decision", "a test", "no reason given", "Groups", "N01", "November 2024", "a.xlsx"],
    ]
    assert read_events(then).values.tolist() == read_events(now).values.tolist()[2:]
    assert read_events(then)["Why"].iloc[0] == HOSTILE[1]


def test_a_day_ends_at_midnight_in_the_united_kingdom(database):
    sent(database, datetime(2025, 6, 30, 23, 30))  # half past midnight on 1 July, British Summer Time
    with database.cursor() as cursor:
        assert events(Known(cursor, date(2025, 6, 30))).empty
        assert len(events(Known(cursor, date(2025, 7, 1)))) == 1

"""The board of returns: what is due when, what was sent, and how late.

The programme here begins in May 2024, so that the first wave owes returns from November 2024 on (month 7), the second from May 2026
(month 25) and the third from November 2027 (month 43); the return of November 2024 is due on 10 December 2024.
"""

from datetime import date, datetime

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.returns.submit import submit
from cdmon.tables.board import Standing, board, read_board, standings_by_month, words
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.stored import PLACES, accepted, happened, sent, set_up
from tests.workbooks import groups_workbook, programme_workbook

IN_TIME = datetime(2024, 12, 9, 12)
LOOKED_AT = date(2024, 12, 31)
OWED = ["activities", "engagement", "groups", "support"]


def row(database: Database, as_at: date = LOOKED_AT, month: str = "2024-11", place: str = "N01", dataset: str = "groups") -> pd.Series:
    with database.cursor() as cursor:
        frame = board(Known(cursor, as_at))
    (found,) = frame[(frame["month"] == month) & (frame["neighbourhood"] == place) & (frame["dataset"] == dataset)].to_dict("records")
    return pd.Series(found, dtype="object")


def stands(database: Database, as_at: date = LOOKED_AT, **of: str) -> tuple[str, object, str]:
    """The state of a return, how late it is (None where nothing is late or could be), and what people read."""
    found = row(database, as_at, **of)
    return found["state"], None if pd.isna(found["days_late"]) else found["days_late"], words(found)


# What is owed, and when


def test_each_neighbourhood_owes_four_returns_for_each_month_up_to_the_present_one(waves_store):
    with waves_store.cursor() as cursor:
        frame = board(Known(cursor, date(2024, 7, 1)))
    assert len(frame) == 3 * 3 * 4  # May, June and July in three neighbourhoods
    n01 = frame[frame["neighbourhood"] == "N01"]
    assert n01["month"].unique().tolist() == ["2024-05", "2024-06", "2024-07"]
    assert n01["dataset"].tolist() == OWED * 3
    assert n01["name"].unique().tolist() == ["Quayside"]


def test_without_a_programme_there_is_nothing(database):
    with database.cursor() as cursor:
        assert board(Known(cursor)).empty


def test_a_programme_that_has_not_begun_owes_nothing(waves_store):
    with waves_store.cursor() as cursor:
        assert board(Known(cursor, date(2024, 4, 30))).empty
        assert board(Known(cursor, date(2024, 5, 3)))["state"].unique().tolist() == ["not due"]


def test_nothing_is_owed_for_months_after_the_last_stage(waves_store):
    with waves_store.cursor() as cursor:
        assert board(Known(cursor, date(2030, 1, 1)))["month"].max() == "2029-04"  # month 60


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2024, 11, 30), ("not due", None, "not due")),  # the month is not over
        (date(2024, 12, 1), ("due", None, "due 10 December")),
        (date(2024, 12, 10), ("due", None, "due 10 December")),  # on the day itself
        (date(2024, 12, 11), ("overdue", 1, "overdue by 1 day")),
        (date(2024, 12, 31), ("overdue", 21, "overdue by 21 days")),
        (date(2028, 1, 30), ("overdue", 1146, "overdue by 1,146 days")),
    ],
)
def test_a_return_is_due_once_its_month_is_over_and_overdue_after_its_day(waves_store, as_at, expected):
    assert stands(waves_store, as_at) == expected


@pytest.mark.parametrize(
    ("place", "before", "first"), [("N01", "2024-10", "2024-11"), ("N02", "2026-04", "2026-05"), ("N03", "2027-10", "2027-11")]
)
def test_a_neighbourhood_owes_returns_from_the_stage_in_which_its_wave_begins(waves_store, place, before, first):
    late = date(2028, 12, 31)
    assert stands(waves_store, late, place=place, month=before)[0] == "not due"
    assert stands(waves_store, late, place=place, month=first)[0] == "overdue"


def test_the_programmes_own_stages_decide_and_a_wave_without_a_stage_never_owes(database):
    own = {"Stages": [["Stage", "First month", "Last month"], [1, 1, 3], [2, 4, 12]]}
    set_up(database, programme_workbook(PLACES, sheets=own))
    late = date(2025, 4, 30)
    assert [stands(database, late, month=month)[0] for month in ("2024-07", "2024-08")] == ["not due", "overdue"]
    with database.cursor() as cursor:
        assert board(Known(cursor, late)).query("neighbourhood == 'N02'")["state"].unique().tolist() == ["not due"]


def test_a_neighbourhood_may_begin_in_a_month_of_its_own(database):
    headings = ["Code", "Name", "Population", "Wave", "Returns from"]
    places = {"Neighbourhoods": [headings, ["N01", "Quayside", 6500, "first", "2024-12"], ["N02", "Hill Top", 6000, "second", "2024-10"]]}
    set_up(database, programme_workbook(sheets=places))
    late = date(2025, 3, 31)
    assert [stands(database, late, month=month)[0] for month in ("2024-11", "2024-12")] == ["not due", "overdue"]
    assert [stands(database, late, place="N02", month=month)[0] for month in ("2024-09", "2024-10")] == ["not due", "overdue"]


def test_the_programme_may_give_its_teams_more_days(database):
    set_up(database, programme_workbook(PLACES, due_days=21))
    found = row(database)
    assert (found["due"], found["state"], found["days_late"]) == (date(2024, 12, 21), "overdue", 10)


# What was sent


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2024, 12, 1, 9), ("accepted", 0, "on time")),
        (datetime(2024, 12, 10, 23, 59), ("accepted", 0, "on time")),
        (datetime(2024, 12, 11, 0, 0), ("accepted", 1, "1 day late")),
        (datetime(2024, 12, 13, 9), ("accepted", 3, "3 days late")),
    ],
)
def test_a_return_is_late_by_the_day_it_was_sent(waves_store, at, expected):
    accepted(waves_store, at)
    assert stands(waves_store) == expected


def test_the_day_is_that_of_the_united_kingdom(waves_store):
    accepted(waves_store, datetime(2026, 7, 10, 22, 59), month="2026-06", dataset="groups")  # 23:59 in British summer time
    accepted(waves_store, datetime(2026, 7, 10, 23, 0), month="2026-06", dataset="activities")  # midnight
    found = {dataset: row(waves_store, date(2026, 7, 31), "2026-06", dataset=dataset) for dataset in ("groups", "activities")}
    assert [(each["sent_at"], each["days_late"]) for each in found.values()] == [(date(2026, 7, 10), 0), (date(2026, 7, 11), 1)]


def test_a_return_with_no_rows_says_that_there_was_nothing_to_report(waves_store):
    accepted(waves_store, IN_TIME, rows=0)
    accepted(waves_store, datetime(2024, 12, 12), dataset="support", rows=0)
    assert stands(waves_store) == ("accepted", 0, "nil, on time")
    assert stands(waves_store, dataset="support") == ("accepted", 2, "nil, 2 days late")
    assert [row(waves_store, dataset=dataset)["nil"] for dataset in OWED] == [False, False, True, True]


def test_a_return_of_a_month_before_the_neighbourhood_begins_is_neither_late_nor_on_time(waves_store):
    accepted(waves_store, IN_TIME, month="2024-10")
    assert stands(waves_store, month="2024-10") == ("accepted", None, "sent early")


def test_a_return_of_the_programme_is_nobodys(waves_store):
    accepted(waves_store, IN_TIME, dataset="support", place="")
    assert stands(waves_store, dataset="support")[0] == "overdue"


def test_what_is_known_is_what_had_been_sent_by_the_end_of_the_day(waves_store):
    return_id = accepted(waves_store, datetime(2024, 12, 20, 12))
    assert stands(waves_store, date(2024, 12, 19)) == ("overdue", 9, "overdue by 9 days")
    assert pd.isna(row(waves_store, date(2024, 12, 19))["return_id"])
    assert stands(waves_store, date(2024, 12, 20)) == ("accepted", 10, "10 days late")
    assert row(waves_store, date(2024, 12, 20))["return_id"] == return_id


# What was decided


def test_a_return_waits_until_somebody_decides_and_the_decision_does_not_make_it_late(waves_store):
    return_id = sent(waves_store, IN_TIME)
    assert stands(waves_store) == ("submitted", 0, "waiting for a decision")
    happened(waves_store, return_id, "accepted", datetime(2024, 12, 30))
    assert stands(waves_store) == ("accepted", 0, "on time")


def test_a_return_stays_sent_back_until_it_is_sent_again_and_keeps_its_first_day(waves_store):
    happened(waves_store, sent(waves_store, IN_TIME), "sent back", datetime(2024, 12, 12), "A group is missing")
    assert stands(waves_store) == ("sent back", 0, "sent back")
    assert row(waves_store)["reason"] == "A group is missing"
    again = sent(waves_store, datetime(2024, 12, 15))
    assert stands(waves_store) == ("submitted", 0, "waiting for a decision")
    happened(waves_store, again, "accepted", datetime(2024, 12, 16))
    found = row(waves_store)
    assert (found["state"], found["days_late"], found["sent_at"], found["return_id"]) == ("accepted", 0, date(2024, 12, 9), again)


def test_a_return_that_was_withdrawn_was_not_sent(waves_store):
    happened(waves_store, accepted(waves_store, IN_TIME), "withdrawn", datetime(2024, 12, 12), "Of another neighbourhood")
    assert stands(waves_store) == ("overdue", 21, "overdue by 21 days")
    accepted(waves_store, datetime(2024, 12, 14))
    assert stands(waves_store) == ("accepted", 4, "4 days late")


def test_once_a_correction_is_withdrawn_the_return_before_it_stands(waves_store):
    first = accepted(waves_store, IN_TIME)
    happened(waves_store, accepted(waves_store, datetime(2024, 12, 14)), "withdrawn", datetime(2024, 12, 15))
    assert row(waves_store)["return_id"] == first
    assert stands(waves_store) == ("accepted", 0, "on time")


# On every kind of store


def test_a_workbook_that_is_sent_stands_on_the_board(any_database):
    set_up(any_database)
    submit(any_database, Upload("groups.xlsx", groups_workbook("2024-11", [{}])), "a test", datetime(2024, 12, 12), tell_effect=False)
    assert stands(any_database) == ("accepted", 2, "2 days late")
    assert stands(any_database, dataset="activities") == ("overdue", 21, "overdue by 21 days")


# As people read it


def test_the_board_has_a_row_a_neighbourhood_and_says_how_the_worst_return_stands(waves_store):
    for dataset in OWED:
        accepted(waves_store, IN_TIME, dataset=dataset)
        if dataset != "support":
            accepted(waves_store, datetime(2025, 1, 13), dataset=dataset, month="2024-12")  # due 10 January
    with waves_store.cursor() as cursor:
        text = read_board(board(Known(cursor, date(2025, 1, 31))).query("month >= '2024-11'"))
    assert list(text.columns) == ["Neighbourhood", "Nov 2024", "Dec 2024", "Jan 2025"]
    assert text.values.tolist() == [
        ["N01 Quayside", "on time", "overdue by 21 days", "not due"],
        ["N02 Hill Top", "not due", "not due", "not due"],
        ["N03 Fields", "not due", "not due", "not due"],
    ]


def test_of_returns_that_stand_alike_the_latest_is_told_and_nil_only_where_all_are(waves_store):
    for dataset, day in zip(OWED, (9, 11, 14, 9), strict=True):
        accepted(waves_store, datetime(2024, 12, day), dataset=dataset)
    for dataset, rows in zip(OWED, (0, 0, 5, 0), strict=True):
        accepted(waves_store, datetime(2025, 1, 2), dataset=dataset, month="2024-12", rows=rows)
        accepted(waves_store, datetime(2025, 2, 2), dataset=dataset, month="2025-01", rows=0)
    with waves_store.cursor() as cursor:
        text = read_board(board(Known(cursor, date(2025, 1, 31))))
        later = read_board(board(Known(cursor, date(2025, 2, 28))))
    assert text.iloc[0][["Nov 2024", "Dec 2024"]].tolist() == ["4 days late", "on time"]
    assert later.iloc[0]["Jan 2025"] == "nil, on time"


def in_words(frame):
    """The board of one neighbourhood in words, "–" where nothing is asked for."""
    return standings_by_month(frame).map(lambda cell: cell.words if isinstance(cell, Standing) else "–").reset_index()


def test_the_board_of_a_neighbourhood_has_a_row_a_month_and_a_column_a_dataset(waves_store):
    accepted(waves_store, IN_TIME, dataset="support")
    with waves_store.cursor() as cursor:
        frame = board(Known(cursor, LOOKED_AT))
    text = in_words(frame[(frame["neighbourhood"] == "N01") & (frame["month"] >= "2024-11")])
    assert list(text.columns) == ["Period", "Activities", "Engagement", "Groups", "Support"]
    assert text.values.tolist() == [
        ["December 2024", "not due", "not due", "not due", "not due"],
        ["November 2024", "overdue by 21 days", "overdue by 21 days", "overdue by 21 days", "on time"],
    ]

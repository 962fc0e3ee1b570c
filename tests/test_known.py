"""What was known on a day: which version of a return counts, whose names and rules hold, and the day that a programme is looked at from.

The survey of the first version has 21 of 300 residents active (7%), that of the second 36 (12%).
"""

from datetime import date, datetime
from itertools import permutations

import pytest

from cdmon.refusal import Refusal
from cdmon.returns.submit import submit
from cdmon.tables.board import board
from cdmon.tables.dialogue import dialogue
from cdmon.tables.effects import effects
from cdmon.tables.events import events
from cdmon.tables.factors import factors
from cdmon.tables.groups import groups
from cdmon.tables.known import Known, place_of, programme_of
from cdmon.tables.later import later
from cdmon.tables.returns import read_returns, returns
from cdmon.workbooks.cells import Upload
from tests.stored import accepted, happened, sent
from tests.workbooks import engagement_workbook, evidence_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

PLACES = [("N01", "Quayside", 6500), ("N02", "Hill Top", 6000), ("N03", "Fields", 7000)]
FIRST, SECOND, THIRD, FOURTH = (datetime(2024, 12, day, 12) for day in (2, 4, 6, 8))


def send(database, content, at, name="return.xlsx"):
    receipt = submit(database, Upload(name, content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def counts(database, as_at=None, provisional=False):
    """The return_ids that count."""
    with database.cursor() as cursor:
        return [row for (row,) in Known(cursor, as_at, provisional).execute("SELECT return_id FROM query_table($counting)").fetchall()]


# Of several versions the newest


def test_a_version_that_waits_is_the_provisional_one_though_the_one_before_it_was_accepted_later(any_database):
    first, second = sent(any_database, FIRST), sent(any_database, SECOND)
    happened(any_database, first, "accepted", THIRD)
    assert counts(any_database) == [first]
    assert counts(any_database, provisional=True) == [second]


def test_an_old_version_that_is_accepted_again_does_not_displace_a_newer_one(any_database):
    first = accepted(any_database, FIRST)
    happened(any_database, first, "sent back", SECOND, "A group is missing")
    second = accepted(any_database, THIRD)
    happened(any_database, first, "accepted", FOURTH)
    assert counts(any_database) == counts(any_database, provisional=True) == [second]
    with any_database.cursor() as cursor:
        table = returns(Known(cursor))
    assert table.set_index("return_id")["standing"].to_dict() == {first: "superseded", second: "accepted"}
    happened(any_database, second, "withdrawn", datetime(2024, 12, 9), "Another neighbourhood's")
    assert counts(any_database) == [first]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_three_versions_are_accepted_the_one_sent_last_counts(database, order):
    versions = [sent(database, at) for at in (FIRST, SECOND, THIRD)]
    for step, number in enumerate(order, start=1):
        happened(database, versions[number], "accepted", datetime(2024, 12, 10 + step))
        assert counts(database) == [versions[max(order[:step])]]
        assert counts(database, provisional=True) == [versions[2]]


def test_of_versions_sent_at_one_moment_the_id_decides_the_same_in_every_table(database):
    ids = sorted(accepted(database, FIRST) for _ in range(3))
    with database.cursor() as cursor:
        table = returns(Known(cursor))
    assert counts(database) == table.loc[table["current"], "return_id"].tolist() == [ids[-1]]


def test_a_set_up_that_waits_gives_no_rules_not_even_provisionally(database):
    send(database, programme_workbook(PLACES, acceptance="by a person"), datetime(2024, 5, 2))
    send(database, programme_workbook([("N01", "New Quay", 9000)], acceptance="by a person"), datetime(2024, 6, 2))
    with database.cursor() as cursor:
        assert Known(cursor, provisional=True).neighbourhoods["name"].tolist() == ["Quayside", "Hill Top", "Fields"]


# Names, places and rules of the day


@pytest.fixture
def one_left_out(database):
    """N03 sends a register, evidence and a meeting; then a new set-up leaves it out and renames N01."""
    send(database, programme_workbook(PLACES), datetime(2024, 5, 2))
    for place in ("N01", "N03"):
        send(database, groups_workbook("2024-10", [{"name": f"Choir of {place}"}], place), datetime(2024, 11, 5))
        seen = {"date": date(2024, 10, 3), "intended": "yes", "effect": "beneficial"}
        send(database, evidence_workbook("2024-10", [seen], place), datetime(2024, 11, 5))
        meeting = {"kind": "listening meeting", "date": date(2024, 10, 2), "residents": 12}
        send(database, engagement_workbook("2024-10", [meeting], place), datetime(2024, 11, 5))
    send(database, programme_workbook([("N01", "New Quay", 6500), ("N02", "Hill Top", 6000)]), datetime(2025, 2, 1))
    return database


@pytest.mark.parametrize(("as_at", "places", "name"), [(date(2025, 1, 31), 2, "Quayside"), (None, 1, "New Quay")])
def test_every_table_is_of_the_places_of_the_day_under_their_names_of_the_day(one_left_out, as_at, places, name):
    with one_left_out.cursor() as cursor:
        known = Known(cursor, as_at)
        assert known.neighbourhoods["name"].iloc[0] == name
        assert len(known.neighbourhoods) == places + 1
        assert len(groups(known)) == len(effects(known)) == places
        assert dialogue(known).set_index("figure")["value"]["Residents present, counted at each meeting"] == 12 * places
        pooled = factors(known).set_index("indicator").loc["groups_counting"]
        assert pooled["baseline"].value == places
        assert set(board(known)["neighbourhood"]) == set(known.neighbourhoods["code"])
        assert len(returns(known).query("current")) == 7  # what N03 sent is kept, and stands as it stood


def test_an_unknown_neighbourhood_is_a_sentence_that_names_those_of_the_day(one_left_out):
    with one_left_out.cursor() as cursor:
        assert place_of(Known(cursor, date(2025, 1, 31)), "N03") == "N03"
        with pytest.raises(Refusal, match=r"There is no neighbourhood 'N03'\. The codes are: N01, N02\."):
            place_of(Known(cursor), "N03")
        with pytest.raises(Refusal, match=r"On 1 May 2024 no programme had been set up yet\."):
            programme_of(Known(cursor, date(2024, 5, 1)))


# A programme that is looked at from a day of its own


@pytest.fixture
def looked_at_from(database):
    """A programme that is looked at from 31 December 2024; after that day the register of November and a correction of October come."""
    send(database, programme_workbook(PLACES, reference_date=date(2024, 12, 31)), datetime(2024, 5, 2))
    october = send(database, groups_workbook("2024-10", [{}]), datetime(2024, 11, 5))
    send(database, groups_workbook("2024-11", [{}]), datetime(2025, 2, 1))
    happened(database, october, "sent back", datetime(2025, 2, 2), "A group is missing")
    return database


def test_what_came_after_the_day_is_not_in_what_people_look_at_and_they_are_told(looked_at_from):
    with looked_at_from.cursor() as cursor:
        view = Known.in_view(cursor)
        assert (view.as_at, view.programme.today, view.programme.month) == (date(2024, 12, 31), date(2024, 12, 31), 8)
        (november,) = board(view).query("neighbourhood == 'N01' and month == '2024-11' and dataset == 'groups'").to_dict("records")
        assert (november["state"], november["days_late"]) == ("overdue", 21)
        assert later(view) == "1 return and 1 decision came after that day and are not in these figures."


def test_who_sends_and_decides_knows_all_of_it(looked_at_from):
    with looked_at_from.cursor() as cursor:
        everything = Known(cursor)
        assert everything.as_at is None
        assert later(everything) == ""
        assert events(everything)["kind"].tolist()[:3] == ["sent back", "accepted", "submitted"]
        assert [row["Standing"] for row in read_returns(returns(everything)).to_dict("records")][:2] == ["accepted", "sent back"]


def test_looked_at_from_a_later_day_it_is_as_any_other_programme(looked_at_from):
    with looked_at_from.cursor() as cursor:
        view = Known.in_view(cursor, date(2025, 2, 3))
        assert view.programme.today == date(2025, 2, 3)
        assert later(view) == ""
        (november,) = board(view).query("neighbourhood == 'N01' and month == '2024-11' and dataset == 'groups'").to_dict("records")
        assert (november["state"], november["days_late"]) == ("accepted", 53)


def test_nothing_came_after_the_day_while_nothing_did(database):
    send(database, programme_workbook(PLACES, reference_date=date(2024, 12, 31)), datetime(2024, 5, 2))
    with database.cursor() as cursor:
        assert later(Known.in_view(cursor)) == ""


@pytest.mark.parametrize("reference", [None, date(2025, 3, 31)])
def test_the_newest_set_up_says_from_which_day(looked_at_from, reference):
    send(looked_at_from, programme_workbook(PLACES, reference_date=reference), datetime(2025, 2, 3))
    with looked_at_from.cursor() as cursor:
        assert Known.in_view(cursor).as_at == reference


def test_a_day_before_anything_was_sent_chooses_the_month_alone(database):
    """The files of a programme that has ended are sent afterwards: all of them count."""
    send(database, programme_workbook(PLACES, reference_date=date(2024, 12, 31)), datetime(2026, 1, 2))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)), datetime(2026, 1, 2))
    with database.cursor() as cursor:
        view = Known.in_view(cursor)
        assert (view.as_at, view.programme.month) == (None, 8)
        assert factors(view, "N01").set_index("indicator").loc["residents_active"]["baseline"].value == 0.07


# Where a day lies in the programme


@pytest.mark.parametrize(
    ("as_at", "place"),
    [
        (date(2024, 4, 30), "before month 1 (May 2024)"),
        (date(2023, 12, 31), "before month 1 (May 2024)"),
        (date(2024, 5, 1), "month 1, in stage 1"),
        (date(2026, 10, 31), "month 30, in stage 3"),
        (date(2029, 4, 30), "month 60, in stage 4"),
        (date(2029, 5, 1), "the programme ended on 30 April 2029"),
        (date(2031, 1, 1), "the programme ended on 30 April 2029"),
    ],
)
def test_where_a_day_lies_is_told_in_words(database, as_at, place):
    send(database, programme_workbook(PLACES), datetime(2023, 12, 1))
    with database.cursor() as cursor:
        assert Known(cursor, as_at).programme.place_in_time == place


# Kept for the other readers of a state


def test_the_returns_that_count_are_found_once_for_each_version_of_the_store(database):
    first = accepted(database, FIRST)
    with database.cursor() as cursor:
        before = Known(cursor, version=("a test", 1))
        found = [counted_by(before)]
    second = accepted(database, SECOND, month="2024-12")
    with database.cursor() as cursor:
        same, next_one, unnamed = Known(cursor, version=("a test", 1)), Known(cursor, version=("a test", 2)), Known(cursor)
        found += [counted_by(each) for each in (same, next_one, unnamed)]
    assert found == [{first}, {first}, {first, second}, {first, second}]


def test_two_of_two_days_do_not_meddle_with_one_another(database):
    first, second = accepted(database, FIRST), accepted(database, THIRD, month="2024-12")
    with database.cursor() as cursor:
        now = Known(cursor, version=("two days", 1))
        then = now.on(SECOND.date())
        assert (counted_by(now), counted_by(then), counted_by(now)) == ({first, second}, {first}, {first, second})
        assert now.figures("N01") != then.figures("N01")


def test_what_is_read_inside_a_transaction_that_is_undone_is_kept_for_nobody(database):
    first = accepted(database, FIRST)
    with database.alone() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("DELETE FROM events")
        assert counted_by(Known(cursor)) == set()
        cursor.execute("ROLLBACK")
        assert counted_by(Known(cursor)) == {first}


def counted_by(known):
    """The return_ids that count."""
    return {row["return_id"] for row in known.found("SELECT return_id FROM query_table($counting)")}

"""What a change in the number of groups is made of, and when that is more than chance does."""

from datetime import datetime

import pytest

from cdmon.acts.names import SameName, decide_name
from cdmon.definitions import load
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.openings import Openings, openings
from tests.conftest import send
from tests.workbooks import groups_workbook

MONTHS = [f"2024-{month:02}" for month in range(5, 13)]
MEMBERS = load().indicators["groups_counting"].members


def registers(database, *months):
    """Send a register a month: each a text of one-letter names, small letters for groups that were there before the programme."""
    for month, names in zip(MONTHS, months, strict=False):
        rows = [{"name": f"Group {name.upper()}", "existed_before": "yes" if name.islower() else None} for name in names]
        send(database, groups_workbook(month, rows))


def told(database):
    with database.cursor() as cursor:
        return openings(Known(cursor), "N01", MEMBERS)["N01"]


def cells(database, indicator="groups_counting"):
    with database.cursor() as cursor:
        table = factors(Known(cursor), "N01")
    return tuple(read_factors(table).loc[table["indicator"] == indicator, ["Change", "Verdict"]].iloc[0])


@pytest.mark.parametrize(
    ("months", "opened", "closed", "found"),
    [
        (["AB"], 0, 0, 0),
        (["AB", "ABC"], 1, 0, 0),
        (["AB", "BCD"], 2, 1, 0),
        (["AB", "ABC", "AB"], 1, 1, 0),  # one came and went in between
        (["AB", "A", "AB"], 1, 1, 0),  # one rested for a month
        (["AB", "ABc"], 0, 0, 1),  # found, not founded
        (["AB", "ABc", "AB", "ABc"], 1, 1, 1),  # found once; that it comes back later is an opening
        (["aB", "aB"], 0, 0, 0),  # known from the first register on
    ],
)
def test_what_came_went_and_was_found_add_up_to_the_change(programme_store, months, opened, closed, found):
    registers(programme_store, *months)
    assert told(programme_store) == Openings(opened, closed, found)
    assert told(programme_store).change == len(months[-1]) - len(months[0])


def test_a_group_that_stops_counting_has_closed_for_the_count(programme_store):
    send(programme_store, groups_workbook("2024-05", [{"name": "Choir"}, {"name": "Chess"}]))
    send(programme_store, groups_workbook("2024-06", [{"name": "Choir"}, {"name": "Chess", "status": "dormant"}]))
    assert told(programme_store) == Openings(0, 1, 0)


def test_another_spelling_that_somebody_said_to_be_the_same_group_is_neither_opened_nor_closed(programme_store):
    send(programme_store, groups_workbook("2024-05", [{"name": "Choir"}]))
    send(programme_store, groups_workbook("2024-06", [{"name": "The Quayside choir"}]))
    assert told(programme_store) == Openings(1, 1, 0)
    decide_name(programme_store, SameName("N01", "The Quayside choir", "Choir"), "Ann", datetime(2024, 7, 2))
    assert told(programme_store) == Openings(0, 0, 0)


def test_one_group_more_is_up_and_not_rose(programme_store):
    registers(programme_store, "AB", "BCD")
    assert cells(programme_store) == ("+1: 2 opened, 1 closed", "up")


def test_more_openings_than_chance_brings_are_a_rise(programme_store):
    """Six opened and none closed: 2 · 0.5⁶ = 3.1%."""
    registers(programme_store, "AB", "ABCDEFGH")
    assert cells(programme_store) == ("+6: 6 opened, 0 closed", "rose")


def test_groups_that_were_only_found_are_no_growth(programme_store):
    """Eight more on the register, all there before the programme: nothing opened, nothing closed."""
    registers(programme_store, "AB", "ABcdefghij")
    assert cells(programme_store) == ("+8: 0 opened, 0 closed, 8 found that had been there before", "up")


def test_a_count_of_which_nothing_more_is_known_is_up_or_down_as_counted(programme_store):
    send(programme_store, groups_workbook("2024-05", [{"issue": "food"}]))
    send(programme_store, groups_workbook("2024-06", [{"issue": "food"}, {"issue": "sport and exercise"}]))
    assert cells(programme_store, "range_of_issues") == ("+1", "up")


def test_a_rate_moves_only_where_the_interval_of_the_ratio_leaves_1_out(programme_store):
    """1 and 3 groups of 6,500 residents: the ratio is 3, its exact interval 0.2 to 157.5."""
    registers(programme_store, "A", "ABC")
    assert cells(programme_store, "groups_per_1000") == ("+0.3 per 1,000, 3.0 times (0.2–157.5)", "cannot tell")

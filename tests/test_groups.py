"""The groups of a neighbourhood over the months, and beside those that the sector survey met."""

from datetime import date, datetime

import pytest

from cdmon.acts.names import SameName, decide_name
from cdmon.returns.submit import submit
from cdmon.tables.groups import MET, REGISTER, groups, read_groups, read_reconciled, reconcile
from cdmon.tables.known import Known
from cdmon.tables.listing import in_numbers
from cdmon.workbooks.cells import Upload
from tests.hostile import HOSTILE
from tests.workbooks import groups_workbook, programme_workbook, sector_workbook

WAVE = date(2025, 1, 20)


def send(database, content, at=None):
    receipt = submit(database, Upload("file.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def register(database, month, *rows, place="N01", at=None):
    send(database, groups_workbook(month, rows, place), at)


def lives(database, neighbourhood=None, *when):
    with database.cursor() as cursor:
        table = groups(Known(cursor, *when), neighbourhood)
    return {row.group: (row.life, row.since) for row in table.itertuples()}


def found(database, neighbourhood=None, *when):
    with database.cursor() as cursor:
        return reconcile(Known(cursor, *when), neighbourhood)


# The life of a group


def test_a_group_lives_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook(), datetime(2024, 5, 2))
    register(any_database, "2024-10", {"name": "Choir"}, {"name": "Chess"}, at=datetime(2024, 10, 28))
    register(any_database, "2024-11", {"name": "Choir"}, {"name": "Chess", "status": "dormant"}, at=datetime(2024, 11, 28))
    assert lives(any_database) == {"Chess": ("dormant", "2024-11"), "Choir": ("active", "2024-10")}
    assert lives(any_database, "N01", date(2024, 10, 31))["Chess"] == ("active", "2024-10")


def test_each_group_has_a_life_and_the_month_in_which_it_began(waves_store):
    of_month = {
        "2024-10": {"Choir": "active", "Chess": "active", "Lunch club": "active", "Sewing": "active"},
        "2024-11": {"Choir": "active", "Chess": "dormant", "Lunch club": "closed", "Sewing": "active"},
        "2024-12": {"Choir": "active", "Chess": "dormant", "Walkers": "new"},
    }
    for month, rows in of_month.items():
        told = [{"name": name, "status": status} for name, status in rows.items()]
        register(waves_store, month, *told, at=datetime.fromisoformat(f"{month}-28"))
    assert lives(waves_store) == {
        "Chess": ("dormant", "2024-11"),
        "Choir": ("active", "2024-10"),
        "Lunch club": ("closed", "2024-11"),
        "Sewing": ("left out of the register", "2024-12"),
        "Walkers": ("new", "2024-12"),
    }
    assert lives(waves_store, "N01", date(2024, 11, 30))["Sewing"] == ("active", "2024-10")
    assert "Walkers" not in lives(waves_store, "N01", date(2024, 11, 30))
    assert lives(waves_store, "N02") == lives(waves_store, "N01", date(2024, 10, 1)) == {}


def test_a_group_that_joined_another_says_which(programme_store):
    register(programme_store, "2024-10", {"name": "Choir"}, {"name": "Singers"})
    register(programme_store, "2024-11", {"name": "Choir"}, {"name": "Singers", "status": "merged", "merged_into": "Choir"})
    register(programme_store, "2024-12", {"name": "Choir"})
    assert lives(programme_store) == {"Choir": ("active", "2024-10"), "Singers": ("merged into Choir", "2024-11")}


def test_a_group_keeps_its_kind_and_issue_while_a_month_leaves_them_out(programme_store):
    register(programme_store, "2024-10", {"name": "Choir", "class": "community group", "issue": "arts and culture"})
    register(programme_store, "2024-11", {"name": "Choir"})
    with programme_store.cursor() as cursor:
        (row,) = read_groups(groups(Known(cursor))).values.tolist()
    assert row == ["Choir", "N01", "none", "Community group", "Arts and culture", "active", "October 2024"]


def test_groups_of_the_same_name_in_two_neighbourhoods_are_two(programme_store):
    for place in ("N01", "N02"):
        register(programme_store, "2024-10", {"name": "Choir"}, place=place)
    with programme_store.cursor() as cursor:
        assert groups(Known(cursor))[["neighbourhood", "group"]].values.tolist() == [["N01", "Choir"], ["N02", "Choir"]]


def test_how_many_groups_stand_how_is_counted(programme_store):
    merged = [{"name": name, "status": "merged", "merged_into": "A"} for name in ("C", "D")]
    register(programme_store, "2024-10", {"name": "A"}, {"name": "B"}, *merged, {"name": "E", "status": "closed"})
    with programme_store.cursor() as cursor:
        counted = "0 left out of the register; 0 dormant; 0 new; 2 active; 1 closed; 2 merged"
        assert in_numbers(groups(Known(cursor)), REGISTER) == f"5 groups: {counted}"


def test_a_register_that_waits_counts_in_provisional_figures_only(database):
    send(database, programme_workbook(acceptance="by a person"))
    register(database, "2024-10", {"name": "Choir"})
    assert lives(database) == {}
    assert lives(database, None, None, True) == {"Choir": ("active", "2024-10")}


def test_without_a_register_there_is_no_group(database):
    with database.cursor() as cursor:
        tables = [groups(Known(cursor)), reconcile(Known(cursor))]
        assert all(table.empty for table in tables)
        assert all(read(table).empty for read, table in zip((read_groups, read_reconciled), tables, strict=True))
        assert in_numbers(tables[0], REGISTER).startswith("0 groups: ")


# Register and survey


def survey(database):
    """Send N01's registers, the newest of three groups of which one is closed, and a sector survey that met one of them and two others."""
    send(database, programme_workbook())
    register(database, "2024-11", {"name": "Old club"})
    register(database, "2024-12", {"name": "Choir"}, {"name": HOSTILE[0]}, {"name": "Chess", "status": "closed"})
    send(database, sector_workbook("Spring", WAVE, ["choir", "Food bank", None, "Friday diners"]))


@pytest.fixture
def surveyed(copy_of):
    return copy_of(survey)


def test_each_group_is_in_both_or_in_one_of_register_and_survey(surveyed):
    assert read_reconciled(found(surveyed)).values.tolist() == [
        ["Choir", "N01", "in both", "Spring"],
        [HOSTILE[0], "N01", "only in the register", "Spring"],
        ["Food bank", "N01", "only in the survey", "Spring"],
        ["Friday diners", "N01", "only in the survey", "Spring"],
    ]
    assert in_numbers(found(surveyed), MET) == "4 groups: 1 in both; 1 only in the register; 2 only in the survey"


def test_a_decision_about_a_name_brings_the_two_together(surveyed):
    decide_name(surveyed, SameName("N01", "Friday diners", "Choir"), "Bea", datetime(2025, 3, 1))
    assert "Friday diners" not in found(surveyed)["group"].tolist()


@pytest.mark.parametrize("place", ["N02", "N99"])
def test_without_both_there_is_nothing_to_compare(surveyed, place):
    register(surveyed, "2024-12", {"name": "Choir"}, place="N02")
    assert found(surveyed, place).empty
    assert set(found(surveyed)["neighbourhood"]) == {"N01"}


def test_the_newest_wave_is_the_one_compared(surveyed):
    send(surveyed, sector_workbook("Autumn", date(2025, 9, 20), ["Choir", HOSTILE[0]]))
    assert set(found(surveyed)["wave"]) == {"Autumn"}
    assert set(found(surveyed)["found"]) == {"in both"}

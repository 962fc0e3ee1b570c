"""The same group under several names: likely matches are offered, a person decides, and nobody is asked again."""

from datetime import date, datetime

import pytest

from cdmon.acts.act import AlreadyDone
from cdmon.acts.names import SameName, decide_name
from cdmon.refusal import Refusal
from cdmon.returns.submit import preview, submit
from cdmon.tables.group_names import ALIKE, likeness, most_like, name_decisions, read_name_decisions
from cdmon.tables.groups import groups, reconcile
from cdmon.tables.known import Known
from cdmon.tables.twins import read_twins, twins
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, instructions, programme_workbook, sector_workbook, table, workbook

FIRST, SECOND, THIRD = (datetime(2024, 12, day, 12) for day in (2, 3, 4))


def register(month, *names, place="N01"):
    return Upload(f"{month}.xlsx", groups_workbook(month, [{"name": name} for name in names], place))


def send(database, upload, names=()):
    receipt = submit(database, upload, "Ann", tell_effect=False, names=names)
    assert receipt.stored, receipt.checked.problems
    return receipt


def asked(database, upload):
    """The names that sending a file asks about, each with the one that it is like."""
    return [(each.name, each.like) for each in preview(database, upload).checked.likenesses]


def found(database, function, neighbourhood=None, as_at=None):
    with database.cursor() as cursor:
        return function(Known(cursor, as_at), neighbourhood)


def send_october(database):
    """Send a programme and a register of October with three groups."""
    send(database, Upload("set-up.xlsx", programme_workbook()))
    send(database, register("2024-10", "St Mary's Lunch Club", "Scouts 1", "Choir"))


@pytest.fixture
def october(copy_of):
    """A programme whose register of October holds three groups."""
    return copy_of(send_october)


# Likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Mary's Lunch Club", "St Marys lunch-club"),
        ("Quayside Residents Association", "Quayside Residents' Assocation"),
        ("Friends of the Park", "Park, Friends of"),
        ("Mums and Toddlers", "Mums & Toddlers"),
        ("Café Zoë", "Cafe Zoe"),
    ],
)
def test_names_that_are_asked_about(one, other):
    assert likeness(one, other) >= ALIKE
    assert likeness(other, one) == likeness(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Scouts 1", "Scouts 2"),
        ("1st Quayside Scouts", "2nd Quayside Scouts"),
        ("Choir", "Chess"),
        ("Lunch club", "Tuesday craft circle"),
        ("", "Choir"),
    ],
)
def test_names_that_are_not(one, other):
    assert likeness(one, other) < ALIKE


def test_the_likest_is_offered_and_none_where_there_is_none():
    assert most_like("Lunch-club", ["Lunch clubs", "Lunch club", "Choir"])[0] == "Lunch club"
    assert most_like("Lunch club", []) == ("", 0.0)


# When a file is sent


def test_a_name_like_one_of_the_register_is_asked_about(october):
    upload = register("2024-11", "St Marys lunch-club", "Scouts 2", "Choir", "Walkers")
    assert asked(october, upload) == [("St Marys lunch-club", "St Mary's Lunch Club")]
    (problem,) = (problem for problem in preview(october, upload).checked.problems if problem.code == "group-name-similar")
    assert (problem.severity, problem.sheet, problem.cell, problem.value) == ("warning", "Groups", "A2", "St Marys lunch-club")
    assert "St Mary's Lunch Club" in problem.message


def test_another_neighbourhood_has_groups_of_its_own(october):
    assert asked(october, register("2024-11", "St Marys lunch-club", place="N02")) == []


def test_two_names_that_only_differ_in_their_marks_are_told_as_listed_twice_alone(october):
    problems = preview(october, register("2024-11", "St Mary's Lunch Club", "St Marys lunch-club")).checked.problems
    assert [problem.code for problem in problems] == ["duplicate-group"]


def test_two_names_of_one_register_that_were_registered_before_are_two_groups(october):
    send(october, register("2024-11", "St Mary's Lunch Club", "St Mary's Luncheon Club"))
    assert asked(october, register("2024-12", "St Mary's Lunch Club", "St Mary's Luncheon Club")) == []


@pytest.mark.parametrize("name", ["St Mary's Luncheon Club", "Quayside lunch club, St Mary's"])  # N01 is called Quayside
def test_a_new_name_like_another_in_the_same_register_is_asked_about_at_its_cell(october, name):
    upload = register("2024-11", name, "Choir", "St Mary's Lunch Club")
    assert asked(october, upload) == [(name, "St Mary's Lunch Club")]
    (problem,) = (problem for problem in preview(october, upload).checked.problems if problem.code == "group-name-double")
    assert (problem.severity, problem.sheet, problem.cell, problem.value) == ("warning", "Groups", "A2", name)
    assert "St Mary's Lunch Club in row 4" in problem.message


def test_of_two_new_names_in_one_register_the_second_is_asked_about_once(october):
    assert asked(october, register("2024-11", "Walking club", "Walkers club", "Choir")) == []
    assert asked(october, register("2024-11", "Community cooks", "Comunity cooks", "Choir")) == [("Comunity cooks", "Community cooks")]


def test_that_they_are_two_groups_is_kept_and_nobody_is_asked_again(october):
    names = [SameName("N01", "St Mary's Luncheon Club", "")]
    send(october, register("2024-11", "St Mary's Lunch Club", "St Mary's Luncheon Club"), names)
    assert asked(october, register("2024-12", "St Mary's Lunch Club", "St Mary's Luncheon Club")) == []
    assert found(october, name_decisions)["same_as"].tolist() == [""]


def test_that_they_are_one_group_asks_for_one_of_the_two_rows_to_go(october):
    upload = register("2024-11", "St Mary's Lunch Club", "St Mary's Luncheon Club")
    receipt = submit(october, upload, "Ann", tell_effect=False, names=[SameName("N01", "St Mary's Luncheon Club", "St Mary's Lunch Club")])
    assert not receipt.stored
    (problem,) = (problem for problem in receipt.checked.problems if problem.severity == "error")
    assert (problem.code, problem.cell, problem.value) == ("group-decided-twice", "A3", "St Mary's Luncheon Club")
    assert "St Mary's Lunch Club in row 2" in problem.message


def test_one_of_the_two_may_have_ended_in_the_other(october):
    decide_name(october, SameName("N01", "Choir", "Scouts 1"), "Bea")
    rows = [{"name": "Scouts 1"}, {"name": "Choir", "status": "merged", "merged_into": "Scouts 1"}]
    assert preview(october, Upload("november.xlsx", groups_workbook("2024-11", rows))).checked.ok


def test_a_name_in_activities_is_looked_for_in_the_register(october):
    rows = [{"date": date(2024, 11, 4), "activity": "Lunch", "kind": "social", "group": "St Marys lunch-club", "participants": 9}]
    upload = Upload("activities.xlsx", workbook({"Instructions": instructions("N01", "2024-11"), "Activities": table(rows)}))
    assert asked(october, upload) == [("St Marys lunch-club", "St Mary's Lunch Club")]


@pytest.mark.parametrize(("same_as", "known_as"), [("St Mary's Lunch Club", 3), ("", 4)])
def test_a_decision_made_on_sending_is_kept_and_not_asked_again(october, same_as, known_as):
    names = [SameName("N01", "St Marys lunch-club", same_as)]
    assert asked(october, register("2024-11", "St Marys lunch-club")) != []
    send(october, register("2024-11", "St Marys lunch-club", "Scouts 1", "Choir"), names)
    assert asked(october, register("2024-12", "St Marys lunch-club", "Scouts 1", "Choir")) == []
    assert len(found(october, groups)) == known_as
    assert found(october, name_decisions)[["name", "same_as", "decided_by"]].values.tolist() == [["St Marys lunch-club", same_as, "Ann"]]


def test_a_renamed_group_is_a_changed_row_not_one_gone_and_one_new(october):
    names = [SameName("N01", "Sunday singers", "Choir")]
    (seen,) = send_with_difference(october, register("2024-11", "Sunday singers", "Scouts 1", "St Mary's Lunch Club"), names)
    assert seen.counts.values.tolist() == [["Groups", 0, 1, 2, 0]]
    assert seen.cells.values.tolist() == [["Groups", "Sunday singers", "changed", "Group name", "Choir", "Sunday singers", False]]


def send_with_difference(database, upload, names):
    """What is different from the register of the month before, as sending a file tells."""
    receipt = submit(database, upload, "Ann", names=names)
    assert receipt.stored
    return receipt.differences


# Afterwards


def test_the_last_decision_about_a_name_counts_and_every_one_is_kept(october):
    send(october, register("2024-11", "St Marys lunch-club", "Scouts 1", "Choir"))
    assert found(october, groups)["life"].tolist() == ["active", "active", "left out of the register", "active"]
    decide_name(october, SameName("N01", "St Marys lunch-club", "St Mary's Lunch Club"), "Bea", FIRST, "They moved house ")
    (merged,) = found(october, groups).query("group == 'St Marys lunch-club'").to_dict("records")
    assert (merged["other_names"], merged["first_month"], merged["life"]) == ("St Mary's Lunch Club", "2024-10", "active")
    decide_name(october, SameName("N01", "ST MARYS  LUNCH-CLUB", ""), "Cem", SECOND)
    assert len(found(october, groups)) == 4
    assert read_name_decisions(found(october, name_decisions)).values.tolist() == [
        ["ST MARYS  LUNCH-CLUB", "N01", "a group of its own", "3 December 2024, 12:00", "Cem", "no reason given"],
        ["St Marys lunch-club", "N01", "St Mary's Lunch Club", "2 December 2024, 12:00", "Bea", "They moved house"],
    ]
    assert found(october, name_decisions, "N01", FIRST.date())["decided_by"].tolist() == ["Bea"]
    assert found(october, name_decisions, "N02").empty


def test_deciding_the_same_again_keeps_nothing(october):
    for _ in range(2):
        decide_name(october, SameName("N01", "Choir", "Scouts 1"), "Bea")
    assert len(found(october, name_decisions)) == 1


def test_names_never_go_round_in_a_circle(october):
    decide_name(october, SameName("N01", "Choir", "Scouts 1"), "Bea", FIRST)
    decide_name(october, SameName("N01", "Scouts 1", "Choir"), "Bea", SECOND)
    assert found(october, groups)[["group", "other_names"]].values.tolist() == [["Choir", "Scouts 1"], ["St Mary's Lunch Club", ""]]
    assert found(october, name_decisions)[["name", "same_as"]].values.tolist() == [
        ["Choir", ""],
        ["Scouts 1", "Choir"],
        ["Choir", "Scouts 1"],
    ]


def test_each_decision_has_an_id_of_its_own_and_is_not_kept_twice(october):
    name = SameName("N01", "Choir", "Scouts 1")
    decide_name(october, name, "Bea", FIRST, act_id="a click")
    for again in (name, SameName("N01", "Choir", "")):
        with pytest.raises(AlreadyDone):
            decide_name(october, again, "Bea", SECOND, act_id="a click")
    decide_name(october, SameName("N01", "Scouts 1", "Choir"), "Bea", THIRD, act_id="another")  # and Choir is its own again
    ids = found(october, name_decisions)["act_id"]
    assert len(set(ids)) == 3 and {"a click", "another"} <= set(ids)


@pytest.mark.parametrize(
    ("name", "same_as", "sentence"),
    [
        ("Walkers", "Choir", "No group in N01 goes by the name “Walkers”"),
        ("Choir", "'; DROP TABLE groups;--", "No group in N01 goes by the name"),
        ("Choir", "CHOIR", "is the same name already"),
    ],
)
def test_a_decision_about_what_is_not_there_is_refused(october, name, same_as, sentence):
    with pytest.raises(Refusal, match=sentence):
        decide_name(october, SameName("N01", name, same_as), "Bea")
    assert found(october, name_decisions).empty


# Likely twins among what was sent


def test_a_name_left_undecided_on_sending_is_asked_about_until_somebody_decides(october):
    send(october, register("2024-11", "St Marys lunch-club", "Scouts 2", "Choir"))
    assert read_twins(found(october, twins)).values.tolist() == [["St Marys lunch-club", "N01", "St Mary's Lunch Club"]]
    assert found(october, twins, "N02").empty
    decide_name(october, SameName("N01", "St Marys lunch-club", ""), "Bea", datetime(2025, 1, 10, 12))
    assert found(october, twins).empty


def test_a_name_that_only_the_survey_has_is_compared_with_those_that_only_the_register_has(october):
    named = ["Lunch Club St Marys", "Scouts 2", "Choir", "Choirs", None]
    send(october, Upload("sector.xlsx", sector_workbook("Spring", date(2024, 11, 20), named)))
    assert read_twins(found(october, twins)).values.tolist() == [["Lunch Club St Marys", "N01", "St Mary's Lunch Club"]]
    decide_name(october, SameName("N01", "Lunch Club St Marys", "St Mary's Lunch Club"), "Bea", datetime(2025, 1, 10, 12))
    assert found(october, twins).empty
    assert found(october, reconcile).query("found == 'in both'")["group"].tolist() == ["Choir", "St Mary's Lunch Club"]

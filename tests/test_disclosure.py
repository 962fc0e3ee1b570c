"""Small numbers: what is hidden, by which rule, and that organisations are not people."""

import csv
from datetime import date

import numpy as np
import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.disclosure import Rule, hidden_in_column, hide_counts_of_people, hide_small_numbers, rows_told
from cdmon.exports.audit import export_audit
from cdmon.returns.submit import submit
from cdmon.tables.events import events
from cdmon.tables.factors import factors, pool, read_factors
from cdmon.tables.known import Known
from cdmon.tables.milestones import milestones
from cdmon.tables.returns import read_returns, returns
from cdmon.web.outcome import outcome
from cdmon.wording import HIDDEN
from cdmon.workbooks.cells import Upload
from tests import stored
from tests.conftest import send
from tests.flat import flat
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, sector_workbook, survey_workbook, yes_of

WAVE = date(2024, 10, 20)


def cell(database: Database, indicator: str) -> str:
    """Return what the table of N01 says of an indicator's baseline."""
    with database.cursor() as cursor:
        table = flat(factors(Known(cursor), "N01"))
    return str(read_factors(table)["Baseline"][table["indicator"] == indicator].iloc[0])


def estimate(**parts):
    """The note on a residents' survey's figure, as the tables have it: "", "small base" or "hidden"."""
    row = {"indicator": "residents_active", "value": parts["n_counted"] / max(parts["n"], 1), "no_answer": 0, **parts}
    hide_small_numbers([row], load(), Rule())
    assert (row["note"] == "hidden") == np.isnan(row["value"])
    return row["note"]


@pytest.mark.parametrize(
    ("n", "counted", "note"),
    [
        (49, 4, "hidden"),
        (49, 45, "hidden"),
        (49, 5, "small base"),
        (49, 44, "small base"),
        (49, 0, "small base"),
        (50, 4, "hidden"),
        (200, 3, "hidden"),  # 0.015 of 200 are 3
        (200, 197, "hidden"),  # and so are those who are left
        (200, 5, ""),
        (300, 21, ""),
        (300, 0, ""),
        (300, 300, ""),
        (3, 0, "hidden"),
    ],
)
def test_a_share_is_hidden_where_few_people_are_on_either_side_whatever_its_base(n, counted, note):
    assert estimate(n=n, n_counted=counted) == note


@pytest.mark.parametrize(("asked", "note"), [(3, "hidden"), (4, "hidden"), (5, "small base")])
def test_of_a_wave_of_few_people_nothing_is_told_though_none_of_them_answered(asked, note):
    assert estimate(n=0, n_counted=0, no_answer=asked) == note


def test_a_hidden_share_is_hidden_in_the_table(programme_store):
    send(programme_store, survey_workbook("2024", WAVE, yes_of(200, 3)))
    assert cell(programme_store, "residents_active") == HIDDEN


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ([5, 14, 17, 5, 3], [5, 14, "hidden", "hidden", "hidden"]),  # 44 less 19 are 25 for three
        ([3, 14, 17, 5, 30], ["hidden", "hidden", 17, 5, 30]),
        ([14, 0, 9, 3], [14, 0, "hidden", "hidden"]),
        ([9, 9, 0, 3, 9, 9], ["hidden"] * 6),  # 39 less 36 would be the 3
        ([20, 5, 0], [20, 5, 0]),
        ([5], [5]),
        ([5, 0], ["hidden", "hidden"]),  # were it shown, 5 in two rows that are hidden would be 1 to 4 in each
        ([7, 0], [7, 0]),
        ([None, 3, 40], [None, "hidden", "hidden"]),
    ],
)
def test_a_small_number_is_hidden_with_its_neighbours_and_where_that_is_not_enough_with_all(column, shown):
    counts = pd.Series(column, dtype="Int64")
    hidden = hidden_in_column(counts, Rule())
    assert [("hidden" if hide else number) for number, hide in zip(column, hidden, strict=True)] == shown


def test_a_programme_that_hides_no_counts_hides_none():
    assert not hidden_in_column(pd.Series([1, 0, 1]), Rule(small_counts=0)).any()


def shown_of(dataset, rows):
    """The columns that count people of some rows of a dataset's first sheet, as they may be shown."""
    sheet = load().datasets[dataset].sheets[0]
    frame = pd.DataFrame(rows)
    people = [column.code for column in sheet.columns if column.counts_people]
    return hide_counts_of_people(frame.reindex(columns=[*frame, *(set(people) - set(frame))]), sheet, Rule())


def test_who_came_for_the_first_time_is_hidden_with_who_came_for_they_are_no_fewer():
    """43 newcomers among all that came to the one would leave 1 of the 44 for the other."""
    shown = shown_of("activities", [{"participants": 43, "new_participants": 43}, {"participants": 1, "new_participants": 0}])
    assert shown[["participants", "new_participants"]].to_numpy().tolist() == [["hidden", "hidden"], ["hidden", "hidden"]]


def test_residents_at_meetings_hide_behind_one_another_for_meetings_have_the_total():
    """3 and 20 are 23 at meetings; the 30 of another kind of row is not among them, and would hide nobody."""
    kinds, residents = ["listening meeting", "agency present", "listening meeting", "agency present"], [3, 30, 20, 25]
    shown = shown_of("engagement", [{"kind": kind, "residents": number} for kind, number in zip(kinds, residents, strict=True)])
    assert shown["residents"].tolist() == ["hidden", 30, "hidden", 25]


def of_rows(dataset, rows):
    return rows_told(rows, load().datasets[dataset], Rule())


def test_how_many_took_part_in_a_small_survey_is_hidden_and_how_many_rows_others_have_is_not():
    assert [of_rows("residents", rows) for rows in (0, 1, 4, 5, 300)] == [0, "hidden", "hidden", 5, 300]
    assert [of_rows("groups", 3), of_rows("sector", 3)] == [3, 3]


def test_three_rows_of_a_survey_are_hidden_in_the_list_of_returns_the_trail_and_the_receipt(programme_store):
    receipt = submit(programme_store, Upload("wave.xlsx", survey_workbook("2024", WAVE, yes_of(3, 1))), "a test")
    with programme_store.cursor() as cursor:
        known = Known(cursor)
        listed, trail = returns(known), events(known)
    assert listed["rows"].tolist()[0] == "hidden"
    assert read_returns(listed)["Rows"].iloc[0] == HIDDEN
    assert trail["rows"].tolist()[0] == "hidden"
    assert {str(row["rows"]) for row in csv.DictReader(export_audit(programme_store).decode("utf-8-sig").splitlines())} == {
        "3",
        "hidden",
    }  # a programme and two places
    told = outcome(receipt)
    assert told.returns[["Rows", "New rows"]].to_numpy().tolist() == [[HIDDEN, "hidden"]]


@pytest.mark.parametrize(("participants", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_count_of_people_is_hidden_from_1_to_4(programme_store, participants, hidden):
    send(programme_store, activities_workbook("2024-11", [{"participants": participants}]))
    assert (cell(programme_store, "participants") == HIDDEN) is hidden


def test_the_programme_may_have_another_rule(database):
    send(database, programme_workbook(small_counts=7, small_base=100))
    send(database, activities_workbook("2024-11", [{"participants": 7}]))
    send(database, survey_workbook("2024", WAVE, yes_of(99, 8)))
    assert cell(database, "participants") == HIDDEN
    assert cell(database, "residents_active").endswith("n = 99, 2024 [small base]")


def test_groups_and_organisations_are_not_people(programme_store):
    send(programme_store, groups_workbook("2024-11", [{}, {}]))
    send(programme_store, sector_workbook("2024", WAVE, ["Choir", "Chess"]))
    assert cell(programme_store, "groups_counting").startswith("2, ")


def test_a_hidden_figure_takes_no_part_in_the_pool_which_would_give_it_back(programme_store):
    for place, participants in (("N01", 3), ("N02", 40)):
        send(programme_store, activities_workbook("2024-11", [{"participants": participants}], neighbourhood=place))
    with programme_store.cursor() as cursor:
        pooled = flat(pool(Known(cursor), "")).set_index("indicator").loc["participants"]
    assert pooled["baseline_value"] == 40


def test_what_does_not_add_up_is_told_of_each_neighbourhood_alone(programme_store):
    for place in ("N01", "N02"):
        send(programme_store, groups_workbook("2024-11", [{"issue": "food"}], neighbourhood=place))
    with programme_store.cursor() as cursor:
        table = flat(pool(Known(cursor), ""))
    issues = read_factors(table)[table["indicator"] == "range_of_issues"].iloc[0]
    assert issues[["Baseline", "Now", "Change", "Verdict"]].tolist() == ["not pooled"] * 4
    assert table.set_index("indicator").loc["groups_counting", "baseline_value"] == 2


def test_the_pool_of_a_wave_holds_its_neighbourhoods_alone(database):
    send(database, programme_workbook([("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second")]))
    for place, groups in (("N01", 3), ("N02", 5)):
        send(database, groups_workbook("2024-11", [{}] * groups, neighbourhood=place))
    with database.cursor() as cursor:
        found = {
            wave: flat(pool(Known(cursor), wave)).set_index("indicator").loc["groups_counting", "baseline_value"]
            for wave in ("", "first", "second")
        }
    assert found == {"": 8, "first": 3, "second": 5}


@pytest.mark.parametrize(
    ("asked_for", "independent", "state"), [("no", "no", "met late"), ("yes", "no", "late"), ("yes", "yes", "met late")]
)
def test_a_gate_may_ask_for_an_independent_source(database, asked_for, independent, state):
    send(database, programme_workbook(independent_gate=asked_for))
    send(database, groups_workbook("2024-10", [{}]))
    send(database, survey_workbook("2024", WAVE, yes_of(300, 21), independent=independent))
    stored.other_baselines(database)
    with database.cursor() as cursor:
        table = milestones(Known(cursor), "N01").set_index("milestone")
    assert table.loc["stage_1_baselines", "state"] == state

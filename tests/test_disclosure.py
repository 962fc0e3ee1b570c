"""Small numbers: what is hidden, by which rule, and that organisations are not people."""

from datetime import date

import pytest

from cdmon.database import Database
from cdmon.tables.factors import factors, pool, read_factors
from cdmon.tables.known import Known
from cdmon.tables.milestones import milestones
from cdmon.wording import HIDDEN
from tests.conftest import send
from tests.flat import flat
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, sector_workbook, survey_workbook, yes_of

WAVE = date(2024, 10, 20)


def cell(database: Database, indicator: str) -> str:
    """Return what the table of N01 says of an indicator's baseline."""
    with database.cursor() as cursor:
        table = flat(factors(Known(cursor), "N01"))
    return str(read_factors(table)["Baseline"][table["indicator"] == indicator].iloc[0])


@pytest.mark.parametrize(
    ("n", "active", "hidden"),
    [(49, 4, True), (49, 45, True), (49, 5, False), (49, 0, False), (49, 44, False), (50, 4, False)],
)
def test_a_share_is_hidden_where_few_people_of_a_small_base_are_on_either_side(programme_store, n, active, hidden):
    send(programme_store, survey_workbook("2024", WAVE, yes_of(n, active)))
    assert (cell(programme_store, "residents_active") == HIDDEN) is hidden


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


@pytest.mark.parametrize(("asked_for", "independent", "state"), [("no", "no", "met"), ("yes", "no", "late"), ("yes", "yes", "met")])
def test_a_gate_may_ask_for_an_independent_source(database, asked_for, independent, state):
    send(database, programme_workbook(independent_gate=asked_for))
    send(database, groups_workbook("2024-10", [{}]))
    send(database, survey_workbook("2024", WAVE, yes_of(300, 21), independent=independent))
    with database.cursor() as cursor:
        table = milestones(Known(cursor), "N01").set_index("milestone")
    assert table.loc["stage_1_baselines", "state"] == state

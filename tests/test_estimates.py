"""From rows to figures: what a return of organisations says, beside one of residents, with few in the base."""

from datetime import date

import pytest

from cdmon.database import Database
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.unasked import Unasked, unasked
from tests.conftest import send
from tests.workbooks import groups_workbook, instructions, programme_workbook, survey_workbook, table, workbook, yes_of

DAY = date(2024, 10, 1)


def baseline(database: Database, indicator: str) -> str:
    """Return the baseline of N01 as people read it."""
    with database.cursor() as cursor:
        found = factors(Known(cursor), "N01")
        return str(read_factors(found)["Baseline"][found["indicator"] == indicator].item())


def sector_survey(answers: list[dict[str, object]]) -> bytes:
    """A wave of the sector survey in N01."""
    facts = {"label": "2024", "fieldwork_start": DAY, "fieldwork_end": DAY, "mode": "online", "sample_design": "simple random"}
    facts |= {"independent": "yes", "neighbourhood": "N01"}
    responses = [{"respondent": f"V{number}", **each} for number, each in enumerate(answers, start=1)]
    return workbook({"Sector wave": table([facts]), "Organisations": table(responses)})


def test_nine_organisations_are_shown_as_how_many_of_how_many(programme_store):
    send(programme_store, sector_survey([{"s4": "Yes"}] * 3 + [{"s4": "No"}] * 6 + [{"s4": "Don't know"}]))
    assert baseline(programme_store, "sector_supported") == "3 of 9, 2024"


def test_three_of_nine_residents_are_hidden(programme_store):
    send(programme_store, survey_workbook("2024", DAY, yes_of(9, 3)))
    assert baseline(programme_store, "residents_active") == "hidden (too few people)"


@pytest.mark.parametrize(("yes", "shown"), [(4, "hidden (too few people)"), (5, "1.7% (0.7–3.8), n = 300, 2024")])
def test_fewer_than_five_of_300_residents_are_hidden(programme_store, yes, shown):
    """Wilson's interval of 5 in 300 is 0.7 to 3.8%; a share of 4 would tell of them, times 300."""
    send(programme_store, survey_workbook("2024", DAY, yes_of(300, yes)))
    assert baseline(programme_store, "residents_active") == shown


def test_the_seven_items_about_agencies_are_seven_figures(programme_store):
    """Two organisations agree with four items and one with three: each of the first three has all, the fourth two, the last none."""
    items = ("s5a", "s5b", "s5c", "s5d", "s5e", "s5f", "s5g")
    four, three = ["Agree"] * 4 + ["Disagree"] * 3, ["Agree"] * 3 + ["Disagree"] * 4
    send(programme_store, sector_survey([dict(zip(items, each, strict=True)) for each in (four, four, three)]))
    assert baseline(programme_store, "agencies_value") == "3 of 3, 2024"
    assert baseline(programme_store, "agencies_inform") == "2 of 3, 2024"
    assert baseline(programme_store, "agencies_act") == "0 of 3, 2024"
    assert baseline(programme_store, "sector_supported") == "not collected"


SUPPORT = [
    {"kind": "meeting space", "name": "Hall", "status": "in place"},
    {"kind": "cd input", "name": "Worker", "status": "in place", "wte": 1},
    {"kind": "cd input", "name": "Second worker", "status": "new", "wte": 0.5},
    {"kind": "grant award", "name": "Choir", "status": "new", "amount": 1250},
]


@pytest.mark.parametrize(
    ("indicator", "figure"),
    [
        ("meeting_spaces", "1"),
        ("cd_input", "1.5"),
        ("grants_awarded", "1,250 in the first 1 month reported"),  # a flow: it is added up
        ("outside_funding", "0 in the first 1 month reported"),
    ],
)
def test_support_of_a_month(programme_store, indicator, figure):
    send(programme_store, workbook({"Instructions": instructions("N01", "2024-10"), "Support": table(SUPPORT)}))
    assert baseline(programme_store, indicator) == f"{figure}, October 2024"


REGISTER = [{"links": 2, "annual_income": 500}, {"links": 0}, {"annual_income": 20_000, "hub": "yes"}]


@pytest.mark.parametrize(
    ("indicator", "cell"),
    [
        ("groups_networked", "50.0%, 1 of 2 (not known of 1), October 2024"),
        ("community_sector_groups", "1 (income not known of 1), October 2024"),
        ("hubs", "yes, October 2024"),
    ],
)
def test_what_is_not_known_of_a_register_stands_beside_what_is(any_database, indicator, cell):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-10", REGISTER))
    assert baseline(any_database, indicator) == cell


def test_a_register_that_tells_no_partners_leaves_the_share_that_was_told_last(programme_store):
    send(programme_store, groups_workbook("2024-09", [{"links": 2}, {"links": 0}]))
    send(programme_store, groups_workbook("2024-10", [{}, {}]))
    assert baseline(programme_store, "groups_networked") == "50.0%, 1 of 2, September 2024"


def test_where_nothing_is_known_there_is_no_share(programme_store):
    send(programme_store, groups_workbook("2024-10", [{}, {}]))
    assert baseline(programme_store, "groups_networked") == "not collected"
    assert baseline(programme_store, "hubs") == "no, October 2024"


def test_two_hubs_are_said_to_be_two(programme_store):
    send(programme_store, groups_workbook("2024-10", [{"hub": "yes"}, {"hub": "yes"}]))
    assert baseline(programme_store, "hubs") == "yes, 2, October 2024"


def test_what_is_reported_for_the_whole_programme_is_in_no_neighbourhoods_figure(programme_store):
    send(programme_store, workbook({"Instructions": instructions("programme", "2024-10"), "Support": table(SUPPORT)}))
    assert baseline(programme_store, "meeting_spaces") == "not collected"


def streets(*yes: int) -> list[dict[str, object]]:
    """Ten residents in each of some streets, of whom so many are active."""
    return [{**answer, "cluster": f"street {street}"} for street, of in enumerate(yes) for answer in yes_of(10, of)]


def precision(database: Database) -> tuple[float, float | None]:
    """The precision kept with the one estimate of residents_active."""
    with database.cursor() as cursor:
        ((size, degrees),) = cursor.execute("SELECT n_effective, degrees FROM estimates WHERE indicator = 'residents_active'").fetchall()
        return size, degrees


def test_the_precision_kept_is_the_samples_own_and_the_interval_shown_that_of_few_clusters(programme_store):
    """24 of 60 active; squares of the streets' totals about their mean (4 + 1 + 0 + 1 + 4 + 0)/60², variance 6/5 · 10/3600 = 1/300.

    A simple random sample of 60 would have 0.24/59, so n_eff = 60 · 300 · 0.24/59. The interval's size is at most 60, and smaller by
    (1.96/2.571)², Student's t with 6 − 1 degrees of freedom: 34.88, of which Wilson's interval of 40% is 25.5 to 56.5.
    """
    send(programme_store, survey_workbook("2024", DAY, streets(2, 3, 4, 5, 6, 4), design="clustered"))
    assert precision(programme_store) == (pytest.approx(60 * 300 * 0.24 / 59), 5)
    assert baseline(programme_store, "residents_active").startswith("40.0% (25.5–56.5), n = 60")


def test_without_clusters_there_are_no_degrees_of_freedom_to_keep(programme_store):
    send(programme_store, survey_workbook("2024", DAY, yes_of(60, 24)))
    assert precision(programme_store) == (60, None)


def test_estimates_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook())
    items = dict.fromkeys(("s5a", "s5b", "s5c", "s5d"), "Agree") | dict.fromkeys(("s5e", "s5f", "s5g"), "Disagree")
    send(any_database, sector_survey([items]))
    assert baseline(any_database, "agencies_value") == "1 of 1, 2024"
    with any_database.cursor() as cursor:
        assert unasked(Known(cursor))["N01", "sector_supported"] == Unasked("2024", ("s4",))

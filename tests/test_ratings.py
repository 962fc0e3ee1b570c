"""Ratings: whose level stands in the six-factor table, in which words, and what can be said of a change."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest

from cdmon.database import Database
from cdmon.returns.check import check
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.flat import flat
from tests.workbooks import instructions, programme_workbook, table, workbook

EVALUATOR, STEERING, FIELDWORKERS = "Independent evaluator", "Steering group", "Fieldworkers"


def ratings_workbook(month: str, rows: Iterable[tuple[str, object, str]], place: str = "N01") -> bytes:
    """The ratings of a month: aspect, level and rater of each."""
    named: list[Mapping[str, object]] = [{"aspect": aspect, "level": level, "rated_by": rater} for aspect, level, rater in rows]
    return workbook({"Instructions": instructions(place, month), "Ratings": table(named)})


def networking(database: Database, place: str | None = "N01") -> dict[str, object]:
    """Return the row of the table as people read it."""
    with database.cursor() as cursor:
        return (
            read_factors(flat(factors(Known(cursor), place))).set_index("Indicator").loc["How well groups work together (rated)"].to_dict()
        )


def test_a_rating_stands_as_a_number_its_words_and_who_rated(programme_store):
    send(programme_store, ratings_workbook("2024-10", [("networking", 2, EVALUATOR)]))
    assert networking(programme_store) == {
        "Factor": "2 Condition of the community sector",
        "Baseline": "2 of 4: some groups know of one another (rated by independent evaluator), October 2024",
        "Now": "nothing later yet",
        "Change": "nothing later yet",
        "Verdict": "baseline only",
        "Source": "Ratings; independent observer",
    }


@pytest.mark.parametrize(
    ("now", "change", "verdict"),
    [(3, "+1 level", "rose"), (4, "+2 levels", "rose"), (1, "−1 level", "fell"), (2, "0 levels", "no change")],
)
def test_a_change_is_told_in_levels_and_stands_as_rated(programme_store, now, change, verdict):
    send(programme_store, ratings_workbook("2024-10", [("networking", 2, EVALUATOR)]))
    send(programme_store, ratings_workbook("2026-10", [("networking", now, EVALUATOR)]))
    assert [networking(programme_store)[part] for part in ("Change", "Verdict")] == [change, verdict]


@pytest.mark.parametrize("raters", [(EVALUATOR, STEERING, FIELDWORKERS), (FIELDWORKERS, STEERING, EVALUATOR)])
def test_of_several_raters_the_most_independent_ones_level_counts_whatever_the_order_of_the_rows(programme_store, raters):
    level = {EVALUATOR: 1, STEERING: 3, FIELDWORKERS: 4}
    send(programme_store, ratings_workbook("2024-10", [("networking", level[rater], rater) for rater in raters]))
    with programme_store.cursor() as cursor:
        row = flat(factors(Known(cursor), "N01")).set_index("indicator").loc["networking_rated"]
    assert (row["baseline_value"], row["baseline_n"], row["baseline_note"]) == (1, 3, "rated by independent evaluator")


ORDER = [EVALUATOR, STEERING, "Agencies", "Residents", FIELDWORKERS]


@pytest.mark.parametrize(("first", "second"), list(pairwise(ORDER)))
def test_raters_in_the_order_of_their_independence(programme_store, first, second):
    send(programme_store, ratings_workbook("2024-10", [("networking", 4, second), ("networking", 2, first)]))
    assert f"2 of 4: some groups know of one another (rated by {first.lower()})" in str(networking(programme_store)["Baseline"])


def test_ratings_by_different_raters_are_not_comparable(programme_store):
    send(programme_store, ratings_workbook("2024-10", [("networking", 2, FIELDWORKERS)]))
    send(programme_store, ratings_workbook("2026-10", [("networking", 4, EVALUATOR)]))
    with programme_store.cursor() as cursor:
        row = flat(factors(Known(cursor), "N01")).set_index("indicator").loc["networking_rated"]
    assert (row["verdict"], row["remark"]) == ("not comparable", "rated by fieldworkers, then independent evaluator")


def test_each_aspect_is_a_figure_of_its_own_and_one_that_nobody_rated_has_none(programme_store):
    send(
        programme_store,
        ratings_workbook("2024-10", [("confidence", 1, STEERING), ("recognition", 3, STEERING), ("responsiveness", 4, STEERING)]),
    )
    with programme_store.cursor() as cursor:
        found = flat(factors(Known(cursor), "N01")).set_index("indicator")["baseline_value"]
    rated = found[["confidence_rated", "recognition_rated", "responsiveness_rated", "networking_rated"]]
    assert rated.fillna(-1).tolist() == [1, 3, 4, -1]


def test_neighbourhoods_ratings_are_not_averaged_and_the_programme_has_its_own(programme_store):
    send(programme_store, ratings_workbook("2024-10", [("networking", 1, EVALUATOR)], "N01"))
    send(programme_store, ratings_workbook("2024-10", [("networking", 2, EVALUATOR)], "N02"))
    assert networking(programme_store, None)["Verdict"] == "not pooled"
    send(programme_store, ratings_workbook("2024-10", [("networking", 4, STEERING)], "programme"))
    assert networking(programme_store, None)["Baseline"] == "4 of 4: groups plan and act together (rated by steering group), October 2024"
    assert "rated by independent evaluator" in str(networking(programme_store)["Baseline"])


def test_a_month_with_nothing_to_rate_has_no_level(programme_store):
    sheets = [["Instructions"], ["Neighbourhood", "N01"], ["Month", "2024-10"], ["Nothing to report: Ratings", "Yes"]]
    send(programme_store, workbook({"Instructions": sheets, "Ratings": [["aspect", "level", "rated_by"]]}))
    assert networking(programme_store)["Verdict"] == "not collected"


@pytest.mark.parametrize("level", [0, 5, 2.5, "high"])
def test_a_level_that_is_not_on_the_scale_is_a_problem_of_its_cell(programme_store, level):
    content = ratings_workbook("2024-10", [("networking", level, EVALUATOR)])
    with programme_store.cursor() as cursor:
        (problem,) = check(Known(cursor), Upload("ratings.xlsx", content)).problems
    assert (problem.sheet, problem.cell, problem.value) == ("Ratings", "B2", str(level))


def test_ratings_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook())
    send(any_database, ratings_workbook("2024-10", [("networking", "2 (in part)", EVALUATOR)]))
    assert networking(any_database)["Verdict"] == "baseline only"

"""The whole six-factor table of an invented neighbourhood, and the programme's pool, against numbers counted by hand from its workbooks.

The workbooks stand in `tests.worked_example`. Each row below says the sum that gives its figures, as the definition in words would have it;
an indicator without a row fails the first test.
"""

from collections.abc import Callable, Iterator
from math import nan, sqrt
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from cdmon.database import open_database
from cdmon.definitions import load
from cdmon.tables.factors import factors
from cdmon.tables.headline import headline
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from tests.flat import flat
from tests.worked_example import HEAVY, LIGHT, worked_example

Z = 1.959964


class Figure(NamedTuple):
    """A figure, on how many rows or respondents it rests, and of a share the effective size of its sample."""

    value: float
    n: int
    size: float = float("nan")


def of(yes: int, n: int) -> Figure:
    """So many of so many, each of whom counts for one."""
    return Figure(yes / n, n, n)


def weighed(heavy_yes: int, heavy: int, light_yes: int, light: int) -> Figure:
    """So many of the heavy and of the light respondents: weights 2 and 0.5.

    The effective size is p(1 − p) (Σw)² / Σw²(y − p)², from Taylor's variance n/(n − 1) Σw²(y − p)² / (Σw)² over p(1 − p)/(n − 1).
    """
    weight = HEAVY * heavy + LIGHT * light
    p = (HEAVY * heavy_yes + LIGHT * light_yes) / weight
    squares = HEAVY**2 * (heavy_yes * (1 - p) ** 2 + (heavy - heavy_yes) * p**2)
    squares += LIGHT**2 * (light_yes * (1 - p) ** 2 + (light - light_yes) * p**2)
    return Figure(p, heavy + light, p * (1 - p) * weight**2 / squares)


def counted(value: float, rows: int) -> Figure:
    """A count, from a sheet of so many rows; or a level, from so many raters."""
    return Figure(value, rows)


class Expected(NamedTuple):
    """What a row of the table must say; the change in points (of shares), in units of the figure otherwise."""

    indicator: str
    then: Figure
    now: Figure
    change: float
    verdict: str


SHARES = [
    # of residents: 300 then, of whom 10 or so gave no answer; of the 300 now 100 are heavy, and those without an answer mostly light
    # then yes: q1 of 1 to 15, q2 of 10 to 21; no to both: 22 to 280; of 281 to 300 one answer is no and the other open, or both are
    # now yes: 1 to 20, 21 to 30, and of the light ones 101 to 116, whatever six of these said to q2; of 96 to 100 q2 is open
    Expected("residents_active", of(21, 21 + 259), weighed(30, 95, 16, 190), 16.4, "rose"),
    Expected("formal_volunteering", of(60, 290), weighed(20, 100, 40, 190), -0.4, "cannot tell"),
    Expected("says_active", of(45, 290), weighed(30, 100, 40, 190), 11.6, "rose"),
    # then how often is known of 45 of the 60, 5 said "other"; now of 18 of the heavy ones' 20 and of 35 of the light ones' 40
    Expected("volunteering_monthly", of(10 + 20, 230 + 45), weighed(8 + 6, 80 + 18, 10 + 10, 150 + 35), 2.3, "cannot tell"),
    Expected("meets_others_monthly", of(40, 190 + 90), weighed(40, 40 + 55, 30, 120 + 70), 19.0, "rose"),
    Expected("meets_others", of(100, 290), weighed(60, 100, 70, 190), 18.1, "rose"),
    Expected("new_to_residents", of(75, 290), weighed(20, 100, 50, 190), -3.8, "cannot tell"),
    # then yes: q7 of 1 to 80, q20 of 71 to 100; no to both: 101 to 280; now of 281 to 290 q20 is open
    Expected("giving_help", of(80 + 20, 100 + 180), weighed(40, 100, 60 + 40, 180), 9.1, "rose"),
    # then yes: q8 of 41 to 120, q21 of 111 to 150; no to both: 1 to 40, 151 to 260 and 281 to 290; now of 91 to 100 q21 is open
    Expected("receiving_help", of(80 + 30, 110 + 40 + 110 + 10), weighed(40, 90, 70 + 30, 190), 6.5, "cannot tell"),
    # then giving: 1 to 100, receiving: 41 to 150; no to one of the two: 1 to 40, 101 to 280 (giving) and 281 to 290 (receiving)
    # now 91 to 100 give nothing and 281 to 290 receive nothing, so that what they left open does not matter
    Expected("mutual_aid", of(60, 60 + 40 + 180 + 10), weighed(40, 100, 100, 190), 23.4, "rose"),
    Expected("enough_friends", of(30 + 150, 280), weighed(10 + 50, 100, 20 + 100, 190), -3.3, "cannot tell"),
    Expected("sees_friends", of(40 + 60 + 80, 290), weighed(50 + 20, 100, 80 + 40, 190), 5.7, "cannot tell"),  # then: 51 to 230
    # then 51 to 100 of mutual aid's 41 to 100; now 11 to 40 of the heavy ones' 1 to 40, and 121 to 200 of the light ones' 101 to 200
    # then all of them are settled: 255 to 264, who do not say of friends, give nothing, and 291 to 300, of whom only that is known, see few
    Expected("gives_receives_and_has_friends", of(50, 300), weighed(30, 100, 80, 190), 17.2, "rose"),
    Expected("nobody_to_turn_to", of(12, 290), weighed(2, 100, 4, 190), -2.1, "cannot tell"),
    Expected("belonging", of(60 + 90, 290), weighed(10 + 20, 100, 30 + 30, 190), -21.2, "fell"),
    Expected("neighbours_look_out", of(150, 290), weighed(50, 100, 100, 190), -0.9, "cannot tell"),
    Expected("exchanges_favours", of(30 + 60, 290), weighed(30 + 30, 100, 40 + 60, 190), 26.6, "rose"),
    Expected("advice_nearby", of(20 + 100, 290), weighed(5 + 35, 100, 20 + 60, 190), -0.7, "cannot tell"),
    # the base: those who said what it does to them, and those who go to no activity
    Expected("health_benefited", of(60, 90 + 190), weighed(40, 55 + 40, 40, 60 + 120), 14.3, "rose"),
    Expected("health_harmed", of(5, 90 + 190), weighed(10, 55 + 40, 10, 60 + 120), 7.1, "rose"),
    Expected("improvements_recognised", of(58, 290), weighed(45, 100, 90, 190), 25.8, "rose"),
    Expected("choice_of_activities", of(30 + 90, 280), weighed(20 + 30, 90, 30 + 80, 180), 14.6, "rose"),
    # who takes neither side is in the base, who does not know is not: 160 then; 50 heavy and 140 light ones now
    Expected("satisfied_with_programme", of(30 + 60, 160), weighed(10 + 20, 50, 40 + 50, 140), 5.5, "cannot tell"),
    Expected("knows_groups", of(145, 290), weighed(70, 100, 120, 190), 17.8, "rose"),
    # who takes neither side is in the base: 40 and 50 then; 10 and 15 of the heavy ones now, and 30 of the light ones each time
    Expected("can_influence", of(30 + 60, 90 + 40 + 140), weighed(20 + 40, 60 + 10 + 20, 40 + 50, 90 + 30 + 60), 27.8, "rose"),
    Expected("together_can_influence", of(40 + 60, 100 + 50 + 130), weighed(20 + 30, 50 + 15 + 25, 40 + 60, 100 + 30 + 50), 19.8, "rose"),
]
ORGANISATIONS = [  # 20 then, 24 now; so few that in one neighbourhood they are counted and not judged
    Expected("community_sector_share", of(3 + 5 + 2, 16), of(4 + 2, 24), nan, "for the programme only"),
    Expected("sector_success", of(4 + 6, 19), of(8 + 10, 23), nan, "for the programme only"),
    Expected("sector_confidence", of(2 + 4, 18), of(8 + 11, 23), nan, "for the programme only"),
    Expected("sector_supported", of(8, 18), of(20, 23), nan, "for the programme only"),
    Expected("sector_satisfied_with_support", of(1 + 4, 20), of(2 + 6, 24), nan, "for the programme only"),
    Expected("sector_influence", of(1 + 3, 18), of(2 + 10, 24), nan, "for the programme only"),
    Expected("sector_positive_relationship", of(2 + 4, 18), of(6, 24), nan, "for the programme only"),
    # £10,000 or less: 1 to 10 then, 1 to 6 now; 1 to 6 and 1 to 6 said positive, 1 to 5 and 1 to 8 are satisfied
    Expected("small_groups_positive_relationship", of(6, 10), of(6, 6), nan, "for the programme only"),
    Expected("small_groups_satisfied_with_support", of(5, 10), of(6, 6), nan, "for the programme only"),
    Expected("agencies_value", of(8, 16), of(20, 24), nan, "for the programme only"),
    Expected("agencies_respect", of(6, 20), of(4, 24), nan, "for the programme only"),
    Expected("agencies_understand", of(7, 18), of(12, 24), nan, "for the programme only"),
    Expected("agencies_inform", of(5, 20), of(16, 24), nan, "for the programme only"),
    Expected("agencies_consult", of(6, 20), of(12, 24), nan, "for the programme only"),
    Expected("agencies_involve", of(2, 15), of(6, 24), nan, "for the programme only"),
    Expected("agencies_act", of(3, 16), of(10, 24), nan, "for the programme only"),
]
COUNTS = [
    # of the register, 7 rows then and 10 now: lunch club, allotments, choir count then; with them the centre, play group and cooks now
    # three opened and none closed: 2 · 0.5³ = 25%, which chance does
    Expected("groups_counting", counted(3, 7), counted(6, 10), 6 - 3, "up"),
    Expected("groups_per_1000", counted(3 / 6, 7), counted(6 / 6, 10), 1 - 0.5, "cannot tell"),
    Expected("community_sector_groups", counted(1, 7), counted(3, 10), 3 - 1, "up"),  # lunch club; with it choir and play group
    Expected("range_of_issues", counted(3, 7), counted(5, 10), 5 - 3, "up"),  # food twice, now
    Expected("hubs", counted(1, 7), counted(2, 10), 2 - 1, "up"),  # the centre; with it the pantry; a dormant one is none
    # lunch club and allotments, of the choir it is not known; with the centre and the choir, of the play group none, of the cooks not known
    Expected("groups_networked", counted(2 / 2, 2), counted(4 / 5, 5), 4 / 5 - 2 / 2, "down"),
    # of support, 9 rows then and 8 now
    Expected("cd_input", counted(0.5, 9), counted(0.5 + 0.25, 8), 0.25, "up"),
    Expected("meeting_spaces", counted(2, 9), counted(1, 8), 1 - 2, "down"),
    Expected("grant_schemes", counted(1, 9), counted(1, 8), 1 - 1, "no change"),
    # levels: the evaluator's and not the fieldworkers', the steering group's and not the residents'; of two kinds of raters no change
    Expected("networking_rated", counted(2, 2), counted(3, 1), 3 - 2, "rose"),
    Expected("confidence_rated", counted(2, 2), counted(2, 1), 2 - 2, "no change"),
    Expected("recognition_rated", counted(3, 2), counted(2, 1), 2 - 3, "fell"),
    Expected("responsiveness_rated", counted(2, 1), counted(3, 1), nan, "not comparable"),
]
FLOWS = {  # what the months add up to, and how many there are: not yet a year, so that it is a baseline only
    "activities_held": (4 + 5 + 4 + 5 + 4 + 5 + 4 + 5 + 15, 9),
    "participants": (36 * 10 + 15 * 3, 9),
    "first_timers": (8 * 6 + 0, 9),
    "volunteer_hours": (8 * (2 + 3) + 1, 9),
    "groups_new": (1 + 2, 2),  # allotments; play group and cooks
    "groups_closed": (1 + (1 + 1), 2),
    "grants_awarded": ((300 + 200) + 1500, 2),
    "outside_funding": (0 + 2000, 2),
    "agencies_met": (3 + 4, 2),
    "service_changes": (0 + (1 + 1), 2),
    "testimonies": (1 + 3, 2),
}


def pooled(here: Figure, there: Figure, residents: tuple[int, int] | None = None) -> Figure:
    """A share of Quayside and Hill Top together, weighed by their residents or, of organisations, by how many answered.

    Variance Σ W² p(1 − p) / size.
    """
    weights = residents or (here.n, there.n)
    parts = [(weight / sum(weights), figure) for weight, figure in zip(weights, (here, there), strict=True)]
    p = sum(weight * figure.value for weight, figure in parts)
    variance = sum(weight**2 * figure.value * (1 - figure.value) / figure.size for weight, figure in parts)
    return Figure(p, here.n + there.n, p * (1 - p) / variance)


RESIDENTS = (6000, 4000)
ACTIVE_THEN = pooled(of(21, 280), of(12, 60), RESIDENTS)  # 0.6 * 21 / 280 + 0.4 * 12 / 60
ACTIVE_NOW = pooled(weighed(30, 95, 16, 190), of(24, 60), RESIDENTS)  # 0.6 * 68 / 285 + 0.4 * 24 / 60
SUCCESSFUL_THEN, SUCCESSFUL_NOW = pooled(of(10, 19), of(5, 10)), pooled(of(18, 23), of(8, 10))  # 15 / 29, 26 / 33
POOLED_SHARES = [
    Expected("residents_active", ACTIVE_THEN, ACTIVE_NOW, 17.8, "rose"),
    Expected("sector_success", SUCCESSFUL_THEN, SUCCESSFUL_NOW, 27.1, "rose"),
    # Hill Top was not asked all that these need: of mutual aid about giving alone, of giving then not about favours
    Expected("mutual_aid", of(60, 290), weighed(40, 100, 100, 190), 23.4, "rose"),
    Expected("giving_help", of(100, 280), weighed(40, 100, 100, 180), 9.1, "rose"),
    Expected("health_benefited", of(60, 280), weighed(40, 95, 40, 180), 14.3, "rose"),
]
POOLED_COUNTS = [
    # ten opened and none closed
    Expected("groups_counting", counted(3 + 8, 7 + 8), counted(6 + 15, 10 + 15), 21 - 11, "rose"),
    Expected("groups_per_1000", counted((3 + 8) / 10, 7 + 8), counted((6 + 15) / 10, 10 + 15), 1, "cannot tell"),  # of 10,000 residents
    # Hill Top: every other group of 8, then of 15
    Expected("groups_networked", counted((2 + 4) / (2 + 8), 2 + 8), counted((4 + 7) / (5 + 15), 5 + 15), 11 / 20 - 6 / 10, "down"),
    Expected("networking_rated", counted(1, 1), counted(2, 1), 2 - 1, "rose"),  # the programme's own; levels are not averaged
]
POOLED_FLOWS = {"activities_held": (51 + 9 * 2, 9 + 9), "participants": (405 + 9 * 2 * 10, 9 + 9)}


@pytest.fixture(scope="module")
def tables(filled: Callable[..., Path]) -> Iterator[dict[str | None, pd.DataFrame]]:
    """The tables of Quayside and Hill Top and, by None, that of the programme."""
    database = open_database(str(filled(worked_example)))
    with database.cursor() as cursor:
        yield {place: flat(factors(Known(cursor), place)).set_index("indicator") for place in ("N01", "N02", None)}
    database.close()


def wilson(p: float, n: float) -> tuple[float, float]:
    """Wilson's limits of a proportion."""
    middle, reach = p + Z**2 / (2 * n), Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return (middle - reach) / (1 + Z**2 / n), (middle + reach) / (1 + Z**2 / n)


def newcombe(then: Figure, now: Figure) -> tuple[float, float]:
    """Newcombe's limits of a change: the distances from Wilson's limits, squared and added."""
    (low_1, high_1), (low_2, high_2) = wilson(then.value, then.size), wilson(now.value, now.size)
    change = now.value - then.value
    low = change - sqrt((now.value - low_2) ** 2 + (high_1 - then.value) ** 2)
    return low, change + sqrt((high_2 - now.value) ** 2 + (then.value - low_1) ** 2)


# the headline of each factor with its ratings then and now, with what was said (kind, number or text) then and now, and what is listed
HEADLINES = [
    ("residents_active", [], [], [], []),
    ("groups_counting", [("networking_rated", 2, 3), ("confidence_rated", 2, 2)], [], ["Three groups shared a fair"], []),
    ("mutual_aid", [], [], [], []),
    # one testimony about health, the third of those now; what the council and the surgery did, whichever day came last first
    ("health_benefited", [], ["Seen 5"], [], ["result 13", "result 11"]),
    # the grounds are the evaluator's, whose level counts, and not the fieldworkers'; then there were none
    ("recognition_rated", [("recognition_rated", 3, 2)], [], ["The council's list names one group"], []),
    # the first testimony is the baseline's; of the three that name factor 6 the other two are now's; the surgery's hours are a service
    (
        "responsiveness_rated",
        [("responsiveness_rated", 2, 3)],
        ["Two letters stayed unanswered", "Seen 0"],
        ["Every letter was answered in a week", "Seen 3", "Seen 4"],
        ["result 13"],
    ),
]


@pytest.fixture(scope="module")
def headlines(filled: Callable[..., Path]) -> Iterator[list[dict]]:
    """The headline rows of Quayside."""
    database = open_database(str(filled(worked_example)))
    with database.cursor() as cursor:
        yield headline(Known(cursor), "N01").to_dict("records")
    database.close()


def test_the_six_headlines_bear_the_ratings_words_and_lists_counted_by_hand(headlines):
    found = [
        (
            row["indicator"],
            [(each.indicator, each.baseline.value, each.latest.value) for each in row["rating"]],
            *([said.text for said in words] for words in (row["words"].baseline, row["words"].latest)),
            [each.what for each in row["list"]],
        )
        for row in headlines
    ]
    assert found == HEADLINES


def test_a_headline_is_its_row_of_the_whole_table(headlines, tables):
    of_all = tables["N01"]
    for row in headlines:
        for part in ("title", "verdict", "remark", "change", "baseline", "latest"):
            assert repr(row[part]) == repr(of_all.loc[row["indicator"], part])  # NaN is not itself, but says the same


def test_every_indicator_stands_once_in_the_worked_table(tables):
    worked = [*(row.indicator for row in SHARES + ORGANISATIONS + COUNTS), *FLOWS]
    assert sorted(worked) == sorted(code for factor in load().factors.values() for code in factor.indicators)
    assert sorted(worked) == sorted(tables["N01"].index)


def cases(here: list[Expected], programme: list[Expected]) -> list[object]:
    """Return the rows of Quayside and those of the programme as the cases of a test, called by their indicator."""
    of_here = [pytest.param("N01", row, id=row.indicator) for row in here]
    return of_here + [pytest.param(None, row, id=f"{row.indicator} of the programme") for row in programme]


@pytest.mark.parametrize(("place", "expected"), cases(SHARES, POOLED_SHARES))
def test_a_share_its_interval_its_change_and_its_verdict_are_those_worked_out_by_hand(tables, place, expected):
    found = tables[place].loc[expected.indicator]
    for role, figure in (("baseline", expected.then), ("latest", expected.now)):
        assert (found[f"{role}_value"], found[f"{role}_n"]) == (pytest.approx(figure.value), figure.n)
        assert (found[f"{role}_low"], found[f"{role}_high"]) == pytest.approx(wilson(figure.value, figure.size), abs=1e-6)
    assert round(100 * found["change_value"], 1) == expected.change
    assert (found["change_low"], found["change_high"]) == pytest.approx(newcombe(expected.then, expected.now), abs=1e-6)
    assert found["verdict"] == expected.verdict


@pytest.mark.parametrize("expected", ORGANISATIONS, ids=lambda row: row.indicator)
def test_of_few_organisations_it_is_said_how_many_of_how_many_and_no_verdict(tables, expected):
    found = tables["N01"].loc[expected.indicator]
    for role, figure in (("baseline", expected.then), ("latest", expected.now)):
        counted = (found[f"{role}_n_counted"], found[f"{role}_n"], found[f"{role}_value"])
        assert counted == (round(figure.value * figure.n), figure.n, pytest.approx(figure.value))
        assert pd.isna([found[f"{role}_low"], found[f"{role}_high"]]).all()
    assert (found["change"], found["verdict"]) == (None, expected.verdict)


@pytest.mark.parametrize(("place", "expected"), cases(COUNTS, POOLED_COUNTS))
def test_a_count_or_a_level_its_change_and_its_verdict_are_those_worked_out_by_hand(tables, place, expected):
    found = tables[place].loc[expected.indicator]
    for role, figure in (("baseline", expected.then), ("latest", expected.now)):
        assert (found[f"{role}_value"], found[f"{role}_n"]) == (pytest.approx(figure.value), figure.n)
    assert found["change_value"] == pytest.approx(expected.change, nan_ok=True)
    assert pd.isna([found["change_low"], found["change_high"]]).all()
    assert found["verdict"] == expected.verdict


@pytest.mark.parametrize(
    ("place", "indicator", "total", "months"),
    [("N01", code, *each) for code, each in FLOWS.items()] + [(None, code, *each) for code, each in POOLED_FLOWS.items()],
)
def test_a_flow_is_what_its_months_add_up_to(tables, place, indicator, total, months):
    found = tables[place].loc[indicator]
    assert (found["flow"].value, found["flow"].months) == (total, months)
    assert (found["baseline_value"], found["verdict"]) == (total, "baseline only")


def test_what_opened_and_closed_stands_in_the_change(tables):
    change = tables["N01"].loc["groups_counting", "change"]
    assert (change.opened, change.closed, change.found) == (3, 0, 0)


def test_the_ratio_of_two_rates_has_the_exact_interval(tables):
    """6 to 3 groups of the same 6,000 residents: of 9 the second is 6, Clopper-Pearson 29.93 to 92.51%, so 0.427 to 12.36."""
    change = tables["N01"].loc["groups_per_1000", "change"]
    assert (change.ratio, change.ratio_low, change.ratio_high) == pytest.approx((2, 0.4271, 12.36), rel=0.002)


def test_of_a_question_that_was_not_asked_there_is_no_figure_though_the_others_were(tables):
    """Hill Top: of health only whether they go to an activity; of giving both questions only in the second wave, which is its baseline."""
    there = tables["N02"]
    for code in ("health_benefited", "health_harmed", "mutual_aid", "receiving_help", "gives_receives_and_has_friends"):
        assert there.loc[code, "verdict"] == "not collected"
        assert pd.isna(there.loc[code, ["baseline_value", "latest_value"]]).all()
    assert (there.loc["giving_help", "baseline_period"], there.loc["giving_help", "baseline_value"]) == ("2026", 20 / 60)
    assert (there.loc["meets_others", "baseline_value"], there.loc["meets_others", "latest_value"]) == (30 / 60, pytest.approx(40 / 60))


def byar(count: int) -> tuple[float, float]:
    """Byar's limits of a count."""
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    above = count + 1
    return low, above * (1 - 1 / (9 * above) + Z / (3 * sqrt(above))) ** 3


def test_a_rate_has_exact_limits_below_a_count_of_10_and_byars_from_there_on(tables):
    """Of 6,000 residents 3 and 6 groups, with the limits that are printed for these Poisson counts; of 10,000 residents 11 and 21."""
    here, all_places = tables["N01"].loc["groups_per_1000"], tables[None].loc["groups_per_1000"]
    assert (6 * here["baseline_low"], 6 * here["baseline_high"]) == pytest.approx((0.6187, 8.7673), abs=0.0001)
    assert (6 * here["latest_low"], 6 * here["latest_high"]) == pytest.approx((2.2019, 13.0595), abs=0.0001)
    assert (10 * all_places["baseline_low"], 10 * all_places["baseline_high"]) == pytest.approx(byar(11), abs=1e-5)
    assert (10 * all_places["latest_low"], 10 * all_places["latest_high"]) == pytest.approx(byar(21), abs=1e-5)


def test_ratings_and_issues_of_neighbourhoods_are_not_made_into_one_figure_of_the_programme(tables):
    for code in ("confidence_rated", "recognition_rated", "responsiveness_rated", "range_of_issues"):
        assert tables[None].loc[code, "verdict"] == "not pooled"


HARMED, SPACES = "Residents who say activities made their health or wellbeing worse", "Meeting spaces groups can use"
GROUPS = "Community groups running and Range of issues groups work on"
KPIS = [  # the verdicts of their indicators stand above; of the months of stage 2 none but the last year's are reported
    ("N01", "people_active", "1 of 2 better, of 1 nothing can be told"),  # active rose, volunteering cannot tell
    # working together rose, confidence stayed; full counts of groups and of their issues take no side
    ("N01", "groups_strengthened", f"1 of 4 better, counted up: {GROUPS}, 1 unchanged"),
    ("N01", "community_activity", "baseline only"),
    # influence rose; two kinds of raters are not compared, a month of changes is no change, organisations are for the programme only
    ("N01", "productive_interaction", "1 of 4 better, of 3 nothing can be told"),
    ("N01", "mutual_aid", "rose"),
    ("N01", "health_benefit", f"1 of 2 better, worse: {HARMED}"),
    (
        "N01",
        "support_and_recognition",
        f"none of 4 better, worse: Recognition of community groups (rated), counted down: {SPACES}, 1 unchanged, of 1 nothing can be told",
    ),
    # ratings and issues are told of each neighbourhood alone; of organisations 6 of 18, then 6 of 24 said so: no more than chance does
    (None, "people_active", "1 of 2 better, of 1 nothing can be told"),
    (None, "groups_strengthened", "1 of 4 better, of 3 nothing can be told"),
    (None, "community_activity", "baseline only"),
    (None, "productive_interaction", "1 of 4 better, of 3 nothing can be told"),
    (None, "mutual_aid", "rose"),
    (None, "health_benefit", f"1 of 2 better, worse: {HARMED}"),
    (None, "support_and_recognition", f"none of 4 better, counted down: {SPACES}, 1 unchanged, of 2 nothing can be told"),
]


@pytest.fixture(scope="module")
def kpi_table(filled: Callable[..., Path]) -> Iterator[pd.DataFrame]:
    """The KPIs of the programme and of both neighbourhoods."""
    database = open_database(str(filled(worked_example)))
    with database.cursor() as cursor:
        yield flat(kpis(Known(cursor))).query("stage == 2")
    database.close()


@pytest.mark.parametrize(("place", "kpi", "said"), KPIS)
def test_what_a_kpi_shows_is_what_its_indicators_show_and_no_more(kpi_table, place, kpi, said):
    found = kpi_table[(kpi_table["neighbourhood"].fillna("") == (place or "")) & (kpi_table["kpi"] == kpi)]
    assert set(found["kpi_verdict"]) == {said}


def test_every_kpi_is_counted_by_hand():
    assert [code for place, code, _ in KPIS if place] == [code for place, code, _ in KPIS if not place] == list(load().kpis)


def test_a_kpis_figures_are_those_of_the_stage(kpi_table):
    """Of what happens month by month the baseline's month, October 2024, is not in it; 2 of the 2 changes came in October 2026."""
    here = kpi_table[kpi_table["neighbourhood"] == "N01"].set_index("indicator")
    assert (here.loc["service_changes", "flow"].value, here.loc["service_changes", "flow"].months) == (2, 1)
    assert (here.loc["activities_held", "flow"].value, here.loc["activities_held", "flow"].months) == FLOWS["activities_held"]
    assert (here.loc["groups_counting", "baseline_value"], here.loc["groups_counting", "latest_value"]) == (3, 6)
    change = here.loc["groups_counting", "change"]
    assert (change.opened, change.closed, change.found) == (3, 0, 0)

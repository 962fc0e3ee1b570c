"""What happens month by month is added up: the first twelve months beside the latest, and all since the baseline."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.tables.factors import factors, read_factors, series
from cdmon.tables.known import Known
from cdmon.tables.xmr import monthly
from tests.flat import flat
from tests.stored import counted, set_up
from tests.workbooks import programme_workbook


def row(database, indicator="service_changes", place="N01"):
    with database.cursor() as cursor:
        return flat(factors(Known(cursor), place)).set_index("indicator").loc[indicator]


def words(database, indicator="service_changes", place="N01"):
    with database.cursor() as cursor:
        table = factors(Known(cursor), place)
    return read_factors(table)[table["indicator"] == indicator].iloc[0]


ONE_IN_THE_FIRST_YEAR_FOUR_IN_THE_LATEST = [0] * 5 + [1] + [0] * 6 + [0] * 6 + [0] * 4 + [2] + [0] * 5 + [1, 1]


def test_a_flow_is_the_first_and_the_latest_twelve_months_and_all_of_it(waves_store):
    """30 months: 1 in the first twelve, 4 in the latest twelve, 5 in all; the last month against the first would be 1 against 0."""
    counted(waves_store, "service_changes", ONE_IN_THE_FIRST_YEAR_FOUR_IN_THE_LATEST)
    told = row(waves_store)
    assert (told["baseline_value"], told["latest_value"], told["change_value"]) == (1, 4, 3)
    assert (told["flow"].value, told["flow"].months) == (5, 30)
    assert (told["baseline_period"], told["latest_period"]) == ("2024-05 to 2025-04", "2025-11 to 2026-10")
    assert words(waves_store)[["Baseline", "Now", "Change"]].tolist() == [
        "1 in the first 12 months reported, May 2024 to April 2025",
        "4 in the latest 12 months reported, November 2025 to October 2026; 5 since the baseline (30 months reported)",
        "+3",
    ]


def test_money_is_added_up_too_and_no_test_is_made_of_pounds(waves_store):
    """£4,200 in 25 months, 250 in the first twelve and 3,950 in the latest: one grant is no trend."""
    counted(waves_store, "grants_awarded", [0, 250] + [0] * 20 + [3950, 0, 0])
    told = row(waves_store, "grants_awarded")
    assert (told["baseline_value"], told["latest_value"], told["flow"].value) == (250, 3950, 4200)
    assert told["verdict"] == "too rare to tell"


@pytest.mark.parametrize(
    ("months", "latest", "verdict", "remark"),
    [
        (1, False, "baseline only", ""),
        (12, False, "baseline only", ""),
        (13, True, "too early", "the first and the latest 12 months are nearly the same"),
        (17, True, "too early", "the first and the latest 12 months are nearly the same"),
        (18, True, "no change", "6 months in both years"),
        (23, True, "no change", "1 month in both years"),
        (24, True, "no change", ""),
    ],
)
def test_two_years_are_compared_once_half_a_year_and_more_is_not_in_both(waves_store, months, latest, verdict, remark):
    counted(waves_store, "activities_held", [4] * months)
    told = row(waves_store, "activities_held")
    assert (told["latest"] is not None, told["verdict"], told["remark"]) == (latest, verdict, remark)
    assert told["flow"].months == months


def test_months_in_both_years_make_no_change_and_count_for_nothing(waves_store):
    """18 months: 1, 0 … 0 in the first six, 3 in the six that both share, 5 in the last: 5 against 1 of what is not shared."""
    counted(waves_store, "service_changes", [1] + [0] * 5 + [3] + [0] * 5 + [5] + [0] * 5)
    told = row(waves_store)
    assert (told["baseline_value"], told["latest_value"], told["latest_shared"], told["change_value"]) == (4, 8, 3, 4)
    assert told["verdict"] == "too rare to tell"  # of 5 + 1 things 5: 2 · (6 + 1)/64 = 22%


def test_months_that_nobody_reported_are_in_no_year_and_the_number_of_months_says_so(waves_store):
    counted(waves_store, "activities_held", [2] * 10, first="2024-05")
    counted(waves_store, "activities_held", [3] * 14, first="2025-09")
    told = row(waves_store, "activities_held")
    assert (told["baseline_value"], told["latest_value"], told["flow"].months) == (2 * 10 + 3 * 2, 36, 24)
    assert told["baseline_period"] == "2024-05 to 2025-10"


def test_hidden_months_are_in_no_sum_for_the_sums_would_give_them_back(waves_store):
    """Four people came in one month: 20 in each of the others."""
    counted(waves_store, "participants", [20, 4] + [20] * 24)
    told = row(waves_store, "participants")
    assert (told["baseline_value"], told["latest_value"]) == (240, 240)
    assert (told["flow"].value, told["flow"].months, told["flow"].hidden) == (500, 25, 1)
    assert "500 since the baseline (25 months reported, without 1 month of too few people)" in words(waves_store, "participants")["Now"]


def test_a_flow_of_hidden_months_alone_is_hidden(waves_store):
    counted(waves_store, "participants", [4])
    for place in ("N01", None):
        told = row(waves_store, "participants", place)
        assert pd.isna(told["flow"].value) and (told["flow"].months, told["flow"].hidden) == (0, 1)  # and not 0
    assert row(waves_store, "participants")["verdict"] == "hidden"


def test_a_flow_that_nobody_reported_has_no_total(waves_store):
    assert row(waves_store, place="N01")["flow"] is None and row(waves_store, place=None)["flow"] is None


@pytest.mark.parametrize(
    ("name", "run", "verdict"),
    [
        ("far above", [10, 11] * 12 + [30], "rose"),
        ("far below", [10, 11] * 12 + [0], "fell"),
        ("within the limits", [10, 11] * 12 + [11], "cannot tell"),
        ("a signal against the change", [30] * 6 + [10, 11] * 10 + [21], "cannot tell"),
    ],
)
def test_a_flow_moves_only_on_a_signal_of_its_monthly_run_that_goes_the_same_way(waves_store, name, run, verdict):
    counted(waves_store, "activities_held", run)
    assert row(waves_store, "activities_held")["verdict"] == verdict


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (0, 5, "too rare to tell"),  # 2 · 0.5⁵ = 6.2%
        (0, 6, "rose"),  # 2 · 0.5⁶ = 3.1%
        (6, 0, "fell"),
        (2, 2, "no change"),
    ],
)
def test_rare_things_are_compared_as_poisson_counts_of_the_two_years(waves_store, then, now, verdict):
    counted(waves_store, "service_changes", [then] + [0] * 23 + [now])
    assert row(waves_store)["verdict"] == verdict


@pytest.mark.parametrize("indicator", ["groups_closed", "groups_new"])
def test_new_groups_are_a_flow_and_closures_too(waves_store, indicator):
    """Six groups in different months; the last month against the first said 0 → 0."""
    counted(waves_store, indicator, [0, 1, 0, 1, 0, 1] * 2 + [0] * 12)
    assert row(waves_store, indicator)["flow"].value == 6


def test_the_programme_adds_up_the_years_of_its_neighbourhoods_and_what_its_own_returns_say(waves_store):
    counted(waves_store, "service_changes", [1] * 24, place="N01")
    counted(waves_store, "service_changes", [2] * 24, place="N02")
    counted(waves_store, "service_changes", [0] * 12 + [3] * 12, place="")
    told = row(waves_store, place=None)
    assert (told["baseline_value"], told["latest_value"]) == (12 * (1 + 2 + 0), 12 * (1 + 2 + 3))
    assert (told["flow"].value, told["flow"].months) == (24 + 48 + 36, 72)
    assert told["latest_period"] == "2025-05 to 2026-04 (2 neighbourhoods and the programme’s own)"
    assert words(waves_store)["Now"].endswith(
        "24 since the baseline (24 months reported), of its own; 36 for the whole programme in the latest 12 months reported"
    )


def test_what_is_there_for_the_whole_programme_is_in_its_figure_and_beside_each_neighbourhoods(waves_store):
    """Grant schemes: none of Quayside's own and 22 for the programme; the pool has all of them."""
    counted(waves_store, "grant_schemes", [0, 0], place="N01")
    counted(waves_store, "grant_schemes", [20, 22], place="")
    assert words(waves_store, "grant_schemes")["Now"] == "0, June 2024, of its own; 22 for the whole programme"
    told = row(waves_store, "grant_schemes", None)
    assert (told["baseline_value"], told["latest_value"]) == (20, 22)


def test_json_has_all_of_a_flow(waves_store):
    counted(waves_store, "service_changes", ONE_IN_THE_FIRST_YEAR_FOUR_IN_THE_LATEST)
    printed = CliRunner().invoke(main, ["--database", waves_store.url, "factors", "N01", "--json"], catch_exceptions=False)
    rows = {each["indicator"]: each for each in json.loads(printed.stdout)}
    told = rows["service_changes"]
    assert (told["total_since_baseline"], told["months_reported"]) == (5, 30)
    assert (told["baseline"]["value"], told["latest"]["value"]) == (1, 4)
    assert told["design"] == {"factor": None, "known": None, "size": None}
    assert "total_since_baseline" not in rows["residents_active"]


# By quarter and by year

HEADINGS = ["Code", "Name", "Population", "Wave", "Returns from"]


def by_period(database):
    """Activities by the year (to April) and engagement by the quarter, from May 2023 in N01 and from January 2024 in N02."""
    places = [HEADINGS, ["N01", "Quayside", 6500, "first", "2023-05"], ["N02", "Hill Top", 6000, "first", "2024-01"]]
    returns = [["Dataset", "How often"], ["activities", "yearly"], ["engagement", "quarterly"]]
    set_up(database, programme_workbook(start="2023-05", sheets={"Neighbourhoods": places, "Returns": returns}))


@pytest.fixture
def periods_store(copy_of):
    return copy_of(by_period)


def test_a_years_figure_is_one_that_is_about_twelve_months(periods_store):
    """30 in the first year and 50 in the third; twelve such months and not three months are what is compared."""
    counted(periods_store, "activities_held", [30, 40, 50], first="2024-04", step=12)
    told = row(periods_store, "activities_held")
    assert (told["baseline_value"], told["latest_value"], told["change_value"]) == (30, 50, 20)
    assert (told["baseline_period"], told["latest_period"]) == ("2023-05 to 2024-04", "2025-05 to 2026-04")
    assert (told["flow"].value, told["flow"].months, told["flow"].returns) == (120, 36, 3)
    assert words(periods_store, "activities_held")[["Baseline", "Now", "Verdict"]].tolist() == [
        "30 in the first 12 months reported, May 2023 to April 2024",
        "50 in the latest 12 months reported, May 2025 to April 2026; 120 since the baseline (36 months reported in 3 returns)",
        "cannot tell (reported by quarter or year, too few figures to tell chance by)",
    ]


def test_four_quarters_are_a_year_and_shared_quarters_count_for_nothing(periods_store):
    """Six quarters, 18 months: 1 + 0 + 2 + 3 in the first four, 2 + 3 + 9 + 1 in the latest, of which 2 + 3 in both."""
    counted(periods_store, "agencies_met", [1, 0, 2, 3, 9, 1], first="2023-07", step=3)
    told = row(periods_store, "agencies_met")
    assert (told["baseline_value"], told["latest_value"], told["latest_shared"], told["change_value"]) == (6, 15, 5, 9)
    assert "6 months in both years" in told["remark"]


def test_five_quarters_are_nearly_the_same_year_twice(periods_store):
    counted(periods_store, "service_changes", [1, 0, 0, 0, 2], first="2023-07", step=3)
    assert row(periods_store)["verdict"] == "too early"  # only three months are not in both


def test_what_is_rare_in_quarters_is_compared_as_poisson_counts_of_the_two_years(periods_store):
    """0 and 6 of 6 in 24 months: 2 · 0.5⁶ = 3.1%; one in four months is rare."""
    counted(periods_store, "service_changes", [0, 0, 0, 0, 2, 1, 2, 1], first="2023-07", step=3)
    assert row(periods_store)["verdict"] == "rose"


def test_a_year_in_which_the_neighbourhood_began_is_shorter_and_not_compared_with_a_whole_one(periods_store):
    """January to April 2024 are four months; with the year after them they are 16, and the latest year is 12."""
    counted(periods_store, "activities_held", [10, 30, 36], first="2024-04", place="N02", step=12)
    told = row(periods_store, "activities_held", "N02")
    assert (told["baseline_value"], told["baseline_period"], told["flow"].months) == (40, "2024-01 to 2025-04", 28)
    assert (told["verdict"], told["remark"]) == ("not comparable", "the two are of 16 and 12 months")


def test_the_programme_adds_up_years_too(periods_store):
    counted(periods_store, "activities_held", [30, 40, 50], first="2024-04", step=12)
    counted(periods_store, "activities_held", [1, 2, 3], first="2024-04", place="", step=12)
    told = row(periods_store, "activities_held", None)
    assert (told["baseline_value"], told["latest_value"], told["flow"].months) == (31, 53, 72)


def test_no_chart_of_months_is_made_of_quarters_and_years(periods_store):
    counted(periods_store, "activities_held", [30, 40, 50], first="2024-04", step=12)
    counted(periods_store, "groups_new", [1, 2, 1, 3])
    with periods_store.cursor() as cursor:
        known = Known(cursor)
        assert monthly(known, "N01")["indicator"].unique().tolist() == ["groups_new"]
        drawn = series(known, "N01").query("indicator == 'activities_held'")
    assert drawn[["period", "covers"]].values.tolist() == [
        ["2023-05 to 2024-04", 12],
        ["2024-05 to 2025-04", 12],
        ["2025-05 to 2026-04", 12],
    ]

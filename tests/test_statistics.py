"""The methods of cdmon.statistics against published examples, second implementations written as plain loops, and their own symmetries."""

import subprocess
import sys
from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cdmon.statistics.intervals import byar, difference, poisson_difference, rate_ratio, wilson
from cdmon.statistics.samples import assumed_size, degrees_of_freedom, interval_size, weighted_proportion
from cdmon.statistics.series import broken_rules, natural_limits

settings.register_profile("slow first import", deadline=None)  # the first call of a test run imports statsmodels
settings.load_profile("slow first import")

nan = np.nan
counts = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_importing_the_module_is_quick():
    slow = "import sys, cdmon.statistics.intervals, cdmon.statistics.samples; sys.exit(bool({'statsmodels', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", slow], check=False).returncode == 0


# One proportion


def plain_wilson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    z, p = NormalDist().inv_cdf((1 + confidence) / 2), successes / n
    middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


def test_wilson_of_the_handbooks_two_waves():
    low, high = wilson([21, 36], 300)
    assert low.round(3).tolist() == [0.046, 0.088]
    assert high.round(3).tolist() == [0.105, 0.162]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),  # Newcombe 1998, Statistics in Medicine 17:857, Table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_of_published_examples(successes, n, low, high):
    assert wilson(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_wilson_takes_an_effective_size_and_another_confidence():
    assert wilson(0.12 * 209.7, 209.7, 0.8) == pytest.approx(plain_wilson(0.12 * 209.7, 209.7, 0.8))


def test_nobody_asked_has_no_interval():
    low, high = wilson([0, 3], [0, 10])
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == pytest.approx(plain_wilson(3, 10))


def test_wilson_never_leaves_0_to_1():
    low, high = wilson([0, 300], [300, 300])
    assert (low[0], high[1]) == pytest.approx((0, 1), abs=1e-15)
    assert low[0] >= 0 and high[1] <= 1


@given(counts.filter(lambda c: c[1] > 0))
def test_wilson_agrees_with_its_formula_holds_the_proportion_and_mirrors(c):
    successes, n = c
    low, high = wilson(successes, n)
    assert (low, high) == pytest.approx(plain_wilson(successes, n), abs=1e-12)
    assert -1e-12 <= low - 1e-12 <= successes / n <= high + 1e-12 <= 1 + 1e-12
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


# Two waves

# Newcombe 1998, Statistics in Medicine 17:873, Table II, method 10. The paper takes the second proportion from the first.
NEWCOMBE = [
    (56, 70, 48, 80, 0.2000, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.6000, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.5714, 0.0582, 0.8062),
    (5, 56, 0, 29, 0.0893, -0.0381, 0.1926),
    (0, 10, 0, 20, 0.0000, -0.1611, 0.2775),
    (0, 10, 0, 10, 0.0000, -0.2775, 0.2775),
    (10, 10, 0, 20, 1.0000, 0.6791, 1.0000),
    (10, 10, 0, 10, 1.0000, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("x_1", "n_1", "x_2", "n_2", "value", "low", "high"), NEWCOMBE)
def test_difference_of_published_examples(x_1, n_1, x_2, n_2, value, low, high):
    # Ours takes the first from the second, so the paper's first group goes in second.
    assert difference(x_2, n_2, x_1, n_1) == tuple(pytest.approx(number, abs=5e-5) for number in (value, low, high))


def test_difference_takes_arrays():
    x_1, n_1, x_2, n_2, *expected = np.array(NEWCOMBE).T
    assert np.stack(difference(x_2, n_2, x_1, n_1)) == pytest.approx(np.stack(expected), abs=5e-5)


def test_the_handbooks_rise_from_7_to_12_percent_is_just_significant():
    value, low, high = difference(21, 300, 36, 300)
    assert (value, low, high) == (pytest.approx(0.05), pytest.approx(0.0028, abs=5e-5), pytest.approx(0.0980, abs=5e-5))


def test_no_difference_without_a_base():
    value, low, high = difference([0, 1], [0, 10], [1, 0], [10, 0])
    assert np.isnan([value, low, high]).all()


@given(counts.filter(lambda c: c[1] > 0), counts.filter(lambda c: c[1] > 0))
def test_difference_squares_and_adds_the_wilson_distances_and_turns_round(one, two):
    (p_1, (low_1, high_1)), (p_2, (low_2, high_2)) = ((x / n, plain_wilson(x, n)) for x, n in (one, two))
    value, low, high = difference(*one, *two)
    assert value == pytest.approx(p_2 - p_1)
    assert low == pytest.approx(value - sqrt((p_2 - low_2) ** 2 + (high_1 - p_1) ** 2), abs=1e-9)
    assert high == pytest.approx(value + sqrt((high_2 - p_2) ** 2 + (p_1 - low_1) ** 2), abs=1e-9)
    assert -1 <= low <= value + 1e-12 <= high + 2e-12 <= 1 + 2e-12
    assert difference(*two, *one) == pytest.approx((-value, -high, -low), abs=1e-9)


# Rates


def test_byar_by_hand():
    # 100 groups among 10,000: low 100·(1 - 1/900 - 1.96/30)³ = 100·0.93356³, high 101·(1 - 1/909 + 1.96/(3·√101))³ = 101·1.06391³
    rate, low, high = byar(100, 10_000)
    assert rate == 10
    assert low == pytest.approx(8.136, abs=0.001)
    assert high == pytest.approx(12.163, abs=0.001)


def test_counts_below_ten_have_exact_poisson_limits():
    # From the standard table of 95% limits of a Poisson count: 0 (0, 3.689), 1 (0.0253, 5.572), 5 (1.623, 11.668), 9 (4.115, 17.085)
    rate, low, high = byar([0, 1, 5, 9], 1000)
    assert rate.tolist() == [0, 1, 5, 9]
    assert low == pytest.approx([0, 0.0253, 1.623, 4.115], abs=5e-4)
    assert high == pytest.approx([3.689, 5.572, 11.668, 17.085], abs=5e-4)


def test_no_rate_without_residents_or_a_count():
    assert np.isnan(byar([3, 20, nan], [0, 0, 6500])).all()


@given(st.integers(0, 2000), st.integers(1, 10**6))
def test_the_rate_lies_within_its_limits_and_scales_with_per(count, population):
    rate, low, high = byar(count, population)
    assert 0 <= low <= rate < high
    assert byar(count, population, per=100_000) == pytest.approx((100 * rate, 100 * low, 100 * high))


@given(st.integers(10, 2000))
def test_byars_limits_are_close_to_the_exact_ones(count):
    from scipy.stats import chi2

    _, low, high = byar(count, 1000)
    assert (low, high) == pytest.approx((chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2), rel=2e-3)


# Two rates, and what came and went


def test_the_ratio_of_two_rates_of_a_published_example():
    """The example of R's poisson.test: 11 events in 800 against 6 + 8 + 7 in 1083 + 1050 + 878, ratio 1.971488 (0.8584264 to 4.2772659)."""
    found = rate_ratio(6 + 8 + 7, 1083 + 1050 + 878, 11, 800)
    assert found == (pytest.approx(1.971488, abs=5e-7), pytest.approx(0.8584264, abs=5e-8), pytest.approx(4.2772659, abs=5e-8))


def test_a_rate_of_0_leaves_one_side_open_and_two_leave_nothing_to_tell():
    """Of 5 events all in one of two equal times the exact limits are 0.025^(1/5) = 0.478 of all and all: odds of 0.916 and no end."""
    ratio, low, high = rate_ratio([0, 5, 0, 3], [100, 100, 100, 0], [5, 0, 0, 3], [100, 100, 100, 100])
    assert ratio == pytest.approx([np.inf, 0, nan, nan], nan_ok=True)
    assert low == pytest.approx([0.916, 0, nan, nan], abs=5e-4, nan_ok=True)
    assert high == pytest.approx([np.inf, 1 / 0.916, nan, nan], abs=5e-4, nan_ok=True)


few = st.integers(0, 60)


@given(few, few, st.integers(1, 10**5), st.integers(1, 10**5))
def test_the_ratio_and_the_difference_follow_the_exact_binomial_interval(first, second, population_1, population_2):
    from scipy.stats import binomtest

    assume(first + second > 0)
    share = binomtest(second, first + second).proportion_ci(method="exact")
    odds = [one / (1 - one) if one < 1 else np.inf for one in share]
    _, *limits = rate_ratio(first, population_1, second, population_2)
    assert limits == pytest.approx([each * population_1 / population_2 for each in odds])
    change, low, high = poisson_difference(first, second)
    assert change == second - first
    assert (low, high) == pytest.approx(tuple((first + second) * (2 * one - 1) for one in share), abs=1e-9)
    assert (low > 0 or high < 0) == (binomtest(second, first + second).pvalue < 0.05)  # with a half it is symmetric


@pytest.mark.parametrize(
    ("closed", "opened", "beyond_chance"),
    [
        (0, 5, False),  # all of five: 2/32 of the time so far to either side
        (0, 6, True),  # 2/64
        (1, 7, False),  # 2 · (1 + 8)/256 = 7.0%
        (1, 8, True),  # 2 · (1 + 9)/512 = 3.9%
        (1, 2, False),
    ],
)
def test_what_opened_and_closed_is_beyond_chance_only_where_a_coin_seldom_falls_so(closed, opened, beyond_chance):
    change, low, high = poisson_difference([closed, opened], [opened, closed])
    assert change.tolist() == [opened - closed, closed - opened]
    assert ((low > 0) | (high < 0)).tolist() == [beyond_chance] * 2
    assert high.tolist() == pytest.approx([-low[1], -low[0]])


def test_where_nothing_opened_or_closed_there_is_no_interval():
    change, low, high = poisson_difference(0, 0)
    assert change == 0 and np.isnan([low, high]).all()


# Weights, strata, clusters


def plain_standard_error(rows: list[tuple[int, float, str, str]]) -> float:
    """Taylor's standard error of the weighted proportion of (outcome, weight, stratum, cluster) rows, step by step."""
    total = sum(w for _, w, _, _ in rows)
    p = sum(w * y for y, w, _, _ in rows) / total
    variance = 0.0
    for stratum in {s for _, _, s, _ in rows}:
        clusters = {c for _, _, s, c in rows if s == stratum}
        sums = [sum(w * (y - p) / total for y, w, s, c in rows if (s, c) == (stratum, cluster)) for cluster in clusters]
        if len(sums) > 1:
            mean = sum(sums) / len(sums)
            variance += len(sums) / (len(sums) - 1) * sum((one - mean) ** 2 for one in sums)
    return sqrt(variance)


rows = st.lists(
    st.tuples(st.integers(0, 1), st.floats(0.1, 5), st.sampled_from(["north", "south"]), st.sampled_from("abcd")), min_size=1, max_size=40
)


@given(rows)
def test_weighted_proportion_agrees_with_the_loops(rows):
    found = weighted_proportion(*zip(*rows, strict=True))
    assert found.value == pytest.approx(sum(w * y for y, w, _, _ in rows) / sum(w for _, w, _, _ in rows))
    assert found.standard_error == pytest.approx(plain_standard_error(rows), abs=1e-9)
    assert found.n == len(rows)


@given(rows, st.randoms())
def test_order_labels_and_the_scale_of_weights_do_not_matter(rows, random):
    other = [(y, w * 1000, f"stratum {s}", c.upper()) for y, w, s, c in rows]
    random.shuffle(other)
    one, two = weighted_proportion(*zip(*rows, strict=True)), weighted_proportion(*zip(*other, strict=True))
    assert (one.value, one.n, one.n_effective) == pytest.approx((two.value, two.n, two.n_effective), rel=1e-6)
    assert one.standard_error == pytest.approx(two.standard_error, abs=1e-9)


def test_two_clusters_by_hand():
    # p = 3/6; cluster sums of (y - p)/6: a (0.5 + 0.5 - 0.5)/6 = 1/12, b -1/12; variance 2/1 · (1/144 + 1/144) = 1/36
    found = weighted_proportion([1, 1, 0, 1, 0, 0], cluster=["a", "a", "a", "b", "b", "b"])
    assert found.value == 0.5
    assert found.standard_error == pytest.approx(1 / 6)
    # A simple random sample of 6 would have 0.25/5 = 1/20; 1/36 is 20/36 of that.
    assert found.n_effective == pytest.approx(6 * 36 / 20)


@pytest.mark.parametrize("weight", [None, np.full(300, 0.1), np.full(300, 22)])
def test_equal_weights_are_a_simple_random_sample(weight):
    found = weighted_proportion([1] * 21 + [0] * 279, weight)
    assert found.value == pytest.approx(0.07)
    assert (found.n, found.n_effective) == (300, 300)
    assert found.standard_error == pytest.approx(sqrt(0.07 * 0.93 / 299))


def test_nearly_equal_weights_and_one_cluster_a_respondent_are_nearly_one():
    outcome = [1] * 21 + [0] * 279
    assert weighted_proportion(outcome, [1.0001] + [1] * 299).n_effective == pytest.approx(300, abs=0.01)
    assert weighted_proportion(outcome, cluster=range(300)).n_effective == pytest.approx(300)


def test_who_is_not_in_the_base_is_left_out():
    outcome, weight = [True, None, False, nan, True], [1, nan, 2, 9, 3]
    assert weighted_proportion(outcome, weight) == weighted_proportion([1, 0, 1], [1, 2, 3])
    assert weighted_proportion(outcome, weight).value == pytest.approx((1 + 3) / (1 + 2 + 3))


@pytest.mark.parametrize("answer", [0, 1])
def test_nobody_or_everybody_falls_back_on_kish(answer):
    found = weighted_proportion([answer] * 3, [1, 2, 3], cluster=["a", "a", "b"])
    assert (found.value, found.standard_error) == (answer, 0)
    assert found.n_effective == pytest.approx((1 + 2 + 3) ** 2 / (1 + 4 + 9))


def test_a_single_cluster_in_a_stratum_adds_no_variance():
    alone = weighted_proportion([1, 0, 1, 0, 1, 1], stratum=["n", "n", "n", "n", "s", "s"], cluster=["a", "a", "b", "b", "c", "c"])
    assert alone.standard_error == 0  # a and b do not differ, c is alone
    assert alone.n_effective == 6


def test_clusters_of_one_name_in_two_strata_are_two():
    found = weighted_proportion([1, 0, 0, 1], stratum=["n", "n", "s", "s"], cluster=["a", "b", "a", "b"])
    # each stratum: sums ±(1/2)/4 = ±1/8, variance 2 · (1/64 + 1/64) = 1/16; two strata 1/8
    assert found.standard_error == pytest.approx(sqrt(1 / 8))


def test_intervals_are_worked_out_with_a_smaller_size_where_few_clusters_were_drawn():
    # six clusters in two strata leave 4 degrees of freedom, of which Student's t is 2.776445 and not 1.959964
    assert degrees_of_freedom([1] * 6, ["n", "n", "n", "s", "s", "s"], ["a", "b", "c", "a", "b", "c"]) == 6 - 2
    assert interval_size(100, 120, 4) == pytest.approx(100 * (1.959964 / 2.776445) ** 2, rel=1e-5)
    assert interval_size([900, 80], 100, [4, 1e9]) == pytest.approx([100 * (1.959964 / 2.776445) ** 2, 80], rel=1e-5)  # at most n


def test_who_is_not_in_the_base_brings_no_cluster():
    assert degrees_of_freedom([1, None, 0, nan], cluster=["a", "b", "c", "d"]) == 2 - 1


def test_without_clusters_the_size_is_the_effective_one_and_of_a_single_cluster_there_is_none():
    assert degrees_of_freedom([1, 0]) == np.inf and degrees_of_freedom([1, 0], cluster=["a", "a"]) == 0
    assert interval_size([110, 110, 140], 120, [np.inf, 0, np.inf]).tolist() == [110, 0, 120]  # and never more than n
    assert interval_size([110, 110, None], 120, [None, nan, 4]).tolist() == pytest.approx([110, 110, nan], nan_ok=True)  # as stored


def test_an_assumed_design_factor_is_no_factor_on_top_of_the_weights():
    """Of 300 the factor 1.24 leaves 195.1: weights that leave 250 are a part of that, 195 and 120 stay, and 1 assumes nothing."""
    assert assumed_size([300, 250, 195, 120], 300, 1.24) == pytest.approx([195.109, 195.109, 195, 120], abs=5e-4)
    assert assumed_size([250, 340], 300, 1).tolist() == [250, 300]


def test_its_parts_can_be_taken_apart():
    value, standard_error, n, n_effective = weighted_proportion([1, 1, 0, 0])
    assert (value, n, n_effective) == (0.5, 4, 4)
    assert standard_error == pytest.approx(sqrt(0.25 / 3))


def test_an_empty_base_has_no_proportion():
    for nobody in (weighted_proportion([]), weighted_proportion([None, nan]), weighted_proportion([1, 0], [0, 0])):
        assert np.isnan([nobody.value, nobody.standard_error]).all()
        assert nobody.n_effective == 0
    assert np.isnan(wilson(0, weighted_proportion([]).n_effective)).all()


@pytest.mark.parametrize("weight", [[1, nan], [1, None], [1, -1]])
def test_a_missing_or_negative_weight_in_the_base_is_refused(weight):
    with pytest.raises(ValueError, match="weight of 0 or more"):
        weighted_proportion([1, 0], weight)


# Monthly series


def rules(values: list[float]) -> list[str]:
    """The rule that each month breaks."""
    points = np.array(values, float)
    return broken_rules(points, *natural_limits(points))


def test_limits_by_hand():
    """10, 14, 12, 16: mean 52/4 = 13; moving ranges 4, 2, 4, mean 10/3; the limits are 2.66 · 10/3 = 8.8667 away."""
    assert natural_limits(np.array([10.0, 14, 12, 16])) == (13, pytest.approx(2.66 * 10 / 3))
    assert rules([10, 14, 12, 16]) == [""] * 4


def test_one_leap_is_screened_out_of_the_limits_but_not_of_the_mean():
    """Moving ranges: eight of 1, then 40; mean 48/9 = 5.33, and 40 ≥ 3.267 · 5.33 = 17.4: left out, mean 1."""
    values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 50]
    assert natural_limits(np.array(values, float)) == (14.4, pytest.approx(2.66 * 1))
    assert rules(values)[-1] == "outside limits"


def test_rare_events_are_not_all_out_of_the_ordinary():
    """Moving ranges: two of 1 and ten of 0; mean 2/12, and 1 ≥ 3.267 · 2/12: screened, only zeros would be left."""
    values = [0] * 6 + [1] + [0] * 6
    assert natural_limits(np.array(values, float)) == (pytest.approx(1 / 13), pytest.approx(2.66 * 2 / 12))
    assert rules(values) == [""] * 6 + ["outside limits"] + [""] * 6


UP, DOWN = [-50, 50] * 4, [50, -50] * 4  # ends high, ends low; a mean of 0, and moving ranges of 100 that keep the limits far away


@pytest.mark.parametrize(
    ("before", "run", "after", "rule"),
    [
        (UP, [-3, -2, -1, 0, 1, 2, 3], UP, "trend"),  # seven points, each above the one before
        (DOWN, [3, 2, 1, 0, -1, -2, -3], DOWN, "trend"),  # each below
        (UP, [-5, -4, -3, -2, 0, 2, 3, 4, 5], UP, "trend"),  # longer: every point
        (UP, [-3, -2, -1, 1, 2, 3], UP, ""),  # six are too few
        (UP, [-3, -2, -1, -1, 1, 2, 3], UP, ""),  # a tie breaks it
        (DOWN, [1, 2, 1, 2, 1, 2, 1], UP, "shift"),  # seven points above the mean of 10/23
        (UP, [-1, -2, -1, -2, -1, -2, -1], DOWN, "shift"),  # below it
        (DOWN, [1, 2, 1, 2, 1, 2], UP, ""),  # six are too few
        ([40, *DOWN[1:]], [2, 1, 2, 0, 2, 1, 2], UP, ""),  # the mean is 0, and a point on it breaks the shift
    ],
)
def test_runs(before, run, after, rule):
    assert rules([*before, *run, *after]) == [""] * 8 + [rule] * len(run) + [""] * 8


CALM = [1, -1] * 10


@pytest.mark.parametrize(
    ("three", "flags"),  # two thirds of the way to the limits is at about ±4
    [
        ([4.5, 1, 4.5], ["two of three", "", "two of three"]),  # only the near points are flagged
        ([4.5, 4.5, 1], ["two of three", "two of three", ""]),
        ([4.5, 4.5, -1], ["", "", ""]),  # all three must be on one side of the mean
        ([4.5, 1, 1], ["", "", ""]),
        ([-4.5, -1, -4.5], ["two of three", "", "two of three"]),
        ([20, 1, 4.5], ["outside limits", "", ""]),  # beyond the limit is not near it
        ([20, 4.5, 4.5], ["outside limits", "two of three", "two of three"]),
    ],
)
def test_two_of_three(three, flags):
    assert rules([*CALM, *three, *CALM]) == [""] * 20 + flags + [""] * 20


def test_what_is_beyond_a_limit_is_not_near_it():
    """Mean 236/20 = 11.8; 19 moving ranges, together 48, the widest 8 < 3.267 · 48/19; the limit is 2.66 · 48/19 = 6.72 away, at 18.52.

    20 is beyond it; of 20, 17 and 13 only 17 lies from 16.28, two thirds of the way, to 18.52, and one of three is no signal.
    """
    calm = [10, 12] * 4
    assert natural_limits(np.array([*calm, 20, 17, 13, *calm, 10], float)) == (pytest.approx(11.8), pytest.approx(6.72))
    assert rules([*calm, 20, 17, 13, *calm, 10]) == [""] * 8 + ["outside limits", "", ""] + [""] * 9


def test_a_flat_series_has_limits_and_breaks_no_rule():
    assert natural_limits(np.full(12, 0.1)) == (0.1, 0)
    assert rules([0.1] * 12) == [""] * 12


@pytest.mark.parametrize("values", [[], [7]])
def test_fewer_than_two_months_have_no_limits(values):
    assert np.isnan(natural_limits(np.array(values, float))[1])
    assert rules(values) == [""] * len(values)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30))
def test_a_series_upside_down_breaks_the_same_rules(values):
    mean, reach = natural_limits(np.array(values, float))
    assert natural_limits(-np.array(values, float)) == (pytest.approx(-mean), pytest.approx(reach))
    assert rules(values) == rules([-value for value in values])
    outside = [abs(value - mean) > reach >= 0 for value in values]
    assert [rule == "outside limits" for rule in rules(values)] == outside

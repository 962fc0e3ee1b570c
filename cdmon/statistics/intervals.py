"""Intervals of proportions, counts and rates, and of their differences."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BYAR_FROM = 10  # counts below this get exact limits (the Fingertips convention)


def wilson(successes: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the (low, high) limits of a proportion by Wilson's score method, without continuity correction.

    Limits are fractions of 1. `n` may be an effective size and need not be whole; NaN where it is 0.
    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3.
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(np.asarray(successes, float), positive(n), alpha=1 - confidence, method="wilson")
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def difference(
    successes_1: npt.ArrayLike, n_1: npt.ArrayLike, successes_2: npt.ArrayLike, n_2: npt.ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return (difference, low, high) of two independent proportions, the second minus the first, by Newcombe's hybrid score method.

    Fractions of 1; sizes may be effective sizes; NaN where either is 0. Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    x_1, base_1, x_2, base_2 = np.asarray(successes_1, float), positive(n_1), np.asarray(successes_2, float), positive(n_2)
    # statsmodels subtracts its second group from its first, so ours go in the other way round.
    low, high = confint_proportions_2indep(x_2, base_2, x_1, base_1, method="newcomb", compare="diff", alpha=1 - confidence)
    return x_2 / base_2 - x_1 / base_1, np.clip(low, -1, 1), np.clip(high, -1, 1)


def smallest_rise(baseline: npt.ArrayLike, n_1: npt.ArrayLike, n_2: npt.ArrayLike, power: float = 0.8, confidence: float = 0.95) -> Floats:
    """Return the smallest rise of a proportion that two samples of these sizes show with this power; NaN where there is none below 1.

    The sizes may be effective ones. Source: Cohen, Statistical Power Analysis (1988), chapter 6: the difference of the arcsines of the
    roots, which agrees with exact calculation to 0.2 points at n = 300.
    """
    normal = NormalDist()
    p, first, second = (np.asarray(values, float) for values in (baseline, n_1, n_2))
    with np.errstate(invalid="ignore", divide="ignore"):
        size = (normal.inv_cdf((1 + confidence) / 2) + normal.inv_cdf(power)) * np.sqrt(1 / first + 1 / second)
        angle = np.arcsin(np.sqrt(p)) + size / 2
        return np.where(angle < np.pi / 2, np.sin(angle) ** 2 - p, np.nan)


def byar(count: npt.ArrayLike, population: npt.ArrayLike, per: float = 1000, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return (rate, low, high) per `per` of the population: Byar's limits from a count of 10, exact Poisson limits below.

    The count is taken as a Poisson count, the population as known; NaN where the population is 0. The lower limit of a count of 0 is 0.
    Source: Breslow and Day 1987, volume II, chapter 2; the exact limits by chi-square, Ulm 1990.
    """
    from scipy.stats import chi2, norm

    observed, tail = np.asarray(count, float), (1 - confidence) / 2
    z = norm.isf(tail)
    large, above = np.maximum(observed, BYAR_FROM), np.maximum(observed, BYAR_FROM) + 1
    byar_low = large * (1 - 1 / (9 * large) - z / (3 * np.sqrt(large))) ** 3
    byar_high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    exact_low = np.where(observed == 0, 0, chi2.ppf(tail, 2 * observed) / 2)
    exact_high = chi2.isf(tail, 2 * observed + 2) / 2
    scale = per / positive(population)
    low = np.where(observed < BYAR_FROM, exact_low, byar_low)
    high = np.where(observed < BYAR_FROM, exact_high, byar_high)
    return observed * scale, low * scale, high * scale


def rate_ratio(
    count_1: npt.ArrayLike, population_1: npt.ArrayLike, count_2: npt.ArrayLike, population_2: npt.ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return (ratio, low, high) of two rates, the second over the first: exact limits of the ratio of two Poisson rates.

    Given both counts' total, the second is binomial, and its share's Clopper-Pearson limits give those of the ratio. A count of 0 leaves a
    ratio of 0 or inf and a limit of 0 or inf; NaN where both counts are 0 or a population is. Source: Przyborowski and Wilenski 1940,
    Biometrika 31:313; R's poisson.test.
    """
    first, second = np.asarray(count_1, float), np.asarray(count_2, float)
    scale = positive(population_1) / positive(population_2)
    low, high = clopper_pearson(second, first + second, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return second / first * scale, low / (1 - low) * scale, high / (1 - high) * scale


def poisson_difference(count_1: npt.ArrayLike, count_2: npt.ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return (difference, low, high) of two Poisson counts over the same time, the second minus the first.

    Of a register: how many closed and how many opened since a date, which make its change. Given that so many came or went, the second is
    binomial, with a half where nothing but chance decides; its share's Clopper-Pearson limits are those of the difference. They leave 0
    out exactly where the two-sided exact test tells the counts apart. Both limits are NaN where both counts are 0. Source: as `rate_ratio`.
    """
    first, second = np.asarray(count_1, float), np.asarray(count_2, float)
    total = first + second
    low, high = clopper_pearson(second, total, confidence)
    return second - first, total * (2 * low - 1), total * (2 * high - 1)


def clopper_pearson(successes: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact (low, high) limits of a binomial proportion, fractions of 1; NaN where n is 0. Source: Clopper and Pearson 1934."""
    from scipy.special import betaincinv

    tail, base = (1 - confidence) / 2, positive(n)
    yes = np.where(np.isnan(base), np.nan, successes)
    no = base - yes
    low = np.where(yes == 0, 0, betaincinv(np.where(yes == 0, 1, yes), no + 1, tail))
    high = np.where(no == 0, 1, betaincinv(yes + 1, np.where(no == 0, 1, no), 1 - tail))
    return low, high


def positive(n: npt.ArrayLike) -> Floats:
    """Return the sizes as floats, NaN where there is nobody to count."""
    sizes = np.asarray(n, float)
    return np.where(sizes > 0, sizes, np.nan)

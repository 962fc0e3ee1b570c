"""Intervals, differences of waves, weights and design effects, and the limits of monthly series.

Arrays in, arrays out; numbers broadcast, NaN stands for "none". statsmodels and scipy are imported where they are used: they cost
0.6 s, and most commands need neither.
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FRACTION_THAT_MATTERS = 0.1
BYAR_FROM = 10  # counts below this get exact limits (the Fingertips convention)
XMR_LIMIT = 2.66  # limits, in mean moving ranges from the mean; this and the next from NHS "Making Data Count"
XMR_SCREEN = 3.267  # a moving range of this many mean moving ranges is itself out of the ordinary


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


class WeightedProportion(NamedTuple):
    """A proportion estimated from a sample: a fraction of 1, its standard error, its base, and what the design makes of that base.

    Intervals are worked out with `interval_size`.
    """

    value: float
    standard_error: float
    n: int
    n_effective: float


def weighted_proportion(
    outcome: npt.ArrayLike,
    weight: npt.ArrayLike | None = None,
    stratum: npt.ArrayLike | None = None,
    cluster: npt.ArrayLike | None = None,
) -> WeightedProportion:
    """Estimate a proportion and its precision from a weighted, stratified or clustered sample by Taylor linearisation.

    One entry a respondent in each argument. `outcome` is 1 or 0, missing (NaN, None) for who is not in the base and is left out.
    Clusters are taken within their stratum; without clusters each respondent is one, without strata all are in one; a missing label is
    a label of its own. The sample is taken as a small part of the population. A stratum with a single cluster adds nothing to the variance.

    n_effective is n over the design effect: the variance over that of a simple random sample of the same n. Equal
    weights with neither stratum nor cluster are such a sample: n_effective is n. Where the variance comes out as 0 (nobody, or everybody)
    the weights alone decide, by Kish's n / (1 + cv²). Nobody in the base, or no weight there: value and standard error are NaN,
    n_effective 0. ValueError when a weight in the base is missing or negative. Source: Binder 1983; Kish 1965.
    """
    y = numbers(outcome)
    base = ~np.isnan(y)
    y, n = y[base], int(base.sum())
    w = np.ones(n) if weight is None else numbers(weight)[base]
    if not (w >= 0).all():
        raise ValueError("each respondent in the base needs a weight of 0 or more")
    if w.sum() == 0:
        return WeightedProportion(np.nan, np.nan, n, 0.0)
    value = float((w * y).sum() / w.sum())
    strata = np.zeros(n, int) if stratum is None else labels(stratum, base)
    clusters = np.arange(n) if cluster is None else labels(cluster, base)
    variance = between_clusters(w * (y - value) / w.sum(), strata, clusters)
    n_effective = float(n / (1 + w.var() / w.mean() ** 2))
    simple = stratum is None and cluster is None and np.ptp(w) == 0
    if not simple and variance > 1e-20:  # below that it is 0 but for rounding
        n_effective = value * (1 - value) / (n - 1) / variance * n
    return WeightedProportion(value, float(np.sqrt(variance)), n, n_effective)


def degrees_of_freedom(outcome: npt.ArrayLike, stratum: npt.ArrayLike | None = None, cluster: npt.ArrayLike | None = None) -> float:
    """Return by how many pieces the variance of a sample is told: its clusters less its strata, inf where no clusters are named.

    Arguments as in `weighted_proportion`; who is not in the base does not count.
    """
    if cluster is None:
        return np.inf
    base = ~np.isnan(numbers(outcome))
    strata = np.zeros(int(base.sum()), int) if stratum is None else labels(stratum, base)
    return len(set(zip(strata, labels(cluster, base), strict=True))) - len(set(strata))


def assumed_size(n_effective: npt.ArrayLike, n: npt.ArrayLike, design_factor: npt.ArrayLike) -> Floats:
    """Return the effective sizes of samples whose design is not known: n / deft² by the factor assumed, or less where the rows show less.

    Never both: what the weights show is a part of what the factor stands for.
    """
    effective: Floats = np.asarray(n_effective, float)
    return np.asarray(np.minimum(effective, np.asarray(n, float) / np.asarray(design_factor, float) ** 2), float)


def sampling_fraction(n: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """Return which part of a whole samples are, where that matters for an interval: above a tenth; 0 where it does not or is not known.

    A sample of more than the whole there is said to be tells that the whole is not known. Source: Cochran 1977, section 2.1: the correction
    may be left out up to 5%, and for many purposes up to 10%; that leaves intervals a little wide rather than narrow.
    """
    sizes, of = np.broadcast_arrays(np.asarray(n, float), np.asarray(whole, float))
    part = np.divide(sizes, of, out=np.zeros(of.shape), where=sizes <= of)
    return np.where(part > FRACTION_THAT_MATTERS, part, 0.0)


def finite_size(n_effective: npt.ArrayLike, part: npt.ArrayLike) -> Floats:
    """Return the effective sizes of samples that are a part (0 to 1) of all there are: size / (1 − part), inf of all of them.

    Source: Cochran 1977, Sampling Techniques, section 2.6: the finite population correction of the variance.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.asarray(n_effective, float) / (1 - np.asarray(part, float)), float)


def interval_size(n_effective: npt.ArrayLike, n: npt.ArrayLike, degrees: npt.ArrayLike, confidence: float = 0.95) -> Floats:
    """Return the sizes to give to `wilson` and `difference`: the effective ones, at most n, and smaller where few clusters were drawn.

    More than n is mostly luck: where few said so, their weights may happen to be alike. Of few clusters it is smaller by the square of the
    normal over Student's t, and 0 (no interval) where nothing is left to tell the variance by. Degrees of inf or NaN, where no clusters
    are named, leave it as it is.
    Source: Korn and Graubard 1998, Survey Methodology 24:193.
    """
    from scipy.special import stdtrit

    effective, base, freedom = (np.asarray(values, float) for values in (n_effective, n, degrees))
    tail = (1 + confidence) / 2
    named = np.isfinite(freedom)
    t = stdtrit(np.where(named & (freedom > 0), freedom, 1), tail)
    size = np.minimum(effective, base)
    few = size * (NormalDist().inv_cdf(tail) / t) ** 2
    return np.where(~named, size, np.where(freedom > 0, few, 0.0))


def pooled_proportion(
    shares: npt.ArrayLike, values: npt.ArrayLike, sizes: npt.ArrayLike, degrees: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return (value, effective size, degrees of freedom) of the average of proportions of places sampled one by one, weighed by `shares`.

    A place an entry along the last axis, its share of the whole and its degrees the same in all rows; sizes are effective ones, before
    `interval_size` makes them smaller for few clusters. The variance is Σ share² · p(1 − p) / size, as of a sample stratified by place.
    Where nobody or everybody of a place said so, its sample does not show how answers vary: the average stands in for it.

    The degrees are the sum of those of places with clusters, which is their clusters less their strata; over the square of these places'
    part of the variance, where others have no clusters (Satterthwaite 1946: the variance of those is taken as known). Without any
    clusters they are inf; with a place of 0 they are 0, and `interval_size` gives no interval.
    """
    share, p, size, freedom = (np.asarray(given, float) for given in (shares, values, sizes, degrees))
    value = (share * p).sum(axis=-1)
    own, whole = p * (1 - p), value * (1 - value)
    whole = np.where(whole > 0, whole, 1)  # of nobody, or everybody, everywhere the sizes alone decide
    parts = share**2 * np.where(own > 0, own, np.expand_dims(whole, -1)) / size
    named, variance = np.isfinite(freedom), parts.sum(axis=-1)
    if not named.any():
        return value, whole / variance, np.full(value.shape, np.inf)
    told = 0.0 if (freedom <= 0).any() else freedom[named].sum()
    return value, whole / variance, told * (variance / parts[..., named].sum(axis=-1)) ** 2


def between_clusters(residual: Floats, stratum: npt.NDArray[np.int_], cluster: npt.NDArray[np.int_]) -> float:
    """Return the variance of the sum of linearised residuals: within each stratum, m / (m - 1) times the squares of m cluster totals."""
    width = cluster.max() + 1
    codes, member = np.unique(stratum * width + cluster, return_inverse=True)
    totals, home = np.bincount(member, residual), codes // width
    m = np.bincount(home)
    means = np.bincount(home, totals) / m
    squares = (totals - means[home]) ** 2  # of a single cluster: 0, as it is its own mean
    return float((m / np.maximum(m - 1, 1))[home] @ squares)


def numbers(values: npt.ArrayLike) -> Floats:
    """Return values as floats, with NaN for None and pandas' NA."""
    return np.asarray(pd.Series(values).to_numpy(float, na_value=np.nan), float)


def labels(values: npt.ArrayLike, base: Flags) -> npt.NDArray[np.int_]:
    """Return the labels of those in the base as numbers from 0."""
    codes: npt.NDArray[np.int_] = pd.factorize(pd.Series(values).to_numpy()[base], use_na_sentinel=False)[0]
    return codes


def natural_limits(points: Floats) -> tuple[float, float]:
    """Return a monthly series' mean and how far the limits of its XmR chart are from it; NaN where there are too few points to tell.

    Limits are the mean ± 2.66 mean moving ranges, those of 3.267 times their mean or more left out, once. Where that would leave only
    ranges of 0, as in a series of rare events, none is left out: limits on the mean would call every month out of the ordinary. A count's
    lower limit may be below 0: show it as 0. Source: NHS "Making Data Count", as in the R package NHSRplotthedots 0.2.2.
    """
    ranges = np.abs(np.diff(points))
    ordinary = ranges[ranges < XMR_SCREEN * ranges.mean()] if ranges.any() else ranges
    ranges = ordinary if ordinary.any() else ranges
    # Measured from the first point, so that the mean of a flat series is exactly its value.
    mean = points[0] + (points - points[0]).mean() if points.size else np.nan
    return float(mean), float(XMR_LIMIT * ranges.mean()) if ranges.size else np.nan


def broken_rules(points: Floats, mean: float, reach: float) -> list[str]:
    """Return the first rule of XmR charts that each point of a series breaks, or '', given its mean and how far from it the limits are.

    In order: 'outside limits'; 'trend' (7 points, each above or each below the one before); 'two of three' (of three points on one side of
    the mean, those beyond two thirds of a limit but not beyond it, where two or three are); 'shift' (7 points on one side of the mean).
    Every point of a run bears its rule. Source: as `natural_limits`.
    """
    side, distance = np.sign(points - mean), np.abs(points - mean)
    steps = runs(np.sign(np.diff(points, prepend=points[:1])), 6)  # the step that leads to each point; to the first, none
    flags = {
        "outside limits": distance > reach,
        "trend": steps | np.append(steps, False)[1:],  # both ends of each step
        "two of three": two_of_three((distance > reach * 2 / 3) & (distance <= reach), side),
        "shift": runs(side, 7),
    }
    return [next((rule for rule, flagged in flags.items() if flagged[i]), "") for i in range(points.size)]


def directions(points: Floats, mean: float, rules: Sequence[str]) -> list[int]:
    """Return which way each point that breaks a rule points: 1 up, -1 down; 0 for a point that breaks none.

    A point of a trend points where the trend goes (where one trend turns into another, the later), any other to its side of the mean.
    Source: NHSRplotthedots, ptd_calculate_point_type.R.
    """
    steps, side = np.sign(np.diff(points)), np.sign(points - mean)
    in_trend = [rule == "trend" for rule in rules]
    found = []
    for i, rule in enumerate(rules):
        if rule == "trend":
            goes_on = i < len(steps) and in_trend[i + 1]
            found.append(int(steps[i] if goes_on else steps[i - 1]))
        else:
            found.append(int(side[i]) if rule else 0)
    return found


def runs(signs: Floats, length: int) -> Flags:
    """Flag every member of each run of `length` or more signs that are all +1 or all -1."""
    return members(np.abs(windows(signs, length).sum(axis=1)) == length, length, signs.size)


def two_of_three(near: Flags, side: Floats) -> Flags:
    """Flag the near points of each three successive points on one side of the mean of which at least two are near a limit."""
    found = (np.abs(windows(side, 3).sum(axis=1)) == 3) & (windows(near, 3).sum(axis=1) >= 2)
    return near & members(found, 3, near.size)


def windows(values: npt.NDArray[np.generic], length: int) -> npt.NDArray[Any]:
    """Return each run of `length` successive values as a row; no rows where there are fewer values."""
    return sliding_window_view(values, length) if values.size >= length else np.empty((0, length))


def members(found: Flags, length: int, size: int) -> Flags:
    """Flag every one of `size` points that is in any of the windows found."""
    flagged = np.zeros(size, bool)
    for offset in range(length):
        flagged[offset : offset + found.size] |= found
    return flagged

"""Samples as they were drawn: weights, strata, clusters, parts of a finite whole, and places sampled one by one."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.statistics.intervals import Floats

FRACTION_THAT_MATTERS = 0.1


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


def labels(values: npt.ArrayLike, base: npt.NDArray[np.bool_]) -> npt.NDArray[np.int_]:
    """Return the labels of those in the base as numbers from 0."""
    codes: npt.NDArray[np.int_] = pd.factorize(pd.Series(values).to_numpy()[base], use_na_sentinel=False)[0]
    return codes

"""From the baseline to now: how large a change is and how surely, or, of what is counted, what came and what went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, isinf, isnan, nan

import numpy as np

from cdmon.statistics.intervals import difference, rate_ratio
from cdmon.statistics.samples import interval_size
from cdmon.tables.figures import Figure


@dataclass(frozen=True, slots=True)
class Change:
    """The latest figure less the baseline, in the same unit, with its 95% interval (NaN where it has none).

    Of a rate the interval is that of the ratio of the two. Of a register `opened`, `closed` and `found` say what the change is made of:
    groups that began, that ended, and that were there before and only now are known; None where that is not known.
    """

    value: float
    low: float = nan
    high: float = nan
    ratio: float = nan
    ratio_low: float = nan
    ratio_high: float = nan
    opened: int | None = None
    closed: int | None = None
    found: int | None = None


Pair = tuple[Figure, Figure]
IN_FULL = 1e12  # the size of a sample whose interval is a point, as is that of all there are


def changes(pairs: Sequence[Pair], kinds: Sequence[str]) -> list[Change]:
    """Return the change of each pair of figures that may be compared, in order.

    Proportions have Newcombe's interval on the effective samples, rates the exact interval of their ratio; what is counted or judged has
    none.
    """
    found = [Change(now.value - then.value) for then, now in pairs]
    for places, work in ((of_kind("proportion", kinds), differences), (of_kind("rate", kinds), ratios)):
        if places:
            for place, change in zip(places, work([pairs[place] for place in places]), strict=True):
                found[place] = change
    return found


def of_kind(kind: str, kinds: Sequence[str]) -> list[int]:
    """Return the places of one kind."""
    return [place for place, each in enumerate(kinds) if each == kind]


def differences(pairs: Sequence[Pair]) -> list[Change]:
    """Return the differences of sampled proportions; those of two that are both of all there are have no interval."""
    told = [[min(size, IN_FULL) for size in sizes(*pair)] for pair in pairs]
    counts = [
        [part for figure, size in zip(pair, two, strict=True) for part in (figure.value * size, size)]
        for pair, two in zip(pairs, told, strict=True)
    ]
    _, low, high = difference(*np.array(counts, float).T)
    return [
        Change(now.value - then.value, *(() if is_in_full(then, now) else limits))
        for (then, now), limits in zip(pairs, zip(low, high, strict=True), strict=True)
    ]


def is_in_full(then: Figure, now: Figure) -> bool:
    """Tell whether both of two proportions are of all there are, so that their difference is exact."""
    return isinf(then.size) and isinf(now.size)


def sizes(then: Figure, now: Figure) -> tuple[float, float]:
    """Return the sizes that the interval of a change is worked out with: those of the figures' own intervals, but of pools of clusters.

    Of a pool both waves tell the variance of the change together: Student's t has the degrees of freedom of both. Of one place, where
    there are few, it keeps each wave's own: the interval is wide rather than false.
    """
    degrees = then.degrees + now.degrees
    if min(then.places, now.places) == 1 or isinf(degrees) or not min(then.degrees, now.degrees):
        return then.size, now.size
    before, after = interval_size([then.n_finite, now.n_finite], inf, degrees).tolist()
    return before, after


def ratios(pairs: Sequence[Pair]) -> list[Change]:
    """Return the differences of rates, with the ratio of the two: it is the ratio that has an interval."""
    counts = [[part for figure in pair for part in (counted(figure), figure.population)] for pair in pairs]
    found = zip(*(part.tolist() for part in rate_ratio(*np.array(counts, float).T)), strict=True)
    return [
        Change(now.value - then.value, ratio=ratio, ratio_low=low, ratio_high=high)
        for (then, now), (ratio, low, high) in zip(pairs, found, strict=True)
    ]


def counted(rate: Figure) -> float:
    """Return the count that a rate per 1,000 was made of."""
    return nan if isnan(rate.value) else round(rate.value * rate.population / 1000)


def comparisons(told: Iterable[Change | None]) -> int:
    """Return how many of some changes are comparisons of two samples: those that have an interval."""
    return sum(change is not None and not isnan(change.low) for change in told)

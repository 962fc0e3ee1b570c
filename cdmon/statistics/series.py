"""Monthly series: the limits of their XmR charts, and which points are out of the ordinary."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from cdmon.statistics.intervals import Floats

Flags = npt.NDArray[np.bool_]

XMR_LIMIT = 2.66  # limits, in mean moving ranges from the mean; this and the next from NHS "Making Data Count"
XMR_SCREEN = 3.267  # a moving range of this many mean moving ranges is itself out of the ordinary


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

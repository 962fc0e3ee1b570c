"""The numbers of an axis: round, in equal steps, no two written alike, and no figure beyond them."""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any, NamedTuple

import pandas as pd

from cdmon.parts.indicators import RATING_LEVELS
from cdmon.wording import SHARES

FINEST = {"proportion": 0.01, "share": 0.01, "count": 1, "rate": 0.1}  # how close numbers can stand, as they are written
FINEST_OF_PARTS = 0.1  # of a count that comes in parts, as half a post does
STEPS = 5  # at most
ROUNDING = 1e-6  # of a step: so little beyond a number is no more than how a computer holds it


class Axis(NamedTuple):
    """The numbers of an axis from its beginning to its end, and how each is written."""

    ticks: list[float]
    labels: list[str]

    def laid_out(self, room: float = 0) -> dict[str, Any]:
        """Return the axis for a Plotly layout, with so much room beyond its ends as a share of its length."""
        beyond = room * (self.ticks[-1] - self.ticks[0])
        return {"range": [self.ticks[0] - beyond, self.ticks[-1] + beyond], "tickvals": self.ticks, "ticktext": self.labels}


def axis(kind: str, figures: Iterable[float], ends: Iterable[float] = ()) -> Axis:
    """Return the axis of figures and of the ends of their intervals or limits; NaN is none. KeyError for an unknown kind.

    That of a rating goes from its lowest level to its highest; any other from 0, two to six numbers.
    """
    if kind == "rating":
        levels = range(1, RATING_LEVELS + 1)
        return Axis([float(level) for level in levels], [str(level) for level in levels])
    values = [value for value in figures if pd.notna(value)]
    highest = max([0.0, *values, *(end for end in ends if pd.notna(end))])
    in_parts = kind == "count" and any(value != round(value) for value in values)
    step = round_step(highest, FINEST_OF_PARTS if in_parts else FINEST[kind])
    ticks = [times * step for times in range(max(1, ceil(highest / step - ROUNDING)) + 1)]
    written = ".0%" if kind in SHARES else ",.0f" if step >= 1 else ",.1f"
    return Axis(ticks, [format(tick, written) for tick in ticks])


def round_step(highest: float, finest: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20 … (or a tenth, a hundredth of it) of which few enough reach from 0 to the highest."""
    least = max(highest / STEPS, finest)
    power = 10 ** floor(log10(least))
    return float(next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - ROUNDING)))

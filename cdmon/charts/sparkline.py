"""A small picture of how a figure went since the start: its points, their intervals, and the baseline as a dotted line."""

from collections.abc import Callable, Sequence
from math import isnan
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from cdmon.charts.symbols import COLOURS

WIDTH, HEIGHT, EDGE = 150, 36, 6  # pixels
SHAPES = {  # of the last point, by side, around the middle 0, 0
    "better": '<path d="M0-5 5 0 0 5-5 0z"/>',
    "worse": '<path d="M-4-4h8v8h-8z"/>',
    "open": '<circle r="4.5"/>',
    "absent": '<circle r="4" fill="#fff" stroke="#4d4d4d" stroke-width="1.5"/>',
}


def sparkline(points: pd.DataFrame, side: str, alt: str) -> Markup:
    """Return a picture as HTML (`img` with its words), "" for no points; `points` has day, value, low and high, in the order of days."""
    told = points[points["value"].notna()]
    if told.empty:
        return Markup("")
    return Markup('<img class="cd-spark" width="{}" height="{}" alt="{}" src="data:image/svg+xml,{}">').format(
        WIDTH, HEIGHT, alt, quote(drawing(told, side))
    )


def drawing(points: pd.DataFrame, side: str) -> str:
    """Return the SVG of some points, none of which is NaN."""
    days = points["day"].map(pd.Timestamp.toordinal).tolist()
    values, lows, highs = (points[part].tolist() for part in ("value", "low", "high"))
    ends = [end for end in (*values, *lows, *highs) if not isnan(end)]
    across, up = scale(days, EDGE, WIDTH - EDGE), scale(ends, HEIGHT - EDGE, EDGE)
    places = [(across(day), up(value)) for day, value in zip(days, values, strict=True)]
    bars = "".join(
        f'<path d="M{x:.1f} {up(low):.1f}V{up(high):.1f}"/>'
        for (x, _), low, high in zip(places, lows, highs, strict=True)
        if not isnan(low)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    (x, y), level = places[-1], places[0][1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="M0 {level:.1f}H{WIDTH}" stroke="#8a8a8a" stroke-dasharray="2 3"/>'
        f'<g fill="none" stroke="#595959" stroke-width="1.5">{bars}<polyline points="{line}"/></g>'
        f'<g transform="translate({x:.1f} {y:.1f})" fill="{COLOURS[side]}">{SHAPES[side]}</g></svg>'
    )


def scale(numbers: Sequence[float], first: float, last: float) -> Callable[[float], float]:
    """Return where numbers lie between two pixels, the least at the first; in the middle where all of them are one."""
    least, span = min(numbers), max(numbers) - min(numbers)
    return lambda number: first + (last - first) * ((number - least) / span if span else 0.5)

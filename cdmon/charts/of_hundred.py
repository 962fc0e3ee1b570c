"""A picture of shares as so many in 100 people, then and now, with how far off each may be: large enough to read on paper."""

from collections.abc import Sequence
from html import escape
from math import isnan
from typing import NamedTuple

from cdmon.charts.style import GRID, INK, LINE

WIDTH, LEFT, SIZE = 640, 70, 17  # pixels: of the picture, of the words before a bar, of letters
ACROSS = 420  # pixels that 100 people are wide
TITLE, BAR, APART = 26, 24, 14  # pixels: of a line of words, of a bar with its gap, below each pair


class Share(NamedTuple):
    """A share and its interval, as fractions of 1 (limits NaN where it has none), with the colour of its bar and the words behind it."""

    when: str
    value: float
    low: float
    high: float
    colour: str
    words: str


def of_hundred(rows: Sequence[tuple[str, Sequence[Share]]]) -> str:
    """Return the SVG of some shares, each row with its words above its bars."""
    parts, top = [], 0.0
    for title, shares in rows:
        parts.append(f'<text x="0" y="{top + SIZE:.0f}" font-weight="700">{escape(title)}</text>')
        top += TITLE
        for share in shares:
            parts.append(bar(share, top))
            top += BAR
        top += APART
    height = max(top - APART, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
        f'font-family="sans-serif" font-size="{SIZE}" fill="{INK}">{"".join(parts)}</svg>'
    )


def bar(share: Share, top: float) -> str:
    """Return a bar on the ground of all 100, its interval as a line, and its words."""
    middle, end = top + BAR / 2 - 2, LEFT + ACROSS * share.value
    interval = ""
    if not isnan(share.low):
        low, high = (LEFT + ACROSS * limit for limit in (share.low, share.high))
        line = f"M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 5:.1f}v10M{high:.1f} {middle - 5:.1f}v10"
        interval = f'<path d="{line}" stroke="#fff" stroke-width="5"/><path d="{line}" stroke="{INK}" stroke-width="2"/>'
    return (
        f'<text x="0" y="{top + SIZE - 1:.0f}" fill="{LINE}">{escape(share.when)}</text>'
        f'<path d="M{LEFT} {top + 1:.1f}h{ACROSS}v{BAR - 6}h-{ACROSS}z" fill="{GRID}"/>'
        f'<path d="M{LEFT} {top + 1:.1f}H{end:.1f}v{BAR - 6}H{LEFT}z" fill="{share.colour}"/>{interval}'
        f'<text x="{LEFT + ACROSS + 10}" y="{top + SIZE - 1:.0f}">{escape(share.words)}</text>'
    )

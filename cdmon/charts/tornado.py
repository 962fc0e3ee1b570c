"""A picture of what a net value hangs on: a bar for each range, from the net value at its low end to that at its high end."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from cdmon.charts.sparkline import scale
from cdmon.tables.value import CAVEAT, number, pounds
from cdmon.text import shorten
from cdmon.value.swings import Swing

WIDTH, ROW, TOP = 1000, 46, 40  # pixels
LEFT, RIGHT = 330, 890  # between which the bars lie; their words stand beside them
MOST = 12  # bars; the table has all
FILL, LINE = "#cfe2f3", "#1b1b1b"


def tornado(swings: Sequence[Swing], net: float) -> Markup:
    """Return a picture in HTML of the widest swings around a net value, with its words and its caveat; "" where there is none."""
    shown = swings[:MOST]
    if not shown:
        return Markup("")
    told = "; ".join(f"{each.row.title} from {pounds(each.at_low)} to {pounds(each.at_high)}" for each in shown)
    words = f"Net value, {pounds(net)} at the central values, as one range at a time goes from its low to its high end: {told}."
    image = Markup('<img class="cd-tornado" alt="{}" src="data:image/svg+xml,{}">').format(words, quote(drawing(shown, net)))
    return Markup('<div class="cd-scroll" tabindex="0"><figure>{}<figcaption class="cd-small">{}</figcaption></figure></div>').format(
        image, CAVEAT
    )


def drawing(shown: Sequence[Swing], net: float) -> str:
    """Return the SVG of some swings."""
    across = scale([net, *(each.at_low for each in shown), *(each.at_high for each in shown)], LEFT + 90, RIGHT - 90)
    height = TOP + ROW * len(shown) + 10
    bars = "".join(bar(each, TOP + ROW * place, across(each.at_low), across(each.at_high)) for place, each in enumerate(shown))
    middle = across(net)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="15" fill="{LINE}">{bars}'
        f'<path d="M{middle:.1f} {TOP - 8}V{height - 6}" stroke="{LINE}" stroke-width="2" stroke-dasharray="5 4"/>'
        f'<text x="{middle:.1f}" y="20" text-anchor="middle" font-weight="600">Net value {escape(pounds(net))}</text></svg>'
    )


def bar(each: Swing, top: float, low: float, high: float) -> str:
    """Return the SVG of one swing: its name, its bar, and beside each end the value there."""
    first, last = min(low, high), max(low, high)
    ends = (each.row.low, each.row.high) if low <= high else (each.row.high, each.row.low)
    left, right = (escape(number(end)) for end in ends)
    y = top + ROW / 2
    return (
        f'<text x="{LEFT - 10}" y="{y + 5}" text-anchor="end">{escape(shorten(each.row.title, 42))}</text>'
        f'<rect x="{first:.1f}" y="{top + 8}" width="{max(last - first, 1):.1f}" height="{ROW - 16}" fill="{FILL}" stroke="{LINE}"/>'
        f'<text x="{first - 6:.1f}" y="{y + 5}" text-anchor="end">{left}</text><text x="{last + 6:.1f}" y="{y + 5}">{right}</text>'
    )

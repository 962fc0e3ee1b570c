"""A chart as a picture: our own Plotly figures as a few kilobytes of SVG, which needs no script and prints.

Only what our figures are made of: markers with intervals and lines, dated or numbered axes, straight lines across, and words beside them.
"""

import html
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from cdmon.charts.style import GRID, INK

SHAPES = {  # of a marker as wide as 2, around 0 0
    "circle": '<circle r="1"/>',
    "diamond": '<path d="M0-1.2 1.2 0 0 1.2-1.2 0z"/>',
    "square": '<path d="M-.9-.9h1.8v1.8h-1.8z"/>',
}
DASHES = {"solid": "", "dash": ' stroke-dasharray="7 5"', "dot": ' stroke-dasharray="2 4"'}
ANCHORS = {"left": "start", "center": "middle", "right": "end", None: "middle"}
LETTER, PAD, APART = 0.55, 10, 72  # width of a letter by its size; pixels beside the first and last date; between two dates at least
LINE_HEIGHT = 1.3  # by the size of letters

At = Callable[[Any], float]


class Plot(NamedTuple):
    """Where a chart's figures stand: its edges in pixels, and where a figure lies along and up."""

    left: float
    right: float
    top: float
    bottom: float
    across: At
    up: At


def svg(chart: go.Figure, width: int) -> str:
    """Return a chart as SVG, so many pixels wide where there is room for them."""
    layout, traces = chart.to_plotly_json()["layout"], [trace.to_plotly_json() for trace in chart.data]
    plot = plotted(layout, traces, width)
    parts = [*grid(layout, plot), *dates(layout, traces, plot)]
    parts += [line(shape, plot) for shape in layout.get("shapes", [])]
    for trace in traces:
        parts += marks(trace, plot)
    parts += [part for note in layout.get("annotations", []) for part in words(note, plot)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {layout["height"]}" width="{width}" height="{layout["height"]}" '
        f'font-family="sans-serif" fill="{INK}">{"".join(parts)}</svg>'
    )


def plotted(layout: dict[str, Any], traces: list[dict[str, Any]], width: int) -> Plot:
    """Return where the figures of a chart stand."""
    margin, upright, along = layout["margin"], layout["yaxis"], layout["xaxis"]
    labels = upright.get("ticktext", [])
    left = margin["l"] + (max(map(len, labels)) * LETTER * upright["tickfont"]["size"] + 6 if labels else 0)
    is_dated = "range" not in along
    right, bottom = width - margin["r"], layout["height"] - (28 if is_dated else margin["b"])
    days = [position(each) for trace in traces for each in trace["x"]] if is_dated else along["range"]
    pad = PAD if is_dated else 0
    across = scale(min(days), max(days), left + pad, right - pad)
    return Plot(left, right, margin["t"], bottom, across, scale(upright["range"][0], upright["range"][1], bottom, margin["t"]))


def position(value: Any) -> float:
    """Return a day or a number as a number."""
    return float(value) if isinstance(value, int | float) else float(pd.Timestamp(value).toordinal())


def scale(first: float, last: float, start: float, end: float) -> At:
    """Return where a figure lies between two pixels; in the middle where there is only one."""
    span = last - first
    return lambda value: start + (end - start) * ((position(value) - first) / span if span else 0.5)


def grid(layout: dict[str, Any], plot: Plot) -> Iterator[str]:
    """Yield the lines of the numbered axes with their numbers."""
    upright, along = layout["yaxis"], layout["xaxis"]
    for value, text in zip(upright.get("tickvals", []), upright.get("ticktext", []), strict=True):
        y = plot.up(value)
        yield f'<path d="M{plot.left:.1f} {y:.1f}H{plot.right:.1f}" stroke="{GRID}"/>'
        yield written(text, plot.left - 6, y, upright["tickfont"], "right", "central")
    for value, text in zip(along.get("tickvals", []), along.get("ticktext", []), strict=True):
        x = plot.across(value)
        yield f'<path d="M{x:.1f} {plot.top}V{plot.bottom:.1f}" stroke="{GRID}"/>'
        yield written(text, x, plot.bottom + 18, along["tickfont"], "center")


def dates(layout: dict[str, Any], traces: list[dict[str, Any]], plot: Plot) -> Iterator[str]:
    """Yield the dates below a dated axis: the first, the last, and those between that have room."""
    if "range" in layout["xaxis"]:
        return
    days = sorted({pd.Timestamp(each) for trace in traces for each in trace["x"]})
    shown: list[float] = []
    for day in [days[0], days[-1], *days]:
        x = plot.across(day)
        if all(abs(x - other) >= APART for other in shown):
            shown.append(x)
            yield written(f"{day:%b %Y}", min(max(x, 30), plot.right - 24), plot.bottom + 18, layout["xaxis"]["tickfont"], "center")


def line(shape: dict[str, Any], plot: Plot) -> str:
    """Return a straight line between two points of a chart, or across all of it."""
    x0, x1 = (plot.left, plot.right) if shape.get("xref") == "paper" else (plot.across(shape["x0"]), plot.across(shape["x1"]))
    y0, y1 = (plot.bottom, plot.top) if shape.get("yref") == "paper" else (plot.up(shape["y0"]), plot.up(shape["y1"]))
    drawn = shape["line"]
    dash = DASHES[drawn.get("dash", "solid")]
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="{drawn["color"]}" stroke-width="{drawn["width"]}"{dash}/>'


def marks(trace: dict[str, Any], plot: Plot) -> Iterator[str]:
    """Yield the figures of a trace: what joins them, their intervals, and their markers."""
    points = [(plot.across(x), plot.up(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    if "lines" in trace["mode"]:
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline fill="none" stroke="{trace["line"]["color"]}" stroke-width="1.5" points="{joined}"/>'
    yield from intervals(trace, plot, points)
    marker = trace["marker"]
    colours, symbols = (
        each if isinstance(each, list) else [each] * len(points) for each in (marker["color"], marker.get("symbol", "circle"))
    )
    radius, edge = marker["size"] / 2, marker["line"]["width"]
    for (x, y), colour, symbol in zip(points, colours, symbols, strict=True):
        yield (
            f'<g transform="translate({x:.1f} {y:.1f}) scale({radius})" fill="{colour}" stroke="{INK}" '
            f'stroke-width="{edge / radius:.2f}">{SHAPES[symbol]}</g>'
        )


def intervals(trace: dict[str, Any], plot: Plot, points: list[tuple[float, float]]) -> Iterator[str]:
    """Yield the bars of intervals; a figure without one has none."""
    for name, values, at in (("error_x", trace["x"], plot.across), ("error_y", trace["y"], plot.up)):
        if name not in trace:
            continue
        bars = trace[name]
        for (x, y), value, above, below in zip(points, values, bars["array"], bars["arrayminus"], strict=True):
            if pd.isna(above) or above == below == 0:
                continue
            low, high, half = at(value - below), at(value + above), bars["width"]
            ends = f"M{low:.1f} {y - half:.1f}v{2 * half}M{high:.1f} {y - half:.1f}v{2 * half}M{low:.1f} {y:.1f}H{high:.1f}"
            if name == "error_y":
                ends = f"M{x - half:.1f} {low:.1f}h{2 * half}M{x - half:.1f} {high:.1f}h{2 * half}M{x:.1f} {low:.1f}V{high:.1f}"
            yield f'<path d="{ends}" stroke="{bars["color"]}" stroke-width="{bars["thickness"]}"/>'


def words(note: dict[str, Any], plot: Plot) -> Iterator[str]:
    """Yield the lines of words that stand in a chart."""
    x = plot.left + note["x"] * (plot.right - plot.left) if note.get("xref") == "paper" else plot.across(note["x"])
    y = plot.bottom - note["y"] * (plot.bottom - plot.top) if note.get("yref") == "paper" else plot.up(note["y"])
    is_bold = note["text"].startswith("<b>")
    lines = note["text"].replace("<b>", "").replace("</b>", "").split("<br>")
    size = note["font"]["size"] * LINE_HEIGHT
    above = {"bottom": len(lines) * size + note.get("yshift", 0), "top": 0}.get(note.get("yanchor", "middle"), len(lines) * size / 2)
    beside = 4 if note.get("xref") == "paper" and note["x"] == 1 else 0
    for number, text in enumerate(lines):
        yield written(text, x + beside, y - above + (number + 0.5) * size, note["font"], note.get("xanchor"), "central", is_bold)


def written(text: str, x: float, y: float, font: dict[str, Any], anchor: str | None, baseline: str = "auto", is_bold: bool = False) -> str:
    """Return a line of words; what would be markup in it is text."""
    bold = Markup(' font-weight="700"') if is_bold else ""
    return Markup('<text x="{:.1f}" y="{:.1f}" font-size="{}" fill="{}" text-anchor="{}" dominant-baseline="{}"{}>{}</text>').format(
        x, y, font["size"], font["color"], ANCHORS[anchor], baseline, bold, html.unescape(text)
    )

"""Charts for a meeting: every sampled proportion of a neighbourhood, or one indicator in every neighbourhood; baseline and now."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from cdmon.definitions import load
from cdmon.web.charts_style import AXIS, COMMON, CONCERN, GRID, IMPROVEMENT, INK, LINE, label, marker, of_verdict
from cdmon.wording import baseline_cell, now_cell, number

FONT = {"color": INK, "size": 16}
SMALLER = {"color": INK, "size": 14}
LINE_HEIGHT, GAP = 20, 14  # pixels: of a line of a label, and between two labels
APART = 6  # pixels from the middle of a row to the baseline above it and to the figure of now below it
LABEL = 46  # characters a line of a label
MEANS = {IMPROVEMENT: "now: better", CONCERN: "now: worse", COMMON: "now: cannot tell"}
ACROSS = 5  # panels abreast
PANEL = 190  # pixels high

Rows = list[dict[Any, Any]]


def proportions(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a factor table that are sampled proportions with any figure to show."""
    shown = table["baseline_value"].notna() | table["latest_value"].notna()
    return table[(table["kind"] == "proportion") & shown]


def factor_chart(table: pd.DataFrame) -> go.Figure:
    """Return the picture of sampled proportions (rows of `proportions`), grouped by factor: baseline hollow, now filled."""
    lines = grouped(table.to_dict("records"))
    ticks = [f"<b>{label(heading, LABEL)}</b>" if row is None else label(row["title"], LABEL) for heading, row in lines]
    heights = np.array([LINE_HEIGHT * (1 + tick.count("<br>")) + GAP for tick in ticks])
    middles = list(heights / 2 - heights.cumsum())  # in pixels from the top
    places = {row["indicator"]: middle for middle, (_, row) in zip(middles, lines, strict=True) if row}
    rows = [row for _, row in lines if row]
    traces = [dots("baseline", rows, [places[row["indicator"]] + APART for row in rows])]
    for colour, means in MEANS.items():
        of_colour = [row for row in rows if colour_of(row) == colour and pd.notna(row["latest_value"])]
        traces.append(dots(means, of_colour, [places[row["indicator"]] - APART for row in of_colour], colour))
    highest = np.nanmax(table[["baseline_high", "latest_high"]].to_numpy(float))
    margins = {"t": 40, "b": 40}
    layout = {
        "height": int(heights.sum()) + sum(margins.values()),
        "margin": {"l": 8, "r": 16, **margins},
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "font": FONT},
        "xaxis": {
            "tickformat": ".0%", "tickfont": FONT, "range": [0, min(1, highest * 1.05)], "showgrid": True, "gridcolor": GRID,
            "fixedrange": True,
        },
        "yaxis": {
            "tickvals": middles, "ticktext": ticks, "tickfont": FONT, "automargin": True, "showgrid": False, "zeroline": False,
            "range": [-int(heights.sum()), 0], "fixedrange": True,
        },
    }  # fmt: skip
    return go.Figure([trace for trace in traces if trace.x], layout)


def grouped(rows: Rows) -> list[tuple[str, dict[Any, Any] | None]]:
    """Return the lines of the picture: each factor's heading (with no row), then its rows."""
    lines: list[tuple[str, dict[Any, Any] | None]] = []
    for row in rows:
        heading = f"{row['factor']}. {load().factors[row['factor']].title}"
        if heading not in [each for each, _ in lines]:
            lines.append((heading, None))
        lines.append((heading, row))
    return lines


def dots(name: str, rows: Rows, places: Sequence[float], colour: str | None = None) -> go.Scatter:
    """Return figures with their intervals: those of the baseline hollow, or those of now filled with a colour."""
    role, cell = ("latest", now_cell) if colour else ("baseline", baseline_cell)
    held = [(row, place) for row, place in zip(rows, places, strict=True) if pd.notna(row[f"{role}_value"])]
    values, low, high = ([row[f"{role}_{part}"] for row, _ in held] for part in ("value", "low", "high"))
    return go.Scatter(
        name=name,
        x=values,
        y=[place for _, place in held],
        error_x=reach(values, low, high),
        mode="markers",
        marker=marker(colour, 13) if colour else {"size": 12, "color": "#ffffff", "line": {"color": INK, "width": 2}},
        text=[f"{label(row['title'], 60)}<br>{label(cell(row), 60)}" for row, _ in held],
        hovertemplate="%{text}<extra></extra>",
    )


def reach(values: list[float], low: list[float], high: list[float]) -> dict[str, Any]:
    """Return the bars of intervals; a figure without one has no bar."""
    above = [max(end - value, 0) if pd.notna(end) else 0 for value, end in zip(values, high, strict=True)]
    below = [max(value - end, 0) if pd.notna(end) else 0 for value, end in zip(values, low, strict=True)]
    return {"type": "data", "array": above, "arrayminus": below, "color": INK, "thickness": 2, "width": 5}


def colour_of(row: dict[Any, Any]) -> str:
    """Return the colour of the figure of now, by the verdict."""
    return of_verdict(row["verdict"], row["higher_is_better"])


def panel_chart(table: pd.DataFrame) -> go.Figure:
    """Return one little panel a neighbourhood, in the order of the rows of `panels`, all on the same axis: baseline, then now."""
    rows = table.to_dict("records")
    down = -(-len(rows) // ACROSS)
    layout: dict[str, Any] = {
        "height": 40 + PANEL * down,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "annotations": [],
    }
    highest = pd.Series([row[f"{role}_{part}"] for row in rows for role in ("baseline", "latest") for part in ("value", "high")]).max()
    traces = []
    for place, row in enumerate(rows):
        across, from_top = place % ACROSS, place // ACROSS
        name = str(place + 1) if place else ""
        left, bottom = across / ACROSS, 1 - (from_top + 1) / down
        layout[f"xaxis{name}"] = {
            "domain": [left + 0.015, left + 1 / ACROSS - 0.015], "anchor": f"y{name}", "range": [-0.6, 1.6], "fixedrange": True,
            "tickvals": [0, 1], "ticktext": ["baseline", "now"], "tickfont": SMALLER, "showgrid": False, "zeroline": False,
        }  # fmt: skip
        layout[f"yaxis{name}"] = {
            "domain": [bottom + 0.26 / down, bottom + 0.84 / down], "anchor": f"x{name}", "range": [0, highest * 1.1], "fixedrange": True,
            "tickformat": AXIS[row["kind"]], "tickfont": SMALLER, "nticks": 4, "gridcolor": GRID, "showticklabels": across == 0,
            "automargin": True,
        }  # fmt: skip
        layout["annotations"].append(
            {
                "xref": "paper", "x": left + 0.015, "xanchor": "left", "yref": "paper", "y": bottom + 0.84 / down, "yanchor": "bottom",
                "text": f"<b>{label(row['neighbourhood'] + ' ' + row['name'], 20, lines=1)}</b>", "showarrow": False, "font": SMALLER,
            }
        )  # fmt: skip
        traces += list(panel(row, name))
    return go.Figure(traces, layout)


def panel(row: dict[Any, Any], name: str) -> Iterator[go.Scatter]:
    """Yield the line between the two figures of a neighbourhood, and the figures with their intervals, on the axes of this number."""
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    both = [row["baseline_value"], row["latest_value"]]
    if pd.notna(both).all() and row["verdict"] != "not comparable":
        yield go.Scatter(x=[0, 1], y=both, mode="lines", line={"color": LINE, "width": 1.5}, hoverinfo="skip", **axes)
    for place, (role, cell, colour) in enumerate((("baseline", baseline_cell, None), ("latest", now_cell, colour_of(row)))):
        value, low, high = (row[f"{role}_{part}"] for part in ("value", "low", "high"))
        if pd.isna(value):
            continue
        yield go.Scatter(
            x=[place],
            y=[value],
            error_y=reach([value], [low], [high]),
            mode="markers",
            marker=marker(colour, 11) if colour else {"size": 11, "color": "#ffffff", "line": {"color": INK, "width": 2}},
            text=[label(f"{row['neighbourhood']} {row['name']}: {cell(row)}", 60)],
            hovertemplate="%{text}<extra></extra>",
            **axes,
        )


def describe_factors(table: pd.DataFrame, whose: str) -> str:
    """Return the picture of a neighbourhood's proportions in words."""
    said = "; ".join(f"{verdict}: {n}" for verdict, n in table["verdict"].value_counts().items())
    return f"{whose}: {len(table)} sampled proportions at the baseline and now. {said}."


def describe_panels(table: pd.DataFrame, title: str) -> str:
    """Return the panels in words."""
    said = "; ".join(f"{row['neighbourhood']} {short(row)}" for row in table.to_dict("records"))
    return f"{title} in {len(table)} neighbourhoods, at the baseline and now: {said}."


def short(row: dict[Any, Any]) -> str:
    """Say a neighbourhood's two figures and the verdict in a few words."""
    figures = [number(row[f"{role}_value"], row["kind"]) for role in ("baseline", "latest") if pd.notna(row[f"{role}_value"])]
    return f"{' to '.join(figures)}, {row['verdict']}"

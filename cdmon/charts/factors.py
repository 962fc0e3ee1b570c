"""Charts for a meeting: every sampled proportion of a neighbourhood, or one indicator in every neighbourhood; baseline and now."""

from collections.abc import Sequence
from math import isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from cdmon.charts.axis import Axis, axis
from cdmon.charts.style import COMMON, CONCERN, GRID, IMPROVEMENT, INK, label, marker, of_verdict
from cdmon.definitions import load
from cdmon.tables.cells import baseline_cell, now_cell
from cdmon.tables.factors import ROLES
from cdmon.tables.figures import Figure
from cdmon.wording import number

FONT = {"color": INK, "size": 16}
SMALLER = {"color": INK, "size": 14}
LINE_HEIGHT, MARKS, GAP = 21, 30, 9  # pixels: of a line of words, of the two figures below it, and above each row
BOTTOM = 32  # pixels for the axis
APART = 6  # pixels from the middle of the two figures to the baseline above it and to the figure of now below it
LABEL, NAME = 40, 24  # characters a line of an indicator's words and of a neighbourhood's name, which the narrowest column shows whole
ABREAST = 3  # columns of neighbourhoods
HOLLOW = {"size": 12, "color": "#ffffff", "line": {"color": INK, "width": 2}}
MEANS = {IMPROVEMENT: "now: better", CONCERN: "now: worse", COMMON: "now: cannot tell, or neutral"}
CSS = {COMMON: "border-radius: 50%", IMPROVEMENT: "transform: rotate(45deg) scale(0.85)", CONCERN: ""}  # the shapes of the symbols
ROOM = 0.03  # of the axis beyond each of its ends, so that no symbol is cut

Row = dict[Any, Any]
Lines = Sequence[tuple[str, Row | None]]  # the words of each row of a picture, and its figures; a heading has none


def proportions(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a factor table that are sampled proportions with any figure to show."""
    return table[(table["kind"] == "proportion") & has_figures(table)]


def has_figures(table: pd.DataFrame) -> pd.Series:
    """Tell which rows of a factor table have any figure to show."""
    return pd.Series([any(shown(row[role]) for role in ROLES) for row in table.to_dict("records")], index=table.index, dtype=bool)


def shown(told: Figure | None) -> bool:
    """Tell whether there is a figure to draw: none is drawn that is hidden, or where nobody answered."""
    return told is not None and not isnan(told.value)


def by_factor(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of `proportions` factor by factor, each a picture of its own, which a sheet of paper need not cut."""
    return [rows for _, rows in table.groupby("factor", sort=False)]


def thirds(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of `panels` in three columns at most, to stand side by side; read down one and then down the next."""
    down = -(-len(table) // ABREAST)
    return [table.iloc[top : top + down] for top in range(0, len(table), down)]


def factor_chart(part: pd.DataFrame, table: pd.DataFrame) -> go.Figure:
    """Return the picture of one factor's proportions under its title, on the axis of the whole table."""
    return chart(grouped(part), table, LABEL)


def panel_chart(part: pd.DataFrame, table: pd.DataFrame) -> go.Figure:
    """Return the picture of one indicator in a part of the neighbourhoods, in their order, on the axis of the whole table."""
    rows = [(f"{row['neighbourhood']} {row['name']}", row) for row in part.to_dict("records")]
    return chart([("", None), *rows], table, NAME)


def grouped(table: pd.DataFrame) -> Lines:
    """Return the rows of the picture: each factor's heading, then its indicators."""
    lines: list[tuple[str, Row | None]] = []
    for factor, rows in table.groupby("factor", sort=False):
        lines.append((f"{factor}. {load().factors[int(str(factor))].title}", None))
        lines += [(row["title"], row) for row in rows.to_dict("records")]
    return lines


def chart(lines: Lines, table: pd.DataFrame, width: int) -> go.Figure:
    """Return a picture of rows one below the other: in each the words, and under them the baseline hollow and now filled.

    A line of words is `width` characters long. The numbers of the axis, which is that of the whole `table`, stand under each heading
    and at the bottom, so that the picture is as readable on a phone as on a wall.
    """
    across = axis_of(table)
    notes, rows, top = [], [], 0  # pixels, downwards from 0
    for text, row in lines:
        words = label(text, width)
        top -= GAP if row else 2 * GAP
        if text:
            notes.append(note(words if row else f"<b>{words}</b>", top))
        under = MARKS if row else LINE_HEIGHT
        top -= LINE_HEIGHT * (words.count("<br>") + bool(text)) + under
        if row:
            rows.append((text, row, top + under / 2))
        else:
            notes += [tick_note(text, tick, top + under / 2) for tick, text in zip(*across, strict=True)]
    traces = [dots("baseline", [(text, row, middle + APART) for text, row, middle in rows])]
    for colour, means in MEANS.items():
        of_colour = [(text, row, middle - APART) for text, row, middle in rows if colour_of(row) == colour]
        traces.append(dots(means, of_colour, colour))
    layout = {
        "height": BOTTOM - top,
        "margin": {"l": 4, "r": 16, "t": 0, "b": BOTTOM},
        "showlegend": False,
        "annotations": notes,
        "xaxis": across.laid_out(ROOM) | {"tickfont": SMALLER, "showgrid": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True},
        "yaxis": {"range": [top, 0], "showticklabels": False, "showgrid": False, "zeroline": False, "fixedrange": True},
    }  # fmt: skip
    return go.Figure([trace for trace in traces if trace.x], layout)


def key() -> Markup:
    """Return what the symbols mean, as HTML for above a picture: that breaks into lines where the window is narrow, Plotly's does not."""
    symbols = [("#ffffff", CSS[COMMON], "baseline"), *((colour, CSS[colour], means) for colour, means in MEANS.items())]
    box = f"display: inline-block; width: 13px; height: 13px; margin-right: 0.5em; border: 2px solid {INK}"
    drawn = Markup('<span style="display: inline-block; margin-right: 1.2em"><span style="{}; background: {}; {}"></span>{}</span>')
    return Markup(" ").join(drawn.format(box, colour, shape, means) for colour, shape, means in symbols)


def note(text: str, top: float) -> dict[str, Any]:
    """Return the words of a row, at the left and from this height down."""
    return {
        "xref": "paper", "x": 0, "xanchor": "left", "y": top, "yanchor": "top", "text": text, "align": "left",
        "font": FONT, "showarrow": False, "borderpad": 0,
    }  # fmt: skip


def tick_note(text: str, across: float, middle: float) -> dict[str, Any]:
    """Return a number of the axis as it stands under a heading."""
    return {"x": across, "y": middle, "text": text, "font": SMALLER, "showarrow": False, "borderpad": 0}


def axis_of(table: pd.DataFrame) -> Axis:
    """Return the axis on which all figures and intervals of a table of one kind stand."""
    figures = [told for role in ROLES for told in table[role] if shown(told)]
    return axis(table["kind"].iloc[0], [told.value for told in figures], [told.high for told in figures])


def dots(name: str, rows: Sequence[tuple[str, Row, float]], colour: str | None = None) -> go.Scatter:
    """Return figures at their heights, with their intervals: those of the baseline hollow, or those of now filled with a colour."""
    role, cell = ("latest", now_cell) if colour else ("baseline", baseline_cell)
    held = [(text, row, height) for text, row, height in rows if shown(row[role])]
    values, low, high = ([getattr(row[role], part) for _, row, _ in held] for part in ("value", "low", "high"))
    return go.Scatter(
        name=name,
        x=values,
        y=[height for _, _, height in held],
        error_x=reach(values, low, high),
        mode="markers",
        marker=marker(colour, 13) if colour else HOLLOW,
        text=[f"{label(text, LABEL)}<br>{label(cell(row), LABEL, lines=4)}" for text, row, _ in held],
        hovertemplate="%{text}<extra></extra>",
    )


def reach(values: list[float], low: list[float], high: list[float]) -> dict[str, Any]:
    """Return the bars of intervals; a figure without one has no bar."""
    above = [max(end - value, 0) if pd.notna(end) else 0 for value, end in zip(values, high, strict=True)]
    below = [max(value - end, 0) if pd.notna(end) else 0 for value, end in zip(values, low, strict=True)]
    return {"type": "data", "array": above, "arrayminus": below, "color": INK, "thickness": 2, "width": 5}


def colour_of(row: Row) -> str:
    """Return the colour of the figure of now, by the verdict."""
    return of_verdict(row["verdict"], row["higher_is_better"])


def describe_factors(table: pd.DataFrame, whose: str) -> str:
    """Return the picture of one factor's proportions in words."""
    said = "; ".join(f"{verdict}: {n}" for verdict, n in table["verdict"].value_counts().items())
    return f"{whose}, factor {table['factor'].iloc[0]}: {len(table)} sampled proportions at the baseline and now. {said}."


def describe_panels(table: pd.DataFrame, title: str) -> str:
    """Return the panels in words."""
    said = "; ".join(f"{row['neighbourhood']} {short(row)}" for row in table.to_dict("records"))
    return f"{title} in {len(table)} neighbourhoods, at the baseline and now: {said}."


def short(row: Row) -> str:
    """Say a neighbourhood's two figures and the verdict in a few words."""
    figures = [number(row[role].value, row["kind"]) for role in ROLES if shown(row[role])]
    return f"{' to '.join(figures)}, {row['verdict']}"

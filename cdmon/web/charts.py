"""Charts of an indicator over time: each figure with its interval, and the same figures as a table."""

import html

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cdmon.definitions import load
from cdmon.parts import Indicator
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.wording import base, figure, period

# The colours of the NHS "Making Data Count" charts, which never set red against green.
COMMON, IMPROVEMENT, CONCERN = "#a6a6a6", "#00b0f0", "#e46c0a"
INK, LINE, GRID = "#1b1b1b", "#595959", "#e3e3e3"
TICKS = {"tickfont": {"color": INK, "size": 13}, "automargin": True}
AXIS = {"proportion": ".0%", "count": ",.0f", "rate": ",.1f"}


def draw(table: pd.DataFrame, points: pd.DataFrame) -> None:
    """Let the person choose a factor, and draw its indicators two abreast.

    `table` is of `cdmon.tables.factors.factors`, `points` of its `series`; a figure that is hidden there reaches no chart.
    """
    points = points[points["value"].notna()]
    drawn = table[table["indicator"].isin(points["indicator"])]
    if drawn.empty:
        st.markdown("No figures to draw yet.")
        return
    titles = {number: f"{number}. {load().factors[number].title}" for number in sorted(drawn["factor"].unique())}
    chosen = st.selectbox("Factor", list(titles), format_func=lambda number: titles[number], key="factor", bind="query-params")
    st.caption(
        "The bar at each figure is its 95 % interval, the dotted line the baseline. The latest figure is blue where it moved "
        "the way it should, orange where it moved the other way, grey where that cannot be told."
    )
    columns = st.columns(2)
    for place, row in enumerate(drawn[drawn["factor"] == chosen].to_dict("records")):
        indicator = load().indicators[row["indicator"]]
        with columns[place % len(columns)]:
            draw_one(indicator, points[points["indicator"] == indicator.code], row["baseline_value"], row["verdict"])


def draw_one(indicator: Indicator, points: pd.DataFrame, baseline: float, verdict: str) -> None:
    """Draw the chart of one indicator, with its table to open below it."""
    text = read_points(indicator, points)
    st.subheader(plain(indicator.title), anchor=False)
    chart = over_time(indicator, points, text, baseline, verdict)
    st.plotly_chart(chart, key=f"chart-{indicator.code}", config={"displayModeBar": False}, alt=describe(indicator, text, verdict))
    with st.expander("The same figures as a table", key=f"figures-{indicator.code}", on_change="rerun") as below:
        if below.open:
            page.table(text, alt=f"{indicator.title}: every figure of the chart")


def over_time(indicator: Indicator, points: pd.DataFrame, text: pd.DataFrame, baseline: float, verdict: str) -> go.Figure:
    """Return the chart of one indicator: its figures by day with their intervals, the latest coloured by the verdict."""
    interval = {"type": "data", "array": points["high"] - points["value"], "arrayminus": points["value"] - points["low"]}
    colours = [COMMON] * (len(points) - 1) + [colour(indicator, verdict)]
    figures = go.Scatter(
        x=points["day"],
        y=points["value"],
        error_y=interval | {"color": INK, "thickness": 1.5, "width": 5},
        mode="lines+markers",
        line={"color": LINE, "width": 1.5},
        marker={"size": 10, "color": colours, "line": {"color": INK, "width": 1.5}},
        text=[f"{html.escape(label)}: {cell}" for label, cell in zip(text["Period"], text["Figure"], strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
    # All of the layout at once: Plotly takes ten milliseconds for every change to a figure.
    layout = {
        "height": 260,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "xaxis": TICKS | {"showgrid": False, "tickformat": "%b %Y"},
        "yaxis": TICKS | {"rangemode": "tozero", "gridcolor": GRID, "tickformat": AXIS[indicator.kind]},
        "shapes": [baseline_at(baseline)] if pd.notna(baseline) else [],
    }
    return go.Figure(figures, layout)


def baseline_at(value: float) -> dict[str, object]:
    """Return a dotted line across a chart."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": {"color": LINE, "width": 1, "dash": "dot"}}


def colour(indicator: Indicator, verdict: str) -> str:
    """Return the colour of the latest figure: whether it rose or fell the way it should, or that it cannot be told."""
    if verdict not in ("rose", "fell"):
        return COMMON
    return IMPROVEMENT if (verdict == "rose") == indicator.higher_is_better else CONCERN


def read_points(indicator: Indicator, points: pd.DataFrame) -> pd.DataFrame:
    """Return the points of a chart as people read them: Period, Figure, Base."""
    rows = [
        (period(point["period"]), figure(point["value"], point["low"], point["high"], indicator.kind), base(point["n"]) or "–")
        for point in points.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["Period", "Figure", "Base"])


def describe(indicator: Indicator, text: pd.DataFrame, verdict: str) -> str:
    """Return a chart in words, for those who do not see it."""
    first, last = text.iloc[0], text.iloc[-1]
    if len(text) == 1:
        return f"{indicator.title}: {first['Figure']} in {first['Period']}."
    went = f"from {first['Figure']} in {first['Period']} to {last['Figure']} in {last['Period']}"
    return f"{indicator.title}: {len(text)} figures, {went}. Verdict: {verdict}."

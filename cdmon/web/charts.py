"""Charts of an indicator over time: each value with its interval, and the same figures as a table."""

import html

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cdmon.definitions import Indicator, load
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.wording import base, figure, period

# The colours of the NHS "Making Data Count" charts, which never set red against green.
COMMON, IMPROVEMENT, CONCERN = "#a6a6a6", "#00b0f0", "#e46c0a"
INK, LINE, GRID = "#1b1b1b", "#595959", "#e3e3e3"
TICKS = {"color": INK, "size": 13}
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
    for place, (_, row) in enumerate(drawn[drawn["factor"] == chosen].iterrows()):
        indicator = load().indicators[row["indicator"]]
        own = points[points["indicator"] == indicator.code]
        with columns[place % len(columns)]:
            st.subheader(plain(indicator.title), anchor=False)
            chart = over_time(indicator, own, row["verdict"], row["baseline_value"])
            st.plotly_chart(
                chart, key=f"chart-{indicator.code}", config={"displayModeBar": False}, alt=describe(indicator, own, row["verdict"])
            )
            with st.expander("The same figures as a table"):
                page.table(read_points(indicator, own), alt=f"{indicator.title}: every figure of the chart")


def over_time(indicator: Indicator, points: pd.DataFrame, verdict: str, baseline: float) -> go.Figure:
    """Return the chart of one indicator: its values by day with their intervals, the latest coloured by the verdict."""
    labels = [html.escape(period(text)) for text in points["period"]]
    chart = go.Figure(
        go.Scatter(
            x=points["day"],
            y=points["value"],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": points["high"] - points["value"],
                "arrayminus": points["value"] - points["low"],
            }
            | {"color": INK, "thickness": 1.5, "width": 5},
            mode="lines+markers",
            line={"color": LINE, "width": 1.5},
            marker={"size": 10, "color": [COMMON] * (len(points) - 1) + [colour(indicator, verdict)], "line": {"color": INK, "width": 1.5}},
            text=[f"{label}: {cell}" for label, cell in zip(labels, read_points(indicator, points)["Figure"], strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    if pd.notna(baseline):
        chart.add_hline(baseline, line={"color": LINE, "width": 1, "dash": "dot"})
    chart.update_layout(height=260, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False, font={"color": INK, "size": 14})
    chart.update_yaxes(rangemode="tozero", tickformat=AXIS[indicator.kind], gridcolor=GRID, tickfont=TICKS, automargin=True)
    chart.update_xaxes(showgrid=False, tickformat="%b %Y", tickfont=TICKS, automargin=True)
    return chart


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


def describe(indicator: Indicator, points: pd.DataFrame, verdict: str) -> str:
    """Return the chart in words, for those who do not see it."""
    text = read_points(indicator, points)
    first, last = text.iloc[0], text.iloc[-1]
    if len(text) == 1:
        return f"{indicator.title}: {first['Figure']} in {first['Period']}."
    went = f"from {first['Figure']} in {first['Period']} to {last['Figure']} in {last['Period']}"
    return f"{indicator.title}: {len(text)} figures, {went}. Verdict: {verdict}."

"""Charts of an indicator over time: each figure with its interval, and the same figures as a table."""

import html
from math import nan

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cdmon.definitions import load
from cdmon.parts import Indicator
from cdmon.web import page
from cdmon.web.charts_axis import axis
from cdmon.web.charts_style import COMMON, GRID, INK, LINE, TICKS, TOP, marker, of_verdict, show
from cdmon.web.charts_xmr import EXPLAINED, describe_months, read_months, title, xmr_chart
from cdmon.web.escape import plain
from cdmon.wording import base, figure, period

ABREAST = 2


def draw(table: pd.DataFrame, points: pd.DataFrame, months: pd.DataFrame) -> None:
    """Draw the indicators of a factor two abreast.

    `table` is the factor's part of `cdmon.tables.factors.factors`, `points` of its `series`, `months` of `cdmon.tables.xmr.monthly`; a
    figure that is hidden there reaches no chart.
    """
    points = points[points["value"].notna()]
    drawn = table[table["indicator"].isin(points["indicator"])]
    if drawn.empty:
        st.markdown("No figures to draw yet.")
        return
    st.caption(
        "The bar at each figure is its 95% interval, the dotted line the baseline. The latest figure is a blue diamond where it moved "
        "the way it should, an orange square where it moved the other way, a grey circle where that cannot be told or neither is better."
    )
    monthly = set(months["indicator"])  # not those that are reported by quarter or year
    if drawn["indicator"].isin(monthly).any():
        st.caption(EXPLAINED)
    rows = drawn.to_dict("records")
    for first in range(0, len(rows), ABREAST):  # two columns anew for every two: where the window is narrow, all stand in their order
        for column, row in zip(st.columns(ABREAST), rows[first : first + ABREAST], strict=False):
            indicator = load().indicators[row["indicator"]]
            with column:
                if indicator.code in monthly:
                    draw_months(indicator, months[months["indicator"] == indicator.code])
                elif indicator.is_flow:
                    draw_periods(indicator, points[points["indicator"] == indicator.code], row["verdict"])
                else:
                    draw_one(
                        indicator,
                        points[points["indicator"] == indicator.code],
                        row["baseline"].value if row["baseline"] else nan,
                        row["verdict"],
                    )


def draw_months(indicator: Indicator, months: pd.DataFrame) -> None:
    """Draw the chart of a monthly series with its limits, with its table to open below it."""
    st.subheader(plain(title(indicator, months)), anchor=False)
    show(xmr_chart(indicator, months), f"chart-{indicator.code}", describe_months(indicator, months))
    offer_table(indicator, read_months(indicator, months))


def draw_periods(indicator: Indicator, points: pd.DataFrame, verdict: str) -> None:
    """Draw a flow that is reported by quarter or year, as far back as its figures are about as many months as the newest."""
    draw_one(indicator, points[points["covers"] == points["covers"].iloc[-1]], nan, verdict)
    st.caption("Reported by quarter or year: too few figures for the limits of a monthly chart.")


def draw_one(indicator: Indicator, points: pd.DataFrame, baseline: float, verdict: str) -> None:
    """Draw the chart of one indicator, with its table to open below it."""
    text = read_points(indicator, points)
    st.subheader(plain(indicator.title), anchor=False)
    show(over_time(indicator, points, text, baseline, verdict), f"chart-{indicator.code}", describe(indicator, text, verdict))
    offer_table(indicator, text)


def offer_table(indicator: Indicator, text: pd.DataFrame) -> None:
    """Let the person open the figures of a chart as a table."""
    with st.expander("The same figures as a table", key=f"figures-{indicator.code}", on_change="rerun") as below:
        if below.open:
            page.table(text, alt=f"{indicator.title}: every figure of the chart")


def over_time(indicator: Indicator, points: pd.DataFrame, text: pd.DataFrame, baseline: float, verdict: str) -> go.Figure:
    """Return the chart of one indicator: its figures by day with their intervals, the latest coloured by the verdict."""
    interval = {
        "type": "data",
        "array": (points["high"] - points["value"]).tolist(),
        "arrayminus": (points["value"] - points["low"]).tolist(),
    }
    colours = [COMMON] * (len(points) - 1) + [of_verdict(verdict, indicator.higher_is_better)]
    figures = go.Scatter(
        x=points["day"].tolist(),
        y=points["value"].tolist(),
        error_y=interval | {"color": INK, "thickness": 1.5, "width": 5},
        mode="markers" if verdict == "not comparable" else "lines+markers",  # a line would join what the table does not
        line={"color": LINE, "width": 1.5},
        marker=marker(colours),
        text=[f"{html.escape(label)}: {cell}" for label, cell in zip(text["Period"], text["Figure"], strict=True)],
        cliponaxis=False,  # a figure of 0 is drawn whole
        hovertemplate="%{text}<extra></extra>",
    )
    # All of the layout at once: Plotly takes ten milliseconds for every change to a figure.
    layout = {
        "height": 252 + TOP,
        "margin": {"l": 8, "r": 8, "t": TOP, "b": 8},
        "showlegend": False,
        "xaxis": TICKS | {"showgrid": False, "tickformat": "%b %Y"},
        "yaxis": TICKS | {"gridcolor": GRID} | axis(indicator.kind, [*points["value"], baseline], points["high"]).laid_out(),
        "shapes": [baseline_at(baseline)] if pd.notna(baseline) else [],
    }
    return go.Figure(figures, layout)


def baseline_at(value: float) -> dict[str, object]:
    """Return a dotted line across a chart."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": {"color": LINE, "width": 1, "dash": "dot"}}


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

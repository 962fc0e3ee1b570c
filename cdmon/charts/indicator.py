"""Charts of an indicator over time: each figure with its interval, and the same figures as a table."""

import html
from collections.abc import Sequence
from math import nan

import pandas as pd
import plotly.graph_objects as go

from cdmon.charts.axis import axis
from cdmon.charts.chart import Chart
from cdmon.charts.months import EXPLAINED, describe_months, read_months, title, xmr_chart
from cdmon.charts.style import COMMON, GRID, INK, LINE, TICKS, TOP, marker, of_verdict
from cdmon.definitions import load
from cdmon.parts.indicators import Indicator
from cdmon.wording import base, figure, period

ABREAST, WIDTH = 2, 400  # charts side by side, and pixels of each where there is room for no more
KEY = (
    "The bar at each figure is its 95% interval, the dotted line the baseline. The latest figure is a blue diamond where it moved "
    "the way it should, an orange square where it moved the other way, a grey circle where that cannot be told or neither is better."
)


def charts_of(table: pd.DataFrame, points: pd.DataFrame, months: pd.DataFrame) -> list[Chart]:
    """Return the charts of a factor's indicators, as far as there are figures to draw.

    `table` is the factor's part of `cdmon.tables.factors.factors`, `points` of its `series`, `months` of `cdmon.tables.xmr.monthly`; a
    figure that is hidden there reaches no chart.
    """
    points = points[points["value"].notna()]
    found = []
    for row in table[table["indicator"].isin(points["indicator"])].to_dict("records"):
        indicator = load().indicators[row["indicator"]]
        own, own_months = (frame[frame["indicator"] == indicator.code] for frame in (points, months))
        if len(own_months):  # none of those that are reported by quarter or year
            found.append(of_months(indicator, own_months))
        elif indicator.is_flow:
            found.append(of_periods(indicator, own, row["verdict"]))
        else:
            found.append(of_rounds(indicator, own, row["baseline"].value if row["baseline"] else nan, row["verdict"]))
    return found


def keys(charts: Sequence[Chart]) -> list[str]:
    """Return what the symbols and lines of some charts mean, in sentences."""
    return [KEY, *[EXPLAINED] * any("Month" in chart.table for chart in charts if chart.table is not None)]


def of_months(indicator: Indicator, months: pd.DataFrame) -> Chart:
    """Return the chart of a monthly series with its limits."""
    text = read_months(indicator, months)
    return Chart(
        f"chart-{indicator.code}", xmr_chart(indicator, months), describe_months(indicator, months), title(indicator, months), text
    )


def of_periods(indicator: Indicator, points: pd.DataFrame, verdict: str) -> Chart:
    """Return the chart of a flow that is reported by quarter or year, as far back as its figures are about as many months as the newest."""
    chart = of_rounds(indicator, points[points["covers"] == points["covers"].iloc[-1]], nan, verdict)
    return chart._replace(note="Reported by quarter or year: too few figures for the limits of a monthly chart.")


def of_rounds(indicator: Indicator, points: pd.DataFrame, baseline: float, verdict: str) -> Chart:
    """Return the chart of one indicator's figures by day."""
    text = read_points(indicator, points)
    figure_ = over_time(indicator, points, text, baseline, verdict)
    return Chart(f"chart-{indicator.code}", figure_, describe(indicator, text, verdict), indicator.title, text)


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

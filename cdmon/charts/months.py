"""Charts of monthly counts: every month with the mean and the natural process limits, which begin anew at dated events."""

import html
from collections.abc import Iterator
from math import nan
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cdmon.charts.axis import axis
from cdmon.charts.style import COMMON, CONCERN, GRID, IMPROVEMENT, INK, LINE, TICKS, TOP, label, marker, moved
from cdmon.parts.indicators import Indicator
from cdmon.tables.xmr import FEWEST, TRIAL
from cdmon.wording import day, figure, period, read

EXPLAINED = (
    "In a chart of months the full line is the mean and the dashed lines are the natural process limits, between which nearly all months "
    "lie while nothing changes. A month is a blue diamond where it breaks a rule the way it should, an orange square where it does so the "
    "other way, and a grey circle where it is nothing out of the ordinary, or neither way is better. Limits begin anew at each event of "
    "the programme's set-up. "
    f"Those of fewer than {TRIAL} months are trial limits, by which no month is marked; where most months are 0 there are none."
)
RULES = {
    "outside limits": {1: "above the upper limit", -1: "below the lower limit"},
    "trend": {1: "part of 7 months or more, each above the one before", -1: "part of 7 months or more, each below the one before"},
    "two of three": {1: "two of three months near the upper limit", -1: "two of three months near the lower limit"},
    "shift": {1: "part of 7 months or more above the mean", -1: "part of 7 months or more below the mean"},
}
SIGNALS = {IMPROVEMENT: "improvement", CONCERN: "concern", COMMON: "change"}  # what a broken rule is called, by colour
LINES = {"mean": ("solid", "mean"), "lower": ("dash", "limit"), "upper": ("dash", "limit")}  # how each is drawn and named
ACROSS = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": INK, "width": 1.5, "dash": "dot"}}
WORDS, LEVELS = 36, 3  # pixels that the words of an event take above the chart; so many events stand one above the other


def title(indicator: Indicator, points: pd.DataFrame) -> str:
    """Return a chart's title, which says where its last limits are not to be relied on yet, or there are none."""
    months = points["months"].iloc[-1]
    of = "1 month" if months == 1 else f"{months} months"
    if months < FEWEST:
        return f"{indicator.title} – no limits yet, {of}"
    if pd.isna(points["mean"].iloc[-1]):
        return f"{indicator.title} – no limits, most months are 0"
    return indicator.title if months >= TRIAL else f"{indicator.title} – trial limits, of {of}"


def xmr_chart(indicator: Indicator, points: pd.DataFrame) -> go.Figure:
    """Return the chart of one monthly series, as `cdmon.tables.xmr.monthly` gives it."""
    text = read_months(indicator, points)
    told = [
        f"{html.escape(month)}: {value}" + (f"<br>{signal}" if signal != "none" else "")
        for month, value, signal in text[["Month", "Figure", "Signal"]].itertuples(index=False)
    ]
    colours = [moved(direction, indicator.higher_is_better) for direction in points["direction"]]
    figures = go.Scatter(
        x=points["day"].tolist(),
        y=points["value"].tolist(),
        mode="lines+markers",
        line={"color": LINE, "width": 1.5},
        marker=marker(colours, size=9),
        text=told,
        cliponaxis=False,  # a figure of 0 is drawn whole
        hovertemplate="%{text}<extra></extra>",
    )
    began = points[points["event"] != ""].to_dict("records")
    above = TOP + WORDS * min(len(began), LEVELS)
    layout = {
        "height": 252 + above,
        "margin": {"l": 8, "r": 48, "t": above, "b": 8},
        "showlegend": False,
        "xaxis": TICKS | {"showgrid": False, "tickformat": "%b %Y"},
        "yaxis": TICKS | {"gridcolor": GRID} | axis(indicator.kind, points["value"], points["upper"]).laid_out(),
        "shapes": [*limit_lines(points), *({**ACROSS, "x0": row["event_date"], "x1": row["event_date"]} for row in began)],
        "annotations": [*limit_names(points), *event_notes(points, began)],
    }
    return go.Figure(figures, layout)


def limit_lines(points: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the mean and the limits of each step, as lines from its first month to its last."""
    for _, step in points[points["mean"].notna()].groupby("step"):
        for name, (dash, _) in LINES.items():
            height = step[name].iloc[0]
            ends = {"x0": step["day"].iloc[0], "x1": step["day"].iloc[-1], "y0": height, "y1": height}
            yield {"type": "line", "layer": "below", "line": {"color": LINE, "width": 1.5, "dash": dash}, **ends}


def event_notes(points: pd.DataFrame, began: list[dict[Any, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the words above the line of each event, turned away from an edge that is near; those of the next event stand higher."""
    first, last = points["day"].iloc[0], points["day"].iloc[-1]
    for number, row in enumerate(began):
        along = (pd.Timestamp(row["event_date"]) - first) / (last - first)
        yield {
            "x": row["event_date"], "xanchor": "left" if along < 1 / 3 else "right" if along > 2 / 3 else "center",
            "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": WORDS * (number % LEVELS), "align": "left",
            "text": label(row["event"], 24), "showarrow": False, "font": {"color": INK, "size": 13},
        }  # fmt: skip


def limit_names(points: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what names the lines at the right, where the last step has any."""
    last = points.iloc[-1]
    for name, (_, words) in LINES.items() if last["lower"] < last["upper"] else ():
        yield {
            "xref": "paper", "x": 1, "xanchor": "left", "y": last[name], "text": words,
            "showarrow": False, "font": {"color": LINE, "size": 13},
        }  # fmt: skip


def read_months(indicator: Indicator, points: pd.DataFrame) -> pd.DataFrame:
    """Return a monthly series as people read it: Month, Figure, Mean, Lower limit, Upper limit, Signal, Step."""

    def number(value: float) -> str:
        return figure(value, nan, nan, indicator.kind) or "no limits"

    return read(
        points,
        {
            "Month": lambda row: period(row["period"]),
            "Figure": lambda row: number(row["value"]),
            "Mean": lambda row: number(row["mean"]),
            "Lower limit": lambda row: number(row["lower"]),
            "Upper limit": lambda row: number(row["upper"]),
            "Signal": lambda row: signal(indicator, row["rule"], row["direction"]),
            "Step": lambda row: f"{row['step']}: {row['event']}, {day(row['event_date'])}" if row["event"] else str(row["step"]),
        },
    )


def signal(indicator: Indicator, rule: str, direction: int) -> str:
    """Say which rule a month breaks and what that means; 'none' where it breaks none."""
    if not rule:
        return "none"
    return f"{SIGNALS[moved(direction, indicator.higher_is_better)]}: {RULES[rule][direction]}"


def describe_months(indicator: Indicator, points: pd.DataFrame) -> str:
    """Return a chart of months in words, for those who do not see it."""
    text = read_months(indicator, points)
    first, last = text.iloc[0], text.iloc[-1]
    signals = int((points["rule"] != "").sum())
    between = f"mean {last['Mean']}, natural process limits {last['Lower limit']} to {last['Upper limit']}"
    few = f"fewer than {FEWEST} months" if points["months"].iloc[-1] < FEWEST else "most months are 0"
    limits = between if last["Mean"] != "no limits" else f"{few}, so no limits"
    went = f"from {first['Figure']} in {first['Month']} to {last['Figure']} in {last['Month']}"
    broken = f"months that break a rule: {signals}; the last month's signal: {last['Signal']}"
    return f"{title(indicator, points)}: {len(text)} months, {went}; {limits}; {broken}."

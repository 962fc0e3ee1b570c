"""Monthly series as XmR charts: each month with the mean and the natural process limits of its step, and what it tells."""

from datetime import date

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.statistics import directions, xmr
from cdmon.tables.factors import series
from cdmon.tables.known import Known
from cdmon.tables.steps import DatedEvent, dated_events, steps

COLUMNS = ["indicator", "period", "day", "value", "mean", "lower", "upper", "rule", "direction", "step", "months", "event", "event_date"]
TRIAL = 13  # months: limits of fewer are trial limits, which will still move (NHS "Making Data Count")
FEWEST = 3  # months: fewer have no limits


def monthly(cursor: Cursor, neighbourhood: str, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return the monthly series of a neighbourhood, one row an indicator and month that has a figure to show, in the order of the months.

    Columns: indicator, period, day (the month's last), value; mean, lower, upper (NaN in a step of fewer than 3 months; lower is never
    below 0), rule ('' for none) and direction (1 up, -1 down, 0 for none) as `cdmon.statistics` has them, from the month's own step
    alone; step (from 1) and months (how many its step has); event and event_date (what began the step, on its first month, else '' and
    None). A hidden figure takes no part: the limits would give it back.
    """
    found = series(cursor, neighbourhood, as_at, provisional)
    found = found[found["indicator"].isin(load().monthly) & found["value"].notna()]
    events = dated_events(Known(cursor, as_at, provisional))
    charts = [
        in_steps(points, [event for event in events if event.concerns(neighbourhood, str(code))])
        for code, points in found.groupby("indicator", sort=False)
    ]
    return pd.concat(charts, ignore_index=True) if charts else pd.DataFrame(columns=COLUMNS)


def in_steps(points: pd.DataFrame, events: list[DatedEvent]) -> pd.DataFrame:
    """Return the months of one series with the limits of each step."""
    periods = list(points["period"])
    parts = []
    for number, (first, behind) in enumerate(steps(periods, events), start=1):
        part = pd.concat([points.iloc[first:behind].reset_index(drop=True), limits(points["value"].iloc[first:behind])], axis=1)
        began = [event for event in events if first and periods[first - 1] < event.month <= periods[first]]
        told = "; ".join(dict.fromkeys(event.what for event in began))
        rest = len(part) - 1
        parts.append(
            part.assign(
                step=number, months=len(part), event=[told, *[""] * rest], event_date=[began[0].date if began else None, *[None] * rest]
            )
        )
    return pd.concat(parts)[COLUMNS]


def limits(values: pd.Series) -> pd.DataFrame:
    """Return mean, lower, upper, rule and direction of the months of one step."""
    frame = xmr(values)
    frame["direction"] = directions(frame["value"].to_numpy(), frame["mean"].iloc[0], list(frame["rule"]))
    frame["lower"] = frame["lower"].clip(lower=0)
    if len(frame) < FEWEST:
        frame[["mean", "lower", "upper"]] = float("nan")
    return frame.drop(columns="value")

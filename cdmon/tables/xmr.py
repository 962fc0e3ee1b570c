"""Monthly series as XmR charts: each month with the mean and the natural process limits of its step, and what it tells."""

from collections.abc import Iterator
from math import isnan, nan

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.definitions import load
from cdmon.statistics.series import broken_rules, directions, natural_limits
from cdmon.tables.figures import every_figure
from cdmon.tables.known import Known
from cdmon.tables.steps import DatedEvent, dated_events, steps

COLUMNS = ["indicator", "period", "day", "value", "mean", "lower", "upper", "rule", "direction", "step", "months", "event", "event_date"]
TRIAL = 13  # months: limits of fewer are trial limits, which will still move (NHS "Making Data Count")
FEWEST = 3  # months: fewer have no limits


def monthly(known: Known, neighbourhood: str) -> pd.DataFrame:
    """Return the monthly series of a neighbourhood, one row an indicator and month that has a figure to show, in the order of the months.

    Columns: indicator, period, day (the month's last), value; mean, lower, upper, rule and direction of its own step, as `limits` has
    them; step (from 1) and months (how many its step has); event and event_date (what began the step, on its first month, else '' and
    None). A hidden figure takes no part: the limits would give it back. A series that is reported by quarter or year, be it in part, is no
    monthly one and is left out.
    """
    found = every_figure(known, neighbourhood, load().monthly)
    longer = {row["indicator"] for row in found if row["covers"] > 1}
    rows = [row for row in found if row["indicator"] not in longer and not isnan(row["value"])]
    table = pd.DataFrame(rows, columns=["indicator", "period", "period_date", "value"]).rename(columns={"period_date": "day"})
    table["day"] = pd.to_datetime(table["day"])
    events = dated_events(known)
    charts = [
        in_steps(points, [event for event in events if event.concerns(neighbourhood, str(code))])
        for code, points in table.groupby("indicator", sort=False)
    ]
    return pd.concat(charts, ignore_index=True) if charts else pd.DataFrame(columns=COLUMNS)


def in_steps(points: pd.DataFrame, events: list[DatedEvent]) -> pd.DataFrame:
    """Return the months of one series (indicator, period, day, value) with the limits of each step, in the columns of `monthly`."""
    periods, values = points["period"].tolist(), points["value"].to_numpy(float)
    rows = []
    for number, (first, behind) in enumerate(steps(periods, events), start=1):
        began = [event for event in events if first and periods[first - 1] < event.month <= periods[first]]
        told = ("; ".join(dict.fromkeys(event.what for event in began)), began[0].date if began else None)
        for place, month in enumerate(limits(values[first:behind])):
            rows.append((*month, number, behind - first, *(told if place == 0 else ("", None))))
    named = zip(COLUMNS[4:], zip(*rows, strict=True), strict=True) if rows else ()
    return points.reset_index(drop=True).assign(**{name: list(column) for name, column in named})[COLUMNS]


def limits(values: npt.NDArray[np.float64]) -> Iterator[tuple[float, float, float, str, int]]:
    """Yield mean, lower, upper, rule and direction of each month of one step, as `cdmon.statistics` has them.

    The lower limit is never below 0. Fewer than 3 months, or rare ones, have no limits (NaN); and where months cannot be told apart, none
    breaks a rule ('' and 0).
    """
    mean, reach = natural_limits(values)
    rules = broken_rules(values, mean, reach) if can_tell(values) else [""] * values.size
    drawn = (nan, nan, nan) if values.size < FEWEST or is_rare(values) else (mean, max(mean - reach, 0), mean + reach)
    for rule, direction in zip(rules, directions(values, mean, rules), strict=True):
        yield *drawn, rule, direction


def can_tell(values: npt.NDArray[np.float64]) -> bool:
    """Tell whether the months of one step are such that one can be called out of the ordinary: enough of them, and not rare."""
    return values.size >= TRIAL and not is_rare(values)


def is_rare(values: npt.NDArray[np.float64]) -> bool:
    """Tell whether most months are 0: of what is rare an XmR chart tells nothing, for its limits mean nothing."""
    return bool(np.median(values) == 0)

"""What can be said of a change, in words; never more than the figures bear."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.statistics import broken_rules, directions, natural_limits
from cdmon.tables.comparable import NOT_COMPARABLE
from cdmon.tables.figures import Rows
from cdmon.tables.steps import DatedEvent, steps

VERDICTS = (
    "rose",
    "fell",
    "no change",
    "cannot tell",
    "too early",
    "baseline only",
    "no baseline",
    "not comparable",
    "hidden",
    "not pooled",
    "not collected",
)


def verdicts(table: pd.DataFrame, signals: dict[tuple[str | None, str], str]) -> pd.Series:
    """Return the verdict of each row of a factor table.

    A sampled proportion rose or fell only where the interval of its change excludes 0; where it does not, one cannot tell, or it is too
    early: the handbook does not expect a change to show in the first two years (Appendix 5 A). A monthly series did so only where its last
    month is part of a signal (see `signals`). What is counted in full at the month's end rose or fell as it stands.
    """
    has = {role: table[f"{role}_period"] != "" for role in ("baseline", "latest")}
    hidden = (table["baseline_note"] == "hidden") | (table["latest_note"] == "hidden")
    change = table["change_value"]
    keys = zip(table["neighbourhood"], table["indicator"], strict=True)
    monthly = pd.Series([signals.get((None if pd.isna(place) else place, code)) for place, code in keys], index=table.index, dtype=object)
    is_sampled = table["kind"] == "proportion"
    moved = pd.Series(np.select([change > 0, change < 0], ["rose", "fell"], "no change"), index=table.index)
    told = is_sampled & ((table["change_low"] > 0) | (table["change_high"] < 0))
    rules = [
        (~has["baseline"] & ~has["latest"] & table["apart"], "not pooled"),
        (~has["baseline"] & ~has["latest"], "not collected"),
        (hidden, "hidden"),
        (~has["baseline"], "no baseline"),
        (~has["latest"], "baseline only"),
        (table["obstacles"] != "", NOT_COMPARABLE),
        (is_sampled & ~told & table["early"], "too early"),
        (is_sampled & ~told, "cannot tell"),
        (monthly.notna() & (monthly != moved), "cannot tell"),  # a signal against the change from the baseline settles nothing
        (monthly.notna(), monthly),
    ]
    return pd.Series(np.select([rule for rule, _ in rules], [word for _, word in rules], moved), index=table.index, dtype=object)


def signals(months: Rows, events: Sequence[DatedEvent] = ()) -> dict[tuple[str | None, str], str]:
    """Return what each monthly series (neighbourhood, indicator) says of its last month: rose, fell or cannot tell.

    It rose or fell where the last month breaks a rule of the XmR chart of its step (see `cdmon.tables.steps`). `months` has a row a figure
    with its period, in the order of the months; a hidden one takes no part.
    """
    found: dict[tuple[str | None, str], list[tuple[str, float]]] = {}
    for row in months:
        if not isnan(row["value"]):
            found.setdefault((row["neighbourhood"], row["indicator"]), []).append((row["period"], row["value"]))
    told = {}
    for key, points in found.items():
        first, _ = steps([period for period, _ in points], [event for event in events if event.concerns(*key)])[-1]
        told[key] = signal(np.array([value for _, value in points[first:]]))
    return told


def signal(values: npt.NDArray[np.float64]) -> str:
    """Say whether a series' last value is part of a signal, and which way that points.

    Of what is rare one cannot tell: where most months are 0 the limits of an XmR chart mean nothing.
    """
    if np.median(values) == 0:
        return "cannot tell"
    mean, reach = natural_limits(values)
    return ("cannot tell", "rose", "fell")[directions(values, mean, broken_rules(values, mean, reach))[-1]]

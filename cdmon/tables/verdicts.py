"""What can be said of a change, in words; never more than the figures bear."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.statistics import broken_rules, natural_limits

VERDICTS = ("rose", "fell", "no change", "cannot tell", "baseline only", "no baseline", "not comparable", "hidden", "not collected")


def verdicts(table: pd.DataFrame, signals: dict[tuple[str | None, str], str]) -> pd.Series:
    """Return the verdict of each row of a factor table.

    A sampled proportion rose or fell only where the interval of its change excludes 0. A monthly series did so only where its last
    month is part of a signal (see `signals`). What is counted in full at the month's end rose or fell as it stands.
    """
    has = {role: table[f"{role}_period"] != "" for role in ("baseline", "latest")}
    hidden = (table["baseline_note"] == "hidden") | (table["latest_note"] == "hidden")
    same = (table["baseline_asked"] == table["latest_asked"]) & (table["baseline_indicator_version"] == table["latest_indicator_version"])
    change = table["change_value"]
    keys = zip(table["neighbourhood"], table["indicator"], strict=True)
    monthly = pd.Series([signals.get((None if pd.isna(place) else place, code)) for place, code in keys], index=table.index, dtype=object)
    is_sampled = table["kind"] == "proportion"
    moved = pd.Series(np.select([change > 0, change < 0], ["rose", "fell"], "no change"), index=table.index)
    told = is_sampled & ((table["change_low"] > 0) | (table["change_high"] < 0))
    rules = [
        (~has["baseline"] & ~has["latest"], "not collected"),
        (hidden, "hidden"),
        (~has["baseline"], "no baseline"),
        (~has["latest"], "baseline only"),
        (~same, "not comparable"),
        (is_sampled & ~told, "cannot tell"),
        (monthly.notna(), monthly),
    ]
    return pd.Series(np.select([rule for rule, _ in rules], [word for _, word in rules], moved), index=table.index, dtype=object)


def signals(series: pd.DataFrame) -> dict[tuple[str | None, str], str]:
    """Return what each monthly series (neighbourhood, indicator) says of its last month: rose, fell or cannot tell.

    It rose or fell where the last month breaks a rule of the XmR chart, above or below the mean of the series. `series` is in the order of
    the months.
    """
    found: dict[tuple[str | None, str], list[float]] = {}
    for place, indicator, value in zip(series["neighbourhood"], series["indicator"], series["value"], strict=True):
        found.setdefault((None if pd.isna(place) else place, indicator), []).append(value)
    return {key: signal(np.array(values)) for key, values in found.items()}


def signal(values: npt.NDArray[np.float64]) -> str:
    """Say whether a series' last value is part of a signal, and to which side of the mean."""
    mean, reach = natural_limits(values)
    if not broken_rules(values, mean, reach)[-1]:
        return "cannot tell"
    return "rose" if values[-1] > mean else "fell"

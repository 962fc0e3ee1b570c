"""What can be said of a change, in words; never more than the figures bear."""

import numpy as np
import pandas as pd

from cdmon.statistics import xmr

VERDICTS = ("rose", "fell", "no change", "cannot tell", "baseline only", "no baseline", "not comparable", "hidden", "not collected")


def verdicts(table: pd.DataFrame, signals: pd.Series) -> pd.Series:
    """Return the verdict of each row of a factor table.

    A sampled proportion rose or fell only where the interval of its change excludes 0. A monthly series did so only where its last
    month is part of a signal (see `signals`). What is counted in full at the month's end rose or fell as it stands.
    """
    has = {role: table[f"{role}_period"] != "" for role in ("baseline", "latest")}
    hidden = (table["baseline_note"] == "hidden") | (table["latest_note"] == "hidden")
    same = (table["baseline_asked"] == table["latest_asked"]) & (table["baseline_indicator_version"] == table["latest_indicator_version"])
    change = table["change_value"]
    keys = pd.MultiIndex.from_frame(table[["neighbourhood", "indicator"]])
    monthly = pd.Series(keys.map(signals.to_dict()), index=table.index, dtype=object)
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


def signals(series: pd.DataFrame) -> pd.Series:
    """Return what each monthly series (neighbourhood, indicator) says of its last month: rose, fell or cannot tell.

    It rose or fell where the last month breaks a rule of the XmR chart, above or below the mean of the series.
    """
    found = {}
    for key, frame in series.groupby(["neighbourhood", "indicator"], dropna=False):
        last = xmr(frame.sort_values("period_date")["value"]).iloc[-1]
        place = None if pd.isna(key[0]) else key[0]
        found[place, key[1]] = "cannot tell" if not last["rule"] else "rose" if last["value"] > last["mean"] else "fell"
    return pd.Series(found, dtype=object)

"""Published figures of other areas beside those of a factor table."""

import pandas as pd

from cdmon.definitions import load
from cdmon.wording import figure, given, number, period

HEADINGS = ["Indicator", "Here", "There", "Against it", "What is counted there", "Source"]


def read_comparators(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each row of a factor table that has a comparator, both figures as people read them and how they compare.

    A sample's figure is above or below a published one only where its interval excludes it (the rule of Public Health England's
    Fingertips); else one cannot tell.
    """
    rows = []
    for comparator in load().comparators:
        for row in table[table["indicator"] == comparator.indicator].to_dict("records"):
            role = "latest" if given(row["latest_period"]) else "baseline"
            value, low, high = (row[f"{role}_{part}"] for part in ("value", "low", "high"))
            if pd.isna(value):
                continue
            here = f"{figure(value, low, high, row['kind'])}, {period(row[f'{role}_period'])}"
            there = f"{comparator.area} {number(comparator.value, row['kind'])} %, {comparator.period}"
            against = "above" if low > comparator.value else "below" if high < comparator.value else "cannot tell"
            rows.append((row["title"], here, there, against, comparator.counts, comparator.source))
    return pd.DataFrame(rows, columns=HEADINGS)

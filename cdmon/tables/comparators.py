"""Published figures of other areas beside those of a factor table."""

import pandas as pd

from cdmon.definitions import load
from cdmon.wording import figure, number, period

HEADINGS = ["Indicator", "Here", "There", "Against it", "What is counted there", "Source"]


def read_comparators(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each row of a factor table that has a comparator, both figures as people read them and how they compare.

    A sample's figure is above or below a published one only where its interval excludes it (the rule of Public Health England's
    Fingertips); else one cannot tell.
    """
    rows = []
    for comparator in load().comparators:
        for row in table[table["indicator"] == comparator.indicator].to_dict("records"):
            told = row["latest"] or row["baseline"]
            if told is None or pd.isna(told.value):
                continue
            here = f"{figure(told.value, told.low, told.high, row['kind'])}, {period(told.period)}"
            there = f"{comparator.area} {number(comparator.value, row['kind'])}%, {comparator.period}"
            against = "above" if told.low > comparator.value else "below" if told.high < comparator.value else "cannot tell"
            rows.append((row["title"], here, there, against, comparator.counts, comparator.source))
    return pd.DataFrame(rows, columns=HEADINGS)

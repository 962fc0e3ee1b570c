"""Published figures of other areas beside those of a factor table."""

from math import isinf

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.cells import few_cell
from cdmon.tables.figures import Figure
from cdmon.tables.verdicts import PROGRAMME_ONLY
from cdmon.wording import figure, number, period

HEADINGS = ["Indicator", "Here", "There", "Against it", "What is counted there", "Source"]


def read_comparators(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each row of a factor table that has a comparator, both figures as people read them and how they compare.

    A sample's figure is above or below a published one only where its interval excludes it (the rule of Public Health England's
    Fingertips); else one cannot tell. A census that all answered has no interval, and is above or below as it stands.
    """
    rows = []
    for comparator in load().comparators:
        for row in table[table["indicator"] == comparator.indicator].to_dict("records"):
            told = row["latest"] or row["baseline"]
            if told is None or pd.isna(told.value):
                continue
            here = few_cell(told) if told.of_few else f"{figure(told.value, told.low, told.high, row['kind'])}, {period(told.period)}"
            there = f"{comparator.area} {number(comparator.value, row['kind'])}%, {comparator.period}"
            rows.append((row["title"], here, there, against(told, comparator.value), comparator.counts, comparator.source))
    return pd.DataFrame(rows, columns=HEADINGS)


def against(told: Figure, value: float) -> str:
    """Say how a figure stands to a published one."""
    if told.of_few:
        return PROGRAMME_ONLY
    low, high = (told.value, told.value) if isinf(told.size) else (told.low, told.high)
    return "above" if low > value else "below" if high < value else "cannot tell"

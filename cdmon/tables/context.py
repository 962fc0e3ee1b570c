"""Published statistics of the neighbourhoods: context, never joined to the programme's own figures."""

import pandas as pd

from cdmon.tables.known import Known
from cdmon.wording import Row, given, read


def context(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the published statistics of a neighbourhood, or of all of them.

    Columns: neighbourhood, statistic, value, unit, period_covered, gss_code, boundary_year, comparator_area, comparator_value, source,
    published_on.
    """
    return known.read("context", neighbourhood=neighbourhood)


def read_context(frame: pd.DataFrame) -> pd.DataFrame:
    """Return published statistics as people read them: Statistic, Figure, Compared with, Boundaries, Source."""
    return read(
        frame,
        {
            "Statistic": lambda row: f"{row['statistic']}, {row['period_covered']}",
            "Figure": lambda row: f"{row['value']:g} {row['unit']}",
            "Compared with": comparison,
            "Boundaries": lambda row: f"{row['gss_code']}, {row['boundary_year']}",
            "Source": lambda row: row["source"],
        },
    )


def comparison(row: Row) -> str:
    """Say the figure of the area that a statistic is compared with, or that there is none."""
    if not given(row["comparator_area"]) or pd.isna(row["comparator_value"]):
        return "nothing to compare with"
    return f"{row['comparator_area']}: {row['comparator_value']:g}"

"""What is kept about people for longer than the rule of retention says."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pandas as pd

from cdmon.clock import end_of, month_ends, month_starts, today
from cdmon.database import sql
from cdmon.parts.retention import Retention
from cdmon.tables.known import Known
from cdmon.wording import moment, read

DUE = ["kind", "title", "subject", "number", "since", "months"]


def overdue(known: Known, rules: Iterable[Retention]) -> pd.DataFrame:
    """Return what may go today by rules of retention, by kind and from the longest ago.

    Columns: kind (code of the rule), title, subject (what it is of: a submission_id, return_id, token or address; "" for none), number (how
    many rows or files), since (UTC, from when the rule counts), months (that it is kept for).
    """
    asked = {"of_people": [d.code for d in known.definitions.datasets.values() if any(sheet.of_people for sheet in d.sheets)]}
    asked |= {"working": sorted({row["survey"] for row in known.rows("own_indicators")})}  # worked out from answers each time
    found = []
    for rule in rules:
        if rule.months is None:
            continue
        query = sql(f"retention/{rule.code}")
        given = {"before": months_ago(rule.months)} | {name: value for name, value in asked.items() if f"${name}" in query}
        rows = known.cursor.execute(query, given).df()
        found.append(rows.assign(kind=rule.code, title=rule.title, months=rule.months).sort_values("since"))
    return pd.concat(found, ignore_index=True)[DUE] if found else pd.DataFrame(columns=DUE)


def months_ago(months: int) -> datetime:
    """Return the end (UTC) of the day that lies so many whole months before today; of the month's last where it has no such day."""
    day = today()
    start = month_starts(day, 1 - months)
    return end_of(min(start.replace(day=1) + timedelta(days=day.day - 1), month_ends(start, 1)))


def read_overdue(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what may go as people read it, a row a kind: What, How many, From, To, Kept for."""
    kinds = frame.groupby("title", sort=False).agg(
        number=("number", "sum"), first=("since", "min"), last=("since", "max"), months=("months", "first")
    )
    return read(
        kinds.reset_index(),
        {
            "What": lambda row: row["title"],
            "How many": lambda row: f"{row['number']:,.0f}",
            "From": lambda row: moment(row["first"]),
            "To": lambda row: moment(row["last"]),
            "Kept for": lambda row: f"{row['months']:.0f} months",
        },
    )

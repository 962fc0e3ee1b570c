"""The audit trail: everything that happened to every return, who did it, when and why."""

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import hide_rows
from cdmon.tables.known import Known
from cdmon.wording import moment, neighbourhood_cell, period, read


def events(known: Known) -> pd.DataFrame:
    """Return one row a thing that happened to a return, newest first.

    Columns: happened_at (UTC), kind (submitted, accepted, sent back, withdrawn), done_by, reason, dataset, neighbourhood ("" for the
    programme), period, rows (or the word "hidden"), file_name, sha256, return_id.
    """
    return hide_rows(known.read("events", moment=known.moment), load(), known.small_numbers)


def read_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the audit trail as people read it: When, What, Who, Why, Return, Neighbourhood, Period, File."""
    return read(
        frame,
        {
            "When": lambda row: moment(row["happened_at"]),
            "What": lambda row: row["kind"],
            "Who": lambda row: row["done_by"],
            "Why": lambda row: row["reason"] or "no reason given",
            "Return": lambda row: load().datasets[row["dataset"]].title,
            "Neighbourhood": neighbourhood_cell,
            "Period": lambda row: period(row["period"]) or "no period",
            "File": lambda row: row["file_name"],
        },
    )

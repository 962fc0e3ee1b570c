"""The audit trail: everything that happened to every return, who did it, when and why."""

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import hide_rows
from cdmon.tables.known import Known
from cdmon.wording import moment, neighbourhood_cell, period, read, state_in_words


def events(known: Known) -> pd.DataFrame:
    """Return one row a thing that happened to a return, newest first.

    Columns: happened_at (UTC), kind (submitted, accepted, sent back, withdrawn), done_by, reason, dataset, neighbourhood ("" for the
    programme), period, rows (or the word "hidden"), file_name, sha256, return_id.
    """
    return hide_rows(known.read("events"), load(), known.small_numbers)


def read_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the audit trail as people read it: When, What, Who, Why, Return, Neighbourhood, Period, File."""
    return read(
        frame.assign(what=in_words(frame)),
        {
            "When": lambda row: moment(row["happened_at"]),
            "What": lambda row: row["what"],
            "Who": lambda row: row["done_by"],
            "Why": lambda row: row["reason"] or "no reason given",
            "Return": lambda row: load().datasets[row["dataset"]].title,
            "Neighbourhood": neighbourhood_cell,
            "Period": lambda row: period(row["period"]) or "no period",
            "File": lambda row: row["file_name"],
        },
    )


def in_words(frame: pd.DataFrame) -> list[str]:
    """Return what happened in words: a return was 'sent', and 'sent, waiting for a decision' where nothing accepted it at once."""
    steps = list(frame[["return_id", "happened_at", "kind"]].itertuples(index=False, name=None))
    at_once = {(return_id, at) for return_id, at, kind in steps if kind == "accepted"}
    waiting = f"sent, {state_in_words('submitted')}"
    return [kind if kind != "submitted" else "sent" if (return_id, at) in at_once else waiting for return_id, at, kind in steps]

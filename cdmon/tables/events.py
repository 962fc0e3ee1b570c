"""The audit trail: everything that happened to every return, who did it, when and why."""

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import hide_rows
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.tables.returns import DATASET
from cdmon.wording import moment, neighbourhood_cell, period, read, state_in_words

WAITING = f"sent, {state_in_words('submitted')}"
TRAIL = Listing(
    "trail",
    "entry",
    "entries",
    numbers={words: among("what", [words]) for words in ("sent", WAITING, "accepted", "sent back", "withdrawn")},
    choices=[Choice("what", "What"), DATASET],
    texts=["done_by", "reason", "file_name"],
    dates=["happened_at"],
)


def events(known: Known) -> pd.DataFrame:
    """Return one row a thing that happened to a return, newest first.

    Columns: happened_at (UTC), kind (submitted, accepted, sent back, withdrawn), done_by, reason, dataset, neighbourhood ("" for the
    programme), period, rows (or the word "hidden"), file_name, sha256, return_id, what (kind as people read it).
    """
    found = known.read("events")
    return hide_rows(found.assign(what=in_words(found)), load(), known.small_numbers)


def read_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the audit trail as people read it: When, What, Who, Why, Return, Neighbourhood, Period, File."""
    return read(
        frame,
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
    return [kind if kind != "submitted" else "sent" if (return_id, at) in at_once else WAITING for return_id, at, kind in steps]

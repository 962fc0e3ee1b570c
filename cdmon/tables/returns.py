"""Every return that was ever sent, and which of them count."""

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import hide_rows
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import HIDDEN, Row, moment, neighbourhood_cell, period, read, state_in_words

DATASET = Choice("dataset", "Return", lambda code: load().datasets[code].title)
STANDINGS = ("submitted", "sent back", "accepted", "superseded", "withdrawn")
RETURNS = Listing(
    "returns",
    "version",
    "versions",
    numbers={state_in_words(state): among("standing", [state]) for state in STANDINGS},
    choices=[
        DATASET,
        Choice("period", "Period", lambda text: period(text) or "no period"),
        Choice("standing", "Standing", state_in_words),
    ],
    texts=["file_name", "submitted_by", "decided_by", "reason"],
    dates=["submitted_at"],
    order={"standing": [["submitted"]], "waiting_since": []},
)


def returns(known: Known) -> pd.DataFrame:
    """Return one row a return, newest first.

    Columns: return_id, dataset, neighbourhood ("" for the programme), period, rows (0 for nothing to report; the word "hidden" for too few
    people), state (the last that happened to it), submitted_at (UTC), submitted_by, file_name, sha256, current (whether it is the accepted
    one that was sent last for its dataset, neighbourhood and period), standing (its state, or superseded by one that was sent later and
    accepted), decided_at (UTC), decided_by and reason of the last that happened to it, period_date, submission_id, dataset_version,
    waiting_since (submitted_at of one that nobody has decided about, else NaT).
    """
    found = known.read("returns")
    waiting = found["submitted_at"].where(found["state"] == "submitted")
    return hide_rows(found.assign(waiting_since=waiting), load(), known.small_numbers)


def read_returns(frame: pd.DataFrame) -> pd.DataFrame:
    """Return returns as people read them: Return, Neighbourhood, Period, Rows, Standing, Sent, By, Decision."""
    return read(
        frame,
        {
            "Return": lambda row: load().datasets[row["dataset"]].title,
            "Neighbourhood": neighbourhood_cell,
            "Period": lambda row: period(row["period"]) or "no period",
            "Rows": lambda row: rows_cell(row["rows"]),
            "Standing": lambda row: state_in_words(row["standing"]),
            "Sent": lambda row: moment(row["submitted_at"]),
            "By": lambda row: row["submitted_by"],
            "Decision": decision_cell,
        },
    )


def rows_cell(rows: int | str) -> str:
    """Say how many rows a return has, as `cdmon.disclosure` lets it be told."""
    return HIDDEN if isinstance(rows, str) else f"{rows:,}" if rows else "nothing to report"


def decision_cell(row: Row) -> str:
    """Say what was decided last about a return, when, by whom and why."""
    if row["state"] == "submitted":
        return "none yet"
    return f"{row['state']} {moment(row['decided_at'])} by {row['decided_by']}" + (f": {row['reason']}" if row["reason"] else "")


def label(row: Row) -> str:
    """Return what a version of a return is called, as no other is; the beginning of its return_id is what the command line takes."""
    dataset = load().datasets[row["dataset"]]
    place = "" if dataset.scope == "programme" else neighbourhood_cell(row)
    parts = [dataset.title, place, period(row["period"]), f"sent {moment(row['submitted_at'])} ({row['return_id'][:8]})"]
    return ", ".join(part for part in parts if part)

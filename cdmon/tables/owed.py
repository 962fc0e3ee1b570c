"""Who owes what: the returns that are to be sent, or sent again."""

from datetime import date

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.board import board, words
from cdmon.tables.cadence import span_words
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing
from cdmon.wording import Row, day, period, read

COLUMNS = ["neighbourhood", "name", "month", "dataset", "due", "state", "days_late", "reason", "first_month", "how_often"]

OWED = Listing(
    "owed",
    "return that is owed",
    "returns that are owed",
    choices=[Choice("state", "State"), Choice("month", "Month", period)],
    texts=["neighbourhood", "name", "dataset", "reason"],
)
BY_PLACE = Listing("owed_text", "neighbourhood", "neighbourhoods", page=60)


def owed(known: Known) -> pd.DataFrame:
    """Return one row a return that is due, overdue or sent back, the oldest first.

    Columns: neighbourhood, name, month, dataset (its title), due (date), state, days_late, reason (of the sending back), first_month and
    how_often, as in `board`.
    """
    table = board(known)
    table = table[table["state"].isin(["due", "overdue", "sent back"])]
    titled = table.assign(dataset=table["dataset"].map({code: dataset.title for code, dataset in load().datasets.items()}))
    return titled.sort_values(["month", "due", "neighbourhood"], kind="stable", ignore_index=True)[COLUMNS]


def read_owed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return who owes what as people read it: Neighbourhood, Period, Returns, Due, State; what stands alike is one row."""
    columns = {
        "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}",
        "Period": lambda row: span_words(row["first_month"], row["month"]),
        "Returns": lambda row: row["dataset"],
        "Due": lambda row: day(row["due"]),
        "State": standing,
    }
    return read(together(frame), columns)


def owed_text(frame: pd.DataFrame, as_at: date) -> str:
    """Return who owes what as plain text for an e-mail, a paragraph for each neighbourhood; `as_at` is the day it was so."""
    if frame.empty:
        return f"No return was owed on {day(as_at)}."
    paragraphs = [f"Returns owed on {day(as_at)}"]
    for (code, name), rows in together(frame).groupby(["neighbourhood", "name"]):
        lines = [f"- {span_words(row['first_month'], row['month'])}: {row['dataset']} – {when(row)}" for row in rows.to_dict("records")]
        paragraphs.append("\n".join([f"{code} {name}", *lines]))
    return "\n\n".join(paragraphs) + "\n"


def together(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the datasets of one neighbourhood and month that stand alike put into one."""
    alike = [column for column in COLUMNS if column != "dataset"]
    return frame.groupby(alike, sort=False, dropna=False, as_index=False)["dataset"].agg(", ".join)


def standing(row: Row) -> str:
    """Say how a return that is owed stands, beside the day it is due: 'due', 'overdue by 5 days', 'sent back: a group is missing'."""
    if row["state"] == "due":
        return "due"
    return ": ".join(part for part in (words(row), " ".join(row["reason"].split())) if part)


def when(row: Row) -> str:
    """Say in a sentence's end how a return that is owed stands and when it is due."""
    return f"due {day(row['due'])}" if row["state"] == "due" else f"{standing(row)} (due {day(row['due'])})"

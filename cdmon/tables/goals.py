"""The goals that residents set themselves, and whether they were reached, in their words."""

import pandas as pd

from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import Row, day, neighbourhood_cell, period, read

STATES = ["open", "reached", "partly reached", "not reached", "dropped"]

GOALS = Listing(
    "goals",
    "goal",
    "goals",
    numbers={state: among("status", [state]) for state in STATES},
    choices=[Choice("status", "How it stands"), Choice("set_by", "Set by")],
    texts=["reference", "goal", "words"],
    dates=["set_on"],
    order={"status": [[state] for state in STATES], "by_when": []},
)


def goals(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a goal, the one set last at the top, as it was told of last.

    Columns: neighbourhood (None for a goal of several), month (2026-10, of the return that told of it last), reference, goal, set_by (how),
    set_on, by_when (NaT where no day was named), status (one of STATES), settled_on (NaT while open), words, provisional.
    """
    found = known.read("goals", neighbourhood=neighbourhood)
    return found.assign(**{name: found[name].dt.date for name in ("set_on", "by_when", "settled_on")})


def read_goals(frame: pd.DataFrame) -> pd.DataFrame:
    """Return goals as people read them: Goal, Set by, By when, How it stands, In their words, Neighbourhood, Last told."""
    return read(
        frame,
        {
            "Goal": lambda row: row["goal"],
            "Set by": lambda row: f"{row['set_by']}, {day(row['set_on'])}",
            "By when": lambda row: "no day named" if pd.isna(row["by_when"]) else day(row["by_when"]),
            "How it stands": standing,
            "In their words": lambda row: row["words"] or "nothing said",
            "Neighbourhood": neighbourhood_cell,
            "Last told": lambda row: period(row["month"]) + mark(row),
        },
    )


def standing(row: Row) -> str:
    """Say how a goal stands: 'open', 'reached, 3 March 2026'."""
    return str(row["status"]) + ("" if pd.isna(row["settled_on"]) else f", {day(row['settled_on'])}")

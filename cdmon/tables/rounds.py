"""The rounds of the residents' survey: how many were approached, and how many of them answered."""

import pandas as pd

from cdmon.disclosure import HIDDEN
from cdmon.tables.known import Known
from cdmon.wording import HIDDEN as IN_WORDS
from cdmon.wording import figure, period, read


def rounds(known: Known) -> pd.DataFrame:
    """Return one row a round, the first one first: period, ended, neighbourhoods, approached, achieved, rate and note.

    The rate is achieved over approached (a fraction of 1); both NaN where a file of the round does not say how many were approached. A
    file counts whole. Where few answered, what tells how many is hidden.
    """
    table = known.read("rounds").rename(columns={"period": "round"}).astype({"approached": float, "achieved": float})
    small = known.small_numbers.is_small(table["achieved"].to_numpy(float))
    table["rate"] = table["achieved"] / table["approached"]
    table.loc[small, ["achieved", "rate"]] = float("nan")
    return table.assign(note=[HIDDEN if each else "" for each in small.tolist()])


def read_rounds(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rounds as people read them: Round, Neighbourhoods, Approached, Answered, Response rate."""
    return read(
        frame,
        {
            "Round": lambda row: period(row["round"]),
            "Neighbourhoods": lambda row: f"{row['neighbourhoods']}",
            "Approached": lambda row: "not said" if pd.isna(row["approached"]) else f"{row['approached']:,.0f}",
            "Answered": lambda row: IN_WORDS if row["note"] == HIDDEN else f"{row['achieved']:,.0f}",
            "Response rate": lambda row: (
                IN_WORDS if row["note"] == HIDDEN else figure(row["rate"], float("nan"), float("nan"), "proportion") or "not known"
            ),
        },
    )

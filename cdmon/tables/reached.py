"""How many who came to activities came for the first time: whether the programme reaches new people, or the same ones again."""

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from cdmon.tables.flows import YEAR
from cdmon.tables.known import Known
from cdmon.wording import HIDDEN, Row, figure, neighbourhood_cell, read

COLUMNS = ["neighbourhood", "first_timers", "participants", "share", "months", "hidden"]
COUNTS = ["participants", "first_timers", "unsaid"]


def reached(known: Known) -> pd.DataFrame:
    """Return, of the latest twelve months that tell it, who came first: a row for the programme (None) and each neighbourhood.

    Columns: neighbourhood, first_timers, participants (of the activities that say how many came for the first time; who comes four times
    counts four times), share (a fraction of 1; a count of all, so that it has no interval), months, hidden (months that are left out).
    A month is left out where it would tell of few people: those who came first, the others, or those of activities that do not say.
    """
    places = set(known.neighbourhoods["code"])
    rows: list[dict[str, Any]] = []
    for place, months in groupby(known.rows("reached"), key=lambda row: row["neighbourhood"]):
        latest = list(months)[-YEAR:]
        if place in places:
            rows.append({"neighbourhood": place, **added_up(latest, known)})
    whole = {
        "neighbourhood": None,
        **{part: sum(row[part] for row in rows) for part in ("first_timers", "participants", "months", "hidden")},
    }
    found = pd.DataFrame([*[whole] * bool(rows), *rows], columns=COLUMNS)
    return found.assign(share=found["first_timers"] / found["participants"].where(found["participants"] > 0))


def added_up(months: list[dict[str, Any]], known: Known) -> dict[str, Any]:
    """Return what some months add up to, without those that are hidden."""
    counts = np.array([[month[part] for part in COUNTS] for month in months], float)
    others = (counts[:, 0] - counts[:, 1])[:, None]
    shown = ~known.small_numbers.is_small(np.hstack([counts, others])).any(axis=1)
    participants, first_timers, _ = counts[shown].sum(axis=0).tolist()
    return {"first_timers": first_timers, "participants": participants, "months": int(shown.sum()), "hidden": int((~shown).sum())}


def read_reached(frame: pd.DataFrame) -> pd.DataFrame:
    """Return who was reached as people read it: Neighbourhood, First-time participants, Months."""
    return read(frame, {"Neighbourhood": neighbourhood_cell, "First-time participants": reached_cell, "Months": months_cell})


def reached_cell(row: Row) -> str:
    """Say how many of how many came for the first time."""
    if not row["months"]:
        return HIDDEN
    share = figure(row["share"], float("nan"), float("nan"), "proportion")
    return f"{row['first_timers']:,.0f} of {row['participants']:,.0f}{f', {share}' * bool(share)}"


def months_cell(row: Row) -> str:
    """Say of how many months, and how many are left out."""
    return f"{row['months']}" + f", without {row['hidden']} of too few people" * bool(row["hidden"])

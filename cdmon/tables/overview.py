"""All neighbourhoods at a glance."""

from math import nan

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.cells import active_cell, change_text
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.tables.milestones import all_milestones
from cdmon.wording import change, figure, given, period, read

ACTIVE, GROUPS = "residents_active", "groups_counting"


def overview(known: Known) -> pd.DataFrame:
    """Return one row a neighbourhood, by code.

    Columns: neighbourhood, name, wave, population; residents active now (active_value, _low, _high, _n; the baseline where nothing is
    later), their change (change_value, _low, _high) and its verdict; groups that count and groups_change; last_return (the newest month
    sent, "" for none); milestones_late.
    """
    places = known.neighbourhoods.rename(columns={"code": "neighbourhood"})
    measured = factor_table(known, list(places["neighbourhood"]), [ACTIVE, GROUPS])
    active = measured[measured["indicator"] == ACTIVE].set_index("neighbourhood")
    groups = measured[measured["indicator"] == GROUPS].set_index("neighbourhood")
    due = all_milestones(known)
    late = due.loc[due["state"] == "late", "neighbourhood"].value_counts()
    monthly = [dataset.code for dataset in load().datasets.values() if dataset.period == "month"]
    sent = known.read("last_returns", datasets=monthly).set_index("neighbourhood")["last_return"]
    codes = places["neighbourhood"]
    table = places[["neighbourhood", "name", "wave", "population"]].copy()
    for part in ("value", "low", "high", "n"):
        table[f"active_{part}"] = codes.map(active[f"latest_{part}"].fillna(active[f"baseline_{part}"]))
    for part in ("value", "low", "high"):
        table[f"change_{part}"] = codes.map(active[f"change_{part}"])
    table["verdict"] = codes.map(active["verdict"])
    table["groups"] = codes.map(groups["latest_value"].fillna(groups["baseline_value"]))
    table["groups_change"] = codes.map(groups["change_value"])
    table["last_return"] = codes.map(sent).fillna("")
    table["milestones_late"] = codes.map(late).fillna(0).astype(int)
    return table


def read_overview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the overview as people read it: one row a neighbourhood, Neighbourhood to Milestones late."""
    return read(
        frame,
        {
            "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}",
            "Wave": lambda row: given(row["wave"]) or "in no wave",
            "Residents": lambda row: figure(row["population"], nan, nan, "count") or "not known",
            "Residents active": active_cell,
            "Change": lambda row: change_text(row, "proportion"),
            "Verdict": lambda row: row["verdict"],
            "Groups": lambda row: figure(row["groups"], nan, nan, "count") or "not collected",
            "Change in groups": lambda row: change(row["groups_change"], nan, nan, "count") or "nothing to compare",
            "Last return": lambda row: period(given(row["last_return"])) or "none yet",
            "Milestones late": lambda row: str(row["milestones_late"]),
        },
    )

"""All neighbourhoods at a glance."""

from datetime import date

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.tables.milestones import all_milestones

ACTIVE, GROUPS = "residents_active", "groups_counting"


def overview(cursor: Cursor, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return one row a neighbourhood, by code.

    Columns: neighbourhood, name, wave, population; residents active now (active_value, _low, _high, _n; the baseline where nothing is
    later), their change (change_value, _low, _high) and its verdict; groups that count and groups_change; last_return (the newest month
    sent, "" for none); milestones_late.
    """
    known = Known(cursor, as_at, provisional)
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

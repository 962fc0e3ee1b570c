"""All neighbourhoods at a glance."""

from math import nan

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.cells import change_cell, change_text
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.tables.listing import Listing
from cdmon.tables.milestones import all_milestones
from cdmon.tables.modes import modes_now
from cdmon.wording import HIDDEN, Row, base, figure, given, period, read

FIGURES = Listing("figures", "neighbourhood", "neighbourhoods", page=60)
ACTIVE, GROUPS = "residents_active", "groups_counting"


def overview(known: Known) -> pd.DataFrame:
    """Return one row a neighbourhood, by code.

    Columns: neighbourhood, name, wave, population; active and groups, the newest `Figure` of the residents active and of the groups that
    count (the baseline where nothing is later, None where there is none), each whole; change (a `Change` of the residents active) and its
    verdict; groups_change; last_return (the month of the return sent last, "" for none) and last_dataset (of what it is); milestones_late;
    mode, in which the programme works there now ("" once it is over).
    """
    places = known.neighbourhoods.rename(columns={"code": "neighbourhood"})
    codes = places["neighbourhood"]
    measured = factor_table(known, list(codes), [ACTIVE, GROUPS])
    measured["newest"] = measured["latest"].where(measured["latest"].notna(), measured["baseline"])
    active, groups = (measured[measured["indicator"] == code].set_index("neighbourhood") for code in (ACTIVE, GROUPS))
    due = all_milestones(known)
    late = due.loc[due["state"] == "late", "neighbourhood"].value_counts()
    monthly = [dataset.code for dataset in load().datasets.values() if dataset.period == "month"]
    sent = known.read("last_returns", datasets=monthly).set_index("neighbourhood")
    table = places[["neighbourhood", "name", "wave", "population"]].copy()
    table["active"], table["change"], table["verdict"] = (codes.map(active[part]) for part in ("newest", "change", "verdict"))
    table["groups"], table["groups_change"] = (codes.map(groups[part]) for part in ("newest", "change"))
    for column, part in (("last_return", "last_return"), ("last_dataset", "dataset")):
        table[column] = [sent[part].get(code, "") for code in codes]
    table["milestones_late"] = codes.map(late).fillna(0).astype(int)
    table["mode"] = codes.map(modes_now(known)).fillna("")
    figures = ["active", "change", "groups", "groups_change"]
    return table.astype(dict.fromkeys(figures, object)).where(table[figures].notna().reindex(columns=table.columns, fill_value=True), None)


def read_overview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the overview as people read it: one row a neighbourhood, Neighbourhood to Milestones late."""
    return read(
        frame,
        {
            "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}",
            "Wave": lambda row: given(row["wave"]) or "in no wave",
            "Mode": lambda row: load().modes[row["mode"]].title if row["mode"] else "programme over",
            "Residents": lambda row: figure(row["population"], nan, nan, "count") or "not known",
            "Residents active": active_cell,
            "Change": lambda row: change_cell({**row, "kind": "proportion"}),
            "Verdict": lambda row: row["verdict"],
            "Groups": groups_cell,
            "Change in groups": lambda row: change_text(row["groups_change"], "count") or "nothing to compare",
            "Last return": last_return_cell,
            "Milestones late": lambda row: str(row["milestones_late"]),
        },
    )


def active_cell(row: Row) -> str:
    """Say the share of residents active and the number it rests on, or why there is none."""
    told = row["active"]
    if told is None:
        return "not collected"
    if told.is_hidden:
        return HIDDEN
    return ", ".join(part for part in (figure(told.value, told.low, told.high, "proportion") or "nobody answered", base(told.n)) if part)


def last_return_cell(row: Row) -> str:
    """Say of what and of which month the return is that was sent last: 'Groups, October 2026'."""
    return f"{load().datasets[row['last_dataset']].title}, {period(row['last_return'])}" if row["last_return"] else "none yet"


def groups_cell(row: Row) -> str:
    """Say how many groups count, or that nobody has told."""
    return "not collected" if row["groups"] is None else figure(row["groups"].value, nan, nan, "count")

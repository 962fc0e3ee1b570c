"""KPI progress: the directions of travel the contract asks for, with a target only where one is set."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.cells import baseline_cell, change_cell, now_cell, target_cell, verdict_cell
from cdmon.tables.factors import all_factors, factor_table
from cdmon.tables.known import Known
from cdmon.wording import neighbourhood_cell, read

PARTS = ("value", "low", "high", "n", "no_answer", "design", "period", "note", "provisional")
COLUMNS = [
    "neighbourhood", "kpi", "title", "unit", "kind",
    *(f"{role}_{part}" for role in ("baseline", "latest") for part in PARTS),
    "change_value", "change_low", "change_high", "target", "target_by", "verdict", "remark", "direction",
]  # fmt: skip


def kpis(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the KPIs of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a neighbourhood and KPI, in the KPI's unit: fractions of 1 for shares. NaN where there is no figure or no target.
    """
    defined = load().kpis.values()
    indicators = [kpi.indicator for kpi in defined]
    measured = factor_table(known, [neighbourhood], indicators) if neighbourhood else all_factors(known, indicators)
    of = dict(list(measured.groupby("indicator")))
    table = pd.concat([of[kpi.indicator].assign(kpi=kpi.code, title=kpi.title, order=n) for n, kpi in enumerate(defined)])
    places = {place: n for n, place in enumerate(measured["neighbourhood"].drop_duplicates())}
    table = table.assign(place=table["neighbourhood"].map(places)).sort_values(["place", "order"], ignore_index=True)
    table["direction"] = table["higher_is_better"].map({True: "higher is better", False: "lower is better"})
    targets = known.read("targets")
    targets["neighbourhood"] = targets["neighbourhood"].replace({"": None})
    table = table.merge(targets, on=["kpi", "neighbourhood"], how="left")
    table["target_by"] = table["target_by"].fillna("")
    return table[COLUMNS]


def read_kpis(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the KPI table as people read it: Neighbourhood, KPI, Baseline, Now, Change, Target, Direction, Verdict."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "KPI": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Change": change_cell,
            "Target": target_cell,
            "Direction": lambda row: row["direction"],
            "Verdict": verdict_cell,
        },
    )

"""KPI progress: the directions of travel the contract asks for, with a target only where one is set."""

from datetime import date

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.tables.factors import all_factors, factor_table
from cdmon.tables.known import Known

PARTS = ("value", "low", "high", "n", "no_answer", "design", "period", "note", "provisional")
COLUMNS = [
    "neighbourhood", "kpi", "title", "unit", "kind",
    *(f"{role}_{part}" for role in ("baseline", "latest") for part in PARTS),
    "change_value", "change_low", "change_high", "target", "target_by", "verdict", "remark", "direction",
]  # fmt: skip


def kpis(cursor: Cursor, neighbourhood: str | None = None, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return the KPIs of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a neighbourhood and KPI, in the KPI's unit: fractions of 1 for shares. NaN where there is no figure or no target.
    """
    known = Known(cursor, as_at, provisional)
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

"""KPI progress: the directions of travel the contract asks for, with a target only where one is set."""

from datetime import date

import pandas as pd

from cdmon.clock import month_ends
from cdmon.definitions import load
from cdmon.tables.cells import baseline_cell, change_cell, now_cell, target_cell, verdict_cell
from cdmon.tables.factors import all_factors, factor_table
from cdmon.tables.figures import Figure
from cdmon.tables.known import Known
from cdmon.tables.verdicts import PROGRAMME_ONLY
from cdmon.wording import Row, neighbourhood_cell, period, read

COLUMNS = [
    "neighbourhood", "kpi", "title", "indicator", "unit", "kind", "baseline", "latest", "change", "flow", "elsewhere",
    "target", "target_by", "reached", "verdict", "remark", "direction",
]  # fmt: skip


def kpis(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the KPIs of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a neighbourhood and KPI, in the KPI's unit: fractions of 1 for shares; a flow's target is for twelve months. `reached` says
    whether the target is reached. For `baseline`, `latest`, `change`, `flow` and `elsewhere` see `factors`.
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
    today = known.programme.today if known.programme else None
    table["reached"] = [reached(row) + overdue(row, today) for row in table.to_dict("records")]
    return table[COLUMNS]


def reached(row: Row) -> str:
    """Say whether a target is reached: 'reached, October 2026', 'not yet', 'cannot tell'; '' where none is set.

    A sample has reached it, or not, only where its whole interval lies on one side. The figure is the latest there is.
    """
    if pd.isna(row["target"]):
        return ""
    told = row["latest"] or row["baseline"]
    if told is None or pd.isna(told.value):
        return "cannot tell"
    if told.of_few:
        return PROGRAMME_ONLY
    below, above = ends(told)
    has, has_not = (below >= row["target"], above < row["target"])
    if row["direction"] == "lower is better":
        has, has_not = (above <= row["target"], below > row["target"])
    return f"reached, {period(told.period)}" if has else "not yet" if has_not else "cannot tell"


def ends(told: Figure) -> tuple[float, float]:
    """Return the ends of a figure's interval; of a figure that was counted or judged, itself."""
    return (told.value, told.value) if pd.isna(told.low) else (told.low, told.high)


def overdue(row: Row, today: date | None) -> str:
    """Say that the month is over by which a target was to be reached that is not."""
    if today is None or not row["target_by"] or pd.isna(row["target"]) or reached(row) != "not yet":
        return ""
    return " though its month is over" if month_ends(pd.Timestamp(row["target_by"]).date(), 1) < today else ""


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

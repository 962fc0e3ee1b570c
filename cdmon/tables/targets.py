"""The targets that a programme has set for its KPIs, and whether they are reached: as far as an interval tells."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import inf, nan
from typing import Any

import pandas as pd

from cdmon.clock import month_ends
from cdmon.tables.factors import factor_table
from cdmon.tables.figures import Figure
from cdmon.tables.known import Known
from cdmon.tables.verdicts import PROGRAMME_ONLY
from cdmon.wording import Row, given, period

Rows = list[dict[Hashable, Any]]

JUDGED = ("baseline", "latest", "flow")  # what a target is held against


def set_targets(rows: Rows, known: Known, leading: Mapping[str, str]) -> None:
    """Give rows of KPIs their `target` (NaN for none), `target_by` and `reached`; `leading` is each KPI's first indicator.

    A target of a stage is held against that stage's figures. One that names none stands in the last stage of which there is a row, and is
    held against the newest figures there are: those of a neighbourhood, or of all neighbourhoods together.
    """
    last: dict[tuple[str, str | None], int] = {(row["kpi"], row["neighbourhood"]): row["stage"] for row in rows}
    targets: dict[tuple[str, str, str | None, int | None], dict[str, Any]] = {}
    for found in known.rows("targets"):
        place = found["neighbourhood"] or None
        stage = last.get((found["kpi"], place)) if found["stage"] is None else found["stage"]
        targets[found["kpi"], found["indicator"] or leading.get(found["kpi"], ""), place, stage] = found
    newest = newest_figures(known, [key for key, found in targets.items() if found["stage"] is None and key[1]])
    for row in rows:
        told = targets.get((row["kpi"], row["indicator"], row["neighbourhood"], row["stage"]))
        row |= {"target": told["target"] if told else nan, "target_by": told["target_by"] if told else ""}
        held = row | newest[row["neighbourhood"], row["indicator"]] if told and told["stage"] is None else row
        row["reached"] = reached(held) + overdue(held, known.programme.today if known.programme else None)


def newest_figures(known: Known, keys: Sequence[tuple[str, str, str | None, int | None]]) -> dict[tuple[str | None, str], dict[str, Any]]:
    """Return the newest figures there are of what targets (KPI, indicator, place, stage) are about, by place and indicator."""
    places: list[str | None] = list(dict.fromkeys(place for _, _, place, _ in keys))
    if not places:
        return {}
    rows = factor_table(known, places, [indicator for _, indicator, _, _ in keys]).to_dict("records")
    return {(given(row["neighbourhood"]) or None, row["indicator"]): {part: row[part] for part in JUDGED} for row in rows}


def targeted(known: Known) -> dict[str, list[str]]:
    """Return the indicators that targets name, by KPI: they are shown though the KPI should not be made of them."""
    named: dict[str, list[str]] = {}
    for row in known.rows("targets"):
        named.setdefault(row["kpi"], []).extend([row["indicator"]] if row["indicator"] else [])
    return named


def reached(row: Row) -> str:
    """Say whether a target is reached: 'reached, October 2026', 'not yet', 'cannot tell'; '' where none is set.

    A sample has reached it, or not, only where its whole interval lies on one side. Of what is cumulative it is the total that has.
    """
    if pd.isna(row["target"]):
        return ""
    told = judged(row)
    if told is None or pd.isna(told.value):
        return "cannot tell"
    if told.of_few:
        return PROGRAMME_ONLY
    below, above = ends(told)
    has, has_not = (below >= row["target"], above < row["target"])
    if row["direction"] == "lower is better":
        has, has_not = (above <= row["target"], below > row["target"])
    return f"reached, {period(told.period)}" if has else "not yet" if has_not else "cannot tell"


def judged(row: Row) -> Figure | None:
    """Return the figure that a target is held against; with hidden months a total may be more than is known."""
    told: Figure | None = row["latest"] or row["baseline"]
    if told is None or row["basis"] != "cumulative":
        return told
    flow, last = row["flow"], told.period.rpartition(" to ")[2]
    return replace(told, value=flow.value, low=flow.value, high=inf if flow.hidden else flow.value, period=last)


def ends(told: Figure) -> tuple[float, float]:
    """Return the ends of a figure's interval; of a figure that was counted or judged, itself."""
    return (told.value, told.value) if pd.isna(told.low) else (told.low, told.high)


def overdue(row: Row, today: date | None) -> str:
    """Say that the month is over by which a target was to be reached that is not."""
    if today is None or not row["target_by"] or pd.isna(row["target"]) or reached(row) != "not yet":
        return ""
    return " though its month is over" if month_ends(pd.Timestamp(row["target_by"]).date(), 1) < today else ""

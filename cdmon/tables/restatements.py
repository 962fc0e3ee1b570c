"""Restatements: corrections to stages that were over, with the old and the new figure and why."""

from itertools import groupby
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.effect import Finding, KeptFigure, words
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing
from cdmon.wording import moment, neighbourhood_cell, period, read

ACT = ["act_id", "stage", "dataset", "neighbourhood", "period", "indicator", "reason", "explanation", "restated_at", "restated_by"]
ACT += ["return_id", "event_id"]
COLUMNS = [*ACT[:6], "title", "before", "after", *ACT[6:], "was", "now"]

Rows = list[dict[str, Any]]

RESTATED = Listing(
    "restated",
    "corrected figure",
    "corrected figures",
    choices=[Choice("stage", "Stage"), Choice("reason", "Reason")],
    texts=["title", "explanation", "restated_by", "before", "after"],
    dates=["restated_at"],
)


def restatements(known: Known) -> pd.DataFrame:
    """Return one row an indicator that was restated, oldest first; one without an indicator where a correction changed no figure.

    Columns: act_id (of the restatement), stage, dataset, neighbourhood, period, indicator, title, before, after (in words), reason (as the
    list of reasons calls it), explanation, restated_at (UTC), restated_by, return_id, event_id (the decision it came with), was, now (the
    same as `before` and `after` in numbers, a `cdmon.tables.effect.Finding`; None where no more than the words was kept).
    """
    found = known.rows("restatements")
    return pd.DataFrame([restated(list(rows)) for _, rows in groupby(found, lambda row: tuple(row[part] for part in ACT))], columns=COLUMNS)


def restated(rows: Rows) -> dict[str, Any]:
    """Return the table's row of one indicator that an act restated, from the figures that were kept."""
    of = {part: rows[0][part] for part in ACT}
    indicator = load().indicators.get(of["indicator"])
    of |= {"title": indicator.title if indicator else "", "reason": load().restatements[of["reason"]].title}
    for side, number in {"before": "was", "after": "now"}.items():
        kept = [row for row in rows if row["side"] == side]
        of[number] = finding(kept) if kept and kept[0]["words"] is None else None
        of[side] = words(of[number], of["indicator"]) if of[number] else kept[0]["words"] if kept else ""
    return of


def finding(rows: Rows) -> Finding:
    """Return what the factor table said of an indicator, from the figures that were kept of it."""
    figures = {
        row["role"]: KeptFigure(row["value"], row["low"], row["high"], row["n"], row["figure_period"] or "", row["note"] or "")
        for row in rows
        if row["role"]
    }
    return Finding(rows[0]["verdict"], rows[0]["remark"] or "", figures)


def read_restatements(frame: pd.DataFrame) -> pd.DataFrame:
    """Return restatements as people read them: Stage, Neighbourhood, Return, Figure, Before, After, Reason, Explanation, When, Who."""
    return read(
        frame,
        {
            "Stage": lambda row: str(row["stage"]),
            "Neighbourhood": neighbourhood_cell,
            "Return": lambda row: f"{load().datasets[row['dataset']].title}, {period(row['period'])}",
            "Figure": lambda row: row["title"] or "no figure changed",
            "Before": lambda row: row["before"] or "the same",
            "After": lambda row: row["after"] or "the same",
            "Reason": lambda row: row["reason"],
            "Explanation": lambda row: row["explanation"],
            "When": lambda row: moment(row["restated_at"]),
            "Who": lambda row: row["restated_by"],
        },
    )

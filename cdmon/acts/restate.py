"""Corrections to a stage that is over: why, and the old and new figures, kept for the next report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.tables.programme import Programme, StageDates


@dataclass(frozen=True)
class Restatement:
    """Why a stage that is over is corrected: a code of `data/definitions/restatements.yaml`, and the rest in words."""

    reason: str
    explanation: str

    @property
    def is_given(self) -> bool:
        """Whether a reason of the list and an explanation are there."""
        return self.reason in load().restatements and bool(self.explanation.strip())


def closed_stage(programme: Programme | None, period_date: date | None, today: date) -> StageDates | None:
    """Return the stage that a period lies in when that stage is over; None when it is not, or there is none."""
    if programme is None or period_date is None:
        return None
    return next((stage for stage in programme.stages if stage.starts <= period_date <= stage.ends < today), None)


def keep_restatement(
    cursor: Cursor, return_id: str, stage: int, why: Restatement, by: str, moment: datetime, effect: pd.DataFrame | None = None
) -> None:
    """Keep why a return restates a stage, and each figure it changes (the frame of `cdmon.returns.effect`), where that is known yet."""
    changed: Sequence[Sequence[str]] = [("", "", "", "")]
    if effect is not None and len(effect):
        changed = effect[["neighbourhood", "indicator", "before", "after"]].to_numpy().tolist()
    rows = [(return_id, stage, why.reason, why.explanation.strip(), moment, by, *figure) for figure in changed]
    names = ["return_id", "stage", "reason", "explanation", "restated_at", "restated_by", "neighbourhood", "indicator", "before", "after"]
    cursor.register("rows_to_keep", pd.DataFrame(rows, columns=names))
    cursor.execute("INSERT INTO restatements BY NAME SELECT * FROM rows_to_keep")
    cursor.unregister("rows_to_keep")


def reason_given(cursor: Cursor, return_id: str) -> Restatement | None:
    """Return the reason that was given when a return was sent; None where none was, or the return has been accepted with it already."""
    query = """
        SELECT reason, explanation
        FROM restatements
        WHERE return_id = ? AND return_id NOT IN (SELECT return_id FROM events WHERE kind = 'accepted')
        ORDER BY restated_at
        LIMIT 1
    """
    found = cursor.execute(query, [return_id]).fetchone()
    return Restatement(*found) if found else None

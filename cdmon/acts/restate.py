"""Corrections to a stage that is over: why, and the old and new figures, kept for the next report."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from cdmon.acts.act import own_id
from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.tables.effect import KeptFigure
from cdmon.tables.known import Known
from cdmon.tables.populations import Populations, populations
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


def rates_restated(known: Known, after: Populations, today: date) -> dict[str, StageDates]:
    """Return the neighbourhoods whose rates of a stage that is over rest on another population `after`, each with its first such stage."""
    before = populations(known)
    rates = [code for code, indicator in load().indicators.items() if indicator.kind == "rate"]
    restated: dict[str, StageDates] = {}
    for row in known.rows("rates", indicators=rates):
        place, day = row["neighbourhood"], row["period_date"]
        stage = closed_stage(known.programme, day, today)
        if stage is not None and place not in restated and before.on(place, day) != after.on(place, day):
            restated[place] = stage
    return restated


def keep_restatement(
    cursor: Cursor,
    return_id: str,
    stage: int,
    why: Restatement,
    by: str,
    moment: datetime,
    event_id: str,
    effect: pd.DataFrame | None = None,
) -> None:
    """Keep why a return restates a stage, and each figure it changes (the frame of `cdmon.tables.effect`), where that is known yet.

    `event_id` is the act that it comes with: the decision about the return or, while that waits for one, its sending.
    """
    act_id = own_id(cursor)
    act = [act_id, event_id, return_id, stage, why.reason, why.explanation.strip(), moment, by]
    cursor.execute("INSERT INTO restatements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", act)
    rows = list(restated_figures(act_id, effect)) if effect is not None else []
    if rows:
        cursor.register("rows_to_keep", pa.Table.from_pylist(rows))
        cursor.execute("INSERT INTO restated_figures BY NAME SELECT * FROM rows_to_keep")
        cursor.unregister("rows_to_keep")


def restated_figures(act_id: str, effect: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows in which an effect is kept, as the table restated_figures has them."""
    for row in effect.to_dict("records"):
        for side, told in {"before": row["was"], "after": row["now"]}.items():
            of = {"act_id": act_id, "neighbourhood": row["neighbourhood"], "indicator": row["indicator"], "side": side}
            for role, kept in (told.figures or {"": KeptFigure()}).items():
                yield {**of, "role": role, **asdict(kept), "verdict": told.verdict, "remark": told.remark}


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

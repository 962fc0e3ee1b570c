"""What changed between two days: the verdicts that are others now, and the figures that were corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cdmon.tables.cells import figure_cell
from cdmon.tables.factors import factor_table
from cdmon.tables.figures import Figure, Row
from cdmon.tables.known import Known
from cdmon.tables.sides import SIDES, side
from cdmon.wording import neighbourhood_cell, period, read

COLUMNS = ["neighbourhood", "factor", "line", "indicator", "title", "kind", "before", "after", "why", "side"]


@dataclass(frozen=True)
class State:
    """An indicator as it stood on a day: its newest figure (None for none), its baseline, and the verdict."""

    told: Figure | None
    baseline: Figure | None
    verdict: str


def compare(then: Known, now: Known, places: Sequence[str | None]) -> pd.DataFrame:
    """Return what is different in the six-factor tables of some places (None for the pool) between two days.

    One row an indicator whose verdict is another, or of whose figures one was corrected; a new month or wave that changes no verdict has
    none. `before` and `after` are each a `State`, `why` says what came in between, `side` which way the verdict of now points. What became
    worse stands first, then what became better.
    """
    old = {(row["neighbourhood"], row["indicator"]): row for row in factor_table(then, places).to_dict("records")}
    rows = []
    for row in factor_table(now, places).to_dict("records"):
        before, after = state(old.get((row["neighbourhood"], row["indicator"]))), state(row)
        reason = why(before, after)
        if before.verdict != after.verdict or reason in CORRECTED:
            rows.append({**row, "before": before, "after": after, "why": reason, "side": side(after.verdict, row["higher_is_better"])})
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values("side", key=lambda sides: sides.map(SIDES.index), kind="stable", ignore_index=True)


NEW, NONE_LEFT, OTHER = "a new figure", "its figure was taken away", "set up or counted otherwise"
CORRECTED = ("the figure was corrected", "the baseline was corrected")


def state(row: Row | None) -> State:
    """Return how a row of the factor table stands; one that is not there has not been collected."""
    return State(None, None, "not collected") if row is None else State(row["latest"] or row["baseline"], row["baseline"], row["verdict"])


def why(before: State, after: State) -> str:
    """Say what came between two states of an indicator."""
    if after.told is None:
        return NONE_LEFT if before.told is not None else OTHER
    if before.told is None or before.told.period != after.told.period:
        return f"{NEW}, {period(after.told.period)}"
    for reason, old, new in zip(CORRECTED, (before.told, before.baseline), (after.told, after.baseline), strict=True):
        if old is not None and new is not None and old.period == new.period and differ(old, new):
            return reason
    return OTHER


def differ(old: Figure, new: Figure) -> bool:
    """Tell whether two figures of one period are not the same; one that is hidden is the same as another that is."""
    return old.is_hidden != new.is_hidden or (not old.is_hidden and (old.value, old.n) != (new.value, new.n) and new.value == new.value)


def read_compare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what changed as people read it: Neighbourhood, Indicator, Before, Now, Why."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "Indicator": lambda row: row["title"],
            "Before": lambda row: state_cell(row["before"], row["kind"]),
            "Now": lambda row: state_cell(row["after"], row["kind"]),
            "Why": lambda row: row["why"],
        },
    )


def state_cell(told: State, kind: str) -> str:
    """Say a verdict with the figure it is about: 'rose: 40.0% (36.1–44.0), n = 600, Autumn 2026'."""
    return ": ".join(part for part in (told.verdict, figure_cell(told.told, kind, "latest")) if part)

"""The criteria of a programme's break clauses: the handbook's, those it changes or no longer asks, and its own."""

from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.stages import Criterion

TEXTS, DAYS = ("title", "rule", "criticality", "about_period"), ("known_by", "evidence_expected_on")


def criteria_of(listed: pd.DataFrame) -> tuple[Criterion, ...]:
    """Return the criteria of a programme, from the rows of its set-up's sheet Criteria: the handbook's first, in their order.

    A row with the code of one of the handbook's changes what it fills in, or says that it is not asked.
    """
    found = dict(load().criteria)
    for row in listed.astype(object).where(listed.notna(), None).to_dict("records"):
        usual = found.pop(row["code"], None) if row["used"] == "no" else found.get(row["code"])
        if row["used"] != "no":
            found[row["code"]] = changed(usual, row)
    return tuple(found.values())


def changed(usual: Criterion | None, row: dict[Any, Any]) -> Criterion:
    """Return a criterion, the handbook's or none yet, with what a row of the set-up says of it in the place of what it said."""
    update: dict[str, Any] = {part: row[part] for part in TEXTS if row[part]} | {part: row[part].date() for part in DAYS if row[part]}
    if row["stages"]:
        update["stages"] = [int(stage) for stage in row["stages"].split(";")]
    if usual is not None:
        return usual.model_copy(update=update)
    return Criterion(code=row["code"], source="Programme set-up", **update)

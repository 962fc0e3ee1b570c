"""Restatements: corrections to stages that were over, with the old and the new figure and why."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.known import Known
from cdmon.wording import moment, neighbourhood_cell, period, read


def restatements(known: Known) -> pd.DataFrame:
    """Return one row a figure that was restated, oldest first; one without an indicator where a correction changed no figure.

    Columns: stage, dataset, neighbourhood, period, indicator, title, before, after (as people read them), reason (as the list of reasons
    calls it), explanation, restated_at (UTC), restated_by, return_id.
    """
    found = known.read("restatements", moment=known.moment)
    titles = {code: indicator.title for code, indicator in load().indicators.items()}
    found.insert(5, "title", found["indicator"].map(titles).fillna(""))
    found["reason"] = found["reason"].map({code: reason.title for code, reason in load().restatements.items()})
    return found


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

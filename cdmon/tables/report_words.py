"""What the authors of a report wrote: the newest words of each report stand in it, earlier ones stay to be seen."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from cdmon.tables.known import Known

TITLES = {"narrative": "What happened", "learning": "What was learned", "recommendations": "What is recommended"}


@dataclass(frozen=True)
class AuthorsWords:
    """What somebody wrote for a report, of which any part may be ""; written when (UTC), by whom, and why in the place of earlier words."""

    narrative: str
    learning: str
    recommendations: str
    reason: str
    written_at: datetime
    written_by: str


def report_words(known: Known, report: str) -> pd.DataFrame:
    """Return one row each time that words were written for the report of a code, the newest first.

    Columns: act_id, report and those of `AuthorsWords`.
    """
    return known.read("report_words", report=report)


def authors_words(known: Known, report: str) -> AuthorsWords | None:
    """Return what was written last for the report of a code; None where nothing was."""
    found = report_words(known, report)
    if found.empty:
        return None
    row = found.iloc[0]
    texts = {part: str(row[part]) for part in (*TITLES, "reason", "written_by")}
    return AuthorsWords(**texts, written_at=row["written_at"].to_pydatetime())

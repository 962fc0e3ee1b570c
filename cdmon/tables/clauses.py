"""The break clauses: until when evidence counts, by when the commissioner must have said so, and what follows if nothing is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cdmon.clock import month_ends
from cdmon.definitions import load
from cdmon.wording import day, days

UNSET = "how many months of notice there are is not set up"


@dataclass(frozen=True)
class Clause:
    """The terms of the break clause at the end of a stage, which ends on `ends`; there is no usual number of months of notice."""

    ends: date
    cut_off: date  # the last day whose evidence counts
    form: str  # one of data/definitions/clauses.yaml
    if_undecided: str
    notice_by: date | None = None
    decided_by: str = ""

    @property
    def decide_by(self) -> date:
        """The day that matters: that of the notice, or the last of the stage."""
        return self.notice_by or self.ends


def clause_of(start: date, last_month: int, told: Mapping[Any, Any]) -> Clause:
    """Return the terms of the break clause at the end of a month of a programme that began in `start`, from a row of its set-up.

    Where that says nothing (an empty row) evidence counts until the stage's last day, and the first form of the definitions holds.
    """
    form = told.get("form") or next(iter(load().clauses))
    ends, months = month_ends(start, last_month), told.get("notice_months")
    return Clause(
        ends=ends,
        cut_off=told["cut_off"].date() if told.get("cut_off") else ends,
        form=form,
        if_undecided=told.get("if_undecided") or load().clauses[form].if_undecided,
        notice_by=None if months is None else month_ends(start, last_month - int(months)),
        decided_by=told.get("decided_by") or "",
    )


def clauses_told(listed: pd.DataFrame) -> dict[int, dict[Any, Any]]:
    """Return the rows of the set-up's sheet Break clauses by stage, None where one says nothing."""
    rows = listed.astype(object).where(listed.notna(), None).to_dict("records")
    return {int(row["stage"]): row for row in rows}


def terms(clause: Clause) -> str:
    """Say what the terms of a break clause are."""
    form = load().clauses[clause.form]
    by = f"by {day(clause.notice_by)}" if clause.notice_by else f"by its last day ({UNSET})"
    body = f", decided by {clause.decided_by}" if clause.decided_by else ""
    until = f"evidence counts until {day(clause.cut_off)}"
    return f"Break clause at its end{body}: {until}; {form.needs} {by}; if nothing is decided, {clause.if_undecided}."


def countdown(clause: Clause, today: date) -> str:
    """Say what must be done by when, and what follows if not: 'notice must be given to stop it by 31 January 2026, in 63 days. If …'."""
    left = (clause.decide_by - today).days
    when = f"in {days(left)}" if left > 0 else "today" if left == 0 else f"{days(-left)} ago"
    unset = "" if clause.notice_by else f"; {UNSET}"
    return f"{load().clauses[clause.form].needs} by {day(clause.decide_by)}, {when}{unset}. If nothing is decided, {clause.if_undecided}."

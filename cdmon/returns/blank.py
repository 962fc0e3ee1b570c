"""The blank return: the template of a dataset with the programme's own lists and questions, and what is known already, in it."""

import pandas as pd

from cdmon.clock import today
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.parts.datasets import WHOLE_PROGRAMME
from cdmon.refusal import Refusal
from cdmon.returns.carried import carried
from cdmon.returns.periods import is_within, period_lines
from cdmon.returns.setting import setting
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.workbooks.fields import Lists
from cdmon.workbooks.template import template, wanted


def blank(database: Database, what: str, neighbourhood: str | None = None, period: str | None = None, nil: bool = False) -> bytes:
    """Return the workbook for a dataset, or for several together, with the neighbourhood and the month filled in where they are given.

    `what` is the code of a dataset or a workbook. Given both neighbourhood and month, it begins with the rows that are carried over.
    With `nil` it has no rows and says that there is nothing to report. A sheet of a return that is sent for a quarter or year, of which
    the month is not the last, is left out. NotAllowed for rows that are carried over; Refusal when there is no such dataset or
    what is given does not fit it.
    """
    asked, datasets = wanted(load(), what)
    place = "" if neighbourhood == WHOLE_PROGRAMME else neighbourhood
    with database.cursor() as cursor:
        known = Known(cursor)
        current = setting(known)
        aspects = [*load().datasets["ratings"].sheet("ratings").column("aspect").offered, *current.aspects.values()]
        own = {"neighbourhoods": list(current.names), "milestones": list(current.milestones), "aspects": aspects}
        lists = {**own, **suggestions(known, place)}
        rows = {}
        if place is not None and period is not None and not nil:
            allow(cursor, "rows", place)
            rows = {dataset.code: carried(known, dataset, place, period) for dataset in datasets}
    periods = current.periods
    within = [dataset.code for dataset in datasets if is_within(dataset, period, periods) and not holds(rows.get(dataset.code), period)]
    if period and len(within) == len(datasets):
        about = periods[within[0], period]
        raise Refusal(f"{asked.title} is sent once for {about.words}; give its last month, {about.last}.")
    return template(
        load(),
        what,
        neighbourhood,
        period,
        lists,
        current.local_questions,
        carried={code: frame for code, frame in rows.items() if code not in within},
        due_days=current.programme.due_days if current.programme else None,
        nil=nil,
        left_out=within,
        lines=period_lines([each for each in datasets if each.code not in within], period, f"{today():%Y-%m}", periods),
    )


def holds(rows: pd.DataFrame | None, period: str | None) -> bool:
    """Tell whether rows are those that were sent for this very month."""
    return rows is not None and not rows.empty and rows["month"].iloc[0] == period


def suggestions(known: Known, neighbourhood: str | None) -> Lists:
    """Return the names that columns suggest in a neighbourhood ("" for the programme's own), by what they are names of."""
    items = {"items": list(load().questions("items"))}
    if neighbourhood is None:
        return items
    return items | {what: known.read(f"suggested_{what}", neighbourhood=neighbourhood)["name"].tolist() for what in ("groups", "threads")}

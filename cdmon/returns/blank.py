"""The blank return: the template of a dataset with the programme's own lists and questions, and what is known already, in it."""

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.parts import WHOLE_PROGRAMME
from cdmon.returns.carried import carried
from cdmon.returns.setting import setting
from cdmon.tables.known import Known
from cdmon.workbooks.fields import Lists
from cdmon.workbooks.template import template, wanted


def blank(database: Database, what: str, neighbourhood: str | None = None, period: str | None = None, nil: bool = False) -> bytes:
    """Return the workbook for a dataset, or for several together, with the neighbourhood and the month filled in where they are given.

    `what` is the code of a dataset or a workbook. Given both neighbourhood and month, it begins with the rows that are carried over.
    With `nil` it has no rows and says that there is nothing to report. Refusal when there is no such
    dataset or what is given does not fit it.
    """
    _, datasets = wanted(load(), what)
    place = "" if neighbourhood == WHOLE_PROGRAMME else neighbourhood
    with database.cursor() as cursor:
        known = Known(cursor)
        current = setting(known)
        lists = {"neighbourhoods": list(current.names), "milestones": list(current.milestones), **suggestions(known, place)}
        rows = {}
        if place is not None and period is not None and not nil:
            rows = {dataset.code: carried(known, dataset, place, period) for dataset in datasets}
    due_days = current.programme.due_days if current.programme else None
    return template(load(), what, neighbourhood, period, lists, current.local_questions, carried=rows, due_days=due_days, nil=nil)


def suggestions(known: Known, neighbourhood: str | None) -> Lists:
    """Return the names that columns suggest in a neighbourhood ("" for the programme's own), by what they are names of."""
    if neighbourhood is None:
        return {}
    return {what: known.read(f"suggested_{what}", neighbourhood=neighbourhood)["name"].tolist() for what in ("groups", "threads")}

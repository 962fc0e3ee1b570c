"""The blank return: the template of a dataset with the programme's own lists and questions in it."""

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.setting import setting
from cdmon.workbooks.template import template


def blank(database: Database, dataset: str, neighbourhood: str | None = None, period: str | None = None) -> bytes:
    """Return the workbook for a dataset, with the neighbourhood and the month filled in where they are given.

    ValueError, with a sentence for the person asking, when there is no such dataset or the neighbourhood or period does not fit it.
    """
    with database.cursor() as cursor:
        current = setting(cursor)
    lists = {"neighbourhoods": list(current.names)} if current.names else {}
    return template(load(), dataset, neighbourhood, period, lists, {"residents": current.local_questions})

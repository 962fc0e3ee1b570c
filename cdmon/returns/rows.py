"""The rows of a file as they are stored, with the estimates made from them."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.estimates import estimates, nothing
from cdmon.parts.columns import Column
from cdmon.returns.check import Checked
from cdmon.returns.incoming import as_rows, lay_sheets
from cdmon.shares import shares
from cdmon.store.pseudonym import PSEUDONYM, pseudonym
from cdmon.workbooks.sheets import ReadSheet

TOLD = ("row", "before", "after")  # the texts of a difference


def store_rows(cursor: Cursor, checked: Checked) -> None:
    """Store the rows of a file's sheets, its answers and the estimates made from them."""
    shared = Counter(sheet.sheet.code for sheet in checked.sheets)
    for dataset in dict.fromkeys(sheet.dataset.code for sheet in checked.sheets):
        sheets = [sheet for sheet in checked.sheets if sheet.dataset.code == dataset]
        if any(shared[sheet.sheet.code] > 1 for sheet in sheets):  # two surveys in one file: the last one lies before the cursor
            lay_sheets(cursor, load().datasets[dataset].sheets, sheets, with_answers=False)
        for sheet in sheets:
            columns = ", ".join(["return_id", "row_number", *(as_stored(column) for column in sheet.sheet.columns)])
            cursor.execute(f"INSERT INTO {sheet.sheet.code} BY NAME SELECT {columns} FROM incoming_{sheet.sheet.code}")  # noqa: S608 (definitions only)
        of_dataset = (load().datasets[dataset], [sheet.sheet for sheet in sheets])
        insert_estimates(cursor, estimates(cursor, load(), *of_dataset))
        numbers = {code for sheet in sheets for code, column in sheet.columns.items() if column.type in ("integer", "number")}
        insert(cursor, "shares", shares(cursor, load(), *of_dataset, numbers))
    cursor.execute("INSERT INTO answers BY NAME FROM incoming_answers")
    for plan in checked.plans:
        if plan.rows == 0 and load().datasets[plan.dataset].carried_over is None:  # nothing new in a register leaves it as it was
            insert_estimates(cursor, nothing(load(), plan.dataset, [plan.return_id]))


def as_stored(column: Column) -> str:
    """Return the SQL of a column as it is stored: in the place of a respondent's id stands another, which tells nobody who it was."""
    if not column.anonymous:
        return column.code
    return f"pseudonym((SELECT key FROM respondent_keys), {column.code}) AS {column.code}"  # noqa: S608 (definitions only)


def as_typed(cursor: Cursor, cells: pd.DataFrame, sheets: Iterable[ReadSheet]) -> pd.DataFrame:
    """Return the cells of a difference with the ids of respondents as they stand in the file, for who looks at it before sending it."""
    ids = [sheet.frame[column.code].dropna() for sheet in sheets for column in sheet.sheet.columns if column.anonymous]
    if not ids or cells.empty:
        return cells
    ((key,),) = cursor.execute("SELECT key FROM respondent_keys").fetchall()
    typed = {pseudonym(key, text): text for text in pd.concat(ids).unique()}
    texts = {side: [PSEUDONYM.sub(lambda found: typed.get(found[0], found[0]), text) for text in cells[side]] for side in TOLD}
    return cells.assign(**texts)


def insert(cursor: Cursor, table: str, frame: pd.DataFrame) -> None:
    """Add a frame's rows to a table, by the names of its columns."""
    with as_rows(cursor, frame) as rows:
        cursor.execute(f"INSERT INTO {table} BY NAME FROM {rows}")


def insert_estimates(cursor: Cursor, frame: pd.DataFrame) -> None:
    """Add estimates, each with the neighbourhood of its return."""
    if frame.empty:
        return
    with as_rows(cursor, frame) as rows:
        cursor.execute(f"INSERT INTO estimates BY NAME FROM {rows} JOIN (SELECT return_id, neighbourhood FROM returns) USING (return_id)")  # noqa: S608

"""What was kept of a return: its file as it came, its rows, and the version before it."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.disclosure import hide_counts_of_people
from cdmon.outlines import in_short
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import Dataset
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.removals import is_gone, read_removals, removals
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.mapping import SurveyMapping, kept

EMPTY = "–"  # where nothing was filled in


def full_id(cursor: Cursor, beginning: str) -> str:
    """Return the return_id that begins so; Refusal when none does or several do."""
    found = cursor.execute("SELECT return_id FROM returns WHERE starts_with(return_id, ?) LIMIT 2", [beginning]).fetchall()
    if not beginning or not found:
        raise Refusal(f"There is no return {beginning!r} in this store.")
    if len(found) > 1:
        raise Refusal(f"Several returns begin with {beginning!r}; write more of it.")
    return str(found[0][0])


def kept_file(cursor: Cursor, return_id: str) -> Upload:
    """Return the file that a return came in, byte for byte, with the mapping it was read by; KeyError when there is no such return.

    Of a file that was blacked out it is what stands in its place; Refusal of one that was taken out, with who did so, when and why.
    """
    query = "SELECT file_name, content FROM submissions JOIN returns USING (submission_id) WHERE return_id = ?"
    found = cursor.execute(query, [return_id]).fetchone()
    if found is None:
        raise KeyError(return_id)
    allow(cursor, "original", *places_of_file(cursor, return_id))
    if is_gone(taken_out := removals(Known(cursor), return_id)):
        raise Refusal(" ".join(read_removals(taken_out)))
    return Upload(found[0], bytes(found[1]), kept_mapping(cursor, return_id))


def places_of_file(cursor: Cursor, return_id: str) -> list[str]:
    """Return the neighbourhoods of all returns that came in the file of one, "" for the programme."""
    query = """
        SELECT DISTINCT neighbourhood
        FROM returns
        WHERE submission_id = (SELECT submission_id FROM returns WHERE return_id = ?)
        ORDER BY neighbourhood
    """
    return [place for (place,) in cursor.execute(query, [return_id]).fetchall()]


def kept_mapping(cursor: Cursor, return_id: str) -> SurveyMapping | None:
    """Return the mapping that a return was read by; None where it came in our own workbook."""
    query = "SELECT mapping FROM mappings JOIN returns USING (submission_id) WHERE return_id = ?"
    found = cursor.execute(query, [return_id]).fetchone()
    return kept(found[0]) if found else None


def allow_rows(cursor: Cursor, return_id: str) -> str:
    """Return the dataset of a return whose rows may be looked at; KeyError when there is no such return, NotAllowed where they may not."""
    found = cursor.execute("SELECT dataset, neighbourhood FROM returns WHERE return_id = ?", [return_id]).fetchone()
    if found is None:
        raise KeyError(return_id)
    allow(cursor, "rows", found[1])
    return str(found[0])


def kept_rows(cursor: Cursor, return_id: str) -> dict[str, pd.DataFrame]:
    """Return the rows of a return by the title of their sheet, under the headings of its template; KeyError when there is no such return.

    A survey's questions are further columns, headed by their code, in the survey's order with the programme's own behind. The first column
    is the row number that Excel showed; a column in which nothing was filled in is left out. Small counts of people are hidden, and a sheet
    whose rows are people's own is left out: `cdmon.disclosure` says why. Of an outline is said how many corners it has. The file holds all.
    """
    return rows_by_sheet(cursor, load().datasets[allow_rows(cursor, return_id)], return_id)


def rows_by_sheet(cursor: Cursor, dataset: Dataset, return_id: str) -> dict[str, pd.DataFrame]:
    """Return what `kept_rows` does, whoever asks."""
    sheets: dict[str, pd.DataFrame] = {}
    rule = Known(cursor).small_numbers
    for sheet in dataset.sheets:
        if sheet.of_people:
            continue
        rows = hide_counts_of_people(rows_of(cursor, sheet, return_id), sheet, rule)
        for column in (column.code for column in sheet.columns if column.outline):
            rows[column] = rows[column].map(in_short, na_action="ignore")
        rows = rows[[column.code for column in sheet.columns]].set_axis([column.title for column in sheet.columns], axis=1)
        if sheet.questions:
            answers = cursor.execute("SELECT row_number, question, answer FROM answers WHERE return_id = ?", [return_id]).df()
            wide = answers.pivot(index="row_number", columns="question", values="answer")
            rows = rows.join(wide[in_order(wide.columns, load().questions(sheet.questions))])
        sheets[sheet.title] = rows.dropna(axis="columns", how="all").rename_axis("Row").reset_index()
    return sheets


def rows_of(cursor: Cursor, sheet: Sheet, return_id: str) -> pd.DataFrame:
    """Return the rows of a return's sheet as they are stored, by row number, in their order."""
    query = f"SELECT * FROM {sheet.code} WHERE return_id = ? ORDER BY row_number"  # noqa: S608 (codes come from the definitions only)
    return cursor.execute(query, [return_id]).df().set_index("row_number")


def in_order(codes: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return codes in the order in which they are known, those that are not known behind."""
    order = {code: place for place, code in enumerate(known)}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))


def read_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return kept rows as people read them: whole numbers without a point, days as 31/10/2024, a dash where nothing was filled in."""
    return pd.DataFrame({name: [read_cell(value) for value in column] for name, column in rows.items()}, dtype="object")


def read_cell(value: object) -> str:
    """Return one value as people read it."""
    if pd.isna(value):
        return EMPTY
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def version_before(cursor: Cursor, return_id: str) -> str | None:
    """Return the return_id of the version sent before a return, of the same dataset, neighbourhood and period; None for the first."""
    query = """
        WITH sent AS (
            SELECT returns.*, submissions.submitted_at
            FROM returns
            JOIN submissions USING (submission_id)
        )

        SELECT earlier.return_id
        FROM sent AS earlier
        JOIN sent AS this USING (dataset, neighbourhood, period)
        WHERE this.return_id = ? AND (earlier.submitted_at, earlier.return_id) < (this.submitted_at, this.return_id)
        ORDER BY earlier.submitted_at DESC, earlier.return_id DESC
        LIMIT 1
    """
    found = cursor.execute(query, [return_id]).fetchone()
    return found[0] if found else None

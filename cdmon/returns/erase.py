"""Erasing by a recorded decision: cells of a kept file blacked out with what they became in the rows, and all that a respondent answered.

The file as it came is replaced by a copy of its values; the hash by which it is chained stays, beside that of the copy.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from openpyxl.utils import column_index_from_string

from cdmon.acts.act import own_id
from cdmon.acts.remove import Removal, keep, must_say_why
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.parts.columns import Column
from cdmon.refusal import Refusal
from cdmon.returns.kept import kept_file
from cdmon.returns.reading import recognised
from cdmon.returns.setting import setting
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.copied import copied, fitting_titles
from cdmon.workbooks.ooxml.package import TooLarge
from cdmon.workbooks.sheets import ReadSheet

INSTEAD = "removed"  # what stands in a cell that was blacked out
CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d*)")
Cell = tuple[str, int, int]  # of a file: the sheet's title, row and column, counted from 1
T = TypeVar("T")
BY_HAND = "Black it out in a copy of your own, and give that with --redacted."


def erase_cells(
    database: Database,
    return_id: str,
    cells: Sequence[str],
    by: str,
    reason: str,
    moment: datetime | None = None,
    act_id: str | None = None,
) -> None:
    """Black out cells ("Groups!B4") of the file that a return came in, and the texts and answers that they became in the rows.

    With nothing done: AlreadyDone; NotAllowed; Refusal without a reason or a cell, for a cell that is not there or is empty, a file that is
    gone, cannot be read or is too large to be copied; KeyError when there is no such return.
    """

    def erase(cursor: Cursor, removal: Removal) -> None:
        upload = kept_file(cursor, return_id)
        submission_id = submission_of(cursor, return_id)
        found = [cell_of(upload, text) for text in cells]
        if not found:
            raise Refusal("Name the cells that are to be blacked out, such as Groups!B4.")
        number = sum(erase_in_rows(cursor, submission_id, sheet, cell) for sheet in sheets_of(cursor, upload) for cell in found)
        replace_file(cursor, removal, submission_id, of_copy(upload), blacked_out(upload, found), len(found))
        if number:
            keep(cursor, removal, "cell", submission_id, number)

    decided(database, erase, by, reason, moment, act_id)


def redact(
    database: Database, return_id: str, redacted: Upload, by: str, reason: str, moment: datetime | None = None, act_id: str | None = None
) -> None:
    """Put a file that somebody blacked out by hand in the place of the one that a return came in; its rows stay. Refusals as above."""

    def erase(cursor: Cursor, removal: Removal) -> None:
        if not redacted.content:
            raise Refusal("The file is empty. Give the copy in which something is blacked out.")
        kept = kept_file(cursor, return_id)
        name = f"{Path(kept.file_name).stem}{Path(redacted.file_name).suffix}"
        replace_file(cursor, removal, submission_of(cursor, return_id), name, redacted.content, 1)

    decided(database, erase, by, reason, moment, act_id)


def erase_respondent(
    database: Database, respondent: str, dataset: str, by: str, reason: str, moment: datetime | None = None, act_id: str | None = None
) -> int:
    """Take out all that a respondent (by the id in the files, or its pseudonym) answered in a survey; return in how many returns.

    Their row is blacked out in each file, too. Figures stand as they were published: of two that differ by one person, the difference tells
    what that person said. Refusals as above, and where nobody of that id answered.
    """

    def erase(cursor: Cursor, removal: Removal) -> int:
        query = """
            SELECT submission_id, return_id, row_number FROM responses JOIN returns USING (return_id), respondent_keys
            WHERE dataset = ? AND respondent IN (?, pseudonym(key, ?)) ORDER BY return_id, row_number
        """
        rows = cursor.execute(query, [dataset, respondent, respondent]).fetchall()
        if not rows:
            raise Refusal(f"Nobody answered the survey “{dataset}” by this id. Give it as it stands in the file.")
        for submission_id in dict.fromkeys(submission for submission, *_ in rows):
            of_file = [(return_id, row) for submission, return_id, row in rows if submission == submission_id]
            black_out_rows(cursor, removal, submission_id, of_file, dataset)
        for _, return_id, row in rows:
            for table in ("answers", "responses"):
                cursor.execute(f"DELETE FROM {table} WHERE return_id = ? AND row_number = ?", [return_id, row])  # noqa: S608 (constants)
            keep(cursor, removal, "respondent", return_id, 1)
        return len(rows)

    return decided(database, erase, by, reason, moment, act_id)


def decided(
    database: Database, work: Callable[[Cursor, Removal], T], by: str, reason: str, moment: datetime | None, act_id: str | None
) -> T:
    """Do what was decided in one transaction, for who may."""
    must_say_why(reason)

    def erase(cursor: Cursor) -> T:
        allow(cursor, "remove")
        removal = Removal(own_id(cursor, act_id), by, reason.strip(), moment or now())
        keep_line(cursor, "erased", by, removal.act_id)
        return work(cursor, removal)

    return database.write(erase)


def black_out_rows(cursor: Cursor, removal: Removal, submission_id: str, rows: list[tuple[str, int]], dataset: str) -> None:
    """Black out whole rows of a survey's file; one that was taken out holds none any more."""
    if cursor.execute("SELECT octet_length(content) FROM submissions WHERE submission_id = ?", [submission_id]).fetchall() == [(0,)]:
        return
    upload = kept_file(cursor, rows[0][0])
    title = next(
        (each.title for each in sheets_of(cursor, upload) if each.sheet.code == "responses" and each.dataset.code == dataset), None
    )
    raw = next((sheet for sheet in upload.sheets if sheet.title == title), None)
    if raw is None:
        raise Refusal(f"The rows are not found in the kept file {upload.file_name} any more. {BY_HAND}")
    cells = [(raw.title, row, place) for _, row in rows for place, value in enumerate(raw.rows[row - 1], start=1) if value is not None]
    replace_file(cursor, removal, submission_id, of_copy(upload), blacked_out(upload, cells), len(cells))


def replace_file(cursor: Cursor, removal: Removal, submission_id: str, name: str, content: bytes, number: int) -> None:
    """Put other bytes in the place of a kept file, and keep their hash beside its own."""
    query = "UPDATE submissions SET content = ?, file_name = ? WHERE submission_id = ?"
    cursor.execute(query, [content, redacted_name(name), submission_id])
    keep(cursor, removal, "redaction", submission_id, number, sha256(content).hexdigest(), len(content))


def redacted_name(name: str) -> str:
    """Return the name of a file that was blacked out."""
    stem, ending = Path(name).stem.removesuffix(" – redacted"), Path(name).suffix
    return f"{stem} – redacted{ending}"


def of_copy(upload: Upload) -> str:
    """Return the name of a file as a workbook, which a copy always is."""
    return Path(upload.file_name).with_suffix(".xlsx").name


def blacked_out(upload: Upload, cells: Iterable[Cell]) -> bytes:
    """Return a copy of a file's values as a workbook (.xlsx), with other words in these cells; Refusal where none can be made."""
    sheets = {sheet.title: replace(sheet, rows=[list(row) for row in sheet.rows]) for sheet in upload.sheets}
    if any(sheet.oddities.properties for sheet in sheets.values()):
        raise Refusal(f"No copy can be made of a file of boundaries. {BY_HAND}")
    for title, row, column in cells:
        sheets[title].rows[row - 1][column - 1] = INSTEAD
    try:
        return copied(list(sheets.values()), fitting_titles(list(sheets)))
    except TooLarge as error:
        raise Refusal(f"{upload.file_name} is too large for a copy to be made. {BY_HAND}") from error


def cell_of(upload: Upload, text: str) -> Cell:
    """Return the cell that a text such as Groups!B4 names; Refusal where there is none in the file, or nothing in it."""
    named = CELL.fullmatch(text.strip())
    if named is None:
        raise Refusal(f"“{text[:60]}” names no cell. Write the sheet and the cell: Groups!B4.")
    title, row, column = named["sheet"].strip("'"), int(named["row"]), column_index_from_string(named["column"].upper())
    raw = next((sheet for sheet in upload.sheets if sheet.title == title), None)
    if raw is None or row > len(raw.rows) or column > len(raw.rows[row - 1]) or raw.rows[row - 1][column - 1] is None:
        raise Refusal(f"There is nothing in {text[:60]} of {upload.file_name}.")
    return title, row, column


def sheets_of(cursor: Cursor, upload: Upload) -> list[ReadSheet]:
    """Return the sheets of a kept file that are known, not read yet; Refusal when the file cannot be read."""
    try:
        return recognised(upload, setting(Known(cursor)))[1]
    except UnreadableFile as error:
        raise Refusal(f"{upload.file_name} cannot be read. {BY_HAND}") from error


def erase_in_rows(cursor: Cursor, submission_id: str, sheet: ReadSheet, cell: Cell) -> int:
    """Take what a cell became out of the rows of its returns: a text, or an answer to a question; return of how many rows."""
    title, row, column = cell
    across, down = (row, column) if sheet.upright else (column, row)
    code = next((code for code, place in sheet.places.items() if place == across - 1), None)
    if title != sheet.title or code is None or down <= sheet.heading_line + 1:
        return 0
    query, given = query_of(sheet, sheet.columns[code]), [submission_id, sheet.dataset.code, down]
    return int(cursor.execute(query, given).fetchall()[0][0]) if query else 0


def query_of(sheet: ReadSheet, column: Column) -> str:
    """Return the SQL that takes what stands in a column out of a row; "" where it is a number, a day or a code, or was replaced before."""
    returns = "return_id IN (SELECT return_id FROM returns WHERE submission_id = ? AND dataset = ?) AND row_number = ?"
    if column.code not in {each.code for each in sheet.sheet.columns}:
        return f"DELETE FROM answers WHERE {returns} AND question = '{column.code}'"  # noqa: S608 (codes have been checked)
    if column.type != "text" or column.anonymous or column.refers_to:
        return ""
    return f"UPDATE {sheet.sheet.code} SET {column.code} = '{INSTEAD}' WHERE {returns}"  # noqa: S608 (definitions only)


def submission_of(cursor: Cursor, return_id: str) -> str:
    """Return the id of the submission that a return came in."""
    return str(cursor.execute("SELECT submission_id FROM returns WHERE return_id = ?", [return_id]).fetchall()[0][0])

"""Returns as the store keeps them, put there in a line: sent at a moment, and decided about at another."""

from datetime import datetime
from uuid import uuid4

from cdmon.database import Database
from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.workbooks import programme_workbook

PLACES = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second"), ("N03", "Fields", 7000, "third")]


def set_up(database: Database, content: bytes | None = None) -> None:
    """Set up a programme that began in May 2024, with a neighbourhood of each wave, or the one of a workbook."""
    submit(database, Upload("set-up.xlsx", content or programme_workbook(PLACES)), "a test", datetime(2024, 5, 2), tell_effect=False)


def sent(database: Database, at: datetime, dataset: str = "groups", month: str = "2024-11", place: str = "N01", rows: int = 1) -> str:
    """Store that a return was submitted at a moment, and return its return_id; it waits for a decision."""
    return_id, submission_id = str(uuid4()), str(uuid4())

    def store(cursor):
        cursor.execute("INSERT INTO submissions VALUES (?, 'a.xlsx', '', 0, '', 'a test', ?)", [submission_id, at])
        cursor.execute("INSERT INTO returns VALUES (?, ?, ?, ?, ?, NULL, 1, ?)", [return_id, submission_id, dataset, place, month, rows])
        cursor.execute("INSERT INTO events VALUES (?, 1, 'submitted', ?, 'a test', '')", [return_id, at])

    database.write(store)
    return return_id


def happened(database: Database, return_id: str, kind: str, at: datetime, reason: str = "") -> None:
    """Store that something was decided about a return."""
    query = "INSERT INTO events SELECT ?, max(step) + 1, ?, ?, 'somebody', ? FROM events WHERE return_id = ?"
    database.write(lambda cursor: cursor.execute(query, [return_id, kind, at, reason, return_id]))


def accepted(database: Database, at: datetime, **of: object) -> str:
    """Store that a return was submitted and accepted at a moment, and return its return_id."""
    return_id = sent(database, at, **of)
    happened(database, return_id, "accepted", at)
    return return_id

"""An act: what a person decided. Each has an id of its own, and is kept with who, when and why."""

from uuid import uuid4

from cdmon.database import Cursor
from cdmon.refusal import Refusal

# A sign-off is a row of a return, known by the return's id and its row.
KEPT_IN = (
    "events", "group_names", "restatements", "meetings", "mappings", "stage_decisions", "discharges", "assumptions", "attachments",
    "report_words", "issued_reports", "listed_people", "feed_tokens", "ended_tokens", "removals",
)  # fmt: skip


class AlreadyDone(Refusal):
    """An act of this id has been done: a second click, say. It is not done again."""


def own_id(cursor: Cursor, given: str | None = None) -> str:
    """Return the id of an act that is to be kept: the one `given`, or a new one. AlreadyDone when an act of that id is there already.

    It is asked for inside the transaction that keeps the act, so that no two acts can come by one id.
    """
    if given is None:
        return str(uuid4())
    for table, column in [*((table, "act_id") for table in KEPT_IN), ("submissions", "submission_id")]:
        if cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", [given]).fetchone():  # noqa: S608 (constants)
            raise AlreadyDone("This was done already. It is not done a second time.")
    return given

"""The lines of the audit log: who did what, and when, each written in the transaction of what it tells and bound to the line before it."""

from cdmon.clock import now
from cdmon.database import Cursor, Database, person_of, sql
from cdmon.definitions import load
from cdmon.rights import NotAllowed


def keep_line(cursor: Cursor, what: str, by: str, subject: str = "", neighbourhood: str = "") -> None:
    """Keep that somebody did something, inside the transaction that does it: where that is not kept, neither is the line.

    `what` is a code of `data/definitions/audit_kinds.yaml`, `by` the name that the act bears, `subject` what it was done to: an id or code
    of ours, never a content. NotAllowed where somebody is signed in and `by` is another.
    """
    refuse_another(cursor, by)
    given = {"happened_at": now(), "done_by": by, "what": load().audit_kinds[what].code, "subject": subject, "neighbourhood": neighbourhood}
    cursor.execute(sql("audit_log_line"), given)
    cursor.execute("UPDATE audit_log_length SET lines = lines + 1")


def refuse_another(cursor: Cursor, by: str) -> None:
    """Refuse, by NotAllowed, an act of somebody who is signed in that would bear another's name."""
    person = person_of(cursor)
    if person is not None and person.address and by != person.name:
        raise NotAllowed(f"You are signed in as {person.name}: what you do bears your name, and not “{by}”.")


def keep_taken(database: Database, what: str, subject: str = "", neighbourhood: str = "") -> None:
    """Keep that the person for whom a store is open takes something away: a line of its own, written before they have it.

    StoreError where it cannot be written; then it is not given.
    """
    database.write(lambda cursor: keep_line(cursor, what, database.person.name, subject, neighbourhood), is_line=True)

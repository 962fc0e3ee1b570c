"""Signing out: what was signed in before does not hold any more, in no window and on no host."""

from datetime import datetime

from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database


def sign_out(database: Database, moment: datetime | None = None) -> None:
    """Keep that the person for whom a store is open signed out, `moment` (UTC; now if not given).

    A sign-in of the same second, or of a later one, holds.
    """
    person, at = database.person, (moment or now()).replace(microsecond=0)

    def keep(cursor: Cursor) -> None:
        cursor.execute("INSERT INTO sign_outs VALUES (?, ?)", [person.address, at])
        keep_line(cursor, "signed out", person.name)

    database.write(keep)

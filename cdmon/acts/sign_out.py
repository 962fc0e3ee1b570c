"""Signing out: what was signed in before does not hold any more, in no window and on no host."""

from datetime import datetime

from cdmon.clock import now
from cdmon.database import Database


def sign_out(database: Database, address: str, moment: datetime | None = None) -> None:
    """Keep that somebody signed out, `moment` (UTC; now if not given); a sign-in of the same second, or of a later one, holds."""
    at = (moment or now()).replace(microsecond=0)
    database.write(lambda cursor: cursor.execute("INSERT INTO sign_outs VALUES (?, ?)", [address, at]))

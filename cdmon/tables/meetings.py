"""The meetings of the steering group: what has changed is told since the last of them."""

from collections.abc import Iterable
from datetime import date

from cdmon.tables.known import Known


def meetings(known: Known) -> list[date]:
    """Return the days of the meetings on record, the newest first."""
    return [row["held_on"] for row in known.rows("meetings")]


def last_meeting(held: Iterable[date], day: date) -> date | None:
    """Return the day of the last meeting before a day; None where none is on record."""
    return max((each for each in held if each < day), default=None)

"""That the steering group met on a day, or that this was recorded by mistake."""

from datetime import date, datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now, today
from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.meetings import meetings
from cdmon.wording import day


def record_meeting(
    database: Database, held_on: date, by: str, is_held: bool = True, moment: datetime | None = None, act_id: str | None = None
) -> None:
    """Keep that the steering group met on a day or, where `is_held` is False, take that back; recording the same again keeps nothing.

    `by` is who says so, `moment` when (UTC; now if not given), `act_id` the act's own (a new one if not given). With nothing stored:
    AlreadyDone when an act of that id is there; Refusal for a day that has not come, or one to be taken back on which no meeting is known.
    """
    if held_on > today():
        raise Refusal(f"{day(held_on)} has not come yet. Record a meeting once it has been held.")

    def keep(cursor: Cursor) -> None:
        allow(cursor, "meet")
        own = own_id(cursor, act_id)
        known = held_on in meetings(Known(cursor))
        if not is_held and not known:
            raise Refusal(f"No meeting of {day(held_on)} is on record.")
        if is_held != known:
            cursor.execute("INSERT INTO meetings VALUES (?, ?, ?, ?, ?)", [own, held_on, is_held, moment or now(), by])
            keep_line(cursor, "meeting", by, own)

    database.write(keep)

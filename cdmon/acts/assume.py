"""Keeping what somebody assumes about the value of the programme: named, with who, when and why, and never changed."""

from datetime import datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.rights import allow
from cdmon.tables.known import Known, programme_of
from cdmon.value.assumptions import Assumptions, AssumptionsRefused, refuse_wrong


def keep_assumptions(
    database: Database, assumptions: Assumptions, by: str, reason: str, moment: datetime | None = None, act_id: str | None = None
) -> str:
    """Keep assumptions, be they complete or not, and return the act's id.

    `by` is who keeps them, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that id is there; Refusal
    when there is no programme; AssumptionsRefused when they have no name, no reason is given, or something in them cannot be.
    """
    if not assumptions.name or not reason.strip():
        raise AssumptionsRefused("Give the assumptions a name, and say why you keep them.")

    def keep(cursor: Cursor) -> str:
        allow(cursor, "assume")
        own = own_id(cursor, act_id)
        refuse_wrong(assumptions, programme_of(Known(cursor)).years)
        row = [own, assumptions.name, assumptions.model_dump_json(), reason.strip(), moment or now(), by]
        cursor.execute("INSERT INTO assumptions VALUES (?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "assumed", by, own)
        return own

    return database.write(keep)

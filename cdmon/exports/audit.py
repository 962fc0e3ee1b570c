"""The audit trail as CSV: who did what to which return, when and why."""

from datetime import date

from cdmon.audit_lines import keep_taken
from cdmon.clock import in_uk
from cdmon.database import Database
from cdmon.exports.safe_csv import safe_csv
from cdmon.rights import allow
from cdmon.tables.events import events
from cdmon.tables.known import Known


def export_audit(database: Database, as_at: date | None = None) -> bytes:
    """Return the audit trail as CSV, the columns of `cdmon.tables.events` but for `what`; "Programme" stands for the whole programme.

    Times are those of the United Kingdom, with their zone: 2026-07-01T13:00:00+01:00.
    """
    with database.cursor() as cursor:
        allow(cursor, "trail")
        found = events(Known(cursor, as_at))
    keep_taken(database, "trail")
    found["happened_at"] = [in_uk(at).isoformat(timespec="seconds") for at in found["happened_at"]]
    return safe_csv(found.drop(columns="what").replace({"neighbourhood": {"": "Programme"}}))

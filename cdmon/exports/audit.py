"""The audit trail as CSV: who did what to which return, when and why."""

from datetime import date

from cdmon.database import Database
from cdmon.exports.safe_csv import safe_csv
from cdmon.tables.events import events
from cdmon.tables.known import Known


def export_audit(database: Database, as_at: date | None = None) -> bytes:
    """Return the audit trail as CSV, the columns of `cdmon.tables.events`; times are UTC, "Programme" stands for the whole programme."""
    with database.cursor() as cursor:
        found = events(Known(cursor, as_at))
    return safe_csv(found.replace({"neighbourhood": {"": "Programme"}}))

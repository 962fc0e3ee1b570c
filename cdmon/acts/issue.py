"""A report that is issued: kept as it leaves, file by file, under a number of its own, and never made again."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.issued_reports import issued_reports, next_number
from cdmon.tables.known import Known
from cdmon.tables.reports_due import report_due
from cdmon.wording import day


@dataclass(frozen=True)
class Finished:
    """A report as it is to be kept: under which number, of which code, the day whose figures it holds, of which data, and its files."""

    number: int
    report: str
    evidence_until: date
    data_version: str
    pdf: bytes
    docx: bytes


def issue(
    database: Database, finished: Finished, by: str, reason: str = "", moment: datetime | None = None, act_id: str | None = None
) -> None:
    """Keep a report as it was made.

    `by` is who issues it, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that id is there; Refusal
    for a report whose time is not over, one that was issued before without a reason for another, or a number that is taken.
    """

    def keep(cursor: Cursor) -> None:
        allow(cursor, "report")
        own = own_id(cursor, act_id)
        known = Known(cursor)
        due = report_due(known, finished.report)
        if finished.evidence_until < due.evidence_until:
            raise Refusal(f"{due.title} is about the time until {day(due.evidence_until)}. Before that day there are only drafts of it.")
        if not reason.strip() and (issued_reports(known)["report"] == finished.report).any():
            raise Refusal(f"{due.title} was issued before, and stays as it is. Say why another one is issued.")
        if next_number(known) != finished.number:
            raise Refusal("Another report was issued in the meantime. Issue this one again.")
        files = [part for content in (finished.pdf, finished.docx) for part in (content, hashlib.sha256(content).hexdigest())]
        row = [own, finished.number, finished.report, due.title, finished.evidence_until, finished.data_version, reason.strip(), *files]
        cursor.execute(
            f"INSERT INTO issued_reports VALUES ({', '.join('?' * (len(row) + 2))})",  # noqa: S608 (only question marks)
            [*row, moment or now(), by],
        )
        keep_line(cursor, "issued", by, own)

    database.write(keep)

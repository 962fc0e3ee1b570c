"""Reports made from a store: drafts, which anybody may make, and those that are issued, which are kept as they leave."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from cdmon.acts.issue import Finished, issue
from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.reports.blocks import Report
from cdmon.reports.editable import docx
from cdmon.reports.scope import Scope
from cdmon.reports.stage import stage_report
from cdmon.reports.typeset import pdf
from cdmon.tables.issued_reports import next_number
from cdmon.tables.known import Known


class Made(NamedTuple):
    """A report, the number it has or would have once issued, the data version it was made from, and the day whose figures it holds."""

    report: Report
    number: int
    data_version: str
    evidence_until: date


FORMATS: dict[str, Callable[[Report], bytes]] = {".pdf": pdf, ".docx": docx}


def drafted(database: Database, code: str, until: date | None = None, tell: Callable[[str], None] = lambda title: None) -> Report:
    """Return a draft of the report of a code, with its figures as at a day (its own if not given).

    `tell` is called with the title of each part before it is made. Refusal where there is no such report, or the store changed meanwhile.
    """
    report = made(database, code, until, False, tell).report
    keep_taken(database, "draft", code)
    return report


def made(database: Database, code: str, until: date | None, is_issued: bool, tell: Callable[[str], None]) -> Made:
    """Return the report of a code as a draft, or as the one `is_issued` next; see `drafted`."""
    version = database.data_version()
    with database.cursor() as cursor:
        known = Known(cursor, version=(database.url, version))
        scope, number = Scope.of(known, code, until), next_number(known)
        report = stage_report(scope, version, number if is_issued else None, tell)
    if database.data_version() != version:
        raise Refusal("Something was stored while the report was made, so that its parts might not fit together. Make it again.")
    tell("Its files")
    return Made(report, number, version, scope.programme.today)


def issue_report(
    database: Database,
    code: str,
    by: str,
    reason: str = "",
    until: date | None = None,
    act_id: str | None = None,
    tell: Callable[[str], None] = lambda title: None,
) -> int:
    """Make the report of a code, keep it as it is, and return its number; refused is what `drafted` and `cdmon.acts.issue.issue` refuse.

    What `tell` raises ends it with nothing kept.
    """
    report, number, version, day = made(database, code, until, True, tell)
    finished = Finished(number, code, day, version, pdf(report), docx(report))
    tell("Keeping it")
    issue(database, finished, by, reason, act_id=act_id)
    return number

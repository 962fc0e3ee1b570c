"""What the authors of a report write: kept with who, when and why, and never changed; newer words stand in the place of earlier ones."""

from collections.abc import Mapping
from datetime import datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.report_words import TITLES, authors_words
from cdmon.tables.reports_due import report_due

LONGEST = 20_000  # letters of a part


def write_words(
    database: Database,
    report: str,
    words: Mapping[str, str],
    by: str,
    reason: str = "",
    moment: datetime | None = None,
    act_id: str | None = None,
) -> None:
    """Keep what the authors of the report of a code say, by part (see `TITLES`); a part that is not given has no words.

    `by` is who writes it, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that id is there; Refusal
    where there is no such report, no word or too many are given, or earlier words would be replaced without a reason.
    """
    texts = {part: words.get(part, "").strip() for part in TITLES}
    if not any(texts.values()):
        raise Refusal("Nothing is written yet. Fill in at least one part.")
    for part, text in texts.items():
        if len(text) > LONGEST:
            raise Refusal(f"“{TITLES[part]}” has {len(text):,} letters; a report has room for {LONGEST:,}.")

    def keep(cursor: Cursor) -> None:
        allow(cursor, "report")
        own = own_id(cursor, act_id)
        known = Known(cursor)
        report_due(known, report)
        if not reason.strip() and authors_words(known, report):
            raise Refusal("Something was written for this report before, and stays to be seen. Say why this takes its place.")
        row = [own, report, *texts.values(), reason.strip(), moment or now(), by]
        cursor.execute("INSERT INTO report_words VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "words", by, own)

    database.write(keep)

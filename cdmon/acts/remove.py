"""Taking what is personal out of the store, by a rule of retention or by a decision: kept with who, when and why, and how much it was.

Figures that were published stay. So do the hash of a file, by which it is chained, its place and its count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import pandas as pd

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.parts.retention import Retention
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.retention import overdue

NOTHING = sha256(b"").hexdigest()  # of a file that is gone
TAKEN_OUT = {  # by the code of a rule of retention
    "files": ["UPDATE submissions SET content = ''::BLOB WHERE list_contains($subjects, submission_id)"],
    "answers": [f"DELETE FROM {table} WHERE list_contains($subjects, return_id)" for table in ("answers", "responses")],  # noqa: S608 (constants)
    "key": ["UPDATE respondent_keys SET key = new_key() WHERE list_contains($subjects, '')"],
    "people": [f"DELETE FROM {table} WHERE list_contains($subjects, address)" for table in ("listed_people", "sign_outs")],  # noqa: S608 (constants)
    "tokens": [
        "DELETE FROM ended_tokens WHERE list_contains($subjects, token)",
        "DELETE FROM feed_tokens WHERE list_contains($subjects, act_id)",
    ],
    "sign_outs": ["DELETE FROM sign_outs WHERE list_contains($subjects, address)"],
}
NAMED = ("files", "answers")  # kinds of which each is noted; of the others, which are people, only how many


@dataclass(frozen=True)
class Removal:
    """By whom something is taken out, why and when (UTC), and the id of the act."""

    act_id: str
    by: str
    reason: str
    moment: datetime


def carry_out(
    database: Database, rules: Iterable[Retention], by: str, reason: str, moment: datetime | None = None, act_id: str | None = None
) -> pd.DataFrame:
    """Take out, in one transaction, what is kept for longer than rules of retention say, and return it as `overdue` does.

    With nothing done: AlreadyDone when an act of that id is there; NotAllowed; Refusal without a reason.
    """
    must_say_why(reason)

    def take(cursor: Cursor) -> pd.DataFrame:
        allow(cursor, "remove")
        removal = Removal(own_id(cursor, act_id), by, reason.strip(), moment or now())
        found = overdue(Known(cursor), rules)
        keep_line(cursor, "retention", by, removal.act_id)
        for kind, of_kind in found.groupby("kind", sort=False):
            for query in TAKEN_OUT[str(kind)]:
                cursor.execute(query, {"subjects": of_kind["subject"].tolist()})
            noted = list(zip(of_kind["subject"], of_kind["number"], strict=True)) if kind in NAMED else [("", of_kind["number"].sum())]
            for subject, number in noted:
                keep(cursor, removal, str(kind), subject, int(number), NOTHING if kind == "files" else "")
        return found

    return database.write(take)


def keep(cursor: Cursor, removal: Removal, kind: str, subject: str, number: int, digest: str = "", size: int = 0) -> None:
    """Keep that something was taken out."""
    row = [removal.act_id, kind, subject, number, digest, size, removal.reason, removal.moment, removal.by]
    cursor.execute("INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def must_say_why(reason: str) -> None:
    """Refuse what is taken out without a reason."""
    if not reason.strip():
        raise Refusal("Say why it is taken out, and who decided so: that stays when it is gone.")

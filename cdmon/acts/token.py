"""Letting another program read the feeds by a token, and ending that: kept with who, when, why and until when."""

import secrets
from datetime import date, datetime, timedelta

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now, today
from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known, place_of, programme_of
from cdmon.tables.tokens import ENDED, KINDS, hash_of_token, tokens

BEGINNING = "cdmon_"  # by which a token is known for one where somebody finds it
LONGEST = 400  # days


def make_token(
    database: Database,
    kind: str,
    holder: str,
    until: date,
    by: str,
    reason: str,
    neighbourhood: str = "",
    moment: datetime | None = None,
    act_id: str | None = None,
) -> str:
    """Return a new token for the feeds, which is told here once: the store keeps its hash.

    `kind` is of KINDS, `holder` who or what reads by it, `until` its last day; of a `neighbourhood` it opens nothing but that, else all.
    With nothing stored: AlreadyDone when an act of that id is there; Refusal for an unknown kind or neighbourhood, without holder or
    reason, a last day that is over or more than LONGEST days ahead, and without a programme; NotAllowed.
    """
    if kind not in KINDS:
        raise Refusal(f"A token is for one of: {', '.join(KINDS)}.")
    if not holder.strip() or not reason.strip():
        raise Refusal("Say who reads by the token, and why.")
    if not today() <= until <= today() + timedelta(days=LONGEST):
        raise Refusal(f"A token lasts from today to {LONGEST} days ahead. Give a day between them, and make another when it has run out.")
    token = BEGINNING + secrets.token_urlsafe(32)

    def keep(cursor: Cursor) -> None:
        allow(cursor, "token")
        own, known = own_id(cursor, act_id), Known(cursor)
        programme_of(known)
        place_of(known, neighbourhood or None)
        row = [own, kind, neighbourhood, hash_of_token(token), holder.strip(), until, reason.strip(), moment or now(), by]
        cursor.execute("INSERT INTO feed_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "token", by, own, neighbourhood)

    database.write(keep)
    return token


def end_token(database: Database, beginning: str, by: str, reason: str, moment: datetime | None = None, act_id: str | None = None) -> None:
    """Let a token open nothing any more; `beginning` is that of its act_id, as the list of tokens has it.

    With nothing stored: AlreadyDone when an act of that id is there; Refusal without a reason, and where no token begins so, several do,
    or it was ended before; NotAllowed.
    """
    if not reason.strip():
        raise Refusal("Say why the token is ended.")

    def keep(cursor: Cursor) -> None:
        allow(cursor, "token")
        own, table = own_id(cursor, act_id), tokens(Known(cursor))
        found = table[table["act_id"].str.startswith(beginning)] if beginning else table[:0]
        if len(found) != 1:
            raise Refusal(f"{'Several tokens begin' if len(found) else 'No token begins'} with “{beginning[:40]}”.")
        if found["state"].iloc[0] == ENDED:
            raise Refusal("This token was ended before.")
        row = [own, found["act_id"].iloc[0], reason.strip(), moment or now(), by]
        cursor.execute("INSERT INTO ended_tokens VALUES (?, ?, ?, ?, ?)", row)
        keep_line(cursor, "token ended", by, own)

    database.write(keep)

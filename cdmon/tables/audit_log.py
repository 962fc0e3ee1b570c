"""The audit log: a line for each thing that somebody sent, decided, changed or took away, and for each sign-in that failed."""

import re
from datetime import timedelta

import pandas as pd

from cdmon.clock import end_of
from cdmon.database import Cursor, sql
from cdmon.definitions import load
from cdmon.rights import allow
from cdmon.tables.listing import PAGE, Asked, Choice, Listing, among
from cdmon.text import folded
from cdmon.wording import moment, read

NOBODY = "nobody known"  # who did what somebody of no known name did
ID = re.compile(r"\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # of which its beginning is enough for people
GROUPS = tuple(dict.fromkeys(kind.group for kind in load().audit_kinds.values()))
AUDIT_LOG = Listing(
    "log",
    "line",
    "lines",
    numbers={group: among("group", [group]) for group in GROUPS},
    choices=[Choice("group", "Kind"), Choice("did", "What"), Choice("done_by", "Who", lambda name: name or NOBODY)],
    texts=["done_by", "did", "subject", "neighbourhood"],
    dates=["happened_at"],
    counted="lines",
)
EVERYTHING = Asked()


def audit_log(cursor: Cursor, asked: Asked = EVERYTHING, number: int | None = None) -> pd.DataFrame:
    """Return one row a line of the audit log that fits what is asked, the newest first; NotAllowed.

    Of a page of its `number`, from 1, no more than its lines are read; None for all lines. Columns: place (1 is the first line),
    happened_at (UTC), done_by ("" where nobody is known), what (a code of `audit_kinds.yaml`), subject, neighbourhood ("" for none),
    data_version, link (SHA-256), did (what it is, in words), group (of which kind).
    """
    allow(cursor, "audit_log")
    part = {"lines": PAGE, "before": (number - 1) * PAGE} if number else {"lines": None, "before": 0}
    query = f"{sql('tables/audit_log')} ORDER BY place DESC LIMIT $lines OFFSET $before"
    return in_words(cursor.execute(query, given(asked) | part).df())


def audit_log_summary(cursor: Cursor, asked: Asked = EVERYTHING) -> pd.DataFrame:
    """Return who did what, and how often, of the lines that fit what is asked: done_by, what, lines, did, group; NotAllowed."""
    allow(cursor, "audit_log")
    query = f"SELECT done_by, what, count(*) AS lines FROM ({sql('tables/audit_log')}) GROUP BY ALL ORDER BY ALL"  # noqa: S608
    return in_words(cursor.execute(query, given(asked)).df())


def given(asked: Asked) -> dict[str, object]:
    """Return what is asked as the query takes it: as `listing.fitting` would find the lines in all of them."""
    kinds, name = load().audit_kinds, asked.chosen.get("done_by")
    wanted = {part: words for part in ("did", "group") if (words := asked.chosen.get(part))}
    return {
        "names": ([name, ""] if name == NOBODY else [name]) if name else None,
        "codes": [code for code, kind in kinds.items() if wanted.items() <= dict(kind).items()] if wanted else None,
        "after": end_of(asked.since - timedelta(days=1)) if asked.since else None,
        "until": end_of(asked.until) if asked.until else None,
        "words": folded(asked.search).split(),
        "did": {"key": list(kinds), "value": [kind.did for kind in kinds.values()]},  # which DuckDB takes for a MAP
    }


def in_words(found: pd.DataFrame) -> pd.DataFrame:
    """Return lines with what they tell in words, and of which kind it is."""
    kinds = load().audit_kinds
    did, group = ({code: getattr(kind, part) for code, kind in kinds.items()} for part in ("did", "group"))
    return found.assign(did=found["what"].map(did), group=found["what"].map(group))


def read_audit_log(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the audit log as people read it: Line, When, Who, What, Of what, Neighbourhood, Data version."""
    return read(
        frame,
        {
            "Line": lambda row: f"{row['place']}",
            "When": lambda row: moment(row["happened_at"]),
            "Who": lambda row: row["done_by"] or NOBODY,
            "What": lambda row: row["did"],
            "Of what": lambda row: ID.sub(r"\1", row["subject"]),
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Data version": lambda row: row["data_version"],
        },
    )

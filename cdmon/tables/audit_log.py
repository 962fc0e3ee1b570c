"""The audit log: a line for each thing that somebody sent, decided, changed or took away, and for each sign-in that failed."""

import re

import pandas as pd

from cdmon.database import Cursor, sql
from cdmon.definitions import load
from cdmon.rights import allow
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import moment, read

ID = re.compile(r"\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # of which its beginning is enough for people
GROUPS = tuple(dict.fromkeys(kind.group for kind in load().audit_kinds.values()))
AUDIT_LOG = Listing(
    "log",
    "line",
    "lines",
    numbers={group: among("group", [group]) for group in GROUPS},
    choices=[Choice("group", "Kind"), Choice("did", "What"), Choice("done_by", "Who", lambda name: name or "nobody known")],
    texts=["done_by", "did", "subject", "neighbourhood"],
    dates=["happened_at"],
)


def audit_log(cursor: Cursor) -> pd.DataFrame:
    """Return one row a line of the audit log, the newest first; NotAllowed.

    Columns: place (1 is the first line), happened_at (UTC), done_by ("" where nobody is known), what (a code of `audit_kinds.yaml`),
    subject, neighbourhood ("" for none), data_version, link (SHA-256), did (what it is, in words), group (of which kind).
    """
    allow(cursor, "audit_log")
    found, kinds = cursor.execute(sql("tables/audit_log")).df(), load().audit_kinds
    did, group = ({code: getattr(kind, part) for code, kind in kinds.items()} for part in ("did", "group"))
    return found.assign(did=found["what"].map(did), group=found["what"].map(group))


def read_audit_log(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the audit log as people read it: Line, When, Who, What, Of what, Neighbourhood, Data version."""
    return read(
        frame,
        {
            "Line": lambda row: f"{row['place']}",
            "When": lambda row: moment(row["happened_at"]),
            "Who": lambda row: row["done_by"] or "nobody known",
            "What": lambda row: row["did"],
            "Of what": lambda row: ID.sub(r"\1", row["subject"]),
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Data version": lambda row: row["data_version"],
        },
    )

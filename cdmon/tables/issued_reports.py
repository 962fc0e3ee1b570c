"""The reports that were issued, each with its number and its files as they left; and the reports of the programme beside them."""

import pandas as pd

from cdmon.database import Cursor
from cdmon.refusal import Refusal
from cdmon.tables.known import Known, programme_of
from cdmon.tables.reports_due import reports_due
from cdmon.wording import day, moment, read

ENDINGS = {".pdf": "pdf", ".docx": "docx"}
ISSUED, NOT_ISSUED, NOT_DUE, NOT_BEGUN = "issued", "due, and not issued here", "not due", "not begun"


def issued_reports(known: Known) -> pd.DataFrame:
    """Return one row a report that was issued, the newest first.

    Columns: act_id, number, report (its code), title, evidence_until, data_version, reason, pdf_hash, docx_hash, issued_at (UTC),
    issued_by.
    """
    found = known.read("issued_reports")
    return found.assign(evidence_until=pd.to_datetime(found["evidence_until"]).dt.date)


def next_number(known: Known) -> int:
    """Return the number that the next report to be issued has."""
    return len(issued_reports(known)) + 1


def issued_file(cursor: Cursor, number: int, ending: str) -> bytes:
    """Return a file (.pdf or .docx) of the report of a number as it was issued; Refusal where there is none."""
    column = ENDINGS.get(ending)
    if column is None:
        raise Refusal(f"A report is a {' or a '.join(ENDINGS)} file, not {ending or 'a file without an ending'}.")
    found = cursor.execute(f"SELECT {column} FROM issued_reports WHERE number = ?", [number]).fetchone()  # noqa: S608 (one of two)
    if found is None:
        raise Refusal(f"No report of the number {number} was issued.")
    return bytes(found[0])


def reports(known: Known) -> pd.DataFrame:
    """Return one row a report of the programme, by the day it is due: code, title, stage, due, evidence_until, state, issued (numbers)."""
    today, found = programme_of(known).today, issued_reports(known)
    rows = []
    for each in reports_due(known):
        numbers = sorted(found.loc[found["report"] == each.code, "number"].tolist())
        state = ISSUED if numbers else NOT_BEGUN if each.stage.starts > today else NOT_ISSUED if each.due < today else NOT_DUE
        rows.append((each.code, each.title, each.stage.number, each.due, each.evidence_until, state, numbers))
    return pd.DataFrame(rows, columns=["code", "title", "stage", "due", "evidence_until", "state", "issued"])


def read_reports(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the reports of a programme as people read them: Report, Code, Due, State."""
    return read(
        frame,
        {
            "Report": lambda row: row["title"],
            "Code": lambda row: row["code"],
            "Due": lambda row: day(row["due"]),
            "State": lambda row: row["state"] + (f": number {', '.join(map(str, row['issued']))}" if row["issued"] else ""),
        },
    )


def read_issued(frame: pd.DataFrame) -> pd.DataFrame:
    """Return issued reports as people read them: each with its number, who issued it when, and what it was made of."""
    return read(
        frame,
        {
            "Number": lambda row: str(row["number"]),
            "Report": lambda row: row["title"],
            "Figures as at": lambda row: day(row["evidence_until"]),
            "Issued": lambda row: moment(row["issued_at"]),
            "By": lambda row: row["issued_by"],
            "Why another": lambda row: row["reason"] or "–",
            "Data version": lambda row: row["data_version"],
            "SHA-256 of the PDF": lambda row: row["pdf_hash"][:12],
        },
    )

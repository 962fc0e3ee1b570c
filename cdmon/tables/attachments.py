"""The files that stand beside milestones, by the milestone's code; what is in them nobody but their reader knows."""

import pandas as pd

from cdmon.database import Cursor
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.milestones import milestones
from cdmon.wording import moment, read

COLUMNS = ["act_id", "milestone", "neighbourhood", "file_name", "size", "note", "attached_at", "attached_by", "title"]


def attachments(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a file beside a milestone of the programme ("") or of a neighbourhood, or of one alone, the newest first.

    Columns: act_id, milestone (its code), neighbourhood, file_name, size (bytes), note, attached_at (UTC), attached_by, and the
    milestone's title, which is its code where the programme has it no longer.
    """
    found = known.read("attachments", neighbourhood=neighbourhood)
    titles = dict(milestones(known)[["milestone", "title"]].itertuples(index=False, name=None)) if len(found) else {}
    return found.assign(title=[titles.get(code, code) for code in found["milestone"]])[COLUMNS]


def attached_file(cursor: Cursor, act_id: str) -> bytes:
    """Return the content of a file as it came; KeyError when no file was kept under this act's id."""
    found = cursor.execute("SELECT content, neighbourhood FROM attachments WHERE act_id = ?", [act_id]).fetchone()
    if found is None:
        raise KeyError(act_id)
    allow(cursor, "evidence", found[1])
    return bytes(found[0])


def read_attachments(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the files beside milestones as people read them: Milestone, Neighbourhood, File, What it shows, When, By."""
    return read(
        frame,
        {
            "Milestone": lambda row: row["title"],
            "Neighbourhood": lambda row: row["neighbourhood"] or "Programme",
            "File": lambda row: f"{row['file_name']} ({max(1, round(row['size'] / 1000)):,} kB)",
            "What it shows": lambda row: row["note"],
            "When": lambda row: moment(row["attached_at"]),
            "By": lambda row: row["attached_by"],
        },
    )

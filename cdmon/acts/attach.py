"""A file put to a milestone that was signed off: kept as it came, never opened, never changed."""

from datetime import datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.milestones import REACHED, milestones
from cdmon.text import clean_file_name

LARGEST = 15_000_000  # bytes, as of a return


def attach(
    database: Database,
    milestone: str,
    neighbourhood: str,
    file_name: str,
    content: bytes,
    note: str,
    by: str,
    moment: datetime | None = None,
    act_id: str | None = None,
) -> None:
    """Keep a file beside a milestone (by code) of a neighbourhood, "" for the programme; `note` says what it shows.

    `by` is who puts it there, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that id is there;
    Refusal for a file that is empty or larger than LARGEST, without a note, or where no such milestone has been signed off.
    """
    name = clean_file_name(file_name)
    if not content:
        raise Refusal(f"“{name}” is empty. Choose a file with something in it.")
    if len(content) > LARGEST:
        raise Refusal(f"“{name}” is larger than {LARGEST // 1_000_000} MB. Send a smaller one, or say where it can be seen.")
    if not note.strip():
        raise Refusal("Say in a few words what the file shows.")

    def keep(cursor: Cursor) -> None:
        allow(cursor, "attach", neighbourhood)
        own = own_id(cursor, act_id)
        listed = milestones(Known(cursor))
        of = listed[(listed["milestone"] == milestone) & (listed["neighbourhood"].fillna("") == neighbourhood)]
        where = f"in {neighbourhood}" if neighbourhood else "of the programme"
        if of.empty:
            raise Refusal(f"There is no milestone {milestone} {where}.")
        if of["state"].iloc[0] not in REACHED:
            raise Refusal(f"{of['title'].iloc[0]}, {where}, has not been reached yet. Send its sign-off first, and then the file.")
        row = [own, milestone, neighbourhood, name, content, note.strip(), moment or now(), by]
        cursor.execute("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "attached", by, own, neighbourhood)

    database.write(keep)

"""The example programme: the workbooks and boundaries of data/example, sent as their people would have sent them."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from cdmon.acts.meet import record_meeting
from cdmon.database import ROOT, Database
from cdmon.refusal import Refusal
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload

FOLDER = ROOT / "data" / "example"
STORE = Path(os.environ.get("CDMON_EXAMPLE") or ROOT / "data" / "example.duckdb")
SENDER = "example"
MEETINGS = [date(2026, 3, 26), date(2026, 6, 25), date(2026, 9, 24)]  # of the invented steering group

Progress = Callable[[int, int, str], None]  # files done, files in all, the file now being sent


class ExampleError(Refusal):
    """The example cannot be loaded into this store; the message says why."""


def load_example(database: Database, progress: Progress = lambda done, total, name: None) -> int:
    """Send every workbook of the example in the order they were sent, and return how many were sent now.

    A file's name begins with the day it was sent, which is when the store will say it was. Files that are in the store already, from a
    loading that was broken off, are passed over. ExampleError when the store holds another programme, or a workbook is refused.
    """
    with database.cursor() as cursor:
        current = Known(cursor).programme
        sent = {row[0] for row in cursor.execute("SELECT sha256 FROM submissions").fetchall()}
    if current and not current.invented:
        held = f"This store holds a programme already ({current.name})."
        raise ExampleError(f"{held} Name another in CDMON_DATABASE to look round the example.")
    uploads = [Upload(path.name, path.read_bytes()) for path in sorted(FOLDER.iterdir()) if path.suffix in (".xlsx", ".geojson")]
    waiting = [upload for upload in uploads if upload.sha256 not in sent]
    for done, upload in enumerate(waiting):
        progress(done, len(waiting), upload.file_name)
        receipt = submit(database, upload, SENDER, datetime.fromisoformat(f"{upload.file_name[:10]} 12:00"), tell_effect=False)
        if not receipt.stored:
            raise ExampleError(f"{upload.file_name}: {receipt.checked.problems[0].message}")
    for held_on in MEETINGS:
        record_meeting(database, held_on, SENDER)
    progress(len(waiting), len(waiting), "")
    return len(waiting)

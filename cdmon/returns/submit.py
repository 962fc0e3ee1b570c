"""Sending a file: rehearsed by the preview, done by the load; whole or not at all, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import pandas as pd

from cdmon.database import Cursor, Database, now
from cdmon.definitions import Definitions, load
from cdmon.estimates import estimates
from cdmon.returns.check import Checked, check
from cdmon.returns.plan import Plan
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.wording import read_factors
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.sheets import ReadSheet

EFFECT = ["neighbourhood", "indicator", "title", "before", "after"]
SUFFIXES = {"before": "", "after": " after"}
READ = ["Baseline", "Now", "Change", "Verdict"]  # what may change in a row of the factor table


@dataclass
class Receipt:
    """What became of a file: its check and, where it was stored (or would be), the effect on the six-factor table.

    `effect` has a row for each figure that changes: neighbourhood, indicator, and what stood there `before` and `after`, as text.
    """

    checked: Checked
    stored: bool = False
    submission_id: str | None = None
    effect: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EFFECT))


class _NotKept(Exception):  # noqa: N818 (no error: it is how a transaction is left)
    """Ends a transaction so that nothing of it is kept, and carries its result."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def preview(database: Database, upload: Upload) -> Receipt:
    """Do all that `submit` does, tell what it would change, and keep nothing of it."""

    def rehearse(cursor: Cursor) -> None:
        raise _NotKept(load_file(cursor, upload, by="", moment=now(), tell_effect=True))

    try:
        database.write(rehearse)
    except _NotKept as rehearsed:
        return Receipt(rehearsed.receipt.checked, effect=rehearsed.receipt.effect)
    raise AssertionError("unreachable")


def submit(database: Database, upload: Upload, by: str, moment: datetime | None = None, tell_effect: bool = True) -> Receipt:
    """Check a file and, unless it has an error, store it with its returns, rows and estimates; all of it or nothing.

    `by` is who sends it; `moment` (UTC) when, now if not given: only the example programme, whose story is in the past, gives one.
    Working out the effect takes longer than the rest, so who does not read it leaves it out.
    """

    def store(cursor: Cursor) -> Receipt:
        receipt = load_file(cursor, upload, by, moment or now(), tell_effect)
        if not receipt.stored:
            raise _NotKept(receipt)
        return receipt

    try:
        return database.write(store)
    except _NotKept as refused:
        return refused.receipt


def load_file(cursor: Cursor, upload: Upload, by: str, moment: datetime, tell_effect: bool) -> Receipt:
    """Check a file and store it, inside a transaction that somebody else ends."""
    checked = check(cursor, upload)
    if not checked.ok:
        return Receipt(checked)
    places = sorted({plan.neighbourhood for plan in checked.plans if plan.neighbourhood}) if tell_effect else []
    before = figures(cursor, places) if places else None
    submission_id = store_submission(cursor, upload, by, moment)
    store_returns(cursor, submission_id, checked.plans, by, moment)
    store_rows(cursor, load(), checked.sheets)
    effect = pd.DataFrame(columns=EFFECT) if before is None else changed(before, figures(cursor, places))
    return Receipt(checked, True, submission_id, effect)


def store_submission(cursor: Cursor, upload: Upload, by: str, moment: datetime) -> str:
    """Keep the file as it came, and return its submission_id."""
    submission_id = str(uuid4())
    row = [submission_id, upload.file_name, upload.sha256, len(upload.content), upload.content, by, moment]
    cursor.execute("INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return submission_id


def store_returns(cursor: Cursor, submission_id: str, plans: list[Plan], by: str, moment: datetime) -> None:
    """Record the returns of a submission, submitted and (until somebody else must decide) accepted."""
    versions = {code: dataset.version for code, dataset in load().datasets.items()}
    rows = [(p.return_id, submission_id, p.dataset, p.neighbourhood, p.period, p.period_date, versions[p.dataset], p.rows) for p in plans]
    names = ["return_id", "submission_id", "dataset", "neighbourhood", "period", "period_date", "dataset_version", "row_count"]
    insert(cursor, "returns", pd.DataFrame(rows, columns=names).astype({"period_date": "datetime64[s]"}))
    steps = [(p.return_id, step, kind, moment, by, "") for p in plans for step, kind in enumerate(("submitted", "accepted"), start=1)]
    insert(cursor, "events", pd.DataFrame(steps, columns=["return_id", "step", "kind", "happened_at", "done_by", "reason"]))


def store_rows(cursor: Cursor, definitions: Definitions, sheets: list[ReadSheet]) -> None:
    """Store the rows of a file's sheets, its answers and the estimates made from them, as the check has laid them before the cursor."""
    for sheet in sheets:
        columns = ", ".join(["return_id", "row_number", *(column.code for column in sheet.sheet.columns)])
        cursor.execute(f"INSERT INTO {sheet.sheet.code} BY NAME SELECT {columns} FROM incoming_{sheet.sheet.code}")  # noqa: S608 (definitions only)
    cursor.execute("INSERT INTO answers BY NAME FROM incoming_answers")
    for dataset in dict.fromkeys(sheet.dataset.code for sheet in sheets):
        insert(cursor, "estimates", estimates(cursor, definitions, [sheet for sheet in sheets if sheet.dataset.code == dataset]))


def insert(cursor: Cursor, table: str, frame: pd.DataFrame) -> None:
    """Add a frame's rows to a table, by the names of its columns."""
    cursor.register("rows_to_insert", frame)
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows_to_insert")  # noqa: S608 (table names come from the definitions)
    cursor.unregister("rows_to_insert")


def figures(cursor: Cursor, places: list[str]) -> pd.DataFrame:
    """Return the six-factor tables of some neighbourhoods as people read them, one under the other."""
    tables = factor_table(Known(cursor), places)
    return tables[["neighbourhood", "indicator", "title"]].join(read_factors(tables)[READ])


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that differ, in the columns of EFFECT."""
    both = before.merge(after, on=["neighbourhood", "indicator", "title"], suffixes=("", " after"))
    differs = (both[READ].to_numpy() != both[[f"{name} after" for name in READ]].to_numpy()).any(axis=1)
    both = both[differs].reset_index(drop=True)
    told = {when: [summary(*row) for row in both[[f"{name}{suffix}" for name in READ]].to_numpy()] for when, suffix in SUFFIXES.items()}
    return both[EFFECT[:3]].assign(**told)


def summary(baseline: str, now: str, change: str, verdict: str) -> str:
    """Say in a few words where an indicator stands, from the cells of its row in the table as people read it."""
    parts = (baseline, verdict) if verdict == "baseline only" else (now, change, verdict)
    return "; ".join(dict.fromkeys(parts))

"""Returns as the store keeps them, put there in a line: sent at a moment, and decided about at another."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pandas as pd

from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.returns.submit import submit
from cdmon.store.schema import tables_of
from cdmon.workbooks.cells import Upload
from tests.workbooks import programme_workbook

PLACES = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second"), ("N03", "Fields", 7000, "third")]


def set_up(database: Database, content: bytes | None = None, at: datetime = datetime(2024, 5, 2)) -> None:
    """Set up a programme that began in May 2024, with a neighbourhood of each wave, or the one of a workbook."""
    submit(database, Upload("set-up.xlsx", content or programme_workbook(PLACES)), "a test", at, tell_effect=False)


def sent(database: Database, at: datetime, dataset: str = "groups", month: str = "2024-11", place: str = "N01", rows: int = 1) -> str:
    """Store that a return was submitted at a moment, and return its return_id; it waits for a decision."""
    return_id, submission_id = str(uuid4()), str(uuid4())

    def store(cursor):
        cursor.execute("INSERT INTO submissions VALUES (?, 'a.xlsx', '', 0, '', 'a test', ?)", [submission_id, at])
        cursor.execute("INSERT INTO returns VALUES (?, ?, ?, ?, ?, NULL, 1, ?)", [return_id, submission_id, dataset, place, month, rows])
        cursor.execute("INSERT INTO events VALUES (?, 1, 'submitted', ?, 'a test', '', ?)", [return_id, at, str(uuid4())])

    database.write(store)
    return return_id


def every_text(cursor: Cursor) -> list[str]:
    """Every cell of text of every table of a store."""
    texts = []
    for table in tables_of(cursor):
        columns = [name for name, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall() if kind == "VARCHAR"]
        for column in columns:
            texts += [text for (text,) in cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()]
    return texts


def happened(database: Database, return_id: str, kind: str, at: datetime, reason: str = "") -> None:
    """Store that something was decided about a return."""
    query = "INSERT INTO events SELECT ?, max(step) + 1, ?, ?, 'somebody', ?, ? FROM events WHERE return_id = ?"
    database.write(lambda cursor: cursor.execute(query, [return_id, kind, at, reason, str(uuid4()), return_id]))


def accepted(database: Database, at: datetime, **of: object) -> str:
    """Store that a return was submitted and accepted at a moment, and return its return_id."""
    return_id = sent(database, at, **of)
    happened(database, return_id, "accepted", at)
    return return_id


def all_accepted(database: Database, at: datetime, places: Sequence[str], month: str, datasets: Sequence[str]) -> None:
    """Store that these returns of a month were submitted and accepted at a moment, by each of these neighbourhoods."""
    frame = pd.DataFrame([(str(uuid4()), dataset, place) for dataset in datasets for place in places], columns=["id", "dataset", "place"])

    def store(cursor):
        cursor.register("sent", frame)
        cursor.execute("INSERT INTO submissions SELECT id, 'a.xlsx', '', 0, '', 'a test', ? FROM sent", [at])
        cursor.execute("INSERT INTO returns SELECT id, id, dataset, place, ?, NULL, 1, 1 FROM sent", [month])
        for step, kind in enumerate(("submitted", "accepted"), start=1):
            cursor.execute("INSERT INTO events SELECT id, ?, ?, ?, 'a test', '', id || ? FROM sent", [step, kind, at, step])
        cursor.unregister("sent")

    database.write(store)


def other_baselines(database: Database, place: str = "N01") -> None:
    """Store the parts of a neighbourhood's baseline that neither its residents' survey nor its register shows, sent by 10 October 2024."""
    for indicator, month in (("responsiveness_rated", "2024-09"), ("cd_input", "2024-09"), ("meeting_spaces", "2024-08")):
        counted(database, indicator, [1], month, place)


def counted(database: Database, indicator: str, values: Sequence[float], first: str = "2024-05", place: str = "N01", step: int = 1) -> None:
    """Store a figure of an indicator for each value, the first for the month `first`, `step` months apart: accepted ten days after each."""
    of = load().indicators[indicator]
    months = pd.period_range(first, periods=len(values) * step, freq="M")[::step]
    ids = [str(uuid4()) for _ in months]
    sent_at = [month.end_time.to_pydatetime().replace(microsecond=0) + timedelta(days=10) for month in months]
    of_return = zip(ids, months, sent_at, values, strict=True)
    frame = pd.DataFrame([(one, f"{month}", month.end_time.date(), at, float(value)) for one, month, at, value in of_return])
    frame.columns = ["return_id", "period", "period_date", "sent_at", "value"]

    def store(cursor):
        cursor.register("counted", frame)
        cursor.execute("INSERT INTO submissions SELECT return_id, 'a.xlsx', '', 0, '', 'a test', sent_at FROM counted")
        query = "INSERT INTO returns SELECT return_id, return_id, ?, ?, period, period_date, 1, 1 FROM counted"
        cursor.execute(query, [of.dataset, place])
        for step, kind in enumerate(("submitted", "accepted"), start=1):
            cursor.execute(
                "INSERT INTO events SELECT return_id, ?, ?, sent_at, 'a test', '', return_id || ? FROM counted", [step, kind, step]
            )
        query = """
            INSERT INTO estimates BY NAME
            SELECT return_id, ? AS indicator, ? AS indicator_version, value, 1 AS n, value::BIGINT AS n_counted,
                TRUE AS design_known, 0 AS no_answer, '' AS asked
            FROM counted
        """
        cursor.execute(query, [indicator, of.version])
        cursor.unregister("counted")

    database.write(store)

"""Figures computed again from the rows of the returns kept, after a definition or a method has changed or an indicator been added."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from cdmon.audit_lines import keep_line
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.estimates import estimates, nothing
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import Dataset
from cdmon.returns.rows import insert, insert_estimates
from cdmon.rights import allow
from cdmon.shares import shares
from cdmon.tables.removals import FIGURES_STAND

SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE"}
KEPT = ["submission_id", "dataset", "return_id", "row_count"]


@dataclass(frozen=True)
class Recomputed:
    """How many figures were computed that no return had before, and how many in the place of one by an older definition or method.

    What a return can no longer give at all is taken away, and counted among the latter.
    """

    new: int
    renewed: int


def recompute(database: Database, progress: Callable[[int, int], object] = lambda done, of: None) -> Recomputed:
    """Compute the figures that returns lack or that would come out otherwise today, in one transaction; those that are up to date stay.

    Every return that was kept is looked at, whatever was decided about it, but those from which answers were taken out: their figures stay
    as they were published. `progress` is told how many files are done, of how many.
    """

    def work(cursor: Cursor) -> Recomputed:
        allow(cursor, "recompute")
        query = f"SELECT {', '.join(KEPT)} FROM returns WHERE return_id NOT IN (SELECT subject FROM removals WHERE kind IN {FIGURES_STAND})"  # noqa: S608 (constants)
        kept = pd.DataFrame(cursor.execute(query).fetchall(), columns=KEPT)
        files = list(kept.groupby(["submission_id", "dataset"], sort=False))
        found = []
        for done, ((_, code), returns) in enumerate(files, start=1):
            found.append(recompute_file(cursor, load().datasets[code], returns))
            progress(done, len(files))
        keep_line(cursor, "recomputed", database.person.name)
        return Recomputed(sum(each.new for each in found), sum(each.renewed for each in found))

    return database.write(work)


def recompute_file(cursor: Cursor, dataset: Dataset, returns: pd.DataFrame) -> Recomputed:
    """Compute the figures of the returns of one dataset that came in one file, and store those that are new or come out otherwise."""
    return_ids = returns["return_id"].tolist()
    if any(sheet.questions or any(column.part_of for column in sheet.columns) for sheet in dataset.sheets):
        renew_shares(cursor, dataset, return_ids)
    if not any(indicator.dataset == dataset.code for indicator in load().indicators.values()):
        return Recomputed(0, 0)
    nil = returns.loc[returns["row_count"] == 0, "return_id"].tolist() if dataset.carried_over is None else []
    found = [estimates(cursor, load(), dataset, lay_kept(cursor, dataset, return_ids)), nothing(load(), dataset.code, nil)]
    cursor.register("computed", pd.concat([each for each in found if len(each)] or found[:1]))
    query = """
        SELECT computed.*, kept.indicator_version IS NULL AS is_new
        FROM computed
        LEFT JOIN (SELECT * FROM estimates WHERE list_contains(?, return_id)) AS kept USING (return_id, indicator)
        WHERE kept.indicator_version IS DISTINCT FROM computed.indicator_version
        OR round(kept.value, 9) IS DISTINCT FROM round(computed.value, 9)
        OR round(kept.n_effective, 6) IS DISTINCT FROM round(computed.n_effective, 6)
        OR kept.degrees IS DISTINCT FROM computed.degrees
        OR kept.no_answer IS DISTINCT FROM computed.no_answer
        OR coalesce(kept.provenance, '') <> computed.provenance
    """
    better = cursor.execute(query, [return_ids]).df()
    query = "SELECT return_id, indicator FROM estimates ANTI JOIN computed USING (return_id, indicator) WHERE list_contains(?, return_id)"
    gone = cursor.execute(query, [return_ids]).df()
    stale = pd.concat([better[["return_id", "indicator"]], gone])
    if stale.empty:
        return Recomputed(0, 0)
    cursor.register("stale", stale)
    cursor.execute("DELETE FROM estimates WHERE (return_id, indicator) IN (SELECT return_id, indicator FROM stale)")
    insert_estimates(cursor, better.drop(columns="is_new"))
    new = int(better["is_new"].sum())
    return Recomputed(new, len(stale) - new)


def renew_shares(cursor: Cursor, dataset: Dataset, return_ids: list[str]) -> None:
    """Store the shares of returns anew: they are made of the same rows, so that what was right stays as it is."""
    cursor.execute("CREATE OR REPLACE TEMP TABLE incoming_answers AS SELECT * FROM answers WHERE list_contains(?, return_id)", [return_ids])
    query = "SELECT DISTINCT code FROM local_questions WHERE coalesce(answers, '') = ''"
    numbers = {code for (code,) in cursor.execute(query).fetchall()} - load().questions("items").keys()
    found = shares(cursor, load(), dataset, lay_kept(cursor, dataset, return_ids), numbers)
    cursor.execute("DELETE FROM shares WHERE list_contains(?, return_id)", [return_ids])
    insert(cursor, "shares", found)


def lay_kept(cursor: Cursor, dataset: Dataset, return_ids: list[str]) -> list[Sheet]:
    """Lay the rows kept of some returns of one file before the cursor, as `cdmon.returns.incoming` does with a file's: its sheets."""
    given = {"return_ids": return_ids}
    of_returns = "WHERE list_contains($return_ids, return_id)"
    for sheet in dataset.sheets:
        rows = f"SELECT * FROM {sheet.code} {of_returns}"  # noqa: S608 (definitions only)
        if sheet.questions:
            answers = f"SELECT return_id, row_number, {answers_of(sheet)} FROM answers {of_returns} GROUP BY return_id, row_number"  # noqa: S608
            rows = f"FROM ({rows}) LEFT JOIN ({answers}) USING (return_id, row_number)"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming_{sheet.code} AS {rows}", given)
    return dataset.sheets


def answers_of(sheet: Sheet) -> str:
    """Return the SQL of a survey's answers as columns, one a question, from rows of one answer each."""
    columns = [question.column() for question in load().questions(sheet.questions or "").values()]
    return ", ".join(
        f"any_value(answer) FILTER (WHERE question = '{column.code}')::{SQL_TYPES.get(column.type, 'VARCHAR')} AS {column.code}"
        for column in columns
    )

"""Spreadsheets with something changed at random, or whose values are known: `python -m tests.fuzz [how many] [seed] [seconds at most]`.

Each is accepted or refused clearly and within limits. What is accepted is read rightly: it is held against the values that were written,
or against a second and plain reading of the file.
"""

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import Any

from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.parts.columns import Sheet
from cdmon.problems import Problem
from cdmon.refusal import Refusal
from cdmon.returns.ahead import read_ahead
from cdmon.returns.submit import Receipt, Sending, load_file
from cdmon.workbooks import cells
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.headings import columns_of
from tests.conftest import read_here, send
from tests.mutants import mutant, seeds
from tests.plain_reading import differences, grids, loose
from tests.rewritten import Known
from tests.workbooks import programme_workbook

SLOWEST = 60.0  # seconds for one file, on a machine that is busy with other things
LARGEST = 1_500  # MB of this process


class _Undone(Exception):  # noqa: N818 (no error: it is how a transaction is left)
    """Ends the transaction, so that nothing of a file is kept."""


@dataclass
class Outcome:
    """What became of a file: its receipt, and the rows that would be kept of it, by sheet and by row."""

    receipt: Receipt
    kept: dict[str, tuple[Sheet, dict[int, dict[str, Any]]]] = field(default_factory=dict)


def rehearsed(database: Database, upload: Upload) -> Outcome:
    """Do all that sending a file does but to tell its effect, and keep nothing of it."""
    outcomes = []

    def send_and_undo(cursor: Cursor) -> None:
        outcomes.append(outcome := Outcome(load_file(cursor, upload, Sending("", now(), rehearsal=True, tell_effect=False), ahead)))
        for sheet in outcome.receipt.checked.sheets if outcome.receipt.stored else []:
            outcome.kept[sheet.title] = sheet.sheet, rows_kept(cursor, sheet.sheet, outcome.receipt.submission_id)
        raise _Undone

    ahead = read_ahead(database, upload)
    with suppress(_Undone):
        database.write(send_and_undo)
    return outcomes[0]


def rows_kept(cursor: Cursor, sheet: Sheet, submission_id: str | None) -> dict[int, dict[str, Any]]:
    """Return the rows that the store holds of a sheet of a submission, by their number, answers to questions among their columns."""
    of = "WHERE return_id IN (SELECT return_id FROM returns WHERE submission_id = ?)"
    columns = ["row_number", *(column.code for column in sheet.columns)]
    found = cursor.execute(f"SELECT {', '.join(columns)} FROM {sheet.code} {of}", [submission_id]).fetchall()
    rows = {number: dict(zip(columns[1:], values, strict=True)) for number, *values in found}
    for number, question, answer in (
        cursor.execute(f"SELECT row_number, question, answer FROM answers {of}", [submission_id]).fetchall() if sheet.questions else []
    ):
        rows[number][question] = answer
    return rows


def misread(file: Known, outcome: Outcome) -> Iterator[str]:
    """Yield in words what was kept of an accepted file otherwise than it is there."""
    if file.sheet and file.meant is None:
        yield "taken, though nobody can know what it says"
    elif file.sheet and file.meant is not None:
        sheet = next(sheet for sheet, _ in outcome.kept.values() if sheet.code == file.sheet)
        rows = [row for sheet, by_number in outcome.kept.values() for _, row in sorted(by_number.items()) if sheet.code == file.sheet]
        kept = [{code: row[code] for code in meant} for row, meant in zip(rows, file.meant, strict=False)]
        yield from (
            (f"{there} is kept as {here}" for here, there in zip(kept, file.meant, strict=True) if here != there)
            if len(rows) == len(file.meant)
            else [f"{len(file.meant)} rows of {sheet.code} are kept as {len(rows)}"]
        )
    elif (there := grids(file.upload)) is not None:
        filled = any(each.code == "cells-merged-filled" for each in outcome.receipt.checked.problems)
        for title, (sheet, rows) in outcome.kept.items():
            grid = next((grid for name, grid in there.items() if name in ("", title) or loose(name) == loose(title)), None)
            if grid is not None and not filled:
                yield from differences(grid, columns_of(load(), sheet).values(), rows)


def is_clear(each: Problem) -> bool:
    """Tell whether a problem says in words of ours what is wrong, and where in the file."""
    located = (
        each.code.startswith(("file-", "programme-not")) or each.sheet is not None or each.value is not None or "{" not in each.message
    )
    at_a_cell = each.cell is not None or not each.code.startswith("cell-")
    return each.code in load().problems and bool(each.message.strip()) and located and at_a_cell


def peak() -> float:
    """Return the most memory that this process has used so far, in MB (Linux counts it in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def judge(database: Database, file: Known) -> str:
    """Return whether a file would be accepted or is refused; AssertionError where it is neither, misread, not in time or not clear."""
    began, before = time.monotonic(), peak()
    try:
        outcome = rehearsed(database, file.upload)
    except Refusal:
        return "refused"
    assert time.monotonic() - began < SLOWEST, "too slow"
    assert peak() <= max(before, LARGEST), "too large"
    checked = outcome.receipt.checked
    errors = [each for each in checked.problems if each.severity == "error"]
    assert [each for each in checked.problems if not is_clear(each)] == []
    assert checked.ok == (not errors)
    if errors:
        return "known, refused" if file.sheet and file.meant is not None else "refused"
    wrong = list(misread(file, outcome))
    assert wrong == [], (wrong[:3], [each.code for each in checked.problems])
    return "known, accepted" if file.sheet else "accepted"


def fuzz(database: Database, count: int, seed: int, seconds: float = inf) -> tuple[Counter[str], list[tuple[int, str, str]]]:
    """Try so many files, or as many as the seconds last.

    Returns how many were accepted and refused, and what went wrong: its number, the file and the error.
    """
    files, found, wrong, began = seeds(), Counter[str](), [], time.monotonic()
    for number in range(count):
        if time.monotonic() - began > seconds:
            break
        file = mutant(files, random.Random(f"{seed}-{number}"))
        try:
            found[judge(database, file)] += 1
        except Exception as error:
            wrong.append((number, file.upload.file_name, f"{type(error).__name__}: {error}"))
    return found, wrong


if __name__ == "__main__":
    how_many, of_seed, at_most = (int(given) for given in [*sys.argv[1:], *("10000", "1", "86400")[len(sys.argv) - 1 :]])
    cells.read_workbook = read_here
    with tempfile.TemporaryDirectory() as folder:
        store = Database(f"{folder}/cdmon.duckdb")
        send(store, programme_workbook())
        started = time.monotonic()
        counted, failed = fuzz(store, how_many, of_seed, at_most)
        tried = counted.total() + len(failed)
        print(f"{tried} files in {time.monotonic() - started:.0f} s: {dict(counted)}, {len(failed)} wrong")
        for each in failed[:50]:
            print(*each)
        sys.exit(bool(failed))

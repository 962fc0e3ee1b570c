"""The chain of files that were sent: what was acknowledged and is missing is noticed when a store is opened, and not years later."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cdmon.database import ROOT, SQL, Database, StoreError, open_database
from cdmon.store import chain
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook

SENDS = """
import os, sys
from cdmon import database
from tests.conftest import send
from tests.workbooks import groups_workbook

store = database.open_database(sys.argv[1])
if sys.argv[2] == "without":
    store._keep = lambda cursor, link: database.chain.acknowledge(store.address, link)
for month in ("2024-10", "2024-11"):
    send(store, groups_workbook(month, [{"name": "Lunch club"}]))
os._exit(9)
"""

SECOND = "(SELECT submission_id FROM submission_chain WHERE place = 2)"


def sent_by_hand(database: Database) -> list[tuple[int, str]]:
    """The chain as it must be, by Python's own sums."""
    links, before = [], ""
    with database.cursor() as cursor:
        rows = cursor.execute("SELECT submission_id, content FROM submissions ORDER BY submitted_at").fetchall()
        for place, (submission_id, content) in enumerate(rows, start=1):
            ((returns,),) = cursor.execute("SELECT count(*) FROM returns WHERE submission_id = ?", [submission_id]).fetchall()
            told = "|".join([before, str(place), submission_id, hashlib.sha256(content).hexdigest(), str(returns)])
            before = hashlib.sha256(told.encode()).hexdigest()
            links.append((place, before))
    return links


def test_each_file_is_bound_to_the_one_before_on_every_store(any_database):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Allotments"}]))
    send(any_database, groups_workbook("2024-11", [{"name": "Lunch club"}]))
    with any_database.cursor() as cursor:
        kept = cursor.execute("SELECT place, link FROM submission_chain ORDER BY place").fetchall()
        assert chain.broken(cursor, chain.BROKEN) == []
    assert kept == sent_by_hand(any_database) and len(kept) == 3
    assert chain.acknowledged(any_database.address).get(chain.FILES) in (None, kept[-1])
    assert (chain.note_of(any_database.address) is None) == any_database.address.is_on_postgres


def test_the_files_of_an_older_store_are_chained_when_it_migrates(programme_store):
    send(programme_store, groups_workbook("2024-10", [{"name": "Lunch club"}]))
    whole = sent_by_hand(programme_store)

    def as_before(cursor):
        for table in ("submission_chain", "audit_log", "audit_log_length"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("DELETE FROM schema_versions WHERE version >= 31")
        cursor.execute((SQL / "migrations" / "0031_chain.sql").read_text())
        return cursor.execute("SELECT place, link FROM submission_chain ORDER BY place").fetchall()

    programme_store._chains = []
    assert programme_store.write(as_before) == whole


@pytest.mark.parametrize(
    "loss",
    [
        f"DELETE FROM submissions WHERE submission_id = {SECOND}",
        f"DELETE FROM returns WHERE submission_id = {SECOND}",
        f"UPDATE submissions SET sha256 = repeat('0', 64) WHERE submission_id = {SECOND}",
        "DELETE FROM submission_chain WHERE place = 2",
    ],
)
def test_a_file_that_is_missing_from_the_middle_is_noticed(programme_store, loss):
    for month in ("2024-10", "2024-11"):
        send(programme_store, groups_workbook(month, [{"name": "Lunch club"}]))
    programme_store.write(lambda cursor: cursor.execute(loss))
    programme_store.close()
    with pytest.raises(StoreError, match=r"is damaged: of the files that were sent, number [23]"):
        open_database(programme_store.url)


def killed_after_two(store: Path, kept: str) -> None:
    """Send two files in a process that is then gone at once; `kept` "without" leaves them in the .wal alone, as a crash before can."""
    ended = subprocess.run([sys.executable, "-c", SENDS, str(store), kept], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 9, ended.stderr


def test_after_a_crash_the_one_file_holds_all_that_was_acknowledged(programme_store, tmp_path):
    programme_store.close()
    killed_after_two(Path(programme_store.url), "with")
    alone = open_database(str(shutil.copy(programme_store.url, tmp_path / "copy.duckdb")))
    with alone.cursor() as cursor:
        assert chain.last(cursor).place == 3
    alone.close()


def test_what_is_sent_while_somebody_reads_is_in_the_one_file_as_soon_as_they_have_read(programme_store, tmp_path):
    """As long as they read what has changed since, DuckDB cannot write it there."""

    def in_the_file(name):
        alone = open_database(str(shutil.copy(programme_store.url, tmp_path / name)))
        with alone.cursor() as cursor:
            place = chain.last(cursor).place
        alone.close()
        return place

    with programme_store.cursor() as reading, programme_store.cursor() as also_reading:
        for each in (reading, also_reading):
            assert chain.last(each).place == 1
            assert each.execute("SELECT turn FROM write_lock").fetchone()
        send(programme_store, groups_workbook("2024-10", [{"name": "Lunch club"}]))
        assert in_the_file("while.duckdb") == 1
    assert in_the_file("after.duckdb") == 2
    with programme_store.cursor() as reading:
        assert chain.last(reading).place == 2


@pytest.mark.parametrize("loss", ["lost", "cut"])
def test_a_wal_that_is_lost_or_cut_is_noticed_and_there_is_a_way_back_and_one_on(programme_store, loss):
    programme_store.close()
    store = Path(programme_store.url)
    killed_after_two(store, "without")
    wal = store.with_name(store.name + ".wal")
    whole = wal.read_bytes()
    before = store.read_bytes()
    if loss == "lost":
        wal.unlink()
    else:
        wal.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(StoreError, match=r"Files are missing .*: 3 had been stored and acknowledged, and it holds [12]") as refused:
        open_database(str(store))
    note = str(refused.value).rsplit("delete ", 1)[1].rstrip(".")

    after = store.read_bytes()
    store.write_bytes(before)  # the way back: the .wal is found
    wal.write_bytes(whole)
    open_database(str(store)).close()

    store.write_bytes(after)  # the way on
    wal.unlink(missing_ok=True)
    Path(note).unlink()
    open_database(str(store)).close()


def test_a_note_that_is_behind_is_no_loss(programme_store):
    """A crash between a commit and its note leaves the one before."""
    note = chain.acknowledged(programme_store.address)
    send(programme_store, groups_workbook("2024-10", [{"name": "Lunch club"}]))
    ahead = chain.acknowledged(programme_store.address)
    assert ahead != note and ahead[chain.FILES].place == ahead[chain.LINES].place == 2
    with programme_store.cursor() as cursor:
        first = cursor.execute("SELECT place, link FROM submission_chain WHERE place = 1").fetchall()[0]
    chain.acknowledge(programme_store.address, {chain.FILES: chain.Link(*first)})
    programme_store.close()
    open_database(programme_store.url).close()

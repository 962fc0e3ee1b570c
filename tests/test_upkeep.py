"""A store is looked after: verified, backed up while people work, restored, moved from a file to a lake and back; and stays the same."""

import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result

from cdmon.__main__ import main
from cdmon.database import ROOT, Database, StoreError, open_database
from cdmon.store import chain
from cdmon.upkeep.backup import backup, restore
from cdmon.upkeep.fingerprints import Fingerprint, different, fingerprints
from cdmon.upkeep.move import move
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook


def run(store: str, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--database", store, *map(str, words)], catch_exceptions=False)


def held(database: Database) -> dict[str, Fingerprint]:
    with database.cursor() as cursor:
        return fingerprints(cursor)


def rows_of(database: Database) -> dict[str, list[str]]:
    """Every row of every table as text, by a way of its own."""
    with database.cursor() as cursor:
        return {table: sorted(map(repr, cursor.execute(f"FROM {table}").fetchall())) for table in fingerprints(cursor)}


def with_rows(database: Database) -> Database:
    send(database, programme_workbook())
    send(database, groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Jardín «é»"}]))
    return database


def lake(folder: Path) -> str:
    return f"ducklake:{folder}/catalog.ducklake?data={folder}/lake"


def test_a_fingerprint_is_of_the_rows_in_any_order_and_of_each_as_often_as_it_is_there(database):
    def stored(rows: str) -> Fingerprint:
        with database.alone() as cursor:
            cursor.execute(f"CREATE OR REPLACE TABLE looked_at AS SELECT * FROM (VALUES {rows}) AS rows(number, text)")
            return fingerprints(cursor)["looked_at"]

    one = stored("(1, 'a'), (2, 'b')")
    assert stored("(2, 'b'), (1, 'a')") == one
    others = ["(1, 'a')", "(1, 'a'), (2, 'b'), (2, 'b')", "(1, 'b'), (2, 'a')", "(1, 'a'), (2, NULL)", "(1, 'a'), (2, 'b ')"]
    assert one not in [stored(rows) for rows in others]
    assert different({"a": one}, {"a": one, "b": one}) == ["b"]


def test_a_store_is_verified(programme_store):
    told = run(programme_store.url, "verify")
    assert told.exit_code == 0 and "1 files were sent" in told.output and "every file is as it was sent" in told.output
    programme_store.write(lambda cursor: cursor.execute("UPDATE submissions SET content = 'other'::BLOB"))
    told = run(programme_store.url, "verify")
    assert told.exit_code == 1 and "is not as it was sent" in told.output
    programme_store.write(lambda cursor: cursor.execute("INSERT INTO submissions SELECT * REPLACE ('x' AS submission_id) FROM submissions"))
    assert "Files that were not sent through cdmon: 1." in run(programme_store.url, "verify").output
    assert '"wrong": [' in run(programme_store.url, "verify", "--json").output


def test_a_backup_is_put_back_as_the_store_that_it_was(programme_store, tmp_path):
    store, file = programme_store.url, tmp_path / "backup.duckdb"
    with_rows(programme_store)
    before = rows_of(programme_store)
    programme_store.close()
    assert run(store, "backup", file).exit_code == 0
    later = open_database(store)
    send(later, groups_workbook("2024-11", [{"name": "Lunch club"}]))
    assert rows_of(later) != before
    later.close()

    told = run(store, "restore", file)
    assert told.exit_code == 0, told.output
    kept = told.output.rsplit("is kept as ", 1)[1].strip().removesuffix(".")
    restored, put_aside = open_database(store), open_database(kept)
    assert rows_of(restored) == before
    with put_aside.cursor() as cursor:
        assert chain.last(cursor).place == 4
    restored.close()
    put_aside.close()


def test_a_damaged_store_is_replaced_by_its_backup_and_a_damaged_backup_replaces_nothing(programme_store, tmp_path):
    store, file = Path(programme_store.url), tmp_path / "backup.duckdb"
    programme_store.close()
    backup(str(store), file)
    shutil.copy(file, bad := tmp_path / "bad.duckdb")
    bad.write_bytes(file.read_bytes()[:300_000])
    with pytest.raises(StoreError, match="is damaged"):
        restore(bad, str(store))
    open_database(str(store)).close()

    store.write_bytes(b"nothing of it is left")
    with pytest.raises(StoreError, match="of another kind"):
        backup(str(store), tmp_path / "of nothing.duckdb")
    assert not list(tmp_path.glob("of nothing*"))
    restore(file, str(store))
    open_database(str(store)).close()


def test_a_backup_is_made_while_people_work(programme_store, tmp_path):
    """The store stays open in this process, which writes on while another makes the backup."""
    over, file = Event(), tmp_path / "backup.duckdb"

    def work() -> None:
        for number in count():
            send(programme_store, groups_workbook("2024-10", [{"name": f"Club {number}"}]))
            if over.wait(1.5):
                return

    people = Thread(target=work)
    people.start()
    try:
        command = [sys.executable, "-m", "cdmon", "--database", programme_store.url, "backup", str(file)]
        made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    finally:
        over.set()
        people.join()
    assert made.returncode == 0, made.stderr
    copied = open_database(str(file))
    with copied.cursor() as cursor, programme_store.cursor() as now:
        known = cursor.execute("SELECT place, link FROM submission_chain ORDER BY place").fetchall()
        assert known == now.execute("SELECT place, link FROM submission_chain ORDER BY place").fetchall()[: len(known)]
    assert known
    copied.close()


def test_no_backup_is_made_of_a_store_that_is_written_to_all_the_time_and_none_over_another(programme_store, tmp_path):
    programme_store.close()
    wal = Path(programme_store.url + ".wal")
    wal.write_bytes(b"something")
    with pytest.raises(StoreError, match="wrote to the store"):
        backup(programme_store.url, tmp_path / "backup.duckdb", patience=0.5)
    wal.unlink()
    (tmp_path / "there.duckdb").touch()
    with pytest.raises(StoreError, match="already"):
        backup(programme_store.url, tmp_path / "there.duckdb")
    assert not (tmp_path / "backup.duckdb").exists()


def test_every_kind_of_store_moves_to_a_file_and_on_to_a_lake_and_is_the_same(any_database, tmp_path):
    before = rows_of(with_rows(any_database))
    url = any_database.url
    any_database.close()
    file = tmp_path / "moved.duckdb"
    counted = backup(url, file) if any_database.address.is_lake else move(url, str(file))  # the backup of a lake is moved
    assert {table: each.rows for table, each in counted.items()} == {table: len(rows) for table, rows in before.items()}
    (tmp_path / "second").mkdir()
    restore(file, lake(tmp_path / "second"))
    with pytest.raises(StoreError, match="is not empty"):
        restore(file, lake(tmp_path / "second"))
    for there in (str(file), lake(tmp_path / "second")):
        moved = open_database(there)
        assert rows_of(moved) == before
        send(moved, groups_workbook("2024-11", [{"name": "Lunch club"}]))  # and goes on
        moved.close()


def test_nothing_is_moved_from_what_is_no_store_or_over_a_store(programme_store, tmp_path):
    programme_store.close()
    with pytest.raises(StoreError, match="There is no store"):
        move(str(tmp_path / "none.duckdb"), str(tmp_path / "new.duckdb"))
    shutil.copy(programme_store.url, tmp_path / "full.duckdb")
    with pytest.raises(StoreError, match="is not empty"):
        move(programme_store.url, str(tmp_path / "full.duckdb"))
    (tmp_path / "notes.duckdb").write_text("my notes " * 1000)
    with pytest.raises(StoreError, match="of another kind"):
        move(str(tmp_path / "notes.duckdb"), str(tmp_path / "new.duckdb"))
    assert not (tmp_path / "new.duckdb").exists() and not (tmp_path / "none.duckdb").exists()

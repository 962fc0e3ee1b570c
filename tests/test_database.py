"""The store: opened once, migrated, alone among writers, the same on a file and on a lake."""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cdmon.database import SQL, Cursor, Database, StoreError, open_database, versions
from cdmon.definitions import load
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import milestones
from cdmon.tables.overview import overview
from cdmon.tables.returns import returns
from tests import stored
from tests.conftest import send
from tests.flat import flat
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

NEWEST = max(versions(SQL / "migrations"))


def one(cursor: Cursor, query: str) -> object:
    (row,) = cursor.execute(query).fetchall()
    return row[0]


def test_a_new_store_has_the_schema_and_a_second_opening_is_the_same_store(tmp_path):
    first = open_database(str(tmp_path / "new" / "cdmon.duckdb"))
    assert open_database(str(tmp_path / "new" / "cdmon.duckdb")) is first
    with first.cursor() as cursor:
        assert one(cursor, "SELECT max(version) FROM schema_versions") == NEWEST
    first.close()


def test_a_store_that_another_process_has_open_is_a_sentence_that_says_what_to_do(database):
    command = [sys.executable, "-m", "cdmon", "--database", database.url, "returns"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "Another program has the store" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_file_that_is_no_store_is_a_sentence(tmp_path):
    path = tmp_path / "notes.duckdb"
    path.write_text("these are my notes " * 100)
    with pytest.raises(StoreError, match=r"notes\.duckdb"):
        open_database(str(path))
    assert path.read_text() == "these are my notes " * 100


def test_no_two_migrations_bear_one_number():
    assert len(versions(SQL / "migrations")) == len([*(SQL / "migrations").glob("*.sql")]) + 1  # the first version is the schema itself


def test_numbered_migrations_are_applied_once_in_order_and_all_or_none(tmp_path):
    store, folder = str(tmp_path / "cdmon.duckdb"), tmp_path / "migrations"
    folder.mkdir()
    (folder / "0002_notes.sql").write_text("CREATE TABLE notes (text VARCHAR NOT NULL); INSERT INTO notes VALUES ('made');")
    for _ in range(2):
        opened = Database(store, folder)
        with opened.cursor() as cursor:
            assert one(cursor, "SELECT count(*) FROM notes") == 1
            assert one(cursor, "SELECT max(version) FROM schema_versions") == 2
        opened.close()

    (folder / "0003_wrong.sql").write_text("CREATE TABLE more (text VARCHAR); SELECT nonsense;")
    with pytest.raises(Exception, match="nonsense"):
        Database(store, folder)
    (folder / "0003_wrong.sql").unlink()
    opened = Database(store, folder)
    with opened.cursor() as cursor:
        assert one(cursor, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'more'") == 0
    opened.close()


def test_a_store_newer_than_the_code_is_refused_and_left_as_it_is(tmp_path, database):
    database.write(lambda cursor: cursor.execute("INSERT INTO schema_versions VALUES (99, now()::TIMESTAMP)"))
    database.close()
    with pytest.raises(StoreError, match="newer cdmon"):
        open_database(database.url)


def test_nothing_is_kept_of_work_that_fails(database):
    def work(cursor: Cursor) -> None:
        cursor.execute("INSERT INTO schema_versions VALUES (7, now()::TIMESTAMP)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(work)
    with database.cursor() as cursor:
        assert one(cursor, "SELECT max(version) FROM schema_versions") == NEWEST


def test_two_writers_at_once_never_pass_the_same_check(any_database):
    def work(cursor: Cursor) -> None:
        if one(cursor, "SELECT count(*) FROM people") == 0:
            cursor.execute("INSERT INTO people VALUES ('r', 1, 'first', 'evaluator', NULL)")

    threads = [threading.Thread(target=any_database.write, args=(work,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_database.cursor() as cursor:
        assert one(cursor, "SELECT count(*) FROM people") == 1


def test_a_writer_waits_for_a_long_one(database):
    def slow(cursor: Cursor) -> None:
        begun.set()
        time.sleep(1.5)

    begun = threading.Event()
    first = threading.Thread(target=database.write, args=(slow,))
    first.start()
    begun.wait()
    database.write(lambda cursor: cursor.execute("INSERT INTO schema_versions VALUES (1, now()::TIMESTAMP)"))
    first.join()


def test_the_data_version_changes_with_what_is_stored_and_with_nothing_else(database):
    before = database.data_version()
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM returns").fetchall()
    assert database.data_version() == before
    send(database, programme_workbook())
    assert database.data_version() != before


def test_no_connection_reaches_other_files(any_database, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with any_database.cursor() as cursor, pytest.raises(Exception, match=r"disabled by configuration|Permission"):
        cursor.execute(f"SELECT * FROM read_csv('{tmp_path}/secret.csv')")


def test_the_same_way_from_workbook_to_tables_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Allotments"}]))
    send(any_database, survey_workbook("2024", "2024-10-01", yes_of(300, 21)))
    send(any_database, survey_workbook("2026", "2026-10-01", yes_of(300, 36)))
    stored.other_baselines(any_database)
    with any_database.cursor() as cursor:
        row = flat(factors(Known(cursor), "N01")).set_index("indicator").loc["residents_active"]
        assert (round(row["baseline_value"], 3), round(row["latest_value"], 3), row["verdict"]) == (0.070, 0.120, "rose")
        assert flat(factors(Known(cursor), "N01")).set_index("indicator").loc["groups_counting", "baseline_value"] == 2
        assert len(flat(kpis(Known(cursor)))) == 3 * sum(len(kpi.indicators) for kpi in load().kpis.values())
        assert "met late" in set(milestones(Known(cursor), "N01")["state"])  # sent when the test is run
        assert list(overview(Known(cursor))["verdict"]) == ["rose", "not collected"]
        assert returns(Known(cursor))["current"].all()


def test_each_sheet_has_a_table_of_its_name_with_its_columns_and_types(database):
    kinds = {"text": "VARCHAR", "choice": "VARCHAR", "month": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
    with database.cursor() as cursor:
        sheets = [sheet for dataset in load().datasets.values() for sheet in dataset.sheets]
        for code in {sheet.code for sheet in sheets}:  # the surveys share theirs
            stored = {name: kind for name, kind, *_ in cursor.execute(f"DESCRIBE {code}").fetchall()}
            columns = {c.code: kinds[c.type] for sheet in sheets if sheet.code == code for c in sheet.columns}
            assert stored == {"return_id": "VARCHAR", "row_number": "BIGINT"} | columns, code


def test_no_sql_uses_what_a_lake_refuses():
    banned = r"primary key|foreign key|\bunique\b|create (unique )?index|create sequence|on conflict|returning|timestamptz|\benum\b"
    for path in SQL.rglob("*.sql"):
        code = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        assert not re.search(banned, code, re.IGNORECASE), path


def test_every_check_file_is_run_by_a_dataset():
    datasets = load().datasets.values()
    named = {column.check for dataset in datasets for sheet in dataset.sheets for column in sheet.columns} - {""}
    named |= {code for dataset in datasets for code in dataset.checks}
    assert named == {path.stem for path in Path(SQL / "checks").glob("*.sql")}


def test_every_sheet_with_a_key_says_which_problem_a_row_known_by_the_same_is():
    may_recur = {"people", "dated_events", "boundaries"}  # an area may come in several features
    sheets = [sheet for dataset in load().datasets.values() for sheet in dataset.sheets if sheet.key]
    assert {sheet.code for sheet in sheets if not sheet.duplicate} == may_recur
    assert {problem for problem in load().problems if problem.startswith("duplicate-")} - {sheet.duplicate for sheet in sheets} == {
        "duplicate-neighbourhood-name"  # of no key: a name may be another's code
    }


def test_no_sql_compares_texts_in_a_way_of_its_own():
    for path in (SQL / "checks").rglob("*.sql"):
        assert not re.search(r"\blower\(|nfc_normalize|regexp_replace", path.read_text(encoding="utf-8")), path

"""What is given to read cannot write: the store itself refuses, whichever kind it is, and whatever is tried."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import duckdb
import pytest

from cdmon.database import ROOT, Database, StoreError, open_database
from cdmon.store.address import address_of
from cdmon.store.connecting import engine
from cdmon.store.secret import give_secret
from cdmon.tables.groups import groups
from cdmon.tables.known import Known
from cdmon.upkeep.fingerprints import fingerprints
from tests.conftest import send
from tests.postgres import new_catalog
from tests.workbooks import groups_workbook, programme_workbook

WRITES = [
    "INSERT INTO people VALUES ('r', 1, 'somebody', 'evaluator', NULL)",
    "UPDATE returns SET row_count = 7",
    "DELETE FROM events",
    "TRUNCATE events",
    "MERGE INTO returns USING events USING (return_id) WHEN MATCHED THEN DELETE",
    "CREATE TABLE another (number BIGINT)",
    "CREATE TABLE another AS FROM returns",
    "CREATE VIEW another AS FROM returns",
    "CREATE MACRO another() AS 1",
    "CREATE SCHEMA another",
    "DROP TABLE events",
    "ALTER TABLE returns ADD COLUMN another BIGINT",
    "ALTER TABLE returns RENAME TO another",
    "COMMENT ON TABLE returns IS 'another'",
    "COPY returns TO '{elsewhere}/returns.csv'",
    "COPY returns FROM '{elsewhere}/returns.csv'",
    "ATTACH '{elsewhere}/another.duckdb' AS another",
    "SET memory_limit = '8GB'",
    "SET enable_external_access = true",
]
# What a lake's extensions offer beside SQL, and the end of the transaction: of these the role in PostgreSQL is the guard.
WRITES_OF_A_LAKE = [
    "COMMIT; DELETE FROM events",
    "CALL postgres_execute('__ducklake_metadata_store', 'DELETE FROM ducklake_table')",
    "CALL postgres_execute('__ducklake_metadata_store', 'COMMIT; SET default_transaction_read_only = off; DELETE FROM ducklake_table')",
    "DELETE FROM __ducklake_metadata_store.public.ducklake_table",
    "CALL ducklake_flush_inlined_data('store')",
    "FROM ducklake_expire_snapshots('store', older_than => now())",
    "CALL store.set_option('data_inlining_row_limit', 7)",
]
SENDS = """
import sys
from cdmon.database import Database
from tests.conftest import send
from tests.workbooks import groups_workbook
store = Database(sys.argv[1])
send(store, groups_workbook("2024-11", [{"name": "Lunch club"}]))
"""


@pytest.fixture
def url(catalog, postgresql, tmp_path, monkeypatch) -> str:
    """The address of an empty lake that is written to and read by two services."""
    services = {"riverton": catalog, "riverton_reader": catalog.replace("user=cdmon", "user=cdmon_reader")}
    services["empty"] = services["riverton_reader"].replace(catalog.split("dbname=")[1], "postgres")
    services["other"] = new_catalog(postgresql)
    text = "".join(f"[{name}]\n" + told.replace(" ", "\n") + "\n" for name, told in services.items())
    (tmp_path / "services").write_text(text)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    return f"ducklake:postgres:service=riverton?data={tmp_path}/lake&reader=riverton_reader"


@pytest.fixture
def lake(url):
    """An empty lake with a reader."""
    opened = open_database(url)
    yield opened
    opened.close()


def refused(database: Database, statements, elsewhere) -> None:
    """Try statements by a cursor each, as by the pages of one visitor after another; none may change anything."""
    with database.cursor() as cursor:
        held = fingerprints(cursor)
    for statement in statements:
        with database.cursor() as cursor, pytest.raises(duckdb.Error):
            cursor.execute(statement.format(elsewhere=elsewhere)).fetchall()
    with database.cursor() as cursor:
        assert fingerprints(cursor) == held
    assert not any(elsewhere.iterdir())


def test_no_cursor_that_reads_can_write(any_database, tmp_path):
    send(any_database, programme_workbook())
    (tmp_path / "elsewhere").mkdir()
    refused(any_database, WRITES, tmp_path / "elsewhere")


def test_the_reader_of_a_lake_can_write_by_no_other_way(lake, tmp_path):
    send(lake, programme_workbook())
    (tmp_path / "elsewhere").mkdir()
    refused(lake, WRITES + WRITES_OF_A_LAKE, tmp_path / "elsewhere")


def test_the_role_of_the_reader_may_do_nothing_but_read(lake, catalog):
    psql = ["psql", *catalog.replace("host=", "-h ").replace("user=cdmon", "-U cdmon_reader").replace("dbname=", "-d ").split(), "-qAt"]
    every = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    tables = subprocess.run([*psql, "-c", every], check=True, capture_output=True, text=True).stdout.split()
    assert "ducklake_table" in tables
    for table in tables:
        subprocess.run([*psql, "-c", f"SELECT count(*) FROM {table}"], check=True, capture_output=True)
    psql += ["-c", "SET default_transaction_read_only = off", "-c"]
    for statement in (*(f"DELETE FROM {table}" for table in tables), "CREATE TABLE another (number INT)", "DROP TABLE ducklake_table"):
        told = subprocess.run([*psql, statement], check=False, capture_output=True, text=True).stderr
        assert "permission denied" in told or "must be owner" in told, statement


def test_a_reader_sees_what_others_have_sent_at_the_next_cursor(lake, url):
    send(lake, programme_workbook())
    send(lake, groups_workbook("2024-10", [{"name": "Lunch club"}]))
    before = lake.data_version()
    subprocess.run([sys.executable, "-c", SENDS, url], check=True, cwd=ROOT, env=dict(os.environ))
    assert lake.data_version() != before
    with lake.cursor() as cursor:
        assert cursor.execute("SELECT month FROM groups ORDER BY month").fetchall() == [("2024-10",), ("2024-11",)]
        assert Known(cursor).programme is not None


def test_more_people_read_a_lake_at_once_than_it_keeps_connections(lake):
    send(lake, programme_workbook())
    send(lake, groups_workbook("2024-10", [{"name": "Lunch club"}]))
    together = Barrier(12)

    def read(_):
        together.wait()
        with lake.cursor() as cursor:
            return [len(groups(Known(cursor))) for _ in range(2)]

    with ThreadPoolExecutor(12) as people:
        assert list(people.map(read, range(12))) == [[1, 1]] * 12


def test_a_reader_that_may_write_or_reads_another_lake_is_refused(lake, url, tmp_path):
    lake.close()
    with pytest.raises(StoreError, match=r"role of the service riverton may write .* deploy/roles\.sql"):
        open_database(url.replace("riverton_reader", "riverton"))
    for unknown in ("nobody", "empty"):
        with pytest.raises(StoreError, match=f"server of the store {unknown} does not let cdmon in"):
            open_database(url.replace("riverton_reader", unknown))
    open_database(f"ducklake:postgres:service=other?data={tmp_path}/other").close()
    with pytest.raises(StoreError, match="service leads to another store"):
        open_database(url.replace("riverton_reader", "other"))


def test_a_lake_is_read_by_a_key_of_its_own_where_one_is_given(monkeypatch):
    address = address_of("ducklake:postgres:service=riverton?data=s3://lake/one")
    given = {"AWS_ACCESS_KEY_ID": "writer", "AWS_SECRET_ACCESS_KEY": "open sesame", "AWS_SESSION_TOKEN": "of the writer"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    keys = []
    for of_the_reader in ({}, {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "look"}):
        for name, value in of_the_reader.items():
            monkeypatch.setenv(f"CDMON_READER_{name}", value)
        with engine([address]) as connection:
            give_secret(connection, address.data, to_read=True)
            ((told,),) = connection.execute("SELECT secret_string FROM duckdb_secrets()").fetchall()
        keys.append(("key_id=writer" in told, "key_id=reader" in told, "session_token" in told))
    assert keys == [(True, False, True), (False, True, False)]


def test_only_a_lake_on_postgresql_has_a_reader(tmp_path):
    assert address_of(f"ducklake:postgres:service=one?data={tmp_path}&reader=two").catalog_to_read == "postgres:service=two"
    for url in (f"ducklake:{tmp_path}/catalog?data={tmp_path}&reader=two", f"ducklake:postgres:service=one?data={tmp_path}&reader=a b"):
        with pytest.raises(StoreError, match="&reader="):
            address_of(url)

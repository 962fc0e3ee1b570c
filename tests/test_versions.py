"""A store of every version of the schema opens in this one, and holds what it held."""

import gzip
import shutil
from pathlib import Path

import pytest

from cdmon.database import Cursor, Database
from cdmon.store.schema import OURS, SQL, schema_version, tables_of, versions
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.upkeep.verify import verify

MIGRATIONS = SQL / "migrations"
NEWEST = max(versions(MIGRATIONS))
STORES = sorted((Path(__file__).parent / "stores").glob("*.duckdb.gz"))
VALUES = {"VARCHAR": "'x'", "BIGINT": "1", "INTEGER": "1", "DOUBLE": "0.5", "BOOLEAN": "TRUE", "BLOB": "'x'::BLOB"}
VALUES |= {"DATE": "DATE '2024-10-31'", "TIMESTAMP": "TIMESTAMP '2024-11-08 12:00'"}


def a_row_in_each_table(cursor: Cursor) -> set[str]:
    """Put a row into each table of a store, whatever its columns, and return the tables."""
    tables = tables_of(cursor) - OURS
    for table in tables:
        columns = ", ".join(VALUES[kind] for _, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall())
        if cursor.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]:
            cursor.execute(f"INSERT INTO {table} SELECT {columns}")
    return tables


@pytest.mark.parametrize("version", [version for version in versions(MIGRATIONS) if version < NEWEST])
def test_a_store_of_this_version_with_a_row_in_each_table_opens_and_keeps_them(tmp_path, version):
    older = tmp_path / "migrations"
    older.mkdir()
    for number, path in versions(MIGRATIONS).items():
        if 1 < number <= version:
            shutil.copy(path, older)
    store = Database(str(tmp_path / "cdmon.duckdb"), older)
    store._chained = False  # a row of no meaning is in no chain
    tables = store.write(a_row_in_each_table)
    if "submission_chain" in tables:
        store.write(lambda cursor: cursor.execute("DELETE FROM submission_chain"))
    store.close()

    opened = Database(str(tmp_path / "cdmon.duckdb"))
    with opened.cursor() as cursor:
        assert schema_version(cursor) == NEWEST
        kept = {table for table in tables & tables_of(cursor) if cursor.execute(f"SELECT count(*) FROM {table}").fetchall() != [(0,)]}
    opened.close()
    assert tables - kept - {"submission_chain"} == set()


@pytest.mark.parametrize("packed", STORES, ids=[path.name[:4] for path in STORES])
def test_a_store_that_was_made_by_this_version_opens_and_is_whole(tmp_path, packed):
    (tmp_path / "cdmon.duckdb").write_bytes(gzip.decompress(packed.read_bytes()))
    opened = Database(str(tmp_path / "cdmon.duckdb"))
    with opened.cursor() as cursor:
        assert schema_version(cursor) == NEWEST and verify(cursor).wrong == []
        assert sorted(returns(Known(cursor))["dataset"]) == ["groups", "programme"]
        assert cursor.execute("SELECT name FROM groups ORDER BY name").fetchall() == [("Allotments",), ("Lunch club",)]
    opened.close()


def test_there_is_a_store_to_try():
    assert STORES

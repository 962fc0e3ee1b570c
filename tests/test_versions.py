"""A store of every version of the schema opens in this one, and holds what it held."""

import lzma
import shutil
from pathlib import Path

import duckdb
import pytest

from cdmon.database import Cursor, Database
from cdmon.store.chain import there
from cdmon.store.schema import OURS, SQL, schema_version, tables_of, versions
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.upkeep.verify import verify
from tests.stores import packed

MIGRATIONS = SQL / "migrations"
NEWEST = max(versions(MIGRATIONS))
PACKED = sorted(packed(NEWEST).parent.glob("*.duckdb.xz"))
VALUES = {"VARCHAR": "'x'", "BIGINT": "1", "INTEGER": "1", "DOUBLE": "0.5", "BOOLEAN": "TRUE", "BLOB": "'x'::BLOB"}
VALUES |= {"DATE": "DATE '2024-10-31'", "TIMESTAMP": "TIMESTAMP '2024-11-08 12:00'"}
GIVEN_UP = {  # columns that a migration took away or wrote anew: what they held is worked out anew, was empty, or was to be known no more
    ("responses", "respondent"),
    ("estimates", "design_effect"),
    *(("restatements", column) for column in ("neighbourhood", "indicator", "before", "after")),
}
PACK = "Run `python -m tests.stores` and commit tests/stores with the migration."
Held = dict[tuple[str, str], list[str]]  # what each column of each table holds


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
    store._chains = []  # a row of no meaning is in no chain
    tables = store.write(a_row_in_each_table)
    for chain in there(tables):
        store.write(lambda cursor, chain=chain: cursor.execute(f"DELETE FROM {chain}"))
    store.close()

    opened = Database(str(tmp_path / "cdmon.duckdb"))
    with opened.cursor() as cursor:
        assert schema_version(cursor) == NEWEST
        kept = {table for table in tables & tables_of(cursor) if cursor.execute(f"SELECT count(*) FROM {table}").fetchall() != [(0,)]}
    opened.close()
    assert tables - kept - set(there(tables)) == set()


def columns_of(cursor: Cursor) -> dict[tuple[str, str], str]:
    """Return the type of each column of each table of a store."""
    return {(table, name): kind for table in tables_of(cursor) for name, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall()}


def held(cursor: Cursor) -> Held:
    """Return all that a store holds but what it knows of itself: the values of each column, sorted."""
    columns = [(table, name) for table, name in columns_of(cursor) if table not in OURS]
    return {(table, name): sorted(map(repr, cursor.execute(f"SELECT {name} FROM {table}").fetchall())) for table, name in columns}


@pytest.fixture(scope="module")
def new_schema(made_stores: dict[str, Path]) -> dict[tuple[str, str], str]:
    """The columns of a store that is made today."""
    with duckdb.connect(str(made_stores["empty"]), read_only=True) as store:
        return columns_of(store)


@pytest.mark.parametrize("of_version", PACKED, ids=[path.name[:4] for path in PACKED])
def test_a_store_that_was_made_by_this_version_opens_and_holds_what_it_held(tmp_path, new_schema, of_version):
    path = tmp_path / "cdmon.duckdb"
    path.write_bytes(lzma.decompress(of_version.read_bytes()))
    with duckdb.connect(str(path), read_only=True) as as_it_was:
        assert schema_version(as_it_was) == int(of_version.name[:4])
        before = held(as_it_was)
    opened = Database(str(path))
    with opened.cursor() as cursor:
        assert schema_version(cursor) == NEWEST and verify(cursor).wrong == []
        assert columns_of(cursor) == new_schema, f"Its schema is not that of a new store: was a migration changed? {PACK}"
        after = held(cursor)
        assert {column: values for column, values in before.items() if after.get(column) != values and column not in GIVEN_UP} == {}
        assert sorted(cursor.execute("SELECT name FROM groups").fetchall()) == [("Allotments",), ("Lunch club",)]
        assert cursor.execute("SELECT sum(participants) FROM activities").fetchall() == [(17,)]
        (active,) = (row for row in factors(Known(cursor), "N01").to_dict("records") if row["indicator"] == "residents_active")
    opened.close()
    figure = active["baseline"]  # 21 of 300, with Wilson's interval
    assert (round(figure.value, 3), figure.n, round(figure.low, 3), round(figure.high, 3)) == (0.07, 300, 0.046, 0.105)


def test_there_is_a_packed_store_of_the_newest_version():
    assert packed(NEWEST) in PACKED, f"Version {NEWEST} of the schema has no packed store. {PACK}"

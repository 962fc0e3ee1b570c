"""The schema of a store: its version, the migrations that bring it up to date, and whether a database is ours at all."""

from pathlib import Path

import duckdb

from cdmon.clock import now
from cdmon.store.errors import ELSEWHERE, StoreError

SQL = Path(__file__).parents[1] / "sql"
OURS = {"schema_versions", "write_lock"}  # of every version
Cursor = duckdb.DuckDBPyConnection


def migrate(cursor: Cursor, migrations: Path) -> None:
    """Bring the store's schema up to the newest version; StoreError when the store is newer than this cdmon."""
    newest, version = versions(migrations), schema_version(cursor)
    if version > max(newest):
        raise StoreError(
            f"This store was written by a newer cdmon (its schema is version {version}; this cdmon knows up to {max(newest)}). "
            "Update cdmon, or name another store in CDMON_DATABASE."
        )
    for number, path in newest.items():
        if number > version:
            cursor.execute(path.read_text(encoding="utf-8"))
            cursor.execute("INSERT INTO schema_versions VALUES (?, ?)", [number, now()])


def versions(migrations: Path) -> dict[int, Path]:
    """Return the file that makes each version of the schema, by number, in order."""
    return {1: SQL / "schema.sql"} | {int(path.name[:4]): path for path in sorted(migrations.glob("[0-9]*.sql"))}


def schema_version(cursor: Cursor) -> int:
    """Return the version of a store's schema; 0 of an empty one."""
    row = cursor.execute("SELECT max(version) FROM schema_versions").fetchone() if has_schema(cursor) else None
    return int(row[0]) if row else 0


def has_schema(cursor: Cursor) -> bool:
    """Return whether the database is a store; False of an empty one."""
    return tables_of(cursor) >= OURS


def refuse_foreign(cursor: Cursor, name: str) -> None:
    """Refuse a database, by StoreError, that holds something and is no store of ours: nothing may be written into it."""
    if (tables := tables_of(cursor)) and not tables >= OURS:
        raise foreign(name)


def foreign(name: str) -> StoreError:
    """Return what a person is told of a database that belongs to another program."""
    return StoreError(f"{name} is a database of another program and not a cdmon store. Nothing was written into it. {ELSEWHERE}")


def tables_of(cursor: Cursor, database: str | None = None) -> set[str]:
    """Return the names of the tables and views of an attached database, by default the one in use."""
    query = """
        SELECT table_name FROM information_schema.tables
        WHERE table_catalog = coalesce(?, current_catalog()) AND table_schema NOT IN ('pg_catalog', 'information_schema')
    """
    return {name for (name,) in cursor.execute(query, [database]).fetchall()}

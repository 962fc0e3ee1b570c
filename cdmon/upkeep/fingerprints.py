"""The fingerprint of each table of a store: two stores that hold the same rows have the same ones, be they files or lakes."""

from typing import NamedTuple

from cdmon.database import Cursor


class Fingerprint(NamedTuple):
    """How many rows a table has, and a sum over the hashes of all of them: in any order, each as often as it is there."""

    rows: int
    sum: int


def fingerprints(cursor: Cursor, database: str | None = None) -> dict[str, Fingerprint]:
    """Return the fingerprint of each table of an attached database, by default the one in use. Every cell of it is read."""
    query = """
        SELECT table_catalog, table_schema, table_name FROM information_schema.tables
        WHERE table_catalog = coalesce(?, current_catalog()) AND table_type = 'BASE TABLE' ORDER BY table_name
    """
    found = {}
    for of, schema, table in cursor.execute(query, [database]).fetchall():
        rows = f'"{of}"."{schema}"."{table}" AS each_row'
        ((count, total),) = cursor.execute(f"SELECT count(*), coalesce(sum(hash(each_row)::HUGEINT), 0) FROM {rows}").fetchall()  # noqa: S608 (names of our tables)
        found[table] = Fingerprint(count, int(total))
    return found


def different(one: dict[str, Fingerprint], other: dict[str, Fingerprint]) -> list[str]:
    """Return the tables that do not hold the same rows in both."""
    return sorted(table for table in one.keys() | other.keys() if one.get(table) != other.get(table))

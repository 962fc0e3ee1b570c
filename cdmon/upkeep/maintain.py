"""Looking after a lake: many small files are made few, and what nobody reads any more is taken away."""

from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.store.schema import tables_of

KEPT_FOR = "7 days"  # a snapshot that is not the newest; nobody's page reads one longer than a minute, and a backup takes an hour
IN_CATALOG = {"respondent_keys"}  # what is never written to the data's files, which others may read
STEPS = (  # each in a transaction of its own, as DuckLake asks, and done when its result is fetched
    "CALL ducklake_merge_adjacent_files('store')",
    "SELECT count(*) FROM ducklake_expire_snapshots('store', older_than => (now() - INTERVAL '{kept_for}'))",
    "SELECT count(*) FROM ducklake_cleanup_old_files('store', older_than => (now() - INTERVAL '{kept_for}'))",
)


def maintain(database: Database, kept_for: str = KEPT_FOR, with_deletions: bool = False) -> tuple[int, int]:
    """Compact a lake and take away what is older than `kept_for` (an interval); returns how many files it had before and after.

    `with_deletions` also writes each file anew of which a row was deleted, so that the row is in none of them.

    Writers wait meanwhile. Refusal for a store in a file, which needs none of it.
    """
    if not database.address.is_lake:
        raise Refusal("A store in a file needs no maintenance: each write leaves it in order.")
    with database.alone() as cursor:
        before = files(cursor)
        for table in sorted(tables_of(cursor) - IN_CATALOG):
            cursor.execute("CALL ducklake_flush_inlined_data('store', table_name => ?)", [table]).fetchall()
        if with_deletions:
            cursor.execute("CALL ducklake_rewrite_data_files('store', delete_threshold => 0)").fetchall()
        for step in STEPS:
            cursor.execute(step.format(kept_for=kept_for)).fetchall()
        if with_deletions:
            cursor.execute("SELECT count(*) FROM ducklake_cleanup_old_files('store', cleanup_all => true)").fetchall()
        return before, files(cursor)


def files(cursor: Cursor) -> int:
    """Return of how many files the tables of a lake are made."""
    ((count,),) = cursor.execute("SELECT coalesce(sum(file_count), 0)::BIGINT FROM ducklake_table_info('store')").fetchall()
    return int(count)

"""The store: opens a DuckDB file or a DuckLake, brings its schema up to date, and gives out cursors and transactions."""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

import duckdb

from cdmon.clock import now
from cdmon.refusal import Refusal
from cdmon.text import key, normal

ROOT = Path(__file__).parent.parent
SQL = Path(__file__).parent / "sql"
LAKE = "ducklake:"
# At our sizes a query is over sooner than it is shared out among threads; those of several visitors run beside one another all the same.
CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 1}
# What SQL calls by these names is the function itself: a twin of it in SQL folds case and accents otherwise, and would disagree one day.
FUNCTIONS: dict[str, Callable[[str], str]] = {"normal": normal, "name_key": key}
ATTEMPTS = 8  # of a writing transaction that another writer overtook

Cursor = duckdb.DuckDBPyConnection
T = TypeVar("T")

_open: dict[str, "Database"] = {}
_opening = Lock()


class StoreError(Refusal):
    """The store cannot be opened; the message says what to do about it."""


def default_url() -> str:
    """Return the store that `CDMON_DATABASE` names, else `data/cdmon.duckdb`."""
    return os.environ.get("CDMON_DATABASE") or str(ROOT / "data" / "cdmon.duckdb")


def open_database(url: str) -> "Database":
    """Open a store once in this process, creating or migrating it as needed; StoreError when that cannot be.

    `url` is the path of a DuckDB file, or `ducklake:CATALOG?data=FOLDER` where CATALOG is what DuckLake attaches
    (the path of a catalog file, or `postgres:…`).
    """
    key = url if url.startswith(LAKE) else str(Path(url).resolve())
    with _opening:
        if key not in _open:
            _open[key] = Database(key)
        return _open[key]


def close_all() -> None:
    """Let go of every store that this process has open, so that its file is whole and another process can open it."""
    for database in list(_open.values()):
        database.close()


def sql(name: str) -> str:
    """Return the text of a file of cdmon/sql, named without its ending."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """One open store. Take a `cursor()` for each script run or command: a shared connection mixes up its users' answers."""

    def __init__(self, url: str, migrations: Path = SQL / "migrations") -> None:
        """Connect and migrate; StoreError when the file is in use, damaged or from a newer cdmon."""
        self.url = url
        self._writing = Lock()  # writers of this process wait for one another; those of others meet at write_lock
        self._connection = _connect(url)
        for name, function in FUNCTIONS.items():
            self._connection.create_function(name, function, ["VARCHAR"], "VARCHAR")
        self._made = False
        self._version: str | None = None  # of a file, which has no other writer than this process
        try:
            with self.cursor() as cursor:
                up_to_date = schema_version(cursor) == max(versions(migrations))
            if not up_to_date:
                self.write(lambda cursor: migrate(cursor, migrations))
            if not url.startswith(LAKE):
                self._version = self.data_version()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """Give a connection of one's own to the store, closed at the end."""
        cursor = self._connection.cursor()
        try:
            if self.url.startswith(LAKE):
                cursor.execute("USE store")  # a cursor does not inherit it
            yield cursor
        finally:
            cursor.close()

    def write(self, work: Callable[[Cursor], T]) -> T:
        """Do `work` in one transaction, alone among writers, and return its result; nothing is kept when it raises.

        The transaction begins by taking `write_lock`; when a writer of another process was first, all of it is done again. StoreError
        when that happens every time.
        """
        for attempt in range(1, ATTEMPTS + 1):
            with self._writing, self.cursor() as cursor:
                cursor.execute("BEGIN")
                try:
                    self._made = self._made or _has_schema(cursor)
                    if self._made:
                        cursor.execute("UPDATE write_lock SET turn = turn + 1")
                    result = work(cursor)
                    version = _turn(cursor) if self._version else None
                    cursor.execute("COMMIT")
                    self._version = version
                    return result
                except duckdb.TransactionException as error:
                    _rollback(cursor)
                    if attempt == ATTEMPTS:
                        raise StoreError("Somebody else is writing to the store all the time. Nothing was stored; try again.") from error
                except BaseException:
                    _rollback(cursor)
                    raise
            time.sleep(random.uniform(0, 0.05 * attempt))  # noqa: S311 (jitter, not a secret)
        raise AssertionError("unreachable")

    def data_version(self) -> str:
        """Return a text that changes whenever anything was stored: the key of every cache of figures."""
        if self._version:
            return self._version
        with self.cursor() as cursor:
            return _turn(cursor)

    def close(self) -> None:
        """Let go of the store, so that another process can open it."""
        with _opening:
            _open.pop(self.url, None)
            self._connection.close()


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
    row = cursor.execute("SELECT max(version) FROM schema_versions").fetchone() if _has_schema(cursor) else None
    return int(row[0]) if row else 0


def _turn(cursor: Cursor) -> str:
    ((turn,),) = cursor.execute("SELECT turn FROM write_lock").fetchall()
    return str(turn)


def _has_schema(cursor: Cursor) -> bool:
    query = "SELECT count(*) FROM information_schema.tables WHERE table_catalog = current_catalog() AND table_name = 'schema_versions'"
    row = cursor.execute(query).fetchone()
    return row is not None and row[0] > 0


def _rollback(cursor: Cursor) -> None:
    with suppress(duckdb.Error):  # a failed commit has already ended the transaction
        cursor.execute("ROLLBACK")


def _connect(url: str) -> duckdb.DuckDBPyConnection:
    """Connect without a way out to files or the network, beyond the store itself."""
    try:
        if url.startswith(LAKE):
            return _connect_lake(url)
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(url, config=CONFIG | {"enable_external_access": False})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"Another program has the store {url} open (a running dashboard, perhaps). "
                "Close it and try again, or send the file through the dashboard's Upload page."
            ) from error
        raise StoreError(f"{url} cannot be opened as a cdmon store. Check the path, or name another store in CDMON_DATABASE.") from error
    except duckdb.Error as error:
        raise StoreError(f"{url} is not a cdmon store, or it is damaged. Name another store in CDMON_DATABASE.") from error


def _connect_lake(url: str) -> duckdb.DuckDBPyConnection:
    """Attach a DuckLake; its extensions come from the environment's wheels, never from the network."""
    from duckdb_extensions import import_extension

    catalog, _, data = url.removeprefix(LAKE).partition("?data=")
    folder = str(Path(data or "data/lake").resolve()) + "/"
    Path(folder).mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config=CONFIG | {"extension_directory": f"{sys.prefix}/duckdb"})
    for extension in ["ducklake"] + ["postgres_scanner"] * catalog.startswith("postgres:"):
        import_extension(extension, con=connection)
        connection.execute(f"LOAD {extension}")
    quoted = [text.replace("'", "''") for text in (catalog, folder)]
    connection.execute(f"ATTACH 'ducklake:{quoted[0]}' AS store (DATA_PATH '{quoted[1]}')")
    connection.execute(f"SET allowed_directories = ['{quoted[1]}']")
    connection.execute("SET enable_external_access = false")
    return connection

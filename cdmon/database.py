"""The store: opened once, its schema brought up to date, its cursors and transactions given out."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

import duckdb

from cdmon.person import AT_THE_MACHINE, Person
from cdmon.store import chain
from cdmon.store.address import Address, address_of
from cdmon.store.connecting import connect
from cdmon.store.errors import StoreError, is_overtaken, told
from cdmon.store.reader import connect_reader
from cdmon.store.schema import SQL, has_schema, migrate, refuse_foreign, schema_version, tables_of, versions
from cdmon.store.turn import Line, PostgresTurn

ROOT = Path(__file__).parent.parent
ATTEMPTS = 8  # of a writing transaction that another writer overtook

Cursor = duckdb.DuckDBPyConnection
T = TypeVar("T")

_open: dict[str, "Database"] = {}
_opening = Lock()
_asking: WeakKeyDictionary[Cursor, Person] = WeakKeyDictionary()  # for whom each cursor reads and writes


def default_url() -> str:
    """Return the store that `CDMON_DATABASE` names, else `data/cdmon.duckdb`."""
    return os.environ.get("CDMON_DATABASE") or str(ROOT / "data" / "cdmon.duckdb")


def open_database(url: str) -> "Database":
    """Open a store once in this process, creating or migrating it as needed; StoreError when that cannot be.

    `url` is the path of a DuckDB file, or `ducklake:CATALOG?data=FOLDER` where CATALOG is what DuckLake attaches
    (the path of a catalog file, or `postgres:…` without a password). `&reader=SERVICE` names the service of PostgreSQL to read as.
    """
    address = address_of(url)
    with _opening:
        if address.url not in _open:
            _open[address.url] = Database(address.url)
        return _open[address.url]


def close_all() -> None:
    """Let go of every store that this process has open, so that its file is whole and another process can open it."""
    for database in list(_open.values()):
        database.close()


def sql(name: str) -> str:
    """Return the text of a file of cdmon/sql, named without its ending."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """One open store, read by a `cursor()` and written to by `write()`. A run takes a cursor: a shared one mixes up its users' answers."""

    person = AT_THE_MACHINE  # for whom its cursors read and write

    def __init__(self, url: str, migrations: Path = SQL / "migrations") -> None:
        """Connect and migrate; StoreError when the store is in use, damaged, foreign, from a newer cdmon, or cannot be reached."""
        self.address: Address = address_of(url)
        self.url = self.address.url
        self._line = Line()  # writers of this process; those of others meet at write_lock, unless PostgreSQL lets them take turns
        self._turn = PostgresTurn(self.address) if self.address.is_on_postgres else None
        self._connection = connect(self.address)
        self._reading: Cursor | None = None  # where what is read comes by a connection of its own
        self._made = False
        self._chains: list[str] = []  # that the store has
        self._ends: chain.Ends = {}  # their last links, as acknowledged
        self._is_behind = False  # whether somebody read while it was written to, so that the .wal holds what the file does not
        self._version: str | None = None  # of a file, which has no other writer than this process
        try:
            with self.cursor() as cursor:
                refuse_foreign(cursor, self.address.name)
                up_to_date = schema_version(cursor) == max(versions(migrations))
            if not up_to_date:
                self.write(lambda cursor: migrate(cursor, migrations))
            if self.address.is_on_postgres:
                self._reading = connect_reader(self.address)
            with self.cursor() as cursor:
                self._chains = chain.there(tables_of(cursor))
                chain.refuse_broken(cursor, self.address, self._chains)
                self._ends = chain.ends(cursor, self._chains)
            if not self.address.is_lake:
                self._version = self.data_version()
        except BaseException:
            self._let_go()
            raise

    def as_asked_by(self, person: Person) -> "Database":
        """Return the same store, whose cursors read and write for somebody: `cdmon.rights` says what they may."""
        return _AskedBy(self, person)

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """Give a connection of one's own to read the store by, closed at the end; StoreError when the store fails meanwhile.

        It cannot write: a lake on PostgreSQL is attached so, any other store is read in one transaction, as it is at that moment.
        """
        try:
            with self._cursor(self._reading or self._connection) as cursor:
                if self._reading is None:
                    cursor.execute("BEGIN TRANSACTION READ ONLY")
                yield cursor
        finally:
            if self._is_behind:
                with self._cursor(self._connection) as cursor:
                    self._checkpoint(cursor)

    @contextmanager
    def _cursor(self, connection: Cursor) -> Iterator[Cursor]:
        cursor = None
        try:
            cursor = connection.cursor()
            _asking[cursor] = self.person
            if self.address.is_lake:
                cursor.execute("USE store")  # a cursor does not inherit it
            yield cursor
        except duckdb.Error as error:
            if isinstance(error, duckdb.FatalException):  # DuckDB does nothing any more with a store that failed so
                self._let_go()
            refusal = told(error, self.address.name)
            if refusal is None:
                raise
            raise refusal from None
        finally:
            if cursor is not None:
                cursor.close()

    def write(self, work: Callable[[Cursor], T], is_line: bool = False) -> T:
        """Do `work` in one transaction, alone among writers, and return its result; nothing is kept when it raises.

        Writers take turns in the order in which they came. The transaction begins by taking `write_lock`, too: when a writer of another
        process was first all the same, all of it is done again. `is_line` tells that a line of the audit log is all that is written: no
        figure can have changed, so the data version stays, and such a line has a lock of its own (`audit_log_length`). StoreError when
        others were first every time or take too long, or the store fails.
        """
        with self._alone():
            for attempt in range(1, ATTEMPTS + 1):
                with self._cursor(self._connection) as cursor:
                    try:
                        return self._in_transaction(cursor, work, is_line)
                    except BaseException as error:
                        with suppress(duckdb.Error):  # a failed commit has already ended the transaction
                            cursor.execute("ROLLBACK")
                        if not (isinstance(error, duckdb.TransactionException) and is_overtaken(error)):
                            raise
                time.sleep(random.uniform(0, 0.05 * attempt))  # noqa: S311 (jitter, not a secret)
        raise StoreError("Somebody else is writing to the store all the time. Nothing was stored; try again.")

    @contextmanager
    def alone(self) -> Iterator[Cursor]:
        """Give a cursor that writes while nobody else does, for what cannot be done in one transaction."""
        with self._alone(), self._cursor(self._connection) as cursor:
            yield cursor

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._line.turn(), self._turn.turn() if self._turn else nullcontext():
            yield

    def _in_transaction(self, cursor: Cursor, work: Callable[[Cursor], T], is_line: bool) -> T:
        cursor.execute("BEGIN")
        self._made = self._made or has_schema(cursor)
        if self._made and not is_line:
            cursor.execute("UPDATE write_lock SET turn = turn + 1")
        result = work(cursor)
        version = _turn(cursor) if self._version else None
        links = chain.ends(cursor, self._chains)
        cursor.execute("COMMIT")
        self._version = version
        self._keep(cursor, links)
        return result

    def _keep(self, cursor: Cursor, links: chain.Ends) -> None:
        """See to it, after a commit, that the file alone holds all of it, and that what was acknowledged is missed if it is ever lost."""
        if not self.address.is_on_postgres:
            self._checkpoint(cursor)
        if links != self._ends:
            chain.acknowledge(self.address, links)
            self._ends = links

    def _checkpoint(self, cursor: Cursor) -> None:
        """Write into the file itself what was committed; it is in the .wal already, and stays stored where there is no room for that.

        While somebody reads what was changed it cannot be done: then whoever has done reading does it.
        """
        self._is_behind = False
        try:
            cursor.execute(f"CHECKPOINT {'__ducklake_metadata_store' if self.address.is_lake else ''}")
        except duckdb.FatalException:
            self._let_go()
        except duckdb.TransactionException:
            self._is_behind = True
        except duckdb.Error:
            pass

    def data_version(self) -> str:
        """Return a text that changes whenever anything was stored: the key of every cache of figures."""
        if self._version:
            return self._version
        with self.cursor() as cursor:
            return _turn(cursor)

    def version_in_view(self) -> str:
        """Return the data version for a page: on a lake, where each look costs a way to the catalogue, that of a run's first look."""
        return self.data_version()

    def close(self) -> None:
        """Let go of the store, so that another process can open it."""
        with _opening:
            self._let_go()

    def _let_go(self) -> None:
        _open.pop(self.url, None)
        self._is_behind = False
        for each in (self._connection, self._reading, self._turn):
            if each is not None:
                each.close()


class _AskedBy(Database):
    """A store as somebody has it open: all of it is the store's own but the person, and what state of a lake they look at.

    Each run of a page has its own. Other hosts may write to a lake: its version is looked up once, and again after a write of this one.
    """

    __slots__ = ("_looked", "person")

    def __init__(self, store: Database, person: Person) -> None:
        self.__dict__ = store.__dict__
        self.person = person
        self._looked = ""

    def version_in_view(self) -> str:
        self._looked = (self.address.is_lake and self._looked) or self.data_version()
        return self._looked

    def write(self, work: Callable[[Cursor], T], is_line: bool = False) -> T:
        try:
            return super().write(work, is_line)
        finally:
            self._looked = ""


def person_of(cursor: Cursor) -> Person | None:
    """Return the person for whom a cursor reads and writes; None of one that no store has given out."""
    return _asking.get(cursor)


def _turn(cursor: Cursor) -> str:
    ((turn,),) = cursor.execute("SELECT turn FROM write_lock").fetchall()
    return str(turn)

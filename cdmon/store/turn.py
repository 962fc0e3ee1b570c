"""Whose turn it is to write: first come, first served, among the threads of a process and the hosts that share a PostgreSQL."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock

import duckdb

from cdmon.store.address import POSTGRES, Address
from cdmon.store.connecting import engine
from cdmon.store.errors import StoreError, told
from cdmon.store.secret import quoted

DEADLINE = 60.0  # seconds until somebody who waits to write is told that others are still at it
OF_CDMON = 0x63646D6F6E  # "cdmon" in ASCII: the advisory lock's number, which a database has to itself


class Line:
    """Those who want to write in this process. A lock of Python's own lets anybody go first, and the last may wait for ever."""

    def __init__(self) -> None:
        """Begin with nobody in it."""
        self._waiting: deque[Event] = deque()
        self._is_taken = False
        self._lock = Lock()

    @contextmanager
    def turn(self, deadline: float = DEADLINE) -> Iterator[None]:
        """Wait until all who came before are done; StoreError after `deadline` seconds."""
        mine = Event()
        with self._lock:
            if self._is_taken:
                self._waiting.append(mine)
            else:
                self._is_taken = True
                mine.set()
        if not mine.wait(deadline):
            with self._lock:
                if not mine.is_set():
                    self._waiting.remove(mine)
                    raise others_write()
        try:
            yield
        finally:
            with self._lock:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._is_taken = False


class PostgresTurn:
    """The turn among hosts: an advisory lock, which PostgreSQL grants in order and takes back from who is gone.

    It is held by a connection apart from the lake's, since it must outlast the lake's own commit.
    """

    def __init__(self, address: Address) -> None:
        """Connect at the first turn only: who reads needs none."""
        self._address = address
        self._connection: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def turn(self, deadline: float = DEADLINE) -> Iterator[None]:
        """Wait until all hosts that came before are done; StoreError after `deadline` seconds, or where the server is away."""
        try:
            self._connection = self._connection or self._connected()
            self._connection.execute("BEGIN")
            for statement in (f"SET LOCAL lock_timeout = {int(deadline * 1000)}", f"SELECT pg_advisory_xact_lock({OF_CDMON})"):
                self._connection.execute(f"CALL postgres_execute('catalog', '{statement}')")
        except duckdb.Error as error:
            self.close()
            if "due to lock timeout" in str(error):
                raise others_write() from None
            raise told(error, self._address.name) or error from None
        try:
            yield
        finally:
            try:
                if self._connection is not None:
                    self._connection.execute("ROLLBACK")
            except duckdb.Error:
                self.close()

    def close(self) -> None:
        """Let go of the connection, and with it of the turn."""
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()
        self._connection = None

    def _connected(self) -> duckdb.DuckDBPyConnection:
        connection = engine([self._address])
        connection.execute(f"ATTACH '{quoted(self._address.catalog.removeprefix(POSTGRES))}' AS catalog (TYPE postgres)")
        return connection


def others_write() -> StoreError:
    """Return what somebody is told who has waited too long for a turn."""
    return StoreError("Others are still writing to the store. Nothing of this was stored; wait a minute, and try again.")

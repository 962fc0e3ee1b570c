"""Moving a store into an empty one, from a file to a lake or back: all of it, and the same."""

from contextlib import closing, suppress
from pathlib import Path

import duckdb

from cdmon.store.address import Address, address_of
from cdmon.store.chain import acknowledge, broken, ends, there
from cdmon.store.connecting import attach, engine
from cdmon.store.errors import StoreError, told
from cdmon.store.schema import OURS, tables_of
from cdmon.upkeep.fingerprints import Fingerprint, different, fingerprints


def move(source: str, target: str) -> dict[str, Fingerprint]:
    """Copy all of a store, as it is at one moment, into another that is empty or not there; return what both hold, table by table.

    StoreError, with nothing kept in the target, when the source is no store or not whole, the target is not empty, or they differ after.
    """
    old, new = address_of(source), address_of(target)
    if not old.is_lake and not Path(old.url).exists():
        raise StoreError(f"There is no store {old.name}.")
    is_new = not new.is_lake and not Path(new.url).exists()
    try:
        with closing(engine([old, new])) as connection:
            held = _move(connection, old, new)
    except BaseException as error:
        if is_new:
            for ending in ("", ".wal"):
                with suppress(FileNotFoundError):
                    Path(new.url + ending).unlink()
        if isinstance(error, duckdb.Error) and (refusal := told(error, f"{old.name} or {new.name}")) is not None:
            raise refusal from None
        raise
    return held


def _move(connection: duckdb.DuckDBPyConnection, old: Address, new: Address) -> dict[str, Fingerprint]:
    attach(connection, old, "old")
    if not tables_of(connection, "old") >= OURS:
        raise StoreError(f"{old.name} is not a cdmon store.")
    if not new.is_lake:
        Path(new.url).parent.mkdir(parents=True, exist_ok=True)
    attach(connection, new, "new")
    if tables_of(connection, "new"):
        raise StoreError(f"The store {new.name} is not empty. Move into a new one: nothing is ever written over.")
    connection.execute("BEGIN")
    connection.execute("COPY FROM DATABASE old TO new")
    held, copied = (fingerprints(connection, name) for name in ("old", "new"))
    if differing := different(held, copied):
        connection.execute("ROLLBACK")
        raise StoreError(f"The copy of {old.name} was not the same in {', '.join(differing)}, and was not kept. Try again.")
    connection.execute("COMMIT")
    connection.execute("USE new")
    if chains := there(held):
        if found := broken(connection, chains):
            raise StoreError(f"The store {old.name} is damaged: {found[0]}. Look at it with `python -m cdmon verify`.")
        acknowledge(new, ends(connection, chains))
    return held

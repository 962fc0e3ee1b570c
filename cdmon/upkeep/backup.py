"""A backup of a store, made while people work: a file that is a store itself; and putting it back."""

import time
from contextlib import closing
from pathlib import Path

import duckdb

from cdmon.clock import now, seconds_since
from cdmon.store.address import Address, address_of
from cdmon.store.chain import Ends, acknowledge, acknowledged, broken, ends, last, there
from cdmon.store.connecting import CONFIG
from cdmon.store.errors import StoreError, told
from cdmon.store.schema import Cursor, foreign, tables_of
from cdmon.upkeep.fingerprints import Fingerprint, fingerprints
from cdmon.upkeep.move import move

PATIENCE = 60.0  # seconds for a moment at which nobody writes
AT_REST = 0.2  # seconds: longer than a clock of a file system is coarse
PIECE = 1 << 20  # bytes


def backup(url: str, file: Path, patience: float = PATIENCE) -> dict[str, Fingerprint]:
    """Write a backup of a store into a new file, and return what it holds, table by table, once it was read back whole.

    A store in a file is not opened, since another program may have it open: its bytes are copied between two writes. A lake is read as
    it is at one moment. StoreError, with no file left behind, when the store or the copy is not whole, or people write all the time.
    """
    address = address_of(url)
    if file.exists():
        raise StoreError(f"There is a file {file} already. Name another: a backup never takes the place of an older one.")
    if address.is_lake:
        return move(url, str(file))
    part = file.with_name(file.name + ".part")
    try:
        before = acknowledged(address)
        copy_at_rest(address, part, patience)
        held = read_back(part, before)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return held


def copy_at_rest(address: Address, part: Path, patience: float) -> None:
    """Copy a store's file while nothing is written to it; done again when something was meanwhile."""
    store = Path(address.url)
    wal = store.with_name(store.name + ".wal")
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if not store.exists():
            raise StoreError(f"There is no store {address.name}.")
        seen = store.stat()
        if seconds_since(seen.st_mtime) > AT_REST and not (wal.exists() and wal.stat().st_size):
            copy(store, part)
            after = store.stat()
            if (after.st_mtime_ns, after.st_size, after.st_ino) == (seen.st_mtime_ns, seen.st_size, seen.st_ino) and not wal.exists():
                return
        time.sleep(AT_REST)
    raise StoreError(
        f"Somebody wrote to the store {address.name} all the time, or a program that used it broke off. No backup was made. Try again; "
        "if that does not help, open the store once (`python -m cdmon verify`) and then make the backup."
    )


def copy(source: Path, target: Path) -> None:
    """Copy a file, and wait until the disk has it."""
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(PIECE):
            new.write(piece)
        new.flush()


def read_back(file: Path, noted: Ends | None = None) -> dict[str, Fingerprint]:
    """Read every cell of a backup and return what it holds; StoreError where it is no store, is not whole, or lacks a link of `noted`."""
    try:
        with closing(duckdb.connect(str(file), read_only=True, config=CONFIG)) as connection:
            tables = tables_of(connection)
            if "schema_versions" not in tables:
                raise foreign(str(file))
            refuse_unfit(connection, file, noted or {}, there(tables))
            return fingerprints(connection)
    except duckdb.Error as error:
        refusal = told(error, str(file))
        if refusal is None:
            raise
        raise refusal from None


def refuse_unfit(cursor: Cursor, file: Path, noted: Ends, chains: list[str]) -> None:
    """Refuse a backup, by StoreError, in which something is missing that was stored before it was made."""
    if broken(cursor, chains) or any(noted[chain].place > last(cursor, chain).place for chain in chains if chain in noted):
        raise StoreError(
            f"The backup {file} is not whole: something that was stored is missing from it. Look at the store with "
            "`python -m cdmon verify`."
        )


def restore(file: Path, url: str) -> tuple[dict[str, Fingerprint], Path | None]:
    """Put a backup in the place of a store; return what it holds, and where the store that was there is kept (None: there was none).

    A lake is restored into an empty one. StoreError, with everything left as it was, when the backup is not whole, another program has
    the store open, or the lake is not empty.
    """
    address = address_of(url)
    if not file.exists():
        raise StoreError(f"There is no file {file}.")
    if address.is_lake:
        return move(str(file), url), None
    held = read_back(file)
    store = Path(address.url)
    refuse_in_use(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_name(store.name + ".part")
    copy(file, part)
    kept = put_aside(store)
    part.replace(store)
    note_anew(address, store)
    return held, kept


def refuse_in_use(store: Path) -> None:
    """Refuse, by StoreError, to replace a store that another program has open; one that is damaged may be replaced."""
    if not store.exists():
        return
    try:
        duckdb.connect(str(store), config=CONFIG).close()
    except duckdb.Error as error:
        refusal = told(error, str(store))
        if refusal is not None and "Another program" in str(refusal):
            raise refusal from None


def put_aside(store: Path) -> Path | None:
    """Give a store and what belongs to it other names, by the time, and return the store's; None where there is none."""
    kept = store.with_name(f"{store.name}.before-{now():%Y-%m-%dT%H%M%S}")
    for ending in (".wal", ".acknowledged"):
        if (beside := store.with_name(store.name + ending)).exists():
            beside.replace(kept.with_name(kept.name + ending))
    return store.replace(kept) if store.exists() else None


def note_anew(address: Address, store: Path) -> None:
    """Note what the store that was put in place acknowledges."""
    with closing(duckdb.connect(str(store), read_only=True, config=CONFIG)) as connection:
        acknowledge(address, ends(connection, there(tables_of(connection))))

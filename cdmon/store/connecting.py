"""Connecting to a store: a DuckDB file, or a DuckLake with its catalog in a file or in PostgreSQL."""

from collections.abc import Callable, Iterable
from importlib.resources import files
from inspect import signature
from pathlib import Path
from typing import Any

import duckdb

from cdmon.store.address import Address
from cdmon.store.errors import StoreError, told
from cdmon.store.pseudonym import new_key, pseudonym
from cdmon.store.schema import foreign, tables_of
from cdmon.store.secret import give_secret, quoted
from cdmon.text import folded, key, normal

# At our sizes a query is over sooner than it is shared out among threads; those of several visitors run beside one another all the same.
CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 1}
# What SQL calls by these names is the function itself: a twin of it in SQL folds case and accents otherwise, and would disagree one day.
FUNCTIONS: dict[str, Callable[..., str]] = {
    "normal": normal,
    "name_key": key,
    "folded": folded,
    "pseudonym": pseudonym,
    "new_key": new_key,
}


def connect(address: Address, to_read: bool = False) -> duckdb.DuckDBPyConnection:
    """Connect without a way out to files or the network, beyond the store itself; StoreError when that cannot be.

    `to_read` connects to a lake as its reader, and cannot write.
    """
    try:
        connection = _lake(address, to_read) if address.is_lake else _file(address)
    except duckdb.Error as error:
        refusal = told(error, (to_read and address.reader) or address.name)
        if refusal is None:
            raise
        raise refusal from None
    for name, function in FUNCTIONS.items():
        takes: list[Any] = ["VARCHAR"] * len(signature(function).parameters)
        connection.create_function(name, function, takes, "VARCHAR", side_effects=not takes)
    connection.execute("SET lock_configuration = true")
    return connection


def _file(address: Address) -> duckdb.DuckDBPyConnection:
    Path(address.url).parent.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(address.url, config=CONFIG | {"enable_external_access": False})


def _lake(address: Address, to_read: bool) -> duckdb.DuckDBPyConnection:
    connection = engine([address])
    try:
        attach(connection, address, "store", to_read)
        connection.execute(f"SET allowed_directories = ['{quoted(address.data)}']")
        connection.execute("SET enable_external_access = false")
    except BaseException:
        connection.close()
        raise
    return connection


def engine(addresses: Iterable[Address]) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that can attach stores of these addresses, with extensions from the environment's wheels, never from the network.

    They are loaded where pip laid them: DuckDB's own folder of them would have to be written to, which a service may not.
    """
    connection = duckdb.connect(config=CONFIG)
    needed = {
        "ducklake": any(address.is_lake for address in addresses),
        "postgres_scanner": any(address.is_on_postgres for address in addresses),
        "httpfs": any(address.is_on_s3 for address in addresses),
    }
    connection.execute("SET enable_progress_bar = false")  # it would draw one on the command line while it waits for a turn
    try:
        for extension in [name for name, is_needed in needed.items() if is_needed]:
            wheel = files(f"duckdb_extension_{extension}")
            file = wheel / "extensions" / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
            connection.execute(f"LOAD '{quoted(str(file))}'")
    except (ImportError, duckdb.IOException):
        connection.close()
        raise StoreError("A lake needs DuckDB's extensions beside it: install them by pip install -r requirements-scale.txt.") from None
    if needed["postgres_scanner"]:
        # A pool that lets threads wait for a connection has them wait for one another: four of a lake's readers at once, and none goes on.
        connection.execute("SET pg_pool_acquire_mode = 'force'")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, address: Address, name: str, to_read: bool = False) -> None:
    """Attach a store by a name, a lake as its reader where it is `to_read`; StoreError when a lake's catalog holds something else."""
    if not address.is_lake:
        connection.execute(f"ATTACH '{quoted(address.url)}' AS {name}")
        return
    if address.is_on_s3:
        give_secret(connection, address.data, to_read)
    else:
        Path(address.data).mkdir(parents=True, exist_ok=True)
    if not to_read:
        _refuse_foreign_catalog(connection, address)
    catalog, mode = (address.catalog_to_read, ", READ_ONLY") if to_read else (address.catalog, "")
    connection.execute(f"ATTACH 'ducklake:{quoted(catalog)}' AS {name} (DATA_PATH '{quoted(address.data)}'{mode})")


def _refuse_foreign_catalog(connection: duckdb.DuckDBPyConnection, address: Address) -> None:
    """Refuse, by StoreError, a catalog that holds something else than a lake: DuckLake would make its own tables beside it."""
    if not address.is_on_postgres and not Path(address.catalog).exists():
        return
    connection.execute(f"ATTACH '{quoted(address.catalog)}' AS before (READ_ONLY)")
    tables = tables_of(connection, "before")
    connection.execute("DETACH before")
    if tables and "ducklake_metadata" not in tables:
        raise foreign(address.name)

"""Connecting to a store: a DuckDB file, or a DuckLake with its catalog in a file or in PostgreSQL."""

import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from cdmon.store.address import Address
from cdmon.store.errors import told
from cdmon.store.schema import foreign, tables_of
from cdmon.text import key, normal

# At our sizes a query is over sooner than it is shared out among threads; those of several visitors run beside one another all the same.
CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 1}
# What SQL calls by these names is the function itself: a twin of it in SQL folds case and accents otherwise, and would disagree one day.
FUNCTIONS: dict[str, Callable[[str], str]] = {"normal": normal, "name_key": key}


def connect(address: Address) -> duckdb.DuckDBPyConnection:
    """Connect without a way out to files or the network, beyond the store itself; StoreError when that cannot be."""
    try:
        connection = _lake(address) if address.is_lake else _file(address)
    except duckdb.Error as error:
        refusal = told(error, address.name)
        if refusal is None:
            raise
        raise refusal from None
    for name, function in FUNCTIONS.items():
        connection.create_function(name, function, ["VARCHAR"], "VARCHAR")
    return connection


def _file(address: Address) -> duckdb.DuckDBPyConnection:
    Path(address.url).parent.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(address.url, config=CONFIG | {"enable_external_access": False})


def _lake(address: Address) -> duckdb.DuckDBPyConnection:
    """Attach a DuckLake; its extensions come from the environment's wheels, never from the network."""
    from duckdb_extensions import import_extension

    Path(address.data).mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config=CONFIG | {"extension_directory": f"{sys.prefix}/duckdb"})
    try:
        for extension in ["ducklake"] + ["postgres_scanner"] * address.is_on_postgres:
            import_extension(extension, con=connection)
            connection.execute(f"LOAD {extension}")
        _refuse_foreign_catalog(connection, address)
        catalog, folder = quoted(address.catalog), quoted(address.data)
        connection.execute(f"ATTACH 'ducklake:{catalog}' AS store (DATA_PATH '{folder}')")
        connection.execute(f"SET allowed_directories = ['{folder}']")
        connection.execute("SET enable_external_access = false")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_foreign_catalog(connection: duckdb.DuckDBPyConnection, address: Address) -> None:
    """Refuse, by StoreError, a catalog that holds something else than a lake: DuckLake would make its own tables beside it."""
    if not address.is_on_postgres and not Path(address.catalog).exists():
        return
    connection.execute(f"ATTACH '{quoted(address.catalog)}' AS before (READ_ONLY)")
    tables = tables_of(connection, "before")
    connection.execute("DETACH before")
    if tables and "ducklake_metadata" not in tables:
        raise foreign(address.name)


def quoted(text: str) -> str:
    """Return a text as it stands between single quotes in SQL."""
    return text.replace("'", "''")

"""Seeing to it that what was taken out of a store is in none of its bytes: a database keeps what it freed until it needs the room."""

from contextlib import closing
from pathlib import Path

import duckdb

from cdmon.database import Database
from cdmon.store.address import Address
from cdmon.store.connecting import CONFIG
from cdmon.store.secret import quoted
from cdmon.upkeep.maintain import maintain
from cdmon.upkeep.move import move


def scrub(database: Database) -> None:
    """Write a store anew without what was taken out, and close it; it needs room for a second one meanwhile.

    Of a lake the files that hold it are replaced, and a catalog that is a file is written anew; on PostgreSQL VACUUM does that.
    The least and the greatest value that a column ever had may stay in the catalog: a lake that is moved into a new one lacks these, too.
    """
    address = database.address
    if address.is_lake:
        maintain(database, "0 days", with_deletions=True)
    database.close()
    if not address.is_lake:
        anew = beside(Path(address.url))
        move(address.url, str(anew))
        anew.with_name(anew.name + ".acknowledged").unlink(missing_ok=True)  # what the store acknowledges has not changed
        anew.replace(address.url)
    elif not address.is_on_postgres:
        rewrite_catalog(address)


def rewrite_catalog(address: Address) -> None:
    """Write the file of a lake's catalog anew."""
    anew = beside(Path(address.catalog))
    with closing(duckdb.connect(config=CONFIG)) as connection:
        connection.execute(f"ATTACH '{quoted(address.catalog)}' AS old")
        connection.execute(f"ATTACH '{quoted(str(anew))}' AS new")
        connection.execute("COPY FROM DATABASE old TO new")
    anew.replace(address.catalog)


def beside(file: Path) -> Path:
    """Return where a file is written anew, with nothing there of a time before that broke off."""
    anew = file.with_name(file.name + ".anew")
    for ending in ("", ".wal"):
        anew.with_name(anew.name + ending).unlink(missing_ok=True)
    return anew

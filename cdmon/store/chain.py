"""The chain of the files that were sent: each is bound to the one before by its hash and counted, so that a missing one is noticed.

A file of a store that loses its end (its .wal, say) is whole again, as it was some files ago. So the last link that was acknowledged is
noted beside it, too, and looked for when it is opened.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cdmon.store.address import Address
from cdmon.store.errors import StoreError
from cdmon.store.schema import SQL, Cursor


class Link(NamedTuple):
    """The last link of a chain: how many files had been kept by then, and its hash."""

    place: int
    link: str


def bind(cursor: Cursor, submission_id: str) -> None:
    """Bind a submission with its returns, which are stored already, to the chain. It is done inside the transaction that stores them."""
    before = last(cursor)
    query = """
        INSERT INTO submission_chain
        SELECT $place AS place, submission_id, count(return_id) AS returns,
            sha256(concat_ws('|', $before, $place, submission_id, any_value(sha256), count(return_id))) AS link
        FROM submissions LEFT JOIN returns USING (submission_id) WHERE submission_id = $id GROUP BY submission_id
    """
    cursor.execute(query, {"before": before.link, "place": before.place + 1, "id": submission_id})


def last(cursor: Cursor) -> Link:
    """Return the last link of the chain; (0, "") before the first."""
    row = cursor.execute("SELECT place, link FROM submission_chain ORDER BY place DESC LIMIT 1").fetchone()
    return Link(*row) if row else Link(0, "")


def broken(cursor: Cursor) -> list[int]:
    """Return the places at which the chain does not follow from the files and returns that are kept."""
    return [place for (place,) in cursor.execute((SQL / "chain_broken.sql").read_text(encoding="utf-8")).fetchall()]


def refuse_broken(cursor: Cursor, address: Address) -> None:
    """Refuse a store, by StoreError, in which a file is missing that was acknowledged."""
    if places := broken(cursor):
        raise StoreError(
            f"The store {address.name} is damaged: of the files that were sent, number {places[0]} or a return in it is missing or is "
            "another. Close every program that uses it, keep it, and put your last backup in its place."
        )
    noted = acknowledged(address)
    if noted is None:
        return
    query = "SELECT count(*) FROM submission_chain WHERE place = ? AND link = ?"
    if noted.place and cursor.execute(query, list(noted)).fetchall() == [(0,)]:
        raise StoreError(
            f"Files are missing from the store {address.name}: {noted.place} had been stored and acknowledged, and it holds "
            f"{last(cursor).place}, or others. If there is a file of its name that ends in .wal, put it back beside it; else put your last "
            f"backup in its place. To go on with what there is, delete {note_of(address)}."
        )


def note_of(address: Address) -> Path | None:
    """Return the file beside a store that notes the last link; None of PostgreSQL, which sees to it that nothing acknowledged is lost."""
    return None if address.is_on_postgres else Path((address.catalog or address.url) + ".acknowledged")


def acknowledged(address: Address) -> Link | None:
    """Return the last link that was acknowledged; None where none is noted."""
    note = note_of(address)
    if note is None or not note.exists():
        return None
    place, _, link = note.read_text(encoding="ascii", errors="replace").partition(" ")
    return Link(int(place), link.strip()) if place.isdigit() else None


def acknowledge(address: Address, link: Link) -> None:
    """Note the last link, whole or not at all. A note that cannot be written leaves the one before, which stays true."""
    note = note_of(address)
    if note is None:
        return
    with suppress(OSError):
        new = note.with_name(note.name + ".new")
        with new.open("w", encoding="ascii") as file:
            file.write(f"{link.place} {link.link}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(note)

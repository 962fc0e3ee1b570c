"""The chains of a store: of the files that were sent, and of the lines of the audit log. Each link is bound to the one before by its hash.

A link that is missing from the middle, or is another, is noticed as those after it do not follow. A file of a store that loses its end
(its .wal, say) is whole again, as it was some time ago: so the last links that were acknowledged are noted beside it, too, and looked for
when it is opened.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cdmon.store.address import Address
from cdmon.store.errors import StoreError
from cdmon.store.schema import SQL, Cursor

FILES, LINES = "submission_chain", "audit_log"  # the tables whose rows are links
BROKEN = {  # what is said where a chain does not follow; cdmon/sql/…_broken.sql finds it
    FILES: "of the files that were sent, number {place} or a return in it is missing or is another",
    LINES: "of the lines of the audit log, number {place} is missing or is another",
}
ON_OPENING = 1_000  # lines of the audit log, which grows for ever, are worked through then; all of them by `verify`
MISSING = {FILES: "Files", LINES: "Lines of the audit log"}


class Link(NamedTuple):
    """The last link of a chain: how many there are by then, and its hash."""

    place: int
    link: str


Ends = dict[str, Link]  # the last link of each chain that a store has


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


def last(cursor: Cursor, chain: str = FILES) -> Link:
    """Return the last link of a chain; (0, "") before the first."""
    row = cursor.execute(f"SELECT place, link FROM {chain} ORDER BY place DESC LIMIT 1").fetchone()  # noqa: S608 (one of two)
    return Link(*row) if row else Link(0, "")


def there(tables: Collection[str]) -> list[str]:
    """Return the chains that a store with these tables has: one of an older version has none, or the first alone."""
    return [chain for chain in BROKEN if chain in tables]


def ends(cursor: Cursor, chains: Collection[str]) -> Ends:
    """Return the last link of each of these chains."""
    return {chain: last(cursor, chain) for chain in chains}


def broken(cursor: Cursor, chains: Collection[str], newest: int | None = None) -> list[str]:
    """Return, in words, each place at which one of these chains does not follow from what is kept.

    Of the lines of the audit log so many of the `newest` are worked through, and all for None; that none is missing is seen of all.
    """
    return [
        BROKEN[chain].format(place=place)
        for chain in chains
        for (place,) in cursor.execute(
            (SQL / f"{chain}_broken.sql").read_text(encoding="utf-8"), {"newest": newest} if chain == LINES else {}
        ).fetchall()
    ]


def refuse_broken(cursor: Cursor, address: Address, chains: Collection[str]) -> None:
    """Refuse a store, by StoreError, in which something is missing that was acknowledged."""
    if found := broken(cursor, chains, ON_OPENING):
        raise StoreError(
            f"The store {address.name} is damaged: {found[0]}. Close every program that uses it, keep it, and put your last backup in its "
            "place."
        )
    for chain, noted in acknowledged(address).items():
        query = f"SELECT count(*) FROM {chain} WHERE place = ? AND link = ?"  # noqa: S608 (one of two)
        if noted.place and chain in chains and cursor.execute(query, list(noted)).fetchall() == [(0,)]:
            raise StoreError(
                f"{MISSING[chain]} are missing from the store {address.name}: {noted.place} had been stored and acknowledged, and it "
                f"holds {last(cursor, chain).place}, or others. If there is a file of its name that ends in .wal, put it back beside it; "
                f"else put your last backup in its place. To go on with what there is, delete {note_of(address)}."
            )


def note_of(address: Address) -> Path | None:
    """Return the file beside a store that notes the last links; None of PostgreSQL, which sees to it that nothing acknowledged is lost."""
    return None if address.is_on_postgres else Path((address.catalog or address.url) + ".acknowledged")


def acknowledged(address: Address) -> Ends:
    """Return the last link of each chain that was acknowledged, where it is noted: a line each, place and hash, in the order of BROKEN."""
    note = note_of(address)
    if note is None or not note.exists():
        return {}
    lines = [line.partition(" ") for line in note.read_text(encoding="ascii", errors="replace").splitlines()]
    return {chain: Link(int(place), link.strip()) for chain, (place, _, link) in zip(BROKEN, lines, strict=False) if place.isdigit()}


def acknowledge(address: Address, links: Ends) -> None:
    """Note the last links, whole or not at all. A note that cannot be written leaves the one before, which stays true."""
    note = note_of(address)
    if note is None:
        return
    with suppress(OSError):
        new = note.with_name(note.name + ".new")
        with new.open("w", encoding="ascii") as file:
            file.writelines(f"{links[chain].place} {links[chain].link}\n" for chain in BROKEN if chain in links)
            file.flush()
            os.fsync(file.fileno())
        new.replace(note)

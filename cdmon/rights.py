"""Who may do what: asked by the functions that read and write, of the person for whom a cursor does so, inside the transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from weakref import WeakKeyDictionary

from cdmon.clock import now
from cdmon.database import Cursor, Database, person_of, sql
from cdmon.definitions import load
from cdmon.parts.rights import Right
from cdmon.person import Person
from cdmon.refusal import Refusal

_asked: WeakKeyDictionary[Cursor, list[tuple[str, ...]]] = WeakKeyDictionary()  # what was asked of a cursor's person


class NotAllowed(Refusal):
    """The person may not do this; the message says whom to ask."""


class SignedOut(NotAllowed):
    """The sign-in of the person does not hold any more."""


def allow(cursor: Cursor, action: str, *neighbourhoods: str) -> None:
    """Let the person for whom a cursor reads or writes do something (a code of `data/definitions/rights.yaml`), or raise NotAllowed.

    `neighbourhoods` are those that it concerns, "" for the programme as a whole; where none is given it is asked whether they may do it
    anywhere. Of somebody on the programme's list of people, the list is read now: what has changed there since they signed in counts.
    """
    _asked.setdefault(cursor, []).append((action, *neighbourhoods))
    refuse_without_right(current(cursor), action, neighbourhoods)


def allow_in(database: Database, action: str, *neighbourhoods: str) -> None:
    """Let the person for whom a store is open do something, as `allow` does; of somebody who is on no list nothing is read for that."""
    if database.person.address:
        with database.cursor() as cursor:
            allow(cursor, action, *neighbourhoods)
    else:
        refuse_without_right(database.person, action, neighbourhoods)


def refuse_without_right(person: Person, action: str, neighbourhoods: Sequence[str]) -> None:
    """Refuse (NotAllowed) somebody whose role has not the right to do something, or not for all of these neighbourhoods."""
    right = load().rights[action]
    scope = right.may.get(person.role)
    if scope is None:
        raise NotAllowed(f"{sentence(load().roles[person.role].named)} may not {right.does}. Ask {whom(right)}.")
    others = [each for each in dict.fromkeys(neighbourhoods) if scope == "own" and not person.has_as_own(each)]
    if others:
        where = joined([code or "the whole programme" for code in others], "and")
        own = joined(person.neighbourhoods, "and") or "no neighbourhood"
        raise NotAllowed(f"You may {right.does} of {own} only; this is about {where}. Ask {whom(right)}.")


def asked_of(cursor: Cursor) -> list[tuple[str, ...]]:
    """Return what `allow` was asked of a cursor's person so far: what is kept for others who ask must be asked of each of them again."""
    return list(dict.fromkeys(_asked.get(cursor, [])))


def current(cursor: Cursor) -> Person:
    """Return the person for whom a cursor reads and writes, as the list of people has them now; NotAllowed when it has them no more."""
    person = person_of(cursor)
    if person is None:
        raise NotAllowed("Nobody is known to ask for this. Sign in first.")
    if not person.address:
        return person
    found = cursor.execute(sql("tables/person"), {"address": person.address}).fetchone()
    if found is None or found[1] not in load().roles:
        raise NotAllowed("You are not on this programme's list of people. Ask an administrator of it.")
    if person.signed_in is not None and not holds(person.signed_in, found[3]):
        raise SignedOut("You are signed out, or it is too long ago that you signed in. Sign in again.")
    return replace(person, name=found[0], role=found[1], neighbourhoods=tuple(found[2].split()))


def holds(signed_in: tuple[datetime, datetime], signed_out_at: datetime | None) -> bool:
    """Tell whether a sign-in still holds, of somebody who signed out last at a moment (UTC) or never."""
    began, ends = signed_in
    return now() < ends and (signed_out_at is None or signed_out_at <= began)


def person_at(database: Database, address: str, began: datetime | None = None, ends: datetime | None = None) -> Person:
    """Return the person who signs in by an address, as the list of people has them now; NotAllowed when it does not.

    Of a sign-in that `began` and `ends` (UTC), SignedOut where it does not hold any more.
    """
    signed_in = (began, ends) if began and ends else None
    with database.as_asked_by(Person("", "", (), address.strip().lower(), signed_in)).cursor() as cursor:
        return current(cursor)


def is_allowed(database: Database, action: str, *neighbourhoods: str) -> bool:
    """Tell whether the person whom a store is open for may do something; what does it asks again."""
    try:
        allow_in(database, action, *neighbourhoods)
    except NotAllowed:
        return False
    return True


def whom(right: Right) -> str:
    """Say who may do something, so that somebody who may not can ask them."""
    return joined([role.named for code, role in load().roles.items() if code in right.may], "or")


def joined(texts: Sequence[str], word: str) -> str:
    """Return texts as a list within a sentence."""
    return f" {word} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def sentence(text: str) -> str:
    """Return a text as a sentence begins."""
    return text[:1].upper() + text[1:]

"""Deciding who may do what: each decision about a person is kept with who took it, when and why, and none is taken out again."""

import re
from collections.abc import Sequence
from datetime import datetime

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.person import EVERYWHERE
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known
from cdmon.tables.people import listed_people

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
KEEPER = "administrator"  # of whom there is always one, so that rights can still be changed


class PersonRefused(Refusal):
    """What was to become of a person on the list cannot be; the message says why."""


def keep_person(
    database: Database,
    address: str,
    name: str,
    role: str,
    neighbourhoods: Sequence[str],
    by: str,
    reason: str,
    moment: datetime | None = None,
    act_id: str | None = None,
) -> None:
    """Put somebody on the list of people, or give them another name, role or neighbourhoods than they had.

    `address` is the e-mail address by which they sign in, `role` a code of `data/definitions/roles.yaml`, `neighbourhoods` their own by
    code, ["*"] for all. `by` is who decides, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that
    id is there; NotAllowed; PersonRefused for what is missing or unknown, a name that somebody else has, or the last
    administrator.
    """
    own, named = address.strip().lower(), " ".join(name.split())
    if not ADDRESS.fullmatch(own):
        raise PersonRefused(f"“{address}” is no e-mail address. Give the one by which they sign in.")
    if not named:
        raise PersonRefused("Give the name that what they do will bear.")
    if role not in load().roles:
        raise PersonRefused(f"There is no role “{role}”; choose one of: {', '.join(load().roles)}.")
    _keep(database, own, named, role, list(dict.fromkeys(neighbourhoods)), by, reason, moment, act_id)


def end_person(database: Database, address: str, by: str, reason: str, moment: datetime | None = None, act_id: str | None = None) -> None:
    """Take somebody off the list of people, so that they may do nothing any more; what they did stays under their name.

    Refusals are those of `keep_person`, and one for who is not on the list.
    """
    _keep(database, address.strip().lower(), "", "", [], by, reason, moment, act_id)


def _keep(
    database: Database,
    address: str,
    name: str,
    role: str,
    places: list[str],
    by: str,
    reason: str,
    moment: datetime | None,
    act_id: str | None,
) -> None:
    if not reason.strip():
        raise PersonRefused("Say why, in a few words: it stays on record.")

    def keep(cursor: Cursor) -> None:
        allow(cursor, "people")
        own = own_id(cursor, act_id)
        listed = {row["address"]: row for row in listed_people(cursor).to_dict("records")}
        before = listed.get(address, {"name": "", "role": "", "step": 0})
        if not role and not before["role"]:
            raise PersonRefused(f"“{address}” is not on the list.")
        others = [row for each, row in listed.items() if each != address and row["role"]]
        if role and name.casefold() in {row["name"].casefold() for row in others}:
            raise PersonRefused(f"Somebody else on the list is called “{name}”. Give a name that tells them apart: acts bear it.")
        if before["role"] == KEEPER != role and not any(row["role"] == KEEPER for row in others):
            raise PersonRefused("This is the last administrator of the list. Make somebody else one first.")
        unknown = [place for place in places if place not in (EVERYWHERE, *Known(cursor).neighbourhoods["code"])]
        if unknown:
            raise PersonRefused(f"There is no neighbourhood {', '.join(unknown)} in this programme.")
        row = [
            own,
            address,
            before["step"] + 1,
            name or before["name"],
            role,
            " ".join(sorted(places)),
            moment or now(),
            by,
            reason.strip(),
        ]
        cursor.execute("INSERT INTO listed_people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "person" if role else "person ended", by, own)

    database.write(keep)

"""Who may do what: the programme's own list of people, with those who have been taken off it."""

import pandas as pd

from cdmon.clock import now
from cdmon.database import Cursor, sql
from cdmon.definitions import load
from cdmon.person import EVERYWHERE
from cdmon.rights import allow
from cdmon.wording import moment, read


def people(cursor: Cursor) -> pd.DataFrame:
    """Return one row for each address that is or was on the list, by name, those who were taken off last; NotAllowed.

    Columns: address, name, role ("" of who was taken off), neighbourhoods (their own, with blanks between them), since (UTC, when it became
    so), done_by, reason, and step (how often something was decided about it).
    """
    allow(cursor, "trail")
    return listed_people(cursor)


def listed_people(cursor: Cursor) -> pd.DataFrame:
    """Return what `people` does, whoever asks."""
    return cursor.execute(sql("tables/people"), {"moment": now()}).df()


def read_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the people as they are read: Name, Address, Role, Neighbourhoods, Since, By, Why."""
    roles = load().roles
    return read(
        frame,
        {
            "Name": lambda row: row["name"],
            "Address": lambda row: row["address"],
            "Role": lambda row: roles[row["role"]].title if row["role"] in roles else "no longer on the list",
            "Neighbourhoods": lambda row: read_places(row["neighbourhoods"]),
            "Since": lambda row: moment(row["since"]),
            "By": lambda row: row["done_by"],
            "Why": lambda row: row["reason"],
        },
    )


def read_places(own: str) -> str:
    """Return somebody's own neighbourhoods as they are read."""
    return "all of them" if own == EVERYWHERE else ", ".join(own.split())

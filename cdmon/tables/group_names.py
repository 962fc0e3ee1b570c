"""The names that stand for one group, as people have decided."""

from datetime import date, datetime, timedelta

import pandas as pd

from cdmon.database import Cursor, now
from cdmon.tables.known import Known
from cdmon.wording import moment, read

Decided = dict[tuple[str, str], str]  # (neighbourhood, key of a name) → the name it stands for, "" for its own


def key(name: str) -> str:
    """Return a name as decisions know it: capitals and runs of spaces make no difference, anything else does."""
    return " ".join(name.casefold().split())


def decided(cursor: Cursor, up_to: datetime | None = None) -> Decided:
    """Return what was decided about names up to a moment (UTC; now if not given), the last decision of each."""
    query = """
        SELECT neighbourhood, name, arg_max(same_as, decided_at)
        FROM group_names
        WHERE decided_at <= ?
        GROUP BY neighbourhood, name
        ORDER BY max(decided_at)
    """
    found = cursor.execute(query, [up_to or now() + timedelta(seconds=1)]).fetchall()
    return {(place, key(name)): same_as for place, name, same_as in found}


def own_name(names: Decided, neighbourhood: str, name: str) -> str:
    """Return the name of the group that a name stands for: itself, where nobody decided otherwise."""
    seen = {key(name)}
    while (other := names.get((neighbourhood, key(name)), "")) and key(other) not in seen:
        name = other
        seen.add(key(other))
    return name


def name_decisions(cursor: Cursor, neighbourhood: str | None = None, as_at: date | None = None) -> pd.DataFrame:
    """Return every decision about a name, newest first; the first of each name counts.

    Columns: neighbourhood, name, same_as (the group the name stands for, "" for its own), decided_at (UTC), decided_by.
    """
    known = Known(cursor, as_at)
    return known.read("name_decisions", neighbourhood=neighbourhood, moment=known.moment)


def read_name_decisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return decisions about names as people read them: Name, Neighbourhood, Stands for, When, Who."""
    return read(
        frame,
        {
            "Name": lambda row: row["name"],
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Stands for": lambda row: row["same_as"] or "a group of its own",
            "When": lambda row: moment(row["decided_at"]),
            "Who": lambda row: row["decided_by"],
        },
    )

"""The names that stand for one group, as people have decided."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import pandas as pd
from rapidfuzz import fuzz

from cdmon.clock import now
from cdmon.database import Cursor
from cdmon.tables.known import Known
from cdmon.tables.listing import Listing
from cdmon.text import key, normal, without_accents
from cdmon.wording import moment, read

ALIKE = 85  # of 100: the least score of two names that are asked about
DECIDED = Listing("named", "decision", "decisions", texts=["name", "same_as", "decided_by", "reason"], dates=["decided_at"])

Decided = dict[tuple[str, str], str]  # (neighbourhood, key of a name) → the name it stands for, "" for its own


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


def name_decisions(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return every decision about a name, newest first; the first of each name counts.

    Columns: act_id, neighbourhood, name, same_as (the group the name stands for, "" for its own), decided_at (UTC), decided_by, reason
    ("" for none given).
    """
    return known.read("name_decisions", neighbourhood=neighbourhood, moment=known.moment)


def read_name_decisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return decisions about names as people read them: Name, Neighbourhood, Stands for, When, Who, Why."""
    return read(
        frame,
        {
            "Name": lambda row: row["name"],
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Stands for": lambda row: row["same_as"] or "a group of its own",
            "When": lambda row: moment(row["decided_at"]),
            "Who": lambda row: row["decided_by"],
            "Why": lambda row: row["reason"] or "no reason given",
        },
    )


def most_like(name: str, others: Iterable[str]) -> tuple[str, float]:
    """Return the name that is most like another, with the score of 0 to 100; ("", 0) where none is.

    Names whose numbers differ are never alike: Scouts 1 is not Scouts 2.
    """
    return max(((other, likeness(name, other)) for other in sorted(others)), key=lambda pair: pair[1], default=("", 0.0))


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100: letter by letter, or word by word in any order, whichever is more."""
    if numbers_in(one) != numbers_in(other):
        return 0.0
    texts = [normal(without_accents(text)) for text in (one, other)]
    return max(fuzz.ratio(*texts), fuzz.token_sort_ratio(*(" ".join(words_of(text)) for text in (one, other))))


def numbers_in(name: str) -> tuple[str, ...]:
    """Return the numbers in a name."""
    return tuple(re.findall(r"\d+", name))


def words_of(name: str, left_out: Collection[str] = ()) -> list[str]:
    """Return the words of a name as they are compared, but for "the" and "and" and those left out."""
    words = (normal(word) for word in re.split(r"[\s\-/&]+", without_accents(name)))
    return [word for word in words if word and word not in {"the", "and", *left_out}]


def names_in_use(cursor: Cursor, neighbourhood: str) -> list[str]:
    """Return every name of a group in the registers of a neighbourhood and in its newest sector survey wave.

    Those of returns that wait for a decision are among them, beside those of the versions that count until then.
    """
    both = [Known(cursor), Known(cursor, provisional=True)]
    lines = [known.read(query, neighbourhood=neighbourhood) for known in both for query in ("groups", "surveyed")]
    return sorted({str(name) for frame in lines for name in frame["name"]})

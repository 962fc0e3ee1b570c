"""What a change in the number of groups is made of: those that began, those that ended, and those that were only found."""

from collections.abc import Iterable
from typing import NamedTuple

from cdmon.database import sql
from cdmon.tables.group_names import decided, own_name
from cdmon.tables.known import Known
from cdmon.tables.span import ALWAYS, Span
from cdmon.text import key


class Openings(NamedTuple):
    """How many groups came since the first register, how many went, and how many had been there before and became known."""

    opened: int
    closed: int
    found: int

    @property
    def change(self) -> int:
        """What they make together."""
        return self.opened - self.closed + self.found


def openings(known: Known, neighbourhood: str | None, members: str, span: Span = ALWAYS) -> dict[str | None, Openings]:
    """Return what came and went on the registers of a neighbourhood or, for None, of each, by neighbourhood.

    `members` is the condition (SQL, from a definition) of the lines that are counted. Of a span it is what came and went after its
    baseline. A group that rests for a month and comes back has
    gone and come.
    """
    names = decided(known.cursor, known.moment)
    own = [(place, spelled, key(own_name(names, place, spelled))) for place, spelled in names]
    places, spelled, owned = ([row[part] for row in own] for part in range(3))
    query = sql("tables/openings").replace("{members}", members)
    found = known.execute(query, neighbourhood=neighbourhood, places=places, spelled=spelled, own=owned, **span.parameters).fetchall()
    return {place: Openings(*counts) for place, *counts in found}


def together(parts: Iterable[Openings]) -> Openings:
    """Return the openings of several neighbourhoods as one."""
    return Openings(*(sum(numbers) for numbers in zip(*parts, strict=True)))

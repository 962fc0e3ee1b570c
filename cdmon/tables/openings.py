"""What a change in the number of groups is made of: those that began, those that ended, and those that were only found."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from cdmon.database import sql
from cdmon.parts.indicators import Indicator
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


Moves = dict[str, dict[str | None, Openings]]  # by indicator and neighbourhood, None for all of them together


def moves_of(indicators: Iterable[Indicator], known: Known, neighbourhood: str | None, span: Span, within: Collection[str] | None) -> Moves:
    """Return the openings of those indicators that count groups: in a neighbourhood or, for None, in each or in those `within`."""
    found: Moves = {}
    for indicator in indicators:
        if indicator.members:
            of = openings(known, neighbourhood, indicator.members, span)
            of = {place: each for place, each in of.items() if within is None or place in within}
            found[indicator.code] = of | ({None: together(of.values())} if of else {})
    return found


def openings(known: Known, neighbourhood: str | None, members: str, span: Span = ALWAYS) -> dict[str | None, Openings]:
    """Return what came and went on the registers of a neighbourhood or, for None, of each, by neighbourhood.

    `members` is the condition (SQL, from a definition) of the lines that are counted. Of a span it is what came and went after its
    baseline. A group that rests for a month and comes back has gone and come.
    """
    if neighbourhood is None:
        return found(known, None, members, span)
    return known.kept_of_place(("openings", neighbourhood, members, span), lambda: found(known, neighbourhood, members, span))


def found(known: Known, neighbourhood: str | None, members: str, span: Span) -> dict[str | None, Openings]:
    """Return the openings as the registers have them (see `openings`)."""
    names = known.kept("names decided", lambda: decided(known.cursor, known.moment))
    own = [(place, spelled, key(own_name(names, place, spelled))) for place, spelled in names]
    places, spelled, owned = ([row[part] for row in own] for part in range(3))
    query = sql("tables/openings").replace("{members}", members)
    rows = known.execute(query, neighbourhood=neighbourhood, places=places, spelled=spelled, own=owned, **span.parameters).fetchall()
    return {place: Openings(*counts) for place, *counts in rows}


def together(parts: Iterable[Openings]) -> Openings:
    """Return the openings of several neighbourhoods as one."""
    return Openings(*(sum(numbers) for numbers in zip(*parts, strict=True)))

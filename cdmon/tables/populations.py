"""How many lived in a neighbourhood: the population that a figure of a day rests on, whatever set-ups were sent later."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import nan
from typing import Any

from cdmon.clock import day_of
from cdmon.tables.known import Known


@dataclass(frozen=True)
class Population:
    """The residents of a neighbourhood as a set-up gives them, the year they are of (None: not said), since when it counts, and the adults.

    The adults are all residents (None) where the set-up does not say.
    """

    neighbourhood: str
    residents: int
    year: int | None
    since: date
    adults: int | None = None


class Populations:
    """The populations of all neighbourhoods over time.

    A rate keeps the population of its day: that of the set-up which counted then or, before there was one, of the first. A later set-up
    changes no rate of before; but where it gives another number for a year that has one, that year's is corrected wherever it was used.
    """

    def __init__(self, given: Iterable[Population]) -> None:
        """Take the populations in the order in which they came to count."""
        self.given = tuple(given)
        corrected = {(each.neighbourhood, each.year): each for each in self.given}  # the last word on each year
        self._of: dict[str, list[Population]] = {}
        for each in sorted(self.given, key=lambda each: each.since):
            right = each if each.year is None else replace(corrected[each.neighbourhood, each.year], since=each.since)
            self._of.setdefault(each.neighbourhood, []).append(right)

    def on(self, neighbourhood: str, day: date | None) -> float:
        """Return the population of a neighbourhood for a figure of this day (the newest where it has none), NaN where none is known."""
        found = self._on(neighbourhood, day)
        return float(found.residents) if found else nan

    def adults_on(self, neighbourhood: str, day: date | None) -> float:
        """Return of how many adults a sample of this day was drawn: all residents where no set-up says, NaN where nothing is known."""
        found = self._on(neighbourhood, day)
        return float(found.adults or found.residents) if found else nan

    def _on(self, neighbourhood: str, day: date | None) -> Population | None:
        known = self._of.get(neighbourhood, [])
        if len(known) < 2:  # as nearly everywhere: thousands are asked for
            return known[0] if known else None
        number = len(known) if day is None else bisect_right(known, day, key=lambda each: each.since)
        return known[max(number - 1, 0)]


def populations(known: Known, decided: Mapping[str, str] | None = None) -> Populations:
    """Return the populations by the set-ups that counted at one time or another, and were neither sent back nor withdrawn.

    With `provisional`, those that wait are among them. `decided` puts other states in the place of those of some set-ups (by return_id), to
    see what a decision would change.
    """
    return found(known, decided) if decided else known.kept("populations", lambda: found(known, {}))


def found(known: Known, decided: Mapping[str, str]) -> Populations:
    """Return the populations as the store has them (see `populations`)."""
    states = ["accepted", *["submitted"] * known.provisional]
    rows = known.rows("populations")
    rows = [row | {"state": decided.get(row["return_id"], row["state"])} for row in rows]
    return Populations(population(row, known) for row in rows if row["state"] in states)


def population(row: dict[str, Any], known: Known) -> Population:
    """Return what a row of the query says; a set-up that was never accepted counts since it was sent or, if it were to be, from now."""
    since = row["accepted_at"] or (row["sent_at"] if row["state"] == "submitted" else known.moment)
    return Population(row["neighbourhood"], row["residents"], row["year"], day_of(since), row["adults"])

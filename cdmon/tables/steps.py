"""The steps of a monthly series: its limits begin anew in the month of each dated event that concerns it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from cdmon.tables.known import Known


class DatedEvent(NamedTuple):
    """Something that happened, as the programme's set-up says; of every neighbourhood or every monthly indicator where that is ""."""

    date: date
    what: str
    neighbourhood: str
    indicator: str

    @property
    def month(self) -> str:
        """The month it happened in, such as 2026-03."""
        return f"{self.date:%Y-%m}"

    def concerns(self, neighbourhood: str | None, indicator: str) -> bool:
        """Tell whether it bears on a series; on one of the programme (None) only where it is of every neighbourhood."""
        return self.neighbourhood in ("", neighbourhood) and self.indicator in ("", indicator)


def dated_events(known: Known) -> list[DatedEvent]:
    """Return the dated events of the set-up that counts, by date."""
    rows = known.kept("dated events", lambda: known.rows("dated_events"))
    return [DatedEvent(*row.values()) for row in rows]


def steps(periods: Sequence[str], events: Iterable[DatedEvent]) -> list[tuple[int, int]]:
    """Return the first place of each step of a series and the one behind its last; `periods` are its months in order.

    A step begins at the first month that ends on or after an event; an event before the second month or after the last makes none.
    """
    begins = {bisect_left(periods, event.month) for event in events}
    return list(pairwise([0, *sorted(begin for begin in begins if 0 < begin < len(periods)), len(periods)]))

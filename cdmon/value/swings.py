"""What a result hangs on: the share prevented at which nothing is gained or lost, and how far each range moves the net value."""

from dataclasses import dataclass

from cdmon.value.assumptions import Assumption, Assumptions
from cdmon.value.worth import Choose, central, worth

SHARE = "share_prevented"


@dataclass(frozen=True)
class BreakEven:
    """The share of a condition's events that would have to be prevented in every year, all else as assumed, for a net value of 0.

    None where no share would do so, as nothing is gained by any; below 0 where the others outweigh the cost, above 1 where not even all do.
    """

    subject: str
    shares: tuple[float, ...]  # as assumed, in the order of the rows
    share: float | None


@dataclass(frozen=True)
class Swing:
    """The net value at both ends of one row's range, all else at its central value."""

    row: Assumption
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far apart the two are."""
        return abs(self.at_high - self.at_low)


def break_even(assumptions: Assumptions, years: int) -> list[BreakEven]:
    """Return the switching value of each condition whose events are prevented.

    The present value is a multiple of the share, so that it follows from the present value of preventing every event.
    """
    as_assumed = worth(assumptions, years)
    found = []
    for subject in assumptions.subjects:
        shares = tuple(central(row) for row in assumptions.of(subject) if row.part == SHARE)
        if not shares:
            continue
        own, of_all = (benefit(assumptions, years, subject, choose) for choose in (central, all_prevented))
        others = as_assumed.present("benefit") - own
        share = (as_assumed.present("cost") - others) / of_all if of_all else None
        found.append(BreakEven(subject, shares, share))
    return found


def all_prevented(row: Assumption) -> float:
    """Return the central value of a row, and 1 for the share that is prevented."""
    return 1.0 if row.part == SHARE else central(row)


def benefit(assumptions: Assumptions, years: int, subject: str, choose: Choose) -> float:
    """Return the present value of the benefits of one condition."""
    return worth(alone(assumptions, subject), years, choose).present("benefit")


def alone(assumptions: Assumptions, subject: str) -> Assumptions:
    """Return the assumptions about one condition or cost, with the deflators, which have no name."""
    return assumptions.model_copy(update={"rows": [row for row in assumptions.rows if row.subject in (subject, "")]})


def swings(assumptions: Assumptions, years: int) -> list[Swing]:
    """Return how far each range moves the net value, the widest first; a row without a range has none."""
    found, net = [], worth(assumptions, years).net
    for subject in assumptions.subjects:
        own = alone(assumptions, subject)
        others = net - worth(own, years).net
        found += [
            Swing(row, others + net_with(own, years, row, row.low), others + net_with(own, years, row, row.high))
            for row in own.rows
            if row.low is not None and row.high is not None and counts(own, row)
        ]
    return sorted(found, key=lambda swing: -swing.width)


def net_with(assumptions: Assumptions, years: int, changed: Assumption, value: float) -> float:
    """Return the net value with another value of one row, all else at its central value."""
    return worth(assumptions, years, lambda row: value if row is changed else central(row)).net


def counts(assumptions: Assumptions, row: Assumption) -> bool:
    """Tell whether a row is part of the net value."""
    streams = [stream for stream in assumptions.streams(row.subject) if stream.counts_as != "apart"]
    return any(row.part in stream.parts and row.part not in stream.beside for stream in streams)

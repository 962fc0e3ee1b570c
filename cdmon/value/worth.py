"""What a programme is worth by some assumptions: benefits and costs over its years, as present value, and what is cashable of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from cdmon.definitions import load
from cdmon.value.assumptions import DEFLATOR, Assumption, Assumptions
from cdmon.value.parts import Stream

Choose = Callable[[Assumption], float]


@dataclass(frozen=True)
class YearWorth:
    """What one condition or cost comes to in one year, in pounds of the result's prices: as it falls, and as present value."""

    subject: str
    stream: str  # one of streams.yaml
    year: int
    value: float
    present: float
    cashable: float  # of the present value


@dataclass(frozen=True)
class Worth:
    """The present value of all years."""

    years: tuple[YearWorth, ...]

    def present(self, counts_as: str) -> float:
        """Return the present value of all streams that count as benefit, cost or apart."""
        return sum(each.present for each in self.years if load().streams[each.stream].counts_as == counts_as)

    def of_stream(self, stream: str) -> float:
        """Return the present value of one stream."""
        return sum(each.present for each in self.years if each.stream == stream)

    @property
    def net(self) -> float:
        """Benefits less costs."""
        return self.present("benefit") - self.present("cost")

    @property
    def ratio(self) -> float | None:
        """Benefits for each pound of cost; None where nothing is spent."""
        return self.present("benefit") / self.present("cost") if self.present("cost") else None

    @property
    def cashable(self) -> float:
        """What of the benefits a budget holder could really stop spending."""
        return sum(each.cashable for each in self.years)


def central(row: Assumption) -> float:
    """Return the central value of a row; ValueError where it is blank, which must be asked for before."""
    if row.central is None:
        raise ValueError(f"{row.title} is blank")
    return row.central


def worst(row: Assumption) -> float:
    """Return the end of a row's range at which the programme is worth least; its central value without a range."""
    return end(row, is_best=False)


def best(row: Assumption) -> float:
    """Return the end of a row's range at which the programme is worth most; its central value without a range."""
    return end(row, is_best=True)


def end(row: Assumption, is_best: bool) -> float:
    """Return one end of a row's range."""
    if row.low is None or row.high is None:
        return central(row)
    return row.high if load().assumed[row.part].higher_is_better == is_best else row.low


def worth(assumptions: Assumptions, years: int, choose: Choose = central) -> Worth:
    """Return what some assumptions come to over so many years; `choose` says which value of a row is taken.

    The first year counts in full, each later one less by the rate of its stream. Benefits, less deadweight, displacement, attribution and
    optimism bias in turn, are multiplied as HM Treasury's Green Book has them; ValueError where something is blank (`asked_for`).
    """
    return Worth(
        tuple(
            of_year(assumptions, subject, stream, year, choose)
            for subject in assumptions.subjects
            for stream in assumptions.streams(subject)
            if assumptions.counted(stream)
            for year in range(1, years + 1)
        )
    )


def of_year(assumptions: Assumptions, subject: str, stream: Stream, year: int, choose: Choose) -> YearWorth:
    """Return what one condition or cost comes to in one year."""
    rows = assumptions.of(subject)

    def at(part: str, of: int = year) -> float:
        return choose(row_of(rows, part, of))

    value = prod(at(part) for part in stream.product)
    value *= prod(deflator(assumptions, row_of(rows, part, year)) for part in stream.product)
    value *= prod(1 - at(part) for part in stream.less) * prod(1 + at(part) for part in stream.more)
    if stream.fading:
        value *= prod(1 - at(stream.fading, earlier) for earlier in range(2, year + 1))
    present = value / (1 + stream.rate) ** (year - 1)
    return YearWorth(subject, stream.code, year, value, present, present * sum(at(part) for part in stream.beside))


def row_of(rows: Sequence[Assumption], part: str, year: int) -> Assumption:
    """Return the row that says a part of a year; ValueError where none does."""
    for row in rows:
        if row.part == part and row.year in (None, year):
            return row
    raise ValueError(f"{part} of year {year} is blank")


def deflator(assumptions: Assumptions, row: Assumption) -> float:
    """Return what brings a row to the prices of the result: 1 where it is no price, or in these prices already."""
    if row.price_year in (None, assumptions.price_year):
        return 1
    return next(central(each) for each in assumptions.rows if each.part == DEFLATOR and each.price_year == row.price_year)

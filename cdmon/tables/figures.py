"""One figure of an indicator, which travels whole, and the figures that may be shown: small numbers are hidden before any leaves here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf, isnan, nan, sqrt
from typing import Any, NamedTuple

import numpy as np

from cdmon.definitions import Definitions
from cdmon.disclosure import HIDDEN, hide_small_numbers
from cdmon.statistics.intervals import byar, wilson
from cdmon.statistics.samples import assumed_size, finite_size, interval_size, sampling_fraction
from cdmon.tables.counted import counted, in_use
from cdmon.tables.covered import covered
from cdmon.tables.known import Known
from cdmon.tables.populations import populations
from cdmon.tables.span import ALWAYS, Span

Row = dict[str, Any]
Rows = list[Row]
PROGRAMME = ""  # in the place of a neighbourhood: what returns say of the whole programme, in no neighbourhood in particular


class Response(NamedTuple):
    """How many of those that were approached answered a wave, which may be of many neighbourhoods: one file."""

    file: str
    answered: int
    approached: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What one wave, month or run of months says of an indicator; all that belongs to the number goes where the number goes.

    `value` is a fraction of 1, a count, a rate per 1,000 residents or a level; NaN where it is hidden or nobody answered. `low` and `high`
    are its 95% interval, NaN where it has none. `n` is who answered, `n_counted` how many of these said so, `no_answer` who did not,
    `size` the simple random sample that the interval is as wide as: inf where all there are answered, NaN where they are few (`of_few`).
    Of a pool, `n_finite` is its effective size with the part of all residents that was asked (`part`) taken into account.
    Of a flow, `months` says how many months it adds up, and
    `shared_months` how many of the latest are among the first as well, and `shared` how much they add up to.
    """

    indicator: str
    neighbourhood: str | None
    period: str
    period_date: date | None
    value: float
    n: float = nan
    n_counted: float = nan
    n_effective: float = nan
    n_finite: float = nan
    degrees: float = inf
    size: float = nan
    no_answer: float = nan
    population: float = nan
    adults: float = nan  # of residents' answers: of how many the sample was drawn
    low: float = nan
    high: float = nan
    months: int = 0
    shared_months: int = 0
    shared: float = 0.0
    places: int = 1  # how many it is pooled from
    left_out: tuple[str, ...] = ()  # the places whose samples tell no interval, and which its pool is made without
    asked: str = ""
    version: int = 0
    design_known: bool = True
    assumed: float = nan  # the design factor that the programme has set, where the design is not known
    independent: str = ""
    provenance: str = ""
    mode: str = ""
    frame: str = ""
    coverage: str = ""  # census or sample
    responses: tuple[Response, ...] = ()  # of its waves; none where one does not say how many were approached
    of_few: bool = False  # whether too few were asked in its place to judge by
    boundary: str = ""
    note: str = ""  # "hidden", "small base", who rated, or ""
    obstacle: str = ""  # why it may not be compared, where the figure itself says so
    provisional: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether it would tell of few people."""
        return self.note == HIDDEN

    @property
    def factor(self) -> float:
        """The design factor: how much wider than a simple random sample's of the same n its interval is; NaN where that is not known.

        It is that of the variance itself, as R's survey has it: for few clusters the interval is wider still (see `size`).
        """
        return sqrt(self.n / self.n_effective) if self.n_effective > 0 and self.degrees > 0 else nan

    @property
    def part(self) -> float:
        """Which part of all that there are its base is: 1 of a census that all answered, 0 where nobody knows.

        Of residents it is which part of the adults answered, where that is so large that it matters (see `sampling_fraction`).
        """
        if not isnan(self.adults):
            return float(sampling_fraction(self.n, self.adults))
        if self.coverage != "census" or len(self.responses) != 1:
            return 0.0
        ((_, answered, approached),) = self.responses
        return answered / approached * self.n / (self.n + self.no_answer)


PARTS = frozenset(Figure.__slots__)
Roles = dict[str, Figure]  # baseline and latest, as far as there are any
Found = dict[tuple[str | None, str], Roles]  # by neighbourhood (None for the programme, PROGRAMME for its own returns) and indicator


def picked_figures(known: Known, neighbourhood: str | None, indicators: Sequence[str], span: Span = ALWAYS) -> Found:
    """Return the baseline and the latest figure of indicators in one neighbourhood or, for None, in each, and in the programme's returns.

    Of a span they are the figure at its beginning (see `Span`) and the latest up to its end.
    The programme's own ratings are those of the programme (None); the note on a rating says who rated.
    """
    defined = known.definitions.indicators
    ratings = {code for code in indicators if defined[code].kind == "rating"}
    found: Found = {}
    for row in shown_figures(known, "factors", neighbourhood, indicators, **span.parameters):
        place, code = row["neighbourhood"], row["indicator"]
        if not isnan(row["approached"]) and not defined[code].counts_people:  # of people it would tell the few of one place
            row["responses"] = (Response(row["file"], int(row["answered"]), int(row["approached"])),)
        if code in ratings:
            row |= {"note": f"rated by {row['asked']}", "neighbourhood": place or None}
        found.setdefault((row["neighbourhood"], code), {})[row["role"]] = as_figure(row)
    return found


def every_figure(known: Known, neighbourhood: str, indicators: Sequence[str]) -> Rows:
    """Return every figure of some indicators in one neighbourhood as rows, in the order of their dates, with what each covers."""
    return covered(known, shown_figures(known, "series", neighbourhood, indicators))


def shown_figures(known: Known, query: str, neighbourhood: str | None, indicators: Sequence[str], **span: date | None) -> Rows:
    """Return the estimates that a query of cdmon/sql/tables finds, with the population of their day, small numbers hidden.

    `span` is what the query takes of one. Those of a neighbourhood that the set-up has let go are left out (see `completed`).
    """
    places = in_use(known)
    found = known.rows(query, neighbourhood=neighbourhood, indicators=list(indicators), **span)
    returns = counted(known).rows([row["turn"] for row in found])
    rows = [row | of_return for row, of_return in zip(found, returns, strict=True) if of_return["neighbourhood"] in places]
    return completed(known, rows, indicators)


def completed(known: Known, rows: Rows, indicators: Sequence[str]) -> Rows:
    """Give estimates of some indicators the population of their day and their sizes, hide small numbers, and return them.

    Where a wave's design is not known, the programme's default design factor may make the effective sample smaller (`assumed_size`).
    """
    of_people = {code for code in indicators if known.definitions.indicators[code].kind in ("proportion", "rate")}
    defined = {code: known.definitions.indicators[code] for code in of_people}
    residents_asked = {code for code, each in defined.items() if each.kind == "proportion" and each.counts_people}
    residents = populations(known) if of_people else None
    for row in rows:
        row["value"] = nan if row["value"] is None else row["value"]  # nobody answered
        of_day = (row["neighbourhood"], row["period_date"])
        row["population"] = residents.on(*of_day) if residents and row["indicator"] in of_people else nan
        row["adults"] = residents.adults_on(*of_day) if residents and row["indicator"] in residents_asked else nan
    add_sizes(rows, known.programme.design_factor if known.programme else 1.0)
    hide_small_numbers(rows, known.definitions, known.small_numbers)
    return rows


def add_sizes(rows: Rows, design_factor: float) -> None:
    """Give rows of estimates the effective size of their sample and the `size` of its interval, NaN where there is no sample.

    The interval knows which part of all adults of their neighbourhood the residents are (see `sampling_fraction`).
    """
    given, n, degrees, adults = (np.array([row[part] for row in rows], float) for part in ("n_effective", "n", "degrees", "adults"))
    known = np.array([row["design_known"] for row in rows], bool)
    effective, sizes = sizes_of(given, n, degrees, adults, known, design_factor)
    for row, row["n_effective"], row["size"] in zip(rows, effective.tolist(), sizes.tolist(), strict=True):
        row["degrees"] = inf if row["degrees"] is None or isnan(row["degrees"]) else row["degrees"]
        row["assumed"] = nan if row["design_known"] else design_factor


def sizes_of(given: Any, n: Any, degrees: Any, adults: Any, design_known: Any, design_factor: float) -> tuple[Any, Any]:
    """Return the effective sizes of samples, and the sizes of their intervals (see `add_sizes`), from arrays of what is stored."""
    effective = np.where(design_known, given, assumed_size(given, n, design_factor))
    return effective, finite_size(interval_size(effective, n, degrees), sampling_fraction(n, adults))


def as_figure(row: Row) -> Figure:
    """Return a row of `shown_figures` as a figure."""
    return Figure(**{part: row[part] for part in row.keys() & PARTS})


def with_intervals(figures: Iterable[Figure], definitions: Definitions) -> list[Figure]:
    """Return figures with their 95% intervals, in order; counts of a rate become rates per 1,000 residents."""
    figures = list(figures)
    kinds = np.array([definitions.indicators[figure.indicator].kind for figure in figures], object)
    value, low, high = limits(kinds, *(np.array([getattr(f, part) for f in figures], float) for part in ("value", "size", "population")))
    found = zip(figures, value.tolist(), low.tolist(), high.tolist(), strict=True)
    return [figure if isnan(value) else replace(figure, value=value, low=low, high=high) for figure, value, low, high in found]


def limits(kinds: Any, value: Any, size: Any, population: Any) -> tuple[Any, Any, Any]:
    """Return arrays of values with their limits: Wilson's of a proportion, Byar's of a rate, none (NaN) of what was counted or judged.

    A proportion of all there are (size inf), or of few (size NaN), has none either.
    """
    value, low, high = value.copy(), np.full(value.shape, nan), np.full(value.shape, nan)
    sampled, rates = (kinds == "proportion") & np.isfinite(size), kinds == "rate"
    low[sampled], high[sampled] = wilson(value[sampled] * size[sampled], size[sampled])
    value[rates], low[rates], high[rates] = byar(value[rates], population[rates])
    return value, low, high

"""The months of flows as arrays: there are hundreds of thousands of them, of which few are looked at one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cdmon.database import sql
from cdmon.disclosure import hidden_estimates
from cdmon.tables.columns import Array
from cdmon.tables.counted import Texts, counted, encoded, in_rows, in_use
from cdmon.tables.covered import covered
from cdmon.tables.figures import Rows, completed
from cdmon.tables.known import Known
from cdmon.tables.span import Span

NUMBERS = ("n", "n_counted", "version", "value", "n_effective", "degrees", "design_known")
WORDS = ("indicator", "provenance")
DAYS = ("period_date", "first_month")
OF_RETURNS = ("neighbourhood", "period", "boundary")


@dataclass(frozen=True)
class Months:
    """Figures of flows by neighbourhood, indicator and month, in this order; a quarter or year is at its last month.

    `value` is NaN where a figure is hidden, `covers` how many months it is about and `first_month` the first of these.
    """

    known: Known
    indicators: tuple[str, ...]
    texts: dict[str, Texts]
    parts: dict[str, Array]

    def __getitem__(self, part: str) -> Array:
        """Return a part of all figures."""
        return self.parts[part]

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self.parts["value"])

    def take(self, which: Array) -> "Months":
        """Return some of the figures, by their places or by marks."""
        texts = {part: each.take(which) for part, each in self.texts.items()}
        return replace(self, texts=texts, parts={part: each[which] for part, each in self.parts.items()})

    def within(self, places: Collection[str]) -> "Months":
        """Return the figures of some neighbourhoods."""
        told = self.texts["neighbourhood"]
        return self.take(np.array([place in places for place in told.words], bool)[told.numbers])

    @cached_property
    def run(self) -> Array:
        """The number of the run, of one neighbourhood and indicator, that each figure is in, from 0."""
        place, code = (self.texts[part].numbers for part in ("neighbourhood", "indicator"))
        begins = (place[1:] != place[:-1]) | (code[1:] != code[:-1])
        return np.concatenate([np.zeros(min(len(self), 1), int), np.cumsum(begins)])

    @cached_property
    def keys(self) -> list[tuple[str, str]]:
        """The neighbourhood and the indicator of each run."""
        first = np.flatnonzero(np.diff(self.run, prepend=-1))
        return list(zip(*(self.texts[part].told(first).tolist() for part in ("neighbourhood", "indicator")), strict=True))

    def lines(self, parts: Sequence[str] = ("value", "covers")) -> Rows:
        """Return each figure as a row: neighbourhood, indicator, period and some parts of it."""
        columns = {part: self.texts[part].whole.tolist() for part in ("neighbourhood", "indicator", "period")}
        columns |= {part: self[part].tolist() for part in parts}
        return in_rows(columns)

    def rows(self, which: Array) -> Rows:
        """Return some of the figures whole, as rows of `shown_figures`."""
        columns = {part: each.told(which).tolist() for part, each in self.texts.items()}
        columns |= {part: self[part][which].tolist() for part in (*NUMBERS, *DAYS, "provisional")}
        columns["value"] = self["stored"][which].tolist()
        return completed(self.known, in_rows(columns), self.indicators)


def monthly_figures(known: Known, neighbourhood: str | None, indicators: Sequence[str], span: Span) -> Months:
    """Return every month of some flows within a span, in one neighbourhood or, for None, in each, and of the programme's own returns.

    Those of a neighbourhood that the set-up has let go are left out.
    """
    asked = {"neighbourhood": neighbourhood, "indicators": list(indicators), "starts": span.starts, "ends": span.ends}
    found = known.execute(sql("tables/flows"), **asked).to_arrow_table()
    turns, of = found["turn"].to_numpy(), counted(known)
    texts = {part: encoded(found[part]) for part in WORDS} | {part: of.texts[part].take(turns).used() for part in OF_RETURNS}
    parts = {part: found[part].to_numpy() for part in NUMBERS}
    parts |= {"turn": turns, "period_date": of.period_date[turns], "provisional": of.provisional[turns], "stored": parts["value"]}
    parts["hidden"] = hidden(known, texts["indicator"], parts)
    parts["value"] = np.where(parts["hidden"], np.nan, parts["stored"])
    months = Months(known, tuple(indicators), texts, parts).within(in_use(known))
    return covering(months.take(np.lexsort((months["turn"], rank(months.texts["indicator"]), rank(months.texts["neighbourhood"])))))


def rank(told: Texts) -> Array:
    """Return numbers that stand in the order of texts."""
    return np.argsort(np.argsort(told.words))[told.numbers] if len(told.words) else told.numbers


def hidden(known: Known, told: Texts, parts: dict[str, Array]) -> Array:
    """Tell which figures are hidden."""
    of_people = np.array([known.definitions.indicators[code].counts_people for code in told.words], bool)[told.numbers]
    nobody = np.zeros(of_people.shape)
    return hidden_estimates(of_people, nobody.astype(bool), parts["n"], parts["n_counted"], nobody, known.small_numbers)


def covering(months: Months) -> Months:
    """Return months with what each covers (see `covered`)."""
    current, periods = months.known.programme, months.texts["period"].whole
    if current is None or not current.periods:
        found = {"covers": np.ones(len(months), int), "first_month": periods}
    else:
        rows = covered(months.known, months.lines(()))
        found = {part: np.array([row[part] for row in rows], kind) for part, kind in (("covers", int), ("first_month", object))}
    return replace(months, parts=months.parts | found)

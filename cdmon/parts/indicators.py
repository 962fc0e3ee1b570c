"""What is measured: factors, indicators, the KPIs made of them, and published figures beside them."""

from datetime import date
from typing import Literal, get_args

from cdmon.parts.part import Change, Part

Basis = Literal["cumulative", "per period", "state"]
Line = Literal["headline", "second", "detail", "programme"]  # where an indicator stands in its factor; the last is of all areas together
LINES: tuple[Line, ...] = get_args(Line)
RATING_LEVELS = 4  # of every rating, so that two of them can be read alike


class Factor(Part):
    """One of the six factors of the handbook's Figure 2, with what the figure measures for it."""

    number: int
    title: str
    short: str  # where there is room for one word or two
    measures: list[str]
    indicators: list[str]  # in the order of the factor table: the headline, the second line, the detail, what is the programme's
    results: list[
        Literal["service change", "improvement"]
    ] = []  # outcomes of the dialogue with agencies that are listed beside its headline
    source: str


class Indicator(Part):
    """One figure of a factor: what it counts, in words and in SQL over the rows of one return.

    `proportion`: the numerator is a condition on a row, over the answers that say anything; others ("don't know") are NULL, as empty cells
    are. Who is in the base is who decides it, be it true or false: there `x OR y` needs one yes or two noes, `x AND y` one no or two yeses.
    `share`: a part of what is counted in full, not sampled; numerator and denominator are conditions on a row.
    `count` and `rate` (per 1,000 residents): `value` is an aggregate over the rows. `rating`: `value` is the level, 1 and up, that a row
    gives, of the rows that fulfil the denominator; of several raters the most independent one's counts.
    The expressions come only from this folder, never from an upload.
    """

    code: str
    factor: int
    line: Line
    title: str
    counts: str
    why_it_matters: str
    cannot_tell: str
    kind: Literal["proportion", "share", "count", "rate", "rating"]
    unit: str
    dataset: str
    sheet: str
    numerator_words: str = ""
    numerator: str = ""
    denominator_words: str = ""
    denominator: str = ""
    value_words: str = ""
    value: str = ""
    unknown: str = ""  # of what is counted: the condition of the lines that cannot be placed, told beside it
    unknown_words: str = ""  # said before their number
    yes_or_no: bool = False  # whether one is enough, so that in a neighbourhood the answer is read rather than the number
    members: str = ""  # of a count of groups: the condition of the lines that are counted, so that what came and went can be told
    levels: list[str] = []  # of a rating: what each level means, the lowest first
    measured: Literal["survey", "month end", "flow"]  # a flow happens over the month, and is added up over months
    counts_people: bool = False
    adds_up: bool = True  # False where the same thing may be counted in two neighbourhoods
    higher_is_better: bool | None  # None: neutral, more is neither better nor worse
    source: str
    owner: str  # the office that answers for the definition
    version: int
    date_reviewed: date
    next_review: date
    history: list[Change]  # every version, the first one first

    def __hash__(self) -> int:
        """Return the hash of its code, by which it is known."""
        return hash(self.code)

    @property
    def pools(self) -> bool:
        """Whether the figures of neighbourhoods make one of the programme; ratings and what does not add up do not."""
        return self.adds_up and self.kind != "rating"

    @property
    def is_flow(self) -> bool:
        """Whether it is added up over months."""
        return self.measured == "flow"

    @property
    def counts_things(self) -> bool:
        """Whether it counts things one by one, not sums of money, hours or people."""
        return self.value.startswith("count(")

    def expressions(self) -> list[str]:
        """Return the SQL expressions this indicator is computed with."""
        return [e for e in (self.numerator, self.denominator, self.value, self.unknown) if e]


class Comparator(Part):
    """A published figure of another area, for an indicator whose question has the same wording and base there."""

    indicator: str
    area: str
    value: float  # a fraction of 1
    period: str
    counts: str
    source: str


class Kpi(Part):
    """A direction of travel that the model contract or the programme itself asks for, measured by several indicators."""

    code: str
    title: str
    indicators: list[str]  # the first one leads: it is meant where a target names none
    cumulative: list[str] = []  # flows among them of which all that happened in the stage is told and targeted, and not a year of it
    lower_is_better: list[str] = []  # neutral ones among them of which less is hoped for
    higher_is_better: list[str] = []  # neutral ones of which more is
    stages: list[int] = []  # empty: every stage in which waves begin
    waves: list[str] = []  # empty: those that begin in the stage
    source: str
    inferred: bool = False

    def direction(self, indicator: Indicator) -> bool | None:
        """Return whether more of an indicator is hoped for; None where nothing says so."""
        if indicator.code in self.lower_is_better + self.higher_is_better:
            return indicator.code in self.higher_is_better
        return indicator.higher_is_better

    def basis(self, indicator: Indicator) -> Basis:
        """Return what its figure of a stage is: how things stand, what happens in so many months, or all that happened in the stage."""
        if indicator.code in self.cumulative:
            return "cumulative"
        return "per period" if indicator.is_flow else "state"

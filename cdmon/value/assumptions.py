"""Assumptions about what a programme may be worth, as a person types, saves and exchanges them: blank where nobody knows."""

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cdmon.definitions import UniqueKeyLoader, load
from cdmon.refusal import Refusal
from cdmon.value.parts import Stream

DEFLATOR = "deflator"
EVERY_YEAR = "every year"


class AssumptionsRefused(Refusal):
    """The assumptions cannot be; the message says all that is wrong with them."""


class Typed(BaseModel):
    """What a person types, read strictly: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True, allow_inf_nan=False)


class Assumption(Typed):
    """One part of one condition or cost, of one year or of every year (None), with its range; None where nobody has said."""

    subject: str = ""
    part: str
    year: int | None = None  # of the programme, from 1
    low: float | None = None
    central: float | None = None
    high: float | None = None
    price_year: int | None = None
    source: str = ""

    @property
    def told(self) -> tuple[float | None, float | None, float | None]:
        """Its low, central and high value."""
        return self.low, self.central, self.high

    @property
    def title(self) -> str:
        """What it is called: 'Depression: people, every year'."""
        part = load().assumed.get(self.part)
        of_year = f"prices of {self.price_year}" if self.part == DEFLATOR else f"year {self.year}" if self.year else EVERY_YEAR
        return f"{self.subject or 'All'}: {part.title.lower() if part else self.part}, {of_year}"


class Assumptions(Typed):
    """All that is assumed, under a name."""

    name: str = ""
    price_year: int | None = None  # in whose prices the result is
    wellby: bool = False  # whether wellbeing is valued as well
    unmonetised: list[str] = []  # benefits that no money is put on
    rows: list[Assumption] = []

    @property
    def subjects(self) -> list[str]:
        """The conditions and costs, in the order in which they stand."""
        return list(dict.fromkeys(row.subject for row in self.rows if row.part != DEFLATOR))

    def of(self, subject: str) -> list[Assumption]:
        """Return the rows of a condition or cost."""
        return [row for row in self.rows if row.subject == subject and row.part != DEFLATOR]

    def streams(self, subject: str) -> list[Stream]:
        """Return what a condition or cost is worked out as: by the parts that mark a stream, else the first one."""
        parts = {row.part for row in self.of(subject)}
        every = list(load().streams.values())
        return [stream for stream in every if parts & set(stream.marks)] or every[:1]

    def counted(self, stream: Stream) -> bool:
        """Tell whether a stream is worked out: that of wellbeing only where it is asked for."""
        return self.wellby or stream.counts_as != "apart"

    def as_text(self) -> str:
        """Return the assumptions as YAML, which `read_assumptions` reads."""
        return yaml.safe_dump(self.model_dump(exclude_defaults=True), allow_unicode=True, sort_keys=False)


def made(**parts: Any) -> Assumptions:
    """Return assumptions from their parts; AssumptionsRefused, naming every part, where one is unknown or not of its kind."""
    try:
        return Assumptions.model_validate(parts)
    except ValidationError as error:
        faults = "; ".join(f"{' '.join(map(place, each['loc']))}: {each['msg'].lower()}" for each in error.errors())
        raise AssumptionsRefused(f"These are no assumptions that can be read. {faults}.") from error


def place(step: str | int) -> str:
    """Return a step on the way to a part of some assumptions as people count."""
    return str(step + 1) if isinstance(step, int) else step


def read_assumptions(text: str, name: str) -> Assumptions:
    """Read assumptions from the text of a YAML file; AssumptionsRefused when it holds anything else."""
    try:
        content = yaml.load(text, UniqueKeyLoader)  # noqa: S506 (it is a SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise AssumptionsRefused(f"{name} is no YAML that can be read: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise AssumptionsRefused(f"{name} must hold the assumptions, each part with its name.")
    return made(**{str(part): value for part, value in content.items()})


def refuse_wrong(assumptions: Assumptions, years: int) -> None:
    """Let assumptions pass that can be of a programme of so many years; AssumptionsRefused with all that is wrong otherwise."""
    faults = [f"{row.title}: {fault}" for row in assumptions.rows for fault in faults_of(row, assumptions, years)]
    faults += repeated(assumptions)
    if faults:
        raise AssumptionsRefused(" ".join(faults))


def faults_of(row: Assumption, assumptions: Assumptions, years: int) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with a row by itself."""
    part = load().assumed.get(row.part)
    if part is None:
        yield f"there is no part “{row.part}”; choose one of {', '.join(load().assumed)}."
        return
    given = [value for value in row.told if value is not None]
    if row.year is not None and not 1 <= row.year <= years:
        yield f"the programme has the years 1 to {years}."
    if any(value < 0 for value in given):
        yield "it cannot be less than 0."
    if part.kind == "share" and any(value > 1 for value in given):
        yield "a share lies between 0 and 1: write 5% as 0.05."
    if (row.low is None) != (row.high is None):
        yield "give both ends of its range, or neither."
    if len(given) == 3 and given != sorted(given):
        yield "the low end cannot be above the central value, nor that above the high end."
    if part.kind == "price" and given and row.price_year is None:
        yield "a price needs the year of its prices."
    if part.kind in ("number", "share") and row.price_year is not None:
        yield "only a price has a year of prices."
    if part.kind == "factor":
        yield from faults_of_deflator(row, assumptions)
    elif not row.subject:
        yield "say of which condition or cost it is."
    elif not any(row.part in stream.parts for stream in assumptions.streams(row.subject)):
        yield "it has no place beside the other parts of the same name."


def faults_of_deflator(row: Assumption, assumptions: Assumptions) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with a deflator."""
    if row.price_year is None:
        yield "a deflator needs the year of the prices that it is for."
    elif row.price_year == assumptions.price_year:
        yield f"prices of {row.price_year} are those of the result already."
    if row.low is not None or row.year is not None or row.subject:
        yield "a deflator has no range, year of the programme or name: one number for all prices of its year."
    if row.central == 0:
        yield "a deflator is more than 0."


def repeated(assumptions: Assumptions) -> Iterator[str]:
    """Yield a sentence for each part that is given twice, or for every year and for one as well."""
    seen: dict[tuple[str, str, int | None], list[int | None]] = {}
    for row in assumptions.rows:
        of_prices = row.price_year if row.part == DEFLATOR else None
        years = seen.setdefault((row.subject, row.part, of_prices), [])
        if row.year in years or (years and None in (*years, row.year)):
            yield f"{row.title}: it is given twice."
        years.append(row.year)

"""What must still be said before anything can be worked out: a blank is asked for, and never taken as 0."""

from collections.abc import Iterator, Sequence

from cdmon.definitions import load
from cdmon.value.assumptions import DEFLATOR, Assumptions
from cdmon.value.parts import Stream


def asked_for(assumptions: Assumptions, years: int) -> list[str]:
    """Return what is still to be said about a programme of so many years, each in a sentence; nothing where all is there."""
    return [*whole(assumptions), *of_subjects(assumptions, years), *of_prices(assumptions)]


def whole(assumptions: Assumptions) -> Iterator[str]:
    """Yield what is to be said about the calculation as a whole."""
    if assumptions.price_year is None:
        yield "The year in whose prices the result is to be."
    if not any(assumptions.unmonetised):
        yield "At least one benefit that no money is put on: what is not in the result must stand beside it."
    kinds = {stream.counts_as for subject in assumptions.subjects for stream in assumptions.streams(subject)}
    if "benefit" not in kinds:
        yield "A condition, part by part."
    if "cost" not in kinds:
        yield "What the programme costs."


def of_subjects(assumptions: Assumptions, years: int) -> Iterator[str]:
    """Yield each part of a condition or a cost that is blank, with its years."""
    for subject in assumptions.subjects:
        streams = [stream for stream in assumptions.streams(subject) if assumptions.counted(stream)]
        for part in dict.fromkeys(part for stream in streams for part in stream.parts):
            known = {row.year for row in assumptions.of(subject) if row.part == part and row.central is not None}
            blank = [] if None in known else [year for year in needed(part, streams, years) if year not in known]
            if blank:
                yield f"{subject}: {load().assumed[part].title.lower()}, {in_years(blank)}."


def needed(part: str, streams: Sequence[Stream], years: int) -> range:
    """Return the years that a part is needed for: what fades does so from the second on."""
    return range(2 if any(part == stream.fading for stream in streams) else 1, years + 1)


def in_years(years: Sequence[int]) -> str:
    """Return years in words."""
    return f"year {years[0]}" if len(years) == 1 else f"years {', '.join(map(str, years))}"


def of_prices(assumptions: Assumptions) -> Iterator[str]:
    """Yield each year of prices whose deflator is blank."""
    known = {row.price_year for row in assumptions.rows if row.part == DEFLATOR and row.central is not None}
    priced = {row.price_year for row in assumptions.rows if row.part != DEFLATOR and row.price_year is not None}
    for year in sorted(priced - known - {assumptions.price_year}):
        yield f"The deflator for prices of {year}."

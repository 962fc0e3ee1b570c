"""Value in words: what has been claimed by others, and what some assumptions come to."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.value.assumptions import Assumption
from cdmon.value.swings import BreakEven
from cdmon.value.valuation import ENDS, Valuation
from cdmon.value.worth import Worth

CAVEAT = (
    "From typed assumptions, not from results: nothing here was measured. It is no money saved, and not to be set beside the figure of "
    "another programme."
)
NOT_REPRODUCIBLE = (
    "None of these figures can be worked out again. No source prints how many events there were, what one cost, or how much fell to which "
    "condition, and so nobody can say what was assumed. They stand here as what others claim, and nothing below uses them."
)
TYPED = "What was assumed"
YEARS = "Year by year, at the central values"
ASKED = "Nothing is worked out before all of this is said: a blank is not 0. Type 0 where you mean none."
COLUMNS = dict(zip(ENDS, ("Low: every range at its worst", "Central", "High: every range at its best"), strict=True))


def pounds(amount: float) -> str:
    """Return an amount as read: '£1,234', '−£56'; whole pounds."""
    whole = round(amount)
    return f"{'−' if whole < 0 else ''}£{abs(whole):,}"


def number(value: float | None) -> str:
    """Return a number as it was typed; '' for none."""
    return "" if value is None else f"{value:,.10g}"


def read_claims() -> pd.DataFrame:
    """Return published claims as people read them: Figure, What it is said to be, Source, What can be checked, What speaks against it."""
    return pd.DataFrame(
        [(each.figure, each.says, f"{each.source}; {each.where}", each.checks, each.against) for each in load().claims.values()],
        columns=["Figure", "What it is said to be", "Source", "What can be checked", "What speaks against it"],
    )


def told(found: Valuation) -> dict[str, pd.DataFrame]:
    """Return the tables of a calculation as people read them, by their titles; those of single years, and what was typed, stand apart."""
    prices = f"in pounds of {found.assumptions.price_year}"
    name = f"“{found.assumptions.name}”: what" if found.assumptions.name else "What"
    return {
        f"{name} these assumptions come to over {found.years} years, {prices}": read_result(found),
        "At which share prevented nothing is gained or lost, all else as assumed": read_break_even(found),
        "What the net value hangs on: one range at a time, the widest first": read_swings(found),
    }


def read_result(found: Valuation) -> pd.DataFrame:
    """Return what assumptions come to as people read it: Present value, and a column for each of ENDS."""
    streams = {each.stream for each in found.worth["central"].years}
    rows: dict[str, Callable[[Worth], str]] = {
        stream.title: lambda worth, code=stream.code: pounds(worth.of_stream(code))  # type: ignore[misc]
        for stream in load().streams.values()
        if stream.code in streams and stream.counts_as == "benefit"
    }
    rows["Benefits together"] = lambda worth: pounds(worth.present("benefit"))
    rows["Cost of the programme"] = lambda worth: pounds(worth.present("cost"))
    rows["Net value: benefits less cost"] = lambda worth: pounds(worth.net)
    rows["Benefits for each £1 of cost"] = lambda worth: "nothing is spent" if worth.ratio is None else f"£{worth.ratio:,.2f}"
    rows["Cashable, of the benefits"] = lambda worth: pounds(worth.cashable)
    rows["Cashable less cost"] = lambda worth: pounds(worth.cashable - worth.present("cost"))
    if any(load().streams[code].counts_as == "apart" for code in streams):
        rows["Wellbeing (WELLBYs), apart: not added, as it values the same lives once more"] = lambda worth: pounds(worth.present("apart"))
    told = [[title, *(cell(found.worth[end]) for end in ENDS)] for title, cell in rows.items()]
    return pd.DataFrame(told, columns=["Present value", *COLUMNS.values()])


def read_years(found: Valuation) -> pd.DataFrame:
    """Return the central worth year by year: Condition or cost, What, Year, As it falls, Present value."""
    streams = load().streams
    rows = [
        (each.subject, streams[each.stream].title, f"{each.year}", pounds(each.value), pounds(each.present))
        for each in found.worth["central"].years
    ]
    return pd.DataFrame(rows, columns=["Condition or cost", "What", "Year", "As it falls", "Present value"])


def read_break_even(found: Valuation) -> pd.DataFrame:
    """Return switching values as people read them: Condition, Share prevented, as assumed, Share at which nothing is gained or lost."""
    return pd.DataFrame(
        [(each.subject, assumed_share(each), switch(each)) for each in found.break_even],
        columns=["Condition", "Share prevented, as assumed", "Share at which nothing is gained or lost"],
    )


def assumed_share(each: BreakEven) -> str:
    """Return the shares that were assumed, of the first year to the last."""
    low, high = min(each.shares), max(each.shares)
    return per_cent(low) if low == high else f"{per_cent(low)} to {per_cent(high)}"


def switch(each: BreakEven) -> str:
    """Say at which share of a condition's events prevented the net value is 0."""
    if each.share is None:
        return "none: preventing them is worth nothing as assumed"
    if each.share < 0:
        return "none is needed: the others outweigh the cost"
    if each.share > 1:
        return "more than all of them: not to be reached"
    return per_cent(each.share)


def per_cent(share: float) -> str:
    """Return a share in per cent, with as many decimals as tell it."""
    return f"{share * 100:.3g}%"


def read_swings(found: Valuation) -> pd.DataFrame:
    """Return how far each range moves the net value, the widest first: Assumption, Range, Net value at its low and at its high end."""
    return pd.DataFrame(
        [(each.row.title, span(each.row), pounds(each.at_low), pounds(each.at_high)) for each in found.swings],
        columns=["Assumption", "Range", "Net value at its low end", "Net value at its high end"],
    )


def read_typed(found: Valuation) -> pd.DataFrame:
    """Return assumptions as people read them: Assumption, Value, Range, Prices of, Where it comes from."""
    return pd.DataFrame(
        [
            (each.title, number(each.central), span(each), f"{each.price_year or ''}", each.source or "not said")
            for each in found.assumptions.rows
        ],
        columns=["Assumption", "Value", "Range", "Prices of", "Where it comes from"],
    )


def span(row: Assumption) -> str:
    """Return the range of an assumption as it was typed; '' where it has none."""
    return "" if no_range(row) else f"{number(row.low)} to {number(row.high)}"


def without(found: Valuation) -> str:
    """Say how many of the assumptions have no range, and how many no source."""
    rows = found.assumptions.rows
    ranges, sources = (sum(lacks(row) for row in rows) for lacks in (no_range, no_source))
    return f"Of {len(rows)} assumptions, {ranges} have no range and {sources} no source."


def no_range(row: Assumption) -> bool:
    """Tell whether an assumption has no range."""
    return row.low is None


def no_source(row: Assumption) -> bool:
    """Tell whether an assumption does not say where it comes from."""
    return not row.source


def discounting() -> str:
    """Say how later years are made less, and by which edition of which guide."""
    rates = "; ".join(f"{each.title} {each.rate:.1%} a year" for each in load().streams.values())
    sources = ", ".join(dict.fromkeys(each.rate_source for each in load().streams.values()))
    return f"The first year counts in full, each later one less: {rates} ({sources}; look whether a later edition holds)."


def as_numbers(found: Valuation) -> dict[str, Any]:
    """Return a calculation in numbers, with its caveat, as JSON has it."""
    return {
        "caveat": CAVEAT,
        "discounting": discounting(),
        "assumptions": found.assumptions.model_dump(),
        "asked_for": found.asked,
        "result": {end: in_numbers(worth) for end, worth in found.worth.items()},
        "years": [vars(each) for each in found.worth["central"].years] if found.worth else [],
        "break_even": [{"condition": each.subject, "share_prevented": each.share} for each in found.break_even],
        "swings": [{"assumption": each.row.title, "at_low": each.at_low, "at_high": each.at_high} for each in found.swings],
    }


def in_numbers(worth: Worth) -> dict[str, float | None]:
    """Return the present values of a worth."""
    told = {"benefits": worth.present("benefit"), "costs": worth.present("cost"), "net": worth.net, "ratio": worth.ratio}
    return told | {"cashable": worth.cashable, "wellbeing_apart": worth.present("apart")}

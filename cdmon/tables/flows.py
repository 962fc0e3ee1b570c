"""What happens month by month, by quarter or by year, added up: the first twelve months reported, the latest twelve, and all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from cdmon.tables.columns import Array
from cdmon.tables.figures import Figure, Found, Roles, as_figure
from cdmon.tables.months import Months

YEAR = 12  # months that are added up at either end
APART = 6  # months at the least that the two must not share, to be compared


@dataclass(frozen=True, slots=True)
class Flow:
    """All that was reported of a flow: its total since the baseline (NaN where no month is shown), of how many months, how many hide.

    `returns` is how many figures it adds up: as many as months, but of quarters and years fewer.
    """

    value: float
    months: int
    hidden: int = 0
    returns: int = 0


OVERLAP = "the first and the latest 12 months are nearly the same"


def flows(months: Months) -> tuple[Found, dict[tuple[str | None, str], Flow]]:
    """Return the first and the latest year of each neighbourhood and indicator, and the whole flow.

    Each figure `covers` a month, or those of its quarter or year. A year is the twelve months that were reported first or last; the
    baseline is of fewer where fewer were reported, and of more where the figures do not divide so. There is a latest year once more than
    that are reported. Until there are twenty-four the two share months, which make no difference to their change;
    they may be compared once six months or more are not shared. Hidden months are in no sum, for the sums would give them back.
    """
    shown = np.flatnonzero(~months["hidden"])
    run, covers, runs = months.run[shown], months["covers"][shown], len(months.keys)
    figures = np.bincount(run, minlength=runs)
    begins = np.cumsum(figures) - figures
    so_far = np.cumsum(covers) - covers  # months before each figure, and
    before = so_far - so_far[begins[run]]  # those of its run
    of_run = added(covers, run, runs)
    first = np.bincount(run[before < YEAR], minlength=runs)  # how many figures are about twelve months, or all
    last = np.bincount(run[(of_run[run] - before - covers) < YEAR], minlength=runs)
    place = np.arange(len(shown)) - begins[run]
    in_first, in_last = place < first[run], place >= (figures - last)[run]
    hidden = added(months["covers"], months.run, runs) - of_run
    totals = added(months["value"][shown], run, runs)
    whole = [Flow(*each) for each in zip(totals.tolist(), of_run.tolist(), hidden.tolist(), figures.tolist(), strict=True)]
    whole = [each if each.returns else replace(each, value=nan) for each in whole]
    then = years(months, shown[in_first])
    now = years(months, shown[in_last & (first < figures)[run]])
    both = in_first & in_last
    shared = added(months["value"][shown][both], run[both], runs), added(covers[both], run[both], runs)
    nothing = np.flatnonzero(figures == 0)
    rows = months.rows(np.searchsorted(months.run, nothing))
    found: dict[int, Roles] = {number: {"baseline": as_figure(row)} for number, row in zip(nothing.tolist(), rows, strict=True)}
    for number, figure in then.items():
        found[number] = {"baseline": figure}
        if number in now:
            found[number]["latest"] = against(figure, now[number], float(shared[0][number]), int(shared[1][number]))
    return {key: found[number] for number, key in enumerate(months.keys)}, dict(zip(months.keys, whole, strict=True))


def added(what: Array, run: Array, runs: int) -> Array:
    """Return the sum of each run, whole where all that is added is."""
    total: Array = np.bincount(run, what, runs).astype(what.dtype)
    return total


def years(months: Months, which: Array) -> dict[int, Figure]:
    """Return the sum of some figures of each run as one figure, by the number of the run."""
    run = months.run[which]
    ends = np.flatnonzero(np.diff(run, append=-1))
    begins = np.flatnonzero(np.diff(run, prepend=-1))
    turn = np.searchsorted(begins, np.arange(len(which)), side="right") - 1
    values, covers, provisional = (added(months[part][which], turn, len(begins)) for part in ("value", "covers", "provisional"))
    firsts, told = months["first_month"][which[begins]], months.texts["provenance"]
    found = {}
    rows = months.rows(which[ends])  # whose boundaries and day count
    for row, number, value, length, waits, first, begin, end in zip(
        rows, run[ends].tolist(), values, covers, provisional, firsts, begins, ends, strict=True
    ):
        names = {name for text in set(told.told(which[begin : end + 1])) for name in text.split(" and ") if name}
        period = row["period"] if first == row["period"] else f"{first} to {row['period']}"
        parts = {"value": float(value), "period": period, "months": int(length), "provisional": bool(waits)}
        found[number] = as_figure(row | parts | {"provenance": " and ".join(sorted(names))})
    return found


def against(then: Figure, now: Figure, shared: float, months: int) -> Figure:
    """Return the latest year with what it shares with the first, and why the two may not be compared, if so."""
    lengths = f"the two are of {then.months} and {now.months} months" if then.months != now.months else ""
    return replace(now, obstacle=OVERLAP if now.months - months < APART else lengths, shared_months=months, shared=shared)


def together(parts: Iterable[Flow]) -> Flow:
    """Return several neighbourhoods' flows as one; its months are those of each neighbourhood, added up."""
    parts = list(parts)
    value = sum(each.value for each in parts if each.months) if any(each.months for each in parts) else nan
    return Flow(value, sum(each.months for each in parts), sum(each.hidden for each in parts), sum(each.returns for each in parts))

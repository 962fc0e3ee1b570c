"""What happens month by month, by quarter or by year, added up: the first twelve months reported, the latest twelve, and all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from math import nan

from cdmon.disclosure import HIDDEN
from cdmon.tables.figures import Figure, Found, Roles, Row, Rows, as_figure

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


def flows(months: Rows) -> tuple[Found, dict[tuple[str | None, str], Flow]]:
    """Return, of rows of figures, the first and the latest year of each neighbourhood and indicator, and the whole flow.

    Each row `covers` a month, or those of its quarter or year. A year is the twelve months that were reported first or last; the baseline
    is of fewer where fewer were reported, and of more where the figures do not divide so. There is a latest year once more than that are
    reported. Until there are twenty-four the two share months, which make no difference to their change;
    they may be compared once six months or more are not shared. Hidden months are in no sum, for the sums would give them back.
    """
    found: Found = {}
    whole: dict[tuple[str | None, str], Flow] = {}
    for key, rows in groupby(sorted(months, key=of_series), key=lambda row: of_series(row)[:2]):
        run = list(rows)
        shown = [row for row in run if row["note"] != HIDDEN]
        months_shown = months_of(shown)
        value = sum(row["value"] for row in shown) if shown else nan
        whole[key] = Flow(value, months_shown, months_of(run) - months_shown, len(shown))
        found[key] = years(shown) if shown else {"baseline": as_figure(run[0])}
    return found, whole


def of_series(row: Row) -> tuple[str, str, str]:
    """Return by what a monthly figure is sorted: neighbourhood, indicator and month."""
    return row["neighbourhood"], row["indicator"], row["period"]


def years(run: Rows) -> Roles:
    """Return the first year of a run of figures and, where it is longer than a year, its latest."""
    first, last = a_year(run), a_year(run[::-1])
    then, now = added_up(run[:first]), added_up(run[-last:])
    if first == len(run):
        return {"baseline": then}
    shared = run[-last:first]  # none once there are two years
    in_both = months_of(shared)
    lengths = f"the two are of {then.months} and {now.months} months" if then.months != now.months else ""
    obstacle = OVERLAP if now.months - in_both < APART else lengths
    return {
        "baseline": then,
        "latest": replace(now, obstacle=obstacle, shared_months=in_both, shared=sum(row["value"] for row in shared)),
    }


def a_year(run: Rows) -> int:
    """Return how many of the first figures of a run are about twelve months between them; all where they are about fewer."""
    covered = accumulate(row["covers"] for row in run)
    return next((count for count, months in enumerate(covered, start=1) if months >= YEAR), len(run))


def months_of(run: Rows) -> int:
    """Return how many months some figures are about."""
    return sum(row["covers"] for row in run)


def added_up(rows: Rows) -> Figure:
    """Return the sum of some figures as one."""
    first, last = rows[0]["first_month"], rows[-1]["period"]
    return as_figure(
        rows[-1]  # whose boundaries and day count
        | {
            "value": sum(row["value"] for row in rows),
            "period": first if first == last else f"{first} to {last}",
            "months": months_of(rows),
            "provisional": any(row["provisional"] for row in rows),
            "provenance": " and ".join(sorted({name for row in rows for name in row["provenance"].split(" and ") if name})),
        }
    )


def together(parts: Iterable[Flow]) -> Flow:
    """Return several neighbourhoods' flows as one; its months are those of each neighbourhood, added up."""
    parts = list(parts)
    value = sum(each.value for each in parts if each.months) if any(each.months for each in parts) else nan
    return Flow(value, sum(each.months for each in parts), sum(each.hidden for each in parts), sum(each.returns for each in parts))

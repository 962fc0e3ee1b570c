"""What happens month by month, added up: the first twelve months reported, the latest twelve, and all since the baseline."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from math import nan

from cdmon.disclosure import HIDDEN
from cdmon.tables.figures import Figure, Found, Roles, Row, Rows, as_figure

YEAR = 12  # months that are added up at either end
APART = 6  # months at the least that the two must not share, to be compared


@dataclass(frozen=True, slots=True)
class Flow:
    """All that was reported of a flow: its total since the baseline (NaN where no month is shown), of how many months, how many hide."""

    value: float
    months: int
    hidden: int = 0


OVERLAP = "the first and the latest 12 months are nearly the same"


def flows(months: Rows) -> tuple[Found, dict[tuple[str | None, str], Flow]]:
    """Return, of rows of monthly figures, the first and the latest year of each neighbourhood and indicator, and the whole flow.

    A year is the twelve months that were reported first or last; the baseline is of fewer where fewer were reported. There is a latest
    year once more than twelve are reported. Until there are twenty-four the two share months, which make no difference to their change;
    they may be compared once six months or more are not shared. Hidden months are in no sum, for the sums would give them back.
    """
    found: Found = {}
    whole: dict[tuple[str | None, str], Flow] = {}
    for key, rows in groupby(sorted(months, key=of_series), key=lambda row: of_series(row)[:2]):
        run = list(rows)
        shown = [row for row in run if row["note"] != HIDDEN]
        whole[key] = Flow(sum(row["value"] for row in shown) if shown else nan, len(shown), len(run) - len(shown))
        found[key] = years(shown) if shown else {"baseline": as_figure(run[0])}
    return found, whole


def of_series(row: Row) -> tuple[str, str, str]:
    """Return by what a monthly figure is sorted: neighbourhood, indicator and month."""
    return row["neighbourhood"], row["indicator"], row["period"]


def years(run: Rows) -> Roles:
    """Return the first year of a run of months and, where it is longer than a year, its latest."""
    roles = {"baseline": added_up(run[:YEAR])}
    if len(run) > YEAR:
        shared = run[-YEAR:YEAR]  # none once there are two years
        obstacle = OVERLAP if len(run) < YEAR + APART else ""
        in_both = {"shared_months": len(shared), "shared": sum(row["value"] for row in shared)}
        roles["latest"] = replace(added_up(run[-YEAR:]), obstacle=obstacle, **in_both)
    return roles


def added_up(rows: Rows) -> Figure:
    """Return the sum of some months as one figure."""
    first, last = rows[0]["period"], rows[-1]["period"]
    return as_figure(
        rows[-1]  # whose boundaries and day count
        | {
            "value": sum(row["value"] for row in rows),
            "period": first if first == last else f"{first} to {last}",
            "months": len(rows),
            "provisional": any(row["provisional"] for row in rows),
            "provenance": " and ".join(sorted({name for row in rows for name in row["provenance"].split(" and ") if name})),
        }
    )


def together(parts: Iterable[Flow]) -> Flow:
    """Return several neighbourhoods' flows as one; its months are those of each neighbourhood, added up."""
    parts = list(parts)
    value = sum(each.value for each in parts if each.months) if any(each.months for each in parts) else nan
    return Flow(value, sum(each.months for each in parts), sum(each.hidden for each in parts))

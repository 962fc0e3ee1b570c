"""How many months each figure of a flow is about: one, or those of its quarter or year."""

from collections.abc import Iterable
from typing import Any

from cdmon.definitions import load
from cdmon.tables.board import begins
from cdmon.tables.cadence import month_text, number_of
from cdmon.tables.known import Known


def covered(known: Known, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give figures, in the order of their dates, `covers` (how many months each is about) and `first_month`; return them.

    A flow that is sent for a quarter or year is about its months since the figure before and since the neighbourhood began; anything else
    is about its own month.
    """
    rows = list(rows)
    for row in rows:
        row |= {"covers": 1, "first_month": row["period"]}
    current = known.programme
    if current is None or not current.periods:
        return rows
    start, places, indicators = current.start_month, known.neighbourhoods, load().indicators
    began = dict(zip(places["code"], begins(places, current), strict=True))
    before: dict[tuple[str, str], str] = {}
    for row in rows:
        indicator, month = indicators[row["indicator"]], row["period"]
        about = current.periods.get((indicator.dataset, month))
        if not indicator.is_flow or about is None:
            continue
        key = row["neighbourhood"], row["indicator"]
        first, last = number_of(start, about.first), number_of(start, month)
        if month == about.last:
            if (since := began.get(key[0], about.first)) <= month:
                first = max(first, number_of(start, since))
            if key in before:
                first = max(first, number_of(start, before[key]) + 1)
            row |= {"covers": last - first + 1, "first_month": month_text(start, first)}
        before[key] = month
    return rows

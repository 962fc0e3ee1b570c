"""Figures and tables in words: plain text, the same on pages, on the command line and in exports.

An absent figure is never an empty cell: the cell says whether it is not collected, hidden, not due or not set.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from cdmon.clock import in_uk
from cdmon.parts.indicators import RATING_LEVELS

HIDDEN = "hidden (too few people)"
ROUNDED = "Figures and changes are rounded separately, so that a change may differ by 0.1 from the figures beside it."
SHARES = ("proportion", "share")  # fractions of 1; those of a sample and those counted in full
FIGURE_UNITS = {"proportion": "%", "share": "%", "count": "", "rate": " per 1,000", "rating": f" of {RATING_LEVELS}"}
CHANGE_UNITS = {"proportion": " percentage points", "share": " percentage points", "count": "", "rate": " per 1,000", "rating": " levels"}

Row = Mapping[Hashable, Any]


def figure(value: float, low: float, high: float, kind: str) -> str:
    """Return a figure with its interval: '7.0% (4.6–10.5)', '14', '2.2 per 1,000 (1.2–3.6)', '2 of 4'; '' for none.

    Proportions and shares are fractions of 1; without limits (NaN) the value stands alone. KeyError for an unknown kind.
    """
    if pd.isna(value):
        return ""
    interval = "" if pd.isna(low) else f" ({rounded(low, kind)}–{rounded(high, kind)})"
    return f"{number(value, kind)}{FIGURE_UNITS[kind]}{interval}"


def change(value: float, low: float, high: float, kind: str) -> str:
    """Return a change with its interval: '+5.0 percentage points (0.3 to 9.8)', '−4'; '' where there is none."""
    if pd.isna(value):
        return ""
    text = rounded(value, kind)
    plus = "+" if value > 0 and text.strip("0.") else ""  # what rounds to 0 has no sign
    interval = "" if pd.isna(low) else f" ({rounded(low, kind)} to {rounded(high, kind)})"
    unit = " level" if kind == "rating" and abs(value) == 1 else CHANGE_UNITS[kind]
    return f"{plus}{text}{unit}{interval}"


def number(value: float, kind: str) -> str:
    """Return a number as read (see `rounded`); a share that is not quite everybody, or not quite nobody, is not rounded to that."""
    if kind in SHARES and 0 < value < 1:
        return "over 99.9" if value >= 0.9995 else "under 0.1" if value < 0.0005 else rounded(value, kind)
    return rounded(value, kind)


def rounded(value: float, kind: str) -> str:
    """Return a number rounded: of SHARES in per cent, one decimal but for whole counts, thousands with a comma, a real minus sign."""
    places = 0 if kind in ("count", "rating") and value == round(value) else 1
    nearest = round(value * 100 if kind in SHARES else value, places) + 0.0  # adding 0 turns -0 into 0
    return f"{nearest:,.{places}f}".replace("-", "−")


def period(text: str) -> str:
    """Return a period as read: each month such as '2026-10' as 'October 2026', a wave's own label as it is."""
    return re.sub(r"\b\d{4}-(0[1-9]|1[0-2])\b(?!-)", lambda month: f"{date.fromisoformat(month[0] + '-01'):%B %Y}", text)


def day(when: date) -> str:
    """Return a day as read: 31 October 2024."""
    return f"{when.day} {when:%B %Y}"


def state_in_words(state: str) -> str:
    """Return what people call the state of a return: the same everywhere."""
    return "waiting for a decision" if state == "submitted" else state


def days(number: int) -> str:
    """Return a number of days as read: '1 day', '1,146 days'."""
    return f"{number:,} day" if number == 1 else f"{number:,} days"


@lru_cache(10_000)  # a thousand returns were sent at the same few instants
def moment(when: datetime) -> str:
    """Return an instant of the store (UTC) as read in the United Kingdom: 31 October 2024, 09:30."""
    here = in_uk(when)
    return f"{day(here)}, {here:%H:%M}"


def read(frame: pd.DataFrame, columns: Mapping[str, Callable[[Row], str]]) -> pd.DataFrame:
    """Return a frame of text with these columns, each worked out from the row."""
    return pd.DataFrame([{title: cell(row) for title, cell in columns.items()} for row in frame.to_dict("records")], columns=list(columns))


def given(text: str | float | None) -> str:
    """Return a text of a frame, '' where there is none (None or NaN, as pandas may have it)."""
    return "" if pd.isna(text) else str(text)


def some_of(names: Sequence[str], most: int, between: str = ", ") -> str:
    """Name the first few of many and count the others: 'N01, N02 and 4 more'."""
    more = len(names) - most
    return between.join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def neighbourhood_cell(row: Row) -> str:
    """Say which neighbourhood a row is about, or that it is about the programme."""
    return given(row["neighbourhood"]) or "Programme"


def base(n: float) -> str:
    """Return the number of people a figure rests on: 'n = 300'; '' for a figure that rests on none."""
    return "" if pd.isna(n) else f"n = {n:,.0f}"

"""A long list: what can be asked of it, which of its rows fit, in which order they stand, and which of them a page holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from cdmon.clock import UK
from cdmon.text import folded

PAGE = 20  # rows

Test = Callable[[pd.DataFrame], "pd.Series[bool]"]


def among(column: str, values: Collection[object]) -> Test:
    """Return what tells the rows that have one of these values in a column."""
    return lambda frame: frame[column].isin(list(values))


@dataclass(frozen=True)
class Choice:
    """A column by which a list is narrowed to one of its values, with what the column and each value are called."""

    column: str
    label: str
    words: Callable[[Any], str] = str


@dataclass(frozen=True)
class Listing:
    """How one list is looked through; `key` stands before all that it keeps in an address."""

    key: str
    one: str  # what a row is, as in "matter"
    many: str
    numbers: Mapping[str, Test] = field(default_factory=dict)  # what is counted on top, in words, and which rows are meant
    choices: Sequence[Choice] = ()
    texts: Sequence[str] = ()  # the columns that are searched
    dates: Sequence[str] = ()  # columns of days or months, the first of which that holds anything is the row's date
    order: Mapping[str, Sequence[Collection[object]]] = field(default_factory=dict)  # columns to sort by, each with its values in groups,
    # of which the first is on top and what is in none comes last; () for a column of days, the earliest of which is on top
    counted: str = ""  # the column of a summary that says for how many rows each of its rows stands
    page: int = PAGE  # rows


@dataclass(frozen=True)
class Asked:
    """What a person asks of a list: words for the columns of its choices, texts to be found, and days; what is empty narrows nothing."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return any([*self.chosen.values(), self.search.strip(), self.since, self.until])


def options(frame: pd.DataFrame, choice: Choice) -> list[str]:
    """Return what a choice offers for these rows: the values of its column in words, each once, by the alphabet."""
    return sorted({choice.words(value) for value in frame[choice.column].unique()})


def in_order(frame: pd.DataFrame, listing: Listing) -> pd.DataFrame:
    """Return the rows in the list's own order; those that it does not part stay as they stand."""
    columns = {name: ranked(frame[name], values) for name, values in listing.order.items()}
    return frame.loc[pd.DataFrame(columns, index=frame.index).sort_values(list(columns), kind="stable").index] if columns else frame


def ranked(column: "pd.Series[Any]", groups: Sequence[Collection[object]]) -> "pd.Series[Any]":
    """Return a column by which rows are sorted: the number of the group that its value is in; without groups, the days in it."""
    if not groups:
        return pd.to_datetime(column)
    rank = {value: number for number, group in enumerate(groups) for value in group}
    return column.map(lambda value: rank.get(value, len(groups)))


def fitting(frame: pd.DataFrame, listing: Listing, asked: Asked) -> pd.DataFrame:
    """Return the rows that fit all that is asked; a search finds the rows in which each of its words stands, whatever their accents."""
    for choice in listing.choices:
        wanted = asked.chosen.get(choice.column)
        if wanted:
            values = [value for value in frame[choice.column].unique() if choice.words(value) == wanted]
            frame = frame[frame[choice.column].isin(values)]
    if asked.since or asked.until:
        frame = frame.loc[within(dates(frame, listing.dates), asked.since, asked.until)]  # of no rows, too
    words = folded(asked.search).split()
    if words and not frame.empty:
        columns = [frame[name].fillna("").astype(str) for name in listing.texts]
        texts = (folded("\n".join(row)) for row in zip(*columns, strict=True))
        frame = frame[[all(word in text for word in words) for text in texts]]
    return frame


def dates(frame: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[str]":
    """Return the date of each row as a text, 2026-10-31 or 2026-10 as it is known; "" where there is none."""
    found = pd.Series("", index=frame.index, dtype=object)
    for name in columns:
        column = frame[name]
        if pd.api.types.is_datetime64_dtype(column):  # an instant of the store
            column = column.dt.tz_localize("UTC").dt.tz_convert(UK)
        found = found.where(found != "", column.astype(str).str[:10].where(column.notna(), ""))
    return found


def within(found: "pd.Series[str]", since: date | None, until: date | None) -> list[bool]:
    """Tell which dates lie between two days, both included: of a month, whether any of its days may."""
    first, last = (f"{day}" if day else "" for day in (since, until))
    return [bool(each) and (not first or each >= first[: len(each)]) and (not last or each <= last[: len(each)]) for each in found]


def pages(rows: int, page: int = PAGE) -> int:
    """Return how many pages of `page` rows so many rows take: at least one."""
    return max(1, ceil(rows / page))


def page_of(frame: pd.DataFrame, number: int, page: int = PAGE) -> pd.DataFrame:
    """Return the rows of a page of `page` rows, the first of which is 1."""
    return frame.iloc[(number - 1) * page : number * page]


def in_numbers(frame: pd.DataFrame, listing: Listing) -> str:
    """Return how many rows there are and how many of each that is counted, in one line: '57 matters: 12 wait; 3 are late'.

    Of a summary, whose rows stand for as many of the list as the column `listing.counted` says, the numbers are those of the list.
    """
    rows = stood_for(frame, listing)
    counted = "; ".join(f"{int(rows[test(frame)].sum()):,} {words}" for words, test in listing.numbers.items())
    return f"{rows.sum():,} {listing.one if rows.sum() == 1 else listing.many}" + (f": {counted}" if counted else "")


def stood_for(frame: pd.DataFrame, listing: Listing) -> "pd.Series[int]":
    """Return for how many rows of a list each row of a frame stands: one, but in a summary."""
    return frame[listing.counted] if listing.counted in frame else pd.Series(1, index=frame.index)


def extent(rows: int, number: int, page: int = PAGE) -> str:
    """Say which of the rows a page of `page` rows shows: '21 to 40 of 57'."""
    return f"{(number - 1) * page + 1:,} to {min(number * page, rows):,} of {rows:,}"

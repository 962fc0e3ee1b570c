"""What one script run shows: which store, whose figures, as at which day; with every figure worked out once for each state of the store."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

import pandas as pd
import streamlit as st

from cdmon.clock import today
from cdmon.database import Database
from cdmon.made_once import MadeOnce
from cdmon.rights import allow_in, asked_of
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme, StageDates

T = TypeVar("T")

_made = MadeOnce(1000)  # tables and finished parts of pages


@dataclass(frozen=True)
class View:
    """The store and selection of a script run, and the pages it can link to."""

    database: Database
    programme: Programme | None  # as set up on the day in view; None when nothing had been set up by then
    names: Mapping[str, str]  # of the neighbourhoods on the day in view, by code
    neighbourhood: str | None  # one of these
    as_at: date | None  # the day that the person chose to look from; None for none
    provisional: bool  # whether returns that nobody has decided about yet are counted
    pages: Mapping[str, st.Page]
    wrong: str = ""  # what is wrong with the day or the neighbourhood that was asked for

    def read(self, table: Callable[..., T], *arguments: str | None) -> T:
        """Return what a table function gives for these arguments as at the day in view."""
        return read(self.database, table, *arguments, as_at=self.as_at)

    def everything(self, table: Callable[..., T], *arguments: str | None) -> T:
        """Return what a table gives of all that has happened up to the day chosen, or to now, whatever day the programme is looked at from.

        For what people send and decide, which they do today.
        """
        return read(self.database, table, *arguments, as_at=self.as_at, everything=True)

    def now(self, table: Callable[..., T], *arguments: str | None) -> T:
        """Return what a table gives of all that has happened up to now, whatever day is in view: what is sent is sent now."""
        return read(self.database, table, *arguments, everything=True)

    def figures(self, table: Callable[..., T], *arguments: str | None) -> T:
        """Return what a table of figures gives for these arguments, from the returns in view."""
        return read(self.database, table, *arguments, as_at=self.as_at, provisional=self.provisional)

    def of_place(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return those rows of a table that are of the neighbourhood in view; all of them where none is."""
        return table[table["neighbourhood"] == self.neighbourhood] if self.neighbourhood else table

    def part(self, draw: Callable[..., T], *arguments: Hashable) -> T:
        """Return a part of a page as a function makes it of this view: made again only when what it shows may have changed."""
        shown = (self.neighbourhood, self.as_at, self.provisional)
        return once(self.database, draw, lambda: draw(self, *arguments), arguments, *shown)

    def label(self, code: str) -> str:
        """Return a neighbourhood's code and name."""
        return f"{code} {self.names.get(code, '')}".strip()

    @property
    def day(self) -> date:
        """The day in view."""
        return self.programme.today if self.programme else self.as_at or today()

    @property
    def stages(self) -> tuple[StageDates, ...]:
        """The stages of the programme with their dates."""
        return self.programme.stages if self.programme else ()


def set_up(known: Known) -> tuple[Programme | None, dict[str, str]]:
    """Return the programme as set up on a day, None if it was not yet, and its neighbourhoods' names by code."""
    return known.programme, {row.code: row.name for row in known.neighbourhoods.rename_axis("place").itertuples()}


def read(
    database: Database,
    table: Callable[..., T],
    *arguments: str | None,
    everything: bool = False,
    as_at: date | None = None,
    provisional: bool = False,
) -> T:
    """Return what a function of `cdmon.tables` gives, computed again only when the store or the calendar day has changed.

    `provisional` is for a table of figures; `everything` is to know what came after the day that the programme is looked at from as well.
    """
    version = database.version_in_view()

    def work_out() -> tuple[T, list[tuple[str, ...]]]:
        known = Known if everything else Known.in_view
        with database.cursor() as cursor:
            return table(known(cursor, as_at, provisional, (database.url, version)), *arguments), asked_of(cursor)

    found, asked = once(database, table, work_out, arguments, everything, as_at, provisional)
    for each in asked:  # what somebody was allowed to see is kept for those alone who may see it, too; who sees a page may look
        if each != ("look",):
            allow_in(database, *each)
    return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found  # pandas copies a column before it writes to it


def once(database: Database, of: Callable[..., object], make: Callable[[], T], *more: Hashable) -> T:
    """Return what `make` makes, once for each state of the store and day; `of` names it, with whatever more tells it from others."""
    state = (database.url, database.version_in_view(), today())
    return cast(T, _made.get((state, f"{of.__module__}.{of.__qualname__}", more), make))

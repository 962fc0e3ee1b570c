"""What one script run shows: which store, whose figures, as at which day; with every figure worked out once for each state of the store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from cdmon.clock import today
from cdmon.database import Database, open_database
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme, StageDates

T = TypeVar("T")


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


def read(database: Database, table: Callable[..., T], *arguments: str | None, everything: bool = False, **when: Any) -> T:
    """Return what a function of `cdmon.tables` gives, computed again only when the store or the calendar day has changed.

    `when` is `as_at` and, for a table of figures, `provisional`; or `everything`, to know what came after the day that the programme is
    looked at from as well.
    """
    name = f"{table.__module__}.{table.__qualname__}"
    return cast(T, _read(database.url, database.data_version(), today(), name, arguments, everything, {"as_at": None} | when, table))


@st.cache_data(max_entries=500, show_spinner=False)
def _read(
    url: str,
    version: str,
    day: date,
    name: str,
    arguments: tuple[str | None, ...],
    everything: bool,
    when: dict[str, Any],
    _table: Callable[..., Any],
) -> Any:
    known = Known if everything else Known.in_view
    with open_database(url).cursor() as cursor:
        return _table(known(cursor, **when), *arguments)

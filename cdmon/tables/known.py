"""What the store knew at a date: the returns that counted then, which every table reads."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import Any

import pandas as pd

from cdmon.clock import end_of, now, today
from cdmon.database import Cursor, sql
from cdmon.disclosure import Rule
from cdmon.tables.programme import Programme, make_programme

_numbers = count(1)  # of the tables of returns that count: each `Known` has its own


class Known:
    """The store as it was at the end of a day in the United Kingdom; as it is now when `as_at` is None.

    The returns that counted then are a temporary table of its own (`counting`, a name), which every query of cdmon/sql reads as
    `query_table($counting)`: two of them, of two days, do not meddle with one another. Those are the accepted returns; with
    `provisional` also the ones that nobody has decided about yet. What is stored later it does not see: make another one then.
    """

    def __init__(self, cursor: Cursor, as_at: date | None = None, provisional: bool = False) -> None:
        """Find the returns that count, once for all the queries that follow."""
        self.cursor = cursor
        self.as_at = as_at
        self.provisional = provisional
        self.moment = now() + timedelta(seconds=1) if as_at is None else end_of(as_at)  # the last instant (UTC) to look at
        self.counting = f"counting_{next(_numbers)}"
        states = ["accepted", *["submitted"] * provisional]
        cursor.execute(f"CREATE TEMP TABLE {self.counting} AS {sql('tables/counting')}", {"moment": self.moment, "states": states})

    def execute(self, query: str, **parameters: object) -> Cursor:
        """Run a query, which may read the returns that count, and return the cursor with what it finds."""
        mine = {"counting": self.counting} if "$counting" in query else {}
        return self.cursor.execute(query, mine | parameters)

    def read(self, query: str, **parameters: object) -> pd.DataFrame:
        """Return what a query of cdmon/sql/tables finds."""
        return self.execute(sql(f"tables/{query}"), **parameters).df()

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what a query of cdmon/sql/tables finds as plain rows, which are read one by one many times as quickly as a frame's."""
        return self.found(sql(f"tables/{query}"), **parameters)

    def found(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what the text of a query finds as plain rows."""
        found = self.execute(query, **parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    @cached_property
    def set_up(self) -> "SetUp | None":
        """The programme set-up that counted; None when there was none yet."""
        found = self.execute("SELECT return_id FROM query_table($counting) WHERE dataset = 'programme'").fetchall()
        return read_set_up(found[0][0], self) if found else None

    @cached_property
    def programme(self) -> Programme | None:
        """The programme as it was set up; None when it was not yet."""
        if self.set_up is None:
            return None
        day = self.as_at or today()
        return make_programme(self.set_up.programme.iloc[0], self.set_up.stages, day, self.as_at is not None)

    @property
    def small_numbers(self) -> Rule:
        """The programme's rule for small numbers; the usual one until there is a programme."""
        return self.programme.small_numbers if self.programme else Rule()

    @property
    def neighbourhoods(self) -> pd.DataFrame:
        """The neighbourhoods as set up: code, name, population, wave, gss_code, boundary_year; by code."""
        return self.read("neighbourhoods") if self.set_up is None else self.set_up.neighbourhoods.copy()


@dataclass(frozen=True)
class SetUp:
    """The sheets of one programme set-up that every table looks at."""

    programme: pd.DataFrame
    stages: pd.DataFrame
    neighbourhoods: pd.DataFrame


_set_ups: dict[str, SetUp] = {}


def read_set_up(return_id: str, known: Known) -> SetUp:
    """Return a set-up, read once in this process: what a return says never changes."""
    if return_id not in _set_ups:
        _set_ups[return_id] = SetUp(known.read("programme"), known.read("stages"), known.read("neighbourhoods"))
    return _set_ups[return_id]

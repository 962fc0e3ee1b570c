"""What the store knew at a date: the returns that counted then, laid before the queries of the tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from cdmon.database import Cursor, now, sql
from cdmon.disclosure import Rule
from cdmon.tables.programme import Programme, make_programme

UK = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")


@dataclass
class Known:
    """The store as it was at the end of a day in the United Kingdom; as it is now when `as_at` is None.

    The returns that counted then lie before the cursor as the temporary table `counting`, which every query of cdmon/sql/tables reads.
    Those are the accepted ones; with `provisional` also the ones that nobody has decided about yet.
    """

    cursor: Cursor
    as_at: date | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        """Find the returns that count, once for all the queries that follow."""
        states = ["accepted", *["submitted"] * self.provisional]
        self.cursor.execute(sql("tables/counting"), {"moment": self.moment, "states": states})

    @property
    def moment(self) -> datetime:
        """The last instant (UTC) to look at."""
        if self.as_at is None:
            return now() + timedelta(seconds=1)
        next_day = datetime(self.as_at.year, self.as_at.month, self.as_at.day, tzinfo=UK) + timedelta(days=1)
        return next_day.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)

    def read(self, query: str, **parameters: object) -> pd.DataFrame:
        """Return what a query of cdmon/sql/tables finds."""
        return self.cursor.execute(sql(f"tables/{query}"), parameters).df()

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what a query of cdmon/sql/tables finds as plain rows, which are read one by one many times as quickly as a frame's."""
        found = self.cursor.execute(sql(f"tables/{query}"), parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    @cached_property
    def set_up(self) -> "SetUp | None":
        """The programme set-up that counted; None when there was none yet."""
        found = self.cursor.execute("SELECT return_id FROM counting WHERE dataset = 'programme'").fetchall()
        return read_set_up(found[0][0], self) if found else None

    @cached_property
    def programme(self) -> Programme | None:
        """The programme as it was set up; None when it was not yet."""
        if self.set_up is None:
            return None
        today = self.as_at or datetime.now(UK).date()
        return make_programme(self.set_up.programme.iloc[0], self.set_up.stages, today, self.as_at is not None)

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

"""The programme: its name and start, its stages with their dates, its neighbourhoods."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from cdmon.database import Cursor, now, sql
from cdmon.definitions import load

UK = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class StageDates:
    """A stage of this programme, in months (1 is the programme's first) and in dates, both ends included."""

    number: int
    title: str
    first_month: int
    last_month: int
    starts: date
    ends: date
    break_clause: bool


@dataclass(frozen=True)
class Programme:
    """The programme as set up; `today` is the day it is looked at from, `design_factor` that of waves of unknown design."""

    name: str
    commissioner: str
    start_month: date
    invented: bool
    today: date
    design_factor: float
    stages: tuple[StageDates, ...]

    @property
    def month(self) -> int:
        """The programme month `today` lies in; 1 is the first."""
        return (self.today.year - self.start_month.year) * 12 + self.today.month - self.start_month.month + 1

    def month_ends(self, number: int) -> date:
        """Return the last day of a programme month."""
        return month_starts(self.start_month, number + 1) - timedelta(days=1)


def moment(as_at: date | None) -> datetime:
    """Return the last instant (UTC) that figures as at a day in the United Kingdom may look at; now when no day is given."""
    if as_at is None:
        return now() + timedelta(seconds=1)
    midnight = datetime(as_at.year, as_at.month, as_at.day, tzinfo=UK) + timedelta(days=1)
    return midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)


def month_starts(start: date, number: int) -> date:
    """Return the first day of the month `number`, counted from `start` as month 1."""
    months = start.year * 12 + start.month - 1 + number - 1
    return date(months // 12, months % 12 + 1, 1)


def programme(cursor: Cursor, as_at: date | None = None) -> Programme | None:
    """Return the programme as it was set up at a date; None when the store held no set-up then."""
    rows = read(cursor, "programme", as_at)
    if rows.empty:
        return None
    row = rows.iloc[0]
    start = date.fromisoformat(f"{row['start_month']}-01")
    reference = None if pd.isna(row["reference_date"]) else row["reference_date"].date()
    return Programme(
        name=row["name"],
        commissioner=row["commissioner"] if pd.notna(row["commissioner"]) else "",
        start_month=start,
        invented=row["invented"] == "yes",
        today=as_at or reference or datetime.now(UK).date(),
        design_factor=float(row["design_factor"]) if pd.notna(row["design_factor"]) else 1.0,
        stages=tuple(stage_dates(start, read(cursor, "stages", as_at))),
    )


def stage_dates(start: date, changed: pd.DataFrame) -> list[StageDates]:
    """Return the stages with their dates: the programme's own where the set-up lists any, else the handbook's."""
    standard = load().stages
    months = (
        [(int(s), int(f), int(last), clause == "yes") for s, f, last, clause in changed.itertuples(index=False)]
        if len(changed)
        else [(s.number, s.first_month, s.last_month, s.break_clause) for s in standard.values()]
    )
    return [
        StageDates(number, standard[number].title, first, last, month_starts(start, first), month_starts(start, last + 1) - timedelta(days=1), clause)
        for number, first, last, clause in months
    ]


def neighbourhoods(cursor: Cursor, as_at: date | None = None) -> pd.DataFrame:
    """Return the neighbourhoods as set up at a date: code, name, population, wave, gss_code, boundary_year; by code."""
    return read(cursor, "neighbourhoods", as_at)


def read(cursor: Cursor, table: str, as_at: date | None) -> pd.DataFrame:
    """Return what a table's SQL finds as at a date."""
    return cursor.execute(sql(f"tables/{table}"), {"moment": moment(as_at)}).df()

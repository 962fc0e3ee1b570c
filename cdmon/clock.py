"""Moments, days and months: UTC without a zone in the store, United Kingdom time for people, and one notion of today."""

from datetime import UTC, date, datetime, timedelta
from time import time
from zoneinfo import ZoneInfo

from cdmon.refusal import Refusal

UK = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the time as the store keeps it: UTC, without a zone. Nothing else in cdmon asks the machine what time it is."""
    return datetime.fromtimestamp(time(), UTC).replace(tzinfo=None)


def seconds_since(stamp: float) -> float:
    """Return how long ago the time stamp of a file was."""
    return time() - stamp


def today() -> date:
    """Return the day that it is in the United Kingdom, whatever zone the machine keeps."""
    return day_of(now())


def past_day(text: str) -> date:
    """Return the day that a text such as 2026-03-31 names; Refusal where it names none, or one that has not come yet."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Refusal(f"“{text[:40]}” is not a day. Write one as year, month and day: 2026-03-31.") from None
    if day > today():
        raise Refusal(f"{text} has not come yet. Choose today or a day before it.")
    return day


def in_uk(moment: datetime) -> datetime:
    """Return an instant of the store (UTC) as the clock in the United Kingdom showed it."""
    return moment.replace(tzinfo=UTC).astimezone(UK)


def day_of(moment: datetime) -> date:
    """Return the day in the United Kingdom on which an instant of the store (UTC) lay."""
    return in_uk(moment).date()


def end_of(day: date) -> datetime:
    """Return the last instant (UTC) of a day in the United Kingdom; OverflowError for the last day that a calendar knows."""
    next_day = day + timedelta(days=1)
    midnight = datetime(next_day.year, next_day.month, next_day.day, tzinfo=UK)
    return midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)


def month_starts(start: date, number: int) -> date:
    """Return the first day of the month `number`, counted from `start` as month 1."""
    months = start.year * 12 + start.month - 1 + number - 1
    return date(months // 12, months % 12 + 1, 1)


def month_ends(start: date, number: int) -> date:
    """Return the last day of the month `number`, counted from `start` as month 1."""
    return month_starts(start, number + 1) - timedelta(days=1)


def month_number(start: date, day: date) -> int:
    """Return the number of the month that a day lies in, counted from `start` as month 1."""
    return (day.year - start.year) * 12 + day.month - start.month + 1

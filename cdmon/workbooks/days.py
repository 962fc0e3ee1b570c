"""Days and months as people write them: unmistakable spellings are taken, the rest is asked about."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cdmon.workbooks.written import Unreadable, plain

YEARS = range(1900, 2201)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_0 = date(1899, 12, 30)  # from which Excel counts days
COUNTED = range(36_526, 73_051)  # numbers that stand for a day of 2000 to 2099 where a cell has lost its format
TIME = r"(,?[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[ap]m)?( ?(Z|UTC|GMT|BST|[+-]\d\d(:?\d\d)?))?)?"
DATES = [  # unmistakable, but for a year of two digits and a day that stands where the month belongs
    re.compile(form + TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<dash>[/.-])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d{1,2})(st|nd|rd|th)?( of)?[ -](?P<month>[a-z]{3,9})[.,]?[ -](?P<year>\d{4}|\d\d)",
        r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(st|nd|rd|th)?,? (?P<year>\d{4}|\d\d)",
    )
]


def read_date(cell: object) -> date | Unreadable | None:
    """Read a cell as a date: a real one, or text as 2026-12-31, in the order day, month, year, or with the month's name.

    A weekday may stand before it, which must be that day's, and a time after it, which does not count. A number is the day that Excel
    counts so, if it may be one.
    """
    day = written_date(cell)
    if day is None and plain(cell):
        return Unreadable("cell-not-date")
    return day if not isinstance(day, date) or day.year in YEARS else Unreadable("cell-not-date")


def written_date(cell: object) -> date | Unreadable | None:
    """Return the day that a cell holds, in whichever way; None where it holds none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return counted_day(cell) or (date_in(plain(cell)) if isinstance(cell, str) else None)


def counted_day(cell: object) -> date | None:
    """Return the day of this century that Excel counts with a number, as in 46301; None where it is no such number."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    found = re.fullmatch(r"(\d{5})(\.\d+)?", plain(cell))
    return DAY_0 + timedelta(int(found[1])) if found and int(found[1]) in COUNTED else None


def date_in(text: str) -> date | Unreadable | None:
    """Return the date that a text spells; None where it spells none, or one that is not in the calendar."""
    first, _, rest = text.partition(" ")
    weekday = numbered(first.rstrip(".,").removesuffix("s"), WEEKDAYS)
    found = next((match for form in DATES if (match := form.fullmatch(rest if weekday else text))), None)
    if found is None:
        return None
    if len(found["year"]) == 2:
        return Unreadable("cell-short-year")
    year, number = int(found["year"]), int(found["day"])
    month = int(found["month"]) if found["month"].isdecimal() else numbered(found["month"], MONTHS)
    if "mark" in found.groupdict() and number <= 12 < month <= 31:
        return Unreadable("cell-month-first")
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return day if weekday in (0, day.isoweekday()) else Unreadable("cell-weekday")


def may_be_swapped(cell: object) -> bool:
    """Tell whether a cell is another day if its month was meant to stand first: a spreadsheet program reads 10/06/2026 its own way."""
    day = read_date(cell)
    as_numbers = isinstance(cell, date) or (isinstance(cell, str) and DATES[1].fullmatch(plain(cell)) is not None)
    return isinstance(day, date) and as_numbers and day.month != day.day <= 12


def numbered(name: str, names: Sequence[str]) -> int:
    """Return the number, from 1, of a month or weekday by its name or at least the three letters it begins with; 0 where there is none."""
    return next((number for number, each in enumerate(names, start=1) if len(name) > 2 and each.startswith(name.casefold())), 0)


def read_month(cell: object) -> str | Unreadable | None:
    """Read a cell as a month, such as 2026-10: text like 2026-10, 10/2026, Oct 2026, Oct-26, or a date that is its first or last day.

    Another day in it is asked about: Excel makes the 25th of October of a month typed as Oct 25.
    """
    text = plain(cell)
    if not text:
        return None
    day = read_date(cell)
    if isinstance(day, date):
        is_edge = day.day == 1 or (day + timedelta(1)).day == 1
        return f"{day:%Y-%m}" if is_edge else Unreadable("cell-day-for-month")
    year, month = 0, 0
    if isinstance(cell, str):
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
            year, month = int(found[1]), int(found[2])
        elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
            year, month = int(found[2]), int(found[1])
        elif found := re.fullmatch(r"([A-Za-z]{3,9})[ -](\d{4}|\d{2})", text):  # Excel turns 2026-10 into Oct-26 in a CSV file
            year, month = int(found[2]) + 2000 * (len(found[2]) == 2), numbered(found[1], MONTHS)
    if year not in YEARS or not 1 <= month <= 12:
        return Unreadable("cell-month-first" if day == Unreadable("cell-month-first") else "cell-not-month")
    return f"{year}-{month:02d}"

"""What people type into a cell, as a value: unmistakable spellings are taken, the rest is asked about."""

import math
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from cdmon.definitions import load
from cdmon.parts import Column, Option
from cdmon.text import key, normal, shown
from cdmon.workbooks.markup import is_error

LONGEST_TEXT = 500  # characters
YEARS = range(1900, 2201)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Curly quotes made straight, control characters made spaces, and nothing of what cannot be seen: soft hyphens, directions of writing …
STRAIGHT = dict.fromkeys(map(ord, "‘’‚‛"), "'") | dict.fromkeys(map(ord, "“”„‟"), '"') | dict.fromkeys([*range(32), *range(127, 161)], " ")
STRAIGHT |= dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF])
# In numbers and dates: dashes of any length, and the wide digits, letters and marks of East Asian keyboards.
PLAIN = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {code + 0xFEE0: chr(code) for code in range(33, 127)}
NUMBER = re.compile(r"(?P<figures>[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)?(\.\d+)?) ?(?P<unit>[^\d.,].*)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d[\d.]*,\d")
DATES = [  # unmistakable, but for a year of two digits and a day that stands where the month belongs
    re.compile(form + r"(,?[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?)?", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d{1,2})(st|nd|rd|th)?( of)?[ -](?P<month>[a-z]{3,9})[.,]?[ -](?P<year>\d{4}|\d\d)",
        r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(st|nd|rd|th)?,? (?P<year>\d{4}|\d\d)",
    )
]
SIGNS = re.compile(r"[-‐‑‒–—−./_\s]+")
MISSING_CODE = re.compile(r"-\d+|9[789]|99[789]")  # what surveys write for don't know, refused or not asked
UNSURE = re.compile(r"[<>?%~≤≥≈]|^\(.*\)$|^\[.*\]$|^\{.*\}$")

DTYPES = {"text": "string", "choice": "string", "month": "string", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


@dataclass(frozen=True)
class Unreadable:
    """A cell that cannot be taken: the kind of problem it is."""

    code: str


Reader = Callable[[object], object]


def spellings(options: list[Option]) -> dict[str, str]:
    """Return every accepted spelling of a list of answers, normalised, with the code it stands for."""
    return {normal(word): option.code for option in options for word in (option.code, option.title, *option.spellings)}


def reader(column: Column) -> Reader:
    """Return the function that reads a cell of this column: a value, None for a blank cell, or Unreadable."""
    readers: dict[str, Reader] = {
        "text": partial(read_text, longest=column.longest),
        "number": partial(read_number, units=frozenset(map(normal, column.units))),
        "integer": partial(read_integer, units=frozenset(map(normal, column.units))),
        "date": read_date,
        "month": read_month,
    }
    read = choice_reader(column.options) if column.type == "choice" else readers[column.type]
    if column.refers_to:
        read = unless_unsure(read)
    elif column.no_answer:
        read = unless_no_answer(read, {said(word) for word in column.no_answer}, of_choice=column.type == "choice")
    elif column.type == "text" and column.pattern is None:
        read = unless_placeholder(read, {said(word) for word in load().placeholders}, column.required)
    return lambda cell: Unreadable("cell-error") if isinstance(cell, str) and is_error(cell.strip()) else read(cell)


def choice_reader(options: list[Option]) -> Reader:
    """Return a function that reads one of these answers."""
    codes = spellings(options)
    exact = {key(word): option.code for option in options for word in (option.code, option.title, *option.spellings)}

    def read_choice(cell: object) -> object:
        text = read_text(cell)
        if text is None or isinstance(text, Unreadable):
            return text
        return codes.get(normal(text), Unreadable("cell-not-option"))

    sure = unless_unsure(read_choice)
    return lambda cell: exact.get(key(tidy(cell))) or sure(cell)


def unless_unsure(read: Reader) -> Reader:
    """Return a reader that asks about what it would read if a mark there may say that it is not so: yes?, <5, (N01)."""

    def read_sure(cell: object) -> object:
        value = read(cell)
        return Unreadable("cell-unsure") if isinstance(value, str) and UNSURE.search(tidy(cell)) else value

    return read_sure


def unless_no_answer(read: Reader, words: Set[str], of_choice: bool) -> Reader:
    """Return the reader of a question's answers, given how its survey writes that there is none; other codes for that are asked about."""

    def read_answer(cell: object) -> object:
        value = read(cell)
        if of_choice and not isinstance(value, Unreadable):
            return value  # an answer such as none
        text = said(tidy(cell))
        if text in words:
            return None
        doubtful = isinstance(value, Unreadable) or (isinstance(value, int | float) and value < 0)
        return Unreadable("cell-missing-code") if doubtful and MISSING_CODE.fullmatch(text) else value

    return read_answer


def unless_placeholder(read: Reader, words: Set[str], required: bool) -> Reader:
    """Return the reader of a column of text, where words that say nothing are a blank cell, and asked about if it must not be blank."""

    def read_name(cell: object) -> object:
        value = read(cell)
        if isinstance(value, str) and said(value) in words:
            return Unreadable("cell-placeholder") if required else None
        return value

    return read_name


def said(text: str) -> str:
    """Return a text as placeholders are compared: as `normal` has it; signs alone as one of them."""
    return normal(text) or ("-" if SIGNS.fullmatch(text) else text.strip()[:1])


def tidy(cell: object) -> str:
    """Return what a cell shows, trimmed, runs of spaces and line breaks made one, curly quotes made straight; "" for a blank cell."""
    return "" if cell is None else " ".join(shown(cell).translate(STRAIGHT).split())


def read_text(cell: object, longest: int = LONGEST_TEXT) -> object:
    """Read a cell as text, tidied."""
    text = tidy(cell)
    return Unreadable("cell-too-long") if len(text) > longest else text or None


def read_number(cell: object, units: Set[str] = frozenset()) -> object:
    """Read a cell as a number.

    Text may carry a pound sign, commas between thousands, a per cent sign (12 % is 0.12) or one of the column's normalised units.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else Unreadable("cell-not-number")
    text = tidy(cell).translate(PLAIN)
    if not text:
        return None
    text = re.sub("^([+-]?)£ ?", r"\1", text)
    found = NUMBER.fullmatch(text) if isinstance(cell, str) else None
    if found is None:
        return Unreadable("cell-decimal-comma" if DECIMAL_COMMA.match(text) else "cell-not-number")
    figures, unit = found["figures"].replace(",", ""), found["unit"] or ""
    if not figures.strip("+-") or (unit not in ("", "%") and normal(unit) not in units) or not math.isfinite(float(figures)):
        return Unreadable("cell-not-number")
    return float(figures) / (100 if unit == "%" else 1)


def read_integer(cell: object, units: Set[str] = frozenset()) -> object:
    """Read a cell as a whole number."""
    number = read_number(cell, units)
    if isinstance(number, float):
        return int(number) if number.is_integer() and abs(number) < 2**53 else Unreadable("cell-not-whole-number")
    return number


def read_date(cell: object) -> object:
    """Read a cell as a date: a real one, or text as 2026-12-31, in the order day, month, year, or with the month's name.

    A weekday may stand before it, which must be that day's, and a time after it, which does not count.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        text = tidy(cell).translate(PLAIN)
        if not text:
            return None
        day = date_in(text) if isinstance(cell, str) else None
        if isinstance(day, Unreadable):
            return day
        cell = day
    return cell if isinstance(cell, date) and cell.year in YEARS else Unreadable("cell-not-date")


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


def numbered(name: str, names: Sequence[str]) -> int:
    """Return the number, from 1, of a month or weekday by its name or at least the three letters it begins with; 0 where there is none."""
    return next((number for number, each in enumerate(names, start=1) if len(name) > 2 and each.startswith(name.casefold())), 0)


def read_month(cell: object) -> str | Unreadable | None:
    """Read a cell as a month, such as 2026-10: any date in it, or text like 2026-10, 10/2026, Oct 2026, Oct-26."""
    text = tidy(cell).translate(PLAIN)
    if not text:
        return None
    day = read_date(cell)
    if isinstance(day, date):
        return f"{day:%Y-%m}"
    year, month = 0, 0
    if isinstance(cell, str):
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
            year, month = int(found[1]), int(found[2])
        elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
            year, month = int(found[2]), int(found[1])
        elif found := re.fullmatch(r"([A-Za-z]{3,9})[ -](\d{4}|\d{2})", text):  # Excel turns 2026-10 into Oct-26 in a CSV file
            year, month = int(found[2]) + 2000 * (len(found[2]) == 2), numbered(found[1], MONTHS)
    if year not in YEARS or not 1 <= month <= 12:
        return Unreadable("cell-not-month")
    return f"{year}-{month:02d}"

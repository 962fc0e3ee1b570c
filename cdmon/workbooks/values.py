"""What people type into a cell, as a value: unmistakable spellings are taken, the rest is asked about."""

import math
import re
from collections.abc import Callable, Set
from datetime import date, time, timedelta
from functools import partial

from cdmon.definitions import load
from cdmon.parts.columns import Column
from cdmon.parts.part import Option
from cdmon.text import key, normal
from cdmon.workbooks.code_pages import BAD
from cdmon.workbooks.days import read_date, read_month
from cdmon.workbooks.markup import is_error
from cdmon.workbooks.written import Unreadable, plain, tidy

LONGEST_TEXT = 500  # characters
NUMBER = re.compile(r"(?P<figures>[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)?(\.\d+)?) ?(?P<unit>[^\d.,].*)?")
HALF = re.compile(r"^([+-]?\d*)½")
CLOCK = re.compile(r"(\d+):([0-5]\d)(?::00)?")  # hours and minutes
DECIMAL_COMMA = re.compile(r"[+-]?\d[\d.]*,\d")
SIGNS = re.compile(r"[-‐‑‒–—−./_\s]+")
MISSING_CODE = re.compile(r"-\d+|9[789]|99[789]")  # what surveys write for don't know, refused or not asked
UNSURE = re.compile(r"[<>?%~≤≥≈¼½¾⅓⅔]|^\(.*\)$|^\[.*\]$|^\{.*\}$")

DTYPES = {"text": "string", "choice": "string", "month": "string", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


Reader = Callable[[object], object]


def spellings(options: list[Option]) -> dict[str, str]:
    """Return every accepted spelling of a list of answers, normalised, with the code it stands for."""
    return {normal(word): option.code for option in options for word in (option.code, option.title, *option.spellings)}


def reader(column: Column) -> Reader:
    """Return the function that reads a cell of this column: a value, None for a blank cell, or Unreadable."""
    units, per_cent = frozenset(map(normal, column.units)), 100 if column.share else 1 if column.unit_in else None
    readers: dict[str, Reader] = {
        "text": partial(read_text, longest=column.longest),
        "number": partial(read_number, units=units, per_cent=per_cent),
        "integer": partial(read_integer, units=units, per_cent=per_cent),
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
    return lambda cell: unfit(cell) or read(cell)


def unfit(cell: object) -> Unreadable | None:
    """Return why no column can take a cell: it shows an error, or a byte of it is no letter; None where neither is so."""
    if not isinstance(cell, str):
        return None
    return Unreadable("cell-error") if is_error(cell.strip()) else Unreadable("cell-bad-letter") if BAD in cell else None


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


def read_text(cell: object, longest: int = LONGEST_TEXT) -> object:
    """Read a cell as text, tidied."""
    text = tidy(cell)
    return Unreadable("cell-too-long") if len(text) > longest else text or None


def read_number(cell: object, units: Set[str] = frozenset(), per_cent: float | None = None) -> object:
    """Read a cell as a number.

    Text may carry a pound sign, commas between thousands, one of the column's normalised units or, with the number that `per_cent` is
    parted by, a per cent sign. Where the units are hours, a cell may show hours and minutes.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else Unreadable("cell-not-number")
    if not plain(cell):
        return None
    text = re.sub("^([+-]?)£ ?", r"\1", plain(cell))
    if "hours" in units and not isinstance(cell, date) and (clock := CLOCK.fullmatch(text)):
        return int(clock[1]) + int(clock[2]) / 60
    if isinstance(cell, date | time | timedelta):
        return Unreadable("cell-date-for-number")
    found = NUMBER.fullmatch(HALF.sub(r"\g<1>.5", text)) if isinstance(cell, str) else None
    if found is None:
        return Unreadable("cell-decimal-comma" if DECIMAL_COMMA.match(text) else "cell-not-number")
    figures, unit = found["figures"].replace(",", ""), found["unit"] or ""
    if not figures.strip("+-") or (unit not in ("", "%") and normal(unit) not in units) or not math.isfinite(float(figures)):
        return Unreadable("cell-not-number")
    if unit == "%":
        return float(figures) / per_cent if per_cent else Unreadable("cell-per-cent")
    return float(figures)


def read_integer(cell: object, units: Set[str] = frozenset(), per_cent: float | None = None) -> object:
    """Read a cell as a whole number."""
    number = read_number(cell, units, per_cent)
    if isinstance(number, float):
        return int(number) if number.is_integer() and abs(number) < 2**53 else Unreadable("cell-not-whole-number")
    return number

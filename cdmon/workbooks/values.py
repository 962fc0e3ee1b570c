"""What people type into a cell, as a value: unmistakable spellings are taken, the rest is asked about."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from cdmon.parts import Column, Option

LONGEST_TEXT = 500  # characters
YEARS = range(1900, 2201)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
STRAIGHT = str.maketrans("‘’“”", "''\"\"") | dict.fromkeys([*range(32), *range(127, 161)], " ")  # control characters and hard spaces
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?")

DTYPES = {"text": "string", "choice": "string", "month": "string", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


@dataclass(frozen=True)
class Unreadable:
    """A cell that cannot be taken: the kind of problem it is."""

    code: str


Reader = Callable[[object], object]


@lru_cache(maxsize=4096, typed=True)
def normal(text: object) -> str:
    """Return a text as it is compared: small letters and digits only, so that case, spaces and punctuation do not matter."""
    folded = unicodedata.normalize("NFKC", shown(text).casefold())
    return "".join(character for character in folded if character.isalnum() or unicodedata.category(character)[0] == "M")


def shown(cell: object) -> str:
    """Return a cell as the person sees it in Excel, near enough: 7 and not 7.0, TRUE, 31/12/2026."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def spellings(options: list[Option]) -> dict[str, str]:
    """Return every accepted spelling of a list of answers, normalised, with the code it stands for."""
    return {normal(word): option.code for option in options for word in (option.code, option.title, *option.spellings)}


def reader(column: Column) -> Reader:
    """Return the function that reads a cell of this column: a value, None for a blank cell, or Unreadable."""
    if column.type == "choice":
        return choice_reader(spellings(column.options))
    return {"text": read_text, "number": read_number, "integer": read_integer, "date": read_date, "month": read_month}[column.type]


def choice_reader(codes: Mapping[str, str]) -> Reader:
    """Return a function that reads one of the answers whose normalised spellings are given with their codes."""

    def read_choice(cell: object) -> object:
        text = read_text(cell)
        if text is None or isinstance(text, Unreadable):
            return text
        return codes.get(normal(text), Unreadable("cell-not-option"))

    return read_choice


def read_text(cell: object) -> object:
    """Read a cell as text: trimmed, runs of spaces and line breaks made one, curly quotes made straight."""
    if cell is None or cell == "":
        return None
    text = " ".join(shown(cell).translate(STRAIGHT).split())
    if len(text) > LONGEST_TEXT:
        return Unreadable("cell-too-long")
    return text or None


def read_number(cell: object) -> object:
    """Read a cell as a number; text may carry a pound sign, commas between thousands, or a per cent sign (12 % is 0.12)."""
    if isinstance(cell, bool):
        return Unreadable("cell-not-number")
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else Unreadable("cell-not-number")
    text = read_text(cell)
    if not isinstance(text, str):
        return Unreadable("cell-not-number") if isinstance(text, Unreadable) else None
    bare = text.removeprefix("£").strip()
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    if isinstance(cell, datetime | date) or not NUMBER.fullmatch(bare) or not any(character.isdigit() for character in bare):
        return Unreadable("cell-not-number")
    number = float(bare.replace(",", ""))
    if not math.isfinite(number):
        return Unreadable("cell-not-number")
    return number / 100 if percent else number


def read_integer(cell: object) -> object:
    """Read a cell as a whole number."""
    number = read_number(cell)
    if isinstance(number, float):
        return int(number) if number.is_integer() and abs(number) < 2**53 else Unreadable("cell-not-whole-number")
    return number


def read_date(cell: object) -> object:
    """Read a cell as a date: a real one, or text in the order day, month, year (31/12/2026, 31 Dec 2026) or as 2026-12-31."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        text = read_text(cell)
        if text is None:
            return None
        cell = date_in(text) if isinstance(cell, str) and isinstance(text, str) else None
    return cell if isinstance(cell, date) and cell.year in YEARS else Unreadable("cell-not-date")


def date_in(text: str) -> date | None:
    """Return the date that a text spells; None where it spells none, or one that is not in the calendar."""
    parts = re.findall(r"\d+|[A-Za-z]+", text)
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}( 00:00:00)?", text):
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        if re.fullmatch(r"\d{1,2}([/.-])\d{1,2}\1\d{4}", text):
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?[ -][A-Za-z]{3,9},?[ -]\d{4}", text):
            return date(int(parts[-1]), month_number(parts[-2]), int(parts[0]))
    except ValueError:
        pass
    return None


def month_number(name: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 where there is none."""
    return next((number for number, month in enumerate(MONTHS, start=1) if month.startswith(name.casefold())), 0)


def read_month(cell: object) -> str | Unreadable | None:
    """Read a cell as a month, such as 2026-10: any date in it, or text like 2026-10, 10/2026, Oct 2026, Oct-26."""
    text = read_text(cell)
    if text is None:
        return None
    day = read_date(cell)
    if isinstance(day, date):
        return f"{day:%Y-%m}"
    year, month = 0, 0
    if isinstance(cell, str) and isinstance(text, str):
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
            year, month = int(found[1]), int(found[2])
        elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
            year, month = int(found[2]), int(found[1])
        elif found := re.fullmatch(r"([A-Za-z]{3,9})[ -](\d{4}|\d{2})", text):  # Excel turns 2026-10 into Oct-26 in a CSV file
            year, month = int(found[2]) + 2000 * (len(found[2]) == 2), month_number(found[1])
    if year not in YEARS or not 1 <= month <= 12:
        return Unreadable("cell-not-month")
    return f"{year}-{month:02d}"

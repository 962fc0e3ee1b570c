"""What people type into a cell, as a value: unmistakable spellings are taken, the rest is asked about."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cdmon.definitions import Column, Option

LONGEST_TEXT = 500  # characters
MONTHS = dict(zip(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), range(1, 13), strict=True))
QUOTES = str.maketrans("‘’“”\u00a0", "''\"\" ")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?")

DTYPES = {"text": "string", "choice": "string", "month": "string", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


@dataclass(frozen=True)
class Unreadable:
    """A cell that cannot be taken: the kind of problem it is."""

    code: str


Reader = Callable[[object], object]


def normal(text: object) -> str:
    """Return a text as it is compared: small letters and digits only, so that case, spaces and punctuation do not matter."""
    return "".join(character for character in str(text).casefold() if character.isalnum())


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
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    text = " ".join(str(cell).translate(QUOTES).split())
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
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    if text is None:
        return None
    if not isinstance(cell, str):
        return Unreadable("cell-not-date")
    parts = re.findall(r"\d+|[a-z]+", str(text).casefold())
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}( 00:00:00)?", str(text)):
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        if re.fullmatch(r"\d{1,2}([/.-])\d{1,2}\1\d{4}", str(text)):
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?[ -][A-Za-z]{3,9},?[ -]\d{4}", str(text)):
            return date(int(parts[-1]), MONTHS[parts[-2][:3]], int(parts[0]))
    except (ValueError, KeyError):
        pass
    return Unreadable("cell-not-date")


def read_month(cell: object) -> str | Unreadable | None:
    """Read a cell as a month, such as 2026-10: Excel's own date for it, or text like 2026-10, 10/2026, Oct 2026."""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m}"
    text = read_text(cell)
    if text is None:
        return None
    month = None
    if isinstance(cell, str):
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})", str(text)):
            month = int(found[1]), int(found[2])
        elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", str(text)):
            month = int(found[2]), int(found[1])
        elif found := re.fullmatch(r"([A-Za-z]{3,9})[ -](\d{4})", str(text)):
            month = int(found[2]), MONTHS.get(found[1][:3].casefold(), 0)
    if month is None or not 1 <= month[1] <= 12 or not 1900 <= month[0] <= 2200:
        return Unreadable("cell-not-month")
    return f"{month[0]}-{month[1]:02d}"

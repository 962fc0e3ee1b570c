"""When two texts are the same, and how a cell of a spreadsheet is shown."""

import re
import unicodedata
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import PurePath

ALIKE = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {ord("·"): ".", ord("≤"): "<=", ord("≥"): ">=", ord("≈"): "~"}
WHOLE = re.compile(r"(?<![\w.,])(\d+)\.0+(?![\d.,]*\d)")  # such as 2.0
# What says something of the digits beside it: what parts them, as in 1.2, 1/2, 2024-25 and q2 2; a sign before them; a mark behind them.
MARKS = re.compile(
    r"""((?<=\d)[\W_]+(?=\d)
    |(?<!\w)[<>~]?[=\s]*-(?=\.?\d)|^\W*-\s+(?=[\d.,]+\W*$)|[<>~][=\s]*(?=\.?\d)|(?<![\w.])\.(?=\d)
    |(?<=\d)\s*[%+])""",
    re.VERBOSE,
)
PARTS = set(".,+")  # each parts digits in a way of its own; all else that parts them is one: 2024/25 is 2024-25, and q2/1 is q2_1


@lru_cache(maxsize=16_384, typed=True)
def normal(text: object) -> str:
    """Return a text as it is compared: small letters and digits, so that case, spaces and punctuation do not matter; "" for none of them.

    Marks beside digits carry meaning, and stay: what stands between two of them, a minus sign, < > or ~ in front, % or + behind. So 1.2 is
    not 12, q2_2 not q22, Flats 1 - 20 not Flats 120, -3 not 3; but 2.0 is 2, and 2024/25 is 2024-25. SQL calls this very function by the
    same name (see `cdmon.database`), so that no check can disagree with what was read. Case and compatible characters are folded as the
    Unicode Standard has it (D146).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown(text)).casefold()).translate(ALIKE)
    seen = "".join(character for character in folded if unicodedata.category(character) != "Cf")  # soft hyphens and their like part nothing
    pieces = MARKS.split(WHOLE.sub(r"\1", seen))
    return "".join(mark(piece, pieces[index - 1]) if index % 2 else letters(piece) for index, piece in enumerate(pieces))


def mark(run: str, before: str) -> str:
    """Return what stands beside digits as it is compared, given the text before it: between two digits as one mark."""
    marks = "".join(run.split())
    if letters(marks):
        return letters(marks)  # an accent, which belongs to the digit before it
    between = before[-1:].isdecimal() and marks not in ("%", "+")
    return marks if marks in PARTS or not between else "-"


def letters(text: str) -> str:
    """Return the letters, digits and marks of a text alone; without its marks a text in Bengali, say, would be another word."""
    return "".join(character for character in text if character.isalnum() or unicodedata.category(character)[0] == "M")


def key(name: str) -> str:
    """Return a name as decisions about names know it: capitals and runs of spaces make no difference, anything else does.

    In SQL it is the function `name_key`.
    """
    return " ".join(name.casefold().split())


def without_accents(text: str) -> str:
    """Return a text with é, ö and the like as e and o."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Return a text as it is searched: without capitals and accents, the rest as it stands. SQL calls it by the same name."""
    if text.isascii():  # as most are: the same, sooner
        return text.lower()
    return without_accents(without_accents(text).casefold())


def shown(cell: object) -> str:
    """Return a cell as the person sees it in Excel, near enough: 7 and not 7.0, TRUE, 31/12/2026, 36:00."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def shorten(text: str, length: int = 80) -> str:
    """Cut a text that is too long to show, marking the cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


def clean_file_name(file_name: str) -> str:
    """Return the name of a file as it is kept, shown and sent back: without folders, double quotes, line ends and what is not seen.

    What is not seen are control characters and marks that turn the direction of writing, by which a program can be made to look like a
    workbook. At most 200 characters, the ending among them; "file" where nothing is left.
    """
    name = PurePath(file_name.replace("\\", "/")).name.replace('"', "'")
    seen = "".join(letter for letter in name if letter.isprintable() or letter.isspace())
    name = " ".join(seen.split()).lstrip(". ")
    ending = PurePath(name).suffix[-20:]
    return f"{name.removesuffix(ending)[: 200 - len(ending)].rstrip()}{ending}" or "file"

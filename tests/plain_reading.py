"""A second and plain reading of a file, by openpyxl or Python's csv alone, to hold what was kept of the file against."""

import csv
import math
import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from cdmon.definitions import load
from cdmon.parts.columns import Column
from cdmon.workbooks.cells import Upload

Kept = Mapping[str, Mapping[int, Mapping[str, Any]]]  # by sheet, row and column
Grid = list[list[Any]]
TOP = 20  # rows in which headings may stand
FILLED_ELSEWHERE = {"neighbourhood", "month"}  # the Instructions may give them
NEW_IDS = {"respondent"}  # never kept as they came
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%B %d, %Y", "%Y-%m-%d %H:%M")


def grids(upload: Upload) -> dict[str, Grid] | None:
    """Return the cells of each sheet by its title; None where these readers cannot read the file."""
    try:
        if upload.file_name.endswith(".csv"):
            return {"": of_text(upload.content)}
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(BytesIO(upload.content), data_only=True)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    except Exception:
        return None


def of_text(content: bytes) -> Grid:
    """Return the cells of a text in UTF-8 or UTF-16, parted by the sign of which its lines have most; UnicodeDecodeError for another.

    A first line "sep=;" is no row: Excel does not show it, and counts its rows from the next.
    """
    text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig").rstrip("\0\x1a")
    text = re.sub(r"\Asep=.(\r\n|\n|\r)", "", text)
    delimiter = max(",;\t|", key=text.count)
    return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]


def loose(text: object) -> str:
    """Return the letters and digits of a text alone."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", str(text)).casefold() if letter.isalnum())


def squashed(cell: object) -> str:
    """Return what a cell shows, without what cannot be seen and without the difference between kinds of quotes and blanks."""
    shown = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).upper() if isinstance(cell, bool) else str(cell)
    if isinstance(cell, date):
        shown = f"{cell:%d/%m/%Y}"
    seen = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in shown if unicodedata.category(c) != "Cf" and c not in "\ufffe\uffff"
    )
    return "".join(seen.translate(dict.fromkeys(map(ord, "‘’‚‛"), "'") | dict.fromkeys(map(ord, "“”„‟"), '"')).split())


def number_in(cell: object) -> float:
    """Return the number that a cell holds, not a number where it holds none."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = (
        unicodedata.normalize("NFKC", squashed(cell).replace("½", ".5"))
        .replace(",", "")
        .replace("£", "")
        .replace("−", "-")
        .replace("–", "-")
    )
    found = re.match(r"[+-]?\d*\.?\d+", text)
    return float(found[0]) / (100 if text.endswith("%") else 1) if found else math.nan


def day_in(cell: object) -> date | None:
    """Return the day that a cell holds."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    for form in DAY_FORMS:
        try:
            return datetime.strptime(" ".join(str(cell).split()), form).date()
        except ValueError:
            continue
    return None


def agrees(column: Column, cell: object, value: object) -> bool:
    """Tell whether a value that was kept is what a cell shows."""
    text = "" if cell is None else squashed(cell)
    if value is None:
        silent = {loose(each.text) for each in load().placeholders.values()} | {""}
        return loose(text) in silent | {loose(word) for word in column.no_answer}
    if column.type == "choice":
        return loose(text) in {
            loose(word) for option in column.options if option.code == value for word in (option.code, option.title, *option.spellings)
        }
    if column.type in ("integer", "number"):
        of_hundred = 100 if column.unit_in and text.endswith("%") else 1  # its unit says per cent: "4.1 %" is 4.1
        return math.isclose(number_in(cell) * of_hundred, float(str(value)))
    if column.type == "date":
        return day_in(cell) in (value, None) and bool(text)
    if column.type == "month":
        return bool(text)
    return text == squashed(value)


def known_headings(columns: Iterable[Column]) -> dict[str, Column]:
    """Return each column by every heading that it may have."""
    columns = list(columns)
    named = {loose(word): column for column in columns for word in (*column.spellings, column.title)}
    return named | {loose(column.code): column for column in columns}


def differences(grid: Grid, columns: Iterable[Column], kept: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """Return in words where the rows that were kept of a sheet are not those that a plain reading finds."""
    headings = known_headings(columns)
    found = [
        {
            headings[loose(cell)].code: place
            for place, cell in reversed(list(enumerate(row)))
            if cell is not None and loose(cell) in headings
        }
        for row in grid[:TOP]
    ]
    top = max(range(len(found)), key=lambda number: (len(found[number]), -number), default=0)
    places, by_code = found[top] if found else {}, {column.code: column for column in columns}
    wrong = [f"row {number} is kept and not there" for number in kept if not top + 1 < number <= len(grid)]
    for number, row in enumerate(grid[top + 1 :], start=top + 2):
        cells = {code: row[place] if place < len(row) else None for code, place in places.items() if code not in FILLED_ELSEWHERE | NEW_IDS}
        if number in kept:
            wrong += [
                f"{code} in row {number}: {cell!r} is kept as {kept[number].get(code)!r}"
                for code, cell in cells.items()
                if not agrees(by_code[code], cell, kept[number].get(code))
            ]
        elif any(squashed(cell) for cell in cells.values() if cell is not None) and not any(
            loose(cell).startswith("example") for cell in cells.values()
        ):
            wrong.append(f"row {number} is there and not kept: {cells}")
    return wrong

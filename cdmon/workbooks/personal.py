"""What shows who somebody is: found in every cell of text and in the file's name, and what stands there without it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from openpyxl.utils import get_column_letter

from cdmon.definitions import load
from cdmon.parts.columns import Column, PersonalKind
from cdmon.problems import Problem, problem
from cdmon.text import normal
from cdmon.workbooks.cells import RawSheet, Upload
from cdmon.workbooks.problem_sheet import is_problems
from cdmon.workbooks.sheets import ReadSheet
from cdmon.workbooks.written import plain

MAY_HOLD = re.compile(r"[@＠\d]")  # a text without either holds nothing of these kinds


@dataclass(frozen=True)
class PersonalCell:
    """A cell that holds what is personal; row and column count from 1 as they stand in the file."""

    sheet: str
    row: int
    column: int
    kinds: tuple[PersonalKind, ...]
    instead: str  # what stands there without it
    told: Problem


def personal_cells(upload: Upload, found: list[ReadSheet]) -> Iterator[PersonalCell]:
    """Yield every cell of a file that seems to hold what is personal, given the sheets that were recognised.

    A column that is meant to hold it, such as the address by which people sign in, may. Numbers and dates are looked at where a column of
    text should be. Of a respondent nothing but an id is known, which must be none of these: it is replaced as a whole.
    """
    known = {sheet.title: sheet for sheet in found}
    names: dict[str, str] = {}  # of respondents: what stands for each id
    for raw in upload.sheets:
        if is_problems(raw):
            continue
        sheet = known.get(raw.title)
        columns = columns_of(sheet) if sheet else {}
        for row, line in enumerate(raw.rows, start=1):
            for place, cell in enumerate(line, start=1):
                if cell is None or (isinstance(cell, str) and not MAY_HOLD.search(cell)):
                    continue
                across, down = (row - 1, place) if sheet and sheet.upright else (place - 1, row)
                column = columns.get(across) if sheet and down > sheet.heading_line + 1 else None
                if not is_looked_at(cell, column):
                    continue
                text = plain(cell)
                kinds = tuple(kind for kind in kinds_in(text) if column is None or not is_meant(column, kind))
                if not kinds:
                    continue
                address = sheet.address(down, across) if sheet else f"{get_column_letter(place)}{row}"
                instead = without(text, kinds)
                if column and column.anonymous:
                    instead = names.setdefault(normal(text), f"removed-{len(names) + 1}")
                yield PersonalCell(raw.title, row, place, kinds, instead, told(raw, address, column, kinds))


def columns_of(sheet: ReadSheet) -> dict[int, Column]:
    """Return the columns of a sheet by where they stand, counted from 0."""
    return {place: sheet.columns[code] for code, place in sheet.places.items()}


def is_looked_at(cell: object, column: Column | None) -> bool:
    """Tell whether a cell may hold what is personal: a text does wherever it stands, a number or a date where a text should be."""
    if isinstance(cell, bool) or (column is not None and column.outline):
        return False
    return isinstance(cell, str) or (column is not None and column.type == "text")


def is_meant(column: Column, kind: PersonalKind) -> bool:
    """Tell whether a column is meant to hold what is personal of this kind; where dates belong, no date is one of birth."""
    return kind.code in column.holds or (kind.code == "birth" and column.type in ("date", "month"))


def told(raw: RawSheet, address: str, column: Column | None, kinds: tuple[PersonalKind, ...]) -> Problem:
    """Return the problem of a cell; it says where and what, and never the value itself."""
    code = "personal-id" if column and column.anonymous else "personal-data"
    return problem(code, sheet=raw.title, cell=address, column=column.title if column else None, what=in_words(kinds))


def name_problems(upload: Upload) -> Iterator[Problem]:
    """Yield the problem of a file whose name holds what is personal."""
    if kinds := kinds_in(plain(Path(upload.file_name).stem)):
        yield problem("personal-file-name", what=in_words(kinds))


def in_words(kinds: tuple[PersonalKind, ...]) -> str:
    """Name kinds: 'an e-mail address and a telephone number'."""
    return " and ".join(kind.title for kind in kinds)


@lru_cache(maxsize=16_384)
def kinds_in(text: str) -> tuple[PersonalKind, ...]:
    """Return the kinds of what is personal in a text, as `plain` has it."""
    return tuple(kind for kind in load().personal.values() if any(is_one(kind, found[0]) for found in pattern(kind).finditer(text)))


def without(text: str, kinds: tuple[PersonalKind, ...]) -> str:
    """Return a text without what is personal in it, with words in its place."""
    for kind in kinds:
        text = pattern(kind).sub(lambda found, kind=kind: kind.instead if is_one(kind, found[0]) else found[0], text)  # type: ignore[misc]
    return text


@cache
def pattern(kind: PersonalKind) -> re.Pattern[str]:
    """Return the pattern of a kind."""
    return re.compile(kind.pattern, re.IGNORECASE)


def is_one(kind: PersonalKind, text: str) -> bool:
    """Tell whether what a kind's pattern found is one of that kind."""
    checks: dict[str, Callable[[str], bool]] = {
        "nhs": is_nhs_number,
        "telephone": is_telephone_number,
        "postcode": is_postcode,
    }
    return not kind.check or checks[kind.check](text)


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits are an NHS number by their check digit (modulus 11, NHS Data Dictionary); ten of one kind are a blank."""
    from stdnum.gb import nhs

    return nhs.is_valid(text) and len(set(text) - set(" -")) > 1


def is_telephone_number(text: str) -> bool:
    """Tell whether a text is a telephone number, of the United Kingdom where it does not begin with another country's code."""
    import phonenumbers  # takes a sixth of a second, so only where something looks like one

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "GB"))
    except phonenumbers.NumberParseException:
        return False


def is_postcode(text: str) -> bool:
    """Tell whether what looks like a postcode is one: in capitals or none (L1 2nd is a place), and parted where its area has one letter."""
    return text in (text.upper(), text.lower()) and (" " in text or text[1].isalpha())

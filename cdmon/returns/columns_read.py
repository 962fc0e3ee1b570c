"""Which heading of a file was read as which column or question, and what answers stand there: by that a wrong mapping is seen."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from cdmon.disclosure import Rule
from cdmon.parts.columns import Column
from cdmon.text import shorten, shown
from cdmon.workbooks.fields import SAID_ONCE, plain
from cdmon.workbooks.sheets import ReadSheet, cell_at

COLUMNS_READ = ["Sheet", "Heading in the file", "Read as", "What stands there"]
FILLED, BLANK = "filled in", "left empty"
NO_NUMBERS = "numbers hidden (too few people)"


def columns_read(sheets: Sequence[ReadSheet], rule: Rule) -> pd.DataFrame:
    """Return a row for each heading of the sheets of a file that was read, in their order; its columns are COLUMNS_READ.

    On a sheet whose rows are people's own every number is a count of people: where one in a column is small, none of it is told, for the
    total is known and elsewhere other numbers of it may be.
    """
    rows = [(sheet.title, heading_of(sheet, code), name_of(sheet, code), contents(sheet, code, rule)) for sheet, code in found(sheets)]
    return pd.DataFrame(rows, columns=COLUMNS_READ)


def found(sheets: Iterable[ReadSheet]) -> Iterator[tuple[ReadSheet, str]]:
    """Yield each column that a file has, as its headings stand from left to right, but for the place and the month."""
    for sheet in sheets:
        for code in sorted(sheet.places, key=sheet.places.__getitem__):
            if code not in SAID_ONCE:
                yield sheet, code


def heading_of(sheet: ReadSheet, code: str) -> str:
    """Return the heading of a column as it stands in the file."""
    return shorten(shown(cell_at(sheet.lines[sheet.heading_line], sheet.places[code]) or ""))


def name_of(sheet: ReadSheet, code: str) -> str:
    """Return what a column is called here; a question with its code before it."""
    title = sheet.columns[code].title
    return title if code in {column.code for column in sheet.sheet.columns} else f"{code}: {title}"


def contents(sheet: ReadSheet, code: str, rule: Rule) -> str:
    """Say what stands in a column: each of its answers with how often it does, else how many cells are filled in and what they span."""
    column, values = sheet.columns[code], sheet.frame[code]
    given = values.dropna()
    counts = answers(column, given) if column.options and not column.several else {FILLED: len(given)}
    counts[BLANK] = len(values) - len(given)
    if sheet.sheet.of_people and rule.is_small(np.array(list(counts.values()), float)).any():
        return f"{', '.join(answer for answer in counts if answer != BLANK and counts[answer])} – {NO_NUMBERS}"
    told = [f"{answer} {number:,}" for answer, number in counts.items() if number]
    return "; ".join(told) + span(column, given, sheet.sheet.of_people)


def answers(column: Column, given: pd.Series) -> dict[str, int]:
    """Return how often each answer stands in a column, in the order of its options."""
    numbers = given.value_counts().to_dict()
    return {option.title: int(numbers[option.code]) for option in column.options if option.code in numbers}


def span(column: Column, given: pd.Series, of_people: bool) -> str:
    """Say from which number or day to which the cells of a column reach; "" where that would tell of single people, or says nothing."""
    if of_people or column.counts_people or column.pays or given.empty or column.type not in ("integer", "number", "date"):
        return ""
    least, most = (f"{each:%d/%m/%Y}" if column.type == "date" else plain(each) for each in (given.min(), given.max()))
    return f"; {least} to {most}"

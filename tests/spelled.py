"""Tables of known values, each spelled in one of the ways in which people do."""

import random
from datetime import date, datetime
from typing import Any, NamedTuple

from cdmon.definitions import load
from cdmon.parts.columns import Column, Sheet

Rows = list[dict[str, Any]]
MOST_ROWS = 6
WORDS = (
    "Lunch club",
    "Café Müller",
    "O'Brien's",
    'The "Hub"',
    "Choir, mixed",
    "Tea & cake",
    "Flats 1-20",
    "<b>Dance</b>",
    "Allotments; east",
    "Ünïty",
)
DAYS = (date(2024, 10, 3), date(2024, 10, 11), date(2024, 10, 25))
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%Y-%m-%d 12:00", "%B %d, %Y")


class Written(NamedTuple):
    """A table: its sheet, its columns, the cells as they are written, and what they mean."""

    sheet: Sheet
    columns: list[Column]
    cells: list[list[Any]]
    meant: Rows


def a_number(column: Column, chance: random.Random) -> tuple[Any, float]:
    """Return a number as somebody may write it, and what it is."""
    value = (
        chance.choice((0, 3, 7, 12) if column.part_of else (12, 40, 250, 1234))
        if column.type == "integer"
        else chance.choice((0.0, 7.5, 1234.5, 0.5))
    )
    forms = [
        value,
        float(value),
        f"{value}",
        f" {value:,} ",
        f"{value:,}",
        f"+{value}",
        f"\u00a0{value}",
        "".join(chr(ord(c) + 0xFEE0) for c in str(value)),
    ]
    if column.type == "number":
        forms += (
            [f"{value:.2f}", f"{value:,.2f}"] + [f"£{value:,.2f}", f"£ {value}"] * (column.code == "annual_income") + ["½"] * (value == 0.5)
        )
    forms += [f"{value} {unit}" for unit in column.units]
    return chance.choice(forms), value


def a_value(column: Column, number: int, chance: random.Random) -> tuple[Any, Any]:
    """Return a cell of a column as somebody may write it, and what it means."""
    if column.code == "neighbourhood":
        return chance.choice(("N01", "n01", " N01 ", "Quayside")), "N01"
    if column.type == "month":
        return chance.choice(("2024-10", "10/2024", "Oct 2024", "October 2024", "Oct-24", date(2024, 10, 1), date(2024, 10, 31))), "2024-10"
    if column.type == "date":
        day = chance.choice(DAYS)
        return chance.choice((day, day, datetime(day.year, day.month, day.day, 9, 30), day.strftime(chance.choice(DAY_FORMS)))), day
    if column.type == "choice":
        option = chance.choice([each for each in column.options if each.code != "merged"])
        word = chance.choice((option.code, option.title, *option.spellings))
        return chance.choice((word, word.upper(), word.title(), f" {word}")), option.code
    if column.type in ("integer", "number"):
        return a_number(column, chance)
    word = f"{chance.choice(WORDS)} {number}"
    return chance.choice((word, f" {word}  ", word.replace(" ", "  "), word.replace(" ", "\u00a0"), word.replace("'", "’"))), word


def a_table(chance: random.Random) -> Written:
    """Return a table of groups or of activities of N01 in October 2024."""
    sheet = load().datasets[code := chance.choice(("groups", "activities"))].sheet(code)
    usable = [column for column in sheet.columns if column.code != "merged_into"]
    columns = [each for each in usable if each.required or each.code in ("neighbourhood", "month") or chance.random() < 0.5]
    chance.shuffle(columns)
    cells, meant = list[list[Any]](), Rows()
    for number in range(chance.randint(1, MOST_ROWS)):
        pairs = [
            (None, None)
            if not c.required and c.code not in ("neighbourhood", "month") and chance.random() < 0.2
            else a_value(c, number, chance)
            for c in columns
        ]
        cells.append([cell for cell, _ in pairs])
        meant.append({column.code: value for column, (_, value) in zip(columns, pairs, strict=True)})
    return Written(sheet, columns, cells, meant)


def shares(chance: random.Random) -> Written:
    """Return a table of statistics of England that are shares; their values are in the second column."""
    sheet = load().datasets["context"].sheet("context")
    columns = [sheet.column(code) for code in ("statistic", "value", "unit", "area", "period_covered", "source")]
    rest = ("per cent of residents aged 16 to 64", "England", "2025", "Census, table of the claimant count")
    rows = [[f"{chance.choice(WORDS)} {number}", chance.choice((45.0, 4.1, 0.5, 12.5)), *rest] for number in range(chance.randint(1, 3))]
    return Written(sheet, columns, rows, [dict(zip([column.code for column in columns], row, strict=True)) for row in rows])

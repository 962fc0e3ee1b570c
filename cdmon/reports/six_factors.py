"""The six rows of a report, and every neighbourhood beside them."""

from collections.abc import Iterator

import pandas as pd

from cdmon.charts.symbols import WORDS
from cdmon.definitions import load
from cdmon.reports.blocks import Block, Heading, Paragraph
from cdmon.reports.framed import framed
from cdmon.reports.scope import Scope
from cdmon.tables.changes import comparisons
from cdmon.tables.headline import read_headline
from cdmon.tables.sides import SIDES, SYMBOLS, side
from cdmon.wording import ROUNDED, Row, given

PLACES = 1000  # all of them


def six_factors(scope: Scope) -> Iterator[Block]:
    """Yield the six rows of all neighbourhoods together, what is told beside each, and every neighbourhood's verdicts."""
    told = read_headline(scope.headlines).assign(Verdict=[with_symbol(row) for row in scope.headlines.to_dict("records")])
    yield from framed(told[["Factor", "Headline", "Baseline", "Now", "Verdict"]], "The six factors, all neighbourhoods together")
    yield Paragraph(f"{key()}. {ROUNDED}", is_small=True)
    if made := comparisons(scope.factors["change"]):
        yield Paragraph(
            f"About one in twenty comparisons of two surveys shows a change by chance alone; this report makes {made:,} of them of all "
            "neighbourhoods together.",
            is_small=True,
        )
    yield Heading(2, "Beside the numbers")
    yield from framed(told[["Factor", "Rated", "In words", "What changed"]], "Ratings, words and what was changed")
    yield Heading(2, "Every neighbourhood")
    caption = "Which way each headline points in every neighbourhood, in the order of their codes"
    yield from framed(by_place(scope.places), caption, longest=PLACES)
    yield Paragraph(
        "A neighbourhood of which nothing is known and nothing owed has no row. Neighbourhoods differ in where they began: the table is "
        "not made to set one against another.",
        is_small=True,
    )


def with_symbol(row: Row) -> str:
    """Return a verdict behind the symbol of its side."""
    return f"{SYMBOLS[side(row['verdict'], row['higher_is_better'])]} {row['verdict']}"


def key() -> str:
    """Say what the symbols mean."""
    return ", ".join(f"{SYMBOLS[each]} {WORDS[each]}" for each in SIDES)


def by_place(table: pd.DataFrame) -> pd.DataFrame:
    """Return every neighbourhood beside the six factors as people read it: a row each, the first one of all together."""
    titles = {number: f"{number} {factor.title}" for number, factor in load().factors.items()}
    rows = [
        [f"{given(row['neighbourhood'])} {row['name']}".strip()]
        + [f"{SYMBOLS[row['headlines'][number].side]} {row['headlines'][number].verdict}" for number in titles]
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["Neighbourhood", *titles.values()])

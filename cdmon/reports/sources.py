"""What a report tells of where its figures come from: evidence, who was reached, money, and methods."""

from collections.abc import Iterator

import pandas as pd

from cdmon.charts.money import money_chart
from cdmon.charts.svg import svg
from cdmon.definitions import load
from cdmon.reports.blocks import Block, Bullets, Heading, Paragraph, Picture
from cdmon.reports.each_factor import WIDTH
from cdmon.reports.framed import framed
from cdmon.reports.scope import Scope
from cdmon.tables.beside_gate import independent
from cdmon.tables.factors import METHODS
from cdmon.tables.money_totals import money_by_year, money_totals, read_money_by_year, read_money_totals
from cdmon.tables.reached import reached, read_reached
from cdmon.tables.respondents import read_respondents, respondents
from cdmon.tables.rounds import read_rounds, rounds
from cdmon.tables.settings import read_left_open
from cdmon.tables.sureness import provenance_mix, read_smallest_rises
from cdmon.wording import HIDDEN

KINDS = {
    "proportion": "Shares of a sample",
    "share": "Shares of all there are",
    "count": "Counts",
    "rate": "Rates for every 1,000 residents",
    "rating": "Ratings",
}


def evidence(scope: Scope) -> Iterator[Block]:
    """Yield from which kinds of source the indicators of each factor come, and the independent evidence there is."""
    rows = [
        (f"{number}. {factor.title}", provenance_mix(scope.factors[scope.factors["factor"] == number]) or "no figure")
        for number, factor in load().factors.items()
    ]
    frame = pd.DataFrame(rows, columns=["Factor", "Whose word its indicators are (how many)"])
    yield from framed(frame, "Where the figures of each factor come from")
    found = independent(scope.then)
    yield Heading(2, "Independent evidence")
    yield Bullets(tuple(found)) if found else Paragraph("No survey or observation of an independent evaluator is on record.")


def reached_part(scope: Scope) -> Iterator[Block]:
    """Yield who came to activities for the first time, how many answered each round, and who they were."""
    first = read_reached(reached(scope.then))
    yield from framed(
        first, "First-time participants in the latest months told", none="No return says who came for the first time.", longest=1000
    )
    asked = read_rounds(rounds(scope.then))
    yield from framed(asked, "Rounds of the residents' survey", none="No round of the residents' survey is on record.")
    who = read_respondents(respondents(scope.then))
    yield from framed(who, "Who answered, beside the census", none="Who answered is told of two neighbourhoods together or more alone.")


def money(scope: Scope) -> Iterator[Block]:
    """Yield what was planned, committed and spent: in all, as a picture, and by year."""
    yield from framed(read_money_totals(money_totals(scope.then)), "All years, by way of paying")
    by_year = money_by_year(scope.then)
    chart = money_chart(by_year)
    if chart is not None:
        yield Picture(svg(chart.figure, WIDTH), chart.words, chart.note)
    yield from framed(read_money_by_year(by_year), "By financial year")


def methods(scope: Scope) -> Iterator[Block]:
    """Yield the method of each kind of figure, the rule for small numbers, the smallest changes that would show, and what is left open."""
    current = scope.programme
    kinds = pd.DataFrame([(KINDS[kind], words) for kind, words in METHODS.items()], columns=["Figures", "How their intervals are made"])
    yield from framed(kinds, "Methods, by kind of figure")
    rule = current.small_numbers
    yield Paragraph(
        f"A count of {rule.small_counts} people or fewer, and what would give one back, is {HIDDEN}; a share of fewer than "
        f"{rule.small_base} answers is marked as of a small base."
    )
    yield from framed(read_smallest_rises(scope.factors), "The smallest rise that would show four times out of five")
    yield from framed(read_left_open(), "What the sources leave open, and what is done here unless the programme says otherwise")

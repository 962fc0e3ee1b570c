"""Each factor of a report in detail: its indicators with their pictures, how sure they are, and its headline in each neighbourhood."""

from collections.abc import Iterator

import pandas as pd

from cdmon.charts.factors import describe_factors, describe_panels, factor_chart, has_figures, panel_chart, proportions
from cdmon.charts.svg import svg
from cdmon.definitions import load
from cdmon.parts.indicators import Factor
from cdmon.reports.blocks import Block, Heading, Paragraph, Picture
from cdmon.reports.framed import framed
from cdmon.reports.scope import Scope
from cdmon.reports.six_factors import with_symbol
from cdmon.tables.factors import read_factors, titles_with_remarks
from cdmon.tables.panels import panels
from cdmon.tables.sureness import provenance_mix
from cdmon.wording import given

SHOWN = ["Indicator", "Baseline", "Now", "Change", "Verdict"]
NOT_SHOWN = {"not collected": "Not collected", "not pooled": "Shown for single neighbourhoods only, as these figures cannot be added up"}
WIDTH = 760  # pixels of a picture as wide as the text, whose letters then have its size
ROWS = 12  # of a picture, which must stand on one page
PICTURED = 24  # neighbourhoods: of more than these a picture would take pages that say what the table says
LEGEND = (
    "In the pictures the hollow circle is the baseline, the filled symbol the figure of now: a blue diamond better, an orange square "
    "worse, a grey circle where no change can be told or neither way is better. A bar is a 95% interval."
)


def each_factor(scope: Scope) -> Iterator[Block]:
    """Yield each factor: the indicators of all neighbourhoods together, then its headline in each."""
    drawn = proportions(scope.factors)
    yield Paragraph(LEGEND, is_small=True)
    for number, factor in load().factors.items():
        rows = scope.factors[scope.factors["factor"] == number].reset_index(drop=True)
        yield Heading(2, f"{number}. {factor.title}")
        yield from indicators(rows, number)
        yield from pictures(drawn[drawn["factor"] == number], drawn, f"Factor {number}")
        if mix := provenance_mix(rows):
            yield Paragraph(f"Where these figures come from: {mix}.", is_small=True)
        yield from in_places(scope, factor)


def indicators(rows: pd.DataFrame, number: int) -> Iterator[Block]:
    """Yield the indicators of a factor as a table, and below it the names of those without figures, and why."""
    shown = rows[~rows["verdict"].isin(list(NOT_SHOWN))]
    text = read_factors(shown).assign(Verdict=[with_symbol(row) for row in shown.to_dict("records")])
    yield from framed(text[SHOWN], f"Factor {number}, all neighbourhoods together")
    for verdict, why in NOT_SHOWN.items():
        if names := titles_with_remarks(rows[rows["verdict"] == verdict]):
            yield Paragraph(f"{why}: {'; '.join(names)}.", is_small=True)


def pictures(part: pd.DataFrame, drawn: pd.DataFrame, title: str) -> Iterator[Block]:
    """Yield the sampled proportions of a factor as pictures, on the axis of all of them."""
    for first in range(0, len(part), ROWS):
        rows = part.iloc[first : first + ROWS]
        words = describe_factors(rows, "All neighbourhoods together")
        caption = f"{title}: shares of samples, at the baseline and now"
        yield Picture(svg(factor_chart(rows, drawn), WIDTH), f"{words} The figures stand in the table before it.", caption)


def in_places(scope: Scope, factor: Factor) -> Iterator[Block]:
    """Yield the headline of a factor in each neighbourhood that has a figure of it."""
    headline = next(load().indicators[code] for code in factor.indicators if load().indicators[code].line == "headline")
    told = panels(scope.then, headline.code).sort_values("neighbourhood", ignore_index=True)
    told = told[told["verdict"] != "not collected"].reset_index(drop=True)  # what is hidden has a row that says so
    text = read_factors(told).assign(Verdict=[with_symbol(row) for row in told.to_dict("records")])
    text["Neighbourhood"] = [f"{row['neighbourhood']} {given(row['name'])}" for row in told.to_dict("records")]
    caption = f"{headline.title}, in each neighbourhood"
    yield from framed(text[["Neighbourhood", *SHOWN[1:]]], caption, f"{headline.title}: no neighbourhood has a figure to show yet.", 1000)
    drawn = told[has_figures(told)]
    for first in range(0, len(drawn), ROWS) if headline.kind == "proportion" and len(drawn) <= PICTURED else ():
        rows = drawn.iloc[first : first + ROWS]
        yield Picture(svg(panel_chart(rows, drawn), WIDTH), describe_panels(rows, headline.title), caption)

"""The matrix of neighbourhoods and factors as HTML: a symbol a cell, with its verdict as words, and names that open the page."""

from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from cdmon.charts.symbols import KEY, marked
from cdmon.definitions import load
from cdmon.tables.matrix import Headline, begun_first, in_sentences, matrix
from cdmon.web.html_table import html_list, html_names, html_table
from cdmon.web.view import View
from cdmon.wording import Row


def places(view: View) -> pd.DataFrame:
    """Return the rows of neighbourhoods in the order of their pages."""
    return begun_first(view.figures(matrix))


def programme_at_a_glance(view: View, *codes: str) -> Markup:
    """Return the programme in sentences, all of it and those of some places that have begun beside the six factors, the others by name."""
    table = view.figures(matrix)
    sentences = html_list(in_sentences(table))
    table = table[table["neighbourhood"].isin([None, *codes])]
    begun = table["begun"].astype(bool)
    others = [f"{row['neighbourhood']} {row['name']}" for row in table[~begun & table["neighbourhood"].notna()].to_dict("records")]
    return sentences + matrix_table(table[begun]) + KEY + html_names("Nothing sent yet", others)


def matrix_table(table: pd.DataFrame) -> Markup:
    """Return the rows of `cdmon.tables.matrix.matrix` as a table."""
    factors = load().factors
    headings = ["Neighbourhood", *(f"{n}. {factor.short}" for n, factor in factors.items()), "Milestones late", "Returns overdue"]
    if table["waiting"].any():
        headings.append("Waiting for a decision")
    rows = [matrix_row(row, list(factors), "Waiting for a decision" in headings) for row in table.to_dict("records")]
    return html_table("The six factors in every neighbourhood", headings, rows, "cd-matrix")


def matrix_row(row: Row, factors: list[int], with_waiting: bool) -> list[str | Markup]:
    """Return the cells of one neighbourhood."""
    counts = [row["milestones_late"], row["returns_owed"], *[row["waiting"]] * with_waiting]
    headlines: list[Headline] = [row["headlines"][number] for number in factors]
    return [opening(row), *(marked(each.side, each.verdict) for each in headlines), *(count(number) for number in counts)]


def opening(row: Row) -> Markup:
    """Return a neighbourhood's name as a link to its page."""
    if row["neighbourhood"] is None:
        return Markup('<a href="neighbourhood" target="_self"><strong>{}</strong></a>').format(row["name"])
    return neighbourhood_link(row)


def neighbourhood_link(row: Row) -> Markup:
    """Return a neighbourhood's code and name as a link to its page."""
    label = f"{row['neighbourhood']} {row['name']}"
    return Markup('<a href="neighbourhood?neighbourhood={}" target="_self">{}</a>').format(quote(label), label)


def count(number: int) -> str | Markup:
    """Return how many there are, large where there are any."""
    return Markup('<span class="cd-figure">{}</span>').format(f"{number:,}") if number else "–"

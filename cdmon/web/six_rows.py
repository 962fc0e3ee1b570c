"""The six factors on one screen: the headline of each at the baseline and now, the verdict, a small picture, and all others counted."""

import pandas as pd
from markupsafe import Markup

from cdmon.charts.sparkline import sparkline
from cdmon.charts.symbols import KEY, counts_mark, verdict_mark
from cdmon.definitions import load
from cdmon.tables.cells import absent, short_cell
from cdmon.tables.factors import factors, pool, series
from cdmon.tables.settings import about_neighbourhood
from cdmon.tables.sides import side
from cdmon.web.html_table import html_table
from cdmon.web.view import View
from cdmon.wording import Row

HEADINGS = ["Factor and headline", "Baseline", "Now (95% interval)", "Verdict", "Since the start", "All its indicators"]


def first_screen(view: View, whose: str, wave: str = "") -> Markup:
    """Return what a page of factors begins with: the six rows, and below them how the programme works in the neighbourhood in view."""
    about = [view.read(about_neighbourhood, view.neighbourhood)] if view.neighbourhood else []
    return six_factors(view, whose, wave) + Markup("").join(Markup("<p>{}</p>").format(text) for text in about)


def six_factors(view: View, whose: str, wave: str = "") -> Markup:
    """Return the six rows of the neighbourhood in view, or of those of a wave pooled, with the key to their symbols: a part of a page."""
    if view.neighbourhood is None:
        return six_rows(view.figures(pool, wave), None, whose) + KEY
    return six_rows(view.figures(factors, view.neighbourhood), view.figures(series, view.neighbourhood), whose) + KEY


def six_rows(table: pd.DataFrame, points: pd.DataFrame | None, whose: str) -> Markup:
    """Return the six rows of a factor table (`factors` or `pool`) as HTML; `points` is `series` of the same place, None for a pool."""
    rows = [headline_row(row, table, points) for row in table[table["line"] == "headline"].to_dict("records")]
    return html_table(f"The six factors: {whose}", HEADINGS, rows, "cd-six")


def headline_row(row: Row, table: pd.DataFrame, points: pd.DataFrame | None) -> list[str | Markup]:
    """Return the cells of one factor."""
    of_factor = table[table["factor"] == row["factor"]]
    sides = [side(*each) for each in zip(of_factor["verdict"], of_factor["higher_is_better"], strict=True)]
    title = load().factors[row["factor"]].title
    return [
        Markup('<strong>{}. {}</strong><span class="cd-under">{}</span>').format(row["factor"], title, row["title"]),
        number(row, "baseline"),
        number(row, "latest"),
        verdict_mark(row["verdict"], row["higher_is_better"]),
        picture(row, points),
        counts_mark(sides),
    ]


def number(row: Row, role: str) -> Markup | str:
    """Return a figure large, with its interval or its meaning small beside it; or why there is none."""
    if row[role] is None:
        return "nothing later yet" if role == "latest" and row["verdict"] == "baseline only" else absent(row)
    value, rest = short_cell(row[role], row["kind"])
    kind = "cd-words" if row["kind"] == "rating" else "cd-interval"
    return Markup('<span class="cd-figure">{}</span> <span class="cd-small {}">{}</span>').format(value, kind, rest)


def picture(row: Row, points: pd.DataFrame | None) -> Markup | str:
    """Return the small picture of a headline since the start, where there is more than one figure of it."""
    own = points[points["indicator"] == row["indicator"]] if points is not None else pd.DataFrame({"value": []})
    if own["value"].count() < 2:
        return ""
    words = f"{row['title']}: {own['value'].count()} figures since the start, {row['verdict']}"
    return sparkline(own, side(row["verdict"], row["higher_is_better"]), words)

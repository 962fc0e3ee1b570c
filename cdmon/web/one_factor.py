"""One factor opened: its indicators, what was said about it, how sure its samples are, and how each figure went."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.charts import indicator
from cdmon.charts.chart import Chart
from cdmon.charts.symbols import marked
from cdmon.definitions import load
from cdmon.tables.cells import baseline_cell, change_cell, now_cell, verdict_cell
from cdmon.tables.factors import factors, pool, read_factors, series, titles_with_remarks
from cdmon.tables.headline import headline, list_cell, rating_cell, words_cell
from cdmon.tables.sides import side
from cdmon.tables.support import read_spaces, read_support, spaces, support
from cdmon.tables.sureness import provenance_mix, read_smallest_rises, read_sureness
from cdmon.tables.xmr import monthly
from cdmon.web import page
from cdmon.web.finished import draw_html
from cdmon.web.html_table import Cell, html_names, html_small, html_table
from cdmon.web.picture import explore, explores, pictures
from cdmon.web.view import View

FIRST = ("headline", "second")  # the lines that stand open
HEADINGS = ["Indicator", "Baseline", "Now", "Change", "Verdict"]
SUPPORTED = 5  # the factor that support stands under
ABSENT = {  # by verdict
    "not collected": "Not collected",
    "not pooled": "Shown for single neighbourhoods only, because these figures cannot be added up",
}


def choose_factor() -> int | None:
    """Let the person open one of the six factors; None while none is open."""
    titles = {factor.number: f"{factor.number}. {factor.title}" for factor in load().factors.values()}
    chosen = st.pills("Open a factor", list(titles), format_func=titles.__getitem__, key="factor", bind="query-params")
    return None if chosen is None else int(chosen)


def factors_of(view: View, wave: str) -> pd.DataFrame:
    """Return the factor table of the neighbourhood in view, or of those of a wave pooled."""
    return view.figures(factors, view.neighbourhood) if view.neighbourhood else view.figures(pool, wave)


def show_factor(view: View, number: int, wave: str) -> None:
    """Show one factor of the neighbourhood in view, or of those of a wave pooled."""
    st.header(f"{number}. {load().factors[number].title}", anchor=False)
    draw_html(view.part(first_lines, number, wave))
    further = view.part(further_lines, number, wave)
    if further:
        with page.folded("The other indicators of this factor", "details") as is_open:
            if is_open:
                draw_html(further)
    with page.folded("How sure?", "sureness") as is_open:
        if is_open:
            draw_html(view.part(how_sure, number, wave))
    if number == SUPPORTED and not wave:
        with page.folded("Meeting spaces, workers, money and help in kind, one by one", "support") as is_open:
            if is_open:
                given = view.figures(support, view.neighbourhood)
                page.table(read_spaces(spaces(given)), alt="Meeting spaces, by what groups pay")
                page.table(read_support(given), alt="What supports groups")
    if view.neighbourhood:
        with page.folded("Over time, indicator by indicator", "over-time") as is_open:
            if is_open:
                show_over_time(view, number)


def show_over_time(view: View, number: int) -> None:
    """Show how each indicator of a factor went: as pictures, or to explore."""
    if explores():
        explore(over_time(view, number), indicator.ABREAST)
    else:
        draw_html(view.part(pictured, number))


def over_time(view: View, number: int) -> list[Chart]:
    """Return the charts of a factor of the neighbourhood in view."""
    told = (view.figures(table, view.neighbourhood) for table in (series, monthly))
    return indicator.charts_of(rows_of(view, number, ""), *told)


def pictured(view: View, number: int) -> Markup:
    """Return the charts of a factor as pictures, below what their symbols mean."""
    found = over_time(view, number)
    if not found:
        return Markup("<p>No figures to draw yet.</p>")
    return html_small(indicator.keys(found)) + pictures(found, indicator.WIDTH)


def rows_of(view: View, number: int, wave: str) -> pd.DataFrame:
    """Return the rows of one factor."""
    table = factors_of(view, wave)
    return table[table["factor"] == number].reset_index(drop=True)


def first_lines(view: View, number: int, wave: str) -> Markup:
    """Return what stands open of a factor: its first indicators, what is not shown and why, and what was said beside the numbers."""
    of_factor = rows_of(view, number, wave)
    parts = [indicators(of_factor[of_factor["line"].isin(FIRST)], f"Factor {number}: the headline and what stands beside it")]
    parts += [html_names(why, titles_with_remarks(of_factor[of_factor["verdict"] == verdict])) for verdict, why in ABSENT.items()]
    return Markup("").join([*parts, html_small(page.on_chance(of_factor)), said_beside(view, number, wave)])


def further_lines(view: View, number: int, wave: str) -> Markup:
    """Return the other indicators of a factor, "" where there are none."""
    of_factor = rows_of(view, number, wave)
    return indicators(of_factor[~of_factor["line"].isin(FIRST)], f"Factor {number}: further indicators")


def how_sure(view: View, number: int, wave: str) -> Markup:
    """Return where a factor's figures come from and how its samples were designed."""
    of_factor = rows_of(view, number, wave)
    mix = provenance_mix(of_factor)
    parts = [
        page.as_html(read_factors(of_factor)[["Indicator", "Source"]], "Where each figure comes from"),
        html_small([f"Where these figures come from: {mix}."] if mix else []),
        page.as_html(read_sureness(of_factor), "Who was asked, who answered, and how the sample was designed"),
        page.as_html(read_smallest_rises(of_factor), "The smallest rise that would show four times out of five"),
    ]
    return Markup("").join(parts)


def indicators(rows: pd.DataFrame, caption: str) -> Markup:
    """Return indicators of a factor as a table, each verdict with its symbol; "" where there are no figures of any."""
    cells: list[list[Cell]] = [
        [
            row["title"],
            baseline_cell(row),
            now_cell(row),
            change_cell(row),
            marked(side(row["verdict"], row["higher_is_better"]), verdict_cell(row)),
        ]
        for row in rows[~rows["verdict"].isin(list(ABSENT))].to_dict("records")
    ]
    return html_table(caption, HEADINGS, cells, "cd-indicators") if cells else Markup("")


def said_beside(view: View, number: int, wave: str) -> Markup:
    """Return what stands beside the headline's number: ratings, words and the list of what was changed or improved."""
    (row,) = (each for each in view.figures(headline, view.neighbourhood, wave).to_dict("records") if each["factor"] == number)
    told = (("Rated", rating_cell(row)), ("In their words", words_cell(row)), ("What changed", list_cell(row)))
    return Markup("").join(Markup("<p><strong>{}:</strong> {}</p>").format(*each) for each in told)

"""The chart of factors: what the person chooses, the tables, and the pictures, which come after the tables."""

from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.charts.chart import Chart
from cdmon.charts.factors import (
    by_factor,
    describe_factors,
    describe_panels,
    factor_chart,
    has_figures,
    key,
    panel_chart,
    proportions,
    thirds,
)
from cdmon.definitions import load
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.panels import panels
from cdmon.web import page
from cdmon.web.finished import draw_html
from cdmon.web.html_table import html_names, html_small
from cdmon.web.picture import AS_TABLE, explore, pictures
from cdmon.web.view import View
from cdmon.wording import HIDDEN, figure

ORDERS = {"name": "by name", "population": "by population"}  # never by a figure: that would rank people's neighbourhoods
ALL = 0
Drawn = tuple[list[Chart], Markup]  # the parts of a picture, and its table
FACTOR_WIDTH, PANEL_WIDTH = 440, 300  # pixels of a part of a picture
PAGE_WIDTH = 1040  # pixels of a page on a projector


def show_factors(view: View) -> None:
    """Show a neighbourhood's sampled proportions as one picture, with the same figures as a table to open below it."""
    numbers = view.part(factors_drawn)
    if numbers:
        titles = {ALL: "All factors"} | {number: f"{number}. {load().factors[number].title}" for number in numbers}
        chosen = st.selectbox("Factor", list(titles), format_func=titles.__getitem__, key="chart_factor", bind="query-params")
        draw(view, factor_charts, FACTOR_WIDTH, chosen)
        st.caption(
            "A bar is a 95% interval: another sample might have given any figure in it. The latest figure is coloured only where the "
            "interval of its change lies wholly on one side of zero."
        )
    beside = view.part(beside_factors)
    if beside:
        st.html(beside)


def sampled(view: View) -> pd.DataFrame:
    """Return the rows of the proportions that a sample was asked, of the neighbourhood in view or of all of them."""
    table = view.figures(factors, view.neighbourhood)
    return table[table["kind"] == "proportion"]


def factors_drawn(view: View) -> list[int]:
    """Return the factors that have a proportion to draw."""
    return [int(number) for number in proportions(sampled(view))["factor"].unique()]


def factor_charts(view: View, chosen: int) -> Drawn:
    """Return the picture of one factor, or of all of them, in its parts, with its table."""
    drawn = proportions(sampled(view))
    drawn = drawn if chosen == ALL else drawn[drawn["factor"] == chosen]
    whose = view.label(view.neighbourhood) if view.neighbourhood else "All neighbourhoods together"
    charts = [Chart(f"factor-chart-{part.index[0]}", factor_chart(part, drawn), describe_factors(part, whose)) for part in by_factor(drawn)]
    return charts, page.as_html(read_factors(drawn), "Every figure of the picture")


def beside_factors(view: View) -> Markup:
    """Return what is to be known beside the picture of factors."""
    table = sampled(view)
    return html_small(page.on_chance(table)) + missing(table, list(table["title"]))


def draw(view: View, charts: Callable[..., Drawn], width: int, *arguments: Hashable) -> None:
    """Draw the parts of one picture side by side, or to explore, with its figures as a table to open below."""
    if st.session_state.get("explore"):
        st.html(key())
        parts, table = charts(view, *arguments)
        explore(parts, PAGE_WIDTH // width)
        st.html(folded(table))
    else:
        draw_html(view.part(pictured, charts, width, *arguments))


def pictured(view: View, charts: Callable[..., Drawn], width: int, *arguments: Hashable) -> Markup:
    """Return one picture with the key to its symbols and its table."""
    parts, table = charts(view, *arguments)
    return key() + pictures(parts, width, "cd-columns") + folded(table)


def folded(table: Markup) -> Markup:
    """Return a table to open."""
    return Markup("<details><summary>{}</summary>{}</details>").format(AS_TABLE, table)


def show_panels(view: View) -> None:
    """Let the person choose an indicator and an order, and show it in every neighbourhood."""
    titles = {code: indicator.title for code, indicator in load().indicators.items()}
    indicator = st.selectbox("Indicator", list(titles), format_func=titles.__getitem__, key="chart_indicator", bind="query-params")
    order = st.radio("Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", horizontal=True, bind="query-params")
    if view.part(has_panels, indicator):
        st.markdown(f"The neighbourhoods stand {ORDERS[order]}. **The order is no ranking:** it says nothing about who does better.")
        draw(view, panel_charts, PANEL_WIDTH, indicator, order)
    else:
        st.markdown("No figures to draw yet.")
    beside = view.part(beside_panels, indicator, order)
    if beside:
        st.html(beside)


def has_panels(view: View, indicator: str) -> bool:
    """Tell whether an indicator has a figure to draw in any neighbourhood."""
    return bool(has_figures(view.figures(panels, indicator)).any())


def panel_charts(view: View, indicator: str, order: str) -> Drawn:
    """Return the picture of one indicator in every neighbourhood, in its parts, with its table."""
    table, title = in_order(view.figures(panels, indicator), order), load().indicators[indicator].title
    drawn = table[has_figures(table)]
    charts = [Chart(f"panel-chart-{part.index[0]}", panel_chart(part, drawn), describe_panels(part, title)) for part in thirds(drawn)]
    return charts, page.as_html(read_panels(drawn), f"{title} in every neighbourhood")


def beside_panels(view: View, indicator: str, order: str) -> Markup:
    """Return what is to be known beside the picture of an indicator."""
    table = in_order(view.figures(panels, indicator), order)
    return html_small(page.on_chance(table)) + missing(table, list(table["neighbourhood"] + " " + table["name"]))


def in_order(table: pd.DataFrame, order: str) -> pd.DataFrame:
    """Return panels, which stand by name, in the order asked for; the largest population first."""
    return table.sort_values("population", ascending=False, kind="stable") if order == "population" else table


def read_panels(table: pd.DataFrame) -> pd.DataFrame:
    """Return panels as people read them: Neighbourhood, Residents, Baseline, Now, Change, Verdict."""
    text = read_factors(table)[["Baseline", "Now", "Change", "Verdict"]]
    text.insert(0, "Neighbourhood", [f"{code} {name}" for code, name in zip(table["neighbourhood"], table["name"], strict=True)])
    text.insert(1, "Residents", [figure(population, float("nan"), float("nan"), "count") for population in table["population"]])
    return text


def missing(table: pd.DataFrame, names: list[str]) -> Markup:
    """Return what has a figure that is not to be seen, or not to be compared, and why."""
    told = {"hidden": HIDDEN, "not comparable": "not comparable", "not collected": "not collected"}
    return Markup("").join(
        html_names(why.capitalize(), [name for name, said in zip(names, table["verdict"], strict=True) if said == verdict])
        for verdict, why in told.items()
    )

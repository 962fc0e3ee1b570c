"""The chart of factors: what the person chooses, the tables, and the pictures, which come after the tables."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.definitions import load
from cdmon.tables.factors import read_factors
from cdmon.tables.panels import panels
from cdmon.web import page
from cdmon.web.charts_factors import (
    describe_factors,
    describe_panels,
    factor_chart,
    halves,
    has_figures,
    key,
    panel_chart,
    proportions,
    thirds,
)
from cdmon.web.picture import AS_TABLE, Chart, explore, pictures
from cdmon.web.view import View
from cdmon.wording import HIDDEN, figure

ORDERS = {"name": "by name", "population": "by population"}  # never by a figure: that would rank people's neighbourhoods
ALL = 0
FACTOR_WIDTH, PANEL_WIDTH = 440, 300  # pixels of a part of a picture


def show_factors(view: View, table: pd.DataFrame) -> None:
    """Show a neighbourhood's sampled proportions as one picture, with the same figures as a table to open below it."""
    sampled = table[table["kind"] == "proportion"]
    drawn = proportions(table)
    if not drawn.empty:
        titles = {ALL: "All factors"} | {number: f"{number}. {load().factors[number].title}" for number in drawn["factor"].unique()}
        chosen = st.selectbox("Factor", list(titles), format_func=lambda number: titles[number], key="chart_factor", bind="query-params")
        drawn = drawn if chosen == ALL else drawn[drawn["factor"] == chosen]
        whose = view.label(view.neighbourhood) if view.neighbourhood else "All neighbourhoods together"
        charts = [
            Chart(f"factor-chart-{part.index[0]}", factor_chart(part, drawn), describe_factors(part, whose)) for part in halves(drawn)
        ]
        draw(charts, FACTOR_WIDTH, read_factors(drawn), "Every figure of the picture")
        st.caption(
            "A bar is a 95% interval: another sample might have given any figure in it. The latest figure is coloured only where the "
            "interval of its change lies wholly on one side of zero."
        )
    page.warn_of_chance(sampled)
    name_missing(sampled, list(sampled["title"]))


def draw(charts: Sequence[Chart], width: int, table: pd.DataFrame, alt: str) -> None:
    """Draw the parts of one picture side by side, or to explore, with its figures as a table to open below."""
    st.html(key())
    if st.session_state.get("explore"):
        explore(charts, len(charts))
    else:
        st.html(pictures(charts, width))
    st.html(Markup("<details><summary>{}</summary>{}</details>").format(AS_TABLE, page.as_html(table, alt)))


def show_panels(view: View) -> None:
    """Let the person choose an indicator and an order, and show it in every neighbourhood, the table first."""
    titles = {code: indicator.title for code, indicator in load().indicators.items()}
    indicator = st.selectbox("Indicator", list(titles), format_func=lambda code: titles[code], key="chart_indicator", bind="query-params")
    order = st.radio("Order", list(ORDERS), format_func=lambda each: ORDERS[each], key="order", horizontal=True, bind="query-params")
    table = in_order(view.figures(panels, indicator), order)
    drawn = table[has_figures(table)]
    if drawn.empty:
        st.markdown("No figures to draw yet.")
    else:
        st.markdown(f"The neighbourhoods stand {ORDERS[order]}. **The order is no ranking:** it says nothing about who does better.")
        charts = [
            Chart(f"panel-chart-{part.index[0]}", panel_chart(part, drawn), describe_panels(part, titles[indicator]))
            for part in thirds(drawn)
        ]
        draw(charts, PANEL_WIDTH, read_panels(drawn), f"{titles[indicator]} in every neighbourhood")
    page.warn_of_chance(table)
    name_missing(table, [f"{code} {name}" for code, name in zip(table["neighbourhood"], table["name"], strict=True)])


def in_order(table: pd.DataFrame, order: str) -> pd.DataFrame:
    """Return panels, which stand by name, in the order asked for; the largest population first."""
    return table.sort_values("population", ascending=False, kind="stable") if order == "population" else table


def read_panels(table: pd.DataFrame) -> pd.DataFrame:
    """Return panels as people read them: Neighbourhood, Residents, Baseline, Now, Change, Verdict."""
    text = read_factors(table)[["Baseline", "Now", "Change", "Verdict"]]
    text.insert(0, "Neighbourhood", [f"{code} {name}" for code, name in zip(table["neighbourhood"], table["name"], strict=True)])
    text.insert(1, "Residents", [figure(population, float("nan"), float("nan"), "count") for population in table["population"]])
    return text


def name_missing(table: pd.DataFrame, names: list[str]) -> None:
    """Name what has a figure that is not to be seen, or not to be compared, and why."""
    for verdict in ("hidden", "not comparable", "not collected"):
        why = HIDDEN if verdict == "hidden" else verdict
        page.name_others(why.capitalize(), [name for name, said in zip(names, table["verdict"], strict=True) if said == verdict])

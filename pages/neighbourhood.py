"""The six-factor table of one neighbourhood, or of all of them pooled, and below it how each figure went."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.factors import factors, series
from cdmon.web import charts, page
from cdmon.wording import read_factors

view = page.begin("Neighbourhood")
page.say_whose(view, "The six factors, from the first figures (the baseline) to the latest.")

table = view.figures(factors, view.neighbourhood)
text = read_factors(table).drop(columns="Factor")
collected = table["verdict"] != "not collected"
with st.container(key="factors"):
    for factor in load().factors.values():
        st.header(f"{factor.number}. {factor.title}", anchor=False)
        of_factor = table["factor"] == factor.number
        page.table(text[of_factor & collected], alt=f"Factor {factor.number}, {factor.title}")
        page.name_others("Not collected", list(table["title"][of_factor & ~collected]))
page.warn_of_chance(table["change_low"])

if view.neighbourhood:
    st.header("Over time", anchor=False)
    charts.draw(table, view.figures(series, view.neighbourhood))

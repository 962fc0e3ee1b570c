"""The goals that residents set themselves, the open ones first."""

import streamlit as st

from cdmon.tables.goals import goals, read_goals
from cdmon.web import page

SECTIONS = {
    "Open": (["open"], "No goal is open."),
    "Reached": (["reached", "partly reached"], "No goal has been reported as reached, wholly or in part."),
    "Not reached, or dropped": (["not reached", "dropped"], "No goal has been reported as missed or dropped."),
}

view = page.begin()
page.say_whose(view, "What residents set themselves, in their own words, and how it stands as they see it.")
table = view.figures(goals, view.neighbourhood)
for heading, (states, nothing) in SECTIONS.items():
    st.header(heading, anchor=False)
    rows = table[table["status"].isin(states)]
    if rows.empty:
        st.markdown(nothing)
    page.table(read_goals(rows), alt=f"{heading}: residents' goals")

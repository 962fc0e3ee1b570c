"""The goals that residents set themselves, the open ones first."""

import streamlit as st

from cdmon.tables.goals import GOALS, goals, read_goals
from cdmon.web import long_list, page

view = page.begin()
page.say_whose(view, "What residents set themselves, in their own words, and how it stands as they see it.")
table = view.figures(goals, view.neighbourhood)
if table.empty:
    st.markdown("No goal that residents set themselves has been reported.")
long_list.draw(GOALS, table, read_goals, "Residents' goals, the open ones first")

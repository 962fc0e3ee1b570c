"""All neighbourhoods at a glance."""

import streamlit as st

from cdmon.tables.overview import overview, read_overview
from cdmon.tables.settings import settings
from cdmon.web import equality, page

view = page.begin("Overview")
glance = view.figures(overview)
text = read_overview(glance)
begun = (glance["last_return"] != "") | (glance["verdict"] != "not collected")
with st.container(key="overview"):
    page.table(text[begun], alt="All neighbourhoods at a glance")
page.name_others("Nothing sent yet", list(text["Neighbourhood"][~begun]))
page.warn_of_chance(glance)

st.header("Equality: who is reached, and who is not", anchor=False)
with st.expander("Who answered the residents' survey, and who came to activities", key="equality", on_change="rerun") as below:
    if below.open:
        equality.show(view)

st.header("Open a neighbourhood", anchor=False)
with st.container(horizontal=True):
    for code in glance["neighbourhood"]:
        page.neighbourhood_button(view, code)

with st.expander("The programme as set up", key="settings", on_change="rerun") as below:
    if below.open:
        page.table(view.read(settings), alt="Settings and stages of the programme")

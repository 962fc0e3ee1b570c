"""The programme on one screen: in words, then every neighbourhood beside the six factors."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.overview import overview, read_overview
from cdmon.tables.settings import settings
from cdmon.web import equality, page, take_away
from cdmon.web.area_map import on_the_map
from cdmon.web.finished import draw_html
from cdmon.web.matrix_table import programme_at_a_glance

GLANCE = "All neighbourhoods at a glance"

view = page.begin()
page.tell_start(view)
page.tell_waiting(view)
draw_html(view.part(programme_at_a_glance))
take_away.add(GLANCE, lambda: read_overview(view.figures(overview)))

st.header("On the map", anchor=False)
titles = {number: f"{number}. {factor.short}" for number, factor in load().factors.items()}
factor = st.segmented_control("Factor", [*titles], default=1, required=True, format_func=titles.__getitem__, key="map", bind="query-params")
draw_html(view.part(on_the_map, factor))

with page.folded("Every neighbourhood in figures", "figures") as is_open:
    if is_open:
        glance = view.figures(overview)
        with st.container(key="overview"):
            page.table(read_overview(glance), alt=GLANCE)
        page.warn_of_chance(glance)
with page.folded("Equality: who answered the residents' survey, and who came to activities", "equality") as is_open:
    if is_open:
        equality.show(view)
with page.folded("The programme as set up", "settings") as is_open:
    if is_open:
        page.table(view.read(settings), alt="Settings and stages of the programme")

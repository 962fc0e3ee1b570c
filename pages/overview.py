"""The programme on one screen: in words, then every neighbourhood beside the six factors."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.matrix import PLACES
from cdmon.tables.overview import FIGURES, overview, read_overview
from cdmon.tables.settings import settings
from cdmon.web import equality, long_list, page, take_away
from cdmon.web.area_map import on_the_map
from cdmon.web.finished import draw_html
from cdmon.web.matrix_table import places, programme_at_a_glance

GLANCE = "All neighbourhoods at a glance"

view = page.begin()
page.tell_start(view)
page.tell_waiting(view)
shown = long_list.draw_page(PLACES, view.part(places), lambda rows: draw_html(view.part(programme_at_a_glance, *rows["neighbourhood"])))
take_away.add(GLANCE, lambda: read_overview(view.figures(overview)))

st.header("On the map", anchor=False)
titles = {number: f"{number}. {factor.short}" for number, factor in load().factors.items()}
factor = st.segmented_control("Factor", [*titles], default=1, required=True, format_func=titles.__getitem__, key="map", bind="query-params")
draw_html(view.part(on_the_map, factor, *shown["neighbourhood"]))

with page.folded("Every neighbourhood in figures", "figures") as is_open:
    if is_open:
        glance = view.figures(overview)
        with st.container(key="overview"):
            long_list.draw_page(FIGURES, glance, lambda rows: page.table(read_overview(rows), alt=GLANCE))
        page.warn_of_chance(glance)
with page.folded("Equality: who answered the residents' survey, and who came to activities", "equality") as is_open:
    if is_open:
        equality.show(view)
with page.folded("The programme as set up", "settings") as is_open:
    if is_open:
        page.table(view.read(settings), alt="Settings and stages of the programme")

"""The programme on one screen: in words, then every neighbourhood beside the six factors."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.boundaries import boundaries
from cdmon.tables.matrix import in_sentences, matrix
from cdmon.tables.overview import overview, read_overview
from cdmon.tables.settings import settings
from cdmon.web import equality, page
from cdmon.web.area_map import area_map, tiles
from cdmon.web.escape import plain
from cdmon.web.matrix_table import matrix_table
from cdmon.web.symbols import KEY

view = page.begin()
table = view.figures(matrix)
begun = table["begun"].astype(bool)
st.markdown("\n".join(f"- {plain(sentence)}" for sentence in in_sentences(table)))
st.html(matrix_table(table[begun]))
st.html(KEY)
others = table[~begun & table["neighbourhood"].notna()]
page.name_others("Nothing sent yet", [f"{row['neighbourhood']} {row['name']}" for row in others.to_dict("records")])

st.header("On the map", anchor=False)
titles = {number: f"{number}. {factor.short}" for number, factor in load().factors.items()}
factor = st.segmented_control("Factor", [*titles], default=1, required=True, format_func=titles.__getitem__, key="map", bind="query-params")
shapes = view.read(boundaries)
st.html(area_map(table, shapes, factor) if len(shapes) else tiles(table, factor))
page.name_others("Not on the map", [view.label(code) for code in view.names if len(shapes) and code not in set(shapes["neighbourhood"])])

with page.folded("Every neighbourhood in figures", "figures") as is_open:
    if is_open:
        glance = view.figures(overview)
        with st.container(key="overview"):
            page.table(read_overview(glance), alt="All neighbourhoods at a glance")
        page.warn_of_chance(glance)
st.header("Equality: who is reached, and who is not", anchor=False)
with page.folded("Who answered the residents' survey, and who came to activities", "equality") as is_open:
    if is_open:
        equality.show(view)
with page.folded("The programme as set up", "settings") as is_open:
    if is_open:
        page.table(view.read(settings), alt="Settings and stages of the programme")

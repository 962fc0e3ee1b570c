"""The KPIs of the programme and of a neighbourhood, stage by stage, and the workbook of them to download."""

from functools import partial

import streamlit as st

from cdmon.exports.kpis import export_kpis
from cdmon.tables.kpis import kpis, not_begun
from cdmon.web import kpi_stages, page
from cdmon.web.escape import plain

view = page.begin()
st.markdown(
    "The directions of travel that the model contract asks for, over each stage and in the neighbourhoods that begin in it. "
    "◆ some indicators went the way that is hoped for, ■ some the other way, ● neither can be told. "
    "A target is shown only where one has been agreed."
)

table = view.figures(kpis)

shown = table["neighbourhood"].isna() | (table["neighbourhood"] == view.neighbourhood)
with st.container(key="kpis"):
    st.header("Whole programme", anchor=False)
    kpi_stages.draw(table[table["neighbourhood"].isna()], "of the whole programme")
    page.name_others("Not begun", view.read(not_begun))
    if view.neighbourhood:
        st.header(plain(view.label(view.neighbourhood)), anchor=False)
        kpi_stages.draw(table[table["neighbourhood"] == view.neighbourhood], "of the neighbourhood")
    else:
        st.markdown("Choose a neighbourhood above to see its own.")
page.warn_of_chance(table[shown])

st.header("Download", anchor=False)
st.markdown("The KPIs of the programme and of every neighbourhood, with notes on what each counts.")
with st.container(horizontal=True):
    for title, ending in {"Spreadsheet (.xlsx)": ".xlsx", "Plain data (.csv)": ".csv"}.items():
        file = partial(export_kpis, view.database, ending, view.as_at, view.provisional)
        st.download_button(title, file, f"cdmon-kpis{ending}", on_click="ignore")

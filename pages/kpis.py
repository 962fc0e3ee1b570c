"""The KPIs of the programme and of a neighbourhood, a line each, one of them opened; and the workbook of them to download."""

from functools import partial

import streamlit as st

from cdmon.charts.symbols import KEY
from cdmon.exports.table_file import file_name, table_file
from cdmon.tables.kpis import kpis, not_begun
from cdmon.web import kpi_lines, page
from cdmon.web.escape import plain

view = page.begin()
table = view.figures(kpis)
place = view.neighbourhood
if place:
    st.header(plain(view.label(place)), anchor=False)
    kpi_lines.draw(view, table, place)
st.header("Whole programme", anchor=False)
kpi_lines.draw(view, table, None)
st.html(KEY)
page.name_others("Not begun", view.read(not_begun))
if not place:
    st.markdown("Choose a neighbourhood above to see its own.")

code = kpi_lines.choose_kpi(table)
if code:
    kpi_lines.show_kpi(view, table, place, code)
st.caption(
    "The directions of travel that the model contract asks for, over each stage and in the neighbourhoods that begin in it. "
    "A target is shown only where one has been agreed."
)
page.warn_of_chance(table[table["neighbourhood"].isna() | (table["neighbourhood"] == place)])

page.heading_on_screen("Download")
st.caption("The KPIs of the programme and of every neighbourhood, with notes on what each counts: to publish, and to work on with.")
with st.container(horizontal=True):
    for title, ending in {"Spreadsheet (.xlsx)": ".xlsx", "Plain data (.csv)": ".csv", "Parquet (.parquet)": ".parquet"}.items():
        file = partial(table_file, view.database, "kpis", ending, None, view.as_at, view.provisional)
        st.download_button(title, file, file_name(view.programme, view.day, "kpis", ending), on_click="ignore")

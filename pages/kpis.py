"""The KPIs of the programme and of a neighbourhood, and the workbook of them to download."""

import streamlit as st

from cdmon.exports.kpis import kpis_csv, kpis_workbook
from cdmon.tables.kpis import kpis
from cdmon.web import page
from cdmon.wording import read_kpis

view = page.begin("KPIs")
st.markdown("The directions of travel that the model contract asks for. A target is shown only where one has been agreed.")

st.header("Whole programme", anchor=False)
page.table(read_kpis(view.read(kpis, None)).drop(columns="Neighbourhood"), alt="KPIs of the whole programme")

if view.neighbourhood:
    st.header(view.label(view.neighbourhood), anchor=False)
    page.table(read_kpis(view.read(kpis, view.neighbourhood)).drop(columns="Neighbourhood"), alt="KPIs of the neighbourhood")
else:
    st.markdown("Choose a neighbourhood in the sidebar to see its own.")

st.header("Download", anchor=False)
st.markdown("The KPIs of the programme and of every neighbourhood, with notes on what each counts.")
with st.container(horizontal=True):
    st.download_button("Spreadsheet (.xlsx)", lambda: view.read(kpis_workbook), "cdmon-kpis.xlsx", on_click="ignore")
    st.download_button("Plain data (.csv)", lambda: view.read(kpis_csv), "cdmon-kpis.csv", on_click="ignore")

"""Every version of every return, what was decided about it, and the trail of it all."""

from functools import partial

import streamlit as st

from cdmon.exports.audit import export_audit
from cdmon.exports.data import data_name, export_data
from cdmon.tables.events import TRAIL, events, read_events
from cdmon.tables.restatements import RESTATED, read_restatements, restatements
from cdmon.tables.returns import RETURNS, read_returns, returns
from cdmon.web import deciding, letting_in, long_list, long_work, page

view = page.begin()
shown = st.segmented_control(
    "Show",
    ["Returns", "Audit trail", "Restatements", "Data"],
    default="Returns",
    required=True,
    key="show",
    bind="query-params",
    label_visibility="collapsed",
)

if shown == "Returns":
    page.say_whose(view, "Every version of every return that was sent, those waiting for a decision first: nothing is ever overwritten.")
    sent = view.of_place(view.everything(returns))
    in_view = long_list.draw(RETURNS, sent, read_returns, "Every version of every return: those waiting for a decision, then the newest")
    page.heading_on_screen("One version")
    chosen = deciding.choose_version(in_view)
    if chosen:
        deciding.show_version(view, chosen)

elif shown == "Audit trail" and page.may(view, "trail"):
    page.say_whose(view, "Everything that happened to every return: who did it, when and why.")
    st.download_button(
        "Plain data (.csv)", lambda: export_audit(view.database, view.as_at), "cdmon-audit.csv", "text/csv", on_click="ignore"
    )
    trail = view.of_place(view.everything(events))
    long_list.draw(TRAIL, trail, read_events, "Everything that happened to every return, newest first")

elif shown == "Restatements":
    page.say_whose(view, "Corrections to figures of a finished stage; the KPI export lists them.")
    table = view.of_place(view.everything(restatements))
    if table.empty:
        st.markdown("No figure of a finished stage has been corrected.")
    long_list.draw(RESTATED, table, read_restatements, "Figures of stages that were over and were corrected")

elif shown == "Data" and page.may(view, "data"):
    st.markdown(
        "The rows of all returns that count, of all neighbourhoods: each sheet as CSV and as Parquet, surveys of organisations as .sav "
        "too, with a codebook and a description that programs read (a Frictionless Data Package). Small numbers are hidden in it, and "
        "rows of single residents are left out."
    )
    name, about = data_name(view.programme, view.day), (view.as_at, view.provisional, view.database.data_version())
    write = partial(export_data, view.database, raw=False, as_at=view.as_at, provisional=view.provisional)
    long_work.offer("Make the file", {"Data (.zip)": name}, lambda folder, tell: write(folder / name, tell=tell), about)
    with page.folded("For other programs: Power BI, Excel, calendars", "tokens") as is_open:
        if is_open and page.may(view, "token"):
            letting_in.show(view)

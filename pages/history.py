"""Every version of every return, what was decided about it, and the trail of it all."""

import streamlit as st

from cdmon.exports.audit import export_audit
from cdmon.tables.events import events, read_events
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.tables.returns import read_returns, returns
from cdmon.web import deciding, page

view = page.begin()
shown = st.segmented_control(
    "Show", ["Returns", "Audit trail", "Restatements"], default="Returns", required=True, key="show", bind="query-params"
)

if shown == "Returns":
    page.say_whose(view, "Every version of every return that was sent: nothing is ever overwritten.")
    found = deciding.choose_returns(view, view.everything(returns))
    with st.container(key="history"):
        page.table(read_returns(found), alt="Every version of every return, newest first")
    st.header("One version", anchor=False)
    chosen = deciding.choose_version(found)
    if chosen:
        deciding.show_version(view, chosen)

elif shown == "Audit trail":
    st.markdown("Everything that happened to every return: who did it, when and why.")
    st.download_button(
        "Plain data (.csv)", lambda: export_audit(view.database, view.as_at), "cdmon-audit.csv", "text/csv", on_click="ignore"
    )
    page.table(read_events(view.everything(events)), alt="Everything that happened to every return, newest first")

else:
    st.markdown("Corrections to figures of a finished stage; the KPI export lists them.")
    table = view.everything(restatements)
    if table.empty:
        st.markdown("No figure of a finished stage has been corrected.")
    page.table(read_restatements(table), alt="Figures of stages that were over and were corrected")

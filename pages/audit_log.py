"""The audit log: who sent, decided, changed and took away what, and when; and who was not let in."""

import streamlit as st

from cdmon.tables.audit_log import AUDIT_LOG, audit_log, audit_log_summary, read_audit_log
from cdmon.web import long_list, page

view = page.begin(needs_programme=False, right="audit_log")
st.markdown(
    "A line for everything that somebody sent, decided, changed or took away, and for each sign-in that failed. Each line is bound to the "
    "one before by a hash: when the store is opened it is noticed if a line is missing, or one of the newest thousand altered; `verify` "
    "works through all of them."
)
lines = "What was done in this store, the newest first"
if not long_list.draw_from_store(AUDIT_LOG, view.database, audit_log_summary, audit_log, read_audit_log, lines):
    st.markdown("The log is empty: nothing has been done in this store since it has one.")

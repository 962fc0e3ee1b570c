"""The reports of the programme: what is due and issued; drafts, what the authors write, and issuing."""

import streamlit as st

from cdmon.tables.issued_reports import issued_reports, read_issued, read_reports, reports
from cdmon.web import page, reporting

view = page.begin()
table, issued = view.everything(reports), view.now(issued_reports)
page.table(read_reports(table), alt="The reports of the programme, by the day they are due")

st.header("Issued", anchor=False)
if issued.empty:
    st.markdown("No report has been issued yet.")
page.table(read_issued(issued), alt="Reports that were issued, the newest first")
reporting.offer_issued(view, issued)

page.heading_on_screen("For residents")
reporting.offer_summary(view)

page.heading_on_screen("One report")
reporting.tell_done()
code = reporting.choose(table)
if code:
    reporting.show_draft(view, code)
    with page.folded("What the authors say", "report-words") as is_open:
        if is_open and page.may(view, "report"):
            reporting.ask_words(view, code)
    with page.folded("Issue it", "report-issue") as is_open:
        if is_open and page.may(view, "report"):
            reporting.ask_issue(view, code, issued)

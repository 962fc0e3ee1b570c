"""What could go wrong: the open risks, the worst first, and those that are closed."""

import streamlit as st

from cdmon.tables.risks import read_risks, risks
from cdmon.web import page

SECTIONS = {"open": ("Open", "No open risk has been reported."), "closed": ("Closed", "No risk has been reported as closed.")}

view = page.begin()
page.say_whose(view, "What could go wrong, how likely and how bad that is, and what is done about it.")
table = view.figures(risks, view.neighbourhood)
for status, (heading, nothing) in SECTIONS.items():
    st.header(heading, anchor=False)
    rows = table[table["status"] == status]
    if rows.empty:
        st.markdown(nothing)
    page.table(read_risks(rows), alt=f"{heading} risks")

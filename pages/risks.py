"""What could go wrong: the open risks, the most harmful and the oldest first, and those that are closed."""

import streamlit as st

from cdmon.tables.asked import asked
from cdmon.tables.risks import RISKS, read_risks, risks
from cdmon.web import long_list, none_reported, page

view = page.begin()
page.say_whose(view, "What could go wrong, how likely and how bad that is, and what is done about it.")
table = view.figures(risks, view.neighbourhood)
if table.empty:
    st.markdown("No risk has been reported: that is not the same as none.")
long_list.draw(RISKS, table, read_risks, "Risks, the most harmful of the open ones first")
none_reported.draw(view.figures(asked, "risks", view.neighbourhood))
st.page_link(view.pages["effects"], label="What was seen: effects, for good and for ill")

"""Charts for a meeting: all sampled proportions of one neighbourhood, and one indicator in all of them."""

import streamlit as st

from cdmon.web import charting, page
from cdmon.web.picture import explores

view = page.begin()
page.say_whose(view, "Every figure asked of a sample, at the baseline and now.")
explores()
charting.show_factors(view)

st.header("One indicator in every neighbourhood", anchor=False)
charting.show_panels(view)

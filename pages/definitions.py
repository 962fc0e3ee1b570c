"""What each figure counts and why: factors and indicators, KPIs, milestones, and the columns of each dataset."""

import pandas as pd
import streamlit as st

from cdmon.definitions import load
from cdmon.web import explained, page

view = page.begin("Definitions", needs_programme=False)
definitions = load()
part = st.segmented_control("Show", list(explained.PARTS), default="Indicators", required=True, key="part", bind="query-params")

"""Where nothing was reported, below a list of what was: how many were asked and, on request, who, when and by whom."""

import pandas as pd
import streamlit as st

from cdmon.tables.asked import ABOUT, read_asked, summary
from cdmon.web import page
from cdmon.web.escape import plain


def draw(table: pd.DataFrame) -> None:
    """Say of how many neighbourhoods nothing of a kind is reported (see `cdmon.tables.asked`), with the list to open; else nothing."""
    if table.empty:
        return
    about = table["about"].iloc[0]
    st.markdown(plain(summary(table)))
    with page.folded(f"Where no {ABOUT[about][0]} is reported, and who was asked", f"none-reported-{about}") as is_open:
        if is_open:
            page.table(read_asked(table), alt=f"Where no {ABOUT[about][0]} is reported, and who was asked")

"""A head start for a browser that has just come: by the time the first page is there, it is ready to draw it."""

from time import sleep

import streamlit as st
from streamlit.runtime import Runtime

SECONDS = 0.06  # in which a browser draws the frame of its page and makes ready what draws HTML


def give() -> None:
    """Let the first HTML of a session go ahead of all that comes after it, the menu, too; to be called once some is drawn, in each run.

    Streamlit makes ready what draws HTML when there is some to draw, and shows a placeholder meanwhile. What comes in with the placeholder
    is drawn without the first table, and then once more with it: so much longer would the table have to wait.
    """
    if Runtime.exists() and "visitor" not in st.session_state:  # which `left_behind.told` gives to each session
        sleep(SECONDS)

"""A visitor whom another server took over in the middle of a page, because theirs went away: what they had chosen stayed behind."""

from uuid import uuid4

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.session_state import Serialized


def tell() -> None:
    """Say, in the first run of a session, that nothing was sent, where its page shows files or a pressed Send that another server drew.

    Streamlit itself lets what it does not know pass without a word. Gives each session its `visitor`, by which it is known again.
    """
    if "visitor" in st.session_state:
        return
    st.session_state["visitor"] = str(uuid4())
    context = get_script_run_ctx()
    told = list(context.session_state._state._new_widget_state.states.values()) if context else []
    states = [each.value for each in told if isinstance(each, Serialized)]
    if any(is_left(state) for state in states):
        st.error("Nothing was sent; choose the file again. The server that held it went away, and another has taken over.")


def is_left(state: WidgetState) -> bool:
    """Tell whether the state of something on a page is that of chosen files, or of a Send that was pressed."""
    return bool(state.file_uploader_state_value.uploaded_file_info) or (state.trigger_value and "-send-" in state.id)

"""A visitor whom another server took over in the middle of a page, because theirs went away: what they had chosen stayed behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.session_state import Serialized


@contextmanager
def told() -> Iterator[None]:
    """Draw a page, and say in the first run of a session what of it was not done, as another server had drawn what was pressed or chosen.

    Streamlit itself lets what it does not know pass without a word: files, and what a button would call, which is known only once it has
    been drawn. Gives each session its `visitor`, by which it is known again.
    """
    if "visitor" in st.session_state:
        yield
        return
    st.session_state["visitor"] = str(uuid4())
    context = get_script_run_ctx()
    known = context.session_state._state._new_widget_state if context else None
    states = [each.value for each in known.states.values() if isinstance(each, Serialized)] if known else []
    if any(is_left(state) for state in states):
        st.error("Nothing was sent; choose the file again. The server that held it went away, and another has taken over.")
        states = []
    pressed = [state.id for state in states if state.trigger_value]
    place = st.empty() if pressed else None
    try:
        yield
    finally:
        if place and known and any(getattr(known.widget_metadata.get(each), "callback", None) for each in pressed):
            place.error("What you pressed was not done: the server went away, and another has taken over. Press it again.")


def is_left(state: WidgetState) -> bool:
    """Tell whether the state of something on a page is that of chosen files, or of a Send that was pressed."""
    return bool(state.file_uploader_state_value.uploaded_file_info) or (state.trigger_value and "-send-" in state.id)

"""Files that are made when a button is pressed: a button that is pressed while its page is run again still gives its file."""

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

KEPT = "downloads"


def keep_last() -> None:
    """Keep the files that the buttons of the last run would make until this run is over.

    Streamlit gives each such button a new number in every run, and at the end of it forgets the number before: a browser that has not yet
    drawn the new button, or whose press was on its way, was told that its file could not be made.
    """
    context = get_script_run_ctx()
    if context is None or not Runtime.exists():
        return
    manager = Runtime.instance().media_file_mgr
    there = set(manager._deferred_ids_by_session.get(context.session_id, ()))
    last = there - st.session_state.get(KEPT, set())  # without those that had been kept already
    manager._files_by_session_and_coord[context.session_id] |= {f"last run: {number}": number for number in last}
    st.session_state[KEPT] = there

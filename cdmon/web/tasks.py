"""What is still owed, as a list of things to do: each with its workbook to fill in, or to be said that there was nothing to report."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cdmon.definitions import load
from cdmon.returns.blank import blank
from cdmon.rights import is_allowed
from cdmon.tables.cadence import span_words
from cdmon.tables.owed import when
from cdmon.web import sending, templates
from cdmon.web.announce import counted
from cdmon.web.escape import plain
from cdmon.web.view import View
from cdmon.workbooks.cells import Upload

AT_ONCE = 20  # tasks


def show(view: View, owing: pd.DataFrame) -> None:
    """Draw what is owed (`cdmon.tables.owed`), the oldest first, with what can be done about each; a part at a time where there is much."""
    parts = -(-len(owing) // AT_ONCE)
    part = st.pagination(parts, key="part-tasks") if parts > 1 else 1
    codes = {dataset.title: code for code, dataset in load().datasets.items()}
    for row in owing.iloc[(part - 1) * AT_ONCE : part * AT_ONCE].to_dict("records"):
        task(view, codes[row["dataset"]], row)
    if parts > 1:
        st.caption(f"Part {part} of {parts}: {counted(len(owing), 'return')} in all.")


def task(view: View, code: str, row: dict[Any, Any]) -> None:
    """Draw one return that is owed: what it is, and the two ways to be done with it."""
    place, month = row["neighbourhood"], row["month"]
    key = f"{code}-{place}-{month}"
    title = f"{row['dataset']}, {place} {row['name']}, {span_words(row['first_month'], month)}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"task-{key}"):
        st.markdown(f"**{plain(title)}** – {plain(when(row))}", width="stretch")
        if not is_allowed(view.database, "send", place):
            return
        workbook = partial(blank, view.database, code, place, month)
        st.download_button("Fill in", workbook, templates.name(code, place, month), key=f"fill-in-{key}", on_click="ignore")
        asked = (view, code, title, place, month)
        st.button("Nothing to report", key=f"nothing-{key}", on_click=say_nothing, args=asked)


def say_nothing(view: View, code: str, title: str, place: str, month: str) -> None:
    """Keep a return that says that there was nothing to report, for `look_through_nothing`, until it is sent or let go."""
    upload = Upload(templates.name(code, place, month, "nothing"), blank(view.database, code, place, month, nil=True))
    st.session_state["nothing"] = (st.session_state.get("files_stored", 0), title, upload)


def look_through_nothing(view: View) -> None:
    """Show what sending a return with nothing to report would change, or what became of it; nothing where none was asked for."""
    before, title, upload = st.session_state.get("nothing", (None, "", None))
    stored = st.session_state.get("files_stored", 0)
    if before == stored:
        st.markdown(f"There was nothing to report: **{plain(title)}**. Look through it, and send it.")
        for chosen in sending.as_chosen(upload):
            sending.show(view, chosen)
        st.button("Do not send it", on_click=st.session_state.pop, args=("nothing",))
    elif before is not None and before + 1 == stored:
        sending.tell_what_changed(view)

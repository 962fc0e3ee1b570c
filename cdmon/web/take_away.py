"""What a page shows in tables can be taken away: each tells of itself as it is drawn, and files are made when somebody presses for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd
import streamlit as st

from cdmon.audit_lines import keep_taken
from cdmon.exports.shown_tables import shown_csv, shown_workbook
from cdmon.exports.table_file import file_name
from cdmon.rights import allow_in
from cdmon.web.escape import plain
from cdmon.web.view import View
from cdmon.wording import day

TITLE = "Take away this page's tables"
Tables = dict[str, Callable[[], pd.DataFrame]]  # by caption, what makes each as people read it

_shown: ContextVar[Tables] = ContextVar("shown")


@contextmanager
def gathered() -> Iterator[Tables]:
    """Give the tables that the page which runs inside shows, in their order."""
    tables: Tables = {}
    token = _shown.set(tables)
    try:
        yield tables
    finally:
        _shown.reset(token)


def add(caption: str, make: Callable[[], pd.DataFrame]) -> None:
    """Tell of a table that a page shows; what is told first of a caption stays: a list tells of all its rows, and then draws twenty."""
    _shown.get({}).setdefault(caption, make)


def offer(view: View, title: str, tables: Tables) -> None:
    """Draw the buttons by which tables are taken away."""

    def made() -> dict[str, pd.DataFrame]:
        allow_in(view.database, "export")
        made = {caption: make() for caption, make in tables.items()}
        keep_taken(view.database, "page", title, view.neighbourhood or "")
        return made

    about = cover(view, title)
    ending = ".csv" if len(tables) == 1 else ".zip"
    files = {
        "Spreadsheet (.xlsx)": (lambda: shown_workbook(title, about, made()), ".xlsx"),
        f"Plain data ({ending})": (lambda: shown_csv(made()), ending),
    }
    st.caption(f"With the same words and figures, and of lists all that their filters leave: {plain('; '.join(tables))}.")
    with st.container(horizontal=True):
        for label, (make, end) in files.items():
            name = file_name(view.programme, view.day, f"{title} {view.neighbourhood or ''}", end)
            st.download_button(label, make, name, key=f"take-away{end}", on_click="ignore")


def cover(view: View, title: str) -> dict[str, str]:
    """Return what the cover says: whose tables these are, of which day and state of the store."""
    programme = view.programme
    told = {
        "What this is": f"The tables of the page {title}",
        "Programme": programme.name if programme else "",
        "Neighbourhood": view.label(view.neighbourhood) if view.neighbourhood else "all",
        "Figures as at": day(view.day),
        "Data version": str(view.database.data_version()),
        "Provisional": "Returns that nobody has accepted yet are counted." if view.provisional else "",
        "Notice": "All figures of this programme are invented, to show what cdmon does." if programme and programme.invented else "",
    }
    return {label: text for label, text in told.items() if text}

"""What every page shares: its guard, its head, and its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd
import streamlit as st

from cdmon.tables.programme import Programme
from cdmon.web.escape import plain, plain_frame
from cdmon.web.view import View

_view: ContextVar[View] = ContextVar("view")


@contextmanager
def routed(view: View) -> Iterator[None]:
    """Let the page that runs inside show this view; outside of it, no page shows anything."""
    token = _view.set(view)
    try:
        yield
    finally:
        _view.reset(token)


def begin(title: str, needs_programme: bool = True) -> View:
    """Head a page and return what it shows; stop it when the router did not send for it, or there is no programme yet."""
    st.title(title, anchor=False)
    view = _view.get(None)
    if view is None:
        st.error("This page does not open by itself. Open the dashboard at its front page.")
        st.stop()
    if view.programme is not None:
        head(view.programme, view)
    elif needs_programme:
        no_programme(view)
    return view


def head(programme: Programme, view: View) -> None:
    """Say whose figures these are and as at which day; invented ones are labelled as invented."""
    if programme.invented:
        st.warning("Invented example: no figure on this page is about real people or a real place.", icon=":material/science:")
    stage = next((stage for stage in programme.stages if stage.first_month <= programme.month <= stage.last_month), None)
    parts = [
        plain(programme.name),
        f"month {programme.month}" + (f", stage {stage.number}" if stage else ""),
        f"figures as at {date_text(view)}",
    ]
    st.caption(" · ".join(parts))


def date_text(view: View) -> str:
    """Return the day in view in words."""
    return f"{view.as_at.day} {view.as_at:%B %Y}" if view.as_at else "today"


def no_programme(view: View) -> None:
    """Say that there is nothing to show, and what to do; stop the page."""
    if view.as_at is not None:
        st.info(f"On {date_text(view)} no programme had been set up yet. Choose a later day under “Figures as at”.")
    else:
        st.info("No programme has been set up in this store yet.")
        st.page_link(view.pages["welcome"], label="Go to the welcome page")
    st.stop()


def table(frame: pd.DataFrame, alt: str, empty: str = "Nothing yet.") -> None:
    """Draw a frame of texts as a table, `alt` being its name; a sentence instead when it has no rows."""
    if frame.empty:
        st.markdown(empty)
    else:
        st.table(plain_frame(frame), hide_index=True, alt=alt)

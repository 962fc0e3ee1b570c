"""Finished HTML on a page."""

import streamlit as st
from markupsafe import Markup

from cdmon.web import head_start


class Finished:
    """HTML that goes out as it is. In a text Streamlit looks at every line for spaces to take away: 0.7 ms of ten kilobytes, each time."""

    def __init__(self, html: Markup) -> None:
        """Take HTML that has been escaped."""
        self.html = html

    def _repr_html_(self) -> str:
        return str(self.html)


def draw_html(html: Markup) -> None:
    """Draw finished HTML, as a part of a page that is made once and kept; the first that a visitor gets comes before the menu."""
    st.html(Finished(html))
    head_start.take()

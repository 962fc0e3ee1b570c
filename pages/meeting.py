"""What a steering group looks at together: six slides, one screen each, by button, link or arrow key; all of them to print."""

import streamlit as st

from cdmon.web import page
from cdmon.web.meeting import SLIDES, STYLE, WALL

ALL = "All of them, to print"
view = page.begin()
on_wall = st.query_params.get("view") == "meeting"
st.html(STYLE)
if on_wall:
    st.html(WALL)
titles = list(SLIDES)
chosen = st.segmented_control("Slide", [*titles, ALL], default=titles[0], required=True, key="slide", bind="query-params")


def turn(by: int) -> None:
    """Go on or back by so many slides, when a button or an arrow key is pressed: from the slide in view, whichever run drew the button."""
    shown = st.session_state.get("slide")
    at = titles.index(shown) if shown in titles else 0
    st.session_state["slide"] = titles[min(max(at + by, 0), len(titles) - 1)]


with st.container(key="meeting"):
    for title in titles if chosen == ALL else [str(chosen)]:
        with st.container(key=f"slide-{titles.index(title)}"):
            st.header(title, anchor=False)
            SLIDES[title](view)
if chosen != ALL:
    with st.container(horizontal=True, key="turn"):
        st.button("Back", on_click=turn, args=(-1,), shortcut="Left", disabled=chosen == titles[0])
        st.button("Next", on_click=turn, args=(1,), shortcut="Right", disabled=chosen == titles[-1])
if not on_wall:
    st.html('<p class="cd-screen"><a href="meeting?view=meeting" target="_self">Show it on the wall, without the menu</a></p>')

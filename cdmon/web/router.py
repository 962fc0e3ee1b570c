"""The script each session runs: it settles the store, the selection and the pages, and then lets the chosen page run."""

from pathlib import Path

import streamlit as st

from cdmon.refusal import Refusal
from cdmon.web import page, sidebar
from cdmon.web.escape import plain
from cdmon.web.view import read, set_up

FOLDER = Path(__file__).parents[2] / "pages"
TITLES = {  # by purpose: to look, what happened, to account for it, to send returns
    "welcome": "Welcome",
    "overview": "Overview",
    "meeting": "Meeting",
    "neighbourhood": "Neighbourhood",
    "chart": "Chart of factors",
    "threads": "What residents raised, and what followed",
    "goals": "Residents' goals",
    "effects": "Effects",
    "risks": "Risks",
    "groups": "Groups",
    "milestones": "Milestones",
    "kpis": "KPIs",
    "definitions": "Definitions",
    "board": "Returns due",
    "upload": "Upload",
    "history": "History",
}

st.set_page_config(page_title="cdmon", layout="wide", initial_sidebar_state=260)
st.html(Path(__file__).with_name("style.css"))
try:
    sidebar.keep_in_address()
    database = sidebar.choose_store()
    programme, names = read(database, set_up, everything=True)
except Refusal as refusal:
    st.title("The store cannot be opened", anchor=False)
    st.error(plain(str(refusal)))
    st.stop()

start = "overview" if programme else "welcome"
shown = [code for code in TITLES if code != "welcome"] if programme else ["welcome", "upload", "definitions"]
pages = {
    code: st.Page(FOLDER / f"{code}.py", title=title, url_path=code, visibility="visible" if code in shown else "hidden")
    for code, title in TITLES.items()
}
# The front page answers at "/" alone, so that the same file is registered once more for its own name.
pages[start] = st.Page(FOLDER / f"{start}.py", title=TITLES[start], url_path="front", default=True)
chosen = st.navigation(
    [*pages.values(), st.Page(FOLDER / f"{start}.py", title=TITLES[start], url_path=start, visibility="hidden")], expanded=True
)
if st.query_params.get("view") == "meeting" and chosen.title != TITLES["meeting"] and programme:
    st.switch_page(pages["meeting"], query_params=dict(st.query_params))
st.set_page_config(page_title=f"{chosen.title} – cdmon")

with page.routed(sidebar.choose_view(database, programme, names, pages)):
    try:
        chosen.run()
    except Refusal as refusal:
        st.error(plain(str(refusal)))

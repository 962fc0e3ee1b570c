"""The script each session runs: it settles the store, the selection and the pages, and then lets the chosen page run."""

from pathlib import Path

import streamlit as st

from cdmon.database import StoreError
from cdmon.tables.programme import neighbourhoods, programme
from cdmon.web import page, sidebar
from cdmon.web.view import View, read

FOLDER = Path(__file__).parents[2] / "pages"
TITLES = {
    "welcome": "Welcome",
    "overview": "Overview",
    "neighbourhood": "Neighbourhood",
    "milestones": "Milestones",
    "kpis": "KPIs",
    "upload": "Upload",
    "definitions": "Definitions",
}

st.set_page_config(page_title="cdmon", layout="wide")
st.html(Path(__file__).with_name("style.css"))
try:
    sidebar.keep_in_address()
    database = sidebar.choose_store()
    set_up = read(database, programme)
except StoreError as error:
    st.title("The store cannot be opened", anchor=False)
    st.error(str(error))
    st.stop()

start = "overview" if set_up else "welcome"
shown = [code for code in TITLES if code != "welcome"] if set_up else ["welcome", "upload", "definitions"]
pages = {
    code: st.Page(FOLDER / f"{code}.py", title=title, url_path=code, visibility="visible" if code in shown else "hidden")
    for code, title in TITLES.items()
}
# The front page answers at "/" alone, so that the same page is registered once more for its own name.
front = st.Page(FOLDER / f"{start}.py", title=TITLES[start], url_path="front", default=True)
own_name = st.Page(FOLDER / f"{start}.py", title=TITLES[start], url_path=start, visibility="hidden")
pages[start] = front
chosen = st.navigation([*pages.values(), own_name])
st.set_page_config(page_title=f"{chosen.title} – cdmon")

names = dict(read(database, neighbourhoods)[["code", "name"]].itertuples(index=False)) if set_up else {}
neighbourhood = sidebar.choose_neighbourhood(names) if set_up else None
as_at = sidebar.choose_day() if set_up else None
view = View(database, read(database, programme, as_at=as_at), names, neighbourhood, as_at, pages)
with page.routed(view):
    chosen.run()

"""The script each session runs: it settles the store, the pages and the selection, and then lets the chosen page run."""

import streamlit as st

from cdmon.refusal import Refusal
from cdmon.rights import NotAllowed, SignedOut
from cdmon.web import downloads, head_start, left_behind, navigation, page, selection, take_away, who
from cdmon.web.escape import plain
from cdmon.web.view import read, set_up

downloads.keep_last()
try:
    own = who.own_store()
except (who.NotSignedIn, SignedOut) as refusal:
    navigation.register_unseen()
    who.ask_to_sign_in(str(refusal))
except NotAllowed as refusal:
    navigation.register_unseen()
    who.turn_away(str(refusal))
except Refusal as refusal:
    who.tell_closed(str(refusal))
try:
    selection.follow_link()
    selection.keep_in_address()
    database = selection.choose_store(own)
    programme, names = read(database, set_up, everything=True)
except Refusal as refusal:
    who.tell_closed(str(refusal))

start = "overview" if programme else "welcome"
shown = navigation.menu(programme is not None, database.person.role)
st.html(navigation.headings(shown))
with head_start.given():
    pages, by_name = navigation.made_pages(start, shown), navigation.by_name(start)
    with head_start.held_back():
        chosen = st.navigation([*pages.values(), by_name], expanded=True)
    asked = {name: value for name, value in st.query_params.items() if name not in st.session_state}  # a widget carries on its own
    if chosen is by_name:
        st.switch_page(pages[start], query_params=asked)
    if st.query_params.get("view") == "meeting" and chosen is not pages["meeting"] and programme:
        st.switch_page(pages["meeting"], query_params=asked)
    st.set_page_config(page_title=f"{chosen.title} – cdmon", layout="wide", initial_sidebar_state=230)

    with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
        st.title(chosen.title, anchor=False)
        with head_start.held_back():
            view = selection.choose_view(database, programme, names, pages)
    with left_behind.told(), page.routed(view), take_away.gathered() as tables:
        try:
            with head_start.held_back():
                who.tell(own)
            who.tell_viewed_as()
            navigation.run(chosen)
            if tables:
                with page.folded(take_away.TITLE, "take-away") as is_open:
                    if is_open and page.may(view, "export"):
                        take_away.offer(view, chosen.title, tables)
        except Refusal as refusal:
            st.error(plain(str(refusal)))

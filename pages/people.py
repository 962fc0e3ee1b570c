"""Who may do what: the programme's own list of people, and what each role may."""

import streamlit as st

from cdmon.tables.people import people, read_people
from cdmon.tables.roles import read_roles
from cdmon.web import listing_people, page, who

view = page.begin(needs_programme=False, right="trail")
st.markdown(
    "Who may do what in this programme, since when and why. The line of somebody who leaves stays, as what they did bears their name."
)
with view.database.cursor() as cursor:
    listed = people(cursor)
if listed.empty:
    st.markdown("Nobody is on the list yet.")
page.table(read_people(listed), alt="The people of the programme, and what they may do")

page.heading_on_screen("Put somebody on the list, or change what they may do")
if page.may(view, "people"):
    listing_people.ask(view, listed)

st.header("What each role may", anchor=False)
page.table(read_roles(), alt="What each role may do: everywhere, or in the neighbourhoods that are a person's own")

if who.is_local():
    st.header("See it as another role", anchor=False)
    listing_people.choose_role(view)

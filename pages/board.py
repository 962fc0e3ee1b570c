"""Which returns are due, from whom, and how every one of them stands."""

import streamlit as st

from cdmon.exports.due_dates import calendar
from cdmon.tables.board import RETURNS_DUE, board
from cdmon.tables.owed import owed
from cdmon.web import chasing, long_list, page

view = page.begin()
page.say_whose(
    view,
    "The returns that teams send each month, or as often as the set-up says. How late one is depends on the day it was first sent, "
    "not on the day it was accepted.",
)
owing, table = view.read(owed), view.read(board)
owing, table = view.of_place(owing), view.of_place(table)
long_list.tell_numbers(RETURNS_DUE, table[table["state"] != "not due"])

st.header("Who owes what", anchor=False)
chasing.tell_owed(view, owing)

st.header("Board", anchor=False)
with st.container(key="board"):
    if table.empty:
        st.markdown("The programme's first month has not begun.")
    elif view.neighbourhood:
        chasing.tell_neighbourhood(table)
    else:
        chasing.tell_all(table)
st.download_button(
    "Due dates for your calendar (.ics)",
    lambda: calendar(view.database, view.neighbourhood, view.as_at),
    "cdmon-returns-due.ics",
    "text/calendar",
    on_click="ignore",
)

"""The part of History in which tokens for other programs are made and ended; docs/feeds.md says what they open."""

from datetime import timedelta
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.token import LONGEST, end_token, make_token
from cdmon.clock import today
from cdmon.refusal import Refusal
from cdmon.tables.tokens import ENDED, KINDS, read_tokens, tokens
from cdmon.web import page
from cdmon.web.announce import announce
from cdmon.web.escape import plain
from cdmon.web.view import View

SHOWN_ONCE = "Keep this token as you keep a password: it is shown this once."
SENT_AS = "Other programs send it as a password, from the addresses that begin with /api/v1; index.json there lists the tables."
IN_ADDRESS = "The address to subscribe to is that of this dashboard, then:"


def show(view: View) -> None:
    """Draw the tokens there are, and the means to make and to end one."""
    made = st.session_state.pop("token-made", None)
    if made is not None:
        kind, token = made
        announce(SHOWN_ONCE)
        st.markdown(IN_ADDRESS if kind == "calendar" else SENT_AS)
        st.code(f"/api/v1/due.ics?token={token}" if kind == "calendar" else token, language=None)
    listed = view.now(tokens)
    if listed.empty:
        st.markdown("No program has a token yet.")
    page.table(read_tokens(listed), alt="Tokens by which other programs read the tables or the calendar of due dates")
    ask_token(view)
    there = listed[listed["state"] != ENDED]
    if len(there):
        ask_end(view, there)


def ask_token(view: View) -> None:
    """Draw the form that makes a token."""
    act_id = st.session_state.setdefault("token-act", str(uuid4()))
    with st.form(f"make-token-{act_id}", enter_to_submit=False):
        holder = st.text_input("Which program, and whose", max_chars=100)
        kind = st.selectbox("What it opens", list(KINDS), format_func=KINDS.__getitem__)
        place = st.selectbox(
            "Neighbourhood", ["", *view.names], format_func=lambda code: plain(view.label(code)) if code else "All of them"
        )
        until = st.date_input(
            "Last day",
            today() + timedelta(days=365),
            today(),
            today() + timedelta(days=LONGEST),
            format="DD/MM/YYYY",
            key=f"until-{act_id}",
        )
        reason = st.text_input("Why", max_chars=500)
        pressed = st.form_submit_button("Make a token")
    if not pressed:
        return
    try:
        token = make_token(view.database, kind, holder, until, view.database.person.name, reason, place, act_id=act_id)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    del st.session_state["token-act"]
    st.session_state["token-made"] = (kind, token)
    st.rerun()


def ask_end(view: View, there: pd.DataFrame) -> None:
    """Draw the form that ends a token, one of those that are not ended."""
    titles = {row["act_id"]: f"{row['act_id'][:8]} {row['holder']}" for row in there.to_dict("records")}
    with st.form("end-token", enter_to_submit=False):
        chosen = st.selectbox("End a token", list(titles), None, lambda code: plain(titles[code]))
        reason = st.text_input("Why it is ended", max_chars=500)
        pressed = st.form_submit_button("End it")
    if not pressed:
        return
    try:
        end_token(view.database, chosen or "", view.database.person.name, reason)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.rerun()

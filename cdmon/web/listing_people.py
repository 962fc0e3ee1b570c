"""The parts of the People page: the form that puts somebody on the list or takes them off, and the switch to see it as another role."""

from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.people import end_person, keep_person
from cdmon.definitions import load
from cdmon.person import EVERYWHERE
from cdmon.refusal import Refusal
from cdmon.web import who
from cdmon.web.escape import plain
from cdmon.web.view import View

OFF = "no longer on the list"


def places(view: View) -> dict[str, str]:
    """Return the neighbourhoods that can be somebody's own, by code, with all of them first."""
    return {EVERYWHERE: "All of them, and the programme as a whole"} | {code: view.label(code) for code in view.names}


def ask(view: View, listed: pd.DataFrame) -> None:
    """Draw the form that decides about a person: a new one, or one of those `listed` (`cdmon.tables.people`)."""
    if sentence := st.session_state.pop("person-kept", ""):
        st.success(plain(sentence))
    act_id = st.session_state.setdefault("person-act", str(uuid4()))
    before = {row["address"]: row for row in listed.to_dict("records")}
    asked = st.selectbox("Person", ["", *before], format_func=lambda address: named(before, address), key="person")
    own = before.get(asked, {"address": "", "name": "", "role": "", "neighbourhoods": ""})
    roles, options, key = [*load().roles, *([""] if asked else [])], places(view), f"{asked}-{act_id}"
    with st.form("keep-person", enter_to_submit=False):
        address = asked or st.text_input("E-mail address by which they sign in", key=f"address-{key}", max_chars=200)
        name = st.text_input("Name that what they do will bear", own["name"], key=f"name-{key}", max_chars=100)
        at = roles.index(own["role"]) if own["role"] in roles else None
        role = st.selectbox("Role", roles, at, lambda code: load().roles[code].title if code else "Take them off the list", f"role-{key}")
        chosen = [code for code in own["neighbourhoods"].split() if code in options]
        theirs = st.multiselect("Their own neighbourhoods", list(options), chosen, options.__getitem__, f"places-{key}")
        reason = st.text_input("Why", key=f"reason-{key}", max_chars=500)
        pressed = st.form_submit_button("Keep this", type="primary")
    if pressed:
        keep(view, (address, name, role, theirs, reason), act_id)


def named(before: dict[str, dict[str, str]], address: str) -> str:
    """Return how somebody is called in the list that they are chosen from."""
    return f"{before[address]['name']} ({address})" if address else "Somebody new"


def keep(view: View, given: tuple[str, str, str | None, list[str], str], act_id: str) -> None:
    """Keep what the form says about a person, and say what became of it."""
    address, name, role, theirs, reason = given
    by = view.database.person.name
    try:
        if role is None:
            raise Refusal("Choose a role.")
        if role == "":
            end_person(view.database, address, by, reason, act_id=act_id)
        else:
            keep_person(view.database, address, name, role, theirs, by, reason, act_id=act_id)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    del st.session_state["person-act"]
    st.session_state["person-kept"] = f"Kept: {name or address} is {load().roles[role].title.lower() if role else OFF}."
    st.rerun()


def choose_role(view: View) -> None:
    """Let the person at the machine see the dashboard with the rights of another role."""
    st.markdown("Nobody has to sign in here, as this dashboard answers on this machine alone. You can see it as each role would.")
    options = places(view)
    role = st.selectbox("Role", list(load().roles), None, lambda code: load().roles[code].title, "view-as-role")
    own = st.multiselect("Own neighbourhoods", list(options), None, options.__getitem__, "view-as-places")
    st.button("See it so", disabled=role is None, on_click=who.view_as, args=(role, tuple(own)))

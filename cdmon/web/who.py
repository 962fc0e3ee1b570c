"""Who is at the dashboard: whoever sits at this machine, as an administrator or as a role that they choose to see it by."""

import streamlit as st

from cdmon.database import Database, default_url, open_database
from cdmon.definitions import load
from cdmon.person import AT_THE_MACHINE, Person
from cdmon.tables.people import read_places
from cdmon.web.escape import plain

VIEWED = "viewed_as"  # what the person at the machine chose to see it as


def own_store() -> Database:
    """Return the programme's own store, open for whoever is at the dashboard; Refusal when it cannot be opened."""
    return open_database(default_url()).as_asked_by(st.session_state.get(VIEWED, AT_THE_MACHINE))


def is_local() -> bool:
    """Tell whether nobody has to sign in, as the dashboard answers on this machine alone."""
    return True


def view_as(role: str, neighbourhoods: tuple[str, ...]) -> None:
    """See it with the rights of a role from now on, when a button is pressed."""
    st.session_state[VIEWED] = Person(AT_THE_MACHINE.name, role, neighbourhoods)


def view_as_administrator() -> None:
    """See it as the administrator that one is, when a button is pressed."""
    st.session_state.pop(VIEWED, None)


def tell_viewed_as() -> None:
    """Say by which role the page is seen, where it is not the person's own, with the way back."""
    person: Person | None = st.session_state.get(VIEWED)
    if person is not None:
        own = read_places(" ".join(person.neighbourhoods)) or "none"
        st.info(plain(f"Seen as: {load().roles[person.role].title}. Own neighbourhoods: {own}."), icon=":material/visibility:")
        st.button("See it as an administrator again", on_click=view_as_administrator)

"""Who is at the dashboard: somebody who signed in, or, where nobody has to, whoever sits at this machine."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from cdmon.acts.sign_out import sign_out
from cdmon.database import Database, default_url, open_database
from cdmon.definitions import load
from cdmon.person import AT_THE_MACHINE, Person
from cdmon.refusal import Refusal
from cdmon.rights import NotAllowed, SignedOut, person_at
from cdmon.tables.people import read_places
from cdmon.web.escape import plain
from cdmon.web.not_let_in import keep_refused

VIEWED = "viewed_as"  # what the person at the machine chose to see it as


class NotSignedIn(Refusal):
    """Nobody is signed in, or not in a way that holds; the message says why."""


@cache
def is_local() -> bool:
    """Tell whether nobody has to sign in, as the dashboard answers on this machine alone: settled when it starts."""
    return not get_secrets_auth_section()


def own_store() -> Database:
    """Return the programme's own store, open for whoever is at the dashboard.

    NotSignedIn; NotAllowed for somebody who is not on its list of people; another Refusal when the store cannot be opened.
    """
    store = open_database(default_url())
    if is_local():
        return store.as_asked_by(st.session_state.get(VIEWED, AT_THE_MACHINE))
    if not st.user.is_logged_in:
        failed = st.query_params.get("sign-in") == "failed"
        raise NotSignedIn("The sign-in did not succeed. Try it again." if failed else "Sign in to see the figures of this programme.")
    return store.as_asked_by(let_in(store, st.user.to_dict()))


def let_in(store: Database, token: dict[str, Any]) -> Person:
    """Return the person whom a token of identity names; NotSignedIn or NotAllowed, kept in the audit log, for who is not let in."""
    address, sign_in = "", token.get("iat")
    try:
        address, began, ends = said_by(token)
        return person_at(store, address, began, ends)
    except SignedOut:
        keep_refused(store, "the sign-in is over", address, sign_in)
        raise
    except NotAllowed:
        keep_refused(store, "not on the list of people", address, sign_in)
        raise
    except NotSignedIn:
        keep_refused(store, "not a sign-in for this dashboard", address, sign_in)
        raise


def said_by(token: dict[str, Any]) -> tuple[str, datetime, datetime]:
    """Return the address that a token of identity names, and from when until when (UTC) it holds; NotSignedIn where it is not for us."""
    section = get_secrets_auth_section()
    client = section.get(token.get("provider", ""), section).get("client_id", section.get("client_id"))
    audience = token.get("aud")
    address = str(token.get(section.get("address_claim", "email"), ""))
    if client not in (audience if isinstance(audience, list) else [audience]) or not address or token.get("email_verified") is False:
        raise NotSignedIn("The sign-in did not say which e-mail address is yours. Ask whoever looks after your sign-in.")
    begins, ends = (datetime.fromtimestamp(int(token.get(part, 0)), UTC).replace(tzinfo=None) for part in ("iat", "exp"))
    return address, begins, ends


def begin_alone(title: str) -> None:
    """Begin a page that stands in the place of every other."""
    st.set_page_config(page_title="cdmon", layout="wide")
    st.title(title, anchor=False)


def ask_to_sign_in(why: str) -> None:
    """Draw the page of somebody who has to sign in, and stop it."""
    begin_alone("Sign in")
    st.markdown(plain(why))
    st.button("Sign in", type="primary", on_click=st.login)
    st.stop()


def turn_away(why: str) -> None:
    """Draw the page of somebody who is signed in and may not see anything: it says whom to ask, and nothing else; stop it."""
    begin_alone("Nothing to see yet")
    st.markdown(plain(why))
    contact = get_secrets_auth_section().get("contact")
    if contact:
        st.markdown(f"Whom to ask: {plain(str(contact))}.")
    st.button("Sign out", on_click=st.logout)
    st.stop()


def tell_closed(why: str) -> None:
    """Draw what stands in the place of every page while the store cannot be opened, and stop it."""
    begin_alone("The store cannot be opened")
    st.error(plain(why))
    st.stop()


def tell(database: Database) -> None:
    """Say beside the menu who is signed in, with the way out; nothing where nobody has to sign in."""
    person = database.person
    if person.address:
        st.sidebar.markdown(f"{plain(person.name)}, {load().roles[person.role].title.lower()}")
        st.sidebar.button("Sign out", on_click=leave, args=(person,))


def leave(person: Person) -> None:
    """Sign somebody out, here and in each other window, when a button is pressed."""
    sign_out(open_database(default_url()).as_asked_by(person))
    st.logout()


def view_as(role: str, neighbourhoods: tuple[str, ...]) -> None:
    """See it with the rights of a role from now on, when a button is pressed."""
    st.session_state[VIEWED] = Person(AT_THE_MACHINE.name, role, neighbourhoods)


def view_as_administrator() -> None:
    """See it as the administrator that one is, when a button is pressed."""
    st.session_state.pop(VIEWED, None)


def tell_viewed_as() -> None:
    """Say by which role the page is seen, where it is not the person's own, with the way back."""
    person: Person | None = st.session_state.get(VIEWED)
    if person is not None and is_local():
        own = read_places(" ".join(person.neighbourhoods)) or "none"
        st.info(plain(f"Seen as: {load().roles[person.role].title}. Own neighbourhoods: {own}."), icon=":material/visibility:")
        st.button("See it as an administrator again", on_click=view_as_administrator)

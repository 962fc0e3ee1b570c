"""The selection that all pages share. It stands in the address, so that a link opens the same view."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from cdmon.database import Database, default_url, open_database
from cdmon.tables.programme import Programme
from cdmon.web.example import open_example
from cdmon.web.view import read, set_up

KEYS = ("neighbourhood", "as_at", "provisional", "example")  # of the widgets here, and the names of their values in the address


def choose_store() -> Database:
    """Return the programme's own store; while that holds no programme, the example's where the person asks for it."""
    own = open_database(default_url())
    if read(own, set_up)[0] is not None:
        return own
    help_text = "Shows an invented programme. Switch it off to come back to your own."
    return open_example() if st.sidebar.toggle("Example programme", key="example", bind="query-params", help=help_text) else own


def choose_neighbourhood(names: Mapping[str, str]) -> str | None:
    """Let the person choose a neighbourhood; None until they have."""
    labels = {code: f"{code} {name}" for code, name in names.items()}
    find_by_code(labels)
    return st.sidebar.selectbox(
        "Neighbourhood", list(labels), None, lambda code: labels[code], "neighbourhood", placeholder="All of them", bind="query-params"
    )


def find_by_code(labels: Mapping[str, str]) -> None:
    """Put the address right that somebody opens with a neighbourhood's code alone, or with a name it no longer has."""
    asked = st.query_params.get("neighbourhood", "")
    label = labels.get(asked.partition(" ")[0], asked)
    if asked != label and "neighbourhood" not in st.session_state:
        st.query_params["neighbourhood"] = label
        st.rerun()


def choose_day() -> date | None:
    """Let the person choose the day to look from; None is today."""
    return st.sidebar.date_input(
        "Figures as at",
        None,
        key="as_at",
        help="Shows what had been sent by the end of that day. Leave it empty for everything known now.",
        format="DD/MM/YYYY",
        bind="query-params",
    )


def choose_provisional(programme: Programme) -> bool:
    """Let the person count returns that nobody has accepted yet, where the programme has them accepted by a person."""
    if not programme.accepted_by_person:
        return False
    help_text = "Counts returns that have been sent but not accepted. Every figure that rests on one is marked."
    return st.sidebar.toggle("Provisional figures", key="provisional", bind="query-params", help=help_text)


def keep_in_address() -> None:
    """Put back what Streamlit drops from the address when somebody leaves a page within a second of its loading."""
    for key in KEYS:
        if st.session_state.get(key) and key not in st.query_params:
            st.session_state[key] = st.session_state[key]

"""The selection that all pages share. It stands in the address, so that a link opens the same view."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cdmon.clock import past_day
from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.rights import is_allowed
from cdmon.tables.programme import Programme
from cdmon.web.example import open_example
from cdmon.web.view import View, read, set_up
from cdmon.wording import day

KEYS = ("neighbourhood", "as_at", "provisional", "example")  # of the widgets here, and the names of their values in the address
LINKED = "see"  # the name in the address of the neighbourhood that a link within a page leads to
WIDTHS = (240, 150)  # pixels: a long name, a day


def choose_store(own: Database) -> Database:
    """Return the programme's own store; while that holds no programme, the example's where the person asks for it, with the same role."""
    if read(own, set_up)[0] is not None:
        return own
    help_text = "Shows an invented programme. Switch it off to come back to your own."
    if not st.sidebar.toggle("Example programme", key="example", bind="query-params", help=help_text):
        return own
    return open_example().as_asked_by(replace(own.person, address=""))  # whose list of people is empty


def choose_view(database: Database, programme: Programme | None, names: Mapping[str, str], pages: Mapping[str, st.Page]) -> View:
    """Let the person choose what they look at; `programme` and the `names` of its neighbourhoods are as set up now."""
    if programme is None:
        return View(database, None, names, None, None, False, pages)
    before = st.container(width=WIDTHS[0], key="choose-place")  # the neighbourhoods are those of the day, which is chosen after them
    as_at, wrong = None, ""
    try:
        as_at = choose_day()
    except Refusal as refusal:
        wrong = str(refusal)
    then, names_then = read(database, set_up, as_at=as_at)
    neighbourhood = choose_neighbourhood(names_then, names, before)
    if neighbourhood is not None and neighbourhood not in names_then:
        then_or_now = f"On {day(as_at)} there was" if as_at else "There is"
        wrong = wrong or f"{then_or_now} no neighbourhood “{neighbourhood[:60]}” in this programme. Choose another above."
        neighbourhood = None
    provisional = then is not None and choose_provisional(then, database)
    return View(database, then, names_then, neighbourhood, as_at, provisional, pages, wrong)


def choose_neighbourhood(names: Mapping[str, str], all_names: Mapping[str, str], place: DeltaGenerator) -> str | None:
    """Let the person choose a neighbourhood, None until they have, in a part of the page's head.

    `names` are those of the day in view, `all_names` any by which a neighbourhood goes that is not there on that day: one that somebody
    asks for stays chosen, so that the page can say so; it is never silently all of them.
    """
    labels = {code: f"{code} {name}" for code, name in names.items()}
    asked = st.session_state["neighbourhood"] if "neighbourhood" in st.session_state else find_by_code(labels)
    if asked and asked not in labels:
        labels[asked] = f"{asked} {all_names.get(asked, '')}".strip()
    before, label = st.session_state.get("chosen_as", ("", ""))
    if asked and before == asked and label != labels[asked]:  # it has another name on this day: without this the widget would let it go
        st.session_state["neighbourhood"] = asked
    chosen = place.selectbox(
        "Neighbourhood", list(labels), None, lambda code: labels[code], "neighbourhood", placeholder="All of them", bind="query-params"
    )
    st.session_state["chosen_as"] = (chosen, labels[chosen] if chosen else "")
    return chosen


def find_by_code(labels: Mapping[str, str]) -> str:
    """Return the neighbourhood that the address asks for; put the address right where it has a code alone, or a name of another day."""
    asked = st.query_params.get("neighbourhood", "")
    code = asked.partition(" ")[0]
    if code in labels and asked != labels[code]:
        ask_for("neighbourhood", labels[code])
    return code if code in labels else asked


def ask_for(name: str, value: str) -> None:
    """Put another value into the address before its widget is made; Streamlit, which has read it already, would else need a run more."""
    st.query_params[name] = value
    context = get_script_run_ctx()
    if context is not None:
        context.session_state._state.query_params._initial_query_params[name] = [value]


def choose_day() -> date | None:
    """Let the person choose the day to look from, None for no day of their own; Refusal where they ask for one that cannot be."""
    if "as_at" not in st.session_state:
        st.session_state["asked_day"] = st.query_params.get("as_at", "")  # the widget drops from the address what is no day
    chosen = st.date_input(
        "Figures as at",
        None,
        key="as_at",
        help="Shows what counted at the end of that day. Leave it empty for today.",
        on_change=forget_asked_day,
        format="DD/MM/YYYY",
        width=WIDTHS[1],
        bind="query-params",
    )
    asked = str(chosen or st.session_state.get("asked_day", ""))
    return past_day(asked) if asked else None


def forget_asked_day() -> None:
    """Forget the day that the address asked for, once the person has chosen another or none."""
    st.session_state.pop("asked_day", None)


def look_from(chosen: date | None) -> None:
    """Look from another day, None for none of the person's own, when a button is pressed."""
    forget_asked_day()
    st.session_state["as_at"] = chosen


def start_again() -> None:
    """Look at all neighbourhoods, from no day of the person's own, when a button is pressed."""
    look_from(None)
    st.session_state["neighbourhood"] = None


def choose_provisional(programme: Programme, database: Database) -> bool:
    """Let the person count returns that nobody has accepted yet, where the programme has them accepted by a person and they may."""
    if not programme.accepted_by_person or not is_allowed(database, "provisional"):
        return False
    help_text = "Counts returns that have been sent but not accepted. Every figure that rests on one is marked."
    return st.toggle("Provisional figures", key="provisional", bind="query-params", help=help_text, width="content")


def follow_link() -> None:
    """Choose the neighbourhood that a link within a page leads to; by the name of the widget what was chosen before would win."""
    place = st.query_params.pop(LINKED, None)
    if place is not None:
        st.session_state["neighbourhood"] = place


def keep_in_address() -> None:
    """Put back what Streamlit drops from the address when somebody leaves a page within a second of its loading."""
    for key in KEYS:
        if st.session_state.get(key) and key not in st.query_params:
            st.session_state[key] = st.session_state[key]

"""The parts of the Groups page that decide about names: which group a name stands for."""

import pandas as pd
import streamlit as st

from cdmon.acts.names import SameName, decide_name
from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.tables.group_names import names_in_use
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.view import View

OWN = "a group of its own"


def ask(view: View, twins: pd.DataFrame, decided: pd.DataFrame) -> None:
    """Let the person say which group a name stands for: one of the likely twins, or a name that was decided about before.

    `twins` is of `cdmon.returns.twins.twins`, `decided` of `cdmon.tables.group_names.name_decisions`.
    """
    tell_outcome()
    if not page.may(view, "name_groups"):
        return
    likest = {(row.neighbourhood, row.name): row.like for row in twins.set_index("score").itertuples(index=False)}
    before = {(row.neighbourhood, row.name): row.same_as for row in decided[::-1].itertuples(index=False)}
    suggested = likest | {name: same_as for name, same_as in before.items() if name not in likest}
    if not suggested:
        return
    chosen = st.selectbox("Name", list(suggested), format_func=lambda name: f"{name[1]} ({name[0]})", key="name")
    with view.database.cursor() as cursor:
        names = [name for name in names_in_use(cursor, chosen[0]) if name != chosen[1]]
    options = [OWN, *names]
    first = options.index(suggested[chosen]) if suggested[chosen] in names else 0
    key = f"stands-for-{chosen[0]}-{chosen[1]}"
    st.selectbox("It stands for", options, first, key=key, help="The same group under two names, or a group of its own.")
    st.text_input("Why, where that is worth keeping", key=f"why-{key}", max_chars=500)
    st.button("Keep the decision", type="primary", on_click=keep, args=(view.database, *chosen, key))


def keep(database: Database, neighbourhood: str, name: str, key: str) -> None:
    """Keep what was chosen about a name, and note what became of it."""
    chosen = st.session_state.get(key)
    if chosen is None:
        return
    same_as = "" if chosen == OWN else chosen
    try:
        decide_name(database, SameName(neighbourhood, name, same_as), database.person.name, reason=st.session_state.get(f"why-{key}") or "")
    except Refusal as refusal:
        st.session_state["named"] = (False, str(refusal))
    else:
        st.session_state["named"] = (True, f"Kept: “{name}” in {neighbourhood} stands for {f'“{same_as}”' if same_as else OWN}.")


def tell_outcome() -> None:
    """Show what became of the decision taken last."""
    kept, sentence = st.session_state.pop("named", (True, ""))
    if sentence:
        (st.success if kept else st.error)(plain(sentence))

"""The parts of the History page: a version of a return, its file and rows, what changed in it, and the decision about it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pandas as pd
import streamlit as st

from cdmon.acts.decide import decide, possible, restates
from cdmon.acts.restate import Restatement
from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.returns.difference import Difference, changes, read_changes, say_not_compared
from cdmon.returns.foreign import as_yaml_of, read_mapping_table, survey_of
from cdmon.returns.kept import kept_file, kept_mapping, kept_rows, read_rows
from cdmon.returns.setting import setting
from cdmon.tables.effect import EFFECT, read_effect
from cdmon.tables.events import events, read_events
from cdmon.tables.known import Known
from cdmon.tables.removals import is_gone, read_removals, removals
from cdmon.tables.returns import label
from cdmon.text import clean_file_name
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.view import View

REMEMBERED = 100  # decisions taken last, by which a second click is known
ASKED = ("kind", "reason", "restatement", "explanation")  # the widgets of the form

_deciding = Lock()
_taken: OrderedDict[tuple[str, str, int, str], "Outcome"] = OrderedDict()


@dataclass(frozen=True)
class Outcome:
    """What became of a decision: the sentence, and the figures that it changed."""

    return_id: str
    taken: bool
    sentence: str
    effect: pd.DataFrame


def choose_version(table: pd.DataFrame) -> dict[Any, Any] | None:
    """Let the person choose one version, a row of the table of returns; None until they have."""
    rows = {label(row): row for row in table.to_dict("records")}
    chosen = st.selectbox("Version", list(rows), None, key="version", placeholder="Choose one to look into it", bind="query-params")
    return rows.get(chosen) if chosen else None


def show_version(view: View, row: dict[Any, Any]) -> None:
    """Show all there is to know of one version, and the form to decide about it."""
    file = (view.database, row["return_id"])
    taken_out = view.everything(removals, row["return_id"])
    for sentence in read_removals(taken_out):
        st.info(plain(sentence))
    if not is_gone(taken_out) and page.may(view, "original", row["neighbourhood"]):
        st.download_button("Download the file as it came", lambda: content(*file), clean_file_name(row["file_name"]), on_click="ignore")
    show_mapping(*file)
    st.header("What happened to it", anchor=False)
    found = view.everything(events)
    steps = found[found["return_id"] == row["return_id"]]
    page.table(read_events(steps)[["When", "What", "Who", "Why"]], alt="Everything that happened to this version")
    tell_outcome(row["return_id"])
    if view.as_at is not None:
        st.info("This is how it stood on that day. Decisions are taken on today's view: empty “Figures as at” first.")
    elif page.may(view, "decide", row["neighbourhood"]):
        ask(view.database, row["return_id"], len(steps))
    if not page.may(view, "rows", row["neighbourhood"]):
        return
    show_changes(view.everything(changes, row["return_id"]))
    with st.expander("Its rows", key="rows", on_change="rerun") as below:
        if below.open:
            show_rows(view.database, row["return_id"])


def content(database: Database, return_id: str) -> bytes:
    """Return the file that a return came in."""
    with database.cursor() as cursor:
        found = kept_file(cursor, return_id).content
    keep_taken(database, "original", return_id)
    return found


def show_mapping(database: Database, return_id: str) -> None:
    """Show by which mapping a version was read, where it came from another tool."""
    with database.cursor() as cursor:
        mapping = kept_mapping(cursor, return_id)
        if mapping is None:
            return
        survey = survey_of(mapping.dataset, setting(Known(cursor)))
    with st.expander("The mapping by which the file was read"):
        page.table(read_mapping_table(mapping, survey, {}), alt="Their columns, our questions, and their answers")
        st.markdown(f"*Not used:* {plain('; '.join(mapping.not_used)) or 'none'}.")
        text = as_yaml_of(mapping, survey, {})
        st.download_button("Download the mapping (.yaml)", text, "mapping.yaml", "application/yaml", on_click="ignore")


def show_changes(found: Difference) -> None:
    """Show what is different from the version sent before."""
    st.header("What changed from the version before", anchor=False)
    if found.not_compared:
        st.caption(plain(say_not_compared(found.not_compared)))
    if found.counts.empty:
        st.markdown("Neither version has any rows: there was nothing to report.")
        return
    page.table(found.counts.astype(str).rename(columns=str.capitalize), alt="Rows that are new, changed, unchanged and gone")
    if not found.cells.empty:
        with st.expander("Row by row", key="changes", on_change="rerun") as below:
            if below.open:
                page.table(read_changes(found.cells), alt="Each row and cell that changed")


def show_rows(database: Database, return_id: str) -> None:
    """Show the rows of a version, sheet by sheet."""
    with database.cursor() as cursor:
        sheets = kept_rows(cursor, return_id)
    if all(rows.empty for rows in sheets.values()):
        st.markdown("It has no rows: there was nothing to report.")
    st.caption("Small numbers of people, and the answers of single residents, are not shown here: they are in the file as it came.")
    for title, rows in sheets.items():
        if not rows.empty:
            st.subheader(plain(title), anchor=False)
            page.table(read_rows(rows), alt=f"Rows of the sheet {title}")


def ask(database: Database, return_id: str, step: int) -> None:
    """Draw the form for what can be decided about a return, after so many steps of its history."""
    with database.cursor() as cursor:
        choices = possible(Known(cursor), return_id)
    if not choices:
        st.markdown("Nothing can be decided about this version any more.")
        return
    keys = form_keys(return_id, step)
    decisions = load().decisions
    kind = st.radio("Decision", list(choices), format_func=lambda kind: decisions[kind].does, key=keys["kind"], horizontal=True)
    if decisions[kind].reason == "text":
        st.text_area("Reason, for the person who sent it", key=keys["reason"])
    stage = choices[kind]
    if stage is not None:
        reasons = load().restatements
        st.warning(restates(stage))
        st.selectbox("Why figures are corrected", list(reasons), None, lambda code: reasons[code].title, keys["restatement"])
        st.text_area("Explanation, for the next report", key=keys["explanation"])
    st.button(decisions[kind].does, type="primary", key=f"decide-{return_id}", on_click=take, args=(database, return_id, step))


def form_keys(return_id: str, step: int) -> dict[str, str]:
    """Return the keys of the form's widgets; others after each decision, so that the next form is empty."""
    return {name: f"{name}-{return_id}-{step}" for name in ASKED}


def take(database: Database, return_id: str, step: int) -> None:
    """Take the decision that the form holds, and note what became of it."""
    given = {name: st.session_state.get(key) for name, key in form_keys(return_id, step).items()}
    if given["kind"] is not None:
        st.session_state["decided"] = take_once(database, return_id, step, given)


def take_once(database: Database, return_id: str, step: int, given: dict[str, Any]) -> Outcome:
    """Take a decision, or return what became of it when it was taken already: a second click waits here for the first."""
    kind = given["kind"]
    clicked = (database.url, return_id, step, kind)
    act_id = str(uuid5(NAMESPACE_URL, f"{return_id} {step} {kind}"))  # by which the store knows a second click, whichever server has it
    with _deciding:
        if clicked in _taken:
            return _taken[clicked]
        why = Restatement(given["restatement"], given["explanation"] or "") if given["restatement"] else None
        try:
            effect = decide(database, return_id, kind, database.person.name, given["reason"] or "", why, act_id=act_id)
        except Refusal as refusal:
            return Outcome(return_id, False, str(refusal), pd.DataFrame(columns=EFFECT))
        _taken[clicked] = Outcome(return_id, True, f"{load().decisions[kind].title}.", effect)
        while len(_taken) > REMEMBERED:
            _taken.popitem(last=False)
        return _taken[clicked]


def tell_outcome(return_id: str) -> None:
    """Show what became of the decision taken last, while its return is the one in view."""
    outcome: Outcome | None = st.session_state.get("decided")
    if outcome is None or outcome.return_id != return_id:
        return
    if not outcome.taken:
        st.error(plain(outcome.sentence))
        return
    changed = "No figure of the factor tables has changed." if outcome.effect.empty else "These figures have changed."
    st.success(f"{outcome.sentence} {changed}")
    page.table(read_effect(outcome.effect), alt="Figures before and after")

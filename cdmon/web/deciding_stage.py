"""The form in which what the commissioner decided at a break clause is written down, part by part."""

from datetime import date
from typing import Any, Literal, get_args, get_origin
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.act import AlreadyDone
from cdmon.acts.decide_stage import OPTIONS, decide_stage, discharge, made
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.stage_decision import Body, Choice, Condition, Confidence, Kept, StageDecision
from cdmon.tables.gate_rules import MET
from cdmon.web.escape import plain

ROWS: dict[str, tuple[type[Kept], str, int]] = {  # the parts that are lists: what a row is, what one is called, and how many at first
    "decided_by": (Body, "Body", 1),
    "options": (Choice, "Option", OPTIONS),
    "conditions": (Condition, "Condition", 0),
    "confidence": (Confidence, "Rating of the evidence", 0),
}
LONG = ("reasons", "variation", "residents", "legal", "financial", "acknowledged", "dissent", "exit_plan")  # texts of more than a line
ELSEWHERE = ("stage", "outcome", "supersedes", "overrides", "evidence_until", "evidence_reason")  # asked or known in another way, or fixed


def ask(database: Database, stage: int, criteria: pd.DataFrame, holding: str | None) -> None:
    """Draw the form for the break clause of a stage; `holding` is the decision that holds there, which a new one would supersede."""
    form = f"stage-{stage}-{st.session_state.get('decisions_kept', 0)}"  # another after each decision, so that the next one is empty
    outcomes = load().outcomes
    outcome = st.selectbox("What was decided", list(outcomes), None, lambda code: outcomes[code].title, f"{form}-outcome")
    if outcome is None:
        return
    if holding:
        st.info("A decision holds at this break clause already. What you write down supersedes it; both stay to be seen.")
    counts = dict(zip(ROWS, st.columns(len(ROWS)), strict=True))
    numbers = {
        part: int(counts[part].number_input(f"How many: {one.lower()}s", 0, 20, least, key=f"{form}-many-{part}"))
        for part, (_, one, least) in ROWS.items()
    }
    with st.form(form, enter_to_submit=False):
        for part, field in StageDecision.model_fields.items():
            if part in ROWS:
                for number in range(1, numbers[part] + 1):
                    ask_row(form, part, number)
            elif part not in ELSEWHERE:
                ask_part(f"{form}-{part}", str(field.title), field.annotation, part in LONG)
        unmet = (
            criteria[(criteria["criticality"] == "must") & (criteria["state"] != MET)] if outcomes[outcome].goes_on else criteria.head(0)
        )
        for row in unmet.to_dict("records"):
            st.text_input(f"Why it goes on although this is {row['state']}: {row['title']}", key=f"{form}-override-{row['criterion']}")
        pressed = st.form_submit_button("Keep this decision", type="primary")
    if pressed:
        keep(database, form, {"stage": stage, "outcome": outcome, "supersedes": holding}, numbers, list(unmet["criterion"]))


def ask_part(key: str, title: str, kind: Any, is_long: bool) -> None:
    """Draw the field of one part."""
    if date in (kind, *getattr(kind, "__args__", ())):
        st.date_input(title, None, key=key, format="DD/MM/YYYY")
    elif get_origin(kind) is Literal:
        st.selectbox(title, get_args(kind), None, key=key)
    elif kind is str:
        (st.text_area if is_long else st.text_input)(title, key=key)
    elif int in (kind, *getattr(kind, "__args__", ())):
        st.number_input(title, 2000, 2100, None, key=key)  # a year
    else:
        st.number_input(title, 0.0, value=None, key=key)


def ask_row(form: str, part: str, number: int) -> None:
    """Draw the fields of one row of a part that is a list."""
    model, one, _ = ROWS[part]
    for column, (name, field) in zip(st.columns(len(model.model_fields)), model.model_fields.items(), strict=True):
        with column:
            ask_part(f"{form}-{part}-{number}-{name}", f"{one} {number}: {str(field.title).lower()}", field.annotation, False)


def keep(database: Database, form: str, known: dict[str, Any], numbers: dict[str, int], unmet: list[str]) -> None:
    """Keep what the form holds, and say what became of it; a second click keeps nothing more."""
    act_id = st.session_state.setdefault(f"{form}-act", str(uuid4()))
    parts = {part: value for part in StageDecision.model_fields if (value := st.session_state.get(f"{form}-{part}")) not in (None, "")}
    for part, (model, _, _) in ROWS.items():
        rows = (
            {name: st.session_state.get(f"{form}-{part}-{number}-{name}") for name in model.model_fields}
            for number in range(1, numbers[part] + 1)
        )
        parts[part] = [{name: value or "" for name, value in row.items()} for row in rows if any(row.values())]
    parts["overrides"] = {code: why for code in unmet if (why := st.session_state.get(f"{form}-override-{code}"))}
    try:
        _, record_hash = decide_stage(database, made(**parts | known), database.person.name, act_id=act_id)
    except AlreadyDone:
        return
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state["decisions_kept"] = st.session_state.get("decisions_kept", 0) + 1
    st.session_state["decision_kept"] = record_hash
    st.rerun()


def tell_kept() -> None:
    """Say that a decision was kept, once it has been."""
    if record_hash := st.session_state.pop("decision_kept", None):
        st.success(f"Kept, with the record of what was known (SHA-256 {record_hash}).")


def ask_discharge(database: Database, listed: pd.DataFrame) -> None:
    """Draw the form by which an office finds a condition to be met."""
    waiting = listed[listed["state"] != "discharged"].to_dict("records")
    if not waiting:
        return
    with st.form("discharge", enter_to_submit=False):
        at = st.selectbox("Condition", range(len(waiting)), format_func=lambda number: plain(waiting[number]["what"]))
        office = st.text_input("Office that found it met (not its owner)")
        evidence = st.text_input("What shows it")
        pressed = st.form_submit_button("It is met")
    if pressed:
        try:
            discharge(database, waiting[at]["decision"], waiting[at]["condition"], office, evidence, database.person.name)
        except Refusal as refusal:
            st.error(plain(str(refusal)))
            return
        st.rerun()

"""The break clauses: what is known of their criteria, and what the commissioner decided, with the record of what was known then."""

import json

import streamlit as st

from cdmon.tables.beside_gate import beside_gate, read_beside_gate
from cdmon.tables.gate import CAVEAT, at_cut_off, read_gate, said_in_short
from cdmon.tables.gate_changes import changes_at, read_gate_changes
from cdmon.tables.record import hash_of, read_kept_figures
from cdmon.tables.since_then import since_then
from cdmon.tables.stage_decisions import break_clause, conditions, read_conditions, read_details, read_stage_decisions, stage_decisions
from cdmon.web import deciding_stage, page
from cdmon.web.escape import plain
from cdmon.wording import day

view = page.begin()
clauses = {stage.number: stage for stage in view.stages if stage.break_clause}
if not clauses:
    st.markdown("This programme has no break clause.")
    st.stop()
ahead = [number for number, stage in clauses.items() if stage.ends >= view.day]
number = st.segmented_control(
    "Break clause",
    list(clauses),
    default=min(ahead, default=max(clauses)),
    required=True,
    format_func=lambda number: f"Stage {number}, {day(clauses[number].ends)}",
    key="clause",
    bind="query-params",
)
until, criteria = view.read(at_cut_off, str(number))
taken = view.everything(stage_decisions, str(number))
st.markdown(break_clause(clauses[number], taken, view.day))
st.markdown(f"**{said_in_short(criteria)}** What was known on {day(until)}. {CAVEAT}")
with st.container(key="gate"):
    page.table(read_gate(criteria), alt=f"Criteria of the break clause at the end of stage {number}")
changed = view.everything(changes_at, str(number))
if len(changed):
    st.markdown("**Changed after the stage began:** what is asked was fixed by then.")
    page.table(read_gate_changes(changed), alt=f"Changes of what is asked at the end of stage {number}, after it began")

beside = view.read(beside_gate, str(number))
page.table(read_beside_gate(beside), alt=f"What is to be weighed beside the criteria, as known on {day(until)}")
with st.container(horizontal=True, key="beside"):
    for code in dict.fromkeys(beside["page"]):
        st.page_link(view.pages[code], label=f"All of it: {view.pages[code].title}")

deciding_stage.tell_kept()
st.header("What was decided", anchor=False)
page.table(read_stage_decisions(taken), alt="Decisions, the newest first")
if taken.empty:
    st.markdown("Nothing has been written down yet.")
for row in taken.to_dict("records"):
    with page.folded(f"All of it: {plain(row['outcome'])}, {day(row['decided_on'])}", f"decision-{row['act_id']}") as is_open:
        if is_open:
            page.table(read_details(row["details"]), alt="The decision, part by part")
            page.table(read_gate(row["criteria"]), alt="Criteria as they were known when it was decided")
            page.table(read_kept_figures(json.loads(row["text"])), alt="Figures as they were known when it was decided")
            page.table(view.now(since_then, row["act_id"]), alt="Since then: what is another now, beside the record and never in it")
            intact = "as it was kept" if hash_of(row["text"]) == row["record_hash"] else "NOT as it was kept"
            st.caption(f"The record is {intact}: SHA-256 {row['record_hash']}.")
listed = view.everything(conditions)
if len(listed):
    st.header("Conditions", anchor=False)
    page.table(read_conditions(listed), alt="Conditions of the decisions that hold")

if view.as_at is None:
    with page.folded("Write down a decision", "decide") as is_open:
        if is_open and page.may(view, "decide_stage"):
            holding = next((row["act_id"] for row in taken.to_dict("records") if row["holds"]), None)
            deciding_stage.ask(view.database, int(number), criteria, holding)
    with page.folded("A condition is met", "discharge-part") as is_open:
        if is_open and page.may(view, "decide_stage"):
            deciding_stage.ask_discharge(view.database, listed)

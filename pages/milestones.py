"""What is late, what is due next, and how each milestone stands in each neighbourhood; the break clauses between stages."""

import streamlit as st

from cdmon.tables.milestones import DUE_SOON, LATE, LATE_STATE, MILESTONES, NEXT, SOON, milestones, read_milestones, read_open
from cdmon.tables.stage_decisions import break_clause, stage_decisions
from cdmon.web import long_list, page
from cdmon.web.escape import plain
from cdmon.web.milestone_matrix import show_matrix
from cdmon.wording import day

FIRST, ALL = "What is late and next", "One by one"

view = page.begin()
page.say_whose(view, "What is to be done by when; “inferred” marks a month or a milestone that the handbook does not print.")
table = view.figures(milestones, view.neighbourhood)
long_list.tell_numbers(MILESTONES, table)
part = st.segmented_control(
    "Show", [FIRST, ALL], default=FIRST, required=True, key="milestones_part", bind="query-params", label_visibility="collapsed"
)

if part == FIRST:
    st.header("Late", anchor=False)
    late = table[table["state"] == LATE_STATE]
    if late.empty:
        st.markdown("No milestone is late.")
    long_list.draw_rows(LATE, late, read_open, "Milestones that are late, the oldest first")

    st.header(f"Due within {SOON} days", anchor=False)
    soon = table[table["state"] == DUE_SOON]
    if soon.empty:
        st.markdown(f"No milestone is due within the next {SOON} days.")
    long_list.draw_rows(NEXT, soon, read_open, f"Milestones that are due within {SOON} days")

    if not view.neighbourhood:
        st.header("In every neighbourhood", anchor=False)
        show_matrix(view, table)

    st.header("Stages and break clauses", anchor=False)
    taken = view.everything(stage_decisions)
    for stage in view.stages:
        months = f"months {stage.first_month} to {stage.last_month}"
        st.markdown(f"**Stage {stage.number}: {plain(stage.title)}**, {day(stage.starts)} to {day(stage.ends)} ({months})")
        if stage.break_clause:
            st.info(break_clause(stage, taken, view.day), icon=":material/event:")
else:
    long_list.draw_rows(MILESTONES, table, read_milestones, "Milestones: what is late first, and what shows each")

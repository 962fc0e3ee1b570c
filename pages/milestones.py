"""The milestones of each stage, and the break clauses between stages."""

import streamlit as st

from cdmon.tables.milestones import break_clause, milestones, read_milestones
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.wording import day

view = page.begin()
page.say_whose(view, "What is to be done by when; “inferred” marks a month or a milestone that the handbook does not print.")
table = view.figures(milestones, view.neighbourhood)
text = read_milestones(table).drop(columns="Stage")

with st.container(key="milestones"):
    for stage in view.stages:
        st.header(f"Stage {stage.number}: {plain(stage.title)}", anchor=False)
        st.markdown(f"{day(stage.starts)} to {day(stage.ends)} (months {stage.first_month} to {stage.last_month})")
        page.table(text[table["stage"] == stage.number], alt=f"Milestones of stage {stage.number}")
        if stage.break_clause:
            st.info(break_clause(stage, view.day), icon=":material/event:")

"""What residents said and what was done about it; what changed; and how often they met."""

import streamlit as st

from cdmon.tables.dialogue import dialogue, read_dialogue
from cdmon.tables.threads import OUTCOMES, WAITING, improvements, read_improvements, read_threads, thread_steps, threads
from cdmon.web import page

SECTIONS = {
    "Waiting for an answer": (WAITING, "Nothing waits for an answer."),
    "Answered, no result yet": (["answered"], "No answered matter is waiting for a result."),
    "With a result": (list(OUTCOMES.values()), "No result has been reported."),
}
NUMBERS = {
    "threads": ("Matters", "Matters, by what became of them"),
    "meetings": ("Meetings", "How many meetings there were and who came"),
}

view = page.begin()
page.say_whose(view, "What residents raised in their own words, and what was done about it by whom.")
table = view.figures(threads, view.neighbourhood)
text = read_threads(table, view.figures(thread_steps, view.neighbourhood))
if not table.empty:
    standing = "; ".join(f"{heading.lower()}: {table['state'].isin(states).sum()}" for heading, (states, _) in SECTIONS.items())
    st.markdown(f"**Matters in all: {len(table)}** – {standing}. Rank 1 is what residents said matters most.")

with st.container(key="threads"):
    for heading, (states, nothing) in SECTIONS.items():
        st.header(heading, anchor=False)
        rows = text[table["state"].isin(states)]
        if rows.empty:
            st.markdown(nothing)
        page.table(rows, alt=f"{heading}: what residents said and what was done")

    st.header("What changed", anchor=False)
    changed = view.figures(improvements, view.neighbourhood)
    if changed.empty:
        st.markdown("No changed service and no improvement has been reported.")
    page.table(read_improvements(changed), alt="Services changed and places improved")

st.header("In numbers", anchor=False)
numbers = view.figures(dialogue, view.neighbourhood)
for about, (heading, alt) in NUMBERS.items():
    st.subheader(heading, anchor=False)
    page.table(read_dialogue(numbers[numbers["about"] == about]), alt=alt)

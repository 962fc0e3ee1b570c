"""What residents said and what was done about it; what changed; and how often they met."""

import streamlit as st

from cdmon.tables.dialogue import dialogue, read_dialogue
from cdmon.tables.threads import CHANGES, MATTERS, improvements, read_improvements, read_threads, thread_steps, threads
from cdmon.web import long_list, page

NUMBERS = {
    "threads": ("Matters", "Matters, by what became of them"),
    "meetings": ("Meetings", "How many meetings there were and who came"),
}

view = page.begin()
page.say_whose(view, "What residents raised in their own words, and what was done about it by whom.")
part = st.segmented_control(
    "Show",
    ["Matters", "What changed", "In numbers"],
    default="Matters",
    required=True,
    key="threads_part",
    bind="query-params",
    label_visibility="collapsed",
)

if part == "Matters":
    table = view.figures(threads, view.neighbourhood)
    if table.empty:
        st.markdown("No matter that residents raised has been reported.")
    steps = view.figures(thread_steps, view.neighbourhood)
    long_list.draw(MATTERS, table, lambda rows: read_threads(rows, steps), "What residents said and what was done")
    st.caption("Rank 1 is what residents said matters most.")

elif part == "What changed":
    changed = view.figures(improvements, view.neighbourhood)
    if changed.empty:
        st.markdown("No changed service and no improvement has been reported.")
    long_list.draw(CHANGES, changed, read_improvements, "Services changed and places improved")

else:
    numbers = view.figures(dialogue, view.neighbourhood)
    for about, (heading, alt) in NUMBERS.items():
        st.header(heading, anchor=False)
        page.table(read_dialogue(numbers[numbers["about"] == about]), alt=alt)

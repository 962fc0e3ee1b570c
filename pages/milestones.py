"""What is late, what is due next, and how each milestone stands in each neighbourhood; the calendar with its break clauses."""

import streamlit as st

from cdmon.charts.timeline import timeline as picture
from cdmon.tables.milestones import DUE_SOON, LATE, LATE_STATE, MILESTONES, NEXT, SOON, milestones, read_milestones, read_open
from cdmon.tables.settings import read_left_open
from cdmon.tables.timeline import late_and_next, read_timeline, timeline
from cdmon.web import attaching, long_list, page
from cdmon.web.milestone_matrix import show_matrix

FIRST, CALENDAR, ALL = "What is late and next", "Calendar", "One by one"

view = page.begin()
page.say_whose(view, "What is to be done by when; “inferred” marks a month or a milestone that the handbook does not print.")
table = view.figures(milestones, view.neighbourhood)
long_list.tell_numbers(MILESTONES, table)
part = st.segmented_control(
    "Show", [FIRST, CALENDAR, ALL], default=FIRST, required=True, key="milestones_part", bind="query-params", label_visibility="collapsed"
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

elif part == CALENDAR:
    table = view.everything(timeline)
    st.html(picture(table, view.day))
    page.table(read_timeline(late_and_next(table)), alt="What is late, and what is due next")
    with page.folded("All of it as a table", "all-calendar") as is_open:
        if is_open:
            page.table(read_timeline(table), alt="Stages, break clauses, how the programme works where, survey rounds and milestones")
    with page.folded("What the sources leave open, and what is done here", "left-open") as is_open:
        if is_open:
            page.table(read_left_open(), alt="What the sources leave open")
else:
    long_list.draw_rows(MILESTONES, table, read_milestones, "Milestones: what is late first, and what shows each")
    with page.folded("Files that show what was signed off", "files") as is_open:
        if is_open:
            attaching.show(view)
            if view.as_at is None and page.may(view, "attach"):
                attaching.ask(view.database, table)

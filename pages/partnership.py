"""The steps of the programme's own checklist in every neighbourhood, and the history of each."""

import streamlit as st

from cdmon.tables.partnership import (
    CHANGES,
    PLACES,
    not_reported,
    partnership,
    partnership_changes,
    read_partnership,
    read_partnership_changes,
)
from cdmon.web import long_list, page, take_away

STEPS = "The steps in every neighbourhood"

view = page.begin()
page.say_whose(
    view, "How far residents and agencies have come together, by the steps that this programme has set itself. Steps can go back."
)
table = view.figures(partnership, view.neighbourhood)
if len(table.columns) == 3:
    st.markdown("The programme's checklist has no steps. List your own on the sheet *Checklist steps* of the programme set-up.")
elif table.empty:
    st.markdown("No step has been reported here: that is not the same as none in place.")
else:
    take_away.add(STEPS, lambda: read_partnership(table))
    long_list.draw_page(PLACES, table, lambda rows: page.table(read_partnership(rows), alt=STEPS))
    if view.neighbourhood is None:
        page.name_others("Nothing reported", view.figures(not_reported))
    st.header("What changed when", anchor=False)
    changes = view.figures(partnership_changes, view.neighbourhood)
    long_list.draw(CHANGES, changes, read_partnership_changes, "Every change of a step, the newest first")

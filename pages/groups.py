"""The groups of a neighbourhood over the months, beside those that the sector survey met, and which names are one group's."""

import streamlit as st

from cdmon.tables.effects import OF_GROUPS, accounts, of_groups, read_of_groups
from cdmon.tables.group_names import DECIDED, name_decisions, read_name_decisions
from cdmon.tables.groups import MET, REGISTER, groups, read_groups, read_reconciled, reconcile
from cdmon.tables.twins import ALIKE_NAMES, read_twins, twins
from cdmon.web import long_list, naming, page

view = page.begin()
page.say_whose(view, "Every group that a register has held, and how it stands now.")
part = st.segmented_control(
    "Show",
    ["Groups", "Achievements and problems", "Register and sector survey", "One group under two names?"],
    default="Groups",
    required=True,
    key="groups_part",
    bind="query-params",
    label_visibility="collapsed",
)

if part == "Groups":
    table = view.figures(groups, view.neighbourhood)
    if table.empty:
        st.markdown("No register of groups has been sent yet.")
    long_list.draw(REGISTER, table, read_groups, "The groups")

elif part == "Achievements and problems":
    told = of_groups(view.figures(accounts, view.neighbourhood))
    if told.empty:
        st.markdown("No achievement and no problem of a named group has been reported: that is not the same as none.")
    long_list.draw(OF_GROUPS, told, read_of_groups, "What groups achieved and struggled with")

elif part == "Register and sector survey":
    met = view.figures(reconcile, view.neighbourhood)
    if met.empty:
        st.markdown("There is nothing to compare: it takes a register and a round of the sector survey of the same neighbourhood.")
    else:
        st.markdown("The newest register beside the newest round of the sector survey, of organisations that agreed to be named.")
    long_list.draw(MET, met, read_reconciled, "Each group, and where it is found")

else:
    alike, decided = (view.everything(table, view.neighbourhood) for table in (twins, name_decisions))
    asked = "These names are so alike that they may belong to one group."
    st.markdown(asked if len(alike) else "There are no two names to ask about.")
    long_list.draw(ALIKE_NAMES, alike, read_twins, "Names that may belong to one group")
    if view.as_at is None:
        naming.ask(view, alike, decided)
    if len(decided):
        st.header("Decisions about names", anchor=False)
        st.markdown("The last one about each name counts.")
    long_list.draw(DECIDED, decided, read_name_decisions, "Decisions about names, newest first")

"""The groups of a neighbourhood over the months, beside those that the sector survey met, and which names are one group's."""

import streamlit as st

from cdmon.tables.effects import accounts, of_groups
from cdmon.tables.group_names import name_decisions, read_name_decisions
from cdmon.tables.groups import groups, read_counts, read_found, read_groups, read_reconciled, reconcile
from cdmon.tables.twins import read_twins, twins
from cdmon.web import naming, page

view = page.begin()
page.say_whose(view, "Every group that a register has held, and how it stands now.")

table = view.figures(groups, view.neighbourhood)
if table.empty:
    st.markdown("No register of groups has been sent yet.")
with st.container(key="groups"):
    page.table(read_counts(table), alt="How many groups stand how")
    page.table(read_groups(table), alt="The groups")

told = of_groups(view.figures(accounts, view.neighbourhood))
if len(told):
    st.header("What groups achieved and struggled with", anchor=False)
page.table(told, alt="Achievements and problems, by group")

st.header("Register and sector survey", anchor=False)
met = view.figures(reconcile, view.neighbourhood)
if met.empty:
    st.markdown("There is nothing to compare: it takes a register of groups and a round of the sector survey of the same neighbourhood.")
else:
    st.markdown("The newest register beside the newest round of the sector survey, of organisations that agreed to be named.")
    page.table(read_found(met), alt="How many groups are in both, and how many in one of them only")
    page.table(read_reconciled(met), alt="Each group, and where it is found")

st.header("One group under two names?", anchor=False)
alike, decided = (view.everything(table, view.neighbourhood) for table in (twins, name_decisions))
st.markdown("These names are so alike that they may belong to one group." if len(alike) else "There are no two names to ask about.")
page.table(read_twins(alike), alt="Names that may belong to one group")
if view.as_at is None:
    naming.ask(view, alike, decided)
if len(decided):
    st.subheader("Decisions about names", anchor=False)
    st.markdown("The last one about each name counts.")
page.table(read_name_decisions(decided), alt="Decisions about names, newest first")

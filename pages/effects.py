"""The effects that somebody observed, harm before good, and what people and groups told."""

import streamlit as st

from cdmon.tables.effects import accounts, effects, read_accounts, read_effects, read_summary, summary
from cdmon.web import page

EFFECTS = {
    "detrimental": ("Detrimental", "No detrimental effect has been reported: that is not the same as none."),
    "beneficial": ("Beneficial", "No beneficial effect has been reported: that is not the same as none."),
    "none": ("No effect", "Nobody has reported that something had no effect."),
}
ACCOUNTS = {
    "problem": ("Problems of groups", "No problem of a group has been reported: that is not the same as none."),
    "achievement": ("Achievements of groups", "No achievement of a group has been reported: that is not the same as none."),
    "testimony": ("Testimonies", "Nobody's words have been reported."),
    "case note": ("Case notes", "No case note has been sent."),
}

view = page.begin()
page.say_whose(view, "What somebody saw change, for good or for ill, and whether anybody meant it to.")
table = view.figures(effects, view.neighbourhood)
told = view.figures(accounts, view.neighbourhood)

page.table(read_summary(summary(table)), alt="How many effects were observed")
with st.container(key="effects"):
    for effect, (heading, nothing) in EFFECTS.items():
        st.header(heading, anchor=False)
        rows = table[table["effect"] == effect]
        if rows.empty:
            st.markdown(nothing)
        page.table(read_effects(rows).drop(columns="Effect"), alt=f"{heading}: the effects observed")
    for kind, (heading, nothing) in ACCOUNTS.items():
        st.header(heading, anchor=False)
        rows = told[told["kind"] == kind]
        if rows.empty:
            st.markdown(nothing)
        page.table(read_accounts(rows), alt=heading)

"""The effects that somebody observed, harm before good, and what people and groups told."""

import streamlit as st

from cdmon.tables.asked import asked
from cdmon.tables.effects import OBSERVED, TOLD, accounts, effects, read_accounts, read_effects, unreported
from cdmon.web import long_list, none_reported, page

view = page.begin()
page.say_whose(view, "What somebody saw change, for good or for ill, and whether anybody meant it to.")
part = st.segmented_control(
    "Show",
    ["Effects", "What was told"],
    default="Effects",
    required=True,
    key="effects_part",
    bind="query-params",
    label_visibility="collapsed",
)

if part == "Effects":
    table = view.figures(effects, view.neighbourhood)
    long_list.draw(OBSERVED, table, read_effects, "The effects observed, harm first")
    st.markdown(unreported(table, "effect"))
    for about in ("detrimental", "beneficial"):
        none_reported.draw(view.figures(asked, about, view.neighbourhood))
    st.page_link(view.pages["risks"], label="What could go wrong: risks")
else:
    told = view.figures(accounts, view.neighbourhood)
    long_list.draw(TOLD, told, read_accounts, "What people and groups told, problems first")
    st.markdown(unreported(told, "kind"))

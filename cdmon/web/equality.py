"""Who is reached and who is not, of all neighbourhoods together: who answered, what each group said, who came for the first time."""

import streamlit as st

from cdmon.tables.reached import reached, read_reached
from cdmon.tables.respondents import by_group, read_by_group, read_respondents, respondents
from cdmon.tables.rounds import read_rounds, rounds
from cdmon.web import page
from cdmon.web.view import View


def show(view: View) -> None:
    """Draw the four tables, each with what it does not say."""
    st.subheader("How many answered", anchor=False)
    page.table(read_rounds(view.figures(rounds)), alt="Rounds of the residents' survey and their response")

    st.subheader("Who answered", anchor=False)
    who = view.figures(respondents)
    if who.empty:
        st.markdown(
            "No round says who answered in two neighbourhoods or more. There are columns for it in the residents' survey (Age band, Sex, "
            "Ethnic group, Disability and Tenure), and a sheet Census in the set-up."
        )
    else:
        st.markdown("The newest round of each neighbourhood, all of them together; of one neighbourhood nobody is told.")
        page.table(read_respondents(who), alt="Who answered the residents' survey, beside the census")

    groups = view.figures(by_group)
    if len(groups):
        st.subheader("What each group said", anchor=False)
        page.table(read_by_group(groups), alt="The headlines of the residents' survey by who answered")
        st.caption(
            "Groups stand in the order of the census, not of their figures. Where the intervals of two overlap, they may not differ; "
            "why groups differ, no survey like this can tell."
        )

    came = view.figures(reached)
    if len(came):
        st.subheader("Who came for the first time", anchor=False)
        page.table(read_reached(came), alt="First-time participants of activities, latest twelve months")
        st.caption("Of the activities that say it. Participants are counted each time they come.")

"""How to begin: what is left to do until the first figures, and the two ways on while there is no programme."""

import streamlit as st

from cdmon.tables.starting import starting
from cdmon.web import page, templates

view = page.begin(needs_programme=False)
st.markdown(
    "cdmon takes in the spreadsheets of a community development programme and shows, for each neighbourhood, "
    "the handbook's six factors, the milestones of each stage and the KPIs."
)
st.header("What is left to start", anchor=False)
for step in view.now(starting):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{'✓' if step.is_done else '○'} **{step.title}**: {step.state}", width="stretch")
        st.page_link(view.pages[step.page], label=f"Go to {view.pages[step.page].title}")
if view.programme:
    st.page_link(view.pages["overview"], label="Go to the overview")
    st.stop()

st.header("Look round the example", anchor=False)
st.markdown(
    "An invented programme in its third year, with twelve neighbourhoods at work. It has a store of its own: what you try there "
    "does not touch yours. Loading it takes half a minute the first time. A switch in the sidebar brings you back."
)
st.button("Look round the example", type="primary", on_click=st.session_state.update, kwargs={"example": True})

st.header("Set up your own programme", anchor=False)
st.markdown(
    "1. Download the set-up workbook and fill it in: the programme's name and start month, its neighbourhoods, and who takes part.\n"
    "   Of surveys whose sample design nobody states it asks for a default design factor: 1 where it is left empty, though clustered and "
    "quota samples usually have 1.1 to 1.5. It always stands beside the interval it widens.\n"
    "2. Send it on the Upload page. Problems are shown with their cells; nothing is stored before you press Send.\n"
    "3. Download the workbooks for groups, activities and the residents' survey there, fill them in, and send them the same way."
)
templates.template_button(view, "programme", "Programme set-up")
templates.shape_button()
st.page_link(view.pages["upload"], label="Go to the Upload page")
st.page_link(view.pages["set_up"], label="Or fill it in on a page")

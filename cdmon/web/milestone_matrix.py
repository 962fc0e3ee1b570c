"""The milestones of a stage in every neighbourhood, twenty neighbourhoods a page."""

import pandas as pd
import streamlit as st

from cdmon.tables.milestones import PLACES, stage_matrix
from cdmon.web import long_list, take_away
from cdmon.web.finished import draw_html
from cdmon.web.states import MILESTONE_KEY, milestone_cell, states_table
from cdmon.web.view import View

PROGRAMME = "The programme itself"


def show_matrix(view: View, table: pd.DataFrame) -> None:
    """Let the person choose a stage, the one that goes on to begin with, and show how its milestones stand in each neighbourhood."""
    stages = [stage.number for stage in view.stages if stage.number in set(table["stage"])]
    if not stages:
        return
    begun = [stage.number for stage in view.stages if stage.number in stages and stage.starts <= view.day]
    number = st.segmented_control(
        "Stage", stages, default=(begun or stages)[-1 if begun else 0], required=True, key="milestone_stage", bind="query-params"
    )
    cells, caption = stage_matrix(table, int(number)), f"Milestones of stage {number}"
    take_away.add(caption, lambda: cells.fillna("–").rename_axis("Neighbourhood").rename(view.label).reset_index().replace("", PROGRAMME))

    def show(rows: pd.DataFrame) -> None:
        lines = ([view.label(str(code)) or PROGRAMME, *map(milestone_cell, states)] for code, *states in rows.itertuples())
        draw_html(states_table(caption, ["Neighbourhood", *cells.columns], lines))

    long_list.draw_page(PLACES, cells, show)
    st.html(MILESTONE_KEY)

"""The KPIs of one place on the page: the stage that began last is open, the earlier ones are folded."""

import pandas as pd
import streamlit as st

from cdmon.tables.kpis import read_kpi_lines, read_kpis
from cdmon.web import page
from cdmon.web.escape import plain


def draw(table: pd.DataFrame, whose: str) -> None:
    """Draw the KPIs of one place, its stages from the last one back; `whose` ends the tables' names. Say so where none has begun."""
    stages = sorted(set(table["stage"]), reverse=True)
    for stage in stages:
        of_stage = table[table["stage"] == stage]
        title = heading(of_stage)
        if stage == stages[0]:
            st.subheader(plain(title), anchor=False)
            lines(of_stage, whose)
            with st.expander(f"Each indicator in stage {stage}"):
                indicators(of_stage, whose)
        else:
            with st.expander(plain(title)):
                lines(of_stage, whose)
                indicators(of_stage, whose)
    if not stages:
        st.markdown("No stage that any KPI is about has begun here.")


def heading(of_stage: pd.DataFrame) -> str:
    """Name a stage, the waves that it concerns and whether it is over: 'Stage 2, first wave (over): Pilot work …'."""
    row = of_stage.iloc[0]
    waves = dict.fromkeys(wave for waves in of_stage["waves"] for wave in waves)
    return f"Stage {row['stage']}, {' and '.join(waves)} wave ({row['stage_state']}): {row['stage_title']}"


def lines(of_stage: pd.DataFrame, whose: str) -> None:
    """Draw one line a KPI."""
    text = read_kpi_lines(of_stage)[["KPI", "Shows", "Target"]]
    page.table(text, alt=f"KPIs in stage {of_stage['stage'].iloc[0]} {whose}")


def indicators(of_stage: pd.DataFrame, whose: str) -> None:
    """Draw one line an indicator of each KPI."""
    text = read_kpis(of_stage).drop(columns=["Neighbourhood", "Stage"])
    page.table(text, alt=f"Indicators of the KPIs in stage {of_stage['stage'].iloc[0]} {whose}")

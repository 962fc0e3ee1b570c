"""The KPIs of one place: a line each, as it stands now; one of them opened stage by stage."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.charts.sparkline import sparkline
from cdmon.tables.factors import series
from cdmon.tables.kpi_verdicts import side_of, sides
from cdmon.tables.kpis import kpi_now_cell, latest_stage, read_kpis, targets_cell, title_cell
from cdmon.tables.sides import SYMBOLS
from cdmon.tables.sureness import read_sureness
from cdmon.tables.targets import Rows
from cdmon.web import page, take_away
from cdmon.web.escape import plain
from cdmon.web.finished import draw_html
from cdmon.web.html_table import Cell, html_table
from cdmon.web.six_rows import number
from cdmon.web.view import View
from cdmon.wording import Row

HEADINGS = ["KPI, and what it is read by first", "Stage now", "Baseline", "Now (95% interval)", "Since the start", "Verdict", "Target"]


def draw(view: View, table: pd.DataFrame, place: str | None) -> None:
    """Draw the KPIs of a place, None for the programme, each as it stands in its last stage."""
    of_place = table[table["neighbourhood"] == place] if place else table[table["neighbourhood"].isna()]
    if of_place.empty:
        st.markdown("No stage that any KPI is about has begun here.")
        return
    points = view.figures(series, place) if place else None
    latest = latest_stage(of_place)
    lines = [line(rows, points) for rows in latest]
    caption = f"KPIs: {view.label(place) if place else 'the whole programme'}"
    take_away.add(caption, lambda: read_kpis(pd.DataFrame([row for rows in latest for row in rows])))
    draw_html(html_table(caption, HEADINGS, lines, "cd-kpis"))
    with page.folded("How sure?", f"kpi-sureness-{'place' if place else 'programme'}") as is_open:
        if is_open:
            found = pd.DataFrame([row for rows in latest for row in rows])
            page.table(read_sureness(found.assign(title=found["indicator_title"])), alt="Who was asked, and how the sample was designed")


def line(rows: Rows, points: pd.DataFrame | None) -> list[Cell]:
    """Return the cells of one KPI, from the rows of its indicators; `points` is `series` of a neighbourhood, None for the programme."""
    first = rows[0]
    now = kpi_now_cell(first) if first["basis"] == "cumulative" else number(first, "latest")
    return [
        Markup('<strong>{}</strong><span class="cd-under">{}</span>').format(title_cell(first), first["indicator_title"]),
        f"{first['stage']}, {first['stage_state']}",
        number(first, "baseline"),
        now,
        picture(first, points),
        Markup(" ").join([*map(symbol, sides(rows)), first["kpi_verdict"]]),
        targets_cell(rows),
    ]


def symbol(side: str) -> Markup:
    """Return the symbol of a side, beside which its words stand."""
    return Markup('<span class="cd-{}" aria-hidden="true">{}</span>').format(side, SYMBOLS[side])


def picture(row: Row, points: pd.DataFrame | None) -> Cell:
    """Return the small picture of a KPI's first indicator since the start, where there is more than one figure of it."""
    own = both(row) if points is None else points[points["indicator"] == row["indicator"]]
    if own["value"].count() < 2:
        return ""
    return sparkline(own, side_of(row), f"{row['indicator_title']}: {own['value'].count()} figures, {row['verdict']}")


def both(row: Row) -> pd.DataFrame:
    """Return the baseline and the latest figure of a row as the points of a picture."""
    told = [figure for figure in (row["baseline"], row["latest"]) if figure is not None and figure.period_date is not None]
    points = [(pd.Timestamp(figure.period_date), figure.value, figure.low, figure.high) for figure in told]
    return pd.DataFrame(points, columns=["day", "value", "low", "high"])


def choose_kpi(table: pd.DataFrame) -> str | None:
    """Let the person open one KPI; None while none is open."""
    titles = dict(zip(table["kpi"], table["title"], strict=True))
    chosen = st.pills("Open a KPI", list(titles), format_func=lambda code: plain(titles[code]), key="kpi", bind="query-params")
    return None if chosen is None else str(chosen)


def show_kpi(view: View, table: pd.DataFrame, place: str | None, code: str) -> None:
    """Show each indicator of one KPI of a place in every stage, the last one first."""
    of_place = table["neighbourhood"] == place if place else table["neighbourhood"].isna()
    found = table[of_place & (table["kpi"] == code)]
    for stage in sorted(set(found["stage"]), reverse=True):
        of_stage = found[found["stage"] == stage]
        st.subheader(plain(heading(view, of_stage.iloc[0])), anchor=False)
        text = read_kpis(of_stage).drop(columns=["Neighbourhood", "Stage", "KPI"])
        page.table(text, alt=f"Indicators of “{of_stage['title'].iloc[0]}” in stage {stage}")


def heading(view: View, row: Row) -> str:
    """Name a stage, the waves that it concerns and whether it is over: 'Stage 2, First wave (over): Pilot work …'."""
    titles = {wave.code: wave.title for wave in view.programme.waves} if view.programme else {}
    return f"Stage {row['stage']}, {' and '.join(titles[code] for code in row['waves'])} ({row['stage_state']}): {row['stage_title']}"

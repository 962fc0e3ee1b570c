"""A chart as it stands on a page: a picture with its words, and the same figures as a table to open; or with Plotly, to explore it."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from cdmon.charts.chart import Chart
from cdmon.charts.svg import svg
from cdmon.web import page
from cdmon.web.escape import plain

AS_TABLE = "The same figures as a table"


def explores() -> bool:
    """Let the person ask for charts to explore, which take longer to come."""
    return st.toggle("Explore: point at a figure to read it", key="explore", bind="query-params")


def pictures(charts: Sequence[Chart], width: int, form: str = "cd-pictures") -> Markup:
    """Return charts as pictures, as many abreast as there is room for; each so wide in pixels where nothing is.

    They are read across in rows or, in the form "cd-columns", down one column and then the next.
    """
    drawn = Markup("").join(picture(chart, width) for chart in charts)
    return Markup('<div class="{}" style="--width: {}px">{}</div>').format(form, width, drawn)


def picture(chart: Chart, width: int) -> Markup:
    """Return one chart as a picture, below it its table."""
    image = Markup('<img class="cd-picture" alt="{}" src="data:image/svg+xml,{}">').format(chart.words, quote(svg(chart.figure, width)))
    title = Markup("<h3>{}</h3>").format(chart.title) if chart.title else ""
    note = Markup('<p class="cd-small">{}</p>').format(chart.note) if chart.note else ""
    return Markup("<section>{}{}{}{}</section>").format(title, image, note, tabled(chart))


def tabled(chart: Chart) -> Markup:
    """Return the figures of a chart as a table to open, "" where it has none of its own."""
    if chart.table is None:
        return Markup("")
    table = page.as_html(chart.table, f"{chart.title}: every figure of the chart")
    return Markup("<details><summary>{}</summary>{}</details>").format(AS_TABLE, table)


def explore(charts: Sequence[Chart], abreast: int) -> None:
    """Draw charts with Plotly, so many abreast; where the window is narrow, all stand in their order."""
    for first in range(0, len(charts), abreast):
        for column, chart in zip(st.columns(abreast), charts[first : first + abreast], strict=False):
            with column:
                if chart.title:
                    st.subheader(plain(chart.title), anchor=False)
                st.plotly_chart(chart.figure, key=chart.key, config={"displayModeBar": False}, alt=chart.words)
                if chart.note:
                    st.caption(chart.note)
                if chart.table is not None:
                    st.html(tabled(chart))

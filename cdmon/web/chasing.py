"""What the page of returns due draws: who owes what, and the board with a colour behind the words that need somebody to act."""

from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.tables.board import read_board, read_months, titles_on
from cdmon.tables.owed import owed_text, read_owed
from cdmon.web import page
from cdmon.web.html_table import Cell, html_table
from cdmon.wording import state_in_words

LATEST = 12  # months, quarters or years
COLOURS = {  # by the beginning of a cell
    "overdue": "#fbd9d3",
    "sent back": "#fde8c8",
    "due": "#fff6c9",
    state_in_words("submitted"): "#dcebf7",
}


def tell_owed(owing: pd.DataFrame, day: date) -> None:
    """Show who owes what on a day, and the same as a text to copy."""
    if owing.empty:
        st.markdown("No return is owed.")
        return
    page.table(read_owed(owing), alt="Returns that are owed")
    with st.expander("The same as text for an e-mail"):
        st.code(owed_text(owing, day), language=None, wrap_lines=True)


def tell_neighbourhood(table: pd.DataFrame) -> None:
    """Show the board of one neighbourhood: a row a period, a column a dataset."""
    draw(read_months(table), alt="The neighbourhood's returns")


def tell_all(table: pd.DataFrame) -> None:
    """Show the board of all neighbourhoods for a year; those that owe nothing in it are named below."""
    titles = {"": "All together", **titles_on(table)}
    months = table["month"].drop_duplicates().sort_values()
    latest = f"The last {LATEST} {'periods' if (table['first_month'] != table['month']).any() else 'months'}"
    years = [latest, *sorted(table["month"].str[:4].unique(), reverse=True)]
    with st.container(horizontal=True):
        code = st.selectbox("Returns", list(titles), format_func=lambda code: titles[code], key="returns", bind="query-params")
        year = st.selectbox("Months", years, key="months", bind="query-params")
    if not code:
        st.markdown("Each cell says how the worst of the returns for that time stands.")
    shown = months.tail(LATEST) if year == latest else months[months.str.startswith(year)]
    table = table[table["month"].isin(shown) & (table["dataset"].eq(code) if code else True)]
    idle = table["state"].eq("not due").groupby(table["neighbourhood"]).transform("all")
    draw(read_board(table[~idle]), alt=f"Returns, {titles[code].lower()}")
    names = table[idle].drop_duplicates("neighbourhood")
    page.name_others("Nothing due in these months", list(names["neighbourhood"] + " " + names["name"]))


def draw(cells: pd.DataFrame, alt: str) -> None:
    """Draw a board, coloured; nothing when it has no rows."""
    if not cells.empty:
        rows = [[first, *(coloured(cell) for cell in rest)] for first, *rest in cells.to_numpy().tolist()]
        st.html(html_table(alt, list(cells.columns), rows, "cd-frame cd-wide"))


def coloured(cell: str) -> Cell:
    """Return a cell with its colour behind its words, as it is where it needs nobody to act."""
    found = next((shade for beginning, shade in COLOURS.items() if cell.startswith(beginning)), "")
    return Markup('<span class="cd-state" style="background-color: {}">{}</span>').format(found, cell) if found else cell

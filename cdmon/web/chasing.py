"""What the page of returns due draws: who owes what, and the board, in symbols and where somebody must act in words."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cdmon.tables.board import BOARD, standings, standings_by_month, titles_on
from cdmon.tables.owed import BY_PLACE, OWED, owed_text, read_owed, together
from cdmon.web import long_list, page, take_away, tasks
from cdmon.web.finished import draw_html
from cdmon.web.states import RETURN_KEY, return_cell, states_table
from cdmon.web.view import View

LATEST = 12  # months, quarters or years


def tell_owed(view: View, owing: pd.DataFrame) -> None:
    """Show what is owed, as things to do on today's view and as a table on an earlier day's; and the same as a text to copy."""
    if view.as_at is None:
        tasks.look_through_nothing(view)
    if owing.empty:
        st.markdown("No return is owed.")
        return
    if view.as_at is None:
        tasks.show(view, owing)
    else:
        long_list.draw_rows(OWED, together(owing), read_owed, "Returns that are owed, the oldest first")
    with page.folded("The same as text for an e-mail", "owed-text") as is_open:
        if is_open:
            tell_text(view, owing)


def tell_text(view: View, owing: pd.DataFrame) -> None:
    """Show what is owed as a text to copy, a paragraph for each neighbourhood of a page."""

    def show(places: pd.DataFrame) -> None:
        st.code(owed_text(those_of(places, owing), view.day), language=None, wrap_lines=True)

    long_list.draw_page(BY_PLACE, owing.drop_duplicates("neighbourhood").sort_values("neighbourhood"), show)


def those_of(places: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that are of some neighbourhoods."""
    return table[table["neighbourhood"].isin(places["neighbourhood"])]


def tell_neighbourhood(table: pd.DataFrame) -> None:
    """Show the board of one neighbourhood: a row a period, a column a dataset."""
    draw(standings_by_month(table), lambda rows: rows, "Period", "The neighbourhood's returns")


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
    busy = table[~idle]
    draw(
        busy.drop_duplicates("neighbourhood"),
        lambda rows: standings(those_of(rows, busy)),
        "Neighbourhood",
        f"Returns, {titles[code].lower()}",
    )
    names = table[idle].drop_duplicates("neighbourhood")
    page.name_others("Nothing due in these months", list(names["neighbourhood"] + " " + names["name"]))


def draw(rows: pd.DataFrame, laid_out: Callable[[pd.DataFrame], pd.DataFrame], heading: str, caption: str) -> None:
    """Draw a board, twenty rows a page, of which only these are `laid_out` as `Standing`; nothing when it has no rows."""
    if rows.empty:
        return

    def in_words() -> pd.DataFrame:
        cells = laid_out(rows)
        return cells.map(lambda cell: cell.words, na_action="ignore").fillna("–").rename_axis(heading).reset_index()

    def show(part: pd.DataFrame) -> None:
        cells = laid_out(part)
        lines = ([str(first), *map(return_cell, rest)] for first, *rest in cells.itertuples())
        draw_html(states_table(caption, [heading, *cells.columns], lines))

    take_away.add(caption, in_words)
    long_list.draw_page(BOARD, rows, show)
    st.html(RETURN_KEY)

"""A long list on a page: its numbers on top, what it can be narrowed by, and a page of rows; all of it kept in the address."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cdmon.database import Cursor, Database
from cdmon.tables.listing import Asked, Choice, Listing, extent, fitting, in_numbers, in_order, options, page_of, pages, stood_for
from cdmon.web import page, take_away
from cdmon.web.escape import plain

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
SINCE, UNTIL = "From", "To"

Summary = Callable[[Cursor, Asked], pd.DataFrame]
Rows = Callable[[Cursor, Asked, int | None], pd.DataFrame]  # of a page, whose number is given; of all for None


def draw(listing: Listing, table: pd.DataFrame, read: Callable[[pd.DataFrame], pd.DataFrame], alt: str) -> pd.DataFrame:
    """Draw a list, its numbers on top, and return the rows that are in view; `read` puts rows in words, `alt` names the table.

    A page that says what an empty table means does so by itself: nothing is drawn then.
    """
    tell_numbers(listing, table)
    return draw_rows(listing, table, read, alt)


def tell_numbers(listing: Listing, table: pd.DataFrame) -> None:
    """Say how many rows there are, and of which; nothing where there is none."""
    if not table.empty:
        st.markdown(f"**{plain(in_numbers(table, listing))}**")


def draw_rows(listing: Listing, table: pd.DataFrame, read: Callable[[pd.DataFrame], pd.DataFrame], alt: str) -> pd.DataFrame:
    """Draw a list without its numbers, where they stand elsewhere; see `draw`."""
    if table.empty:
        return table
    found = in_order(narrow(listing, table), listing)
    if found.empty:
        st.markdown(f"No {listing.one} fits these filters.")
    take_away.add(alt, lambda: read(found))
    return draw_page(listing, found, lambda rows: page.table(read(rows), alt=alt))


def draw_from_store(
    listing: Listing, database: Database, summary: Summary, rows: Rows, read: Callable[[pd.DataFrame], pd.DataFrame], alt: str
) -> int:
    """Draw a list that grows for ever, as `draw` does, and return how many rows it has: of them, those of the page in view alone are read.

    `summary` counts the rows that fit what is asked, by what they can be narrowed to; `rows` gives them: of a page, or all.
    """
    with database.cursor() as cursor:
        whole = summary(cursor, Asked())
        tell_numbers(listing, whole)
        if whole.empty:
            return 0
        asked = narrowed(listing, whole)
        fits = int(stood_for(summary(cursor, asked) if asked else whole, listing).sum())
        if not fits:
            st.markdown(f"No {listing.one} fits these filters.")
        take_away.add(alt, lambda: read(all_rows(database, rows, asked)))
        below = st.container(key=f"{listing.key}-list")
        number = turn(listing, fits)
        with below:
            page.table(read(rows(cursor, asked, number)), alt=alt)
    return int(stood_for(whole, listing).sum())


def all_rows(database: Database, rows: Rows, asked: Asked) -> pd.DataFrame:
    """Return all rows of a list that fit what is asked."""
    with database.cursor() as cursor:
        return rows(cursor, asked, None)


def draw_page(listing: Listing, found: pd.DataFrame, show: Callable[[pd.DataFrame], None]) -> pd.DataFrame:
    """Show the page of some rows that the person has turned to, and the means to turn to another; return its rows."""
    below = st.container(key=f"{listing.key}-list")
    number = turn(listing, len(found))
    rows = page_of(found, number, listing.page)
    with below:
        show(rows)
    return rows


def turn(listing: Listing, rows: int) -> int:
    """Let the person turn to a page of so many rows, and say which of them it holds; return its number."""
    if pages(rows, listing.page) == 1:
        return 1
    with st.container(horizontal=True, vertical_alignment="center"):
        number = st.pagination(pages(rows, listing.page), key=f"{listing.key}_page", bind="query-params")
        st.caption(f"{extent(rows, number, listing.page)} {listing.many}")
    return number


def narrow(listing: Listing, table: pd.DataFrame) -> pd.DataFrame:
    """Let the person narrow a list, and return the rows that fit."""
    return fitting(table, listing, narrowed(listing, table))


def narrowed(listing: Listing, table: pd.DataFrame) -> Asked:
    """Let the person narrow a list, or clear its filters, and return what is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{listing.key}-filters"):
        asked = ask(listing, table)
        if asked:
            st.button("Clear the filters", key=f"{listing.key}-clear", on_click=clear, args=(listing,))
    return asked


def ask(listing: Listing, table: pd.DataFrame) -> Asked:
    """Draw the filters of a list, and return what is asked."""
    search = ""
    if listing.texts:
        search = st.text_input("Search", key=f"{listing.key}_search", width=170, bind="query-params", **again(listing))
    chosen = {choice.column: choose(listing, table, choice) for choice in listing.choices}
    since, until = (ask_day(listing, label) for label in (SINCE, UNTIL)) if listing.dates else (None, None)
    return Asked(chosen, search or "", since, until)


def choose(listing: Listing, table: pd.DataFrame, choice: Choice) -> str:
    """Let the person choose a value of a column; "" for any.

    What an address asks for and is not there (any more) stays chosen, so that the list says that nothing fits; it is never silently all.
    """
    key = f"{listing.key}_{choice.column}"
    asked = st.session_state[key] if key in st.session_state else st.query_params.get(key)
    offered = options(table, choice)
    if asked and asked not in offered:
        offered.append(asked)
    if len(offered) < 2 and not asked:
        return ""
    chosen = st.selectbox(choice.label, offered, None, key=key, placeholder="All", width=132, bind="query-params", **again(listing))
    return chosen or ""


def ask_day(listing: Listing, label: str) -> date | None:
    """Let the person choose the first or the last day; say so where the address asks for one that is none."""
    key = f"{listing.key}_{label.lower()}"
    asked = None if key in st.session_state else st.query_params.get(key)  # the widget drops from the address what is no day
    chosen = st.date_input(label, None, EARLIEST, LATEST, key=key, format="DD/MM/YYYY", width=136, bind="query-params", **again(listing))
    if asked and chosen is None:
        st.caption(plain(f"“{asked[:40]}” is not a day: {listing.many} of all days are shown."))
    return chosen


def again(listing: Listing) -> dict[str, Any]:
    """Return what a filter does when it is changed: the list begins at its first page again."""
    return {"on_change": st.session_state.update, "kwargs": {f"{listing.key}_page": 1}}


def clear(listing: Listing) -> None:
    """Take all filters of a list away, when the button is pressed."""
    for choice in listing.choices:
        st.session_state[f"{listing.key}_{choice.column}"] = None
    for label in (SINCE, UNTIL):
        st.session_state[f"{listing.key}_{label.lower()}"] = None
    st.session_state.update({f"{listing.key}_search": "", f"{listing.key}_page": 1})

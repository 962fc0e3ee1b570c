"""What sending a file would change, as people look it through: what was read as what, rows and cells, figures."""

import pandas as pd
import streamlit as st

from cdmon.web import page
from cdmon.web.announce import counted
from cdmon.web.escape import plain
from cdmon.web.outcome import Outcome

AT_ONCE = 50  # rows of a long table


def tell_changes(seen: Outcome) -> None:
    """Show the returns of a file, how its headings were read, and what changes in its rows, changed values first."""
    page.table(seen.returns, alt="The returns in this file")
    if seen.not_compared:
        st.caption(plain(seen.not_compared))
    fold(seen.columns, "How the headings were read", "columns-read", "Which heading was read as what, and what stands there")
    if not seen.changes.empty:
        st.subheader(f"What changes, row by row ({len(seen.changes):,})", anchor=False)
        in_parts(seen.changes, "changes", "Rows that are changed, gone or new")
    fold(seen.by_template, "What the template itself changed", "by-template", "What the template of a new month begins with or leaves out")


def tell_effect(seen: Outcome, sentence: str, without: str) -> None:
    """Show which figures change, before and after."""
    st.markdown(without if seen.effect.empty else sentence)
    page.table(seen.effect, alt="Figures before and after")
    fold(seen.moved_on, "Figures that are the same, of a later month", "moved-on", "Figures that change only their month")


def fold(frame: pd.DataFrame, title: str, key: str, alt: str) -> None:
    """Draw a table that is there for who wants to know, folded away; nothing where it has no rows."""
    if frame.empty:
        return
    with page.folded(f"{title} ({len(frame):,})", key) as is_open:
        if is_open:
            in_parts(frame, key, alt)


def in_parts(frame: pd.DataFrame, key: str, alt: str) -> None:
    """Draw a table, a part of it at a time where it is long."""
    parts = -(-len(frame) // AT_ONCE)
    part = st.pagination(parts, key=f"part-{key}") if parts > 1 else 1
    page.table(frame.iloc[(part - 1) * AT_ONCE : part * AT_ONCE], alt=alt)
    if parts > 1:
        st.caption(f"Part {part} of {parts}: {counted(len(frame), 'row')} in all.")

"""The slides of a meeting: each says one thing on one screen, large enough for a wall."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.acts.act import AlreadyDone
from cdmon.acts.meet import record_meeting
from cdmon.clock import today
from cdmon.tables.cells import short_cell
from cdmon.tables.compare import compare
from cdmon.tables.effects import effects
from cdmon.tables.known import Known
from cdmon.tables.matrix import matrix
from cdmon.tables.meetings import last_meeting, meetings
from cdmon.tables.milestones import break_clause, milestones
from cdmon.tables.owed import owed, read_owed
from cdmon.tables.threads import WAITING, threads
from cdmon.web import page
from cdmon.web.html_table import Cell, html_list, html_table
from cdmon.web.matrix_table import programme_at_a_glance
from cdmon.web.sending import SENDER
from cdmon.web.six_rows import six_factors
from cdmon.web.symbols import marked
from cdmon.web.view import View
from cdmon.wording import day, days, given, neighbourhood_cell

LINES = ("headline", "second")  # what a meeting looks at
WALL = Path(__file__).with_name("wall.css")
ROOM = 8  # rows that one screen holds at the size of type that a wall needs


def changed_since(known: Known, before: str, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return what changed between a day (2026-06-30) and the day in view; see `cdmon.tables.compare.compare`."""
    places = [neighbourhood] if neighbourhood else [None, *known.neighbourhoods["code"]]
    return compare(known.on(date.fromisoformat(before)), known, places)


def six(view: View) -> None:
    """Show the six factors: of a neighbourhood its headlines, of the programme every neighbourhood beside them."""
    if view.neighbourhood:
        st.html(view.part(six_factors, page.whose(view)))
    else:
        st.html(view.part(programme_at_a_glance))


def changed(view: View) -> None:
    """Show which verdicts are others, and which figures were corrected, since the last meeting; worse first.

    Of the programme only the headlines: all the others are on the pages of their neighbourhoods.
    """
    since = last_meeting(view.now(meetings), view.day)
    if since is None:
        st.markdown("No earlier meeting is on record, so that there is no day to compare with.")
        return
    table = view.figures(changed_since, since.isoformat(), view.neighbourhood)
    table = table[table["line"].isin(LINES if view.neighbourhood else LINES[:1])]
    st.markdown(f"Since the meeting of **{day(since)}**")
    rows: list[list[Cell]] = [
        [
            f"{neighbourhood_cell(row)}: {row['title']}",
            row["before"].verdict,
            marked(row["side"], row["after"].verdict),
            " ".join(short_cell(row["after"].told, row["kind"])) if row["after"].told else "",
            row["why"],
        ]
        for row in table.head(ROOM).to_dict("records")
    ]
    shown(html_table("What changed, worse first", ["Indicator", "Before", "Now", "Figure", "Why"], rows, "cd-changed"), len(table))


def calendar(view: View) -> None:
    """Show the stages with their break clauses, and the milestones that are late."""
    listed([f"Stage {each.number}: {each.title}, {day(each.starts)} to {day(each.ends)}" for each in view.stages])
    due = view.figures(milestones, view.neighbourhood)
    late = due[due["state"] == "late"]
    if late.empty:
        st.markdown("**No milestone is late.**")
        return
    rows = [[row["title"], neighbourhood_cell(row), day(row["due"])] for row in late.head(ROOM).to_dict("records")]
    shown(html_table("Milestones that are late", ["Milestone", "Neighbourhood", "Was due"], rows), len(late))


def unanswered(view: View) -> None:
    """Show what residents raised and nobody has answered, longest first, and harm that somebody saw."""
    table = view.figures(threads, view.neighbourhood)
    waiting = table[table["state"].isin(WAITING)].sort_values("days_waiting", ascending=False)
    half = ROOM // 2
    rows = [
        [f"{row['thread']}: {row['issue']}", neighbourhood_cell(row), waited(row["days_waiting"])]
        for row in waiting.head(half).to_dict("records")
    ]
    shown(html_table("Raised by residents, without an answer", ["Matter", "Neighbourhood", "Waiting for"], rows), len(waiting), half)
    seen = view.figures(effects, view.neighbourhood)
    harm = seen[seen["effect"] == "detrimental"]
    rows = [[row["what"], neighbourhood_cell(row), row["intended"]] for row in harm.head(half).to_dict("records")]
    shown(html_table("Harm that somebody saw, the newest first", ["What", "Neighbourhood", "Meant or not"], rows), len(harm), half)


def returns(view: View) -> None:
    """Show who owes which return."""
    owing = view.read(owed)
    owing = owing[owing["neighbourhood"] == view.neighbourhood] if view.neighbourhood else owing
    text = read_owed(owing)
    if text.empty:
        st.markdown("**No return is owed.**")
        return
    shown(html_table("Returns that are owed, the oldest first", list(text.columns), text.head(ROOM).to_numpy().tolist()), len(text))


def decisions(view: View) -> None:
    """Show what has to be decided: the break clauses, and returns that wait; and let people keep that they met."""
    clauses = [break_clause(stage, view.day) for stage in view.stages if stage.break_clause]
    waiting = int(view.figures(matrix)["waiting"].iloc[0])
    listed([*clauses, f"Returns that wait for a decision: {waiting}." if waiting else "No return waits for a decision."])
    if today() not in view.now(meetings):
        st.button("Keep that we met today", on_click=keep_today, args=(view, str(uuid4())))
    else:
        st.markdown("This meeting is on record: the next one begins with what has changed since today.")


def keep_today(view: View, act_id: str) -> None:
    """Keep that the steering group met today; a second click keeps nothing."""
    with suppress(AlreadyDone):
        record_meeting(view.database, today(), SENDER, act_id=act_id)


SLIDES: dict[str, Callable[[View], None]] = {
    "The six factors": six,
    "What changed since we last met": changed,
    "Where we are, and what is late": calendar,
    "Raised and unanswered, and harm": unanswered,
    "Who owes a return": returns,
    "To decide": decisions,
}


def waited(number: float) -> str:
    """Say for how long a matter has waited, where that is known."""
    return "not known" if pd.isna(number) else days(int(number))


def listed(sentences: Sequence[str]) -> None:
    """Show sentences as a list."""
    st.html(html_list([given(each) for each in sentences]))


def shown(table: Markup, total: int, room: int = ROOM) -> None:
    """Show a table of the first rows, and how many more there are; "none" where there is none."""
    st.html(table if total else Markup("<p><strong>{}</strong></p>").format("Nothing of the kind is on record."))
    if total > room:
        st.caption(f"And {total - room:,} more.")

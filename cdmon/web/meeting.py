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
from cdmon.charts.symbols import KEY, marked
from cdmon.charts.timeline import timeline
from cdmon.clock import today
from cdmon.definitions import load
from cdmon.tables.cells import short_cell
from cdmon.tables.compare import compare
from cdmon.tables.effects import effects
from cdmon.tables.known import Known
from cdmon.tables.matrix import matrix
from cdmon.tables.meetings import last_meeting, meetings
from cdmon.tables.milestones import milestones
from cdmon.tables.news import news, read_news
from cdmon.tables.owed import owed, read_owed
from cdmon.tables.sides import WORSE
from cdmon.tables.stage_decisions import break_clause, stage_decisions
from cdmon.tables.threads import WAITING, threads
from cdmon.tables.timeline import timeline as calendar_of
from cdmon.text import shorten
from cdmon.web import page
from cdmon.web.finished import draw_html
from cdmon.web.html_table import Cell, html_list, html_table
from cdmon.web.matrix_table import matrix_table
from cdmon.web.six_rows import six_factors
from cdmon.web.view import View
from cdmon.wording import day, days, given, neighbourhood_cell

LINES = ("headline", "second")  # what a meeting looks at
STYLE = Path(__file__).with_name("slides.css")
WALL = Path(__file__).with_name("wall.css")
ROOM = 6  # rows of two lines that one screen holds at the size of type that a wall needs, beside a few sentences
PLACES = 14  # rows of one line
LONG = 90  # letters that stay on a line


def changed_since(known: Known, before: str, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return what changed between a day (2026-06-30) and the day in view; see `cdmon.tables.compare.compare`."""
    places = [neighbourhood] if neighbourhood else [None, *known.neighbourhoods["code"]]
    return compare(known.on(date.fromisoformat(before)), known, places)


def news_since(known: Known, before: str, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return what is new between a day (2026-06-30) and the day in view; see `cdmon.tables.news.news`."""
    return news(Known(known.cursor, date.fromisoformat(before), known.provisional), known, neighbourhood)


def compared_with(view: View) -> date | None:
    """Let the person choose the day to compare with; the last meeting before the day in view where they choose none, None without one."""
    chosen = st.date_input("Compared with", None, key="since", bind="query-params", format="DD/MM/YYYY", max_value=view.day, width=150)
    return chosen or last_meeting(view.now(meetings), view.day)


def six(view: View) -> None:
    """Show the six factors: of a neighbourhood its headlines, of the programme every neighbourhood beside them."""
    if view.neighbourhood:
        draw_html(view.part(six_factors, page.whose(view)))
    else:
        draw_html(view.part(all_places))


def all_places(view: View) -> Markup:
    """Return every neighbourhood beside the six factors, as far as a screen has room, with the key to the symbols: a part of a page."""
    table = view.figures(matrix)
    begun = table[table["begun"].astype(bool)]
    return matrix_table(worst(begun)) + and_more(len(begun), PLACES) + KEY


def worst(table: pd.DataFrame) -> pd.DataFrame:
    """Return as many rows of a matrix as there is room for, where there are too many those with the most that is worse; in their order."""
    worse = table["headlines"].map(lambda told: sum(each.side == WORSE for each in told.values()))
    kept = worse.where(table["neighbourhood"].notna(), len(load().factors)).nlargest(PLACES)  # all together stay first
    return table[table.index.isin(kept.index)]


def changed(view: View) -> None:
    """Show which verdicts are others, which figures were corrected and what else is new since the last meeting, or another day.

    Of the programme only the headlines: all the others are on the pages of their neighbourhoods.
    """
    since = compared_with(view)
    if since is None:
        st.markdown("No earlier meeting is on record, so that there is no day to compare with.")
        return
    table = view.figures(changed_since, since.isoformat(), view.neighbourhood)
    table = table[table["line"].isin(LINES if view.neighbourhood else LINES[:1])]
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
    caption = f"Since {day(since)}, worse first"
    shown(caption, ["Indicator", "Before", "Now", "Figure", "Why"], rows, len(table), kind="cd-changed")
    st.html(listed(read_news(view.figures(news_since, since.isoformat(), view.neighbourhood)) or ["Nothing else is new."]))


def calendar(view: View) -> None:
    """Show the stages with their break clauses, and the milestones that are late."""
    stages = [f"Stage {each.number}: {each.title}, {day(each.starts)} to {day(each.ends)}" for each in view.stages]
    st.html(timeline(view.everything(calendar_of), view.day) + listed(stages))
    due = view.figures(milestones, view.neighbourhood)
    late = due[due["state"] == "late"]
    rows = [[row["title"], neighbourhood_cell(row), day(row["due"])] for row in late.head(ROOM).to_dict("records")]
    shown("Milestones that are late", ["Milestone", "Neighbourhood", "Was due"], rows, len(late))


def unanswered(view: View) -> None:
    """Show what residents raised and nobody has answered, longest first, and harm that somebody saw."""
    table = view.figures(threads, view.neighbourhood)
    waiting = table[table["state"].isin(WAITING)].sort_values("days_waiting", ascending=False)
    half = PLACES // 3
    rows = [
        [shorten(f"{row['thread']}: {row['issue']}", LONG), neighbourhood_cell(row), waited(row["days_waiting"])]
        for row in waiting.head(half).to_dict("records")
    ]
    shown("Raised by residents, without an answer", ["Matter", "Neighbourhood", "Waiting for"], rows, len(waiting), half)
    seen = view.figures(effects, view.neighbourhood)
    harm = seen[seen["effect"] == "detrimental"]
    rows = [[shorten(row["what"], LONG), neighbourhood_cell(row), row["intended"]] for row in harm.head(half).to_dict("records")]
    shown("Harm that somebody saw, the newest first", ["What", "Neighbourhood", "Meant or not"], rows, len(harm), half)


def returns(view: View) -> None:
    """Show who owes which return."""
    owing = view.read(owed)
    owing = owing[owing["neighbourhood"] == view.neighbourhood] if view.neighbourhood else owing
    text = read_owed(owing)
    if text.empty:
        st.markdown("**No return is owed.**")
        return
    shown("Returns that are owed, the oldest first", list(text.columns), text.head(PLACES // 2).to_numpy().tolist(), len(text), PLACES // 2)


def decisions(view: View) -> None:
    """Show what has to be decided (break clauses, returns that wait) and what has been, and let people keep that they met."""
    made = view.everything(stage_decisions)
    clauses = [break_clause(stage, made, view.day) for stage in view.stages if stage.break_clause]
    waiting = int(view.figures(matrix)["waiting"].iloc[0])
    st.html(listed([*clauses, f"Returns that wait for a decision: {waiting}." if waiting else "No return waits for a decision."]))
    since = last_meeting(view.now(meetings), view.day)
    if since is not None:
        found = view.figures(news_since, since.isoformat(), view.neighbourhood)
        taken = found[found["kind"] == "decision"]
        rows = [[row["what"], neighbourhood_cell(row)] for row in taken.head(ROOM).to_dict("records")]
        shown(f"Decided since the meeting of {day(since)}", ["Return", "Neighbourhood"], rows, len(taken))
    if today() in view.now(meetings):
        st.markdown("This meeting is on record: the next one begins with what has changed since today.")
    elif page.may(view, "meet"):
        st.button("Keep that we met today", on_click=keep_today, args=(view, str(uuid4())))


def keep_today(view: View, act_id: str) -> None:
    """Keep that the steering group met today; a second click keeps nothing."""
    with suppress(AlreadyDone):
        record_meeting(view.database, today(), view.database.person.name, act_id=act_id)


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


def listed(sentences: Sequence[str]) -> Markup:
    """Return sentences as a list in HTML."""
    return html_list([given(each) for each in sentences])


def shown(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], total: int, room: int = ROOM, kind: str = "") -> None:
    """Show a table of the first rows, and how many more there are; that there is none in its place."""
    none = Markup("<p><strong>{}:</strong> none.</p>").format(caption)
    draw_html(html_table(caption, headings, rows, kind) + and_more(total, room) if total else none)


def and_more(total: int, room: int) -> Markup:
    """Return how many rows there are for which a screen has no room; "" for none."""
    return Markup("<p>And {:,} more.</p>").format(total - room) if total > room else Markup("")

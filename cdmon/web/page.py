"""What every page shares: its guard, its head, and its tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cdmon.clock import today
from cdmon.definitions import load
from cdmon.rights import NotAllowed, allow_in
from cdmon.tables.answers import read_answers
from cdmon.tables.changes import comparisons
from cdmon.tables.known import not_set_up, waves_in_use
from cdmon.tables.later import later
from cdmon.tables.listing import extent, page_of, pages
from cdmon.tables.programme import Programme
from cdmon.tables.starting import starting
from cdmon.tables.waiting import read_waiting, waiting
from cdmon.web import selection, take_away
from cdmon.web.escape import plain
from cdmon.web.finished import draw_html
from cdmon.web.html_table import NAMED, html_table
from cdmon.web.view import View
from cdmon.wording import ROUNDED, day, some_of

LONGEST_TABLE = 100  # rows; what is longer is turned over

_view: ContextVar[View] = ContextVar("view")


@contextmanager
def routed(view: View) -> Iterator[None]:
    """Let the page that runs inside show this view; outside of it, no page shows anything."""
    token = _view.set(view)
    try:
        yield
    finally:
        _view.reset(token)


def begin(needs_programme: bool = True, right: str = "look") -> View:
    """Begin a page and return what it shows; stop it when the router did not send for it, or there is no programme yet.

    NotAllowed where the person has not the `right` that the page asks for.
    """
    view = _view.get(None)
    if view is None:
        st.error("This page does not open by itself. Open the dashboard at its front page.")
        st.stop()
    allow_in(view.database, right)
    if needs_programme and view.programme is None:
        no_programme(view)
    if needs_programme and view.wrong:
        say_wrong(view)
    if view.programme is not None:
        head(view.programme, view)
    return view


def may(view: View, action: str, *neighbourhoods: str) -> bool:
    """Tell whether the person may do something that a part of the page is for; where not, that part is a sentence that says whom to ask."""
    try:
        allow_in(view.database, action, *neighbourhoods)
    except NotAllowed as refusal:
        st.caption(plain(str(refusal)))
        return False
    return True


def head(programme: Programme, view: View) -> None:
    """Say whose figures these are and as at which day; invented ones are labelled as invented."""
    invented = Markup('<span class="cd-badge">Invented example</span> ') if programme.invented else ""
    if view.provisional:
        st.warning("Provisional figures: returns that nobody has accepted yet are counted.", icon=":material/pending:")
    told = " · ".join(
        (
            *([whose(view)] if view.neighbourhood else []),
            programme.name,
            programme.place_in_time,
            f"figures as at {day(programme.today)}",
        )
    )
    st.html(Markup('<p class="cd-head">{}{}</p>').format(invented, told))
    since = view.read(later) if view.as_at is None else ""
    if since:
        st.info(since, icon=":material/update:")
        st.button("Look at it from today", on_click=selection.look_from, args=(today(),))


def say_wrong(view: View) -> None:
    """Say why what was asked for cannot be shown, and stop the page: nothing else is shown in its place."""
    st.error(plain(view.wrong))
    way_on()
    st.stop()


def way_on() -> None:
    """Draw a button that leads away from what cannot be shown."""
    st.button("Show the latest figures of all neighbourhoods", on_click=selection.start_again)


def no_programme(view: View) -> None:
    """Say that there is nothing to show, and what to do; stop the page."""
    if view.as_at is not None:
        st.info(f"{not_set_up(view.as_at)} Choose a later day under “Figures as at”, or leave it empty.")
        way_on()
    else:
        st.info(not_set_up(None))
        st.page_link(view.pages["welcome"], label="Go to the welcome page")
    st.stop()


def heading_on_screen(text: str) -> None:
    """Draw the heading of what is pressed, which a sheet of paper leaves out with it."""
    st.html(Markup('<h2 class="cd-screen">{}</h2>').format(text))


def whose(view: View, wave: str = "") -> str:
    """Say whom a page is about: one neighbourhood, those of a wave or all of them."""
    if view.neighbourhood is not None:
        return view.label(view.neighbourhood)
    named = [each.title for each in view.read(waves_in_use) if each.code == wave]
    return f"{named[0]}: its neighbourhoods together" if named else "All neighbourhoods together"


@contextmanager
def folded(title: str, key: str) -> Iterator[bool]:
    """Give a part of a page that is drawn only once somebody opens it; whether it is open."""
    with st.expander(title, key=key, on_change="rerun") as part:
        yield bool(part.open)


def say_whose(view: View, purpose: str, wave: str = "") -> None:
    """Say whether a page is about one neighbourhood, those of a wave or all of them, and how to change that."""
    if view.neighbourhood is None:
        st.markdown(f"**{plain(whose(view, wave))}.** {purpose} Choose a neighbourhood above to see its own.")
    else:
        st.markdown(f"**{plain(whose(view))}.** {purpose}")


def name_others(what: str, names: list[str]) -> None:
    """Name below a table what has no row in it and why, so that nothing is silently left out."""
    if names:
        st.markdown(f"*{what}:* {plain(some_of(names, NAMED, '; '))}.")


def tell_waiting(view: View) -> None:
    """Say how many returns wait for a decision, of the neighbourhood in view or of all, with the way to them; nothing where none does."""
    waits = view.read(waiting)
    number = waits.get(view.neighbourhood, 0) if view.neighbourhood else sum(waits.values())
    if number:
        place = {"neighbourhood": view.label(view.neighbourhood)} if view.neighbourhood else None
        st.page_link(view.pages["history"], label=read_waiting(number), icon=":material/pending_actions:", query_params=place)


def tell_start(view: View) -> None:
    """Lead to what is left to start, while the first register or the first survey round has not been sent."""
    left = [step for step in view.now(starting)[:-1] if not step.is_done]
    if left:
        told = f"What is left to start: {len(left)} step{'' if len(left) == 1 else 's'}"
        st.page_link(view.pages["welcome"], label=told, icon=":material/checklist:")


def choose_pool(view: View) -> str:
    """Let the person choose which neighbourhoods are pooled, by their wave; "" for all of them, as where there is only one wave."""
    waves = view.read(waves_in_use)
    if len(waves) < 2:
        return ""
    titles = {"": "All neighbourhoods"} | {wave.code: plain(wave.title) for wave in waves}
    if st.session_state.get("pool") not in titles:  # chosen where the waves were others
        st.session_state.pop("pool", None)
    return str(st.segmented_control("Pooled", list(titles), default="", required=True, format_func=titles.__getitem__, key="pool"))


def warn_of_chance(table: pd.DataFrame) -> None:
    """Say below a table of changes that they are rounded, and how many of the comparisons of samples chance alone brings about."""
    for sentence in on_chance(table):
        st.caption(sentence)


def on_chance(table: pd.DataFrame) -> Iterator[str]:
    """Yield the sentences of `warn_of_chance`."""
    made = comparisons(table["change"])
    if table["change"].notna().any():
        yield ROUNDED
    if made:
        by_chance = f"about {made / 20:.0f} of them" if made >= 15 else "one of them, or none,"
        there = "There is 1" if made == 1 else f"There are {made:,}"
        yield (
            "About one in twenty comparisons of two surveys shows a change by chance alone, though a change is called one only where "
            f"its whole 95% interval lies above or below zero. {there} here: chance alone would make {by_chance} look real."
        )


def other_questions(answered: pd.DataFrame, survey: str) -> None:
    """Draw what was answered to the questions of a survey that no indicator needs, and say what no table shows."""
    if answered.empty:
        st.markdown("None was asked beside those that the six factors use.")
    table(read_answers(answered), alt=f"Other questions, {load().surveys[survey].title}")
    if (answered["kind"] == "wish").any():
        st.caption("Wishes are told where several residents had the same one, in the same words; others stay with those who answered.")


def table(frame: pd.DataFrame, alt: str) -> None:
    """Draw a frame of texts as a table, its first column heading the rows; `alt` names it. Nothing when it has no rows.

    Of more than LONGEST_TABLE rows a page is shown, and the means to turn to another.
    """
    if len(frame):
        take_away.add(alt, lambda: frame)
    part = frame
    if len(frame) > LONGEST_TABLE:
        with st.container(horizontal=True, vertical_alignment="center"):
            number = st.pagination(pages(len(frame)), key=f"rows of {alt}")
            st.caption(f"Rows {extent(len(frame), number)}")
        part = page_of(frame, number)
    if len(part):
        draw_html(as_html(part, alt))


def show(
    view: View, figures: Callable[..., pd.DataFrame], read: Callable[[pd.DataFrame], pd.DataFrame], alt: str, *arguments: str | None
) -> None:
    """Draw what a table of figures gives for these arguments, in the words of `read`, as `table` does; made once and kept."""
    html = view.part(told, figures, read, alt, *arguments)
    if html:
        take_away.add(alt, lambda: read(view.figures(figures, *arguments)))
        draw_html(html)


def told(
    view: View, figures: Callable[..., pd.DataFrame], read: Callable[[pd.DataFrame], pd.DataFrame], alt: str, *arguments: str | None
) -> Markup:
    """Return the table of `show` as HTML, "" when it has no rows."""
    return as_html(read(view.figures(figures, *arguments)), alt)


def as_html(frame: pd.DataFrame, alt: str) -> Markup:
    """Return a frame of texts as the HTML of a table, "" when it has no rows."""
    if frame.empty:
        return Markup("")
    return html_table(alt, [str(title) for title in frame.columns], frame.astype(str).to_numpy().tolist(), "cd-frame")

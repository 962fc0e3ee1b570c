"""What stands beside the six factors of a neighbourhood: one part at a time, drawn when somebody asks for it."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.answers import SURVEYS, answers
from cdmon.tables.comparators import read_comparators
from cdmon.tables.context import CAVEATS, context, read_context
from cdmon.web import page
from cdmon.web.one_factor import factors_of
from cdmon.web.view import View


def choose_more(with_context: bool) -> str | None:
    """Let the person open one part, by one control for all (each is a message to every browser); None while none is open."""
    titles = {survey: f"Other questions: {load().surveys[survey].title}" for survey in SURVEYS}
    titles |= {"comparators": "Beside published figures of the same questions"}
    titles |= {"context": "Published statistics of the area"} if with_context else {}
    if st.session_state.get("more") not in titles:  # chosen where there was more to choose from
        st.session_state.pop("more", None)
    return st.pills("More about it", list(titles), format_func=titles.__getitem__, key="more", bind="query-params")


def show_more(view: View, part: str, wave: str) -> None:
    """Show a part of the neighbourhood in view, or of those of a wave pooled."""
    if part == "comparators":
        page.table(read_comparators(factors_of(view, wave)), alt="Figures of other areas, where the question is the same")
    elif part == "context":
        page.table(read_context(view.figures(context, view.neighbourhood)), alt="Published statistics, here and elsewhere")
        st.caption(CAVEATS)
    else:
        page.other_questions(view.figures(answers, part, view.neighbourhood, wave), part)

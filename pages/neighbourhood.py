"""The six factors of one neighbourhood, or of all of them pooled, on one screen; one factor at a time opens below."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.answers import SURVEYS, answers
from cdmon.tables.comparators import read_comparators
from cdmon.tables.context import CAVEATS, context, read_context
from cdmon.tables.own_ratings import own_ratings, read_own_ratings
from cdmon.tables.settings import about_neighbourhood
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.one_factor import choose_factor, factors_of, show_factor
from cdmon.web.six_rows import six_factors

view = page.begin()
wave = "" if view.neighbourhood else page.choose_pool(view)

page.tell_waiting(view)
st.html(view.part(six_factors, page.whose(view, wave), wave))
if view.neighbourhood:
    st.markdown(plain(view.read(about_neighbourhood, view.neighbourhood)))
number = choose_factor()
if number:
    show_factor(view, number, wave)

page.heading_on_screen("More about it")
for survey in SURVEYS:
    with page.folded(f"Other questions: {load().surveys[survey].title}", f"other-{survey}") as is_open:
        if is_open:
            page.other_questions(view.figures(answers, survey, view.neighbourhood, wave), survey)
with page.folded("Beside published figures of the same questions", "comparators") as is_open:
    if is_open:
        page.table(read_comparators(factors_of(view, wave)), alt="Figures of other areas, where the question is the same")
if not wave:
    page.show(view, own_ratings, read_own_ratings, "Ratings of the programme's own aspects", view.neighbourhood)
    with page.folded("Published statistics of the area", "context") as is_open:
        if is_open:
            page.table(read_context(view.figures(context, view.neighbourhood)), alt="Published statistics, here and elsewhere")
            st.caption(CAVEATS)

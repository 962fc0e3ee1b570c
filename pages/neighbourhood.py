"""The six-factor table of one neighbourhood, or of all of them pooled, and below it how each figure went."""

import pandas as pd
import streamlit as st

from cdmon.definitions import load
from cdmon.tables.answers import SURVEYS, answers
from cdmon.tables.comparators import read_comparators
from cdmon.tables.context import CAVEATS, context, read_context
from cdmon.tables.factors import factors, pool, read_factors, series, titles_with_remarks
from cdmon.tables.headline import headline, read_headline
from cdmon.tables.own_ratings import own_ratings, read_own_ratings
from cdmon.tables.settings import about_neighbourhood
from cdmon.tables.support import read_spaces, read_support, spaces, support
from cdmon.tables.sureness import provenance_mix, read_smallest_rises, read_sureness
from cdmon.tables.xmr import monthly
from cdmon.web import charts, page
from cdmon.web.escape import plain

SUPPORTED = 5  # the factor that support stands under
BESIDE = ["Rated", "In words", "What changed"]
ABSENT = {  # by verdict
    "not collected": "Not collected",
    "not pooled": "Shown for single neighbourhoods only, because these figures cannot be added up",
}

view = page.begin("Neighbourhood")
wave = "" if view.neighbourhood else page.choose_pool(view)
page.say_whose(view, "The six factors, from the first figures (the baseline) to the latest.", wave)
if view.neighbourhood:
    st.markdown(plain(view.read(about_neighbourhood, view.neighbourhood)))

st.header("The six headlines", anchor=False)
six = read_headline(view.figures(headline, view.neighbourhood, wave))
page.table(six.drop(columns=BESIDE), alt="The six headlines")
with st.expander("Ratings, words and what changed, beside each headline", key="beside", on_change="rerun") as below:
    if below.open:
        page.table(six[["Factor", *BESIDE]], alt="What stands beside each headline: ratings, words and what changed")
        own = read_own_ratings(view.figures(own_ratings, view.neighbourhood)) if not wave else pd.DataFrame()
        page.table(own, alt="Ratings of the programme's own aspects")
table = view.figures(factors, view.neighbourhood) if view.neighbourhood else view.figures(pool, wave)
text = read_factors(table).drop(columns="Factor")
with st.container(key="factors"):
    for factor in load().factors.values():
        st.header(f"{factor.number}. {factor.title}", anchor=False)
        of_factor = table["factor"] == factor.number
        page.table(text[of_factor & ~table["verdict"].isin(list(ABSENT))], alt=f"Factor {factor.number}, {factor.title}")
        page.say_sources(provenance_mix(table[of_factor]))
        for verdict, why in ABSENT.items():
            page.name_others(why, titles_with_remarks(table[of_factor & (table["verdict"] == verdict)]))
        if factor.number == SUPPORTED and not wave:
            with st.expander("Meeting spaces, workers, money and help in kind, one by one", key="support", on_change="rerun") as below:
                if below.open:
                    given = view.figures(support, view.neighbourhood)
                    page.table(read_spaces(spaces(given)), alt="Meeting spaces, by what groups pay")
                    page.table(read_support(given), alt="What supports groups")
page.warn_of_chance(table)
with st.expander("How small a change these samples could show", key="sureness", on_change="rerun") as below:
    if below.open:
        page.table(read_smallest_rises(table), alt="The smallest rise that would show four times out of five")
        page.table(read_sureness(table), alt="Who was asked, who answered, and how the sample was designed")

st.header("Other questions", anchor=False)
for survey in SURVEYS:
    with st.expander(load().surveys[survey].title, key=f"other-{survey}", on_change="rerun") as below:
        if below.open:
            page.other_questions(view.figures(answers, survey, view.neighbourhood, wave), survey)

published = read_comparators(table)
if len(published):
    st.header("Beside published figures", anchor=False)
    page.table(published, alt="Figures of other areas, where the question is the same")

if view.neighbourhood:
    st.header("Over time", anchor=False)
    charts.draw(table, view.figures(series, view.neighbourhood), view.figures(monthly, view.neighbourhood))

statistics = read_context(view.figures(context, view.neighbourhood)) if not wave else pd.DataFrame()
if len(statistics):
    st.header("Published statistics", anchor=False)
    page.table(statistics, alt="Published statistics, here and elsewhere")
    st.caption(CAVEATS)

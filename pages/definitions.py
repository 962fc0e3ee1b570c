"""What each figure counts and why: indicators, KPIs and milestones, the columns of each dataset, and what can be wrong with a file."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.programme_kpis import kpis_and_indicators
from cdmon.web import explained, long_list, page
from cdmon.web.explained import INDICATORS, MILESTONES, PROBLEMS, as_it_is, columns_of

view = page.begin(needs_programme=False)
definitions = load()
part = st.segmented_control(
    "Show",
    ["Indicators", "KPIs and milestones", "Datasets", "Problems"],
    default="Indicators",
    required=True,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)

if part == "Indicators":
    long_list.draw(INDICATORS, explained.indicators(), explained.read_indicators, "Indicators, by factor")
    titles = {indicator.title: code for code, indicator in definitions.indicators.items()}
    opened = st.selectbox(
        "Open one", list(titles), None, key="indicator", bind="query-params", placeholder="Choose one to see how it is computed"
    )
    if opened:
        indicator = definitions.indicators[titles[opened]]
        factor = definitions.factors[indicator.factor]
        page.table(explained.indicator(indicator), alt=f"Definition of {indicator.title}")
        st.markdown(f"Of factor {factor.number} the handbook measures: {'; '.join(factor.measures)}. Source: {factor.source}.")

elif part == "KPIs and milestones":
    st.header("KPIs", anchor=False)
    page.table(explained.kpis(*view.read(kpis_and_indicators)), alt="Definitions of the KPIs")
    st.header("Milestones", anchor=False)
    own = view.programme.milestones if view.programme else definitions.milestones.values()
    long_list.draw(MILESTONES, explained.milestones(list(own)), as_it_is, "Definitions of the milestones")
    st.header("Criteria of break clauses", anchor=False)
    asked = view.programme.criteria if view.programme else definitions.criteria.values()
    page.table(explained.criteria(list(asked)), alt="What is asked at the break clauses")

elif part == "Problems":
    st.markdown("What can be wrong with a file, as the Upload page says it. An error keeps the file from being sent; a warning does not.")
    long_list.draw(PROBLEMS, explained.problems(list(definitions.problems.values())), as_it_is, "What can be wrong with a file")

else:
    datasets = definitions.datasets
    code = st.selectbox("Dataset", list(datasets), format_func=lambda code: datasets[code].title, key="dataset", bind="query-params")
    st.markdown(f"{datasets[code].description} Version {datasets[code].version}. Source: {datasets[code].source}.")
    for sheet in datasets[code].sheets:
        st.header(f"Sheet {sheet.title}", anchor=False)
        st.markdown(sheet.help)
        long_list.draw(columns_of(sheet), explained.columns(sheet), as_it_is, f"Columns of the sheet {sheet.title}")
        if sheet.questions:
            page.table(explained.questions(sheet.questions), alt="Questions that are further columns of the sheet")
        if sheet.code == "local_questions":
            page.table(explained.questions("items"), alt="Ready-made questions, of which the code alone is enough")

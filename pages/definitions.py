"""What each figure counts and why: indicators by factor, KPIs and milestones, and the columns of each dataset."""

import streamlit as st

from cdmon.definitions import load
from cdmon.tables.programme_kpis import kpis_and_indicators
from cdmon.web import explained, page

view = page.begin(needs_programme=False)
definitions = load()
part = st.segmented_control(
    "Show",
    ["Indicators", "KPIs and milestones", "Datasets", "Problems"],
    default="Indicators",
    required=True,
    key="part",
    bind="query-params",
)

if part == "Indicators":
    factors = definitions.factors
    number = st.selectbox("Factor", list(factors), format_func=lambda n: f"{n}. {factors[n].title}", key="factor", bind="query-params")
    st.markdown(f"The handbook measures: {'; '.join(factors[number].measures)}. Source: {factors[number].source}.")
    for indicator in definitions.indicators.values():
        if indicator.factor == number:
            st.header(indicator.title, anchor=False)
            page.table(explained.indicator(indicator), alt=f"Definition of {indicator.title}")

elif part == "KPIs and milestones":
    st.header("KPIs", anchor=False)
    page.table(explained.kpis(*view.read(kpis_and_indicators)), alt="Definitions of the KPIs")
    st.header("Milestones", anchor=False)
    own = view.programme.milestones if view.programme else definitions.milestones.values()
    page.table(explained.milestones(list(own)), alt="Definitions of the milestones")

elif part == "Problems":
    st.markdown("What can be wrong with a file, as the Upload page says it. An error keeps the file from being sent; a warning does not.")
    across = {rule for dataset in definitions.datasets.values() for rule in dataset.rules}
    for heading, wanted in (("Files, sheets and cells", False), ("Across rows and sheets", True)):
        st.header(heading, anchor=False)
        page.table(explained.problems([p for p in definitions.problems.values() if (p.code in across) is wanted]), alt=heading)

else:
    datasets = definitions.datasets
    code = st.selectbox("Dataset", list(datasets), format_func=lambda code: datasets[code].title, key="dataset", bind="query-params")
    st.markdown(f"{datasets[code].description} Version {datasets[code].version}. Source: {datasets[code].source}.")
    for sheet in datasets[code].sheets:
        st.header(f"Sheet {sheet.title}", anchor=False)
        st.markdown(sheet.help)
        with st.container(key=f"definitions-{sheet.code}"):
            page.table(explained.columns(sheet), alt=f"Columns of the sheet {sheet.title}")
            if sheet.questions:
                page.table(explained.questions(sheet.questions), alt="Questions that are further columns of the sheet")
            if sheet.code == "local_questions":
                page.table(explained.questions("items"), alt="Ready-made questions, of which the code alone is enough")

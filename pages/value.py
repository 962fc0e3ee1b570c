"""What the programme may be worth: what others claim, and a calculator for somebody's own assumptions. Never mixed with results."""

import streamlit as st

from cdmon.refusal import Refusal
from cdmon.tables.assumptions import assumptions
from cdmon.tables.known import programme_of
from cdmon.tables.value import CAVEAT, NOT_REPRODUCIBLE, read_claims
from cdmon.value.valuation import valuation
from cdmon.web import page, valuing
from cdmon.web.escape import plain

view = page.begin()
years = view.read(programme_of).years

st.header("What others claim", anchor=False)
st.markdown(NOT_REPRODUCIBLE)
with page.folded("Ten published figures, each with what speaks against it", "claims") as is_open:
    if is_open:
        page.table(read_claims(), alt="Published claims about money; none is a figure of this programme")

st.header("What you assume", anchor=False)
st.markdown(f"{CAVEAT} The programme has {years} years. Leave blank what nobody knows.")
try:
    assumed = valuing.ask(*valuing.begin_with(view.everything(assumptions)))
    valuing.explain_parts()
    st.header("What that comes to", anchor=False)
    valuing.show(valuation(assumed, years))
except Refusal as refusal:
    st.error(plain(str(refusal)))
    st.stop()
if view.as_at is None:
    page.heading_on_screen("Keep it")
    valuing.keep(view, assumed)

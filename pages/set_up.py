"""The set-up as forms, for who would rather not fill in a workbook: it is checked, looked through and sent as one."""

import streamlit as st

from cdmon.web import forms, page

view = page.begin(needs_programme=False, right="set_up")
st.markdown(
    "What the programme is, part by part. What you type is made into the same workbook that the Upload page takes, and nothing counts "
    "before you have looked through the whole and sent it. The set-up before it stays in History."
)
st.header("1. Fill in", anchor=False)
rows = forms.hold(view)
sheet = forms.choose_sheet()
forms.ask_row(sheet, rows)
forms.show_rows(sheet, rows)
page.heading_on_screen("2. Look through it and send it")
forms.look_through(view, rows)

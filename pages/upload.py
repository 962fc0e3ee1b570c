"""Templates out, returns in: nothing is stored before Send is pressed."""

import streamlit as st

from cdmon.web import page, sending

view = page.begin("Upload", needs_programme=False)
sending.tell_what_changed()

st.header("1. Fill in a template", anchor=False)
sending.choose_template(view)

st.header("2. Choose the file", anchor=False)
upload = sending.choose_file()

if upload is not None:
    st.header("3. Look through it", anchor=False)
    sending.show(view, upload)

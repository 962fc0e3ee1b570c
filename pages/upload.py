"""Templates out, returns in: nothing is stored before Send is pressed."""

import streamlit as st

from cdmon.web import mapping, page, sending, templates

view = page.begin(needs_programme=False, right="send")

st.header("1. Fill in a template", anchor=False)
nothing = templates.choose_template(view)

st.header("2. Choose the file", anchor=False)
st.markdown("One file, or a whole backlog at once.")
chosen = sending.choose_files() or sending.as_chosen(nothing)

if chosen:
    st.header("3. Look through it", anchor=False)
if len(chosen) == 1:
    read = mapping.mapped(view, chosen[0])
    if read is not None:
        sending.show(view, read)
elif chosen:
    sending.show_many(view, chosen)
else:
    sending.tell_what_changed(view)

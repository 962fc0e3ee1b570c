"""The files beside milestones: a list to fetch them from, and the form that puts one there."""

from functools import partial
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.attach import LARGEST, attach
from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.tables.attachments import attached_file, attachments, read_attachments
from cdmon.tables.milestones import REACHED
from cdmon.text import clean_file_name
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.view import View


def show(view: View) -> None:
    """Show the files of the neighbourhood in view, or of all, each to fetch as it came."""
    found = view.everything(attachments, view.neighbourhood)
    if found.empty:
        st.markdown("No file has been put to a milestone.")
    page.table(read_attachments(found), alt="Files that show milestones, the newest first")
    for row in found.to_dict("records") if found.empty or page.may(view, "evidence") else ():
        file, name = partial(content, view.database, row["act_id"]), clean_file_name(row["file_name"])
        st.download_button(f"Fetch {plain(row['file_name'])}", file, name, key=row["act_id"], on_click="ignore")


def content(database: Database, act_id: str) -> bytes:
    """Return the content of a file."""
    with database.cursor() as cursor:
        found = attached_file(cursor, act_id)
    keep_taken(database, "evidence", act_id)
    return found


def ask(database: Database, table: pd.DataFrame) -> None:
    """Draw the form that puts a file to one of the milestones of a table that were reached; nothing where none was."""
    rows = table[table["state"].isin(REACHED)].to_dict("records")
    if not rows:
        st.markdown("A file is put to a milestone once it has been signed off.")
        return
    act_id = st.session_state.setdefault("attach-act", str(uuid4()))
    with st.form("attach", enter_to_submit=False, clear_on_submit=False):
        names = [plain(f"{row['neighbourhood'] if pd.notna(row['neighbourhood']) else 'Programme'}: {row['title']}") for row in rows]
        at = st.selectbox("Milestone", range(len(rows)), format_func=names.__getitem__)
        file = st.file_uploader("File", max_upload_size=LARGEST // 1_000_000, key=f"attach-{act_id}")
        note = st.text_input("What it shows")
        pressed = st.form_submit_button("Put it there")
    if not pressed:
        return
    if file is None:
        st.error("Choose a file first.")
        return
    place = rows[at]["neighbourhood"] if pd.notna(rows[at]["neighbourhood"]) else ""
    try:
        attach(database, rows[at]["milestone"], place, file.name, file.getvalue(), note, database.person.name, act_id=act_id)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    del st.session_state["attach-act"]
    st.rerun()

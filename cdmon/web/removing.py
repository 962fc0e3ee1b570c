"""The offer to take what is personal out of a file before it is sent."""

import streamlit as st

from cdmon.problems import FEATURE
from cdmon.returns.removed import removed, removed_name
from cdmon.web.outcome import Outcome
from cdmon.web.view import View
from cdmon.workbooks.cells import Upload

IN_CELLS = {"personal-data", "personal-id"}


def offer_without(view: View, seen: Outcome, upload: Upload) -> None:
    """Offer a copy of a file without what is personal in it, where any was found; it is made only when somebody asks for it."""
    if any(problem.code in IN_CELLS and not str(problem.cell).startswith(FEATURE) for problem in seen.problems):
        st.download_button(
            "Remove them: download your file without personal data",
            lambda: removed(view.database, upload).content,
            file_name=removed_name(upload.file_name),
            on_click="ignore",
        )

"""What is wrong with a file, as people read it: errors, warnings apart, and the file given back with its cells marked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cdmon.problems import Problem
from cdmon.returns.apart import made
from cdmon.web import page
from cdmon.web.announce import announce, counted
from cdmon.web.outcome import Outcome
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.marked import marked, marked_name

PROBLEM = ["Severity", "Sheet", "Cell", "Column", "Value", "What to do"]


def tell_problems(seen: Outcome, upload: Upload | None = None) -> None:
    """Show the problems of a file: errors, and apart from them the warnings; with its `upload`, give it back with them marked."""
    errors, warnings = ([each for each in seen.problems if each.severity == severity] for severity in ("error", "warning"))
    if errors:
        announce(f"{counted(len(errors), 'problem')}: nothing was stored", "wrong")
        mapped = "Change the matches above, or put" if upload is not None and upload.mapping is not None else "Put"
        st.markdown(f"The file cannot be sent yet. {mapped} these points right in your spreadsheet, save it, and choose it again.")
        draw(errors, "errors", "Errors in the file")
    if warnings:
        heading = f"Warnings ({len(warnings)}): the file can be sent {'as far as these go' if errors else 'as it is'}"
        with st.expander(heading, expanded=not errors):
            draw(warnings, "warnings", "Warnings about the file")
    if seen.problems and upload is not None:
        st.download_button(
            "Download your file with these points marked",
            lambda: made(marked, upload, seen.problems),
            file_name=marked_name(upload.file_name),
            on_click="ignore",
        )


def draw(problems: Sequence[Problem], key: str, alt: str) -> None:
    """Draw a table of problems; on a phone what to do stands first in each card."""
    rows = [(p.severity, p.sheet or "whole file", p.cell or "–", p.column or "–", p.value or "–", p.message) for p in problems]
    with st.container(key=f"problems-{key}"):
        page.table(pd.DataFrame(rows, columns=PROBLEM), alt=alt)

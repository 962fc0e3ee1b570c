"""Reports on their page: a draft that is made when somebody presses, what the authors write, and the report that is issued."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.act import AlreadyDone
from cdmon.acts.write_words import LONGEST, write_words
from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.reports.issuing import FORMATS, drafted, issue_report
from cdmon.reports.residents import residents_summary
from cdmon.tables.issued_reports import NOT_BEGUN, issued_file
from cdmon.tables.report_words import TITLES, report_words
from cdmon.web import long_work
from cdmon.web.announce import announce
from cdmon.web.escape import plain
from cdmon.web.long_work import Tell
from cdmon.web.view import View
from cdmon.wording import day, moment

ISSUE = "Issue it"
KINDS = {".pdf": "PDF", ".docx": "Word document to edit"}


def offer_issued(view: View, issued: pd.DataFrame) -> None:
    """Draw a button for each file of a report that was issued, which gives it as it left."""
    for row in issued.to_dict("records"):
        with st.container(horizontal=True):
            for ending, kind in KINDS.items():
                st.download_button(
                    f"Number {row['number']}, {row['report']}: {kind}",
                    partial(content, view.database, int(row["number"]), ending),
                    f"cdmon-report-{row['number']}-{row['report']}{ending}",
                    key=f"issued-{row['number']}{ending}",
                    on_click="ignore",
                )


def content(database: Database, number: int, ending: str) -> bytes:
    """Return a file of a report that was issued, to somebody who fetches it."""
    with database.cursor() as cursor:
        found = issued_file(cursor, number, ending)
    keep_taken(database, "issued file", f"{number}{ending}")
    return found


def offer_summary(view: View) -> None:
    """Draw a button for each kind of file of the summary for the residents of the neighbourhood in view; it is made when it is pressed."""
    if view.neighbourhood is None:
        st.markdown("Choose a neighbourhood above for two pages in plain English for those who live there.")
        return
    st.markdown(f"Two pages in plain English for those who live in {plain(view.label(view.neighbourhood))}, with the figures in view.")
    with st.container(horizontal=True):
        for ending, kind in KINDS.items():
            name, make = f"cdmon-residents-{view.neighbourhood}{ending}", partial(for_residents, view, ending)
            st.download_button(f"For residents: {kind}", make, name, key=f"residents{ending}", on_click="ignore")


def for_residents(view: View, ending: str) -> bytes:
    """Return the summary for the residents of the neighbourhood in view as a file."""
    made = FORMATS[ending](view.figures(residents_summary, view.neighbourhood))
    keep_taken(view.database, "summary", neighbourhood=view.neighbourhood or "")
    return made


def choose(table: pd.DataFrame) -> str | None:
    """Let the person choose one of the reports whose stage has begun; None while none is chosen."""
    titles = {row["code"]: row["title"] for row in table[table["state"] != NOT_BEGUN].to_dict("records")}
    chosen: str | None = st.selectbox("Report", list(titles), None, titles.__getitem__, key="report", bind="query-params")
    return chosen


def show_draft(view: View, code: str) -> None:
    """Draw the button that has a draft made beside the page and, once it is made, those that give its files."""
    if view.as_at:
        st.markdown(f"With the figures as at {day(view.as_at)}, the day that is chosen above.")
    names = {f"Draft: {kind}": f"cdmon-draft-{code}{ending}" for ending, kind in KINDS.items()}
    about = (code, view.as_at, view.database.data_version())
    long_work.offer("Make a draft", names, partial(make_draft, view.database, code, view.as_at), about)


def make_draft(database: Database, code: str, as_at: date | None, folder: Path, tell: Tell) -> None:
    """Write the draft of a report to a folder in each of its formats; `tell` is told which part is being made."""
    parts, most = count(), len(load().report_parts) + len(FORMATS)
    report = drafted(database, code, as_at, lambda title: tell(next(parts), most, title))
    for ending, make in FORMATS.items():
        tell(next(parts), most, KINDS[ending])
        (folder / f"cdmon-draft-{code}{ending}").write_bytes(make(report))


def ask_words(view: View, code: str) -> None:
    """Draw the form in which authors write what stands in the report beside its figures, filled with what was written last."""
    written = view.now(report_words, code)
    last = written.iloc[0] if len(written) else None
    if last is not None:
        st.caption(plain(f"Written last by {last['written_by']}, {moment(last['written_at'])}. What was written before stays to be seen."))
    form = f"words-{code}-{len(written)}"
    with st.form(form, enter_to_submit=False):
        texts = {
            part: st.text_area(title, "" if last is None else last[part], max_chars=LONGEST, height=200, key=f"{form}-{part}")
            for part, title in TITLES.items()
        }
        reason = st.text_input("Why this takes the place of what was written before", key=f"{form}-reason") if last is not None else ""
        pressed = st.form_submit_button("Keep these words", type="primary")
    if pressed:
        do(
            form,
            "Kept: these words stand in the report.",
            lambda act_id: write_words(view.database, code, texts, view.database.person.name, reason, act_id=act_id),
        )


def ask_issue(view: View, code: str, issued: pd.DataFrame) -> None:
    """Draw the form that issues a report as it would be now; then how far its making is, and at last its files."""
    st.markdown("An issued report gets a number and is kept as it is: whatever is corrected later, it can be fetched again unchanged.")
    about = ("issued", code)
    if long_work.is_shown(ISSUE, about):
        return
    form = f"issue-{code}"
    names = {f"As issued: {kind}": f"cdmon-report-{code}{ending}" for ending, kind in KINDS.items()}

    def begin() -> None:
        reason, by, act_id = str(st.session_state.get(f"{form}-reason", "")), view.database.person.name, str(uuid4())
        make = partial(make_issued, view.database, code, view.as_at, partial(issue_report, by=by, reason=reason, act_id=act_id))
        long_work.start(ISSUE, names, make, about)

    with st.form(form, enter_to_submit=False):
        if (issued["report"] == code).any():
            st.text_input("Why another one is issued", key=f"{form}-reason")
        st.form_submit_button(ISSUE, type="primary", on_click=begin)


def make_issued(database: Database, code: str, as_at: date | None, issue: Callable[..., int], folder: Path, tell: Tell) -> None:
    """Issue a report and write its files to a folder as they were kept; who cancels it before it is kept has issued nothing."""
    parts, most = count(), len(load().report_parts) + len(FORMATS) + 1
    number = issue(database, code, until=as_at, tell=lambda title: tell(next(parts), most, title))
    with database.cursor() as cursor:
        for ending in FORMATS:
            (folder / f"cdmon-report-{code}{ending}").write_bytes(issued_file(cursor, number, ending))


def do(form: str, said: str, act: Callable[[str], object]) -> None:
    """Do what a form asks for, once, and say so on the page that is drawn anew; what cannot be is said below the form."""
    act_id = st.session_state.setdefault(f"{form}-act", str(uuid4()))
    try:
        act(act_id)
    except AlreadyDone:
        return
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state["report-done"] = said
    st.rerun()


def tell_done() -> None:
    """Say what was done, once it has been."""
    if said := st.session_state.pop("report-done", None):
        announce(said)

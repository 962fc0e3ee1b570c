"""The parts of the Upload page: templates out, a file in, its problems or what it would change, and Send."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import pandas as pd
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cdmon.database import Database, open_database
from cdmon.definitions import load
from cdmon.parts import Dataset
from cdmon.returns.blank import blank
from cdmon.returns.problems import Problem
from cdmon.returns.submit import Receipt, preview, submit
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.view import View
from cdmon.wording import period
from cdmon.workbooks.cells import LARGEST_FILE, Upload

ENDINGS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"]
SENDER = "not signed in"
REMEMBERED = 100  # files stored last, by which a second click is known

_sending = Lock()
_sent: OrderedDict[str, "Outcome"] = OrderedDict()


@dataclass(frozen=True)
class Outcome:
    """A check, preview or receipt as people read it; the file itself and its cells are let go."""

    file_name: str
    ok: bool
    stored: bool
    problems: pd.DataFrame
    returns: pd.DataFrame
    effect: pd.DataFrame


def outcome(receipt: Receipt) -> Outcome:
    """Return the tables of a receipt as people read them."""
    titles = {code: dataset.title for code, dataset in load().datasets.items()}
    returns = [
        (
            titles[p.dataset],
            p.neighbourhood or "Programme",
            period(p.period) or "no period",
            f"{p.rows:,}",
            "replaces one sent before" if p.replaces else "new",
        )
        for p in receipt.checked.plans
    ]
    effect = receipt.effect.reindex(columns=["neighbourhood", "title", "before", "after"])
    return Outcome(
        receipt.checked.upload.file_name,
        receipt.checked.ok,
        receipt.stored,
        pd.DataFrame(map(read_problem, receipt.checked.problems), columns=["Severity", "Sheet", "Cell", "Column", "Value", "What to do"]),
        pd.DataFrame(returns, columns=["Return", "Neighbourhood", "Period", "Rows", "New or replacing"]),
        effect.set_axis(["Neighbourhood", "Indicator", "Before", "After"], axis=1),
    )


def read_problem(problem: Problem) -> tuple[str, ...]:
    """Return a problem as people read it: severity, sheet, cell, column, value and what to do."""
    place = (problem.sheet or "whole file", problem.cell or "–", problem.column or "–", problem.value or "–")
    return (problem.severity, *place, problem.message)


def choose_template(view: View) -> None:
    """Let the person choose a dataset and what it is about, and download the workbook for it."""
    datasets = load().datasets
    columns = st.columns(3)
    code = columns[0].selectbox("Return", list(datasets), format_func=lambda code: datasets[code].title, key="template")
    dataset = datasets[code]
    neighbourhood = month = None
    if view.programme and dataset.scope == "neighbourhood":
        neighbourhood = columns[1].selectbox(
            "For the neighbourhood", list(view.names), None, view.label, placeholder="Several, or not yet known"
        )
    if view.programme and dataset.period == "month":
        months = [str(month) for month in pd.period_range(view.programme.start_month, view.programme.today, freq="M")]
        month = columns[2].selectbox("For the month", months[::-1], None, period, placeholder="Several, or not yet known")
    st.markdown(dataset.description)
    template_button(view, dataset, neighbourhood, month)


def template_button(view: View, dataset: Dataset, neighbourhood: str | None = None, month: str | None = None) -> None:
    """Draw a button that downloads the template of a dataset; the workbook is made only when it is pressed."""
    st.download_button(
        f"Download the workbook: {dataset.title}",
        lambda: blank(view.database, dataset.code, neighbourhood, month),
        file_name="-".join(part for part in (dataset.code, neighbourhood, month) if part) + ".xlsx",
        on_click="ignore",
    )


def choose_file() -> Upload | None:
    """Let the person choose or drop a file; None until they have. Once it is stored, the place is empty again."""
    file = st.file_uploader(
        "A filled-in workbook, or a CSV file",
        type=ENDINGS,
        key=file_key(),
        on_change=forget_receipt,
        max_upload_size=LARGEST_FILE // 1_000_000,
    )
    return None if file is None else Upload(file.name, file.getvalue())


def file_key() -> str:
    """Return the key of the uploader: a new one after each file that was stored, which lets the old file go."""
    return f"file-{st.session_state.get('files_stored', 0)}"


def forget_receipt() -> None:
    """Take away what the last file changed, once another is chosen."""
    st.session_state.pop("receipt", None)


def show(view: View, upload: Upload) -> None:
    """Show the problems of a file or, if it has no error, what sending it would change; then it can be sent."""
    seen = look_through(view.database.url, view.database.data_version(), upload.sha256, upload.file_name, upload)
    if not seen.problems.empty:
        tell_problems(seen)
    if seen.ok:
        page.table(seen.returns, alt="The returns in this file")
        tell_effect(seen, "Sending it will change these figures.", "Sending it changes no figure of the factor tables.")
        st.button("Send", type="primary", on_click=send, args=(view.database, file_key()))


@st.cache_data(max_entries=3, scope="session", show_spinner="Checking the file …")
def look_through(url: str, version: str, sha256: str, file_name: str, _upload: Upload) -> Outcome:
    """Return what sending a file would do; nothing is stored."""
    return outcome(preview(open_database(url), _upload))


def tell_problems(seen: Outcome) -> None:
    """Show the problems of a file, errors first."""
    if seen.ok:
        st.warning("The file can be sent as it is. Please look at these points first.")
    else:
        st.error(
            "The file cannot be sent yet. Put these points right in your spreadsheet, save it, and choose it again. Nothing was stored."
        )
    page.table(seen.problems, alt="Problems in the file")


def tell_effect(seen: Outcome, sentence: str, without: str) -> None:
    """Show which figures change, before and after."""
    st.markdown(without if seen.effect.empty else sentence)
    if not seen.effect.empty:
        page.table(seen.effect, alt="Figures before and after")


def send(database: Database, key: str) -> None:
    """Store the file under a key, and show what became of it; a key that is used up does nothing."""
    file = st.session_state.get(key)
    if file is None or key != file_key():
        return
    receipt = send_once(database, file)
    st.session_state["receipt"] = receipt
    if receipt.stored:
        st.session_state["files_stored"] = st.session_state.get("files_stored", 0) + 1
        let_go(file)


def send_once(database: Database, file: UploadedFile) -> Outcome:
    """Store an uploaded file, or return what became of it when it was stored already.

    A second click while the first is being dealt with starts a second run beside it, and cuts the first off from the session's state:
    so the second waits here, and tells what the first has done.
    """
    with _sending:
        known = _sent.get(file.file_id)
        if known is not None:
            return known
        receipt = outcome(submit(database, Upload(file.name, file.getvalue()), by=SENDER))
        if receipt.stored:
            _sent[file.file_id] = receipt
            while len(_sent) > REMEMBERED:
                _sent.popitem(last=False)
        return receipt


def let_go(file: UploadedFile) -> None:
    """Free the memory of a file that is stored; Streamlit by itself keeps it until its session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def tell_what_changed() -> None:
    """Show what became of the file sent last, until another is chosen."""
    receipt: Outcome | None = st.session_state.get("receipt")
    if receipt is None:
        return
    if not receipt.stored:
        tell_problems(receipt)
        return
    st.success(f"Stored: {plain(receipt.file_name)}.")
    page.table(receipt.returns, alt="The returns that were stored")
    tell_effect(receipt, "These figures have changed.", "No figure of the factor tables has changed.")

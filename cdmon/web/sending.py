"""The way in on the Upload page: a file or many, what sending would do, what the person decides about it, and Send."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from uuid import NAMESPACE_URL, uuid5

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cdmon.acts.names import SameName
from cdmon.acts.restate import Restatement
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.backlog import Sent, submit_all
from cdmon.returns.compared import Overtaken
from cdmon.returns.submit import preview, submit
from cdmon.web.announce import announce, counted
from cdmon.web.escape import plain
from cdmon.web.faults import tell_problems
from cdmon.web.outcome import Outcome, outcome
from cdmon.web.preview import tell_changes, tell_effect
from cdmon.web.receipt import tell_many, tell_receipt
from cdmon.web.removing import offer_without
from cdmon.web.view import View
from cdmon.workbooks.cells import LARGEST_FILE, Upload

ENDINGS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "geojson"]
REMEMBERED = 100  # files stored last, by which a second click is known
AND_AGAIN = (
    "Nothing was stored: since you looked, what this file holds was sent, or decided about, more than once. Look at what sending it would "
    "change now, and send it again if that is right."
)
LATER, SAME, OTHER = "Decide later", "The same group", "Another group"

_sending = Lock()
_sent: OrderedDict[str, Outcome] = OrderedDict()


@dataclass(frozen=True)
class Chosen:
    """A file that the person has chosen: where it stands in the uploader, and what it is."""

    file_id: str
    upload: Upload


def choose_files() -> list[Chosen]:
    """Let the person choose or drop files; none until they have. Once they are stored, the place is empty again."""
    files = st.file_uploader(
        "Filled-in workbooks, or CSV files",
        type=ENDINGS,
        key=file_key(),
        accept_multiple_files=True,
        on_change=forget_receipt,
        max_upload_size=LARGEST_FILE // 1_000_000,
    )
    return [Chosen(file.file_id, Upload(file.name, file.getvalue())) for file in files]


def as_chosen(upload: Upload | None) -> list[Chosen]:
    """Return a return that was made here, where there is one, as a chosen file; each visitor's is another, as an uploaded one would be."""
    return [Chosen(f"{upload.file_name} {file_key()}", upload)] if upload is not None else []


def file_key() -> str:
    """Return the key of the uploader: another for each visitor and after each sending, which lets the old files go."""
    return f"file-{st.session_state['visitor']}-{st.session_state.get('files_stored', 0)}"


def forget_receipt() -> None:
    """Take away what the last file changed, once another is chosen."""
    st.session_state.pop("receipt", None)
    st.session_state.pop("receipts", None)


def show(view: View, chosen: Chosen) -> None:
    """Show the problems of a file or, if it has no error, what sending it would change, with Send above and below."""
    seen = look_through(view.database, state_of(view.database), chosen.upload.read_as, (), chosen.upload)
    if not seen.ok:
        tell_problems(seen, chosen.upload)
        offer_without(view, seen, chosen.upload)
        return
    above = st.container()
    tell_problems(seen, chosen.upload)
    offer_without(view, seen, chosen.upload)
    names = decide_names(seen)
    if names:
        seen = look_through(view.database, state_of(view.database), chosen.upload.read_as, names, chosen.upload)
    if not seen.ok:  # one group in two rows
        tell_problems(seen, chosen.upload)
        return
    tell_changes(seen)
    tell_effect(seen, "Sending it will change these figures.", "Sending it changes no figure of the factor tables.")
    restatement = ask_why(seen)
    with above:
        tell_overtaken(chosen, seen)
        send_button("above", view.database, chosen, seen, names, restatement)
    send_button("below", view.database, chosen, seen, names, restatement)


def send_button(
    where: str, database: Database, chosen: Chosen, seen: Outcome, names: Sequence[SameName], restatement: Restatement | None
) -> None:
    """Draw a button that sends what was seen.

    Of another preview it is another button: a second click on the one before it must not send what nobody has looked at.
    """
    key = f"send-{where}-{chosen.file_id}-{seen.seal}"
    st.button("Send", type="primary", key=key, on_click=send, args=(database, chosen, seen.seal, names, restatement))


def state_of(database: Database) -> str:
    """Return a text that is another for each store, state of it, and person that it is open for."""
    return repr((database.url, database.version_in_view(), database.person))


@st.cache_data(max_entries=3, scope="session", show_spinner="Checking the file … To stop, remove it above.", show_time=True)
def look_through(_database: Database, state: str, read_as: str, names: tuple[SameName, ...], _upload: Upload) -> Outcome:
    """Return what sending a file would do; nothing is stored. Who does anything else meanwhile ends the check of a large file."""
    return outcome(preview(_database, _upload, names, wait=stop_if_left))


def stop_if_left() -> None:
    """Let Streamlit stop this run if the person has done something else: it does so when a run asks for the state of its session."""
    st.session_state.get("receipt")


def decide_names(seen: Outcome) -> tuple[SameName, ...]:
    """Ask of each name that is like another whether the two are one group, and return what was decided."""
    decided = []
    if seen.alike:
        st.subheader("The same group?", anchor=False)
    for place, name, like, is_double in seen.alike:
        other = "that stands in the same register as" if is_double else "that the register calls"
        question = f"{plain(place)}: is “{plain(name)}” the group {other} “{plain(like)}”?"
        answer = st.radio(question, [LATER, SAME, OTHER], horizontal=True, key=f"same-{place}-{name}")
        if answer != LATER:
            decided.append(SameName(place, name, like if answer == SAME else ""))
    return tuple(decided)


def ask_why(seen: Outcome) -> Restatement | None:
    """Ask why a stage that is over is corrected; None where none is."""
    if not seen.restated:
        return None
    reasons = load().restatements
    stages = " and ".join(map(str, seen.restated))
    st.warning(
        f"Stage {stages} is over. A correction to it is a restatement: "
        "both figures are kept, and the KPI export lists them with the reason."
    )
    reason = st.selectbox("Reason", list(reasons), None, lambda code: reasons[code].title, key="restatement")
    return Restatement(reason or "", st.text_input("In your words", key="explanation", max_chars=500))


def send(database: Database, chosen: Chosen, seen: str, names: Sequence[SameName], restatement: Restatement | None) -> None:
    """Store a chosen file as it was `seen` (the seal of its preview), and show what became of it, or that it was overtaken."""
    try:
        receipt = send_once(database, chosen, seen, names, restatement)
    except Overtaken as overtaken:
        st.session_state["overtaken"] = (chosen.file_id, overtaken.seal, str(overtaken))
        return
    st.session_state["receipt"] = receipt
    if receipt.stored:
        start_again([chosen])


def tell_overtaken(chosen: Chosen, seen: Outcome) -> None:
    """Say what there is to send; or that it was not stored because somebody else was quicker, or for a reason that is missing."""
    file_id, seal, sentence = st.session_state.get("overtaken", ("", "", ""))
    refused: Outcome | None = st.session_state.get("receipt")
    if refused is not None and not refused.stored and refused.file_name == chosen.upload.file_name:
        tell_problems(refused)
    elif file_id == chosen.file_id:
        announce("Nothing was stored: somebody else was quicker", "ask")
        st.markdown(plain(sentence) if seal == seen.seal else AND_AGAIN)
    else:
        announce(f"Ready to send: {counted(len(seen.returns), 'return')}", "ask")


def send_once(
    database: Database, chosen: Chosen, seen: str | None = None, names: Sequence[SameName] = (), restatement: Restatement | None = None
) -> Outcome:
    """Store a chosen file as it was `seen`, or return what became of it when it was stored already; Overtaken when it is another now.

    A second click while the first is being dealt with starts a second run beside it, and cuts the first off from the session's state:
    so the second waits here, and tells what the first has done.
    """
    act_id = str(uuid5(NAMESPACE_URL, chosen.file_id))  # by which the store knows a second click that another server deals with
    with _sending:
        known = _sent.get(chosen.file_id)
        if known is not None:
            return known
        receipt = outcome(
            submit(database, chosen.upload, by=database.person.name, restatement=restatement, names=names, seen=seen, act_id=act_id)
        )
        if receipt.stored:
            _sent[chosen.file_id] = receipt
            while len(_sent) > REMEMBERED:
                _sent.popitem(last=False)
        return receipt


def start_again(chosen: Sequence[Chosen]) -> None:
    """Empty the uploader, and free the memory of its files; Streamlit by itself keeps them until its session ends."""
    st.session_state["files_stored"] = st.session_state.get("files_stored", 0) + 1
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for each in chosen:
            context.uploaded_file_mgr.remove_file(context.session_id, each.file_id)


def show_many(view: View, chosen: Sequence[Chosen]) -> None:
    """Send many files one after the other, with a progress bar, and tell what became of each."""
    st.markdown(
        f"{len(chosen)} files. Each goes in whole or not at all, in the order of their names; those with errors are listed afterwards, "
        "to be put right and sent again. To see first what a file would change, choose it alone."
    )
    if not st.button(f"Send all {len(chosen)} files", type="primary", key="send-all"):
        return
    bar = st.progress(0.0, "Sending …")

    def progress(done: int, total: int, name: str) -> None:
        bar.progress(done / total, plain(f"{done} of {total} done. {name}"))

    uploads = [each.upload for each in sorted(chosen, key=lambda each: each.upload.file_name.casefold())]
    with _sending:
        sent = submit_all(
            view.database, [partial(Upload, each.file_name, each.content) for each in uploads], view.database.person.name, progress
        )
    st.session_state["receipts"] = sent
    start_again(chosen)
    st.rerun()


def tell_what_changed(view: View) -> None:
    """Show what became of the file or files sent last, until others are chosen."""
    receipt: Outcome | None = st.session_state.get("receipt")
    if receipt is not None:
        tell_receipt(view, receipt)
    many: list[Sent] | None = st.session_state.get("receipts")
    if many is not None:
        tell_many(many)

"""Work that takes longer than a page may: it runs beside the script run, tells how far it is, and can be cancelled.

A page calls `offer("Make a draft", {"Draft: PDF": "draft.pdf"}, make)`: a button, then a line that follows the work by itself while the
page stays usable, then a button for each file; a form that begins it calls `is_shown` and `start`. `make(folder, tell)` writes the files
to a folder, takes a cursor of its own, and calls `tell(done, of)` now and then, with what is being done if that says more. Each visitor has
one piece of work at a time, the server two. It is a thread and no process, as a store that is a file is open in one process alone. What it
made goes with the visitor's session.
"""

import logging
import secrets
import shutil
import weakref
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from threading import BoundedSemaphore, Event, Thread
from typing import Protocol

import streamlit as st

from cdmon.refusal import Refusal
from cdmon.web.escape import plain
from cdmon.web.logs import where_it_broke

AT_ONCE = 2  # pieces of work on this server
SECONDS = 0.5  # between two looks at how far it is
KEPT = "long-work"


class Tell(Protocol):
    """Tells how much is done of how much and, if that says more, what is being done; what it raises ends the work."""

    def __call__(self, done: int, of: int, what: str = "") -> None:
        """Tell it."""


Make = Callable[[Path, Tell], object]

log = logging.getLogger("cdmon")
_places = BoundedSemaphore(AT_ONCE)


class CancelledError(Exception):
    """Raised within the work when nobody wants it any more."""


class Progress:
    """How far a piece of work is, and how it ended: all that its thread holds."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.done, self.of, self.what = 0, 1, ""
        self.failed = ""  # a sentence
        self.is_cancelled, self.is_cut, self.is_over = Event(), Event(), Event()  # nobody wants it; it stopped for that; it stopped

    def tell(self, done: int, of: int, what: str = "") -> None:
        """Note how much is done of how much, and what is next; CancelledError when nobody wants it any more."""
        self.done, self.of, self.what = done, of, what
        if self.is_cancelled.is_set():
            raise CancelledError


class LongWork:
    """One piece of work, from its start until its files are let go: when nobody holds this any more, as when a session ends."""

    def __init__(self, title: str, files: Mapping[str, str], make: Make, about: Hashable = ()) -> None:
        """Begin the work; Refusal when the server has as much of it as it can do. `about` is what its files are of."""
        if not _places.acquire(blocking=False):
            raise Refusal("Others are having files made just now. Try again in a minute.")
        self.title, self.about, self.folder = title, about, Path(mkdtemp(prefix="cdmon-work-"))
        self.files = {label: self.folder / name for label, name in files.items()}
        self.progress = Progress()
        self.let_go = weakref.finalize(self, throw_away, self.progress, self.folder)
        Thread(target=run, args=(self.progress, make, self.folder, title), daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Whether its files are there to be taken."""
        return self.progress.is_over.is_set() and not self.progress.failed and not self.progress.is_cut.is_set()


def run(progress: Progress, make: Make, folder: Path, title: str) -> None:
    """Do the work in its thread: its files are whole or gone, and a failure is a sentence."""
    try:
        make(folder, progress.tell)
    except CancelledError:
        progress.is_cut.set()
    except Refusal as refusal:
        progress.failed = str(refusal)
    except BaseException as error:
        reference = secrets.token_hex(4).upper()
        log.error("Reference %s: %s", reference, where_it_broke(error), extra={"reference": reference})
        progress.failed = f"“{title}” failed. Try again; if it fails again, tell whoever runs this dashboard the reference {reference}."
    finally:
        if progress.failed or progress.is_cut.is_set():
            shutil.rmtree(folder, ignore_errors=True)
        _places.release()
        progress.is_over.set()


def throw_away(progress: Progress, folder: Path) -> None:
    """Cancel the work, if it is not done, and delete what it made."""
    progress.is_cancelled.set()
    shutil.rmtree(folder, ignore_errors=True)


def offer(title: str, files: Mapping[str, str], make: Make, about: Hashable = ()) -> None:
    """Draw a button of this title that has files made, how far that is, and then a button for each; one piece of work at a time.

    `files` are their names by the labels of their buttons; where `about` changes, as with the data, they have to be made anew.
    """
    if not is_shown(title, about):
        st.button(title, on_click=start, args=(title, files, make, about))


def is_shown(title: str, about: Hashable) -> bool:
    """Draw how this visitor's work of this title stands, or that another is being made; False where none is, so that it can be begun."""
    work: LongWork | None = st.session_state.get(KEPT)
    is_running = work is not None and not work.progress.is_over.is_set()
    if work is not None and work.title == title and (is_running or work.about == about):
        follow(work)
    elif work is not None and is_running:
        st.markdown(f"*Something else is being made (“{plain(work.title)}”); when that is over, this can be.*")
    else:
        return False
    return True


def start(title: str, files: Mapping[str, str], make: Make, about: Hashable) -> None:
    """Begin a piece of work for this visitor, in the place of the last."""
    let_go()
    try:
        st.session_state[KEPT] = LongWork(title, files, make, about)
    except Refusal as refusal:
        st.toast(plain(str(refusal)))


def let_go() -> None:
    """Let go of this visitor's last piece of work, and of its files."""
    work: LongWork | None = st.session_state.pop(KEPT, None)
    if work is not None:
        work.let_go()


def follow(work: LongWork) -> None:
    """Draw how far this visitor's work is, again and again until it is over; then its files, or why there are none."""
    if not work.progress.is_over.is_set():
        st.fragment(tell_progress, run_every=SECONDS)()
    elif work.is_ready:
        with st.container(horizontal=True):
            for label, file in work.files.items():
                st.download_button(label, file.read_bytes, file.name, on_click="ignore", type="primary")
            st.button("Remove", on_click=let_go, key="let go of work")
    else:
        st.error(plain(work.progress.failed or "Cancelled. Nothing is kept of it."))
        st.button("Back", on_click=let_go, key="let go of work")


def tell_progress() -> None:
    """Draw how far the work is, with the means to cancel it; the page is run again once it is over."""
    work: LongWork | None = st.session_state.get(KEPT)
    if work is None or work.progress.is_over.is_set():
        st.rerun()
    progress = work.progress
    said = progress.what or f"{progress.done} of {progress.of} parts are done"
    st.progress(min(progress.done / max(progress.of, 1), 1.0), plain(f"Making it: {said} …"))
    st.button("Cancel", on_click=progress.is_cancelled.set, key="cancel work")

"""Work beside the page: how far it is, what it made, cancelled, failed, too much at once, and gone with the session."""

import gc
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.refusal import Refusal
from cdmon.web.long_work import AT_ONCE, LongWork

TYPED = "what somebody typed"


@pytest.fixture
def held():
    """Work that waits until it is let on, once it has begun; whatever happens, it is let on at the end."""
    work = Held()
    yield work
    work.go.set()


class Held:
    """Makes a file in two parts, and waits between them."""

    def __init__(self):
        self.begun, self.go = Event(), Event()

    def __call__(self, folder, tell):
        file = folder / "report.txt"
        tell(1, 2)
        file.write_text("half")
        self.begun.set()
        assert self.go.wait(30)
        tell(2, 2)
        file.write_text("whole")


def begun(make) -> LongWork:
    return LongWork("The report", {"Take it": "report.txt"}, make)


def over(work: LongWork) -> LongWork:
    assert work.progress.is_over.wait(30)
    return work


def test_it_tells_how_far_it_is_and_then_its_file_is_there(held):
    work = begun(held)
    assert held.begun.wait(30)
    assert (work.progress.done, work.progress.of, work.is_ready) == (1, 2, False)
    held.go.set()
    assert over(work).is_ready and work.files["Take it"].read_text() == "whole"
    work.let_go()
    assert not work.folder.exists()


def test_cancelled_it_stops_and_leaves_no_half_file(held):
    work = begun(held)
    assert held.begun.wait(30) and work.files["Take it"].exists()
    work.progress.is_cancelled.set()
    held.go.set()
    assert not over(work).is_ready and work.progress.failed == "" and not work.folder.exists()


def test_cancelled_once_all_is_done_it_is_there_all_the_same():
    def make(folder, tell):
        work.progress.is_cancelled.set()
        (folder / "report.txt").write_text("whole")

    ready = Event()

    def waits(folder, tell):
        assert ready.wait(30)
        make(folder, tell)

    work = begun(waits)
    ready.set()
    assert over(work).is_ready and work.files["Take it"].read_text() == "whole"


def test_a_failure_is_a_sentence_with_a_reference_and_leaves_no_half_file(caplog):
    def breaks(folder, tell):
        (folder / "report.txt").write_text("half")
        raise ZeroDivisionError(TYPED)

    work = over(begun(breaks))
    assert work.progress.failed.startswith("“The report” failed.") and not work.is_ready
    reference = work.progress.failed.split()[-1].rstrip(".")
    assert f"Reference {reference}: ZeroDivisionError" in caplog.text and TYPED not in caplog.text + work.progress.failed
    assert not work.folder.exists()


def test_a_refusal_is_said_in_its_own_words():
    def refuses(folder, tell):
        raise Refusal("There is no stage 9.")

    assert over(begun(refuses)).progress.failed == "There is no stage 9."


def test_only_so_many_at_once_and_again_when_one_is_over(held):
    work = [begun(held) for _ in range(AT_ONCE)]
    with pytest.raises(Refusal, match="Try again"):
        begun(held)
    held.go.set()
    for each in work:
        over(each)
    over(begun(lambda folder, tell: None))


def test_who_leaves_takes_the_file_along_and_ends_the_work(held):
    work = begun(held)
    progress, folder = work.progress, work.folder
    assert held.begun.wait(30)
    del work  # as Streamlit forgets a session
    gc.collect()
    assert progress.is_cancelled.is_set() and not folder.exists()
    held.go.set()
    assert progress.is_over.wait(30)
    assert not folder.exists()


def script():
    import streamlit as st

    from cdmon.web import long_work

    st.button("Something else")
    long_work.offer("Report *1*", {"Take it": "report.txt"}, st.session_state["make"], st.session_state.get("about", 1))


def app_with(make) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["make"] = make
    return app.run()


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_on_a_page_it_is_begun_followed_and_taken_while_the_page_stays_usable(held):
    app = app_with(held)
    app.button[1].click().run()
    assert held.begun.wait(30)
    assert labels(app) == ["Something else", "Cancel"]
    app.button[0].click().run()
    assert labels(app) == ["Something else", "Cancel"] and not app.exception
    held.go.set()
    over(app.session_state["long-work"])
    app.run()
    assert labels(app) == ["Something else", "Remove"] and len(app.get("download_button")) == 1
    folder = app.session_state["long-work"].folder
    app.button(key="let go of work").click().run()
    assert labels(app)[1] == "Report *1*" and not folder.exists()


def test_on_a_page_it_can_be_cancelled(held):
    app = app_with(held)
    app.button[1].click().run()
    assert held.begun.wait(30)
    app.button(key="cancel work").click().run()
    held.go.set()
    over(app.session_state["long-work"])
    app.run()
    assert app.error[0].value == "Cancelled. Nothing is kept of it."


def test_on_a_page_a_failure_is_told():
    def breaks(folder: Path, tell):
        raise ZeroDivisionError(TYPED)

    app = app_with(breaks)
    app.button[1].click().run()
    over(app.session_state["long-work"])
    app.run()
    assert "failed" in app.error[0].value and TYPED not in app.error[0].value


def test_what_was_made_of_other_data_is_made_anew(held):
    held.go.set()
    app = app_with(held)
    app.button[1].click().run()
    over(app.session_state["long-work"])
    assert labels(app.run()) == ["Something else", "Remove"]
    app.session_state["about"] = 2
    assert labels(app.run()) == ["Something else", "Report *1*"]

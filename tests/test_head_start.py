"""In the first run of a session the menu waits for the first table, never for long; in no other run does anything wait."""

from contextlib import suppress
from threading import Event, current_thread, main_thread
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException, StopException

from cdmon.web import head_start


@pytest.fixture
def visit(monkeypatch):
    """A run of a script: what is said to the browser in the order of its coming, and how long the run waited."""
    said, waited, session = [], [], {}
    context = SimpleNamespace(_enqueue=said.append)
    monkeypatch.setattr(head_start, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(head_start, "Runtime", SimpleNamespace(exists=lambda: True))
    monkeypatch.setattr(head_start, "st", SimpleNamespace(session_state=session))
    monkeypatch.setattr(head_start, "sleep", waited.append)
    return SimpleNamespace(context=context, said=said, waited=waited, session=session, say=lambda what: context._enqueue(what))


def run(visit, *drawn):
    """Draw a page: its menu, its title, the widgets beside it, and then what is named; a table takes its head start."""
    with head_start.given():
        with head_start.held_back():
            visit.say("menu")
        visit.say("title")
        with head_start.held_back():
            visit.say("widgets")
        for each in drawn:
            visit.say(each)
            if each == "table":
                head_start.take()


def test_the_first_table_of_a_visit_comes_before_the_menu_and_the_widgets(visit):
    run(visit, "table", "chart")
    assert visit.said == ["title", "table", "menu", "widgets", "chart"]
    assert visit.waited == [head_start.SECONDS]


def test_the_head_start_is_taken_once(visit):
    run(visit, "table", "table")
    assert visit.said == ["title", "table", "menu", "widgets", "table"]
    assert visit.waited == [head_start.SECONDS]


def test_a_page_without_a_table_has_its_menu_at_its_end(visit):
    run(visit, "form")
    assert (visit.said, visit.waited) == (["title", "form", "menu", "widgets"], [])


def test_a_page_that_breaks_has_its_menu(visit):
    with suppress(RuntimeError), head_start.given():
        with head_start.held_back():
            visit.say("menu")
        raise RuntimeError
    assert visit.said == ["menu"]


def test_a_page_that_is_stopped_has_its_menu(visit):
    stopped = Event()

    def say(what):
        if stopped.is_set() and current_thread() is main_thread():
            raise StopException  # as Streamlit's own does
        visit.said.append(what)

    visit.context._enqueue = say
    with suppress(StopException), head_start.given():
        with head_start.held_back():
            visit.say("menu")
        stopped.set()
        visit.say("title")
    assert visit.said == ["menu"]


def test_a_page_that_leads_on_to_another_has_no_menu(visit):
    with suppress(RerunException), head_start.given():
        with head_start.held_back():
            visit.say("menu")
        raise RerunException(RerunData())
    assert visit.said == []


def test_a_page_that_takes_long_has_its_menu_meanwhile(visit, monkeypatch):
    monkeypatch.setattr(head_start, "LONGEST", 0.01)
    come = Event()
    with head_start.given():
        with head_start.held_back():
            visit.say("menu")
        held = head_start._held.get()
        held.later.append(come.set)
        assert come.wait(10)  # while the page is still being worked out
        assert visit.said == ["menu"]
        head_start.take()
    assert (visit.said, visit.waited) == (["menu"], [])


@pytest.mark.parametrize("later", ["a later run", "no server"])
def test_in_no_other_run_does_anything_wait(visit, monkeypatch, later):
    if later == "no server":
        monkeypatch.setattr(head_start, "Runtime", SimpleNamespace(exists=lambda: False))
    else:
        visit.session["visitor"] = "known"
    run(visit, "table")
    assert (visit.said, visit.waited) == (["menu", "title", "widgets", "table"], [])

"""A head start for the first table: whoever has just come reads it while the menu is still being drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Lock, Thread, Timer
from time import sleep

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx

SECONDS = 0.2  # in which a browser draws a table while it has no menu to draw
LONGEST = 1.0  # seconds: of a page that takes longer to work out, the menu and the head are there before its table


class Held:
    """What is said of a page later than it was drawn, but never much later."""

    def __init__(self) -> None:
        """Begin to count the time until all of it is said."""
        self.later: list[Callable[[], None]] = []
        self._lock, self._timer = Lock(), Timer(LONGEST, self.let_go)
        self._timer.start()

    def let_go(self) -> None:
        """Say what was held back, in its order."""
        self._timer.cancel()
        with self._lock:
            while self.later:
                self.later.pop(0)()


_held: ContextVar[Held | None] = ContextVar("held", default=None)


@contextmanager
def given() -> Iterator[None]:
    """Let what is `held_back` inside wait for the first table, in the first run of a session; at its end it is said in any case.

    A browser draws what comes in together in one go, and the menu takes it longer than the table. With a widget, whose script has yet to
    come, it also draws placeholders, and for half a second after those nothing that would leave one standing (React's limit).
    """
    is_first = Runtime.exists() and "visitor" not in st.session_state  # which `left_behind.told` gives to each session
    held = Held() if is_first else None
    token = _held.set(held)
    try:
        yield
    except RerunException:  # another run follows, with a menu of its own
        if held:
            held.later.clear()
        raise
    finally:
        _held.reset(token)
        if held and held.later:  # by a thread of its own, as Streamlit lets a run that `st.stop` has ended say nothing more
            saying = Thread(target=held.let_go)
            saying.start()
            saying.join()


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back what is said inside, where a head start is given."""
    held, context = _held.get(), get_script_run_ctx()
    if held is None or context is None:
        yield
        return
    say = context._enqueue
    context._enqueue = lambda message: held.later.append(partial(say, message))
    try:
        yield
    finally:
        context._enqueue = say


def take() -> None:
    """Take the head start for what has just been drawn; nothing where nothing is held back."""
    held = _held.get()
    if held and held.later:
        sleep(SECONDS)
        held.let_go()

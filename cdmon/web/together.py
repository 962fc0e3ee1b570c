"""What a run of a page has to say reaches the server's thread together: Streamlit wakes that thread for every message alone.

To be woken takes the interpreter from the run, which waits until it has it back: twenty times a click, for longer than it works.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime_util import MESSAGE_FLUSH_INTERVAL_SECS
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

_waiting: WeakKeyDictionary[AppSession, deque[Callable[[], None]]] = WeakKeyDictionary()  # what each session's run has said


def say_together() -> None:
    """Have the runs of all sessions hand over their messages together, from now on."""
    AppSession._on_scriptrunner_event = say  # type: ignore[method-assign,assignment]
    Runtime._enqueued_some_message = wake  # type: ignore[method-assign,assignment]


def say(session: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, *more: Any, **named: Any) -> None:
    """Take what a run says: a message waits for others, as long as Streamlit lets messages wait before it sends them; all else does not."""
    said = _waiting.setdefault(session, deque())
    said.append(partial(session._handle_scriptrunner_event_on_event_loop, sender, event, *more, **named))
    if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        session._call_soon_on_event_loop(partial(hand_over, said))
    elif len(said) == 1:
        session._call_soon_on_event_loop(partial(hand_over_soon, said))


def hand_over_soon(said: deque[Callable[[], None]]) -> None:
    """Have the server's thread, which this runs in, do what has been said and what else comes meanwhile."""
    asyncio.get_running_loop().call_later(MESSAGE_FLUSH_INTERVAL_SECS, hand_over, said)


def hand_over(said: deque[Callable[[], None]]) -> None:
    """Let the server's thread, which this runs in, do what has been said, in its order."""
    while said:
        asyncio.get_running_loop().call_soon(said.popleft())


def wake(runtime: Runtime) -> None:
    """Let the server send what there is: its own thread needs no waking."""
    server = runtime._get_async_objs()
    if asyncio._get_running_loop() is server.eventloop:
        server.need_send_data.set()
    else:
        server.eventloop.call_soon_threadsafe(server.need_send_data.set)

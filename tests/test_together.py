"""What a run says reaches the server's thread in its order, with fewer wakings than messages."""

import asyncio
import threading

from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from cdmon.web.together import say, wake

STARTED, MESSAGE, STOPPED = (
    ScriptRunnerEvent.SCRIPT_STARTED,
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
)


class Session:
    """As much of a session as a run speaks to."""

    def __init__(self):
        self._event_loop = asyncio.get_running_loop()
        self.done, self.wakings = [], 0

    def _call_soon_on_event_loop(self, callback):
        self.wakings += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(self, sender, event, forward_msg=None, page_script_hash=None):
        assert asyncio.get_running_loop() is self._event_loop
        self.done.append((sender, event, forward_msg, page_script_hash))


def heard(events, seconds=1.0):
    """What a session has done of what a run says in a thread of its own, and how often it was woken."""

    async def listen():
        session = Session()
        run = threading.Thread(target=lambda: [say(session, "run", *event) for event in events])
        run.start()
        await asyncio.to_thread(run.join)
        for _ in range(int(seconds * 100)):
            if len(session.done) == len(events):
                break
            await asyncio.sleep(0.01)
        return session.done, session.wakings

    return asyncio.run(listen())


def test_a_run_is_heard_in_its_order():
    events = [(STARTED, None, "page"), *((MESSAGE, number, None) for number in range(300)), (STOPPED, None, None)]
    done, _ = heard(events)
    assert done == [("run", *event) for event in events]


def test_messages_wait_for_one_another():
    done, wakings = heard([(MESSAGE, number, None) for number in range(300)])
    assert len(done) == 300
    assert wakings < 100  # one for all of them, but for a thread that is kept from running for five milliseconds now and then


def test_the_end_of_a_run_does_not_wait(monkeypatch):
    monkeypatch.setattr("cdmon.web.together.MESSAGE_FLUSH_INTERVAL_SECS", 3600)
    assert heard([(MESSAGE, 1, None)], seconds=0.1)[0] == []
    assert heard([(MESSAGE, 1, None), (STOPPED, None, None)])[0] == [("run", MESSAGE, 1, None), ("run", STOPPED, None, None)]


def test_the_server_is_told_that_there_is_something_to_send_from_any_thread():
    class Server:
        def __init__(self):
            self.eventloop, self.need_send_data = asyncio.get_running_loop(), asyncio.Event()

        def _get_async_objs(self):
            return self

    async def told(*, apart):
        server = Server()
        await (asyncio.to_thread(wake, server) if apart else asyncio.sleep(0, wake(server)))
        await asyncio.wait_for(server.need_send_data.wait(), 5)
        return True

    assert asyncio.run(told(apart=True)) and asyncio.run(told(apart=False))

"""Room for uploaded files: so many and so much of one visitor, so much of all, and free again once they are sent or the visitor goes."""

import asyncio
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from cdmon.web import uploads
from cdmon.web.uploads import MOST_FILES, MOST_OF_ALL, MOST_OF_ONE, UploadLimits, has_room
from tests.serving import serving

MB = 1_000_000


class Server:
    """An application that keeps what it is sent, behind the limits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held: uploads.Held = {}
        monkeypatch.setattr(uploads, "stored", lambda: dict(self.held))
        self.limits = UploadLimits(self.keep)
        self.waits = asyncio.Event()
        self.waits.set()

    async def keep(self, scope: Any, receive: Any, send: Any) -> None:
        await self.waits.wait()
        *_, session, name = scope["path"].split("/")
        self.held[session, name] = int(dict(scope["headers"]).get(b"content-length", 0))
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def put(self, session: str, name: str, size: int | None, method: str = "PUT") -> int:
        """Send a file of this size, and return the status of the answer."""
        answers: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            answers.append(message)

        headers = [] if size is None else [(b"content-length", str(size).encode())]
        scope = {"type": "http", "method": method, "path": f"/_stcore/upload_file/{session}/{name}", "headers": headers}
        await self.limits(scope, None, send)  # type: ignore[arg-type]
        return int(answers[0]["status"])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def sent(server: Server, *files: tuple[str, str, int | None]) -> list[int]:
    async def one_after_the_other() -> list[int]:
        return [await server.put(*file) for file in files]

    return asyncio.run(one_after_the_other())


def test_one_visitor_may_have_a_hundred_megabytes_and_then_no_more(server: Server):
    assert MOST_OF_ONE == 100 * MB
    assert sent(server, *[("a", f"{number}", 25 * MB) for number in range(4)], ("a", "4", 1), ("b", "0", 25 * MB)) == [204] * 4 + [413, 204]


def test_one_visitor_may_have_a_hundred_files(server: Server):
    assert MOST_FILES == 100
    assert sent(server, *[("a", f"{number}", 1) for number in range(101)]) == [204] * 100 + [413]


def test_all_visitors_together_may_have_four_hundred_megabytes(server: Server):
    assert MOST_OF_ALL == 400 * MB
    assert sent(server, *[(f"{number}", "x", 80 * MB) for number in range(6)]) == [204] * 5 + [413]


def test_the_same_file_again_takes_its_own_place(server: Server):
    assert sent(server, ("a", "x", 90 * MB), ("a", "x", 90 * MB)) == [204, 204]


def test_what_is_sent_or_left_makes_room(server: Server):
    assert sent(server, ("a", "x", 100 * MB), ("a", "y", 1)) == [204, 413]
    server.held.clear()
    assert sent(server, ("a", "y", 1)) == [204]


def test_a_file_that_does_not_say_how_long_it_is_counts_as_the_longest(server: Server):
    assert sent(server, ("a", "x", 80 * MB), ("a", "y", None)) == [204, 413]


def test_files_on_their_way_are_counted(server: Server):
    async def at_once() -> list[int]:
        server.waits = asyncio.Event()
        coming = [asyncio.create_task(server.put("a", f"{number}", 60 * MB)) for number in range(2)]
        await asyncio.sleep(0)
        server.waits.set()
        return [await each for each in coming]

    assert asyncio.run(at_once()) == [204, 413]
    assert server.limits.arriving == {}


def test_nothing_else_is_refused(server: Server):
    async def delete() -> int:
        return await server.put("a", "x", 500 * MB, method="DELETE")

    assert asyncio.run(delete()) == 204


def test_what_streamlit_holds_is_what_is_counted_and_goes_with_its_session(monkeypatch: pytest.MonkeyPatch):
    manager = MemoryUploadedFileManager("/_stcore/upload_file")

    class Running:
        uploaded_file_mgr = manager

    monkeypatch.setattr(uploads.Runtime, "exists", lambda: True)
    monkeypatch.setattr(uploads.Runtime, "instance", lambda: Running)
    for session, name in (("a", "x"), ("a", "y"), ("b", "z")):
        manager.add_file(session, UploadedFileRec(name, "groups.xlsx", "", b"four"))
    assert uploads.stored() == {("a", "x"): 4, ("a", "y"): 4, ("b", "z"): 4}
    manager.remove_session_files("a")
    assert uploads.stored() == {("b", "z"): 4}


class Session:
    """A session of Streamlit as far as its end goes: it is in a circle of references, and lets go of its files when it is collected."""

    def __init__(self, name: str, manager: MemoryUploadedFileManager) -> None:
        self.id, self.manager, self.itself = name, manager, self

    def __del__(self) -> None:
        self.manager.remove_session_files(self.id)


def test_what_a_visitor_sent_goes_soon_after_they_have_left(monkeypatch: pytest.MonkeyPatch):
    manager, trimmed = MemoryUploadedFileManager("/_stcore/upload_file"), []
    lasting, over = MemorySessionStorage(), MemorySessionStorage(ttl_seconds=0)
    for storage, name in ((lasting, "stays"), (over, "left")):
        storage.save(SessionInfo(None, Session(name, manager)))
        manager.add_file(name, UploadedFileRec("x", "groups.xlsx", "", b"four"))
    monkeypatch.setattr(uploads.Runtime, "exists", lambda: True)
    monkeypatch.setattr(uploads, "give_back", lambda: trimmed.append(True))
    for storage, held in ((lasting, {"stays", "left"}), (over, {"stays"}), (over, {"stays"})):
        running = SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage))
        monkeypatch.setattr(uploads.Runtime, "instance", lambda running=running: running)
        uploads.let_go()
        assert set(manager.file_storage) == held
    assert trimmed == [True]  # only when there was something to let go


def test_memory_can_be_given_back_here():
    uploads.give_back()


def test_the_running_server_lets_go_every_minute(monkeypatch: pytest.MonkeyPatch):
    times, waited = [], []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(uploads.asyncio, "sleep", sleep)
    monkeypatch.setattr(uploads, "let_go", lambda: times.append(True))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(uploads.keep_letting_go())
    assert (waited, len(times)) == ([60, 60, 60], 2)


def test_no_files_are_few_enough():
    assert has_room({}, "a")


def test_the_dashboard_refuses_what_is_too_much_before_it_is_sent(tmp_path_factory: pytest.TempPathFactory):
    with serving(tmp_path_factory.mktemp("uploads") / "store.duckdb") as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        connection.putrequest("PUT", "/_stcore/upload_file/somebody/file")
        connection.putheader("Content-Length", str(MOST_OF_ONE + 1))
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:14]) == (413, b"Too many files")
        connection.close()

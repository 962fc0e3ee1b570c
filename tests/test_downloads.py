"""A file that is made when its button is pressed comes also when the page is run again in that very moment."""

import asyncio
import shutil
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import media_file_manager
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from cdmon.store.errors import StoreError
from cdmon.web import downloads
from tests.browsing import read
from tests.serving import serving


class Session:
    """Runs of a script that draws one button, as far as Streamlit's files go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files = MediaFileManager(MemoryMediaFileStorage("/media"))
        running = SimpleNamespace(media_file_mgr=self.files)
        monkeypatch.setattr(downloads, "get_script_run_ctx", lambda: SimpleNamespace(session_id="a"))
        monkeypatch.setattr(downloads, "Runtime", SimpleNamespace(exists=lambda: True, instance=lambda: running))
        monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "a")
        monkeypatch.setattr(downloads.st, "session_state", {})

    def run(self, content: bytes) -> str:
        """Run the script to its end, and return the number of its button."""
        self.files.clear_session_refs()
        downloads.keep_last()
        number = self.files.add_deferred(lambda: content, "text/plain", "1.0", file_name="a.txt")
        self.files.remove_orphaned_files()
        return number

    def pressed(self, number: str) -> bytes:
        """Press the button of this number, and return the file that it gives."""
        name = self.files.execute_deferred(number).rpartition("/")[2].partition(".")[0]
        return self.files._storage.get_file(name).content


def test_a_button_gives_its_file_until_the_next_run_is_over_and_no_longer(monkeypatch: pytest.MonkeyPatch):
    session = Session(monkeypatch)
    first, second = session.run(b"first"), session.run(b"second")
    assert [session.pressed(number) for number in (first, second)] == [b"first", b"second"]
    session.run(b"third")
    assert session.pressed(second) == b"second"
    with pytest.raises(MediaFileStorageError):
        session.pressed(first)
    for number in range(20):
        session.run(f"{number}".encode())
    assert len(session.files._deferred_callables) == 2


@pytest.mark.parametrize(
    ("raised", "told"), [(StoreError("There is no room left."), "There is no room left."), (ValueError("a cell"), downloads.NOT_MADE)]
)
def test_a_button_whose_file_is_refused_says_why_and_tells_nothing_else(monkeypatch: pytest.MonkeyPatch, raised, told):
    def fail():
        raise raised

    session = Session(monkeypatch)
    request = BackendOperationRequest(request_id="7", deferred_file={"file_id": session.files.add_deferred(fail, "text/plain", "1.0")})
    answer = asyncio.run(downloads.made_or_told(DeferredFileHandler(lambda: session.files), request, "a"))
    assert (answer.request_id, answer.error_msg, answer.HasField("deferred_file")) == ("7", told, False)


def test_a_button_pressed_before_the_page_is_drawn_anew_gives_its_file(visitors, made_stores, tmp_path):
    """The browser is kept from what the server says while the page is run again; the button that it shows is that of the run before."""
    page, held, told = visitors.new_page(), [], []

    def between(socket):
        server = socket.connect_to_server()

        def from_server(message):
            told.append(ForwardMsg.FromString(message).WhichOneof("type") if isinstance(message, bytes) else "")
            held.append((socket, message)) if page_is_behind else socket.send(message)

        server.on_message(from_server)

    page_is_behind = False
    page.route_web_socket("**/_stcore/stream**", between)
    with serving(shutil.copy(made_stores["programme"], tmp_path / "store.duckdb")) as address:
        read(page, f"{address}/board")
        button = page.get_by_role("button", name="Due dates for your calendar")
        button.wait_for()
        page.get_by_label("Neighbourhood").first.click()
        page_is_behind = True
        told.clear()
        page.get_by_role("option", name="N01 Quayside").click()
        for _ in range(300):
            if "script_finished" in told:
                break
            page.wait_for_timeout(100)
        assert "script_finished" in told
        with page.expect_download() as download:
            button.click()
            page.wait_for_timeout(1_000)
            page_is_behind = False
            for socket, message in held:
                socket.send(message)
        assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    page.close()

"""People without a browser who send a file through the Upload page, as its own script does: for tests of many who send at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from cdmon.workbooks.cells import Upload
from tests.test_media import new_browser

EDGE = "----edge"
ALERT = re.compile(r'role="alert"><h2>(.*?)</h2>')


class Sender:
    """Somebody who has the Upload page open."""

    def __init__(self, address: str, cookies: str, tab: ClientConnection) -> None:
        self.address, self.cookies, self.tab = address, cookies, tab
        self.shown: list[ForwardMsg] = []  # by the last run of the page
        self.chosen: list[WidgetState] = []
        self.session = ""

    async def run(self, *widgets: WidgetState) -> None:
        """Have the page run with what is chosen and pressed, and wait until it is whole."""
        asked = BackMsg()
        asked.rerun_script.page_name = "upload"
        asked.rerun_script.widget_states.widgets.extend([*self.chosen, *widgets])
        await self.tab.send(asked.SerializeToString())
        await self.whole()

    async def whole(self) -> None:
        """Wait until the page is whole."""
        self.shown = []
        async for raw in self.tab:
            self.shown.append(told := ForwardMsg.FromString(raw))
            if told.HasField("new_session"):
                self.session = told.new_session.initialize.session_id
            if told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return
        raise AssertionError("the server hung up")

    async def choose(self, upload: Upload) -> None:
        """Choose a file, and look through it."""
        asked = BackMsg()
        asked.file_urls_request.session_id = self.session
        asked.file_urls_request.file_names.append(upload.file_name)
        await self.tab.send(asked.SerializeToString())
        async for raw in self.tab:
            if (told := ForwardMsg.FromString(raw)).HasField("file_urls_response"):
                break
        (urls,) = told.file_urls_response.file_urls
        await asyncio.to_thread(self.put, urls.upload_url, upload)
        state = WidgetState(id=next(each.file_uploader.id for each in self.elements() if each.HasField("file_uploader")))
        state.file_uploader_state_value.uploaded_file_info.add(
            name=upload.file_name, size=len(upload.content), file_id=urls.file_id, file_urls=urls
        )
        self.chosen = [state]
        await self.run()

    def put(self, path: str, upload: Upload) -> None:
        """Bring a file to the server."""
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{upload.file_name}"\r\n\r\n'
        body = head.encode() + upload.content + f"\r\n--{EDGE}--\r\n".encode()
        token = re.search(r"_streamlit_xsrf=([^;]+)", self.cookies)
        headers = {
            "Cookie": self.cookies,
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
            "X-Xsrftoken": token[1] if token else "",
        }
        with urlopen(Request(self.address + path, body, headers, method="PUT")) as answer:  # noqa: S310 (our own address)
            assert answer.status == 204

    def elements(self) -> list:
        """Return what the page shows, in the order in which it was drawn."""
        return [each.delta.new_element for each in self.shown if each.HasField("delta") and each.delta.HasField("new_element")]

    def told(self) -> str:
        """Return what the page announces last; "" where it announces nothing."""
        return next((found[1] for each in reversed(self.elements()) if (found := ALERT.search(each.html.body))), "")

    def pressed(self) -> WidgetState:
        """Return the state of a button Send that is pressed."""
        return WidgetState(id=next(each.button.id for each in self.elements() if each.button.label == "Send"), trigger_value=True)


@asynccontextmanager
async def sender(address: str) -> AsyncIterator[Sender]:
    """Let somebody open the Upload page in a browser of their own."""
    cookies = await asyncio.to_thread(new_browser, address)
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, origin=address, additional_headers={"Cookie": cookies}, max_size=None, ping_interval=None) as tab:
        somebody = Sender(address, cookies, tab)
        await somebody.run()
        yield somebody

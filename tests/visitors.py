"""Visitors without a browser, who say to a server what Streamlit's own page says: for measuring many people at once."""

import asyncio
import time
from typing import NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

THINKING = 0.5  # seconds between what a page shows and the next click


class Run(NamedTuple):
    """What one run of a page took."""

    milliseconds: float
    messages: int
    size: int  # bytes


class Visitor:
    """Somebody at a page, who says with each click where they are and what their browser still has, as Streamlit's own page does."""

    def __init__(self, connection: ClientConnection, page: str, selection: dict[str, str]) -> None:
        """Come to a page by an address that selects something."""
        self.connection = connection
        self.asked = BackMsg()
        self.asked.rerun_script.page_name = page
        self.asked.rerun_script.query_string = urlencode(selection)

    async def click(self) -> Run:
        """Ask for the page as a click does, and wait until the server has said all of it."""
        began, messages, size, kept = time.perf_counter(), 0, 0, set()
        await self.connection.send(self.asked.SerializeToString())
        async for raw in self.connection:
            told = ForwardMsg.FromString(raw)
            messages, size = messages + 1, size + len(raw)
            if told.metadata.cacheable or told.HasField("ref_hash"):
                kept.add(told.ref_hash or told.hash)
            if told.HasField("navigation"):
                self.asked.rerun_script.page_script_hash = told.navigation.page_script_hash
            if told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.asked.rerun_script.cached_message_hashes[:] = kept
                return Run((time.perf_counter() - began) * 1000, messages, size)
        raise AssertionError("the server hung up")


async def visit(address: str, page: str, selection: dict[str, str], clicks: int, thinking: float) -> list[Run]:
    """Open a page and click so many times, thinking before each; gives what each click took, not the opening."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, origin=address, max_size=None) as connection:  # type: ignore[arg-type]
        visitor = Visitor(connection, page, selection)
        await visitor.click()
        runs = []
        for _ in range(clicks):
            await asyncio.sleep(thinking)
            runs.append(await visitor.click())
        return runs


def visits(address: str, page: str, selection: dict[str, str], people: int = 1, clicks: int = 10, thinking: float = THINKING) -> list[Run]:
    """Let so many people look at a page at once, beginning one after the other; gives what every click of theirs took."""

    async def together() -> list[list[Run]]:
        async def one(number: int) -> list[Run]:
            await asyncio.sleep(thinking * number / people)
            return await visit(address, page, selection, clicks, thinking)

        return await asyncio.gather(*(one(number) for number in range(people)))

    return [run for runs in asyncio.run(together()) for run in runs]

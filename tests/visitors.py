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


async def run_once(visitor: ClientConnection, page: str, selection: dict[str, str]) -> Run:
    """Ask for a page as a click does, and wait until the server has said all of it."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = urlencode(selection)
    began, messages, size = time.perf_counter(), 0, 0
    await visitor.send(asked.SerializeToString())
    async for raw in visitor:
        told = ForwardMsg.FromString(raw)
        messages, size = messages + 1, size + len(raw)
        if told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return Run((time.perf_counter() - began) * 1000, messages, size)
    raise AssertionError("the server hung up")


async def visit(address: str, page: str, selection: dict[str, str], clicks: int, thinking: float) -> list[Run]:
    """Open a page and click so many times, thinking before each; gives what each click took, not the opening."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, origin=address, max_size=None) as visitor:  # type: ignore[arg-type]
        await run_once(visitor, page, selection)
        runs = []
        for _ in range(clicks):
            await asyncio.sleep(thinking)
            runs.append(await run_once(visitor, page, selection))
        return runs


def visits(address: str, page: str, selection: dict[str, str], people: int = 1, clicks: int = 10, thinking: float = THINKING) -> list[Run]:
    """Let so many people look at a page at once, beginning one after the other; gives what every click of theirs took."""

    async def together() -> list[list[Run]]:
        async def one(number: int) -> list[Run]:
            await asyncio.sleep(thinking * number / people)
            return await visit(address, page, selection, clicks, thinking)

        return await asyncio.gather(*(one(number) for number in range(people)))

    return [run for runs in asyncio.run(together()) for run in runs]

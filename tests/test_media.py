"""A file that a page offers is for the browser it was offered to, while its session lasts: tried with the links of the real server."""

import asyncio
import shutil
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from cdmon.web.media import GONE
from tests.serving import serving


@pytest.fixture(scope="module")
def address(made_stores, tmp_path_factory):
    with serving(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("media") / "store.duckdb")) as address:
        yield address


def new_browser(address):
    """Return the cookies that the server gives a browser which has none."""
    with urlopen(f"{address}/_stcore/health") as answer:  # noqa: S310 (our own address)
        found = SimpleCookie(answer.headers["Set-Cookie"])
    return "; ".join(f"{name}={each.value}" for name, each in found.items())


@asynccontextmanager
async def session(address, cookies, page, query=""):
    """Open a page in a tab of a browser; gives the connection and all that the page is told."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, origin=address, additional_headers={"Cookie": cookies}, max_size=None) as tab:
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
        await tab.send(asked.SerializeToString())
        yield tab, await told(tab, "script_finished")


async def told(tab, last):
    """Return what a page is told, up to a message of this kind."""
    messages = []
    async for raw in tab:
        messages.append(ForwardMsg.FromString(raw))
        if messages[-1].WhichOneof("type") == last:
            return messages
    raise AssertionError("the server hung up")


async def press(tab, messages, label):
    """Press a button of a page that makes a file, and return the file's link."""
    buttons = [each.delta.new_element.download_button for each in messages if each.delta.new_element.HasField("download_button")]
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = next(
        each.new_session.initialize.session_id for each in messages if each.HasField("new_session")
    )
    asked.backend_operation_request.deferred_file.file_id = next(each.deferred_file_id for each in buttons if label in each.label)
    await tab.send(asked.SerializeToString())
    return (await told(tab, "backend_operation_response"))[-1].backend_operation_response.deferred_file.url


async def fetch(address, link, cookies=""):
    """Return the status and the content that a browser with these cookies gets for a link, and whether it may keep it."""

    def ask():
        try:
            with urlopen(Request(address + link, headers={"Cookie": cookies})) as answer:  # noqa: S310 (our own address)
                return answer.status, answer.read(), answer.headers["Cache-Control"]
        except HTTPError as error:
            return error.code, error.read(), error.headers["Cache-Control"]

    return await asyncio.to_thread(ask)


REFUSED = (404, GONE.encode(), "private, no-store")


def test_a_link_is_for_the_browser_that_it_was_given_to_and_ends_with_its_tab(address):
    async def try_it():
        own, other = new_browser(address), new_browser(address)
        async with session(address, other, "kpis"):
            async with session(address, own, "kpis") as (tab, messages):
                link = await press(tab, messages, ".csv")
                status, content, kept = await fetch(address, link, own)
                assert (status, kept) == (200, "private, no-store")
                assert b"kpi" in content.lower()
                assert await fetch(address, link) == REFUSED
                assert await fetch(address, link, other) == REFUSED  # though it has a session of its own
            for _ in range(50):  # until the server has seen that the tab is closed
                if (after := await fetch(address, link, own)) == REFUSED:
                    break
                await asyncio.sleep(0.1)
            assert after == REFUSED

    asyncio.run(try_it())


def test_two_visitors_who_are_offered_the_same_file_each_have_it(address):
    async def try_it():
        first, second = new_browser(address), new_browser(address)
        async with session(address, first, "kpis") as (tab, messages), session(address, second, "kpis") as (other_tab, other_messages):
            links = await press(tab, messages, ".csv"), await press(other_tab, other_messages, ".csv")
            assert links[0] == links[1]
            assert [(await fetch(address, link, cookies))[0] for link, cookies in zip(links, (first, second), strict=True)] == [200, 200]

    asyncio.run(try_it())


def test_a_file_outlives_the_next_run_of_its_page(address):
    """A button that also runs the page again must not take its own file away before the browser has fetched it."""

    async def try_it():
        own = new_browser(address)
        async with session(address, own, "kpis") as (tab, messages):
            link = await press(tab, messages, ".csv")
            again = BackMsg()
            again.rerun_script.page_name = "kpis"
            await tab.send(again.SerializeToString())
            await told(tab, "script_finished")
            assert (await fetch(address, link, own))[0] == 200

    asyncio.run(try_it())


@pytest.mark.parametrize("link", ["/media/", "/media/a.csv", "/media/..%2fa", "/media/" + "0" * 64])
def test_what_was_never_offered_is_not_there(address, link):
    assert asyncio.run(fetch(address, link, new_browser(address))) in (REFUSED, (400, b"Bad Request", None))


def test_the_fonts_of_the_page_are_for_everybody(address):
    """They lie in a folder of the same name; without them a page shows the names of its icons instead of them."""
    fonts = sorted(path.name for path in (Path(streamlit.__file__).parent / "static" / "static" / "media").glob("*.woff2"))
    assert fonts
    for name in fonts:
        with urlopen(f"{address}/static/media/{name}") as answer:  # noqa: S310 (our own address)
            assert answer.status == 200 and answer.read(4) == b"wOF2"

"""A real Chromium, and what a person does in it again and again."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.components import needs

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

STANDS_STILL = """() => document.getAnimations().every(
    each => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity  // as of what turns while one waits
)"""

expect.set_options(timeout=30_000)  # ms: on a machine that does much else at once, a page takes longer than the usual five seconds


@pytest.fixture(scope="module")
def visitors(tmp_path_factory):
    """Visitors who share what their browser has loaded and compiled before, as the pages of one browser do."""
    path = needs("Chromium", shutil.which("chromium"))
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(  # its scripts are kept compiled on disk, which saves a third of the work
            tmp_path_factory.mktemp("profile"),
            executable_path=path,
            args=ARGUMENTS,
            viewport={"width": 1280, "height": 720},
            reduced_motion="reduce",
        )
        yield context
        context.close()


@pytest.fixture
def page(visitors):
    """A page of a new visitor, who must see no error and run nothing that the dashboard did not send."""
    visitor = visitors.new_page()
    visitor.on("websocket", lambda socket: socket.on("framereceived", lambda frame: count(visitor, frame)))
    troubles = []
    visitor.on("pageerror", lambda error: troubles.append(str(error)))
    visitor.on("console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None)
    visitor.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    yield visitor
    visitor.close()
    assert not troubles


def as_telephone(page: Page) -> Page:
    """Have a page think that it is on a telephone, by its size and by its name."""
    name = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
    page.context.new_cdp_session(page).send("Emulation.setUserAgentOverride", {"userAgent": name})
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def read(page: Page, address: str) -> Page:
    """Open an address and wait until the page is whole."""
    page.goto(address)
    return settle(page)


def settle(page: Page) -> Page:
    """Wait until the server has nothing more to say and all that it said is drawn and stands still.

    What comes in closes a list that is open, and a part that unfolds moves a button away under the mouse.
    """
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]")
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
    page.wait_for_function(STANDS_STILL)
    return page


finished_runs: Counter[Page] = Counter()  # of the script, by the page it was run for


def count(page: Page, frame: bytes | str) -> None:
    """Count what the server sends a page when a run of its script has come to its end."""
    told = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
    if told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        finished_runs[page] += 1


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Do what makes the server run the page again, and wait until it has: until then it still offers what it did before."""
    before = finished_runs[page]
    yield
    for _ in range(1500):
        if finished_runs[page] > before:
            break
        page.wait_for_timeout(20)
    assert finished_runs[page] > before, "the page was not run again"
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    settle(page)


def unfold(page: Page, title: str) -> None:
    """Open a part of a page that is drawn once it is open, and wait until it is wholly there."""
    with rerun(page):
        page.locator("summary").get_by_text(title, exact=True).click()


def row(page: Page, starts: str) -> list[str]:
    """Return the cells of the table row that is headed by this text."""
    found = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=starts, exact=True)).first
    found.wait_for()
    return found.locator("th, td").all_inner_texts()


def turn_to(page: Page, title: str) -> None:
    """Turn to a page by its link in the navigation, which stays closed where this browser closed it on another page."""
    closed = page.get_by_test_id("stExpandSidebarButton")
    if closed.is_visible():
        closed.click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
    settle(page)


def choose(page: Page, label: str) -> None:
    """Choose a neighbourhood in the head of a page."""
    page.get_by_label("Neighbourhood").first.click()
    with rerun(page):
        page.get_by_role("option", name=label).click()
    expect(page).to_have_url(re.compile(f"neighbourhood={label[:3]}"))


def send(page: Page, content: bytes, name: str) -> None:
    with rerun(page):
        page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files({"name": name, "mimeType": "", "buffer": content})
    expect(page.get_by_role("heading", name="3. Look through it")).to_be_visible()


def choose_factor(page: Page, title: str) -> None:
    """Open a factor on the Neighbourhood page, unless it is open: a second press would close it."""
    factor = page.get_by_role("radio", name=title)
    factor.wait_for()
    if factor.get_attribute("aria-checked") != "true":
        with rerun(page):
            factor.click()
    expect(factor).to_have_attribute("aria-checked", "true")

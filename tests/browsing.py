"""A real Chromium, and what a person does in it again and again."""

import re
import shutil

import pytest
from playwright.sync_api import Page, expect, sync_playwright

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
    troubles = []
    visitor.on("pageerror", lambda error: troubles.append(str(error)))
    visitor.on("console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None)
    visitor.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    yield visitor
    visitor.close()
    assert not troubles


def read(page: Page, address: str) -> Page:
    """Open an address and wait until the page is whole."""
    page.goto(address)
    return settle(page)


def settle(page: Page) -> Page:
    """Wait until the server has nothing more to say."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]")
    page.wait_for_selector("h1")
    return page


def row(page: Page, starts: str) -> list[str]:
    """Return the cells of the table row that is headed by this text."""
    found = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=starts, exact=True)).first
    found.wait_for()
    return found.locator("th, td").all_inner_texts()


def turn_to(page: Page, title: str) -> None:
    """Turn to a page by its link in the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
    settle(page)


def choose(page: Page, label: str) -> None:
    """Choose a neighbourhood in the sidebar."""
    page.get_by_label("Neighbourhood").first.click()
    page.get_by_role("option", name=label).click()
    expect(page).to_have_url(re.compile(f"neighbourhood={label[:3]}"))
    settle(page)


def send(page: Page, content: bytes, name: str) -> None:
    page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files({"name": name, "mimeType": "", "buffer": content})
    expect(page.get_by_role("heading", name="3. Look through it")).to_be_visible(timeout=15_000)
    settle(page)


def choose_factor(page: Page, title: str) -> None:
    """Open a factor on the Neighbourhood page, unless it is open: a second press would close it."""
    factor = page.get_by_role("radio", name=title)
    factor.wait_for()
    if factor.get_attribute("aria-checked") != "true":
        factor.click()
    expect(factor).to_have_attribute("aria-checked", "true")
    settle(page)

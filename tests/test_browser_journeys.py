"""Whole journeys in a real browser, with the clicks counted: a month's return put right and sent, and a programme from nothing on."""

import re
import shutil
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.browsing import read, rerun, row
from tests.serving import serving
from tests.workbooks import groups_workbook, programme_workbook, table

CHESS = {"Group name": "Chess", "Has a contact": "yes", "Open to residents": "yes", "Status": "new"}


class Hand:
    """A person at the mouse, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        with rerun(self.page):
            what.click()

    def turn_to(self, title: str) -> None:
        self.click(self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True))

    def pick(self, label: str, option: str) -> None:
        self.clicks += 1
        box = self.page.get_by_test_id("stMain").get_by_label(label, exact=True)
        box.click()
        box.fill(option)
        self.click(self.page.get_by_role("option", name=option, exact=True))

    def download(self, button: Locator) -> bytes:
        self.clicks += 1
        with self.page.expect_download() as download:
            button.click()
        return download.value.path().read_bytes()

    def choose(self, name: str, content: bytes) -> None:
        """Choose a file, which takes two: the button, and Open in the browser's own window."""
        self.clicks += 2
        with rerun(self.page):
            place = self.page.get_by_test_id("stFileUploaderDropzone").locator("input")
            place.set_input_files({"name": name, "mimeType": "", "buffer": content})

    def send(self) -> None:
        """Send what may be sent as it is, and see that it is stored."""
        expect(self.told(re.compile("Ready to send"))).to_be_visible()
        self.click(self.page.get_by_role("button", name="Send").first)
        expect(self.told("Stored: 1 return")).to_be_visible()

    def told(self, heading: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("alert").get_by_role("heading", name=heading)


def filled_in(content: bytes, **sheets: list[dict[str, object]]) -> bytes:
    """A workbook with rows typed below those of its sheets that are there, each cell under its heading."""
    workbook, saved = load_workbook(BytesIO(content)), BytesIO()
    for title, rows in sheets.items():
        sheet = workbook[title]
        places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
        first = next(line for line in range(3, 1000) if all(sheet.cell(line, column).value is None for column in places.values()))
        for line, cells in enumerate(rows, start=first):
            for heading, value in cells.items():
                sheet.cell(line, places[heading], value)
    workbook.save(saved)
    return saved.getvalue()


def six_factors(page: Page, of: str) -> Locator:
    """The table of the six factors of a neighbourhood."""
    return page.get_by_role("table", name=f"The six factors: {of}")


def set_up(database):
    """Set up a programme that began in September 2026, of which one neighbourhood has sent its register of that month: a choir."""
    places = [{"code": "N01", "name": "Quayside"}, {"code": "N02", "name": "Hill Top"}]
    sheets = {"Neighbourhoods": table({**place, "population": 6500, "returns_from": "2026-09"} for place in places)}
    contents = {"set-up.xlsx": programme_workbook(start="2026-09", sheets=sheets)}
    contents["groups.xlsx"] = groups_workbook("2026-09", [{"name": "Choir"}])
    for name, content in contents.items():
        submit(database, Upload(name, content), "a test", datetime(2026, 10, 5), tell_effect=False)


@pytest.fixture
def address(filled, tmp_path):
    """The dashboard on that programme."""
    with serving(shutil.copy(filled(set_up), tmp_path / "store.duckdb")) as address:
        yield address


@pytest.fixture
def nothing(tmp_path):
    """The dashboard on an empty store."""
    with serving(tmp_path / "own.duckdb") as address:
        yield address


def test_a_months_return_is_filled_in_put_right_and_sent_in_twelve_clicks(page, address):
    hand = Hand(page)
    read(page, address)
    hand.turn_to("Returns due")
    task = page.locator(".st-key-task-groups-N01-2026-10")
    workbook = hand.download(task.get_by_role("button", name="Fill in"))
    hand.turn_to("Upload")
    hand.choose("groups.xlsx", filled_in(workbook, Groups=[{**CHESS, "Status": "thriving"}]))
    expect(hand.told("1 problem: nothing was stored")).to_be_visible()
    _, sheet, cell, column, value, *_ = row(page, "error")
    assert (sheet, column, value) == ("Groups", "Status", "thriving")
    assert cell.endswith("4")  # below the headings, their help and the choir
    hand.click(page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button"))
    hand.choose("groups.xlsx", filled_in(workbook, Groups=[CHESS]))
    hand.send()
    hand.click(page.get_by_role("link", name="See N01 Quayside"))
    expect(six_factors(page, "N01 Quayside").get_by_role("row", name=re.compile("Community groups running 1 2 up"))).to_be_visible()
    hand.turn_to("Returns due")
    expect(page.locator(".st-key-task-activities-N01-2026-10")).to_be_visible()
    expect(task).to_have_count(0)
    assert hand.clicks == 11


def test_who_sends_by_keyboard_comes_from_send_to_what_became_of_it(page, address):
    """The heading is an alert, which is read out; and its first link is within three steps of Tab."""
    hand = Hand(page)
    read(page, f"{address}/upload?neighbourhood=N01")
    hand.choose("groups.xlsx", groups_workbook("2026-10", [{"name": "Choir"}, {"name": "Chess"}]))
    expect(hand.told("Ready to send: 1 return")).to_be_visible()
    page.get_by_role("button", name="Send").first.focus()
    with rerun(page):
        page.keyboard.press("Enter")
    expect(hand.told("Stored: 1 return")).to_be_visible()
    came_to = []
    for _ in range(3):
        page.keyboard.press("Tab")
        came_to.append(page.evaluate("document.activeElement.innerText").strip())
    assert "See N01 Quayside" in came_to


def test_a_programme_of_ones_own_comes_from_nothing_to_its_first_figure_without_a_refusal(page, nothing):
    hand = Hand(page)
    read(page, nothing)
    expect(page.get_by_text("Set up the programme: to do")).to_be_visible()
    workbook = hand.download(page.get_by_role("button", name="Download the workbook: Programme set-up"))
    hand.click(page.get_by_role("link", name="Go to the Upload page").last)
    programme = {"Programme name": "Elmsworth together", "Start month": "2026-09"}
    places = [{"Code": "E1", "Name": "Millfield", "Population": 5200}, {"Code": "E2", "Name": "Station Road", "Population": 4100}]
    hand.choose("set-up.xlsx", filled_in(workbook, Programme=[programme], Neighbourhoods=places))
    hand.send()

    read(page, f"{nothing}/upload")  # as somebody does who comes back another day
    hand.pick("Return", "Groups")
    hand.pick("For the neighbourhood", "E1 Millfield")
    hand.pick("For the month", "October 2026")
    workbook = hand.download(page.get_by_role("button", name="Download the workbook: Groups"))
    hand.choose("groups.xlsx", filled_in(workbook, Groups=[CHESS, {**CHESS, "Group name": "Choir"}]))
    hand.send()
    hand.click(page.get_by_role("link", name="See E1 Millfield"))
    first = re.compile("Community groups running 2 nothing later yet baseline only")
    expect(six_factors(page, "E1 Millfield").get_by_role("row", name=first)).to_be_visible()
    assert hand.clicks == 16


def test_the_receipt_leads_to_its_neighbourhood_from_the_view_of_another(page, address):
    hand = Hand(page)
    read(page, f"{address}/upload?neighbourhood=N02")
    hand.choose("groups.xlsx", groups_workbook("2026-10", [{"name": "Choir"}]))
    hand.send()
    hand.click(page.get_by_role("link", name="See N01 Quayside"))
    expect(six_factors(page, "N01 Quayside")).to_be_visible()

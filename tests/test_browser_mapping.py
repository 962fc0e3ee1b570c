"""What an evaluator does in a real browser who has a survey of another tool: matches it to our questions, and sends it; clicks counted."""

import shutil
import time
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.browsing import read, row, settle
from tests.foreign import RESPELLED, SCALE, foreign_csv
from tests.serving import serving
from tests.test_browser import shortcomings
from tests.workbooks import programme_workbook

MOST_CLICKS, AGAIN = 30, 8  # the first time, and the next


def set_up(database):
    """Set up a programme of two neighbourhoods."""
    submit(database, Upload("setup.xlsx", programme_workbook()), "a test", datetime(2024, 5, 10), tell_effect=False)


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """The dashboard on that programme."""
    with serving(shutil.copy(filled(set_up), tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


class Evaluator:
    """Somebody at the Upload page, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.form, self.clicks = page, page.get_by_test_id("stForm"), 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def choose(self, content: bytes, name: str) -> None:
        self.page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files(
            {"name": name, "mimeType": "", "buffer": content}
        )
        self.clicks += 1
        expect(self.accept).to_be_visible(timeout=30_000)
        settle(self.page)

    @property
    def accept(self) -> Locator:
        return self.page.get_by_role("button", name="Accept these matches and check the file")

    def pick(self, label: str, option: str) -> None:
        box, found = self.form.get_by_role("combobox", name=label), self.page.get_by_role("option", name=option, exact=True)
        box.scroll_into_view_if_needed()  # which closes a list that is open
        self.click(box)
        self.click(found)
        expect(found).to_have_count(0)

    def type(self, label: str, text: str) -> None:
        self.click(self.form.get_by_role("textbox", name=label))
        self.page.keyboard.type(text)

    def type_day(self, label: str, digits: str) -> None:
        self.click(self.form.get_by_role("group", name=label).get_by_role("spinbutton").first)
        self.page.keyboard.type(digits)
        self.page.keyboard.press("Escape")  # closes the calendar

    def fill_in_round(self, year: str) -> None:
        self.type("Label (required)", f"Autumn {year}")
        self.type_day("Fieldwork start", f"0710{year}")
        self.type_day("Fieldwork end", f"1110{year}")
        self.pick("Neighbourhood", "N01 Quayside")

    def fill_in_methods(self) -> None:
        self.pick("Mode", "Face to face")
        self.pick("Sample design", "Simple random sample")
        self.pick("Independent", "Yes")

    def send(self) -> None:
        self.click(self.accept)
        button = self.page.get_by_role("button", name="Send", exact=True).first
        expect(button).to_be_visible(timeout=60_000)
        self.click(button)


def test_an_answer_that_is_left_open_is_told_and_asked_about_again(page, address):  # before a mapping is kept, which would know it
    someone = Evaluator(page)
    read(page, f"{address}/upload")
    someone.choose(foreign_csv(respondents=305, coded=True), "open.csv")
    someone.fill_in_round("2024")
    someone.click(someone.accept)
    expect(page.get_by_text("Nobody has said what 1 in the column").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    expect(someone.form.get_by_role("combobox", name="“1” of q1, q2")).to_be_visible()
    expect(someone.form.get_by_role("textbox", name="Label (required)")).to_have_value("Autumn 2024")


def test_a_foreign_file_of_300_goes_in_unedited(page, address):
    began = time.monotonic()
    someone = Evaluator(page)
    read(page, f"{address}/upload")
    someone.choose(foreign_csv(coded=True), "their survey.csv")
    expect(page.get_by_role("heading", name=f"Columns that are matched ({len(RESPELLED)})")).to_be_visible()
    assert row(page, "Favor done for a neighbor")[1:] == ["q20: Favour done for a neighbour", "1 → ? (150), 2 → ? (150)"]
    assert shortcomings(page) == []

    for code, answer in enumerate(("Yes", "No"), start=1):
        someone.pick(f"“{code}” of q1, q2", answer)
    for code, answer in enumerate(SCALE, start=1):
        someone.pick(f"“{code}” of q12, q14", answer)
    someone.fill_in_methods()
    someone.fill_in_round("2024")
    someone.send()
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible(timeout=30_000)
    settle(page)
    took = time.monotonic() - began
    print(f"{someone.clicks} clicks, {took:.0f} s")
    assert someone.clicks <= MOST_CLICKS

    # The next round of the same tool: only what is new is asked.
    again = Evaluator(page)
    read(page, f"{address}/upload")
    again.choose(foreign_csv(respondents=310, coded=True), "next.csv")
    expect(page.get_by_text("Filled in as for their survey.csv")).to_be_visible()
    again.fill_in_round("2025")
    again.send()
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible(timeout=30_000)
    print(f"{again.clicks} clicks")
    assert again.clicks <= AGAIN

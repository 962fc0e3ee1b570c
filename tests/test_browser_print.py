"""On paper: what is read and nothing that is pressed, as wide as the sheet, and a meeting's slides a page each."""

import re
import shutil
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from cdmon.acts.meet import record_meeting
from cdmon.database import open_database
from cdmon.returns.submit import submit
from cdmon.web.meeting import SLIDES
from cdmon.workbooks.cells import Upload
from tests.browsing import read
from tests.serving import serving
from tests.titles import TITLES
from tests.workbooks import engagement_workbook, evidence_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

A4 = (210 - 2 * 14) / 25.4 * 96  # pixels across between the margins
PRESSED = ("button", "combobox", "textbox", "radio", "switch", "spinbutton", "navigation")
LONG = "Residents of the back lanes say that rubbish is left there for weeks, and that nobody who was asked came to look at it"

ISSUE = {"kind": "issue", "what": LONG, "date": date(2025, 10, 2)}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The dashboard on a programme of long names and words, which has met once."""
    path = tmp_path_factory.mktemp("printed") / "store.duckdb"
    database = open_database(str(path))
    places = [(f"N{number:02}", f"Neighbourhood with a long name {number}", 6500) for number in range(1, 13)]
    contents = [
        programme_workbook(places, invented="yes"),
        survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21)),
        survey_workbook("2025", date(2025, 10, 20), yes_of(300, 36)),
        groups_workbook("2025-10", [{"name": f"Friends of the allotments behind street {number}"} for number in range(30)]),
        engagement_workbook(
            "2025-10", [{"kind": "issue", "thread": f"Lane {n}", "what": LONG, "date": date(2025, 10, 2)} for n in range(9)]
        ),
        evidence_workbook("2025-10", [{"intended": "unintended", "effect": "detrimental", "what": LONG}]),
    ]
    for number, content in enumerate(contents):
        receipt = submit(database, Upload(f"{number}.xlsx", content), "a test", datetime(2025, 11, 1 + number), tell_effect=False)
        assert receipt.stored, receipt.checked.problems
    record_meeting(database, date(2025, 11, 2), "a test")
    database.close()
    with serving(shutil.copy(path, tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


def printed(page: Page) -> int:
    """Return how many sheets of paper a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("code", TITLES)
def test_a_page_on_paper_is_as_wide_as_the_sheet_and_has_nothing_to_press_nor_a_heading_of_it(page, address, code):
    read(page, f"{address}/{code}?neighbourhood=N01")
    page.wait_for_timeout(500)  # parts that are drawn by scripts of their own
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(A4), "height": 1000})
    for role in PRESSED:
        expect(page.get_by_role(role)).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    wider = """width => [...document.querySelectorAll('main *')].filter(
        each => each.checkVisibility() && !each.closest("svg") && each.getBoundingClientRect().right > width + 1
    ).map(each => each.outerHTML.slice(0, 99))"""
    assert page.evaluate(wider, int(A4)) == []
    for _ in range(50):  # until what stands below the last heading is drawn
        if not headings_of_nothing(page):
            break
        page.wait_for_timeout(100)
    assert headings_of_nothing(page) == []
    page.emulate_media(media="screen")


@pytest.mark.parametrize("place", ["", "&neighbourhood=N01"])
def test_a_meeting_on_paper_has_a_sheet_for_each_slide(page, address, place):
    read(page, f"{address}/meeting?slide=All+of+them%2C+to+print{place}")
    expect(page.locator("h2")).to_have_text(list(SLIDES))
    assert printed(page) == len(SLIDES)


def headings_of_nothing(page: Page) -> list[str]:
    """Return the headings below which a sheet of paper shows nothing before the next one, or before the end."""
    return page.evaluate(
        """() => {
            const shown = [...document.querySelectorAll('[data-testid="stMain"] :is(h2, p, li, td, th, img, summary)')]
                .filter(each => each.checkVisibility());
            return shown.filter((each, at) => each.tagName == 'H2' && (!shown[at + 1] || shown[at + 1].tagName == 'H2'))
                .map(each => each.innerText);
        }"""
    )


def test_no_picture_of_the_charts_is_higher_than_a_sheet(page, address):
    read(page, f"{address}/chart")
    page.set_viewport_size({"width": round(A4), "height": 1000})
    page.emulate_media(media="print")
    heights = page.locator("img.cd-picture").evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert heights
    assert max(heights) < (297 - 2 * 14) / 25.4 * 96

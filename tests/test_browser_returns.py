"""What a team does with its returns in a real browser: fills in what it is given, puts right, sends, and sees what became of it."""

import re
import shutil
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.browsing import read, rerun, row, send, settle
from tests.serving import serving
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

PLACES = [("N01", "Quayside", 6500), ("N02", "Hill Top", 6000)]
OCTOBER = groups_workbook("2025-10", [{"name": "St Mary's Lunch Club"}, {"name": "Choir", "volunteers": 7}])
NOVEMBER = [{"name": "St Marys Luncheon Club"}, {"name": "Choir", "volunteers": 9}, {"name": "Chess"}]


def set_up(database):
    """Set up a programme whose returns a person accepts; N01 has sent its groups of October 2025, and they count."""
    for name, content, at in (
        ("setup.xlsx", programme_workbook(PLACES), datetime(2024, 5, 10)),
        ("october.xlsx", OCTOBER, datetime(2025, 11, 5)),
        ("setup 2.xlsx", programme_workbook(PLACES, acceptance="by a person"), datetime(2025, 11, 6)),
    ):
        submit(database, Upload(name, content), "a test", at, tell_effect=False)


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """The dashboard on that programme, the same for all tests: what each sends waits, and is of a return that no other test looks at."""
    with serving(shutil.copy(filled(set_up), tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a drop-down by typing it."""
    box = page.get_by_test_id("stMain").get_by_label(label, exact=True)
    box.click()
    box.fill(option)
    with rerun(page):
        page.get_by_role("option", name=option, exact=True).click()


def downloaded(page: Page, button: str) -> bytes:
    """Return the file that a button downloads."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


def test_last_months_register_is_in_the_template_and_a_tick_says_that_there_was_nothing(page, address):
    read(page, f"{address}/upload")
    pick(page, "Return", "Groups")
    pick(page, "For the neighbourhood", "N01 Quayside")
    pick(page, "For the month", "November 2025")
    workbook = load_workbook(BytesIO(downloaded(page, "Download the workbook: Groups")))
    groups = workbook["Groups"]
    names = next(number for number, cell in enumerate(groups[1], start=1) if cell.value == "Group name")
    assert [groups.cell(number, names).value for number in (3, 4, 5)] == ["St Mary's Lunch Club", "Choir", None]
    assert groups.protection.sheet and groups.cell(1, names).protection.locked and not groups.cell(3, names).protection.locked

    pick(page, "Return", "Activities")
    with rerun(page):
        page.get_by_text("There was nothing to report: Activities, N01 Quayside, November 2025").click()
    expect(page.get_by_role("cell", name="nothing to report")).to_be_visible()
    page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_text("Nothing counts yet")).to_be_visible()
    read(page, f"{address}/board?neighbourhood=N01")
    expect(page.get_by_role("cell", name=re.compile("nil|waiting")).first).to_be_visible()


def test_a_file_with_errors_comes_back_with_its_cells_marked(page, address):
    read(page, f"{address}/upload")
    send(page, groups_workbook("2025-11", [{"contact": "perhaps"}, {"volunteers": -1}]), "November.xlsx")
    assert row(page, "error")[:3] == ["error", "Groups", "B2"]
    marked = load_workbook(BytesIO(downloaded(page, "Download your file with these points marked")))
    assert marked.sheetnames == ["Problems", "Instructions", "Groups"]
    assert {"B2", "E3"} <= {cell.coordinate for line in marked["Groups"] for cell in line if cell.comment}
    expect(page.get_by_role("button", name="Send")).to_have_count(0)


def test_the_preview_tells_each_change_and_one_group_under_two_names_is_one(page, address):
    read(page, f"{address}/upload")
    send(page, groups_workbook("2025-11", NOVEMBER), "November.xlsx")
    assert row(page, "Groups")[3:9] == ["3", "new", "2", "1", "0", "1"]  # the lunch club seems new, and the old one gone
    with rerun(page):
        page.get_by_role("radiogroup").get_by_text("The same group").click()
    expect(page.get_by_role("cell", name="gone")).to_have_count(0)
    assert row(page, "Groups")[3:9] == ["3", "new", "1", "2", "0", "0"]
    expect(page.get_by_role("row", name=re.compile("Choir changed Volunteers 7 9"))).to_be_visible()
    expect(page.get_by_text("Sending it will change these figures.")).to_be_visible()


def test_what_nobody_has_accepted_counts_only_as_provisional_and_what_is_sent_back_says_why(page, address):
    read(page, f"{address}/upload")
    send(page, survey_workbook("2025", date(2025, 10, 20), yes_of(300, 36)), "survey.xlsx")
    page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_text("Nothing counts yet")).to_be_visible()
    read(page, f"{address}/neighbourhood?neighbourhood=N01")
    expect(page.get_by_text("12.0%")).to_have_count(0)
    page.get_by_text("Provisional figures", exact=True).click()
    expect(page.locator(".cd-six tbody tr").first).to_contain_text("12.0% 8.8–16.2 [provisional]")

    read(page, f"{address}/history?neighbourhood=N01&returns_dataset=Residents'+survey+round")
    decide(page, "Send back", "The mode is wrong")
    expect(page.get_by_role("cell", name="The mode is wrong").first).to_be_visible()
    read(page, f"{address}/neighbourhood?neighbourhood=N01&provisional=true")
    expect(page.get_by_text("12.0%")).to_have_count(0)

    read(page, f"{address}/history?neighbourhood=N01&returns_dataset=Residents'+survey+round")
    decide(page, "Accept")
    expect(page.get_by_text("12.0%").first).to_be_visible()
    read(page, f"{address}/neighbourhood?neighbourhood=N01")
    expect(page.get_by_text(re.compile(r"12\.0%")).first).to_be_visible()


def decide(page: Page, what: str, reason: str = "") -> None:
    """Choose the newest version of the returns in view, and take a decision about it."""
    page.get_by_label("Version", exact=True).click()
    page.get_by_role("option").first.click()
    settle(page)
    if not page.get_by_role("radio", name=what, exact=True).is_checked():
        with rerun(page):
            page.get_by_role("radiogroup").get_by_text(what, exact=True).click()
    if reason:
        page.get_by_label("Reason, for the person who sent it").fill(reason)
        with rerun(page):
            page.keyboard.press("Tab")
    with rerun(page):
        page.get_by_test_id("stMain").get_by_role("button", name=what, exact=True).click()


def test_the_board_says_who_owes_what_and_gives_the_due_dates(page, address):
    read(page, f"{address}/board?as_at=2025-12-20")
    assert row(page, "N01 Quayside")[1] == "November 2024"
    calendar = downloaded(page, "Due dates for your calendar (.ics)")
    assert calendar.startswith(b"BEGIN:VCALENDAR") and b"DTSTART;VALUE=DATE:20260110" in calendar
    expect(page.get_by_role("heading", name="Board")).to_be_visible()


def test_many_files_go_in_one_by_one_with_one_list_of_what_became_of_each(page, address):
    files = {f"{month} groups.xlsx": groups_workbook(month, [{}, {}]) for month in ("2025-12", "2026-01", "2026-02", "2026-03")}
    files["2026-04 groups.xlsx"] = groups_workbook("2026-04", [{"contact": "perhaps"}])
    read(page, f"{address}/upload")
    chosen = [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()]
    page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files(chosen)
    page.get_by_role("button", name="Send all 5 files").click()
    expect(page.get_by_text("4 of 5 files stored")).to_be_visible()
    settle(page)
    assert row(page, "2025-12 groups.xlsx")[1:3] == ["stored", "Groups, N01, December 2025"]
    assert row(page, "2026-04 groups.xlsx")[1] == "not stored"
    assert "Groups B2" in row(page, "2026-04 groups.xlsx")[3]

"""What a person does in a real browser who sends a survey: reads what is wrong with it, or what it changes, and sees it change."""

import re
import shutil
from datetime import date, datetime
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.browsing import choose, choose_factor, read, row, send, settle, turn_to
from tests.serving import serving
from tests.workbooks import programme_workbook, survey_workbook, yes_of

BASELINE = survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21))
LATER = survey_workbook("2025", date(2025, 10, 20), yes_of(300, 36))
TOKEN = "of this test"  # noqa: S105
WRONG = survey_workbook("2025", date(2025, 10, 20), [{"q1": "maybe"}])


def set_up(database):
    """Set up a programme; in N01, 21 of 300 residents were active in 2024."""
    for name, content, at in (
        ("setup.xlsx", programme_workbook(), datetime(2024, 5, 10)),
        ("2024.xlsx", BASELINE, datetime(2024, 11, 1)),
    ):
        submit(database, Upload(name, content), "a test", at, tell_effect=False)


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """The dashboard on that programme."""
    with serving(shutil.copy(filled(set_up), tmp_path_factory.mktemp("served") / "store.duckdb"), CDMON_METRICS_TOKEN=TOKEN) as address:
        yield address


def held_uploads(address: str) -> int:
    """Return how many bytes of uploaded files the server holds in memory."""
    with urlopen(Request(f"{address}/_stcore/metrics", headers={"Authorization": f"Bearer {TOKEN}"})) as metrics:  # noqa: S310 (our own address)
        return sum(map(int, re.findall(rb'cache_type="UploadedFileManager"[^}]*} (\d+)', metrics.read())))


def test_a_file_with_an_error_names_the_cell_and_stores_nothing(page, address):
    read(page, f"{address}/upload")
    send(page, WRONG, "wrong.xlsx")
    expect(page.get_by_role("alert").get_by_role("heading", name="1 problem: nothing was stored")).to_be_visible()
    assert row(page, "error")[:3] == ["error", "Responses", "B2"]
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    turn_to(page, "Neighbourhood")
    choose(page, "N01 Quayside")
    assert "baseline only" in page.locator(".cd-six tbody tr").first.inner_text()


def test_a_survey_sent_in_the_browser_changes_the_neighbourhoods_table(page, address):
    held = held_uploads(address)
    read(page, f"{address}/neighbourhood?neighbourhood=N01&factor=1.+Community+activity")
    before = row(page, "Residents who take part in community groups")
    assert before[1].startswith("7.0% (4.6–10.5)")
    assert "○ baseline only" in before

    turn_to(page, "Upload")
    send(page, LATER, "2025.xlsx")
    expect(page.get_by_text("Sending it will change these figures.")).to_be_visible()
    page.get_by_role("button", name="Send").first.dblclick()
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()
    settle(page)
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()  # the second click changed nothing

    turn_to(page, "Neighbourhood")
    choose_factor(page, "1. Community activity")
    expect(page.get_by_text("+5.0 percentage points (0.3 to 9.8)")).to_be_visible()
    settle(page)
    after = row(page, "Residents who take part in community groups")
    assert after[1].startswith("7.0% (4.6–10.5)")
    assert after[2].startswith("12.0% (8.8–16.2)")
    assert after[3:5] == ["+5.0 percentage points (0.3 to 9.8)", "◆ rose"]

    for _ in range(60):  # the server counts anew every five seconds
        if held_uploads(address) <= held:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the file that is stored was not let go")

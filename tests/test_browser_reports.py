"""What a person does in a real browser who writes for a report, looks at its draft, issues it and takes it away."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import read, rerun, unfold
from tests.serving import serving
from tests.test_issue import ready


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """The dashboard on a programme of which nothing has been sent."""
    with serving(shutil.copy(filled(ready), tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


def fetched(page, name: str) -> bytes:
    """The file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_report_is_written_for_drafted_issued_and_fetched_again_as_it_was(page, address):
    read(page, f"{address}/reports?report=Findings+of+stage+1")
    unfold(page, "What the authors say")
    page.get_by_role("textbox", name="What happened").fill("It rained all summer.")
    with rerun(page):
        press(page, "Keep these words")
    expect(page.get_by_role("alert").get_by_role("heading", name="Kept: these words stand in the report.")).to_be_visible()
    press(page, "Make a draft")
    draft = fetched(page, "Draft: PDF")
    assert draft.startswith(b"%PDF-")
    unfold(page, "Issue it")
    press(page, "Issue it")
    issued = fetched(page, "As issued: PDF")
    assert issued.startswith(b"%PDF-") and issued != draft
    assert fetched(page, "Number 1, stage-1: PDF") == issued
    read(page, f"{address}/reports")
    assert fetched(page, "Number 1, stage-1: PDF") == issued
    assert fetched(page, "Number 1, stage-1: Word document to edit").startswith(b"PK")


def test_the_pages_for_residents_are_made_when_they_are_asked_for(page, address):
    read(page, f"{address}/reports?neighbourhood=N01")
    assert fetched(page, "For residents: PDF").startswith(b"%PDF-")
    assert fetched(page, "For residents: Word document to edit").startswith(b"PK")

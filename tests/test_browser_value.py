"""What a person does in a real browser who works out a value: from a file of assumptions to a result that is kept and chosen again."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.assumed import assumed
from tests.browsing import read, rerun, row
from tests.serving import serving


@pytest.fixture(scope="module")
def address(made_stores, tmp_path_factory):
    """The dashboard on a small programme of five years."""
    with serving(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


def test_assumptions_from_a_file_are_worked_out_kept_and_chosen_again(page, address):
    read(page, f"{address}/value")
    expect(page.get_by_text("Nothing is worked out before all of this is said")).to_be_visible()
    with rerun(page):
        page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files(
            {"name": "a.yaml", "mimeType": "", "buffer": assumed(name="Careful").as_text().encode()}
        )
    # 4,050 in the first year, half of it the next, and so on, at 3.5 %: 4,050 x (1 + 0.4831 + 0.2334 + 0.1127 + 0.0545) = 7,629
    benefits = row(page, "Benefits together")
    assert benefits[2] == f"£{sum(4050 * (0.5 / 1.035) ** year for year in range(5)):,.0f}"
    expect(page.get_by_role("img", name="Net value")).to_be_visible()
    page.get_by_label("Why you keep them").fill("For the board")
    with rerun(page):
        page.get_by_role("button", name="Keep these assumptions").click()
    expect(page.get_by_role("alert").get_by_role("heading", name="Kept")).to_be_visible()

    read(page, f"{address}/value")
    page.get_by_role("combobox", name="Begin with").click()
    with rerun(page):
        page.get_by_role("option", name="Careful").click()
    assert row(page, "Benefits together") == benefits

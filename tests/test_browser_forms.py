"""What a person does in a real browser who sets up a programme by forms alone, and changes a target later."""

import re
import shutil
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browsing import read, rerun, row, turn_to
from tests.serving import serving


@pytest.fixture(scope="module")
def address(made_stores, tmp_path_factory):
    """The dashboard on an empty store."""
    with serving(shutil.copy(made_stores["empty"], tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


def part(page, title):
    pick(page, "Part of the set-up", title)


def pick(page, label, option):
    """Choose an option; a list that a page drawn anew has closed is opened again."""
    box, offered = page.get_by_role("combobox", name=label, exact=True), page.get_by_role("option", name=option).first
    for _ in range(5):
        box.click()
        with suppress(Error):
            offered.wait_for(timeout=4000)
            break
    with rerun(page):
        offered.click()


def fill(page, **texts):
    for label, text in texts.items():
        page.get_by_role("textbox", name=re.compile(rf"^{label.replace('_', ' ')}( \(required\))?$")).fill(text)
    press(page, "Keep this row")


def press(page, name):
    with rerun(page):
        page.get_by_role("button", name=name, exact=True).first.click()


def test_a_programme_is_set_up_by_forms_alone_and_a_target_is_changed_later(page, address):
    read(page, f"{address}/set_up")
    fill(page, Programme_name="Riverton", Start_month="2024-05")
    part(page, "Neighbourhoods")
    fill(page, Code="N01", Name="Quayside", Population="6500")
    assert row(page, "Row 3")[1:4] == ["N01", "Quayside", "6500"]
    fill(page, Code="N02", Name="Hilltop", Population="many")
    press(page, "Look through the whole set-up")
    expect(page.get_by_role("alert").get_by_role("heading", name="1 problem: nothing was stored")).to_be_visible()
    assert row(page, "error")[1:5] == ["Neighbourhoods", "C4", "Population", "many"]
    pick(page, "Row", "Row 4")
    fill(page, Population="7000")
    part(page, "Targets")
    fill(page, KPI="people_active", Target="12%", To_be_reached_by="2027-10")
    press(page, "Look through the whole set-up")
    press(page, "Send")
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()

    read(page, f"{address}/set_up?sheet=Targets")  # as somebody does who comes back another day
    pick(page, "Row", "Row 3")
    expect(page.get_by_role("textbox", name="Target (required)")).to_have_value("0.12")
    fill(page, Target="20%")
    press(page, "Look through the whole set-up")
    expect(page.get_by_role("alert").get_by_role("heading", name="Ready to send: 1 return")).to_be_visible()
    assert any("0.12" in text and "0.2" in text for text in page.get_by_role("row").all_inner_texts())  # what the change does
    press(page, "Send")
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()
    turn_to(page, "History")
    expect(page.get_by_text("Programme set-up").first).to_be_visible()

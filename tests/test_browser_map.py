"""The map on the Overview in a real browser: chosen by keyboard, below the matrix, on a screen and on a phone, with nothing for axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import page, read, settle, visitors  # noqa: F401 (fixtures)
from tests.serving import serving

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def address(example_store, tmp_path_factory):
    store = tmp_path_factory.mktemp("map") / "cdmon.duckdb"
    store.write_bytes(example_store.read_bytes())
    with serving(store) as found:
        yield found


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)], ids=["projector", "phone"])
def test_another_factor_is_shown_on_the_map_by_keyboard(page, address, size):  # noqa: F811
    page.set_viewport_size({"width": size[0], "height": size[1]})
    read(page, address)
    shown = page.locator("img.cd-map")
    before = shown.get_attribute("alt")
    page.get_by_role("radio", name="4. Health").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="4. Health")).to_have_attribute("aria-checked", "true")
    settle(page)
    expect(shown).not_to_have_attribute("alt", before)
    box, matrix = shown.bounding_box(), page.locator("table.cd-matrix").bounding_box()
    assert box["width"] <= size[0] and box["y"] > matrix["y"] + matrix["height"]
    assert Axe().run(page, options=RULES).response["violations"] == []

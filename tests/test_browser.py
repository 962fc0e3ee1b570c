"""What a person does in a real browser: opens, reads, selects."""

import re
import shutil
from datetime import date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cdmon.database import open_database
from cdmon.returns.submit import submit
from cdmon.web.meeting import SLIDES
from cdmon.workbooks.cells import Upload
from tests.browsing import as_telephone, choose, choose_factor, read, rerun, settle, turn_to, unfold
from tests.hostile import HOSTILE
from tests.serving import serving
from tests.titles import TITLES, WITH_WELCOME
from tests.workbooks import programme_workbook, survey_workbook, yes_of

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}
PLACES = [("N01", "Quayside", 6500), *((f"N{number:02}", text, 6000) for number, text in enumerate(HOSTILE, start=2))]
BASELINE = survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21))


@pytest.fixture(scope="module")
def small_store(tmp_path_factory):
    """An invented programme; in N01, 21 of 300 residents were active in 2024. Names elsewhere are hostile."""
    path = tmp_path_factory.mktemp("small") / "small.duckdb"
    database = open_database(str(path))
    setup = programme_workbook(PLACES, invented="yes")
    submit(database, Upload("setup.xlsx", setup), "a test", datetime(2024, 5, 10), tell_effect=False)
    submit(database, Upload("2024.xlsx", BASELINE), "a test", datetime(2024, 11, 1), tell_effect=False)
    database.close()
    return path


@pytest.fixture(scope="module")
def address(small_store, tmp_path_factory):
    """The dashboard on a copy of the small store, the same for all tests."""
    with serving(shutil.copy(small_store, tmp_path_factory.mktemp("served") / "store.duckdb")) as address:
        yield address


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory):
    """The dashboard on an empty store."""
    with serving(tmp_path_factory.mktemp("empty") / "store.duckdb") as address:
        yield address


# Each page opened at its address by a new visitor; that each can be a server's very first is told by test_first_visit.py


@pytest.mark.parametrize("code", WITH_WELCOME)
def test_a_page_shows_itself_meets_wcag_and_fits_a_screen_and_a_telephone(page, address, code):
    read(page, f"{address}/{code}?neighbourhood=N01")
    shows_itself(page, code, list(TITLES.values()))
    troubles = shortcomings(page)
    if code == "neighbourhood":
        choose_factor(page, "1. Community activity")
        unfold(page, "Over time, indicator by indicator")
        page.wait_for_selector(".cd-picture")
        troubles += shortcomings(page)
        page.get_by_text("Explore: point at a figure to read it").click()
        page.wait_for_selector(".js-plotly-plot .main-svg")
        troubles += shortcomings(page)
    for part in {"definitions": ("KPIs and milestones", "Datasets"), "milestones": ("Calendar",)}.get(code, ()):
        with rerun(page):
            page.get_by_role("radio", name=part).click()
        expect(page.get_by_role("radio", name=part)).to_be_checked()
        troubles += shortcomings(page)
    assert troubles == []


@pytest.mark.parametrize(
    "code", ["welcome", "overview", "upload", "set_up", "definitions"]
)  # of the others test_pages.py tells that they lead on, too
def test_a_page_shows_itself_or_leads_on_where_there_is_no_programme(page, empty_address, code):
    read(page, f"{empty_address}/{code}")
    navigation = ["Welcome", "Definitions", "Upload", "Set-up", "People", "Audit log"]
    shows_itself(page, code, navigation)
    if WITH_WELCOME[code] not in navigation:
        expect(page.get_by_text("No programme has been set up in this store yet.")).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)


def shows_itself(page: Page, code: str, navigation: list[str]) -> None:
    """Expect a page's title, these pages in the navigation, and nothing before it, as "Page not found" would be."""
    expect(page.locator("h1")).to_have_text([WITH_WELCOME[code]])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_text(navigation)
    if WITH_WELCOME[code] in navigation:
        expect(page.get_by_test_id("stSidebarNav").locator("[aria-current=page]")).to_have_text([WITH_WELCOME[code]])


def test_the_navigation_leads_from_each_page_to_the_next(page, address):
    read(page, f"{address}?neighbourhood=N01")
    for title in TITLES.values():
        turn_to(page, title)
        expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("as_at=2026-02-30", "“2026-02-30” is not a day."),
        ("as_at=2030-01-01", "2030-01-01 has not come yet."),
        ("neighbourhood=N99", "There is no neighbourhood “N99” in this programme."),
    ],
)
def test_a_link_to_what_cannot_be_shown_says_so_on_every_page_until_something_else_is_chosen(page, address, asked, sentence):
    read(page, f"{address}/board?{asked}")
    for title in ("Returns due", "Milestones"):
        turn_to(page, title)
        expect(page.get_by_text(sentence)).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)
    with rerun(page):
        page.get_by_role("button", name="Show the latest figures of all neighbourhoods").click()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_text(sentence)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("as_at|neighbourhood"))


def shortcomings(page: Page) -> list[tuple[str, ...]]:
    """Return what a page lacks of WCAG 2.2 AA on a telephone and on a projector, and which of them it does not fit."""
    found: list[tuple[str, ...]] = [] if page.locator("h1").count() == 1 else [("has not one h1",)]
    for width, height in ((390, 844), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        found += against_wcag(page)
        if page.get_by_test_id("stMain").evaluate("main => Math.max(main.scrollWidth, document.documentElement.scrollWidth)") > width:
            found.append((f"is wider than {width}",))
    return found


def against_wcag(page: Page) -> list[tuple[str, ...]]:
    """Return what of a page as it stands is against WCAG 2.2 AA: each rule with the first part that breaks it."""
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page, options=WCAG).response["violations"]]


def headline(page: Page) -> list[str]:
    """Return the cells of the first factor's row, as they are read."""
    found = page.locator(".cd-six tbody tr").first
    found.wait_for()
    return [" ".join(text.split()) for text in found.locator("th, td").all_inner_texts()]


def test_a_link_opens_the_same_view(page, address):
    read(page, f"{address}/neighbourhood")
    choose(page, "N01 Quayside")
    day = page.get_by_role("group", name="Figures as at").get_by_role("spinbutton").first
    day.click()
    page.keyboard.type("31012025")
    page.keyboard.press("Escape")  # closes the calendar
    expect(page).to_have_url(re.compile("as_at=2025-01-31"))
    settle(page)
    expect(page.get_by_text("figures as at 31 January 2025")).to_be_visible()

    other = read(page.context.new_page(), page.url)
    expect(other.get_by_text("figures as at 31 January 2025")).to_be_visible()
    assert headline(other) == headline(page)
    other.get_by_role("link", name="KPIs").click()  # at once: the selection stays in the address
    expect(other.locator("h1")).to_have_text("KPIs")
    expect(other).to_have_url(re.compile(r"/kpis\?.*as_at=2025-01-31"))
    expect(other).to_have_url(re.compile(r"neighbourhood=N01"))
    other.close()


def test_the_navigation_is_reached_by_keyboard_alone(page, address):
    read(page, address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    for _ in range(len(TITLES) + 5):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "KPIs":
            break
    assert page.locator(":focus").evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("KPIs")


def test_the_menu_stands_in_groups_and_closes_on_a_telephone_after_a_choice(page, address):
    read(as_telephone(page), f"{address}/kpis")
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(menu).to_be_in_viewport()
    heard = [item.aria_snapshot() for item in menu.get_by_role("listitem").all()]
    assert re.findall("text: (.*)", "".join(heard)) == ["Look", "What happened", "Account", "Send"]
    assert "text: Account" in heard[list(TITLES).index("milestones")]
    assert against_wcag(page) == []
    menu.get_by_role("link", name="Effects").click()
    expect(page.locator("h1")).to_have_text("Effects")
    expect(menu).not_to_be_in_viewport()


def test_a_table_wider_than_the_window_is_scrolled_by_keyboard(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    read(page, f"{address}/board?neighbourhood=N01")
    box = page.get_by_role("table", name="The neighbourhood's returns").locator("xpath=..")
    box.wait_for()
    for _ in range(200):  # past what is to be done of each return that is owed
        if box.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    for _ in range(50):  # the page may still be growing, and takes the first presses for itself
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
        if box.evaluate("box => box.scrollLeft > 0"):
            return
    raise AssertionError("the table was not scrolled")


def test_on_a_telephone_the_rows_of_a_table_are_cards_which_are_still_read_as_a_table(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    read(page, f"{address}/milestones?neighbourhood=N01&milestones_part=One+by+one")
    table = page.get_by_role("table", name="Milestones: what is late first, and what shows each")
    assert table.bounding_box()["width"] < 390
    first = table.get_by_role("row").filter(has=page.get_by_role("rowheader")).first
    heading, milestone, due = (first.locator("th, td").nth(column).bounding_box() for column in range(3))
    assert heading["y"] < milestone["y"] < due["y"]


def test_the_overview_opens_a_neighbourhood(page, address):
    read(page, address).get_by_role("link", name="N01 Quayside").first.click()
    expect(page.locator("h1")).to_have_text("Neighbourhood")
    expect(page).to_have_url(re.compile(r"/neighbourhood\?neighbourhood=N01"))
    assert headline(page)[1] == "7.0% 4.6–10.5"


def test_a_page_finds_its_server_at_once_and_asks_no_other_address_for_it(page, address):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    read(page, f"{address}/neighbourhood?neighbourhood=N01")
    assert sorted(path for path in asked if "_stcore" in path) == ["/_stcore/health", "/_stcore/host-config"]


AS_IT_CAME = """
    const look = () => {
        const table = document.querySelector(".cd-table");
        if (table) window.came = [table.getBoundingClientRect().x, table.getBoundingClientRect().y];
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


@pytest.mark.parametrize("size", [{"width": 1280, "height": 720}, {"width": 390, "height": 844}])
@pytest.mark.parametrize("code", ["overview", "neighbourhood"])
def test_the_first_table_comes_before_the_menu_and_does_not_move_when_that_comes(page, address, code, size):
    said: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: said.append(what_is_said(frame))))
    page.set_viewport_size(size)
    page.add_init_script("localStorage.clear()")  # a menu that was closed in this browser stays so
    page.add_init_script(AS_IT_CAME)
    read(page, f"{address}/{code}?neighbourhood=N01")
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(TITLES))
    assert said.index("table") < said.index("navigation") < said.index("date_input")
    box = page.locator(".cd-table").first.bounding_box()
    assert page.evaluate("window.came") == pytest.approx([box["x"], box["y"]], abs=21)  # a line, as the font may come later


def what_is_said(frame: bytes) -> str:
    """Name what a message of the server is about: a table of ours, another element, or no element."""
    told = ForwardMsg.FromString(frame)
    if told.WhichOneof("type") != "delta":
        return told.WhichOneof("type") or ""
    return "table" if "cd-table" in told.delta.new_element.html.body else told.delta.new_element.WhichOneof("type") or ""


def test_the_table_is_readable_before_plotly_has_come(page, address):
    page.route("**/PlotlyChart*.js", lambda route: None)  # never answered
    read(page, f"{address}/neighbourhood?neighbourhood=N01&factor=1.+Community+activity&explore=true")
    page.get_by_text("Over time, indicator by indicator").click()
    assert headline(page)[1] == "7.0% 4.6–10.5"
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


def test_texts_from_spreadsheets_do_nothing(page, address):
    read(page, address)
    shown = page.get_by_test_id("stMain")
    text = shown.inner_text().replace("\u2060", "")
    for code, name, _ in PLACES[1:]:
        assert f"{code} {name}" in text
    expect(shown.locator("img, code, .katex, h3")).to_have_count(0)
    links = shown.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert {"neighbourhood"} <= {link.partition("?")[0] for link in links} <= {"neighbourhood", "welcome"}  # what is left to start
    choose(page, "N02 <img src=x onerror=alert(1)>")
    turn_to(page, "KPIs")
    expect(page.get_by_role("heading", name="N02 <img src=x onerror=alert(1)>")).to_be_visible()


def test_the_kpis_are_downloaded(page, address, tmp_path):
    read(page, f"{address}/kpis")
    for label, ending, begins in (("Spreadsheet (.xlsx)", "xlsx", b"PK"), ("Plain data (.csv)", "csv", b"neighbourhood,")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert re.fullmatch(rf"[a-z0-9-]+-kpis-20\d\d-\d\d-\d\d\.{ending}", download.value.suggested_filename)
        assert download.value.path().read_bytes().startswith(begins)


# The meeting


def test_the_six_rows_fit_a_projector_and_stand_as_cards_on_a_telephone(page, address):
    read(page, f"{address}/neighbourhood?neighbourhood=N01")
    rows = page.locator(".cd-six tbody tr")
    expect(rows).to_have_count(6)
    assert rows.last.bounding_box()["y"] + rows.last.bounding_box()["height"] < 720
    page.set_viewport_size({"width": 390, "height": 844})
    first = rows.first
    verdict, baseline = (first.locator(f"td[data-label={name}]").bounding_box() for name in ("Verdict", "Baseline"))
    assert first.bounding_box()["width"] <= 390
    assert verdict["y"] < baseline["y"]


def test_a_meeting_is_held_by_keyboard_alone(page, address):
    """From the address on: each slide by the right arrow key, back by the left one; nothing but what is shown stands on the wall."""
    read(page, f"{address}/milestones?neighbourhood=N01+Quayside&view=meeting")
    expect(page.locator("h1")).to_have_text("Meeting")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for title in list(SLIDES)[:-1]:
        expect(page.locator("h2")).to_have_text([title])
        assert smallest_letters(page) >= 18
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 720
        expect(page.get_by_role("button", name="Next")).to_be_enabled()
        page.wait_for_timeout(300)  # keys are heard a moment after the button is there
        with rerun(page):
            page.keyboard.press("ArrowRight")
    expect(page.locator("h2")).to_have_text([list(SLIDES)[-1]])
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h2")).to_have_text([list(SLIDES)[-2]])
    for control in ("combobox", "radio", "switch", "spinbutton"):
        expect(page.get_by_role(control)).to_have_count(0)


def smallest_letters(page: Page) -> float:
    """Return the size in pixels of the smallest letters of words that a page shows, but for the arrows on its buttons."""
    return page.get_by_test_id("stMain").evaluate("""main => {
        const words = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), sizes = []
        while (words.nextNode()) {
            const shown = words.currentNode.parentElement
            if (/[a-z]/.test(words.currentNode.textContent) && shown.checkVisibility() && shown.getBoundingClientRect().width > 1)
                sizes.push(parseFloat(getComputedStyle(shown).fontSize))
        }
        return Math.min(...sizes)
    }""")

"""Signing in in a real browser, by a certified OpenID provider on this machine: who gets in, as whom, and who does not."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cdmon.acts.people import keep_person
from cdmon.database import open_database
from tests.browsing import read, settle, turn_to
from tests.serving import begin, free_port, log_of, wait_for
from tests.signing_in import provider, sign_in

PEOPLE = {
    "ann@example.org": ("Ann", "fieldworker", ["N01"]),
    "chair@example.org": ("Chair", "administrator", ["*"]),
    "elsewhere@example.org": ("Elsewhere", "administrator", ["*"]),
    "late@example.org": ("Late", "administrator", ["*"]),
    "bob@example.org": ("Bob", "viewer", []),
}


@pytest.fixture(scope="module")
def dashboard(made_stores, tmp_path_factory):
    """The dashboard with a sign-in by a provider on this machine, and the people who may do something in it."""
    folder = tmp_path_factory.mktemp("sign-in")
    store = Path(shutil.copy(made_stores["programme"], folder / "store.duckdb"))
    opened = open_database(str(store))
    for address, (name, role, own) in PEOPLE.items():
        keep_person(opened, address, name, role, own, "a test", "A test")
    opened.close()
    port = free_port()
    with provider(folder, f"http://localhost:{port}") as secrets:
        server = begin(port, store, {"STREAMLIT_SECRETS_FILES": str(secrets)})
        try:
            yield wait_for(port, server, store)
        finally:
            server.terminate()
            server.join(10)
    assert [name for name in PEOPLE if name in log_of(store).read_text()] == []  # nobody's address is in the log


@pytest.fixture(autouse=True)
def nobody(visitors):
    """Nobody is signed in, neither here nor at the provider."""
    visitors.clear_cookies()


def test_who_signs_in_comes_back_to_the_page_asked_for_with_their_name_role_and_rights(page, dashboard):
    sign_in(page, "ann@example.org", f"{dashboard}/kpis?neighbourhood=N01")
    expect(page.locator("h1")).to_have_text("KPIs")
    expect(page).to_have_url(re.compile("/kpis.*neighbourhood=N01"))
    expect(page.get_by_text("Ann, fieldworker")).to_be_visible()
    links = page.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()
    assert ("Upload" in links, "Set-up" in links, "People" in links) == (True, False, False)
    read(page, f"{dashboard}/people")
    expect(page.get_by_text("A fieldworker may not read who did what")).to_be_visible()


@pytest.mark.parametrize("asked", ["people", "history", "upload", ""])
def test_nobody_sees_any_page_without_signing_in(page, dashboard, asked):
    read(page, f"{dashboard}/{asked}")
    expect(page.locator("h1")).to_have_text("Sign in")
    assert page.get_by_role("table").count() == page.get_by_test_id("stSidebarNav").count() == 0


def test_who_is_not_on_the_list_is_told_whom_to_ask_and_sees_nothing_else(page, dashboard):
    sign_in(page, "stranger@example.org", f"{dashboard}/kpis")
    expect(page.locator("h1")).to_have_text("Nothing to see yet")
    expect(page.get_by_text("Whom to ask: the programme office.")).to_be_visible()
    assert page.get_by_role("table").count() == page.get_by_test_id("stSidebarNav").count() == 0


def test_a_token_for_another_client_signs_nobody_in(page, dashboard):
    sign_in(page, "elsewhere@example.org", f"{dashboard}/kpis")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("The sign-in did not succeed.")).to_be_visible()


def test_a_token_that_is_over_signs_nobody_in(page, dashboard):
    sign_in(page, "late@example.org", f"{dashboard}/kpis")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("too long ago")).to_be_visible()


def test_a_sign_out_reaches_the_other_windows_at_what_is_done_next(page, visitors, dashboard):
    sign_in(page, "ann@example.org", f"{dashboard}/overview")
    other = visitors.new_page()
    read(other, f"{dashboard}/kpis")
    expect(other.locator("h1")).to_have_text("KPIs")
    page.wait_for_timeout(1100)  # a sign-out of the same second as the sign-in would let it hold
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/session/end**")
    other.get_by_test_id("stSidebarNav").get_by_role("link", name="History").click()
    expect(other.locator("h1")).to_have_text("Sign in")
    other.close()


def test_a_changed_role_and_a_removal_count_at_what_is_done_next(page, visitors, dashboard):
    sign_in(page, "bob@example.org", f"{dashboard}/overview")
    apart = visitors.browser.new_context(reduced_motion="reduce")  # another person's browser
    chair = apart.new_page()
    sign_in(chair, "chair@example.org", f"{dashboard}/people")
    change(chair, "Commissioner", "commissioner")
    turn_to(page, "History")
    expect(page.get_by_text("Bob, commissioner")).to_be_visible()
    change(chair, "Take them off the list", "no longer on the list")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="KPIs").click()
    expect(page.locator("h1")).to_have_text("Nothing to see yet")
    apart.close()


def change(chair, role, said):
    """Give Bob another role on the People page, and wait until it says so."""
    pick(chair, "Person", "Bob (bob@example.org)")
    filled_in = chair.locator("input[aria-label='Name that what they do will bear'][value='Bob']")
    expect(filled_in).to_have_count(1)
    expect(chair.get_by_label("Name that what they do will bear")).to_have_count(1)  # the form of nobody is gone
    pick(chair, "Role", role)
    chair.get_by_label("Why", exact=True).fill("A test")
    chair.get_by_role("button", name="Keep this").click()
    expect(chair.get_by_text(f"Kept: Bob is {said}.")).to_be_visible()


def pick(page, label, option):
    box = page.get_by_test_id("stMain").get_by_label(label, exact=True).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)

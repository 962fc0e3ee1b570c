"""A visitor whom another server takes over is told that what the page still shows was not sent."""

import shutil

import pytest
from playwright.sync_api import expect
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from cdmon.database import open_database
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.web.left_behind import is_left
from tests.browsing import read, send, settle
from tests.serving import ROOT, begin, free_port, wait_for
from tests.workbooks import groups_workbook

SAYS = "Nothing was sent; choose the file again."


def chosen_file():
    state = WidgetState(id="$$ID-1-file-a-0")
    state.file_uploader_state_value.uploaded_file_info.add(file_id="1", name="groups.xlsx")
    return state


PRESSED = WidgetState(id="$$ID-2-send-above-1-2", trigger_value=True)
TYPED = WidgetState(id="$$ID-3-explanation", string_value="-send-")
LOOKED = WidgetState(id="$$ID-4-look-back", trigger_value=True)


@pytest.mark.parametrize(("state", "left"), [(chosen_file(), True), (PRESSED, True), (TYPED, False), (LOOKED, False)])
def test_chosen_files_and_a_pressed_send_are_what_is_left_behind(state, left):
    assert is_left(state) is left


def visit(page):
    return AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=30).switch_page(f"../../pages/{page}.py")


def upload_page():
    return visit("upload")


@pytest.mark.parametrize("state", [chosen_file(), PRESSED])
def test_the_first_run_says_so_and_the_next_is_as_always(programme_store, monkeypatch, state):
    monkeypatch.setenv("CDMON_DATABASE", programme_store.url)
    app = upload_page()._run(WidgetStates(widgets=[state]))
    assert [each.value.startswith(SAYS) for each in app.error] == [True]
    assert not app.run().error


def test_a_button_that_another_server_drew_says_that_it_did_nothing(programme_store, monkeypatch):
    """Streamlit calls what a button is for before a run, when a session that has just begun does not know it yet."""
    monkeypatch.setenv("CDMON_DATABASE", programme_store.url)
    button = next(each for each in visit("board").run().button if each.label == "Nothing to report")
    pressed = WidgetStates(widgets=[WidgetState(id=button.proto.id, trigger_value=True)])
    app = visit("board")._run(pressed)
    assert [each.value for each in app.error] == [
        "What you pressed was not done: the server went away, and another has taken over. Press it again."
    ]
    assert "Do not send it" not in [each.label for each in app.button]
    assert "Do not send it" in [each.label for each in app._run(pressed).button] and not app.error


def test_a_first_visit_is_told_nothing(programme_store, monkeypatch):
    monkeypatch.setenv("CDMON_DATABASE", programme_store.url)
    assert not upload_page().run().error


def test_a_server_killed_between_looking_and_sending_stores_nothing_and_says_so(page, made_stores, tmp_path):
    store, port = shutil.copy(made_stores["programme"], tmp_path / "store.duckdb"), free_port()
    content = groups_workbook("2024-11", [{}])
    server = begin(port, store, {})
    try:
        read(page, f"{wait_for(port, server, store)}/upload")
        send(page, content, "groups.xlsx")
        expect(page.get_by_role("button", name="Send").first).to_be_enabled()
        server.kill()
        server.join()
        server = begin(port, store, {})
        wait_for(port, server, store)
        page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
        if page.get_by_role("button", name="Send").count():  # as long as the page has not been run again
            page.get_by_role("button", name="Send").first.click()
        expect(page.get_by_role("alert").filter(has_text=SAYS)).to_be_visible()
        settle(page)
        expect(page.get_by_role("button", name="Send")).to_have_count(0)
        send(page, content, "groups.xlsx")
        page.get_by_role("button", name="Send").first.click()
        expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()
    finally:
        server.terminate()
        server.join(10)
    database = open_database(str(store))
    with database.cursor() as cursor:
        assert (returns(Known(cursor))["dataset"] == "groups").sum() == 1
    database.close()

"""Send, pressed twice: the second run waits for the first, and both tell the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cdmon.acts.act import AlreadyDone
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.web import sending
from cdmon.web.sending import Chosen, send_once
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook


def test_two_clicks_at_once_store_the_file_once_and_both_say_so(programme_store):
    file = Chosen("one upload", Upload("groups.xlsx", groups_workbook("2024-10", [{}])))
    with ThreadPoolExecutor(2) as clicks:
        told = [click.result() for click in [clicks.submit(send_once, programme_store, file) for _ in range(2)]]
    assert [outcome.stored for outcome in told] == [True, True]
    with programme_store.cursor() as cursor:
        assert (returns(Known(cursor))["dataset"] == "groups").sum() == 1


def test_the_same_file_chosen_again_is_told_to_be_there_already(programme_store):
    content = groups_workbook("2024-10", [{}])
    assert send_once(programme_store, Chosen("first upload", Upload("groups.xlsx", content))).stored
    again = send_once(programme_store, Chosen("second upload", Upload("groups.xlsx", content)))
    assert not again.stored
    assert "sent on" in again.problems[0].message


def test_a_second_click_that_another_server_deals_with_stores_nothing(programme_store, monkeypatch):
    file = Chosen("one upload more", Upload("groups.xlsx", groups_workbook("2024-10", [{}])))
    assert send_once(programme_store, file).stored
    monkeypatch.setattr(sending, "_sent", {})  # the other server has not seen the first
    with pytest.raises(AlreadyDone):
        send_once(programme_store, file)
    with programme_store.cursor() as cursor:
        assert (returns(Known(cursor))["dataset"] == "groups").sum() == 1

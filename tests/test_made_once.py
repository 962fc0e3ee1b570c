"""What has been worked out is kept: made once for each state of the store, and again once that has changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pandas as pd
import pytest

from cdmon.made_once import MadeOnce
from cdmon.web.view import View, read
from tests.conftest import send
from tests.workbooks import programme_workbook


def counting(known):
    """A table that says how often it was worked out."""
    made.append(known)
    return pd.DataFrame({"made": [len(made)]})


def drawing(view, text):
    """A part of a page."""
    made.append(text)
    return f"{text} of {view.neighbourhood}"


made: list = []


@pytest.fixture(autouse=True)
def nothing_made():
    made.clear()


def test_a_result_is_made_once_and_the_one_asked_for_longest_ago_goes_first():
    kept = MadeOnce(2)
    assert [kept.get(key, lambda key=key: made.append(key) or key) for key in "abacab"] == list("abacab")
    assert made == ["a", "b", "c", "b"]  # c put b out; a had been asked for since


def test_what_many_ask_for_at_the_same_moment_is_made_once():
    kept, all_ask, is_slow = MadeOnce(2), Barrier(8), Event()

    def make():
        made.append(1)
        is_slow.wait(0.05)
        return "made"

    def ask(_):
        all_ask.wait()
        return kept.get("key", make)

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(ask, range(8))) == ["made"] * 8
    assert made == [1]


def test_an_error_reaches_who_asked_and_is_not_kept():
    kept = MadeOnce(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 / 0)
    assert kept.get("key", lambda: "made") == "made"


def test_a_table_is_worked_out_again_only_once_the_store_has_changed(any_database):
    send(any_database, programme_workbook())
    assert [read(any_database, counting)["made"][0] for _ in range(3)] == [1, 1, 1]
    assert read(any_database, counting, as_at=date(2024, 5, 1))["made"][0] == 2
    send(any_database, programme_workbook([("N01", "New Quay", 6500)]))
    assert read(any_database, counting)["made"][0] == 3


def test_whoever_changes_a_table_changes_nobody_elses(programme_store):
    table = read(programme_store, counting)
    table["made"] = 99
    table.loc[0, "made"] = 98
    assert read(programme_store, counting)["made"][0] == 1


def test_a_part_of_a_page_is_made_again_for_another_place_or_another_state_of_the_store(programme_store):
    first, other = (View(programme_store, None, {}, place, None, False, {}) for place in ("N01", "N02"))
    assert [first.part(drawing, "Six"), first.part(drawing, "Six"), other.part(drawing, "Six"), first.part(drawing, "Map")] == [
        "Six of N01", "Six of N01", "Six of N02", "Map of N01",
    ]  # fmt: skip
    assert made == ["Six", "Six", "Map"]
    programme_store.write(lambda cursor: None)
    first.part(drawing, "Six")
    assert made == ["Six", "Six", "Map", "Six"]


def test_a_write_that_fails_leaves_the_version_as_it_was(any_database):
    before = any_database.data_version()
    with pytest.raises(ZeroDivisionError):
        any_database.write(lambda cursor: 1 / 0)
    assert any_database.data_version() == before
    any_database.write(lambda cursor: None)
    assert any_database.data_version() != before

"""A file with anything changed in it is read rightly or refused in sentences: no trace, in bounds. `make fuzz` tries ten thousand."""

import pytest

from cdmon.definitions import load
from tests.fuzz import fuzz
from tests.plain_reading import differences


@pytest.mark.slow
def test_a_file_with_something_changed_is_read_rightly_or_refused_clearly(programme_store):
    counted, wrong = fuzz(programme_store, 60, seed=15)
    assert wrong == []
    assert counted["accepted"] and counted["refused"] and counted["known, accepted"] and counted.total() == 60


@pytest.mark.slow
def test_what_is_read_otherwise_than_it_was_written_is_noticed(programme_store, monkeypatch):
    monkeypatch.setattr("cdmon.workbooks.values.read_integer", lambda cell, **_: None if cell in (None, "") else 3)
    _, wrong = fuzz(programme_store, 20, seed=15)
    assert wrong


GROUPS = load().datasets["groups"].sheet("groups").columns
GRID = [["Our groups"], ["Group name", "Volunteers", "Status"], ["Choir", "1,234", "Running"], [None, None, None], ["Chess", None, "new"]]
KEPT = {3: {"name": "Choir", "volunteers": 1234, "status": "active"}, 5: {"name": "Chess", "volunteers": None, "status": "new"}}


@pytest.mark.parametrize(
    ("number", "changed", "told"),
    [
        (3, {"volunteers": 1.234}, "volunteers in row 3: '1,234' is kept as 1.234"),
        (3, {"status": "new"}, "status in row 3: 'Running' is kept as 'new'"),
        (5, {"name": None}, "name in row 5: 'Chess' is kept as None"),
        (5, {"volunteers": 0}, "volunteers in row 5: None is kept as 0"),
    ],
)
def test_the_plain_reading_finds_what_is_kept_otherwise(number, changed, told):
    assert differences(GRID, GROUPS, KEPT) == []
    assert differences(GRID, GROUPS, KEPT | {number: KEPT[number] | changed}) == [told]


def test_the_plain_reading_finds_a_row_that_is_lost_and_one_that_was_never_there():
    (lost,) = differences(GRID, GROUPS, {3: KEPT[3]})
    assert lost.startswith("row 5 is there and not kept")
    assert differences(GRID, GROUPS, KEPT | {6: KEPT[5]}) == ["row 6 is kept and not there"]

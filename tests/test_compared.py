"""What is sent is what somebody has looked at: a version that another person sent in between is never replaced unasked."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from cdmon.acts.decide import decide
from cdmon.clock import now
from cdmon.database import Database, open_database
from cdmon.returns.compared import Overtaken
from cdmon.returns.submit import Receipt, preview, submit
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.workbooks.cells import Upload
from tests.conftest import CORRECTED, send
from tests.workbooks import groups_workbook, programme_workbook

NINE = [{"name": f"Group {name}"} for name in "ABCDEFGHI"]
MINE = Upload("mine.xlsx", groups_workbook("2024-11", [{"name": "Choir"}]))


def colleague(database: Database, month: str = "2024-11", **of: str) -> Receipt:
    """A colleague sends nine groups."""
    return submit(database, Upload("nine.xlsx", groups_workbook(month, NINE, **of)), "Bea", tell_effect=False)


def sent(database: Database) -> int:
    """How many registers of groups were ever sent."""
    with database.cursor() as cursor:
        return int((returns(Known(cursor))["dataset"] == "groups").sum())


def test_what_nobody_has_changed_since_it_was_looked_at_is_stored(programme_store: Database):
    assert submit(programme_store, MINE, "Ann", seen=preview(programme_store, MINE).seal).stored


@pytest.mark.parametrize("month", ["2024-11", "2024-10"])  # the very one that it would replace, or the register that it goes on from
def test_another_version_sent_in_between_stops_it_and_the_next_preview_shows_the_difference(any_database: Database, month: str):
    send(any_database, programme_workbook())
    looked_at = preview(any_database, MINE)
    colleague(any_database, month)
    with pytest.raises(Overtaken, match="Nothing was stored"):
        submit(any_database, MINE, "Ann", seen=looked_at.seal)
    assert sent(any_database) == 1
    now_seen = preview(any_database, MINE)
    assert now_seen.seal != looked_at.seal
    assert now_seen.differences[0].counts.iloc[0].to_dict() == {"sheet": "Groups", "new": 1, "changed": 0, "unchanged": 0, "gone": 9}
    assert submit(any_database, MINE, "Ann", seen=now_seen.seal, restatement=CORRECTED).stored


def test_who_is_stopped_is_told_what_it_would_now_take_the_place_of(programme_store: Database):
    looked_at = preview(programme_store, MINE)
    submit(programme_store, Upload("nine.xlsx", groups_workbook("2024-11", NINE)), "Bea", datetime(2024, 12, 2, 9, 30))
    with pytest.raises(Overtaken, match=r"take the place of: Groups \(N01, November 2024\), sent on 2 December 2024, 09:30 by Bea\."):
        submit(programme_store, MINE, "Ann", seen=looked_at.seal)


def test_a_version_that_waits_for_a_decision_is_compared_with_too(database: Database):
    send(database, programme_workbook(acceptance="by a person"))
    looked_at = preview(database, MINE)
    colleague(database)
    with pytest.raises(Overtaken):
        submit(database, MINE, "Ann", seen=looked_at.seal)


def test_a_version_that_was_withdrawn_in_between_stops_it_too(programme_store: Database):
    (plan,) = colleague(programme_store).checked.plans
    looked_at = preview(programme_store, MINE)
    decide(programme_store, plan.return_id, "withdrawn", "Bea", "It was of another place.", CORRECTED)
    with pytest.raises(Overtaken):
        submit(programme_store, MINE, "Ann", seen=looked_at.seal)


def test_what_others_send_of_other_places_stops_nothing(programme_store: Database):
    looked_at = preview(programme_store, MINE)
    colleague(programme_store, neighbourhood="N02")
    assert submit(programme_store, MINE, "Ann", seen=looked_at.seal).stored


def test_of_two_who_looked_at_once_and_send_at_once_one_is_asked_again(programme_store: Database):
    files = [MINE, Upload("nine.xlsx", groups_workbook("2024-11", NINE))]
    seals = [preview(programme_store, file).seal for file in files]

    def stored(file: Upload, seal: str) -> bool:
        try:
            return submit(programme_store, file, "Ann", now(), tell_effect=False, seen=seal).stored
        except Overtaken:
            return False

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(stored, files, seals)) == [False, True]
    assert sent(programme_store) == 1


def test_of_two_processes_that_send_at_once_one_is_asked_again(catalog: str, tmp_path: Path):
    url = f"ducklake:postgres:{catalog}?data={tmp_path}/lake"
    store = open_database(url)
    send(store, programme_workbook())
    commands = []
    for name, rows in (("mine", NINE[:1]), ("nine", NINE)):
        (tmp_path / f"{name}.xlsx").write_bytes(groups_workbook("2024-11", rows))
        seal = preview(store, Upload(f"{name}.xlsx", (tmp_path / f"{name}.xlsx").read_bytes())).seal
        commands.append([sys.executable, "-m", "cdmon", "--database", url, "submit", f"{tmp_path}/{name}.xlsx", "--seen", seal])
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for command in commands]
    told = [process.communicate()[0] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1]
    assert sum("since you looked, somebody has sent another version" in each for each in told) == 1
    assert sent(store) == 1
    store.close()

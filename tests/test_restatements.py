"""The table of restatements: corrections that were sent after their stage was over.

The programme begins in May 2024, so that stage 1 is over on 31 October 2024; today is long after.
"""

import shutil
from datetime import date, datetime

import pytest

from cdmon.acts.decide import decide, possible
from cdmon.acts.restate import Restatement
from cdmon.database import SQL, Database, versions
from cdmon.returns.submit import Receipt, submit
from cdmon.tables.group_names import name_decisions
from cdmon.tables.known import Known
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, instructions, programme_workbook, table, workbook

IN_TIME, CORRECTED, ACCEPTED = (datetime(2024, 6, 5, 12), datetime(2025, 2, 3, 12), datetime(2025, 2, 5, 12))
WHY = Restatement("late", "The choir was found at last.")


def send(database: Database, names: list[str], at: datetime, why: Restatement | None = None) -> Receipt:
    content = groups_workbook("2024-05", [{"name": name} for name in names])
    return submit(database, Upload("groups.xlsx", content), "Ann", at, restatement=why)


def restated(database: Database, as_at: date | None = None) -> list[list[str]]:
    """The restatements of the number of groups, as people read them."""
    with database.cursor() as cursor:
        table = restatements(Known(cursor, as_at))
    return read_restatements(table[table["indicator"].isin(["groups_counting", ""])]).values.tolist()


@pytest.fixture
def reported(programme_store):
    """A programme in which nobody need accept returns, with one group in May 2024."""
    send(programme_store, ["Lunch club"], IN_TIME)
    return programme_store


def test_a_correction_without_a_reason_is_refused_and_with_one_it_is_told(reported):
    assert [problem.code for problem in send(reported, ["Lunch club", "Choir"], CORRECTED).checked.problems] == [
        "restatement-reason-missing"
    ]
    assert send(reported, ["Lunch club", "Choir"], CORRECTED, WHY).stored
    ((stage, place, what, _, before, after, *rest),) = restated(reported)
    assert [stage, place, what, *rest] == [
        "1", "N01", "Groups, May 2024", "Information that came late", "The choir was found at last.", "3 February 2025, 12:00", "Ann",
    ]  # fmt: skip
    assert (before, after) == ("1, May 2024; baseline only", "2, May 2024; baseline only")
    assert restated(reported, date(2025, 2, 2)) == []


def test_a_correction_that_changes_no_figure_is_told_too(reported):
    send(reported, ["Dinner club"], CORRECTED, WHY)
    ((*_, figure, before, after, _, _, _, _),) = restated(reported)
    assert (figure, before, after) == ("no figure changed", "the same", "the same")


def test_a_correction_that_waits_has_restated_nothing_until_it_is_accepted(database):
    submit(database, Upload("set-up.xlsx", programme_workbook(acceptance="by a person")), "a test", datetime(2024, 5, 2))
    (first,) = send(database, ["Lunch club"], IN_TIME).checked.plans
    decide(database, first.return_id, "accepted", "Bea", moment=IN_TIME)
    (second,) = send(database, ["Lunch club", "Choir"], CORRECTED, WHY).checked.plans
    assert restated(database) == []
    with database.cursor() as cursor:
        assert possible(Known(cursor), second.return_id)["accepted"] is None  # the reason was given when it was sent
    decide(database, second.return_id, "accepted", "Bea", moment=ACCEPTED)
    ((*_, before, after, _, _, when, who),) = restated(database)
    assert (before, after) == ("1, May 2024; baseline only", "2, May 2024; baseline only")
    assert (when, who) == ("5 February 2025, 12:00", "Bea")


# A store of before, which kept sentences

BEFORE = """
    INSERT INTO submissions VALUES ('s', 'a.xlsx', '', 0, '', 'Ann', '2024-06-05');
    INSERT INTO returns VALUES ('r', 's', 'groups', 'N01', '2024-05', '2024-05-31', 1, 1),
        ('w', 's', 'groups', 'N01', '2024-06', NULL, 1, 1);
    INSERT INTO events VALUES
        ('r', 1, 'submitted', '2025-02-03', 'Ann', ''), ('r', 2, 'accepted', '2025-02-03', 'Ann', ''),
        ('w', 1, 'submitted', '2025-02-03', 'Ann', '');
    INSERT INTO group_names VALUES ('N01', 'Choir', 'Singers', '2025-02-04', 'Bea'), ('N01', 'Choir', '', '2025-02-05', 'Bea');
    INSERT INTO restatements VALUES
        ('r', 1, 'late', 'Found.', '2025-02-03', 'Ann', 'N01', 'groups_counting', '1, May 2024',
            'hidden (changed by too few people)'),
        ('r', 1, 'late', 'Found.', '2025-02-03', 'Ann', 'N01', 'groups_new', 'not collected', '2, May 2024; baseline only'),
        ('w', 1, 'error', 'A slip.', '2025-02-03', 'Ann', '', '', '', '');
"""


@pytest.mark.parametrize("url", ["{0}/cdmon.duckdb", "ducklake:{0}/catalog.ducklake?data={0}/lake"])
def test_a_store_of_before_keeps_its_sentences_and_each_act_gets_an_id(tmp_path, url):
    earlier = tmp_path / "migrations"
    earlier.mkdir()
    for number, path in versions(SQL / "migrations").items():
        if 1 < number < 8:
            shutil.copy(path, earlier)
    store = Database(url.format(tmp_path), earlier)
    store.write(lambda cursor: cursor.execute(BEFORE))
    store.close()
    migrated = Database(url.format(tmp_path))
    try:
        with migrated.cursor() as cursor:
            table, names = restatements(Known(cursor)), name_decisions(Known(cursor))
            (waiting,) = cursor.execute("SELECT reason, explanation, event_id FROM restatements WHERE return_id = 'w'").fetchall()
            signed = cursor.execute("SELECT act_id FROM events ORDER BY act_id").fetchall()
    finally:
        migrated.close()
    assert table[["indicator", "before", "after"]].values.tolist() == [
        ["groups_counting", "1, May 2024", "hidden (changed by too few people)"],
        ["groups_new", "not collected", "2, May 2024; baseline only"],
    ]
    assert table["act_id"].nunique() == 1 and table["event_id"].tolist() == ["r/2", "r/2"] and table["now"].isna().all()
    assert waiting == ("error", "A slip.", "w/1")
    assert signed == [("r/1",), ("r/2",), ("w/1",)]
    assert names["act_id"].nunique() == 2 and names["reason"].tolist() == ["", ""]


def test_a_sign_off_is_known_by_its_return_and_row(programme_store):
    row = {"milestone": "stage_1_recommendations", "reached_on": date(2024, 10, 28), "evidence": "Report", "signed_off_by": "Board"}
    content = workbook({"Instructions": instructions(month="2024-10"), "Sign-offs": table([row])})
    (plan,) = submit(programme_store, Upload("signed.xlsx", content), "Ann", datetime(2024, 11, 5)).checked.plans
    with programme_store.cursor() as cursor:
        assert Known(cursor).read("signoffs")["act_id"].tolist() == [f"{plan.return_id}/2"]

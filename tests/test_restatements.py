"""The table of restatements: corrections that were sent after their stage was over.

The programme begins in May 2024, so that stage 1 is over on 31 October 2024; today is long after.
"""

from datetime import date, datetime

import pytest

from cdmon.acts.decide import decide, possible
from cdmon.acts.restate import Restatement
from cdmon.database import Database
from cdmon.returns.submit import Receipt, submit
from cdmon.tables.known import Known
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, programme_workbook

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

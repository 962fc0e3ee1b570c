"""Which population a rate rests on: that of its day, whatever set-ups come later; and what a correction of it needs.

The programme begins in May 2024, so that stage 1 is over on 31 October 2024. Its only register, of May, holds 13 groups.
"""

from datetime import date, datetime
from math import isnan

import pytest

from cdmon.acts.decide import RestatementNeeded, decide, possible
from cdmon.acts.restate import Restatement
from cdmon.database import Database
from cdmon.returns.submit import Receipt, preview, submit
from cdmon.tables.known import Known
from cdmon.tables.populations import Population, Populations, populations
from cdmon.tables.restatements import restatements
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, table, workbook

FIRST, SENT, LATER = datetime(2024, 5, 2, 12), datetime(2024, 6, 3, 12), datetime(2026, 1, 15, 12)
BEFORE, WITHIN, AFTER = date(2024, 4, 30), date(2025, 12, 31), date(2026, 1, 31)
WHY = Restatement("error", "A slip of the pen.")


def set_up(residents: int, year: int | None = None, **columns: object) -> Upload:
    places = table([{"code": "N01", "name": "Quayside", "population": residents, "population_year": year}])
    programme = table([{"name": "Test programme", "start_month": "2024-05", **columns}])
    return Upload(f"{residents} {year}.xlsx", workbook({"Programme": programme, "Neighbourhoods": places}))


def send(database: Database, upload: Upload, at: datetime, why: Restatement | None = None) -> Receipt:
    return submit(database, upload, "Ann", at, tell_effect=False, restatement=why)


def found(database: Database, as_at: date | None = None, provisional: bool = False) -> list[float]:
    """The population for a figure of before the first set-up, of between the two, and of after the second."""
    with database.cursor() as cursor:
        known = populations(Known(cursor, as_at, provisional))
    return [known.on("N01", day) for day in (BEFORE, WITHIN, AFTER)]


@pytest.fixture
def counted(database):
    """A programme of one neighbourhood, of which the register of May 2024 is known; its population is of 2022."""
    send(database, set_up(6500, 2022), FIRST)
    rows = [{} for _ in range(13)]
    assert submit(database, Upload("groups.xlsx", groups_workbook("2024-05", rows)), "Ann", SENT, tell_effect=False).stored
    return database


def test_a_rate_keeps_the_population_of_its_day(counted):
    receipt = send(counted, set_up(8000, 2024), LATER)
    assert receipt.stored and receipt.restates == {}
    assert found(counted) == [6500, 6500, 8000]
    assert found(counted, date(2026, 1, 14)) == [6500, 6500, 6500]


def test_a_population_without_a_year_is_a_newer_one(database):
    for residents, at in ((6500, FIRST), (8000, LATER)):
        assert send(database, set_up(residents), at).stored
    assert found(database) == [6500, 6500, 8000]


def test_another_number_for_the_same_year_corrects_it_and_needs_a_reason(counted):
    refused = send(counted, set_up(650, 2022), LATER)
    assert not refused.stored
    (told,) = refused.checked.problems
    assert told.code == "restatement-reason-missing"
    assert told.message.startswith("Programme set-up (programme) changes figures of stage 1, which ended on 31 October 2024.")
    assert [stage.number for stage in preview(counted, set_up(650, 2022)).restates.values()] == [1]
    assert found(counted) == [6500, 6500, 6500]

    assert send(counted, set_up(650, 2022), LATER, WHY).stored
    assert found(counted) == [650, 650, 650]
    with counted.cursor() as cursor:
        assert set(restatements(Known(cursor))["stage"]) == {1}


def test_a_correction_that_changes_no_rate_of_a_stage_that_is_over_needs_none(database):
    send(database, set_up(6500, 2022), FIRST)
    assert send(database, set_up(650, 2022), LATER).stored


def test_to_withdraw_a_set_up_by_which_rates_were_counted_needs_a_reason(counted):
    (first,) = [plan.return_id for plan in send(counted, set_up(8000, 2024), LATER).checked.plans]
    with counted.cursor() as cursor:
        (oldest,) = cursor.execute("SELECT return_id FROM returns WHERE dataset = 'programme' AND return_id <> ?", [first]).fetchone()
        assert {kind: stage and stage.number for kind, stage in possible(Known(cursor), oldest).items()} == {"sent back": 1, "withdrawn": 1}
        assert set(possible(Known(cursor), first).values()) == {None}
    with pytest.raises(RestatementNeeded):
        decide(counted, oldest, "withdrawn", "Bea", "It was wrong", moment=LATER)
    decide(counted, oldest, "withdrawn", "Bea", "It was wrong", WHY, LATER)
    assert found(counted) == [8000, 8000, 8000]


def test_a_set_up_that_waits_counts_among_what_is_provisional_alone(database):
    send(database, set_up(6500, 2022, acceptance="by a person"), FIRST)
    (plan,) = send(database, set_up(8000, 2024, acceptance="by a person"), LATER).checked.plans
    assert found(database) == [6500, 6500, 6500]
    assert found(database, provisional=True) == [6500, 6500, 8000]
    decide(database, plan.return_id, "accepted", "Bea", moment=datetime(2026, 2, 10))
    assert found(database) == [6500, 6500, 6500]  # it counts from 10 February on


def test_what_is_not_known_is_no_number():
    known = Populations([Population("N01", 6500, None, date(2024, 5, 2))])
    assert isnan(known.on("N02", WITHIN)) and known.on("N01", None) == 6500

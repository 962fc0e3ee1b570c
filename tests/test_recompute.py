"""Figures computed again: what a return lacks, or holds by an older definition, and nothing else."""

from datetime import date

import pandas as pd
import pytest

from cdmon.database import Cursor, Database, sql
from cdmon.definitions import load
from cdmon.returns.recompute import recompute
from tests.conftest import send
from tests.test_estimates import baseline, streets
from tests.workbooks import (
    activities_workbook,
    evidence_workbook,
    groups_workbook,
    instructions,
    programme_workbook,
    sector_workbook,
    survey_workbook,
    workbook,
)

DAY = date(2024, 10, 20)
WEIGHTED = [
    {"q1": "yes", "q2": "no", "q11": 3, "weight": 2, "cluster": "a"},
    {"q1": "no", "q2": "no", "q11": 9, "weight": 1, "cluster": "b"},
] * 30


def filled(database: Database) -> Database:
    """The store of a programme with returns of many kinds: weighted and clustered answers, organisations, registers, nothing to report."""
    send(database, survey_workbook("2024", DAY, WEIGHTED, design="clustered"))
    send(database, sector_workbook("2024", DAY, ["Choir", {"s1": "partly", "s8": 12}]))
    send(database, groups_workbook("2024-10", [{}, {"issue": "food"}]))
    send(database, activities_workbook("2024-10", [{"participants": 7}, {"participants": 12}]))
    send(database, evidence_workbook("2024-10", [{"kind": "testimony"}, {"kind": "testimony", "observed_by": "agency"}]))
    nil = [*instructions("N01", "2024-11"), ["Nothing to report: Activities", "yes"]]
    send(database, workbook({"Instructions": nil, "Activities": [["date", "activity", "kind", "participants"]]}))
    return database


def stored(database: Database) -> pd.DataFrame:
    """All estimates, in order."""
    with database.cursor() as cursor:
        return cursor.execute("SELECT * FROM estimates ORDER BY return_id, indicator").df()


def test_what_is_up_to_date_stays(programme_store):
    filled(programme_store)
    before = stored(programme_store)
    found = recompute(programme_store)
    assert (found.new, found.renewed) == (0, 0)
    pd.testing.assert_frame_equal(stored(programme_store), before)


def test_figures_that_are_lost_come_back_as_they_were_computed_at_first(any_database):
    send(any_database, programme_workbook())
    before = stored(filled(any_database))
    assert set(before["provenance"]) == {"", "agency record and fieldworkers' report"}
    any_database.write(lambda cursor: cursor.execute("DELETE FROM estimates"))
    assert recompute(any_database).new == len(before)
    pd.testing.assert_frame_equal(stored(any_database), before)


def test_a_figure_by_an_older_definition_is_computed_by_the_one_there_is_now(programme_store):
    send(programme_store, activities_workbook("2024-10", [{"participants": 7}, {"participants": 12}]))
    older = "UPDATE estimates SET value = 1000, indicator_version = 0 WHERE indicator = 'participants'"
    programme_store.write(lambda cursor: cursor.execute(older))
    found = recompute(programme_store)
    assert (found.new, found.renewed) == (0, 1)
    now = stored(programme_store).set_index("indicator").loc["participants"]
    assert (now["value"], now["indicator_version"]) == (7 + 12, load().indicators["participants"].version)


@pytest.mark.parametrize(
    "older",
    [
        "n_effective = 900 WHERE indicator = 'residents_active'",  # by another method
        "degrees = NULL WHERE indicator = 'residents_active'",  # before precision and few clusters were kept apart
        "provenance = NULL WHERE indicator = 'testimonies'",  # before whose word it is was kept
        "value = 0.99 WHERE indicator = 'residents_active'",
    ],
)
def test_a_figure_that_would_come_out_otherwise_today_is_computed_anew(programme_store, older):
    before = stored(filled(programme_store))
    programme_store.write(lambda cursor: cursor.execute(f"UPDATE estimates SET {older}"))
    found = recompute(programme_store)
    assert (found.new, found.renewed) == (0, 1)
    pd.testing.assert_frame_equal(stored(programme_store), before)


SHRUNK = 60 * (1.959964 / 2.570582) ** 2  # the size that was kept of 60 residents in 6 streets, that of the interval itself
OLDER = f"""
    ALTER TABLE estimates ADD COLUMN design_effect DOUBLE;
    ALTER TABLE estimates DROP COLUMN degrees;
    UPDATE estimates SET n_effective = {SHRUNK}, design_effect = 1 WHERE n_effective IS NOT NULL;
    DELETE FROM schema_versions WHERE version >= 7;
"""


def test_a_store_of_before_keeps_its_intervals_until_its_precision_is_computed_anew(any_database):
    send(any_database, programme_workbook())
    send(any_database, survey_workbook("2024", DAY, streets(2, 3, 4, 5, 6, 4), design="clustered"))
    kept = stored(any_database)
    any_database.write(lambda cursor: cursor.execute(OLDER))
    any_database.write(lambda cursor: cursor.execute(sql("migrations/0007_precision")))
    before = stored(any_database)
    assert before["degrees"].isna().all() and "design_effect" not in before
    assert baseline(any_database, "residents_active").startswith("40.0% (25.5–56.5), n = 60")
    assert recompute(any_database).renewed == kept["n_effective"].notna().sum()
    pd.testing.assert_frame_equal(stored(any_database), kept, check_like=True)  # a column that is added anew stands last
    assert baseline(any_database, "residents_active").startswith("40.0% (25.5–56.5), n = 60")


def test_a_store_from_before_partial_answers_were_left_out_is_brought_up(programme_store):
    """Of 60 residents 10 are active, 30 are not, and 20 said no to q1 and did not know of q2: 10 of 60 by version 1, 10 of 40 since.

    By that version a share was also made of q23a without q24, and a figure of nobody where the file asked another neighbourhood.
    """
    answers = [{"q1": "yes", "q2": "no", "q23a": "yes"}] * 10 + [{"q1": "no", "q2": "no"}] * 30 + [{"q1": "no", "q2": "don't know"}] * 20
    send(programme_store, survey_workbook("2024", DAY, answers))
    before = stored(programme_store)
    active = before.set_index("indicator").loc["residents_active"]
    assert (active["value"], active["n"], active["no_answer"], active["indicator_version"]) == (10 / 40, 40, 20, 2)

    def age(cursor: Cursor) -> None:
        cursor.execute("UPDATE estimates SET value = 10 / 60, n = 60, indicator_version = 1 WHERE indicator = 'residents_active'")
        cursor.execute("UPDATE estimates SET value = 0, n = 10, n_effective = 10 WHERE indicator = 'health_benefited'")
        of_nobody = "SELECT * REPLACE ('giving_help' AS indicator, NULL AS value, 0 AS n, 60 AS no_answer, 'q7 q20' AS asked)"
        cursor.execute(f"INSERT INTO estimates {of_nobody} FROM estimates WHERE indicator = 'residents_active'")

    programme_store.write(age)
    found = recompute(programme_store)
    assert (found.new, found.renewed) == (0, 3)
    pd.testing.assert_frame_equal(stored(programme_store), before)


def test_files_are_told_one_by_one_while_it_goes_on(programme_store):
    send(programme_store, groups_workbook("2024-10", [{}]))
    told = []
    recompute(programme_store, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_nothing_is_kept_when_it_is_broken_off(programme_store):
    filled(programme_store)
    programme_store.write(lambda cursor: cursor.execute("DELETE FROM estimates"))

    def stop(done: int, of: int) -> None:
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recompute(programme_store, stop)
    assert stored(programme_store).empty

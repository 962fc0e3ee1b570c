"""Sending: whole or not at all, once, with the file itself kept; and the preview, which does the same and keeps nothing."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.returns.submit import Receipt, preview, submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import CORRECTED, Fill
from tests.hostile import HOSTILE
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

FIRST, SECOND = date(2024, 10, 11), date(2025, 10, 10)


def send(database: Database, content: bytes, name: str = "file.xlsx", by: str = "Ann", tell_effect: bool = False) -> Receipt:
    return submit(database, Upload(name, content), by, tell_effect=tell_effect, restatement=CORRECTED)


def stored(database: Database, query: str, *values: object) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(query, values).fetchall()


def row_counts(database: Database) -> dict[str, int]:
    """The number of rows of every table."""
    tables = [name for (name,) in stored(database, "SELECT table_name FROM duckdb_tables() WHERE NOT temporary")]
    return {table: stored(database, f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def codes(receipt: Receipt) -> list[str]:
    return [problem.code for problem in receipt.checked.problems]


# What is kept


def test_the_file_is_kept_byte_for_byte_with_its_sha_256(programme_store: Database):
    content = groups_workbook("2024-11", [{}])
    receipt = submit(programme_store, Upload("Groups “Nov”.xlsx", content), "Ann", datetime(2024, 12, 2, 9, 30), tell_effect=False)
    assert receipt.stored
    kept = stored(
        programme_store, "SELECT * EXCLUDE content, content::BLOB FROM submissions WHERE submission_id = ?", receipt.submission_id
    )
    sha256 = hashlib.sha256(content).hexdigest()
    assert kept == [(receipt.submission_id, "Groups “Nov”.xlsx", sha256, len(content), "Ann", datetime(2024, 12, 2, 9, 30), content)]


def test_a_return_is_submitted_and_accepted_and_its_rows_carry_their_numbers(programme_store: Database):
    receipt = send(programme_store, groups_workbook("2024-11", [{"name": "Choir"}, {"name": "Chess", "volunteers": 4}]))
    (plan,) = receipt.checked.plans
    query = "SELECT step, kind, done_by, reason FROM events WHERE return_id = ? ORDER BY step"
    assert stored(programme_store, query, plan.return_id) == [(1, "submitted", "Ann", ""), (2, "accepted", "Ann", "")]
    query = "SELECT submission_id, dataset, neighbourhood, period, period_date, dataset_version, row_count FROM returns WHERE return_id = ?"
    assert stored(programme_store, query, plan.return_id) == [(receipt.submission_id, "groups", "N01", "2024-11", date(2024, 11, 30), 3, 2)]
    query = "SELECT row_number, neighbourhood, month, name, status, volunteers, hub FROM groups WHERE return_id = ? ORDER BY row_number"
    assert stored(programme_store, query, plan.return_id) == [
        (2, "N01", "2024-11", "Choir", "active", None, None),
        (3, "N01", "2024-11", "Chess", "active", 4, None),
    ]


def test_answers_weights_strata_and_clusters_are_stored(programme_store: Database):
    answers = [
        {"respondent": 7, "weight": "1.25", "stratum": "North", "cluster": 3, "q1": "Y", "q11": 4},
        {"respondent": "R8", "weight": 0.75, "stratum": "South", "cluster": "3b", "q1": "don’t know"},
    ]
    assert send(programme_store, survey_workbook("2024", FIRST, answers, design="clustered")).stored
    query = "SELECT row_number, neighbourhood, weight, stratum, cluster FROM responses ORDER BY row_number"
    assert stored(programme_store, query) == [(2, "N01", 1.25, "North", "3"), (3, "N01", 0.75, "South", "3b")]
    query = "SELECT row_number, question, answer FROM answers ORDER BY row_number, question"
    assert stored(programme_store, query) == [(2, "q1", "yes"), (2, "q11", "4"), (3, "q1", "don't know")]


def test_questions_of_the_programmes_own_are_read_and_stored(database: Database):
    questions = [["code", "label", "answers"], ["l1", "Knows the park", "Yes; No; Don't know"], ["l2", "Visits in a month", None]]
    assert send(database, programme_workbook(sheets={"Questions": questions})).stored
    assert codes(send(database, survey_workbook("2024", FIRST, [{"q1": "yes", "l1": "perhaps", "l2": "often"}]))) == [
        "cell-not-option",
        "cell-not-number",
    ]
    assert send(
        database, survey_workbook("2024", FIRST, [{"q1": "yes", "L1": "dont know", "l2": 3}, {"q1": "no", "L1": "YES", "l2": "2.5"}])
    ).stored
    query = "SELECT row_number, question, answer FROM answers WHERE question <> 'q1' ORDER BY row_number, question"
    assert stored(database, query) == [(2, "l1", "don't know"), (2, "l2", "3"), (3, "l1", "yes"), (3, "l2", "2.5")]


def test_many_neighbourhoods_in_one_file_are_a_return_each_of_one_submission(programme_store: Database):
    answers = [{**answer, "neighbourhood": place} for place, yes in (("N01", 3), ("N02", 5)) for answer in yes_of(10, yes)]
    receipt = send(programme_store, survey_workbook("2024", FIRST, answers, neighbourhood=None))
    query = """
        SELECT
            neighbourhood, row_count,
            (SELECT count(*) FROM responses WHERE return_id = r.return_id),
            (SELECT count(*) FROM waves WHERE return_id = r.return_id)
        FROM returns AS r
        WHERE submission_id = ?
        ORDER BY neighbourhood
    """
    assert stored(programme_store, query, receipt.submission_id) == [("N01", 10, 10, 1), ("N02", 10, 10, 1)]
    query = (
        "SELECT returns.neighbourhood, n_counted, n FROM estimates JOIN returns USING (return_id) "
        "WHERE indicator = 'residents_active' ORDER BY ALL"
    )
    assert stored(programme_store, query) == [("N01", 3, 10), ("N02", 5, 10)]


def test_hostile_text_is_stored_and_comes_back_as_the_text_it_is(programme_store: Database):
    names = [
        *HOSTILE,
        "Robert'); DROP TABLE groups;--",
        '=HYPERLINK("http://evil.example")',
        "@SUM(1+1)",
        "+1+1",
        "$1",
        "{0}",
        "%s",
        "'",
        '"',
        "🎉",
        "\\",
    ]
    content = "neighbourhood,month,name,contact,open,status\n" + "".join(
        f'N01,2024-11,"{name.replace(chr(34), chr(34) * 2)}",yes,yes,new\n' for name in names
    )
    receipt = submit(programme_store, Upload("'; DROP TABLE submissions;--.csv", content.encode()), "<b>Ann</b>'", tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    assert stored(programme_store, "SELECT name FROM groups ORDER BY row_number") == [(name,) for name in names]
    assert stored(programme_store, "SELECT file_name, submitted_by FROM submissions ORDER BY submitted_at")[-1] == (
        "'; DROP TABLE submissions;--.csv",
        "<b>Ann</b>'",
    )


def test_a_hostile_wave_label_and_respondent_are_texts_too(programme_store: Database):
    label = "2024'; DROP TABLE answers;--"
    assert send(programme_store, survey_workbook(label, FIRST, [{"respondent": "' OR 1=1 --", "q1": "yes"}])).stored
    query = "SELECT period, respondent = pseudonym(key, ?) FROM returns JOIN responses USING (return_id), respondent_keys"
    assert stored(programme_store, query, "' OR 1=1 --") == [(label, True)]


# Whole or not at all


def test_when_storing_fails_half_way_nothing_is_kept(programme_store: Database, monkeypatch: pytest.MonkeyPatch):
    before, content = row_counts(programme_store), survey_workbook("2024", FIRST, yes_of(10, 3))

    def fail(*_: object) -> None:
        raise ZeroDivisionError("after the rows were inserted")

    with monkeypatch.context() as patch:
        patch.setattr("cdmon.returns.rows.estimates", fail)
        with pytest.raises(ZeroDivisionError):
            send(programme_store, content)
    assert row_counts(programme_store) == before
    assert send(programme_store, content).stored


def test_every_return_of_a_workbook_is_kept_back_by_an_error_in_one(programme_store: Database):
    before = row_counts(programme_store)
    receipt = send(programme_store, groups_workbook("2024-11", [{"neighbourhood": "N01"}, {"neighbourhood": "N02", "status": "thriving"}]))
    assert not receipt.stored and row_counts(programme_store) == before


# Sending again


def test_the_same_file_twice_is_recognised_whatever_its_name(programme_store: Database):
    content = groups_workbook("2024-11", [{}])
    assert send(programme_store, content).stored
    before = row_counts(programme_store)
    again = send(programme_store, content, "another name.xlsx", by="Bob")
    assert codes(again) == ["file-already-sent"] and not again.stored and row_counts(programme_store) == before


def counting(database: Database) -> list[tuple[Any, ...]]:
    """The groups that count now: neighbourhood, month and name."""
    with database.cursor() as cursor:
        query = (
            "SELECT counting.neighbourhood, period, name FROM query_table($counting) AS counting JOIN groups USING (return_id) ORDER BY ALL"
        )
        return Known(cursor).execute(query).fetchall()


def test_a_correction_takes_the_place_of_what_it_corrects_and_nothing_is_lost(programme_store: Database):
    wrong, right = groups_workbook("2024-11", [{"name": "Choir"}, {"name": "Chess"}]), groups_workbook("2024-11", [{"name": "Choir"}])
    assert [plan.replaces for plan in send(programme_store, wrong).checked.plans] == [False]
    assert [plan.replaces for plan in send(programme_store, right).checked.plans] == [True]
    assert counting(programme_store) == [("N01", "2024-11", "Choir")]
    assert stored(programme_store, "SELECT count(*) FROM groups") == [(3,)]


def test_a_file_whose_place_another_has_taken_is_accepted_again(programme_store: Database):
    first, second = groups_workbook("2024-11", [{"name": "Choir"}]), groups_workbook("2024-11", [{"name": "Chess"}])
    assert [send(programme_store, content).stored for content in (first, second, first, first)] == [True, True, True, False]
    assert counting(programme_store) == [("N01", "2024-11", "Choir")]


def test_a_correction_of_one_neighbourhood_leaves_the_others_and_lets_the_whole_file_be_sent_again(programme_store: Database):
    both = groups_workbook("2024-11", [{"name": place, "neighbourhood": place} for place in ("N01", "N02")], neighbourhood=None)
    one = groups_workbook("2024-11", [{"name": "Chess"}], neighbourhood="N02")
    assert send(programme_store, both).stored and send(programme_store, one).stored
    assert counting(programme_store) == [("N01", "2024-11", "N01"), ("N02", "2024-11", "Chess")]
    assert send(programme_store, both).stored
    assert counting(programme_store) == [("N01", "2024-11", "N01"), ("N02", "2024-11", "N02")]


def test_a_wave_is_corrected_by_its_label_however_it_is_written(programme_store: Database):
    send(programme_store, survey_workbook("Autumn 2024", FIRST, yes_of(10, 3)))
    (plan,) = send(programme_store, survey_workbook(" autumn-2024", FIRST, yes_of(10, 4))).checked.plans
    assert (plan.period, plan.replaces) == ("Autumn 2024", True)
    (plan,) = send(programme_store, survey_workbook("Autumn 2025", SECOND, yes_of(10, 4))).checked.plans
    assert (plan.period, plan.replaces) == ("Autumn 2025", False)


def test_a_set_up_sent_again_replaces_the_one_before(programme_store: Database):
    receipt = send(programme_store, programme_workbook([("N01", "Quayside", 6500), ("N03", "Mill Lane", 6100)]))
    assert receipt.stored and [plan.replaces for plan in receipt.checked.plans] == [True]
    assert codes(send(programme_store, groups_workbook("2024-11", [{}], neighbourhood="N02"))) == ["cell-unknown-neighbourhood"]
    assert send(programme_store, groups_workbook("2024-11", [{}], neighbourhood="Mill Lane")).stored


# The preview


def send_first_wave(database: Database) -> None:
    """Send a programme and a wave in which 21 of 300 are active."""
    for content in (programme_workbook(), survey_workbook("2024", FIRST, yes_of(300, 21))):
        assert send(database, content).stored


@pytest.fixture
def surveyed(copy_of: Callable[[Fill], Database]) -> Database:
    return copy_of(send_first_wave)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(survey_workbook("2025", SECOND, yes_of(300, 36)), id="a second wave"),
        pytest.param(activities_workbook("2024-11", [{"neighbourhood": "N02"}, {}]), id="activities of two places"),
        pytest.param(programme_workbook(), id="a set-up"),
        pytest.param(groups_workbook("2199-11", [{}]), id="an error"),
    ],
)
def test_a_preview_tells_what_sending_does_and_stores_nothing(surveyed: Database, content: bytes):
    before, version = row_counts(surveyed), surveyed.data_version()
    shown = preview(surveyed, Upload("file.xlsx", content))
    assert not shown.stored and shown.submission_id is None
    assert (row_counts(surveyed), surveyed.data_version()) == (before, version)
    done = send(surveyed, content, tell_effect=True)
    assert done.stored == shown.checked.ok
    assert done.checked.problems == shown.checked.problems
    pd.testing.assert_frame_equal(done.effect, shown.effect)


@pytest.mark.parametrize(
    ("added", "told"), [(3, "hidden (changed by too few people)"), (5, "45, November 2024; 45 since the baseline; baseline only")]
)
def test_the_effect_does_not_tell_of_few_people_who_came_or_went(programme_store: Database, added: int, told: str):
    """Of 40 and then 43 the 3 who were added could be found, be the row of them ever so hidden."""
    for rows in ([{"participants": 40}], [{"participants": 40}, {"participants": added}]):
        effect = send(programme_store, activities_workbook("2024-11", rows), tell_effect=True).effect
    ((before, after),) = effect.loc[effect["indicator"] == "participants", ["before", "after"]].values.tolist()
    assert after == told
    assert before == (told if added == 3 else "40, November 2024; 40 since the baseline; baseline only")


def test_the_effect_says_what_changes_in_the_table_of_the_neighbourhood(surveyed: Database):
    effect = send(surveyed, survey_workbook("2025", SECOND, yes_of(300, 36)), tell_effect=True).effect
    ((place, indicator, _, before, after, was, now),) = effect[effect["indicator"] == "residents_active"].itertuples(index=False)
    assert (place, indicator) == ("N01", "residents_active")
    assert "12.0" not in before and "12.0% (8.8–16.2)" in after
    assert "latest" not in was.figures and round(now.figures["latest"].value, 3) == 0.12


def test_a_figure_that_changes_by_less_than_is_shown_has_changed(programme_store: Database):
    """Of 3,000 residents 210 and of 3,001 as many are active: 7.0% and, in digits not shown, a little less."""
    for n in (3_000, 3_001):
        effect = send(programme_store, survey_workbook("2024", FIRST, yes_of(n, 210)), tell_effect=True).effect
    (row,) = effect[effect["indicator"] == "residents_active"].to_dict("records")
    assert (row["was"].figures["baseline"].n, row["now"].figures["baseline"].n) == (3_000, 3_001)
    assert row["now"].figures["baseline"].value == pytest.approx(210 / 3_001)


def test_one_upload_may_be_previewed_and_then_sent(programme_store: Database):
    upload = Upload("groups.xlsx", groups_workbook("2024-11", [{}]))
    assert preview(programme_store, upload).checked.ok
    assert submit(programme_store, upload, "Ann").stored


# Two at once


def at_once(database: Database, *contents: bytes) -> list[Receipt]:
    """Send files at the same moment, each from a thread of its own."""
    receipts: list[Receipt] = []
    ready = Barrier(len(contents))

    def work(content: bytes) -> None:
        upload = Upload("file.xlsx", content)
        assert upload.sheets
        ready.wait()
        receipts.append(submit(database, upload, "a thread", tell_effect=False))

    threads = [Thread(target=work, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return receipts


def test_of_two_people_sending_the_same_file_at_once_one_is_told_that_it_was_sent(programme_store: Database):
    content = groups_workbook("2024-11", [{}])
    receipts = at_once(programme_store, content, content)
    assert sorted(receipt.stored for receipt in receipts) == [False, True]
    assert [codes(receipt) for receipt in receipts if not receipt.stored] == [["file-already-sent"]]
    assert stored(programme_store, "SELECT count(*) FROM groups") == [(1,)]


def test_two_people_sending_different_files_at_once_are_both_served(programme_store: Database):
    receipts = at_once(programme_store, groups_workbook("2024-11", [{}]), groups_workbook("2024-11", [{}], neighbourhood="N02"))
    assert [receipt.stored for receipt in receipts] == [True, True]
    assert stored(programme_store, "SELECT count(*) FROM groups") == [(2,)]

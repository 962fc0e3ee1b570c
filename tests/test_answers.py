"""What organisations answered to the programme's own questions: what went in, and each sum written out."""

from collections.abc import Sequence
from datetime import date

import pytest

from cdmon.database import Database
from cdmon.returns.submit import submit
from cdmon.tables.answers import answers, read_answers
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import programme_workbook, table, workbook

QUESTIONS = [
    ["Code", "Short label", "Answers", "Survey"],
    ["a1", "Listens to groups", "Well; Badly; Don't know", "agencies"],
    ["a2", "Trust, 0 to 10", None, "agencies"],
    ["v1", "Knows the team", "Yes; No", "sector"],
]


def wave(label: str, day: date, given: Sequence[dict[str, object]], place: str = "programme", purpose: str | None = None) -> bytes:
    """A survey wave of agencies, or of one neighbourhood's organisations."""
    sheets = ("Agency wave", "Agencies") if place == "programme" else ("Sector wave", "Organisations")
    facts = {"label": label, "fieldwork_start": day, "fieldwork_end": day, "mode": "online", "sample_design": "simple random"}
    facts |= {"independent": "yes", "neighbourhood": place, "purpose": purpose}
    responses = [{"respondent": f"A{number}", **each} for number, each in enumerate(given, start=1)]
    return workbook({sheets[0]: table([facts]), sheets[1]: table(responses)})


@pytest.fixture
def asked(database: Database) -> Database:
    """A store whose programme has questions of its own for agencies and for organisations."""
    send(database, programme_workbook(sheets={"Questions": QUESTIONS}))
    return database


def rows(database: Database, dataset: str = "agencies", place: str | None = None, **known: object) -> list[list[str]]:
    with database.cursor() as cursor:
        return read_answers(answers(Known(cursor, **known), dataset, place)).values.tolist()


BEFORE = [{"a1": "Well"}, {"a1": "Badly", "a2": 10}, {"a1": "Badly", "a2": 9}, {"a1": "Badly", "a2": 10}]
AFTER = [{"a1": "well"}, {"a1": "Well"}, {"a1": "Badly"}, {"a1": None}]


def test_each_answer_stands_with_how_many_gave_it_at_the_baseline_and_now(asked):
    send(asked, wave("2024", date(2024, 10, 1), BEFORE))
    send(asked, wave("2026", date(2026, 6, 1), AFTER))
    assert rows(asked) == [
        ["Listens to groups", "Well", "1 of 4, 25.0% (4.6–69.9), 2024 [small base]", "2 of 3, 66.7% (20.8–93.9), 2026 [small base]"],
        ["Listens to groups", "Badly", "3 of 4, 75.0% (30.1–95.4), 2024 [small base]", "1 of 3, 33.3% (6.1–79.2), 2026 [small base]"],
        ["Listens to groups", "Don't know", "0 of 4, 0.0% (0.0–49.0), 2024 [small base]", "0 of 3, 0.0% (0.0–56.1), 2026 [small base]"],
        ["Trust, 0 to 10", "9", "1 of 3, 33.3% (6.1–79.2), 2024 [small base]", "not asked since"],
        ["Trust, 0 to 10", "10", "2 of 3, 66.7% (20.8–93.9), 2024 [small base]", "not asked since"],
    ]


def test_a_wave_declared_a_follow_up_is_no_baseline(asked):
    send(asked, wave("2026", date(2026, 6, 1), AFTER, purpose="follow-up"))
    assert rows(asked)[0] == ["Listens to groups", "Well", "not asked", "2 of 3, 66.7% (20.8–93.9), 2026 [small base]"]


def test_of_three_waves_the_first_and_the_last_are_told(asked):
    for year in (2024, 2025, 2026):
        send(asked, wave(str(year), date(year, 6, 1), [{"a1": "Well"}] * (year - 2023)))
    with asked.cursor() as cursor:
        told = answers(Known(cursor), "agencies").iloc[0]
    assert (told["baseline_period"], told["baseline_n"], told["latest_period"], told["latest_n"]) == ("2024", 1, "2026", 3)


def test_a_base_of_50_is_not_marked(asked):
    send(asked, wave("2024", date(2024, 10, 1), [{"a1": "Well"}] * 25 + [{"a1": "Badly"}] * 25))
    assert rows(asked)[0][2] == "25 of 50, 50.0% (36.6–63.4), 2024"


def test_a_neighbourhoods_organisations_are_told_of_there_and_nowhere_else(asked):
    send(asked, wave("2024", date(2024, 10, 1), [{"v1": "Yes", "s1": "Fully"}], place="N01"))
    assert [row[:2] for row in rows(asked, "sector", "N01")] == [["Knows the team", "Yes"], ["Knows the team", "No"]]
    assert rows(asked, "sector", "N02") == rows(asked, "sector") == rows(asked, "agencies", "N01") == []


def test_an_answer_that_is_no_longer_offered_is_still_told(asked):
    send(asked, wave("2024", date(2024, 10, 1), BEFORE))
    send(asked, programme_workbook(sheets={"Questions": [QUESTIONS[0], ["a1", "Listens to groups", "Well", "agencies"]]}))
    assert [row[1] for row in rows(asked)] == ["Well", "badly"]


def test_what_nobody_has_accepted_counts_only_as_provisional(database):
    send(database, programme_workbook(sheets={"Questions": QUESTIONS}, acceptance="by a person"))
    assert submit(database, Upload("wave.xlsx", wave("2024", date(2024, 10, 1), AFTER)), "a test", tell_effect=False).stored
    assert rows(database) == []
    assert rows(database, provisional=True)[0][2] == "2 of 3, 66.7% (20.8–93.9), 2024 [small base] [provisional]"


def test_before_a_day_only_what_was_sent_by_then_counts(asked):
    send(asked, wave("2024", date(2024, 10, 1), BEFORE))
    assert rows(asked, as_at=date(2024, 1, 1)) == []


def test_residents_answers_are_not_told_one_by_one(asked):
    with asked.cursor() as cursor, pytest.raises(ValueError, match="not of residents"):
        answers(Known(cursor), "residents")


def test_answers_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook(sheets={"Questions": QUESTIONS}))
    send(any_database, wave("2024", date(2024, 10, 1), BEFORE))
    assert [row[1] for row in rows(any_database)] == ["Well", "Badly", "Don't know", "9", "10"]

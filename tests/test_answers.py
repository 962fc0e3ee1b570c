"""What was answered to the questions that no indicator needs: what went in, and each sum written out."""

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
    listens = "Listens to groups (the programme's own)"
    assert [row[:4] for row in rows(asked)] == [
        [listens, "Well", "1 of 4, 25.0% (4.6–69.9), 2024 [small base]", "2 of 3, 66.7% (20.8–93.9), 2026 [small base]"],
        [listens, "Badly", "3 of 4, 75.0% (30.1–95.4), 2024 [small base]", "1 of 3, 33.3% (6.1–79.2), 2026 [small base]"],
        ["Trust, 0 to 10 (the programme's own)", "Median", "10 (9–10), n = 3, 2024 [small base]", "not asked since"],
    ]


def test_a_wave_declared_a_follow_up_is_no_baseline(asked):
    send(asked, wave("2026", date(2026, 6, 1), AFTER, purpose="follow-up"))
    assert rows(asked)[0][2:] == [
        "not asked",
        "2 of 3, 66.7% (20.8–93.9), 2026 [small base]",
        "no baseline",
        "no baseline",
    ]


def test_of_three_waves_the_first_and_the_last_are_told(asked):
    for year in (2024, 2025, 2026):
        send(asked, wave(str(year), date(year, 6, 1), [{"a1": "Well"}] * (year - 2023)))
    with asked.cursor() as cursor:
        told = answers(Known(cursor), "agencies").iloc[0]
    assert [(figure.period, figure.n_counted) for figure in (told["baseline"], told["latest"])] == [("2024", 1), ("2026", 3)]


def test_a_base_of_50_is_not_marked(asked):
    send(asked, wave("2024", date(2024, 10, 1), [{"a1": "Well"}] * 25 + [{"a1": "Badly"}] * 25))
    assert rows(asked)[0][2] == "25 of 50, 50.0% (36.6–63.4), 2024"


def test_a_neighbourhoods_organisations_are_counted_there_and_are_shares_of_the_programme_alone(asked):
    send(asked, wave("2024", date(2024, 10, 1), [{"v1": "Yes"}] * 8 + [{"v1": "No"}], place="N01"))
    send(asked, wave("2024", date(2024, 10, 1), [{"v1": "Yes"}] * 3 + [{"v1": "No"}] * 8, place="N02"))
    assert [row[1:] for row in rows(asked, "sector", "N01")] == [
        ["Yes", "8 of 9, 2024", "not asked since", "nothing later yet", "baseline only"],
        ["No", "1 of 9, 2024", "not asked since", "nothing later yet", "baseline only"],
    ]
    assert rows(asked, "sector")[0][2].startswith("11 of 20, 55.0% (")
    assert rows(asked, "agencies", "N01") == []


def test_of_two_waves_of_a_neighbourhoods_organisations_nothing_is_judged(asked):
    for label, yes in (("2024", 1), ("2026", 9)):
        send(asked, wave(label, date(int(label), 10, 1), [{"v1": "Yes"}] * yes + [{"v1": "No"}] * (9 - yes), place="N01"))
    assert rows(asked, "sector", "N01")[0][1:] == [
        "Yes",
        "1 of 9, 2024",
        "9 of 9, 2026",
        "for the programme only",
        "for the programme only",
    ]


def test_staff_and_volunteers_of_organisations_have_a_median_and_a_total(asked):
    numbers = [(0, 3), (0, 8), (1, 10), (6, 20), (0, 40)]  # in order: 0 0 0 1 6, and 3 8 10 20 40
    send(asked, wave("2024", date(2024, 10, 1), [{"s8": staff, "s9": volunteers} for staff, volunteers in numbers], place="N01"))
    told = [(row[0][:10], row[1], row[2]) for row in rows(asked, "sector", "N01")]
    assert told == [
        ("Paid staff", "Median", "0, n = 5, 2024 [small base]"),
        ("Paid staff", "All together", "7, n = 5, 2024 [small base]"),
        ("Volunteers", "Median", "10, n = 5, 2024 [small base]"),
        ("Volunteers", "All together", "81, n = 5, 2024 [small base]"),
    ]


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


def test_answers_on_every_kind_of_store(any_database):
    send(any_database, programme_workbook(sheets={"Questions": QUESTIONS}))
    send(any_database, wave("2024", date(2024, 10, 1), BEFORE))
    assert [row[1] for row in rows(any_database)] == ["Well", "Badly", "Median"]

"""What residents answered to the questions that no indicator needs: shares with intervals, and nothing of few people."""

from collections.abc import Mapping
from datetime import date
from math import sqrt

import pytest

from cdmon.database import Database
from cdmon.returns.recompute import recompute
from cdmon.returns.setting import setting
from cdmon.tables.answers import answers, read_answers
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.wording import HIDDEN
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook

MANY = [("N01", "Quayside", 1_000_000), ("N02", "Hill Top", 500_000)]  # so many that a sample is no part of them to speak of
THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)
QUESTIONS = [["Code", "Short label", "Answers"], ["l1", "Knows the park", "Yes; No; Don't know"], ["l2", "Minutes to a shop", None]]


@pytest.fixture
def asked(database: Database) -> Database:
    """A store whose programme has questions of its own for residents."""
    send(database, programme_workbook(MANY, sheets={"Questions": QUESTIONS}))
    return database


def given(question: str, counts: Mapping[str, int]) -> list[dict[str, object]]:
    """So many respondents for each answer."""
    return [{"q2": "no", question: answer} for answer, count in counts.items() for _ in range(count)]


def rows(database: Database, place: str | None = "N01", **known: object) -> list[list[str]]:
    with database.cursor() as cursor:
        return read_answers(answers(Known(cursor, **known), "residents", place)).values.tolist()


def wilson(yes: int, n: float) -> tuple[float, float]:
    """Wilson's interval as printed in Newcombe 1998."""
    z, p = 1.959964, yes / n
    reach = z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return tuple(round((p + z**2 / (2 * n) + side * reach) / (1 + z**2 / n), 4) for side in (-1, 1))


def test_a_question_of_the_programmes_own_has_shares_with_intervals_a_change_and_a_verdict(asked):
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 90, "No": 210, "don't know": 20})))
    send(asked, survey_workbook("2026", NOW, given("l1", {"Yes": 150, "No": 150})))
    assert rows(asked) == [
        ["Knows the park (the programme's own)", "Yes", "30.0% (25.1–35.4), n = 300, 2024", "50.0% (44.4–55.6), n = 300, 2026",
         "+20.0 percentage points (12.2 to 27.5)", "rose"],
        ["Knows the park (the programme's own)", "No", "70.0% (64.6–74.9), n = 300, 2024", "50.0% (44.4–55.6), n = 300, 2026",
         "−20.0 percentage points (−27.5 to −12.2)", "fell"],
    ]  # fmt: skip
    assert wilson(90, 300) == (0.2509, 0.3541)


def same_as_q4(design: str, label: str, day: date, place: str = "N01") -> bytes:
    """A wave in which l1 is answered as q4 is, by streets and weights."""
    people = [
        {"q4": yes, "l1": yes, "weight": 1 + number % 3, "stratum": "East" if number < 150 else "West", "cluster": f"C{number // 20}"}
        for number in range(300)
        for yes in ["yes" if number % 20 < (14 if number // 20 % 2 else 4) else "no"]
    ]
    return survey_workbook(label, day, people, design=design, neighbourhood=place)


@pytest.mark.parametrize("design", ["clustered", "unknown"])
@pytest.mark.parametrize("place", ["N01", None])
def test_a_share_and_its_interval_are_those_of_an_indicator_that_was_answered_alike(database, design, place):
    places = [("N01", "Quayside", 6500), ("N02", "Hill Top", 1200)]
    send(database, programme_workbook(places, design_factor=1.4, sheets={"Questions": QUESTIONS}))
    for each in ("N01", "N02"):
        send(database, same_as_q4(design, "2024", THEN, each))
        send(database, same_as_q4(design, "2026", NOW, each))
    with database.cursor() as cursor:
        known = Known(cursor)
        own, others = answers(known, "residents", place), factors(known, place)
    ours, theirs = own[own["answer"] == "Yes"].iloc[0], others[others["indicator"] == "formal_volunteering"].iloc[0]
    for role in ("baseline", "latest"):
        told = [[getattr(each[role], part) for part in ("value", "low", "high", "n", "n_effective", "size")] for each in (ours, theirs)]
        assert told[0] == pytest.approx(told[1])
    assert (ours["change"].low, ours["change"].high) == pytest.approx((theirs["change"].low, theirs["change"].high))


def test_an_answer_of_few_people_is_hidden_with_its_neighbour_and_no_total_gives_it_back(asked):
    five = [["Code", "Short label", "Answers"], ["l1", "Knows the park", "A; B; C; D; E; F"]]
    send(asked, programme_workbook(MANY, sheets={"Questions": five}))
    send(asked, survey_workbook("2024", THEN, given("l1", {"A": 60, "B": 3, "C": 100, "D": 80, "E": 0, "F": 57})))
    # in runs of two: A with B, which are 63 of the 300 together; C with D; E, whom nobody chose, with F
    assert [row[2].split(" (")[0] for row in rows(asked)] == ["hidden", "hidden", "33.3%", "26.7%", "0.0%", "19.0%"]


def test_a_round_of_few_people_is_hidden_whole(asked):
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 2, "No": 2})))
    assert [row[2] for row in rows(asked)] == ["hidden (too few people)"] * 2


def test_what_is_hidden_in_a_neighbourhood_is_not_in_the_pool(asked):
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 298, "No": 2})))
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 100, "No": 100}), neighbourhood="N02"))
    assert [row[2].split(",")[0] for row in rows(asked, None)] == ["50.0% (43.1–56.9)"] * 2


def test_another_list_of_answers_is_not_compared(asked):
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 90, "No": 210})))
    send(asked, programme_workbook(MANY, sheets={"Questions": [QUESTIONS[0], ["l1", "Knows the park", "Yes; No; Maybe"]]}))
    send(asked, survey_workbook("2026", NOW, given("l1", {"Yes": 150, "No": 100, "Maybe": 50})))
    assert rows(asked)[0][-1] == (
        "not comparable (asked l1 “Knows the park” (Yes; No; Don't know), then l1 “Knows the park” (Yes; No; Maybe))"
    )


def test_a_number_has_its_median_with_an_interval_and_none_of_few_people(asked):
    # 99 said 1 to 99 minutes, each once. Wilson's interval round a half of 99 is 40.4 to 59.6 per cent: reached at 40 and 60 minutes
    send(asked, survey_workbook("2024", THEN, [{"q2": "no", "l2": number} for number in range(1, 100)]))
    send(asked, survey_workbook("2024", THEN, [{"q2": "no", "l2": number} for number in range(1, 50)], neighbourhood="N02"))
    assert wilson(99 / 2, 99) == (0.4034, 0.5966)
    assert rows(asked)[-1][1:3] == ["Median", "50 (40–60), n = 99, 2024"]
    assert rows(asked, "N02")[-1][1:3] == ["Median", HIDDEN]


def test_questions_of_the_menu_that_no_indicator_uses_are_told_by_factor(asked):
    send(asked, survey_workbook("2024", THEN, given("q13", {"yes": 100, "no": 150, "depends": 50}) + given("q3", {"yes": 50, "no": 50})))
    assert [(row[0], row[1], row[2].split(" (")[0]) for row in rows(asked)] == [
        ("Takes part in a national group, club or organisation (factor 1)", "Yes", "50.0%"),
        ("Takes part in a national group, club or organisation (factor 1)", "No", "50.0%"),
        ("Would like more part in local decisions (factor 6)", "Yes", "33.3%"),
        ("Would like more part in local decisions (factor 6)", "No", "50.0%"),
        ("Would like more part in local decisions (factor 6)", "Depends on the issue", "16.7%"),
    ]


def test_only_wishes_that_several_residents_share_are_told(asked):
    wishes = ["A choir"] * 5 + ["a  CHOIR"] + ["Chess"] * 4 + ["I am Ann of 3 Mill Lane and want a bus"]
    send(asked, survey_workbook("2024", THEN, [{"q1": "no", "q2": "no", "q28": wish} for wish in wishes]))
    assert [row[1:3] for row in rows(asked)] == [["A choir", "6 residents, 2024"]]


def test_a_ready_made_question_needs_its_code_alone(database):
    send(database, programme_workbook(MANY, sheets={"Questions": [["Code"], ["lonely"]]}))
    send(database, survey_workbook("2024", THEN, given("lonely", {"sometimes": 100, "never": 200})))
    title = "How often they feel lonely (factor 3, the programme's own)"
    assert [[*row[:2], row[2].split(" (")[0]] for row in rows(database)] == [
        [title, "Often or always", "0.0%"],
        [title, "Some of the time", "33.3%"],
        [title, "Now and then", "0.0%"],
        [title, "Hardly ever or never", "66.7%"],
    ]


def test_a_template_made_before_has_no_example_of_the_programmes_own_questions(asked):
    with asked.cursor() as cursor:
        (park, shop) = setting(Known(cursor)).local_questions["residents"]
    assert (park.example, park.offered, shop.type, shop.example) == ("", ["Yes", "No", "Don't know"], "number", "")


def test_a_page_reads_no_answer_and_an_old_store_gets_its_shares_by_computing_anew(asked):
    send(asked, survey_workbook("2024", THEN, given("l1", {"Yes": 90, "No": 210}) + [{"q2": "no", "l2": 7}] * 60))
    before = rows(asked)
    asked.write(lambda cursor: cursor.execute("DELETE FROM shares"))
    assert (rows(asked), recompute(asked).renewed, rows(asked)) == ([], 0, before)
    asked.write(lambda cursor: cursor.execute("DELETE FROM answers; DELETE FROM responses"))
    assert rows(asked) == before

"""What the latest wave did not ask, and that no figure is made of a question that was not asked."""

from datetime import date

import pytest

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.unasked import Unasked, unasked
from tests.conftest import send
from tests.workbooks import sector_workbook, survey_workbook

THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)
TAKES_PART = [{"q23a": "yes"}] * 60 + [{"q23a": "no"}] * 240
WITH_EFFECT = [{"q23a": "yes", "q24": "better"}] * 30 + [{"q23a": "yes", "q24": "no effect"}] * 30 + [{"q23a": "no"}] * 240
SEVERAL = [i for i in load().indicators.values() if i.dataset == "residents" and len(load().question_codes(i)) > 1]


def missing(database: Database, place: str | None = "N01") -> dict[tuple[str, str], Unasked]:
    """Return what the latest waves did not ask."""
    with database.cursor() as cursor:
        return unasked(Known(cursor), place)


def cells(database: Database, code: str, place: str = "N01") -> tuple[str, str, str]:
    """Return an indicator's baseline, latest figure and verdict as people read them."""
    with database.cursor() as cursor:
        table = factors(Known(cursor), place)
    (row,) = read_factors(table)[table["indicator"] == code].to_dict("records")
    return row["Baseline"], row["Now"], row["Verdict"]


def test_nobody_benefited_from_what_was_not_asked(programme_store):
    """A file with q23a and without q24 would say 0 of 240."""
    send(programme_store, survey_workbook("Autumn 2024", THEN, TAKES_PART))
    assert cells(programme_store, "health_benefited")[0] == "not collected"
    assert cells(programme_store, "meets_others")[0].startswith("20.0%")
    found = missing(programme_store)["N01", "health_benefited"]
    assert found == Unasked("Autumn 2024", ("q24",))
    assert str(found) == f"the round Autumn 2024 did not ask “{load().questions('residents')['q24'].label}”"


ANSWERS = {"q9": "never", "q4": "yes", "q5": "less often", "q23a": "yes", "q23b": "less often", "q24": "better"}  # to others: no


@pytest.mark.parametrize("left_out", [pytest.param((i.code, q), id=f"{i.code} {q}") for i in SEVERAL for q in load().question_codes(i)])
def test_an_indicator_of_several_questions_needs_every_one(programme_store, left_out):
    code, question = left_out
    needed = load().needed(load().indicators[code])
    answers = {q.code: ANSWERS.get(q.code, "no") for q in needed}
    send(programme_store, survey_workbook("2024", THEN, [{q: said for q, said in answers.items() if q != question}] * 60))
    assert cells(programme_store, code)[0] == "not collected"
    assert missing(programme_store)["N01", code].questions == (question,)
    send(programme_store, survey_workbook("2026", NOW, [answers] * 60))
    assert (cells(programme_store, code)[0] != "not collected", ("N01", code) in missing(programme_store)) == (True, False)


def test_a_question_to_which_all_say_dont_know_was_asked(programme_store):
    send(programme_store, survey_workbook("2024", THEN, [{"q23a": "yes", "q24": "don't know"}] * 60))
    assert ("N01", "health_benefited") not in missing(programme_store)
    assert "nobody answered, of 60" in cells(programme_store, "health_benefited")[0]


def test_a_later_wave_that_asked_less_leaves_the_figure_there_was(programme_store):
    """30 of 300 said better; the second wave did not ask q24, and is no figure of nobody."""
    send(programme_store, survey_workbook("2024", THEN, WITH_EFFECT))
    send(programme_store, survey_workbook("2026", NOW, TAKES_PART))
    baseline, latest, verdict = cells(programme_store, "health_benefited")
    assert baseline.startswith("10.0%") and (latest, verdict) == (
        "nothing later yet",
        f"baseline only (the round 2026 did not ask {load().in_words('q24')})",
    )
    assert missing(programme_store)["N01", "health_benefited"] == Unasked("2026", ("q24",))


def test_what_one_neighbourhood_of_a_file_was_asked_is_not_what_another_was(programme_store):
    answers = [{"neighbourhood": "N01", **each} for each in WITH_EFFECT] + [{"neighbourhood": "N02", **each} for each in TAKES_PART]
    send(programme_store, survey_workbook("2024", THEN, answers, neighbourhood=None))
    assert cells(programme_store, "health_benefited", "N01")[0].startswith("10.0%")
    assert cells(programme_store, "health_benefited", "N02")[0] == "not collected"
    told = {place for place, code in missing(programme_store, None) if code == "health_benefited"}
    assert told == {"N02"}


def test_a_wave_that_asked_nothing_of_an_indicator_lacks_all_its_questions(programme_store):
    send(programme_store, survey_workbook("2024", THEN, TAKES_PART))
    found = missing(programme_store)
    assert found["N01", "mutual_aid"].questions == ("q7", "q8", "q20", "q21")
    assert found["N01", "belonging"].questions == ("q14",)
    assert not [code for _, code in found if load().indicators[code].dataset != "residents"]


def test_of_a_survey_without_a_wave_nothing_is_told(programme_store):
    assert missing(programme_store, None) == {}


def test_one_of_the_seven_items_about_agencies_may_be_left_out(programme_store):
    items = dict.fromkeys(("s5a", "s5b", "s5c", "s5d", "s5e", "s5f"), "agree")
    send(programme_store, sector_workbook("2024", THEN, [items] * 3))
    assert cells(programme_store, "agencies_act")[0] == "not collected"
    assert missing(programme_store)["N01", "agencies_act"] == Unasked("2024", ("s5g",))
    assert cells(programme_store, "agencies_value")[0] == "3 of 3, 2024"

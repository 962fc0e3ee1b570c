"""Which heading was read as what, and what stands there, so that a wrong mapping is seen before anything is sent."""

from datetime import date

import pytest

from cdmon.disclosure import Rule
from cdmon.returns.columns_read import columns_read
from cdmon.returns.submit import preview
from cdmon.workbooks.cells import Upload
from tests.workbooks import activities_workbook, groups_workbook, survey_workbook, yes_of


def read(database, content):
    """What each heading of a file was read as, and what stands there, by the heading."""
    found = columns_read(preview(database, Upload("file.xlsx", content)).checked.sheets, Rule())
    return {heading: (name, told) for _, heading, name, told in found.itertuples(index=False)}


def test_a_heading_is_told_with_the_question_it_was_taken_for_and_the_counts_of_its_answers(programme_store):
    told = read(programme_store, survey_workbook("2026", date(2026, 10, 20), yes_of(300, 60, "Q1")))
    assert told["Q1"] == ("q1: Takes part in a group that meets to do something together or to talk", "Yes 60; No 240")
    assert told["respondent"] == ("Respondent", "filled in 300")


@pytest.mark.parametrize("few", [1, 4])
def test_where_few_people_gave_an_answer_no_number_of_its_question_is_told(programme_store, few):
    told = read(programme_store, survey_workbook("2026", date(2026, 10, 20), yes_of(300, few)))
    assert told["q1"][1] == "Yes, No – numbers hidden (too few people)"
    assert told["q2"][1] == "No 300"


def test_few_who_left_a_question_out_hide_its_numbers_too(programme_store):
    answers = [*yes_of(300, 60), {"q2": "no"}]
    told = read(programme_store, survey_workbook("2026", date(2026, 10, 20), answers))
    assert told["q1"][1] == "Yes, No – numbers hidden (too few people)"  # 301 less 60 and 240 would be the one


def test_of_a_file_that_is_read_apart_the_headings_are_told_all_the_same(programme_store, monkeypatch):
    monkeypatch.setattr("cdmon.returns.apart.LARGE", 0)
    told = read(programme_store, survey_workbook("2026", date(2026, 10, 20), yes_of(300, 60, "Q1")))
    assert told["Q1"][1] == "Yes 60; No 240"


def test_organisations_and_days_are_told_and_no_span_of_numbers_of_people(programme_store):
    told = read(
        programme_store, groups_workbook("2026-10", [{"hub": "yes", "annual_income": 500}, {"hub": "no", "annual_income": 1200}, {}])
    )
    assert told["hub"] == ("Community hub", "Yes 1; No 1; left empty 1")
    assert told["annual_income"] == ("Annual income", "filled in 2; left empty 1; 500 to 1200")
    told = read(programme_store, activities_workbook("2026-10", [{"date": date(2026, 10, 3)}, {"date": date(2026, 10, 9)}]))
    assert told["date"][1] == "filled in 2; 03/10/2026 to 09/10/2026"
    assert told["participants"][1] == "filled in 2"

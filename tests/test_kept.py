"""What was kept of a return: the file as it came, its rows, and the version before it."""

from datetime import date, datetime

import pytest

from cdmon.returns.kept import full_id, kept_file, kept_rows, read_rows, version_before
from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.hostile import HOSTILE
from tests.stored import sent
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook


def send(database, content, at=None, name="groups.xlsx"):
    receipt = submit(database, Upload(name, content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def test_the_file_comes_back_byte_for_byte_under_its_name(any_database):
    submit(any_database, Upload("set-up.xlsx", programme_workbook()), "a test")
    content = groups_workbook("2024-11", [{}])
    return_id = send(any_database, content, name="Groups “Nov”, <b>final</b>.xlsx")
    with any_database.cursor() as cursor:
        kept = kept_file(cursor, return_id)
    assert (kept.file_name, kept.content) == ("Groups “Nov”, <b>final</b>.xlsx", content)


def test_its_rows_come_back_under_the_headings_of_the_template(programme_store):
    return_id = send(programme_store, groups_workbook("2024-11", [{"name": "Choir", "volunteers": 4}, {"name": HOSTILE[0], "staff": 0.5}]))
    with programme_store.cursor() as cursor:
        sheets = kept_rows(cursor, return_id)
    assert list(sheets) == ["Groups"]
    rows = read_rows(sheets["Groups"])
    assert rows[["Row", "Group name", "Has a contact", "Volunteers", "Paid staff"]].values.tolist() == [
        ["2", "Choir", "yes", "4", "–"],
        ["3", HOSTILE[0], "yes", "–", "0.5"],
    ]
    assert "Annual income" not in rows  # a column that nobody filled in


def test_a_survey_has_a_sheet_for_the_wave_and_its_questions_in_the_surveys_order(programme_store):
    answers = [{"q11": 4, "q2": "no", "q1": "yes", "weight": 1.25}, {"q1": "no", "weight": 1}]
    return_id = send(programme_store, survey_workbook("2024", date(2024, 10, 11), answers, design="stratified"))
    with programme_store.cursor() as cursor:
        sheets = {title: read_rows(rows) for title, rows in kept_rows(cursor, return_id).items()}
    assert list(sheets) == ["Wave", "Responses"]
    assert sheets["Wave"][["Label", "Fieldwork start"]].values.tolist() == [["2024", "11/10/2024"]]
    assert sheets["Responses"].drop(columns="Neighbourhood").columns.tolist() == ["Row", "Respondent", "Weight", "q1", "q2", "q11"]
    assert sheets["Responses"][["Weight", "q1", "q2", "q11"]].values.tolist() == [["1.25", "yes", "no", "4"], ["1", "no", "–", "–"]]


def test_a_return_with_nothing_to_report_has_no_rows(database):
    return_id = sent(database, datetime(2024, 12, 2), rows=0)
    with database.cursor() as cursor:
        assert all(rows.empty for rows in kept_rows(cursor, return_id).values())


def test_the_version_before_is_of_the_same_dataset_neighbourhood_and_period(database):
    first = sent(database, datetime(2024, 12, 2))
    for other in ({"dataset": "activities"}, {"place": "N02"}, {"month": "2024-10"}):
        sent(database, datetime(2024, 12, 3), **other)
    second, third = (sent(database, datetime(2024, 12, day)) for day in (4, 5))
    with database.cursor() as cursor:
        assert [version_before(cursor, each) for each in (first, second, third)] == [None, first, second]


def test_a_return_id_may_be_shortened_as_long_as_it_is_one(database):
    both = [sent(database, datetime(2024, 12, day)) for day in (2, 3)]
    with database.cursor() as cursor:
        assert [full_id(cursor, each[:12]) for each in both] == both
        for wrong in ("", "zz", "%", both[0] + "0"):
            with pytest.raises(ValueError, match="There is no return"):
                full_id(cursor, wrong)


def test_a_beginning_of_several_return_ids_is_refused(database):
    beginnings = [sent(database, datetime(2024, 12, 2))[0] for _ in range(17)]  # of 16 figures one must come twice
    twice = next(each for each in beginnings if beginnings.count(each) > 1)
    with database.cursor() as cursor, pytest.raises(ValueError, match="Several returns begin"):
        full_id(cursor, twice)


@pytest.mark.parametrize("function", [kept_file, kept_rows])
def test_what_was_never_sent_was_not_kept(database, function):
    with database.cursor() as cursor, pytest.raises(KeyError):
        function(cursor, "none")

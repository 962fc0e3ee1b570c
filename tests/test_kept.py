"""What was kept of a return: the file as it came, its rows, and the version before it."""

from datetime import date, datetime

import pytest

from cdmon.refusal import Refusal
from cdmon.returns.kept import full_id, kept_file, kept_rows, read_rows, version_before
from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Upload
from tests.hostile import HOSTILE
from tests.stored import sent
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, sector_workbook, survey_workbook, yes_of


def send(database, content, at=None, name="groups.xlsx"):
    receipt = submit(database, Upload(name, content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def test_the_file_comes_back_byte_for_byte_under_its_name(any_database):
    submit(any_database, Upload("set-up.xlsx", programme_workbook()), "a test")
    content = groups_workbook("2024-11", [{}])
    return_id = send(any_database, content, name="Groups “Nov”, <b>final.xlsx")
    with any_database.cursor() as cursor:
        kept = kept_file(cursor, return_id)
    assert (kept.file_name, kept.content) == ("Groups “Nov”, <b>final.xlsx", content)


def test_its_rows_come_back_under_the_headings_of_the_template(programme_store):
    return_id = send(programme_store, groups_workbook("2024-11", [{"name": "Choir", "volunteers": 12}, {"name": HOSTILE[0], "staff": 0.5}]))
    with programme_store.cursor() as cursor:
        sheets = kept_rows(cursor, return_id)
    assert list(sheets) == ["Groups"]
    rows = read_rows(sheets["Groups"])
    assert rows[["Row", "Group name", "Has a contact", "Volunteers", "Paid staff"]].values.tolist() == [
        ["2", "Choir", "yes", "12", "–"],
        ["3", HOSTILE[0], "yes", "–", "0.5"],
    ]
    assert "Annual income" not in rows  # a column that nobody filled in


def test_a_survey_has_a_sheet_for_the_wave_and_its_questions_in_the_surveys_order(programme_store):
    answers = [{"organisation": "Choir", "s10": "no income", "s3": "neither", "s1": "very successful"}, {"s1": "not very successful"}]
    return_id = send(programme_store, sector_workbook("2024", date(2024, 10, 11), answers))
    with programme_store.cursor() as cursor:
        sheets = {title: read_rows(rows) for title, rows in kept_rows(cursor, return_id).items()}
    assert list(sheets) == ["Sector round", "Organisations"]
    assert sheets["Sector round"][["Label", "Fieldwork start"]].values.tolist() == [["2024", "11/10/2024"]]
    columns = ["Row", "Respondent", "Organisation", "s1", "s3", "s10"]
    assert sheets["Organisations"].drop(columns="Neighbourhood", errors="ignore").columns.tolist() == columns
    assert sheets["Organisations"][columns[2:]].values.tolist() == [
        ["Choir", "very successful", "neither", "no income"],
        ["–", "not very successful", "–", "–"],
    ]


def test_of_a_residents_survey_only_the_wave_is_shown_for_each_other_row_is_a_persons_own(programme_store):
    return_id = send(programme_store, survey_workbook("2024", date(2024, 10, 11), yes_of(300, 21)))
    with programme_store.cursor() as cursor:
        assert list(kept_rows(cursor, return_id)) == ["Round"]


@pytest.mark.parametrize(
    ("participants", "shown"),
    [
        ([20, 9, 3, 8], ["20", "9", "hidden", "hidden"]),  # 40 in all is a figure: without the 8 it would give the 3 back
        ([20, 3, 0], ["hidden", "hidden", "hidden"]),  # three are one run
        ([3, 0, 0], ["hidden", "hidden", "hidden"]),
        ([3, 4], ["hidden", "hidden"]),
        ([20, 5, 0], ["20", "5", "0"]),
    ],
)
def test_a_small_count_of_people_is_hidden_and_never_alone(programme_store, participants, shown):
    return_id = send(programme_store, activities_workbook("2024-11", [{"participants": number} for number in participants]))
    with programme_store.cursor() as cursor:
        rows = read_rows(kept_rows(cursor, return_id)["Activities"])
        assert rows["Participants"].tolist() == shown


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
            with pytest.raises(Refusal, match="There is no return"):
                full_id(cursor, wrong)


def test_a_beginning_of_several_return_ids_is_refused(database):
    beginnings = [sent(database, datetime(2024, 12, 2))[0] for _ in range(17)]  # of 16 figures one must come twice
    twice = next(each for each in beginnings if beginnings.count(each) > 1)
    with database.cursor() as cursor, pytest.raises(Refusal, match="Several returns begin"):
        full_id(cursor, twice)


@pytest.mark.parametrize("function", [kept_file, kept_rows])
def test_what_was_never_sent_was_not_kept(database, function):
    with database.cursor() as cursor, pytest.raises(KeyError):
        function(cursor, "none")

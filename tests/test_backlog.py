"""Many files, and large ones: each goes in whole or not at all, with one list of what became of each."""

from datetime import date
from functools import partial

import pytest

from cdmon.database import Database
from cdmon.returns.backlog import in_order, submit_all
from cdmon.returns.submit import submit
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.flat import flat
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook

MONTHS = ["2025-11", "2025-12", "2026-01"]
FAULTY = groups_workbook("2026-02", [{"contact": "yes"}, {"contact": "perhaps"}])


def files(contents: dict[str, bytes]) -> list[partial[Upload]]:
    return [partial(Upload, name, content) for name, content in contents.items()]


def test_each_file_goes_in_whole_or_not_at_all_and_each_is_told_of(programme_store: Database):
    contents = {f"{month}.xlsx": groups_workbook(month, [{}, {}]) for month in MONTHS} | {
        "2026-02.xlsx": FAULTY,
        "letter.docx": b"Dear team",
    }
    steps = []
    sent = submit_all(programme_store, files(contents), "Ann", lambda done, total, name: steps.append((done, total, name)))
    assert [(each.file_name, each.told, each.returns) for each in sent] == [
        ("2025-11.xlsx", "stored", ("Groups, N01, November 2025",)),
        ("2025-12.xlsx", "stored", ("Groups, N01, December 2025",)),
        ("2026-01.xlsx", "stored", ("Groups, N01, January 2026",)),
        ("2026-02.xlsx", "not stored", ()),
        ("letter.docx", "not stored", ()),
    ]
    assert [(problem.code, problem.cell) for problem in sent[3].problems] == [("cell-not-option", "B3")]
    assert [problem.code for problem in sent[4].problems] == ["file-not-a-spreadsheet"]
    assert steps == [*((done, 5, name) for done, name in enumerate(contents)), (5, 5, "")]


def test_a_backlog_sent_twice_stores_nothing_twice(programme_store: Database):
    backlog = files({f"{month}.xlsx": groups_workbook(month, [{}]) for month in MONTHS})
    submit_all(programme_store, backlog, "Ann")
    assert {each.told for each in submit_all(programme_store, backlog, "Ann")} == {"sent before, not stored again"}
    with programme_store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM returns WHERE dataset = 'groups'").fetchone() == (3,)


def test_files_that_come_before_the_set_up_are_tried_again_after_it(database: Database):
    sent = submit_all(database, files({"a.xlsx": groups_workbook("2025-11", [{}]), "b set-up.xlsx": programme_workbook()}), "Ann")
    assert [each.told for each in sent] == ["stored", "stored"]


def test_a_folder_is_sent_in_the_order_of_its_names_without_what_is_no_spreadsheet():
    names = ["b.XLSX", "a.csv", "~$b.xlsx", ".hidden.xlsx", "notes.txt", "C.ods"]
    assert in_order(names) == ["a.csv", "b.XLSX", "C.ods"]


@pytest.mark.slow
def test_a_boroughs_survey_of_9000_goes_in_at_once(database: Database):
    places = [(f"N{number:02}", f"Place {number}", 6500) for number in range(1, 31)]
    submit(database, Upload("set-up.xlsx", programme_workbook(places)), "Ann", tell_effect=False)
    answers = [
        {
            "respondent": f"R{number}",
            "neighbourhood": code,
            "q1": "yes" if number < 30 else "no",
            "q2": "no",
            "q4": "yes" if number % 2 else "no",
        }
        for code, _, _ in places
        for number in range(300)
    ]
    content = survey_workbook("2026", date(2026, 10, 20), answers, neighbourhood=None)
    receipt = submit(database, Upload("borough.xlsx", content), "Ann", tell_effect=False)
    assert receipt.stored and [plan.rows for plan in receipt.checked.plans] == [300] * 30
    with database.cursor() as cursor:
        table = flat(factors(Known(cursor), "N17")).set_index("indicator")
    assert tuple(table.loc["residents_active", ["baseline_value", "baseline_n"]]) == (0.1, 300)

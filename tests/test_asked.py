"""Where nothing was reported: who was asked and had none to report, told apart from a return without any and from nobody asked."""

from datetime import date

import pytest

from cdmon.returns.check import check
from cdmon.tables.asked import asked, read_asked, summary
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.test_risks import risks_workbook
from tests.workbooks import evidence_workbook, instructions, programme_workbook, table, workbook

HARM = {"intended": "unintended", "effect": "detrimental"}


def asked_workbook(month, place="N01", **row):
    usual = {"about": "risks", "whom": "Two groups", "asked_on": date(2024, 11, 5), "office": "Evaluator"}
    return workbook({"Instructions": instructions(place, month), "Asked": table([usual | row])})


def nothing(title, place, month="2024-11"):
    """A return that says that there was nothing to report."""
    dataset = title.lower()
    return workbook({"Instructions": [*instructions(place, month), ["Dataset", dataset], [f"Nothing to report: {title}", "Yes"]]})


@pytest.fixture
def four(any_database):
    """A programme of four neighbourhoods that have begun."""
    places = [(f"N0{number}", name, 6000, "first") for number, name in enumerate(("Quayside", "Hill Top", "Fields", "Mill"), start=1)]
    send(any_database, programme_workbook(places))
    return any_database


def told(database, about="risks", place=None):
    with database.cursor() as cursor:
        found = asked(Known(cursor), about, place)
    return read_asked(found).to_numpy().tolist(), summary(found)


def test_nobody_asked_a_nil_return_and_who_was_asked_are_three_things(four):
    send(four, asked_workbook("2024-11"))
    send(four, nothing("Risks", "N02"))
    send(four, risks_workbook("2024-11", {"reference": "R1"}, place="N04"))
    rows, words = told(four)
    assert rows == [
        ["N01 Quayside", "asked, and had none", "Two groups", "5 November 2024", "Evaluator"],
        ["N02 Hill Top", "said there was nothing to report, November 2024", "nobody", "never", "none"],
        ["N03 Fields", "nobody is known to have asked", "nobody", "never", "none"],
    ]
    assert words == (
        "No open risk is reported of 3 neighbourhoods: 1 asked, and had none; 1 said there was nothing to report; "
        "1 nobody is known to have asked. Nothing reported is not the same as none."
    )
    assert [row[0] for row in told(four, place="N03")[0]] == ["N03 Fields"]


def test_the_last_time_counts_and_the_programme_stands_there_where_it_was_asked(four):
    send(four, asked_workbook("2024-11", "programme", about="detrimental", whom="The steering group"))
    send(four, asked_workbook("2024-12", "programme", about="detrimental", whom="All teams", asked_on=date(2024, 12, 2)))
    for place in ("N01", "N02", "N03"):
        send(four, evidence_workbook("2024-11", [HARM], place))
    rows, words = told(four, "detrimental")
    assert [row[:4] for row in rows] == [
        ["N04 Mill", "nobody is known to have asked", "nobody", "never"],
        ["The programme", "asked, and had none", "All teams", "2 December 2024"],
    ]
    assert words.startswith("No detrimental effect is reported of 1 neighbourhood:")


def test_a_risk_that_is_closed_is_none_any_more(four):
    send(four, risks_workbook("2024-11", {"reference": "R1", "status": "closed"}))
    assert len(told(four)[0]) == 4


def test_of_a_neighbourhood_that_has_not_begun_nothing_is_asked(database):
    send(database, programme_workbook([("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "third")]))
    assert [row[0] for row in told(database)[0]] == ["N01 Quayside"]


def test_none_reported_where_a_return_of_the_month_reports_some_is_asked_about(four):
    send(four, risks_workbook("2024-11", {"reference": "R1"}))
    send(four, evidence_workbook("2024-11", [HARM]))
    with four.cursor() as cursor:
        known = Known(cursor)
        codes = [
            [problem.code for problem in check(known, Upload("asked.xlsx", asked_workbook(month, about=about))).problems]
            for month, about in (("2024-11", "risks"), ("2024-11", "detrimental"), ("2024-11", "beneficial"), ("2024-12", "risks"))
        ]
    assert codes == [["asked-and-reported"], ["asked-and-reported"], [], []]

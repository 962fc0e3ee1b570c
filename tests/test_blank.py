"""The blank return of a programme: what it knows already stands in it, and sent as it is it goes in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.returns.blank import blank
from cdmon.returns.submit import Receipt
from tests.conftest import send
from tests.test_carried import RISK, SPACE, monthly
from tests.test_template import column, labelled, offered, validation
from tests.workbooks import GROUP, groups_workbook, programme_workbook, table

ODD_NAMES = ["=1+1", "007", "2026-10", "TRUE", "3 %", "@choir", '"Tea", <b>cake</b> & talk', "Café ☕"]
Row = Mapping[str, Any]


def opened(database: Database, *args: Any, **given: Any) -> Workbook:
    return load_workbook(BytesIO(blank(database, *args, **given)))


def filled(content: bytes, rows: Mapping[str, Iterable[Row]]) -> bytes:
    """A template with rows typed below what stands in it, by sheet and heading; texts as texts."""
    workbook = load_workbook(BytesIO(content))
    for title, listed in rows.items():
        sheet = workbook[title]
        places = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(listed, start=sheet.max_row + 1):
            for heading, value in row.items():
                cell = sheet.cell(number, places[heading], value)
                if isinstance(value, str):
                    cell.data_type = "s"
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def named(name: str, **more: Any) -> dict[str, Any]:
    """A row of the register by heading."""
    return {"Group name": name, "Has a contact": "Yes", "Open to residents": "Yes", "Status": "Active", **more}


def returns(receipt: Receipt) -> list[tuple[str, str, str, int]]:
    return [(plan.dataset, plan.neighbourhood, plan.period, plan.rows) for plan in receipt.checked.plans]


def cells(workbook: Workbook, sheet: str, heading: str) -> list[object]:
    """What stands under a heading, from row 3 on."""
    return [cell.value for cell in workbook[sheet][column(workbook[sheet], heading)][2:]]


def sentences(workbook: Workbook) -> list[str]:
    return [str(cell.value) for cell in workbook["Instructions"]["A"] if str(cell.value).startswith("The sheet ")]


# What is carried over


def test_the_groups_of_the_month_before_stand_in_it_below_the_example(programme_store: Database):
    rows = [{"name": "Choir", "status": "new", "annual_income": 1200.5, "volunteers": 8, "issue": "older people"}, {"status": "closed"}]
    send(programme_store, groups_workbook("2024-09", rows))
    workbook = opened(programme_store, "groups", "N01", "2024-10")
    example, choir = ({cell.value: line[cell.column - 1].value for cell in workbook["Groups"][1]} for line in workbook["Groups"]["2:3"])
    assert example["Group name"] == "Example: Tuesday lunch club"
    assert {heading: value for heading, value in choir.items() if value is not None} == {
        "Group name": "Choir",
        "Has a contact": "Yes",
        "Open to residents": "Yes",
        "Status": "Active",
        "Main issue": "Older people",
        "Annual income": 1200.5,
        "Volunteers": 8,
    }
    assert workbook["Groups"].max_row == 3
    (sentence,) = sentences(workbook)
    assert sentence == "The sheet Groups holds the 1 row of September 2024 that went on: change what has changed, add new rows."


def test_the_rows_of_the_very_month_stand_in_it_to_be_corrected(programme_store: Database):
    send(programme_store, groups_workbook("2024-10", [{"name": "Choir", "status": "new"}, {"name": "Chess", "status": "closed"}]))
    workbook = opened(programme_store, "groups", "N01", "2024-10")
    assert cells(workbook, "Groups", "Status") == ["New", "Closed"]
    (sentence,) = sentences(workbook)
    assert sentence == (
        "The sheet Groups holds the 2 rows of October 2024 as sent before: put right what is wrong, "
        "and send this workbook in place of that return."
    )


@pytest.mark.parametrize(("neighbourhood", "period"), [("N02", "2024-10"), ("N01", None), (None, "2024-10"), ("N01", "2024-08")])
def test_without_the_place_the_month_or_a_return_before_nothing_is_carried_over(
    programme_store: Database, neighbourhood: str | None, period: str | None
):
    send(programme_store, groups_workbook("2024-09", [{}]))
    workbook = opened(programme_store, "groups", neighbourhood, period)
    assert workbook["Groups"].max_row == 2 and sentences(workbook) == []


def test_the_programmes_own_rows_are_carried_over(programme_store: Database):
    send(programme_store, monthly("2024-09", "programme", Risks=[RISK]))
    send(programme_store, monthly("2024-09", "N01", Risks=[RISK | {"reference": "R7"}]))
    workbook = opened(programme_store, "monthly", "programme", "2024-10")
    assert cells(workbook, "Risks", "Reference") == ["R1"]


# Sent as it is


def test_names_that_look_like_something_else_stay_texts_from_month_to_month(programme_store: Database):
    send(programme_store, filled(blank(programme_store, "groups", "N01", "2024-09"), {"Groups": map(named, ODD_NAMES)}))
    for month in ("2024-10", "2024-11"):
        workbook = opened(programme_store, "groups", "N01", month)
        names = workbook["Groups"][column(workbook["Groups"], "Group name")][2:]
        assert [(cell.value, cell.data_type, cell.number_format) for cell in names] == [(name, "s", "@") for name in ODD_NAMES]
        receipt = send(programme_store, blank(programme_store, "groups", "N01", month))
        assert receipt.checked.problems == [] and returns(receipt) == [("groups", "N01", month, 8)]


def test_a_monthly_return_goes_in_again_as_it_was_carried_over(programme_store: Database):
    first = monthly(
        "2024-09",
        Groups=[GROUP | {"name": "Choir", "annual_income": 0.1, "volunteers": 3}],
        Support=[SPACE | {"hours_a_week": 12.5, "cost": "free"}],
        Risks=[RISK],
    )
    send(programme_store, first)
    receipt = send(programme_store, blank(programme_store, "monthly", "N01", "2024-10"))
    assert returns(receipt) == [(code, "N01", "2024-10", 1) for code in ("groups", "support", "risks")]
    assert {(problem.code, problem.sheet) for problem in receipt.checked.problems} == {
        ("sheet-left-empty", "Activities"),
        ("sheet-left-empty", "Engagement"),
    }


def test_a_return_with_nothing_to_report_goes_in_without_a_problem(programme_store: Database):
    send(programme_store, groups_workbook("2024-09", [{}]))
    receipt = send(programme_store, blank(programme_store, "monthly", "N01", "2024-10", nil=True))
    codes = ["groups", "activities", "support", "engagement", "evidence", "risks", "asked"]
    assert receipt.checked.problems == [] and returns(receipt) == [(code, "N01", "2024-10", 0) for code in codes]


def test_the_programme_can_have_nothing_to_report_where_it_sends_returns(programme_store: Database):
    receipt = send(programme_store, blank(programme_store, "monthly", "programme", "2024-10", nil=True))
    codes = ["support", "engagement", "evidence", "risks", "asked"]
    assert receipt.checked.problems == [] and returns(receipt) == [(code, "", "2024-10", 0) for code in codes]


# What is offered


def test_the_open_groups_of_the_neighbourhood_are_offered(programme_store: Database):
    send(programme_store, groups_workbook("2024-09", [{"name": "Gone long ago"}]))
    rows = [{"name": "Walkers"}, {"name": "Choir"}, {"name": "Chess", "status": "closed"}]
    rows.append({"name": "Talkers", "status": "merged", "merged_into": "Choir"})
    send(programme_store, groups_workbook("2024-10", rows))
    send(programme_store, groups_workbook("2024-10", [{"name": "Of another place"}], "N02"))
    workbook = opened(programme_store, "monthly", "N01")
    columns = [("Groups", "Merged into"), ("Activities", "Run by"), ("Support", "To which group"), ("Evidence", "Group")]
    assert [offered(workbook, sheet, heading) for sheet, heading in columns] == [["Choir", "Walkers"]] * 4
    assert offered(opened(programme_store, "monthly"), "Activities", "Run by") == []


def test_the_threads_of_all_returns_of_the_neighbourhood_are_offered(programme_store: Database):
    issue = {"kind": "issue", "what": "No dentist"}
    for month, thread, place in [("2024-10", "Dentist", "N01"), ("2024-09", "Buses", "N01"), ("2024-09", "Rents", "programme")]:
        send(programme_store, monthly(month, place, Engagement=[issue | {"date": date.fromisoformat(f"{month}-05"), "thread": thread}]))
    assert offered(opened(programme_store, "engagement", "N01"), "Engagement", "Thread") == ["Buses", "Dentist"]
    assert offered(opened(programme_store, "engagement", "programme"), "Engagement", "Thread") == ["Rents"]


def test_the_neighbourhoods_of_the_programme_are_offered(programme_store: Database):
    assert offered(opened(programme_store, "monthly"), "Risks", "Neighbourhood") == ["N01", "N02", "programme"]


def test_questions_of_the_programmes_own_stand_last_in_their_survey(database: Database):
    questions = [{"code": "l1", "label": "Knows the park", "answers": "yes; no"}, {"code": "a1", "label": "Trust", "survey": "agencies"}]
    send(database, programme_workbook(sheets={"Questions": table(questions)}))
    last = {code: opened(database, code)[sheet][1][-1].value for code, sheet in [("residents", "Responses"), ("agencies", "Agencies")]}
    assert last == {"residents": "l1", "agencies": "a1"}
    agencies = opened(database, "agencies")["Agencies"]
    assert validation(agencies, f"{column(agencies, 'Neighbourhood')}2").formula1 == '"N01,N02,programme"'


# When it is due


def test_it_is_due_when_the_programme_says(database: Database):
    send(database, programme_workbook(due_days=15))
    assert labelled(opened(database, "monthly", "N01", "2024-11"))["Due by"] == datetime(2024, 12, 15)


def test_before_the_programme_is_set_up_the_template_is_there_without_its_lists(database: Database):
    workbook = opened(database, "groups", "N99", "2024-10")
    assert labelled(workbook)["Neighbourhood"] == "N99" and offered(workbook, "Groups", "Neighbourhood") == []


def test_what_does_not_exist_is_refused_with_a_sentence(programme_store: Database):
    with pytest.raises(Refusal, match="There is no dataset 'weekly'; choose one of: "):
        blank(programme_store, "weekly")

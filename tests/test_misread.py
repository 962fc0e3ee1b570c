"""Files that were once read wrongly without a word, one of each kind of fault: read rightly now, or asked about by their cells.

A case is a file, and either the problems that it has (kind and cell, errors but for those in brackets) or what is read of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from cdmon.database import Database
from cdmon.returns.check import Checked, check
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.threads import threads
from cdmon.workbooks.cells import Upload
from tests.files import altered, xlsb, zipped
from tests.test_respelled import parts
from tests.workbooks import activities_workbook, groups_workbook, instructions, programme_workbook, survey_workbook, table, workbook

DAY = date(2024, 10, 11)
SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
GROUPS = "neighbourhood,month,name,contact,open,status"
ACTIVITIES = "neighbourhood,month,date,activity,kind,participants,new participants,volunteers,volunteer hours"
ENGAGEMENT = "neighbourhood,month,date,kind,thread,what,agency,outcome"
CONTEXT = "neighbourhood,statistic,value,unit,period_covered,gss_code,boundary_year,source"


def lines(headings: str, *rows: str, place: str = "N01,2024-11", encoding: str = "utf-8") -> bytes:
    """A CSV file of rows of November 2024 in N01."""
    return "\r\n".join([headings, *(f"{place},{row}" for row in rows)]).encode(encoding)


def context(*rows: str) -> bytes:
    return "\r\n".join([CONTEXT, *(f"N01,{row},2024,E05000001,2023,ONS" for row in rows)]).encode()


def survey(*answers: dict[str, object], **wave: object) -> bytes:
    return survey_workbook("2024", DAY, answers, **wave)


def signoffs(reached_on: object) -> bytes:
    row = {"milestone": "stage_1_recommendations", "reached_on": reached_on, "evidence": "Report", "signed_off_by": "Board"}
    return workbook({"Instructions": instructions(month="2024-11"), "Sign-offs": table([row])})


def by_hand(content: bytes, change: Callable[..., None]) -> bytes:
    """A workbook that somebody has changed in their spreadsheet program."""
    opened, saved = load_workbook(BytesIO(content)), BytesIO()
    change(opened)
    opened.save(saved)
    return saved.getvalue()


def strike(opened: object) -> None:
    for cell in opened["Groups"][3]:  # type: ignore[index]
        cell.font = Font(strike=True)


def marks(name: str = "Groups") -> bytes:
    """A register with a formula that was never worked out, an error and a hidden row."""

    def change(opened: object) -> None:
        sheet = opened[name]  # type: ignore[index]
        sheet["E2"], sheet["E3"] = "=5+5", "#DIV/0!"
        sheet.row_dimensions[4].hidden = True

    rows = [[*GROUPS.split(",")[2:], "volunteers", "neighbourhood", "month"]]
    rows += [[f"Group {number}", "yes", "yes", "new", 5, "N01", "2024-11"] for number in range(4)]
    return by_hand(workbook({name: rows}), change)


MARKED = {("formula-without-value", "E2"), ("cell-error", "E3"), ("(hidden-cells)", None)}


def respelled(spell: Callable[[str], str]) -> bytes:
    """The same register in a package whose parts are named in another way."""
    return zipped({spell(name): content for name, content in parts(marks()).items()})


def related_by_escapes() -> bytes:
    return altered(marks(), RELATIONS, ("worksheets/sheet1.xml", "work%73heets/sheet%31.xml"))


def in_utf_16() -> bytes:
    """A workbook of two sheets, one part of which is in UTF-16."""
    made = parts(workbook({"Groups": [GROUPS.split(","), *[["N01", "2024-11", "Choir", "yes", "yes", "new"]]], **walks()}))
    sheet = "xl/worksheets/sheet2.xml"
    return zipped(made | {sheet: made[sheet].decode().encode("utf-16")})


def walks() -> dict[str, list[list[object]]]:
    return {
        "Activities": [ACTIVITIES.split(",")[:6], *[["N01", "2024-11", DAY.replace(month=11), f"Walk {n}", "social", 9] for n in range(3)]]
    }


def beyond_the_last_column() -> bytes:
    return altered(groups_workbook("2024-11", [{}]), "xl/worksheets/sheet2.xml", ("</row>", '<c r="AAAA1"><v>1</v></c></row>'))


ROW = "yes,yes,new"
ENCODED = lines(GROUPS, f"Residents’ café,{ROW}", encoding="mac_roman")
UNKNOWN = workbook({"Budget": [["id", "name"], [1, "Tea"], [2, "Hall"]]})


@dataclass(frozen=True)
class Case:
    """A file, and what is right: the problems with it, and what is read in the columns of its last sheet."""

    file: Callable[[], bytes]
    told: set[tuple[str, str | None]] = field(default_factory=set)
    read: dict[str, list[object]] = field(default_factory=dict)
    name: str = "file.csv"
    set_up: Callable[[], bytes] = programme_workbook


def coded(*codes: str) -> Callable[[], bytes]:
    """A set-up whose neighbourhoods have codes that are numbers."""
    return lambda: programme_workbook([(code, f"Ward {code}", 6000) for code in codes])


def asking(answers: str) -> Callable[[], bytes]:
    """A set-up with a question of the programme's own."""
    return lambda: programme_workbook(sheets={"Questions": [["code", "label", "answers"], ["l1", "How many", answers]]})


CASES = {
    # Marks that carry meaning
    "minus one is no yes": Case(lambda: survey({"q4": 1}, {"q4": -1}, {"q4": 0}), {("cell-missing-code", "B3")}, name="a.xlsx"),
    "a heading with a point is no other": Case(
        lambda: survey({"q1": "yes", "q1.2": "yes", "q2/1": "no", "q2_2": "no"}),
        {("(heading-unknown)", "C1"), ("(heading-unknown)", "D1"), ("(heading-unknown)", "E1")},
        {"q1": ["yes"], "q12": [None], "q21": [None], "q22": [None]},
        "a.xlsx",
    ),
    "a neighbourhood 1.0 is 1 and not 10": Case(
        lambda: lines(GROUPS, f"Choir,{ROW}", place="1.0,2024-11") + f"\r\n10,2024-11,Band,{ROW}".encode(),
        read={"neighbourhood": ["1", "10"]},
        set_up=coded("1", "10"),
    ),
    "an answer 1.0 is 1 and 35 is not 3-5": Case(
        lambda: survey({"l1": "1.0"}, {"l1": "35"}, {"l1": 3.0}),
        {("cell-not-option", "B3")},
        name="a.xlsx",
        set_up=asking("1; 3; 10; 3-5"),
    ),
    "names that differ in marks are two": Case(
        lambda: lines(GROUPS, f"Flats 1-20,{ROW}", f"Flats 120,{ROW}"), read={"name": ["Flats 1-20", "Flats 120"]}
    ),
    "a sign beside an answer is asked about": Case(
        lambda: survey({"l1": "<5"}, {"l1": "5"}), {("cell-not-option", "B3")}, name="a.xlsx", set_up=asking("<5; >10")
    ),
    "a level 2.0 is 2": Case(lambda: lines("neighbourhood,month,aspect,level,rated_by", "networking,2.0,residents"), read={"level": ["2"]}),
    # What is no value
    "99 people are asked about where others are few": Case(
        lambda: activities_workbook("2024-11", [{"participants": 7}, {"participants": 99}, {"participants": 12}]),
        {("(cell-apart)", "D3")},
        name="a.xlsx",
    ),
    "n/a is no thread and TBC no agency": Case(
        lambda: lines(
            ENGAGEMENT,
            "06/11/2024,issue,n/a,No dentist,n/a,",
            "07/11/2024,response,Bins,They will ask,N/A,",
            "08/11/2024,issue,-,Bins,TBC,",
        ),
        {("engagement-agency-missing", "G3"), ("engagement-thread-missing", "E2, E4"), ("(engagement-thread-unknown)", "E3")},
    ),
    # CSV files whose rows are not what they seem
    "thousands without quotes": Case(
        lambda: lines(f"{GROUPS},annual_income,volunteers", f"Choir,{ROW},1,200,8"), {("cell-without-heading", "I2")}
    ),
    "a comma in a sentence": Case(
        lambda: lines(ENGAGEMENT[: -len(",outcome")], "06/11/2024,issue,Dentist,No dentist, nor a GP,"), {("row-longer", "H2")}
    ),
    "a quote that is never closed": Case(
        lambda: lines(f"{GROUPS},record_source", f'Choir,{ROW},"list', f"Band,{ROW},x", f"Club,{ROW},y"), {("quote-open", "G2")}
    ),
    "a quote that is closed rows below": Case(
        lambda: lines(
            f"{GROUPS},record_source", *(f"Group {n},{ROW},{mark}list{end}" for n, mark, end in ((1, "", ""), (2, '"', ""), (3, "", '"')))
        ),
        {("quote-open", "G3")},
    ),
    "a Windows of another country": Case(lambda: lines(GROUPS, "Choir;yes;yes;new").replace(b",", b";"), read={"name": ["Choir"]}),
    "UTF-16 without a mark": Case(lambda: lines(GROUPS, f"Café,{ROW}", encoding="utf-16-le"), read={"name": ["Café"]}),
    "zeros and Ctrl-Z at the end": Case(lambda: lines(GROUPS, f"Café,{ROW}") + b"\r\n\x1a\0\0", read={"name": ["Café"]}),
    "Mac Roman": Case(lambda: ENCODED, {("(letters-guessed)", None)}, {"name": ["Residents' café"]}),
    "one bad byte": Case(
        lambda: lines(GROUPS, f"Café Zoë,{ROW}", f"Choir,{ROW}").replace(b"Choir", b"Ch\x92ir"), {("cell-bad-letter", "C3")}
    ),
    # Two places that contradict each other
    "a wave of N02 with answers of N01": Case(
        lambda: survey({"q1": "yes", "neighbourhood": "N01"}, neighbourhood="N02"), {("neighbourhood-differs", "C2")}, name="a.xlsx"
    ),
    # Per cent
    "4.1 % of a statistic is 4.1": Case(lambda: context("Claimants,4.1%,per cent"), read={"value": [4.1]}),
    "per cent of participants": Case(
        lambda: lines(ACTIVITIES, "06/11/2024,Tea,social,20,100%,3,50%"), {("cell-per-cent", "G2"), ("cell-per-cent", "I2")}
    ),
    "a target of 12 is no share": Case(
        lambda: programme_workbook(sheets={"Targets": [["kpi", "target"], ["people_active", 12], ["people_active", "12%"]]}),
        {("target-not-a-share", "B2"), ("duplicate-target", "A3")},
        name="a.xlsx",
    ),
    "large numbers are whole": Case(lambda: context('Price,"1,234,567",pounds', "People,6512,people"), read={"value": [1234567, 6512]}),
    # What is seen and not in the values
    "errors and hidden rows of an .xlsb": Case(
        lambda: xlsb(
            "Groups",
            [f"{GROUPS},staff".split(","), *[f"N01,2024-11,{n},{ROW},{staff}".split(",") for n, staff in enumerate(("#N/A", "#VALUE!"))]],
            3,
        ),
        {("cell-error", "G2"), ("cell-error", "G3"), ("(hidden-cells)", None)},
        name="a.xlsb",
    ),
    "a row struck through": Case(lambda: by_hand(groups_workbook("2024-11", [{}, {}]), strike), {("(struck-cells)", None)}, name="a.xlsx"),
    "hours written as a time": Case(
        lambda: activities_workbook("2024-11", [{"volunteers": 2, "volunteer_hours": timedelta(hours=36)}]),
        read={"volunteer_hours": [36.0]},
        name="a.xlsx",
    ),
    # Days
    "one date with the month first": Case(
        lambda: lines(
            "neighbourhood,month,date,kind,what,observed_by",
            *(f"{day}/2024,testimony,{day},resident" for day in ("11/13", "11/06", "05/11")),
        ),
        {("cell-month-first", "C2"), ("cell-day-or-month", "C3"), ("cell-day-or-month", "C4")},
    ),
    "signed off before it began": Case(lambda: signoffs(date(2006, 10, 6)), {("signoff-before-programme", "B2")}, name="a.xlsx"),
    "a month that is a day": Case(
        lambda: groups_workbook(None, [{"month": datetime(2024, 10, 25)}]), {("cell-day-for-month", "E2")}, name="a.xlsx"
    ),
    "a label that Excel made a date": Case(
        lambda: survey_workbook(datetime(2024, 10, 1), DAY, [{"q1": "yes"}]), {("(cell-date-in-text)", "A2")}, name="a.xlsx"
    ),
    # Parts and wholes
    "more first-timers than people, hours of nobody": Case(
        lambda: lines(ACTIVITIES, "06/11/2024,Tea,social,10,40,0,12"),
        {("part-greater-than-whole", "G2"), ("hours-without-volunteers", "I2")},
    ),
    # Rows and sheets
    "rows with a place and a month alone": Case(lambda: lines(GROUPS, f"Choir,{ROW}", ",,,", ",,,"), read={"name": ["Choir"]}),
    "Instructions under another title": Case(
        lambda: workbook(
            {
                "Export Summary": [["This document was exported from Numbers."]],
                "Instructions - Table 1": [*instructions("N01", "2024-11"), ["Nothing to report: Activities", "yes"]],
                "Groups - Table 1": [GROUPS.split(",")[2:], ["Choir", "yes", "yes", "new"]],
            }
        ),
        {("(sheet-not-read)", None)},
        {"name": ["Choir"], "neighbourhood": ["N01"]},
        "a.xlsx",
    ),
    "two headings are no recognition": Case(lambda: UNKNOWN, {("file-unknown-template", None)}, name="a.xlsx"),
    # Packages
    "backslashes in the names of parts": Case(lambda: respelled(lambda name: name.replace("/", "\\")), MARKED, name="a.xlsx"),
    "capitals in the names of parts": Case(lambda: respelled(str.upper), MARKED, name="a.xlsx"),
    "escapes in the relations": Case(related_by_escapes, MARKED, name="a.xlsx"),
    "a part in UTF-16": Case(in_utf_16, read={"activity": ["Walk 0", "Walk 1", "Walk 2"]}, name="a.xlsx"),
    "a heading beyond the last column": Case(beyond_the_last_column, {("file-too-wide", None)}, name="a.xlsx"),
}


@cache
def filling(set_up: Callable[[], bytes]) -> Callable[[Database], object]:
    """What sets a store up so."""
    return lambda database: submit(database, Upload("set-up.xlsx", set_up()), "a test", tell_effect=False)


def told(checked: Checked) -> set[tuple[str, str | None]]:
    return {(each.code if each.severity == "error" else f"({each.code})", each.cell) for each in checked.problems}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_read_rightly_or_asked_about(copy_of: Callable[..., Database], case: Case):
    with copy_of(filling(case.set_up)).cursor() as cursor:
        checked = check(Known(cursor), Upload(case.name, case.file()))
    assert told(checked) == case.told, checked.problems
    frame = checked.sheets[-1].frame if checked.sheets else pd.DataFrame()
    assert {code: [None if pd.isna(value) else value for value in frame[code]] for code in case.read} == case.read


def test_threads_whose_names_differ_in_a_point_are_two(programme_store: Database):
    rows = ("06/11/2024,issue,1.1,No dentist,,", "06/11/2024,issue,11,Bins,,", "09/11/2024,result,11,Weekly,,service changed")
    assert submit(programme_store, Upload("threads.csv", lines(ENGAGEMENT, *rows)), "a test", tell_effect=False).stored
    with programme_store.cursor() as cursor:
        found = threads(Known(cursor))
    assert dict(zip(found["thread"], found["state"], strict=True)).keys() == {"1.1", "11"}
    assert found.set_index("thread")["state"].nunique() == 2

"""Every way in which a file can be wrong: one mistake, one problem, with its cell, and a sentence that says what to do."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font

from cdmon.database import Cursor, Database, open_database
from cdmon.definitions import load
from cdmon.parts.datasets import ProblemKind
from cdmon.problems import MOST, MOST_ALIKE, MOST_CELLS, Problem, addresses, group, problem
from cdmon.returns.check import check
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.boundaries import area, geojson, square
from tests.files import altered, encrypted, packed, xlsb
from tests.workbooks import (
    activities_workbook,
    groups_workbook,
    instructions,
    programme_workbook,
    survey_workbook,
    table,
    workbook,
    yes_of,
)

WAVE_DAY = date(2024, 10, 11)
NOVEMBER = date(2024, 11, 5)
KINDS = load().problems
CODES = "N01, N02"
SHEET_2 = "xl/worksheets/sheet2.xml"
QUAYSIDE, HILL_TOP = ("N01", "Quayside", 6500), ("N02", "Hill Top", 6000)
CADENCE = ["dataset", "how_often", "from_month", "until_month"]
STAGES = [["stage", "first_month", "last_month"], [1, 1, 6], [2, 7, 24], [3, 25, 42], [4, 43, 60]]


@pytest.fixture(scope="module")
def store(made_stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with the neighbourhoods N01 and N02, for tests that do not write to it."""
    opened = open_database(str(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("problems") / "cdmon.duckdb")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cursor(store: Database) -> Iterator[Cursor]:
    with store.cursor() as cursor:
        yield cursor


def survey(*answers: dict[str, object], **wave: object) -> bytes:
    """A wave of 2024 in N01, other facts in `wave`."""
    return survey_workbook("2024", WAVE_DAY, answers or yes_of(2, 1), **wave)


def groups(*rows: dict[str, object], month: str | None = "2024-11", **sheet: object) -> bytes:
    return groups_workbook(month, rows, **sheet)


def merged(area: str, *rows: dict[str, object]) -> bytes:
    """A register of groups with some cells merged."""
    return altered(groups(*rows), SHEET_2, ("</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'))


def activities(*rows: dict[str, object]) -> bytes:
    return activities_workbook("2024-11", rows)


def signoffs(*rows: dict[str, object]) -> bytes:
    """Sign-offs of November 2024: milestone, neighbourhood, reached_on, evidence, signed_off_by stand in the columns A to E."""
    usual = {
        "milestone": "stage_1_recommendations",
        "neighbourhood": None,
        "reached_on": date(2024, 11, 1),
        "evidence": "Report",
        "signed_off_by": "Board",
    }
    return workbook({"Instructions": instructions(month="2024-11"), "Sign-offs": table({**usual, **row} for row in rows)})


def outlines(**geometry: object) -> bytes:
    """Boundaries of N01 and N02, of which the second has a geometry of this type and these coordinates."""
    ((kind, coordinates),) = geometry.items()
    return geojson(area("N01"), area("N02", geometry={"type": kind, "coordinates": coordinates}))


USUAL = {
    "Support": {"kind": "meeting space", "name": "Hall", "status": "in place"},
    "Engagement": {"date": date(2024, 11, 5), "kind": "listening meeting", "what": "Open meeting"},
    "Evidence": {"kind": "testimony", "what": "It helped", "observed_by": "resident"},
    "Ratings": {"aspect": "networking", "level": 2, "rated_by": "independent evaluator"},
    "Goals": {"reference": "G1", "goal": "A crossing", "set_by": "group", "set_on": date(2024, 11, 5), "status": "open"},
    "Risks": {"reference": "R1", "risk": "Hall closes", "likelihood": "low", "impact": "high", "status": "open"},
    "Partnership": {"step": "S1", "standing": "in place", "since": date(2024, 11, 5), "evidence": "Minutes"},
    "Money": {
        "line": "Rent",
        "kind": "premises",
        "source": "budget",
        "basis": "planned",
        "financial_year": "2024-25",
        "amount": 900,
    },
    "Asked": {"about": "risks", "whom": "Two groups", "asked_on": date(2024, 11, 5), "office": "Evaluator"},
}


def sheet(title: str, *rows: dict[str, object]) -> bytes:
    """A sheet of November 2024 in N01; each row overrides a usual one, and its columns stand in the order of the usual ones first."""
    usual = USUAL[title]
    return workbook({"Instructions": instructions("N01", "2024-11"), title: table({**usual, **row} for row in rows)})


def ticked(tick: str, **sheets: list[list[object]]) -> bytes:
    """A monthly workbook of N01 that says beside Groups whether there was nothing to report."""
    lines = [*instructions("N01", "2024-11"), ["Nothing to report: Groups", tick]]
    return workbook({"Instructions": lines, **sheets})


def context(*rows: dict[str, object]) -> bytes:
    usual = {"neighbourhood": "N01", "statistic": "Claimants", "value": 4.1, "unit": "per cent", "period_covered": "2025"}
    usual |= {"gss_code": "E05000001", "boundary_year": 2023, "source": "A publisher"}
    return workbook({"Context": table({**usual, **row} for row in rows)})


ONE_GROUP = [["name", "contact", "open_to_residents", "status"], ["Choir", "yes", "yes", "active"]]
ACTIVITIES = [["date", "activity", "kind", "participants"], [date(2024, 11, 5), "Tea", "social", 9]]


def setup(places: list[tuple[object, ...]] | None = None, **sheets: list[list[object]]) -> bytes:
    """A set-up with these sheets; other stages than the handbook's bring the reasons asked for, as some have begun."""
    if "Stages" in sheets:
        sheets.setdefault("Break clauses", [["stage", "reason"], *([stage, "Settled anew"] for stage in (1, 2, 3))])
    return programme_workbook(*([places] if places else []), sheets=sheets)


def aspects(*rows: list[str]) -> bytes:
    return setup(**{"Rating aspects": [["Code", "Title", "Level 1", "Level 2"], *rows]})


def own_waves(places: list[tuple[object, ...]], *words: str) -> bytes:
    return programme_workbook(places, sheets={"Own waves": [["wave"], *([word] for word in words)]})


def begun(*waves: str) -> list[list[object]]:
    """A sheet Stages of six months each, which says for each what waves begin in it."""
    stages = [[number, 6 * number - 5, 6 * number, words] for number, words in enumerate(waves, start=1)]
    return [["stage", "first_month", "last_month", "begins"], *stages]


MILESTONE = {"code": "hub_opened", "title": "Hub opened", "stage": 2}


def milestone(Stages: list[list[object]] | None = None, **columns: object) -> bytes:  # noqa: N803 (the title of a sheet)
    """A set-up with one milestone of its own, whose code, title and stage stand in the columns A to C; other columns after them."""
    sheets = {"Stages": Stages} if Stages else {}
    return setup(**sheets, Milestones=table([{**MILESTONE, **columns}]))


CRITERION = {"code": "garden", "rule": "listening", "stages": "4", "criticality": "should", "title": "A garden"}
OWN_STAGES = [
    ["stage", "first_month", "last_month", "break_clause"],
    [1, 1, 6, "yes"],
    [2, 7, 24, "yes"],
    [3, 25, 42, "yes"],
    [4, 43, 60, "yes"],
]

SHORTER = [*OWN_STAGES[:2], [2, 7, 23, "yes"], [3, 24, 42, "yes"]]
EARLY = {"stage": 4, "cut_off": date(2027, 10, 31)}
NOTICE = {"stage": 2, "reason": None, "form": "notice"}


def criterion(**columns: object) -> bytes:
    """A set-up whose stage 4, which is to come, has a break clause, with a criterion of its own: its code stands in A, its rule in B."""
    return setup(Stages=OWN_STAGES, Criteria=table([{**CRITERION, **columns}]))


def clauses(*rows: dict[str, object]) -> bytes:
    return setup(**{"Stages": OWN_STAGES, "Break clauses": table(rows)})


def modes(*rows: list[object]) -> bytes:
    return setup(Modes=[["neighbourhood", "stage", "mode"], *rows])


def target(kpi: str, value: object, **other: object) -> bytes:
    return setup(Targets=table([{"kpi": kpi, "target": value, **other}]))


def own_indicators(*rows: dict[str, object]) -> bytes:
    """A set-up with a question of its own and indicators made of it, whole but for what a row says otherwise."""
    usual = {"code": "knows_park", "title": "Knows the park", "factor": 1, "question": "l1", "answers": "yes", "left_out": None}
    questions = [{"code": "l1", "label": "Knows the park", "answers": "yes; no; don't know"}]
    return setup(Questions=table(questions), Indicators=table({**usual, **row} for row in rows))


def own_kpis(*rows: dict[str, object], **all_of_them: object) -> bytes:
    """A set-up with KPIs of its own, whole but for what a row says otherwise."""
    usual = {"code": "outdoors", "title": "Outdoors", "indicators": "activities_held", "direction": None, "stages": None, "waves": None}
    return setup(KPIs=table({**usual, **all_of_them, **row} for row in rows))


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def in_page(page: str, name: str) -> bytes:
    """A register with a group of this name, in a code page."""
    return csv(GROUPS, f"N01,2024-11,{name},yes,yes,new").decode().encode(page)


def styled(content: bytes, title: str, **cells: dict[str, object]) -> bytes:
    """A workbook with attributes of some cells of a sheet set, such as their number format."""
    opened, saved = load_workbook(BytesIO(content)), BytesIO()
    for address, attributes in cells.items():
        for name, value in attributes.items():
            setattr(opened[title][address], name, value)
    opened.save(saved)
    return saved.getvalue()


ROW = "N01,2024-11,Choir,yes,yes,"
GROUPS = "neighbourhood,month,name,contact,open to residents,status"
TEMPLATE_OF_2019 = [["Dataset", "groups"], ["Template version", 9], ["Neighbourhood", "N01"], ["Month", "2024-11"]]
FACTS = {"label": "2024", "neighbourhood": "N02", "fieldwork_start": WAVE_DAY, "fieldwork_end": WAVE_DAY, "mode": "post"}
WAVE_OF_TWO = workbook(
    {
        "Instructions": instructions("N01"),
        "Wave": table([FACTS | {"sample_design": "quota", "independent": "yes"}]),
        "Responses": [["respondent", "q1"], ["R1", "yes"]],
    }
)
WHOLE = workbook({"Groups": [["Group name"], ["Choir"]]})

Case = tuple[str, Callable[[], bytes], str | None, str | None, str | None, str | None]

# The kind of problem; a file with it; the sheet, cell, column and value that are told.
# Groups: A name, B contact, C open_to_residents, D status, E more. Activities: A date, B activity, C kind, D participants, E more.
# Wave: A label, B and C fieldwork, D mode, E design, F independent, G purpose, H neighbourhood. Responses: A respondent, B the answers.
CENSUS = [["characteristic", "category", "share"], ["sex", "Female", "51%"]]
CASES: dict[str, list[Case]] = {
    "file-not-a-spreadsheet": [("notes.xlsx", lambda: b"Dear all, see you on Tuesday.", None, None, None, "notes.xlsx")],
    "personal-data": [("groups.xlsx", lambda: groups({"name": "Choir, NE1 4ST"}), "Groups", "A2", "Group name", None)],
    "personal-id": [("wave.xlsx", lambda: survey({"respondent": "943 476 5919", "q1": "yes"}), "Responses", "A2", "Respondent", None)],
    "personal-file-name": [("ann@example.org.xlsx", lambda: groups({}), None, None, None, None)],
    "file-not-geojson": [("wards.geojson", lambda: geojson(area("N01"))[:-9], None, None, None, "wards.geojson")],
    "boundaries-of-none": [("w.geojson", lambda: geojson(area("E05000007")), "Boundaries", None, None, "E05000007")],
    "boundaries-of-others": [
        ("w.geojson", lambda: geojson(area("N01"), area("N02"), area("N07"), area("N08")), "Boundaries", None, None, "N07, N08")
    ],
    "boundaries-missing": [("w.geojson", lambda: geojson(area("N01")), "Boundaries", None, None, "N02")],
    "outline-not-read": [("w.geojson", lambda: outlines(Polygon="X"), "Boundaries", "feature 2", "geometry", None)],
    "outline-not-an-area": [("w.geojson", lambda: outlines(Point=[1, 55]), "Boundaries", "feature 2", "geometry", None)],
    "outline-not-closed": [("w.geojson", lambda: outlines(Polygon=[square()[:4]]), "Boundaries", "feature 2", "geometry", None)],
    "outline-without-area": [("w.geojson", lambda: outlines(Polygon=[[[1, 55]] * 4]), "Boundaries", "feature 2", "geometry", None)],
    "outline-too-fine": [
        (
            "w.geojson",
            lambda: outlines(Polygon=[[[1, 55]] * 200_001]),
            "Boundaries",
            "feature 2",
            "geometry",
            None,
        )
    ],
    "outline-swapped": [
        ("w.geojson", lambda: outlines(Polygon=[[[y, x] for x, y in square()]]), "Boundaries", "feature 2", "geometry", "55, 1")
    ],
    "outline-elsewhere": [
        ("w.geojson", lambda: outlines(Polygon=[square(10)]), "Boundaries", "feature 2", "geometry", "11, 55"),
        ("w.geojson", lambda: outlines(Polygon=[[[1e12, 55]] * 4]), "Boundaries", "feature 2", "geometry", None),
    ],
    "outline-of-two-grids": [
        ("w.geojson", lambda: outlines(Polygon=[square(400_000, 500_000, 1_000)]), "Boundaries", "feature 2", "geometry", "400001, 500055")
    ],
    "file-empty": [
        ("groups.xlsx", lambda: b"", None, None, None, "groups.xlsx"),
        ("groups.xlsx", lambda: workbook({"Sheet1": []}), None, None, None, "groups.xlsx"),
    ],
    "file-protected": [("groups.xlsx", encrypted, None, None, None, "groups.xlsx")],
    "file-damaged": [("groups.xlsx", lambda: WHOLE[:-300], None, None, None, "groups.xlsx")],
    "file-too-large": [("groups.xlsx", lambda: bytes(20_000_000), None, None, None, "groups.xlsx")],
    "file-unpacks-too-large": [("groups.xlsx", lambda: packed(300), None, None, None, "groups.xlsx")],
    "file-too-wide": [("groups.csv", lambda: csv(GROUPS + "," * 16_384 + "note"), "groups", None, None, "groups.csv")],
    "file-unknown-template": [
        ("budget.xlsx", lambda: workbook({"Budget": [["Item", "Pounds"], ["Tea", 4]]}), None, None, None, "budget.xlsx")
    ],
    "template-version-unknown": [
        (
            "groups.xlsx",
            lambda: workbook({"Instructions": TEMPLATE_OF_2019, "Groups": [GROUPS.split(",")[2:], ["Choir", "yes", "yes", "new"]]}),
            "Instructions",
            "B2",
            "Template version",
            "9",
        )
    ],
    "sheet-missing": [("wave.xlsx", lambda: workbook({"Wave": [["label", "mode"], ["2024", "post"]]}), "Responses", None, None, None)],
    "sheet-twice": [
        (
            "set-up.xlsx",
            lambda: setup(**{"More neighbourhoods": [["Code", "Name", "Population"], ["N03", "Mill Lane", 6100]]}),
            "More neighbourhoods",
            None,
            None,
            None,
        )
    ],
    "sheet-without-rows": [("groups.xlsx", lambda: workbook({"Groups": [GROUPS.split(",")]}), "Groups", None, None, None)],
    "sheet-several-rows": [
        (
            "set-up.xlsx",
            lambda: workbook({**SETUP, "Programme": [*SETUP["Programme"], ["Again", "2024-05"]]}),
            "Programme",
            "A3",
            "Programme name",
            None,
        )
    ],
    "sheet-not-read": [("set-up.xlsx", lambda: setup(Notes=[["Ask Bob"]]), "Notes", None, None, None)],
    "heading-missing": [
        (
            "groups.csv",
            lambda: csv(GROUPS.replace("contact", "telephone tree"), "N01,2024-11,Choir,yes,yes,new"),
            "groups",
            "G1",
            "Has a contact",
            None,
        )
    ],
    "heading-unknown": [("groups.xlsx", lambda: groups({"Shoe size": 9}), "Groups", "E1", "Shoe size", "Shoe size")],
    "heading-doubled": [
        ("groups.csv", lambda: csv(GROUPS + ",STATUS:", "N01,2024-11,Choir,yes,yes,new,new"), "groups", "G1", "Status", "STATUS:")
    ],
    "neighbourhood-not-given": [
        ("groups.xlsx", lambda: groups({}, neighbourhood=None), "Groups", None, None, None),
        ("groups.csv", lambda: csv(GROUPS, ",2024-11,Choir,yes,yes,new"), "groups", "A2", "Neighbourhood", None),
    ],
    "month-not-given": [
        ("groups.xlsx", lambda: groups({}, month=None), "Groups", None, None, None),
        ("groups.csv", lambda: csv(GROUPS, "N01,,Choir,yes,yes,new"), "groups", "B2", "Month", None),
    ],
    "template-version-older": [
        (
            "groups.xlsx",
            lambda: workbook(
                {"Instructions": [*TEMPLATE_OF_2019[:1], ["Template version", 1], *TEMPLATE_OF_2019[2:]], "Groups": ONE_GROUP}
            ),
            "Instructions",
            "B2",
            "Template version",
            "1",
        )
    ],
    "sheet-left-empty": [
        ("monthly.xlsx", lambda: ticked("", Groups=ONE_GROUP[:1], Activities=ACTIVITIES), "Groups", None, None, None),
    ],
    "nil-with-rows": [("monthly.xlsx", lambda: ticked("yes", Groups=ONE_GROUP), "Groups", None, None, None)],
    "nil-not-understood": [
        ("monthly.xlsx", lambda: ticked("perhaps", Groups=ONE_GROUP), "Instructions", "B4", "Nothing to report: Groups", "perhaps")
    ],
    "month-differs": [("groups.xlsx", lambda: groups({"month": "2024-10"}), "Groups", "E2", "Month", "2024-10")],
    "neighbourhood-differs": [
        ("groups.xlsx", lambda: groups({"neighbourhood": "N02"}), "Groups", "E2", "Neighbourhood", "N02"),
        ("wave.xlsx", lambda: survey({"q1": "yes", "neighbourhood": "N02"}), "Responses", "C2", "Neighbourhood", "N02"),
        ("wave.xlsx", lambda: WAVE_OF_TWO, "Wave", "B2", "Neighbourhood", "N02"),
    ],
    "month-in-future": [
        ("groups.xlsx", lambda: groups({}, month="2199-11"), "Instructions", "B3", "Month", "2199-11"),
        ("groups.csv", lambda: csv(GROUPS, "N01,2199-11,Choir,yes,yes,new"), "groups", "B2", "Month", "2199-11"),
    ],
    "month-before-programme": [
        ("groups.xlsx", lambda: groups({}, month="2024-04"), "Instructions", "B3", "Month", "2024-04"),
        ("groups.csv", lambda: csv(GROUPS, "N01,2024-04,Choir,yes,yes,new"), "groups", "B2", "Month", "2024-04"),
    ],
    "example-row-changed": [("groups.xlsx", lambda: groups({"name": "Example: Chess club"}, {}), "Groups", "A2", "Group name", None)],
    "cell-blank": [("groups.xlsx", lambda: groups({"contact": None}), "Groups", "B2", "Has a contact", None)],
    "cell-not-number": [
        ("groups.xlsx", lambda: groups({"annual_income": "about 900"}), "Groups", "E2", "Annual income", "about 900"),
        ("groups.xlsx", lambda: groups({"annual_income": True}), "Groups", "E2", "Annual income", "TRUE"),
    ],
    "cell-date-for-number": [
        ("groups.xlsx", lambda: groups({"volunteers": date(2024, 3, 2)}), "Groups", "E2", "Volunteers", "02/03/2024"),
        ("groups.xlsx", lambda: groups({"staff": timedelta(hours=36)}), "Groups", "E2", "Paid staff", "36:00"),
    ],
    "cell-per-cent": [
        (
            "groups.xlsx",
            lambda: styled(groups({"volunteers": 1}), "Groups", E2={"number_format": "0%"}),
            "Groups",
            "E2",
            "Volunteers",
            "100%",
        ),
        ("activities.xlsx", lambda: activities({"new_participants": "50%"}), "Activities", "E2", "First-time participants", "50%"),
        ("groups.xlsx", lambda: groups({"staff": "50%"}), "Groups", "E2", "Paid staff", "50%"),
        ("context.xlsx", lambda: context({"value": "4.1%", "unit": "people"}), "Context", "C2", "Value", "4.1%"),
        ("set-up.xlsx", lambda: target("groups_strengthened", "12%"), "Targets", "B2", "Target", "12%"),
    ],
    "cell-decimal-comma": [("groups.xlsx", lambda: groups({"annual_income": "1.200,50"}), "Groups", "E2", "Annual income", "1.200,50")],
    "cell-not-whole-number": [("groups.xlsx", lambda: groups({"volunteers": 2.5}), "Groups", "E2", "Volunteers", "2.5")],
    "cell-not-date": [
        ("activities.xlsx", lambda: activities({"date": "31/02/2024"}), "Activities", "A2", "Date", "31/02/2024"),
        ("activities.xlsx", lambda: activities({"date": "first Tuesday"}), "Activities", "A2", "Date", "first Tuesday"),
        ("activities.xlsx", lambda: activities({"date": 2024}), "Activities", "A2", "Date", "2024"),
    ],
    "cell-month-first": [("activities.xlsx", lambda: activities({"date": "11/13/2024"}), "Activities", "A2", "Date", "11/13/2024")],
    "cell-day-or-month": [
        ("activities.xlsx", lambda: activities({"date": "11/13/2024"}, {"date": "11/06/2024"}), "Activities", "A3", "Date", "11/06/2024"),
        ("activities.xlsx", lambda: activities({"date": "11/13/2024"}, {"date": NOVEMBER}), "Activities", "A3", "Date", "05/11/2024"),
        (
            "wave.xlsx",
            lambda: survey(fieldwork_start="09/10/2024", fieldwork_end="09/13/2024"),
            "Wave",
            "B2",
            "Fieldwork start",
            "09/10/2024",
        ),
    ],
    "cell-day-counted": [("activities.xlsx", lambda: activities({"date": 45601}), "Activities", "A2", "Date", "45601")],
    "cell-date-in-text": [
        ("groups.xlsx", lambda: groups({"name": NOVEMBER}), "Groups", "A2", "Group name", "05/11/2024"),
        ("wave.xlsx", lambda: survey_workbook(NOVEMBER, WAVE_DAY, yes_of(2, 1)), "Wave", "A2", "Label", "05/11/2024"),
    ],
    "day-before-programme": [
        ("evidence.xlsx", lambda: sheet("Evidence", {"date": date(1924, 11, 5)}), "Evidence", "D2", "Date", "05/11/1924"),
        ("goals.xlsx", lambda: sheet("Goals", {"set_on": date(2014, 11, 5)}), "Goals", "D2", "Set on", "05/11/2014"),
        (
            "wave.xlsx",
            lambda: survey(fieldwork_start=date(2014, 10, 1), fieldwork_end=date(2014, 10, 11)),
            "Wave",
            "B2",
            "Fieldwork start",
            "01/10/2014",
        ),
        ("set-up.xlsx", lambda: setup(Events=[["date", "what"], [date(2015, 3, 1), "Fire"]]), "Events", "A2", "Date", "01/03/2015"),
    ],
    "signoff-before-programme": [
        ("signed.xlsx", lambda: signoffs({"reached_on": date(2004, 11, 1)}), "Sign-offs", "C2", "Reached on", "01/11/2004")
    ],
    "signoff-before-evidence": [  # stage 2 begins on 1 November 2024
        (
            "signed.xlsx",
            lambda: signoffs({"milestone": "stage_2_progress_report", "reached_on": date(2024, 10, 31)}),
            "Sign-offs",
            "C2",
            "Reached on",
            "31/10/2024",
        )
    ],
    "fieldwork-of-years": [
        (
            "wave.xlsx",
            lambda: survey(fieldwork_start=date(2024, 10, 11), fieldwork_end=date(2025, 10, 11)),
            "Wave",
            "C2",
            "Fieldwork end",
            "11/10/2025",
        )
    ],
    "cell-day-for-month": [
        ("groups.csv", lambda: csv(GROUPS, "N01,25/10/2024,Choir,yes,yes,new"), "groups", "B2", "Month", "25/10/2024"),
        ("groups.xlsx", lambda: groups({}, month=date(2024, 10, 25)), "Instructions", "B3", "Month", "25/10/2024"),
    ],
    "part-greater-than-whole": [
        (
            "activities.xlsx",
            lambda: activities({"participants": 10, "new_participants": 40}, {"activity": "Tea", "participants": 9, "new_participants": 9}),
            "Activities",
            "E2",
            "First-time participants",
            "40",
        ),
    ],
    "hours-without-volunteers": [
        ("activities.xlsx", lambda: activities({"volunteer_hours": 12, "volunteers": 0}), "Activities", "E2", "Volunteer hours", "12"),
        ("activities.xlsx", lambda: activities({"volunteer_hours": 24.5, "volunteers": 1}), "Activities", "E2", "Volunteer hours", "24.5"),
    ],
    "cell-short-year": [("activities.xlsx", lambda: activities({"date": "13/11/24"}), "Activities", "A2", "Date", "13/11/24")],
    "cell-weekday": [("activities.xlsx", lambda: activities({"date": "Mon 13 Nov 2024"}), "Activities", "A2", "Date", "Mon 13 Nov 2024")],
    "cell-not-month": [
        ("groups.xlsx", lambda: groups({}, month="last month"), "Instructions", "B3", "Month", "last month"),
        ("groups.csv", lambda: csv(GROUPS, "N01,2024-13,Choir,yes,yes,new"), "groups", "B2", "Month", "2024-13"),
    ],
    "cell-not-option": [
        ("groups.xlsx", lambda: groups({"status": "thriving"}), "Groups", "D2", "Status", "thriving"),
        ("wave.xlsx", lambda: survey({"q1": "maybe"}), "Responses", "B2", f"q1 ({load().questions('residents')['q1'].label})", "maybe"),
    ],
    "cell-unsure": [
        ("groups.xlsx", lambda: groups({"status": "active?"}), "Groups", "D2", "Status", "active?"),
        ("wave.xlsx", lambda: survey({"q1": "(yes)"}), "Responses", "B2", f"q1 ({load().questions('residents')['q1'].label})", "(yes)"),
        ("groups.csv", lambda: csv(GROUPS, "[N01],2024-11,Choir,yes,yes,new"), "groups", "A2", "Neighbourhood", "[N01]"),
    ],
    "cell-missing-code": [
        ("wave.xlsx", lambda: survey({"q1": -1}), "Responses", "B2", f"q1 ({load().questions('residents')['q1'].label})", "-1"),
        ("wave.xlsx", lambda: survey({"q1": "98"}), "Responses", "B2", f"q1 ({load().questions('residents')['q1'].label})", "98"),
        ("wave.xlsx", lambda: survey({"q11": -9}), "Responses", "B2", f"q11 ({load().questions('residents')['q11'].label})", "-9"),
    ],
    "cell-placeholder": [
        ("groups.xlsx", lambda: groups({"name": "N/A"}), "Groups", "A2", "Group name", "N/A"),
        ("risks.xlsx", lambda: sheet("Risks", {"risk": "TBC"}), "Risks", "B2", "Risk", "TBC"),
    ],
    "cell-apart": [
        (
            "wave.xlsx",
            lambda: survey({"q11": 5}, {"q11": 99}, {"q11": 12}),
            "Responses",
            "B3",
            f"q11 ({load().questions('residents')['q11'].label})",
            "99",
        ),
        (
            "activities.xlsx",
            lambda: activities({"participants": 9}, {"activity": "Tea", "participants": 999}),
            "Activities",
            "D3",
            "Participants",
            "999",
        ),
        ("groups.xlsx", lambda: groups({"volunteers": 4}, {"name": "Band", "volunteers": 99}), "Groups", "E3", "Volunteers", "99"),
    ],
    "cell-without-heading": [
        ("groups.csv", lambda: csv(GROUPS, "N01,2024-11,Choir,yes,yes,new,200"), "groups", "G2", None, "200"),
        ("groups.xlsx", lambda: groups({None: 200}), "Groups", "E2", None, "200"),
        ("groups.csv", lambda: csv(GROUPS + ",,Income", "N01,2024-11,Choir,yes,yes,new,,1", ",,,,,,ask,"), "groups", "G3", None, "ask"),
    ],
    "row-longer": [
        ("groups.csv", lambda: csv(GROUPS, ROW + "new,"), "groups", "G2", None, None),
        ("groups.csv", lambda: csv(GROUPS, ROW + "new", ROW.replace("Choir", "Band") + "new,,"), "groups", "G3", None, None),
    ],
    "note-not-read": [
        ("groups.xlsx", lambda: groups({None: "see Bob"}), "Groups", "E2", None, "see Bob"),
        ("set-up.xlsx", lambda: setup(Targets=[["kpi", "target"], ["people_active", 0.1, "why?"]]), "Targets", "C2", None, "why?"),
    ],
    "letters-guessed": [("groups.csv", lambda: in_page("mac_roman", "Residents’ café"), "groups", None, None, None)],
    "letters-unsure": [("groups.csv", lambda: in_page("mac_roman", "Señor Peña"), "groups", None, None, None)],
    "cell-bad-letter": [
        (
            "groups.csv",
            lambda: csv(GROUPS, ROW + "new", "N01,2024-11,Café Zoë,yes,yes,new").replace(b"Choir", b"Ch\x92ir"),
            "groups",
            "C2",
            "Group name",
            "Ch�ir",
        )
    ],
    "quote-open": [
        (
            "groups.csv",
            lambda: csv(GROUPS, ROW + "new", 'N01,2024-11,"Band,yes,yes,new', ROW + "new"),
            "groups",
            "C3",
            None,
            "Band,yes,yes,new",
        ),
        ("list.csv", lambda: csv('"' + GROUPS, ROW + "new", ROW + "new"), "list", "A1", None, GROUPS),
        ("groups.csv", lambda: csv(GROUPS, ROW + "new", ROW + '"new', ROW + 'new"', ROW + "new"), "groups", "F3", None, "new"),
    ],
    "cell-too-small": [
        ("groups.xlsx", lambda: groups({"volunteers": -1}), "Groups", "E2", "Volunteers", "-1"),
        ("wave.xlsx", lambda: survey({"q1": "yes", "weight": 0}), "Responses", "C2", "Weight", "0"),
    ],
    "cell-too-large": [
        ("set-up.xlsx", lambda: programme_workbook([("N01", "Quayside", 65_000_000)]), "Neighbourhoods", "C2", "Population", "65000000")
    ],
    "cell-wrong-form": [("set-up.xlsx", lambda: programme_workbook([("N 01", "Quayside", 6500)]), "Neighbourhoods", "A2", "Code", "N 01")],
    "cell-too-long": [
        ("groups.xlsx", lambda: groups({"record_source": "so " * 200}), "Groups", "E2", "Source of the record", ("so " * 200)[:79] + "…")
    ],
    "cell-error": [
        ("groups.xlsx", lambda: groups({"record_source": "#N/A"}), "Groups", "E2", "Source of the record", "#N/A"),
        (
            "groups.xlsb",
            lambda: xlsb("Groups", [(GROUPS + ",staff").split(","), (ROW + "new,#DIV/0!").split(",")]),
            "Groups",
            "G2",
            "Paid staff",
            "#DIV/0!",
        ),
    ],
    "formula-without-value": [("groups.xlsx", lambda: groups({"volunteers": "=5+5"}), "Groups", "E2", "Volunteers", None)],
    "cell-formula": [
        (
            "groups.xlsx",
            lambda: altered(groups({"volunteers": "=5+5"}), SHEET_2, ("<v></v>", "<v>10</v>")),
            "Groups",
            "E2",
            "Volunteers",
            None,
        )
    ],
    "cells-merged-filled": [("groups.xlsx", lambda: merged("D2:D3", {}, {"status": None}), "Groups", "D3", "Status", None)],
    "cells-merged-across": [
        ("groups.xlsx", lambda: merged("D2:E2", {}), "Groups", "D2", "Status", "active"),
        ("groups.xlsx", lambda: merged("D2:D3", {}, {"status": "new"}), "Groups", "D2 to D3", "Status", "active"),
    ],
    "hidden-cells": [
        ("groups.xlsx", lambda: altered(groups({}), SHEET_2, ('<row r="2"', '<row hidden="1" r="2"')), "Groups", None, None, None),
        ("groups.xlsb", lambda: xlsb("Groups", [GROUPS.split(","), (ROW + "new").split(",")], hidden=2), "Groups", None, None, None),
    ],
    "struck-cells": [
        ("groups.xlsx", lambda: styled(groups({}), "Groups", D2={"font": Font(strike=True)}), "Groups", None, None, None),
        ("groups.xlsb", lambda: xlsb("Groups", [GROUPS.split(","), (ROW + "new").split(",")], struck=2), "Groups", None, None, None),
    ],
    "cell-shown-otherwise": [
        (
            "groups.xlsx",
            lambda: styled(groups({"volunteers": 1200}), "Groups", E2={"number_format": "0,"}),
            "Groups",
            "E2",
            "Volunteers",
            "1200",
        ),
        (
            "groups.xlsx",
            lambda: styled(groups({"name": 1200}), "Groups", A2={"number_format": "#,##0"}),
            "Groups",
            "A2",
            "Group name",
            "1200",
        ),
    ],
    "marks-unseen": [
        (
            "groups.xlsx",
            lambda: altered(groups({}), "xl/workbook.xml", ("</workbook>", "<extLst>&unknown;</extLst></workbook>")),
            "Groups",
            None,
            None,
            None,
        )
    ],
    "cell-unknown-neighbourhood": [
        ("groups.csv", lambda: csv(GROUPS, "N99,2024-11,Choir,yes,yes,new"), "groups", "A2", "Neighbourhood", "N99"),
        ("groups.xlsx", lambda: groups({}, neighbourhood="N99"), "Instructions", "B2", "Neighbourhood", "N99"),
        (
            "set-up.xlsx",
            lambda: setup(People=[["person", "role", "neighbourhood"], ["a@b.uk", "fieldworker", "N99"]]),
            "People",
            "C2",
            "Neighbourhood",
            "N99",
        ),
    ],
    "cell-unknown-kpi": [
        ("set-up.xlsx", lambda: setup(Targets=[["kpi", "target"], ["happiness", 9]]), "Targets", "A2", "KPI", "happiness")
    ],
    "cell-unknown-milestone": [("signed.xlsx", lambda: signoffs({"milestone": "party"}), "Sign-offs", "A2", "Milestone", "party")],
    "cell-unknown-wave": [
        ("set-up.xlsx", lambda: programme_workbook([(*QUAYSIDE, "fourth")]), "Neighbourhoods", "D2", "Wave", "fourth"),
        ("set-up.xlsx", lambda: own_waves([(*QUAYSIDE, "first")], "pilot"), "Neighbourhoods", "D2", "Wave", "first"),
        ("set-up.xlsx", lambda: setup(Stages=begun("first; fourth")), "Stages", "D2", "Waves that begin", "fourth"),
    ],
    "cell-unknown-indicator": [
        (
            "set-up.xlsx",
            lambda: setup(Events=[["date", "what", "indicator"], [date(2025, 3, 1), "Fire", "belonging"]]),
            "Events",
            "C2",
            "Indicator",
            "belonging",
        )
    ],
    "duplicate-neighbourhood": [
        ("set-up.xlsx", lambda: programme_workbook([QUAYSIDE, ("n-01", "Mill Lane", 6100)]), "Neighbourhoods", "A3", "Code", "n-01")
    ],
    "duplicate-neighbourhood-name": [
        ("set-up.xlsx", lambda: programme_workbook([QUAYSIDE, ("N02", "QUAYSIDE", 6100)]), "Neighbourhoods", "B3", "Name", "QUAYSIDE"),
        ("set-up.xlsx", lambda: programme_workbook([("N01", "N02", 6500), HILL_TOP]), "Neighbourhoods", "B2", "Name", "N02"),
    ],
    "duplicate-stage": [("set-up.xlsx", lambda: setup(Stages=[*STAGES, [4, 61, 72]]), "Stages", "A6", "Stage", "4")],
    "stages-not-in-order": [("set-up.xlsx", lambda: setup(Stages=[*STAGES[:4], [4, 44, 60]]), "Stages", "B5", "First month", "44")],
    "stages-left-out": [("set-up.xlsx", lambda: setup(Stages=[STAGES[0], [1, 1, 6], [3, 7, 42]]), "Stages", "A3", "Stage", None)],
    "stage-title-missing": [
        ("set-up.xlsx", lambda: setup(Stages=[[*STAGES[0], "title"], *STAGES[1:], [5, 61, 72]]), "Stages", "D6", "Title", None),
    ],
    "duplicate-wave": [("set-up.xlsx", lambda: own_waves([QUAYSIDE], "Pilot", "pilot"), "Own waves", "A3", "Wave", "pilot")],
    "wave-begins-twice": [
        ("set-up.xlsx", lambda: setup(Stages=begun("first", "second; 1st")), "Stages", "D3", "Waves that begin", "first"),
    ],
    "wave-begins-nowhere": [
        (
            "set-up.xlsx",
            lambda: setup([(*QUAYSIDE, "1st")], Stages=begun("second")),
            "Neighbourhoods",
            "D2",
            "Wave",
            "first",
        ),
    ],
    "stage-ends-before-start": [("set-up.xlsx", lambda: setup(Stages=[*STAGES[:4], [4, 43, 6]]), "Stages", "C5", "Last month", "6")],
    "cell-unknown-figure": [
        ("set-up.xlsx", lambda: milestone(waves="first", shown_by="residents_active; joy"), "Milestones", "E2", "Shown by", "joy"),
    ],
    "duplicate-milestone": [
        ("set-up.xlsx", lambda: setup(Milestones=table([MILESTONE, MILESTONE])), "Milestones", "A3", "Code", "hub_opened"),
    ],
    "milestone-incomplete": [
        ("set-up.xlsx", lambda: milestone(title=None), "Milestones", "B2", "Title", None),
        ("set-up.xlsx", lambda: milestone(stage=None), "Milestones", "C2", "Stage", None),
    ],
    "stage-unknown": [
        ("set-up.xlsx", lambda: milestone(stage=5), "Milestones", "C2", "Stage", "5"),
        ("set-up.xlsx", lambda: milestone(Stages=STAGES[:2]), "Milestones", "C2", "Stage", "2"),
        ("set-up.xlsx", lambda: modes(["N01", 5, "baseline"]), "Modes", "B2", "Stage", "5"),
    ],
    "milestone-due-outside": [
        ("set-up.xlsx", lambda: milestone(due_month=25), "Milestones", "D2", "Due month", "25"),
        ("set-up.xlsx", lambda: milestone(due_after=19), "Milestones", "D2", "Due in month of its stage", "19"),
        ("set-up.xlsx", lambda: milestone(due_month=8, due_after=2), "Milestones", "D2", "Due month", "8"),
        ("set-up.xlsx", lambda: milestone(code="stage_1_review", due_month=7, stage=None), "Milestones", "D2", "Due month", "7"),
    ],
    "milestone-waves-missing": [
        ("set-up.xlsx", lambda: milestone(waves=None, shown_by="residents_active"), "Milestones", "D2", "Waves", None),
    ],
    "milestone-shown-and-signed": [
        (
            "set-up.xlsx",
            lambda: milestone(waves="first", shown_by="residents_active", signed_off_by="Board"),
            "Milestones",
            "F2",
            "Signed off by",
            "Board",
        ),
    ],
    "duplicate-criterion": [
        ("set-up.xlsx", lambda: setup(Stages=OWN_STAGES, Criteria=table([CRITERION, CRITERION])), "Criteria", "A3", "Code", "garden"),
    ],
    "duplicate-break-clause": [
        ("set-up.xlsx", lambda: clauses({"stage": 4}, {"stage": 4}), "Break clauses", "A3", "Stage", "4"),
    ],
    "criterion-incomplete": [
        ("set-up.xlsx", lambda: criterion(rule=None), "Criteria", "B2", "Held against", None),
        ("set-up.xlsx", lambda: criterion(stages=None), "Criteria", "C2", "Stages", None),
        ("set-up.xlsx", lambda: criterion(criticality=None), "Criteria", "D2", "Asked as", None),
        ("set-up.xlsx", lambda: criterion(title=None), "Criteria", "E2", "Title", None),
    ],
    "criterion-of-nothing": [
        ("set-up.xlsx", lambda: criterion(rule="milestone"), "Criteria", "A2", "Code", "garden"),
        ("set-up.xlsx", lambda: criterion(rule="kpi"), "Criteria", "A2", "Code", "garden"),
    ],
    "no-such-break-clause": [
        ("set-up.xlsx", lambda: criterion(stages="5"), "Criteria", "C2", "Stages", "5"),
        ("set-up.xlsx", lambda: clauses({"stage": 5}), "Break clauses", "A2", "Stage", "5"),
    ],
    "clause-day-outside": [  # stage 4 begins in November 2027, the programme ends in April 2029
        ("set-up.xlsx", lambda: criterion(known_by=date(2029, 5, 1)), "Criteria", "F2", "Known by", "01/05/2029"),
        (
            "set-up.xlsx",
            lambda: clauses(EARLY),
            "Break clauses",
            "B2",
            "Evidence until",
            "31/10/2027",
        ),
    ],
    "evidence-expected-late": [
        (
            "set-up.xlsx",
            lambda: setup(
                **{
                    "Stages": OWN_STAGES,
                    "Criteria": table([CRITERION | {"evidence_expected_on": date(2029, 2, 1)}]),
                    "Break clauses": table([{"stage": 4, "notice_months": 3}]),  # so by 31 January 2029
                }
            ),
            "Criteria",
            "F2",
            "Evidence expected on",
            "01/02/2029",
        ),
    ],
    "changed-after-stage-began": [  # the stages 1 to 3 have begun
        ("set-up.xlsx", lambda: criterion(stages="2; 4", reason=None), "Criteria", "F2", "Why it was changed", "garden"),
        (
            "set-up.xlsx",
            lambda: clauses(NOTICE),
            "Break clauses",
            "B2",
            "Why it was changed",
            "stage 2",
        ),
        (
            "set-up.xlsx",
            lambda: programme_workbook(sheets={"Stages": SHORTER}),
            "Programme",
            "A2",
            "Programme name",
            "stage 2",
        ),
        (
            "set-up.xlsx",
            lambda: setup(Milestones=table([{"code": "stage_3_maintenance", "used": "no"}])),
            "Programme",
            "A2",
            "Programme name",
            "stage_3_maintenance",
        ),
    ],
    "duplicate-mode": [
        ("set-up.xlsx", lambda: modes(["N01", 2, "baseline"], ["N01", 2, "intensive"]), "Modes", "B3", "Stage", "2"),
    ],
    "cell-unknown-dataset": [
        ("set-up.xlsx", lambda: setup(Returns=[CADENCE, ["residents", "yearly"]]), "Returns", "A2", "Dataset", "residents"),
    ],
    "duplicate-cadence": [
        (
            "set-up.xlsx",
            lambda: setup(Returns=[CADENCE, ["groups", "yearly"], ["groups", "monthly"]]),
            "Returns",
            "A3",
            "Dataset",
            "groups",
        ),
    ],
    "cadence-ends-before-start": [
        ("set-up.xlsx", lambda: setup(Returns=[CADENCE, ["groups", "yearly", "2026-05", "2026-04"]]), "Returns", "D2", "Until", "2026-04")
    ],
    "cadences-overlap": [
        (
            "set-up.xlsx",
            lambda: setup(Returns=[CADENCE, ["groups", "monthly", None, "2026-05"], ["groups", "yearly", "2026-05", None]]),
            "Returns",
            "A3",
            "Dataset",
            "groups",
        )
    ],
    "duplicate-own-indicator": [
        ("set-up.xlsx", lambda: own_indicators({}, {}), "Indicators", "A3", "Code", "knows_park"),
    ],
    "own-indicator-taken": [
        ("set-up.xlsx", lambda: own_indicators({"code": "hubs"}), "Indicators", "A2", "Code", "hubs"),
    ],
    "own-indicator-answers": [
        ("set-up.xlsx", lambda: own_indicators({"question": "l2"}), "Indicators", "D2", "Question", "l2"),
        ("set-up.xlsx", lambda: own_indicators({"answers": "yes; often"}), "Indicators", "E2", "Answers that count", "often"),
        ("set-up.xlsx", lambda: own_indicators({"left_out": "refused"}), "Indicators", "F2", "Answers left out", "refused"),
    ],
    "duplicate-kpi": [
        ("set-up.xlsx", lambda: own_kpis({"code": "a"}, {"code": "a"}), "KPIs", "A3", "Code", "a"),
    ],
    "kpi-incomplete": [
        ("set-up.xlsx", lambda: own_kpis({"title": None}), "KPIs", "B2", "Title", None),
        ("set-up.xlsx", lambda: own_kpis({"indicators": " ; "}), "KPIs", "C2", "Indicators", ";"),
    ],
    "kpi-part-unknown": [
        ("set-up.xlsx", lambda: own_kpis({"indicators": "hubs; happiness"}, direction="lower"), "KPIs", "C2", "Indicators", "happiness"),
        ("set-up.xlsx", lambda: own_kpis({"stages": "2; 9"}), "KPIs", "E2", "Stages", "9"),
        ("set-up.xlsx", lambda: own_kpis({"waves": "first; tenth"}), "KPIs", "F2", "Waves", "tenth"),
        ("set-up.xlsx", lambda: target("people_active", 0.1, indicator="hubs"), "Targets", "C2", "Indicator", "hubs"),
        ("set-up.xlsx", lambda: target("people_active", 0.1, stage=9), "Targets", "C2", "Stage", "9"),
    ],
    "kpi-direction-missing": [
        ("set-up.xlsx", lambda: own_kpis({"indicators": "activities_held; hubs"}), "KPIs", "D2", "Direction", None),
    ],
    "duplicate-target": [
        (
            "set-up.xlsx",
            lambda: setup(Targets=[["kpi", "target"], ["people_active", 0.1], ["people_active", 0.2]]),
            "Targets",
            "A3",
            "KPI",
            "people_active",
        )
    ],
    "target-not-a-share": [
        ("set-up.xlsx", lambda: target("people_active", 12), "Targets", "B2", "Target", "12"),
        ("set-up.xlsx", lambda: target("people_active", "120%"), "Targets", "B2", "Target", "1.2"),
        ("set-up.xlsx", lambda: target("people_active", -3), "Targets", "B2", "Target", "-3"),
    ],
    "target-out-of-range": [("set-up.xlsx", lambda: target("groups_strengthened", -3), "Targets", "B2", "Target", "-3")],
    "duplicate-local-question": [
        ("set-up.xlsx", lambda: setup(Questions=[["code", "label"], ["l1", "Park"], ["l_1", "Pool"]]), "Questions", "A3", "Code", "l_1"),
    ],
    "local-question-taken": [
        ("set-up.xlsx", lambda: setup(Questions=[["code", "label"], ["q1", "Age"]]), "Questions", "A2", "Code", "q1"),
        ("set-up.xlsx", lambda: setup(Questions=[["code", "label"], ["id", "Identity"]]), "Questions", "A2", "Code", "id"),
    ],
    "local-question-answers": [
        (
            "set-up.xlsx",
            lambda: setup(Questions=[["code", "label", "answers"], ["l1", "Park", "no; yes; Yes!"]]),
            "Questions",
            "C2",
            "Answers",
            "Yes!",
        )
    ],
    "local-question-incomplete": [
        (
            "set-up.xlsx",
            lambda: setup(Questions=[["code", "label"], ["lonely", None], ["l1", None]]),
            "Questions",
            "B3",
            "Short label",
            "l1",
        ),
    ],
    "duplicate-census": [
        ("set-up.xlsx", lambda: setup(Census=[*CENSUS, ["Sex", "female", 0.5]]), "Census", "B3", "Category", "female"),
    ],
    "census-category-unknown": [
        ("set-up.xlsx", lambda: setup(Census=[*CENSUS, ["Tenure", "Female", 0.5]]), "Census", "B3", "Category", "Female"),
    ],
    "duplicate-group": [
        ("groups.xlsx", lambda: groups({"name": "Café Club"}, {"name": "CAFÉ-CLUB"}), "Groups", "A3", "Group name", "CAFÉ-CLUB")
    ],
    "merged-into-missing": [
        ("groups.xlsx", lambda: groups({"name": "Choir", "status": "merged", "merged_into": None}), "Groups", "E2", "Merged into", "Choir")
    ],
    "duplicate-support": [("support.xlsx", lambda: sheet("Support", {}, {"name": "hall"}), "Support", "B3", "What it is", "hall")],
    "support-amount-missing": [
        ("support.xlsx", lambda: sheet("Support", {"kind": "grant award", "amount": None}), "Support", "D2", "Amount", None)
    ],
    "support-wte-missing": [("support.xlsx", lambda: sheet("Support", {"kind": "cd input", "wte": None}), "Support", "D2", "WTE", None)],
    "duplicate-engagement": [
        (
            "engagement.xlsx",
            lambda: sheet("Engagement", {}, {"what": "open meeting."}),
            "Engagement",
            "C3",
            "What happened",
            "open meeting.",
        )
    ],
    "engagement-agency-missing": [
        ("engagement.xlsx", lambda: sheet("Engagement", {"kind": "agency present", "agency": None}), "Engagement", "D2", "Agency", None)
    ],
    "engagement-thread-missing": [
        ("engagement.xlsx", lambda: sheet("Engagement", {"kind": "issue", "thread": None}), "Engagement", "D2", "Thread", None)
    ],
    "engagement-thread-unknown": [
        ("engagement.xlsx", lambda: sheet("Engagement", {"kind": "action", "thread": "Park"}), "Engagement", "D2", "Thread", "Park")
    ],
    "engagement-outcome-missing": [
        (
            "engagement.xlsx",
            lambda: sheet("Engagement", {"kind": "issue", "thread": "Park"}, {"kind": "result", "thread": "park", "outcome": None}),
            "Engagement",
            "E3",
            "Outcome",
            None,
        )
    ],
    "duplicate-evidence": [
        ("evidence.xlsx", lambda: sheet("Evidence", {}, {"what": "It helped!"}), "Evidence", "B3", "What was said or seen", "It helped!")
    ],
    "evidence-effect-incomplete": [
        (
            "evidence.xlsx",
            lambda: sheet("Evidence", {"kind": "observed effect", "intended": "unintended", "effect": None}),
            "Evidence",
            "E2",
            "Effect",
            None,
        )
    ],
    "evidence-in-future": [
        ("evidence.xlsx", lambda: sheet("Evidence", {"date": date(2199, 1, 1)}), "Evidence", "D2", "Date", "01/01/2199")
    ],
    "duplicate-rating": [
        ("ratings.xlsx", lambda: sheet("Ratings", {}, {"level": 3}), "Ratings", "C3", "Rated by", "independent evaluator")
    ],
    "evidence-risk-unknown": [("evidence.xlsx", lambda: sheet("Evidence", {"risk": "R9"}), "Evidence", "D2", "Risk", "R9")],
    "duplicate-risk": [("risks.xlsx", lambda: sheet("Risks", {}, {"risk": "Rain"}), "Risks", "A3", "Reference", "R1")],
    "risk-in-future": [
        ("risks.xlsx", lambda: sheet("Risks", {"opened": date(2199, 1, 1)}), "Risks", "F2", "Opened on", "01/01/2199"),
        ("risks.xlsx", lambda: sheet("Risks", {"last_review": date(2199, 1, 1)}), "Risks", "F2", "Last reviewed on", "01/01/2199"),
    ],
    "risk-closed-before-opened": [
        (
            "risks.xlsx",
            lambda: sheet("Risks", {"status": "closed", "opened": date(2024, 11, 5), "closed": date(2024, 11, 4)}),
            "Risks",
            "G2",
            "Closed on",
            "04/11/2024",
        )
    ],
    "risk-acceptance-incomplete": [
        (
            "risks.xlsx",
            lambda: sheet("Risks", {"accepted_by": "Board", "accepted_until": None}),
            "Risks",
            "G2",
            "Accepted until",
            None,
        ),
        (
            "risks.xlsx",
            lambda: sheet("Risks", {"accepted_by": None, "accepted_until": date(2025, 11, 4)}),
            "Risks",
            "F2",
            "Accepted by",
            None,
        ),
    ],
    "risk-stage-unknown": [
        ("risks.xlsx", lambda: sheet("Risks", {"escalated_to": 9}), "Risks", "F2", "Brought to the break clause of stage", "9")
    ],
    "duplicate-asked": [("asked.xlsx", lambda: sheet("Asked", {}, {"office": "Board"}), "Asked", "C3", "Asked on", "05/11/2024")],
    "asked-in-future": [("asked.xlsx", lambda: sheet("Asked", {"asked_on": date(2199, 1, 1)}), "Asked", "C2", "Asked on", "01/01/2199")],
    "duplicate-checklist-step": [
        (
            "setup.xlsx",
            lambda: setup(**{"Checklist steps": [["Code", "Title"], ["S1", "Rules"], ["s1", "Chair"]]}),
            "Checklist steps",
            "A3",
            "Code",
            "s1",
        )
    ],
    "duplicate-partnership": [
        ("steps.xlsx", lambda: sheet("Partnership", {}, {"evidence": "Notes"}), "Partnership", "C3", "Since", "05/11/2024")
    ],
    "partnership-step-unknown": [("steps.xlsx", lambda: sheet("Partnership", {}), "Partnership", "A2", "Step", "S1")],
    "partnership-in-future": [
        ("steps.xlsx", lambda: sheet("Partnership", {"since": date(2199, 1, 1)}), "Partnership", "C2", "Since", "01/01/2199")
    ],
    "duplicate-money": [("money.xlsx", lambda: sheet("Money", {}, {"amount": 800}), "Money", "E3", "Financial year", "2024-25")],
    "money-year-unclear": [
        ("money.xlsx", lambda: sheet("Money", {"financial_year": "2024-26"}), "Money", "E2", "Financial year", "2024-26"),
        ("money.xlsx", lambda: sheet("Money", {"financial_year": "2024"}), "Money", "E2", "Financial year", "2024"),
    ],
    "money-year-outside": [
        ("money.xlsx", lambda: sheet("Money", {"financial_year": "2023-24"}), "Money", "E2", "Financial year", "2023-24"),
        ("money.xlsx", lambda: sheet("Money", {"financial_year": "2030-31"}), "Money", "E2", "Financial year", "2030-31"),
    ],
    "money-actual-in-future": [
        (
            "money.xlsx",
            lambda: sheet("Money", {"basis": "actual", "financial_year": "2025-26"}),
            "Money",
            "E2",
            "Financial year",
            "2025-26",
        )
    ],
    "money-in-kind-without-basis": [
        (
            "money.xlsx",
            lambda: sheet("Money", {"source": "in kind", "in_kind_basis": None}),
            "Money",
            "G2",
            "How it was valued",
            None,
        )
    ],
    "money-posts-missing": [("money.xlsx", lambda: sheet("Money", {"kind": "staff", "posts": None}), "Money", "G2", "Posts", None)],
    "duplicate-context": [("context.xlsx", lambda: context({}, {"value": 5}), "Context", "B3", "Statistic", "Claimants")],
    "duplicate-rating-aspect": [
        ("setup.xlsx", lambda: aspects(["trust", "Trust"], ["trust", "Trust again"]), "Rating aspects", "A3", "Code", "trust")
    ],
    "rating-aspect-taken": [
        ("setup.xlsx", lambda: aspects(["networking", "Working together"]), "Rating aspects", "A2", "Code", "networking"),
        ("setup.xlsx", lambda: aspects(["bold", "Ambition"]), "Rating aspects", "A2", "Code", "bold"),
    ],
    "rating-aspect-levels": [
        ("setup.xlsx", lambda: aspects(["trust", "Trust", "none", "much"]), "Rating aspects", "C2", "Level 1", "Trust")
    ],
    "cell-unknown-aspect": [("ratings.xlsx", lambda: sheet("Ratings", {"aspect": "tidiness"}), "Ratings", "A2", "Aspect", "tidiness")],
    "duplicate-goal": [("goals.xlsx", lambda: sheet("Goals", {}, {"goal": "A shed"}), "Goals", "A3", "Reference", "G1")],
    "goal-not-settled": [
        ("goals.xlsx", lambda: sheet("Goals", {"status": "reached", "settled_on": None}), "Goals", "F2", "Settled on", None)
    ],
    "goal-in-future": [
        ("goals.xlsx", lambda: sheet("Goals", {"set_on": date(2199, 1, 1)}), "Goals", "D2", "Set on", "01/01/2199"),
    ],
    "context-area-missing": [
        ("context.xlsx", lambda: context({"neighbourhood": None, "area": None}), "Context", "I2", "Area", "4.1"),
    ],
    "context-boundary-missing": [("context.xlsx", lambda: context({"gss_code": None}), "Context", "F2", "GSS code", None)],
    "context-sum-differs": [
        ("context.xlsx", lambda: context({"numerator": 425, "denominator": 10000}), "Context", "C2", "Value", "4.1"),
        ("context.xlsx", lambda: context({"value": 0.041, "numerator": 410, "denominator": 10000}), "Context", "C2", "Value", "0.041"),
    ],
    "duplicate-activity": [
        ("activities.xlsx", lambda: activities({"activity": "Tea"}, {"activity": "tea"}), "Activities", "B3", "Activity", "tea")
    ],
    "date-outside-period": [
        ("activities.xlsx", lambda: activities({"date": date(2024, 12, 1)}), "Activities", "A2", "Date", "01/12/2024"),
        ("engagement.xlsx", lambda: sheet("Engagement", {"date": date(2024, 12, 1)}), "Engagement", "A2", "Date", "01/12/2024"),
    ],
    "duplicate-respondent": [
        (
            "wave.xlsx",
            lambda: survey({"respondent": "r7", "q1": "yes"}, {"respondent": "R7", "q1": "no"}),
            "Responses",
            "A3",
            "Respondent",
            "R7",
        )
    ],
    "weight-missing": [("wave.xlsx", lambda: survey({"q1": "yes", "weight": 1.2}, {"q1": "no"}), "Responses", "C3", "Weight", None)],
    "cluster-partly-missing": [
        ("wave.xlsx", lambda: survey({"q1": "yes", "cluster": "C01"}, {"q1": "no"}), "Responses", "C3", "Cluster", None),
        (
            "wave.xlsx",
            lambda: survey({"q1": "yes"}, {"q1": "no", "cluster": "C01"}, {"q1": "no"}, {"q1": "no"}),
            "Responses",
            "C2, C4 to C5",
            "Cluster",
            None,
        ),
    ],
    "stratum-partly-missing": [
        ("wave.xlsx", lambda: survey({"q1": "yes", "stratum": "North"}, {"q1": "no"}), "Responses", "C3", "Stratum", None)
    ],
    "fieldwork-ends-before-start": [
        ("wave.xlsx", lambda: survey(fieldwork_end=date(2024, 10, 1)), "Wave", "C2", "Fieldwork end", "01/10/2024")
    ],
    "fieldwork-in-future": [("wave.xlsx", lambda: survey(fieldwork_end=date(2199, 1, 1)), "Wave", "C2", "Fieldwork end", "01/01/2199")],
    "approached-too-few": [("wave.xlsx", lambda: survey(*yes_of(3, 1), approached=2), "Wave", "I2", "Approached", "2")],
    "answer-against-routing": [
        (
            "wave.xlsx",
            lambda: survey({"q4": "no", "q5": "weekly"}),
            "Responses",
            "C2",
            f"q5 ({load().questions('residents')['q5'].label})",
            None,
        )
    ],
    "no-answers": [("wave.xlsx", lambda: survey({"stratum": "North"}), "Responses", None, None, None)],
    "duplicate-signoff": [("signed.xlsx", lambda: signoffs({}, {}), "Sign-offs", "A3", "Milestone", "stage_1_recommendations")],
    "signoff-neighbourhood": [("signed.xlsx", lambda: signoffs({"neighbourhood": "N01"}), "Sign-offs", "B2", "Neighbourhood", "N01")],
    "signoff-in-future": [
        ("signed.xlsx", lambda: signoffs({"reached_on": date(2199, 1, 1)}), "Sign-offs", "C2", "Reached on", "01/01/2199")
    ],
}
SETUP = {
    "Programme": [["name", "start_month"], ["Test programme", "2024-05"]],
    "Neighbourhoods": [["Code", "Name", "Population"], list(QUAYSIDE)],
}
# Kinds that need a store of another state, or are told beside others; each has a test of its own below.
ELSEWHERE = {
    "programme-not-set-up",
    "file-already-sent",
    "target-against-direction",
    "too-many-problems",
    "file-check-ended",  # tests/test_apart.py
    "rows-not-compared",  # tests/test_apart.py
    "group-name-similar",
    "group-name-double",  # tests/test_names.py
    "group-decided-twice",  # tests/test_names.py
    "month-within-period",  # tests/test_cadence.py
    "restatement-reason-missing",
    "asked-and-reported",  # tests/test_asked.py
    "context-boundary",
    "boundaries-of-another-year",  # tests/test_boundaries.py
    "boundary-year-differs",
    *(code for code in KINDS if code.startswith("mapping-")),  # tests/test_mapping.py
}
# What a mistake brings with it.
BESIDES = {
    "duplicate-partnership": {"partnership-step-unknown"},
    "partnership-in-future": {"partnership-step-unknown"},
    "cell-day-or-month": {"cell-month-first"},
    "quote-open": {"cell-blank", "file-unknown-template", "duplicate-group"},
    "heading-missing": {"heading-unknown"},
    "sheet-missing": {"heading-missing"},
}


def test_every_kind_of_problem_has_a_case():
    assert set(KINDS) - set(CASES) - ELSEWHERE == set()


@pytest.mark.parametrize(("code", "case"), [pytest.param(code, case, id=code) for code, cases in CASES.items() for case in cases])
def test_one_mistake_is_told_once_at_its_cell(cursor: Cursor, code: str, case: Case):
    name, make, *where = case
    problems = check(Known(cursor), Upload(name, make())).problems
    found = [each for each in problems if each.code == code]
    assert [[each.sheet, each.cell, each.column, each.value] for each in found] == [where], problems
    assert {each.code for each in problems} - {code} <= BESIDES.get(code, set()), problems
    assert_reads_well(found[0])


def assert_reads_well(told: Problem) -> None:
    """A message is whole sentences, without anything that only a programmer would understand."""
    text = told.message
    assert text[0] != " " and text.endswith(".") and not re.search(r" \.( |$)|\.\.|: \.|  |[{}]", text), text
    assert not re.search(r"\b(None|nan|NaN|True|False|Timestamp|datetime)\b|<NA>|\['|\de[-+]\d", text), text


def test_a_return_before_the_programme_is_set_up(database: Database):
    with database.cursor() as cursor:
        (told,) = check(Known(cursor), Upload("groups.xlsx", groups({}))).problems
    assert (told.code, told.sheet, told.cell, told.value) == ("programme-not-set-up", None, None, "groups.xlsx")
    assert_reads_well(told)


def test_the_very_file_that_was_sent(programme_store: Database):
    upload = Upload("groups.xlsx", groups({}))
    assert submit(programme_store, upload, "Ann", tell_effect=False).stored
    with programme_store.cursor() as cursor:
        (told,) = check(Known(cursor), Upload("the same under another name.xlsx", upload.content)).problems
    assert (told.code, told.severity, told.value) == ("file-already-sent", "error", "the same under another name.xlsx")
    assert "Ann" in told.message
    assert_reads_well(told)


def test_of_one_kind_in_a_column_two_hundred_are_listed_and_all_are_counted(cursor: Cursor):
    rows = [f"N01,2024-11,Choir {number},perhaps {number},maybe {number % 100},new" for number in range(3_000)]
    problems = check(Known(cursor), Upload("groups.csv", csv(GROUPS, *rows))).problems
    listed, more = [p for p in problems if p.value], [p for p in problems if not p.value]
    assert [(p.value, p.cell) for p in listed if p.column == "Has a contact"] == [(f"perhaps {n}", f"D{n + 2}") for n in range(MOST_ALIKE)]
    assert [p.value for p in listed if p.column == "Open to residents"] == [f"maybe {n}" for n in range(100)]  # of 30 cells each
    (told,) = more
    assert (told.code, told.severity, told.sheet, told.cell, told.column) == ("cell-not-option", "error", "groups", None, "Has a contact")
    assert told.message == "Not one of the answers: 2,800 more cells have this problem, each with another value than those listed."


def test_two_thousand_different_problems_are_listed_of_all(monkeypatch: pytest.MonkeyPatch, cursor: Cursor):
    monkeypatch.setattr("cdmon.problems.MOST_ALIKE", 5_000)
    rows = [f"N01,2024-11,Choir {number},perhaps {number},yes,new" for number in range(2_001)]
    problems = check(Known(cursor), Upload("groups.csv", csv(GROUPS, *rows))).problems
    assert len(problems) == MOST + 2 == 2_002
    full, more = problems[-2:]
    assert full.code == "too-many-problems" and "2,000" in full.message
    assert ": 1 more cell has this problem" in more.message
    assert_reads_well(full)


def test_of_equal_problems_a_thousand_cells_are_listed_and_all_are_counted(cursor: Cursor):
    rows = [f"N01,2024-11,Choir {number},,yes,new" for number in range(1_500)]
    (told,) = check(Known(cursor), Upload("groups.csv", csv(GROUPS, *rows))).problems
    assert (told.code, told.cell, MOST_CELLS) == ("cell-blank", "D2 to D1001", 1_000)
    assert told.message.endswith(" This is so in 1,500 cells, of which the first 1,000 are listed.")


def test_a_thousand_equal_problems_are_listed_and_need_no_count(cursor: Cursor):
    rows = [f"N01,2024-11,Choir {number},,yes,new" for number in range(1_000)]
    (told,) = check(Known(cursor), Upload("groups.csv", csv(GROUPS, *rows))).problems
    assert told.cell == "D2 to D1001" and "listed" not in told.message


def test_rows_that_all_end_with_a_comma_are_no_longer_than_they_should_be(cursor: Cursor):
    rows = [f"{ROW.replace('Choir', name)}new," for name in ("Choir", "Band", "Club")]
    assert check(Known(cursor), Upload("groups.csv", csv(GROUPS, *rows, ",,,,,,,"))).problems == []


# The wording


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_message_says_what_to_do(kind: ProblemKind):
    verbs = "Add|Change|[Cc]heck|[Cc]hoose|Clear|Copy|Delete|Download|Fill|Give|Head|If|Keep|Open|Put|Send|Shorten|Type|Use|Write|must be"
    told = kind.message + " Give the code." * ("{rule}" in kind.message) + " Type it." * ("{hint}" in kind.message)
    assert re.search(rf"\b({verbs})\b", told)
    assert kind.message.endswith((".", ".{hint}", "{rule}", "{help}"))


def test_a_value_that_looks_like_a_placeholder_is_shown_as_it_is():
    told = problem("file-not-a-spreadsheet", value="{column!r} {0}.pdf")
    assert told.message.startswith("{column!r} {0}.pdf is not a spreadsheet")


# Grouping


def blank(cell: str | None, value: str | None = None, code: str = "cell-blank", sheet: str = "Groups") -> Problem:
    return problem(code, sheet=sheet, cell=cell, column="Status", value=value, help="", options="")


def test_a_statistic_of_other_boundaries_is_told(database: Database):
    places = workbook(
        {
            "Programme": SETUP["Programme"],
            "Neighbourhoods": [["Code", "Name", "Population", "GSS code", "Boundary year"], [*QUAYSIDE, "E05000001", 2015]],
        }
    )
    submit(database, Upload("set-up.xlsx", places), "a test", tell_effect=False)
    with database.cursor() as cursor:
        (told,) = check(Known(cursor), Upload("context.xlsx", context({}))).problems
    assert (told.code, told.cell) == ("context-boundary", "F2")
    assert told.value == "E05000001, boundaries of 2023" and "E05000001, boundaries of 2015" in told.message
    assert_reads_well(told)


@pytest.mark.parametrize(("aimed_at", "found"), [(0.09, ["0.09"]), (0.10, []), (0.12, [])])
def test_a_target_on_the_wrong_side_of_the_baseline(programme_store: Database, aimed_at: float, found: list[str]):
    """Of 300 residents 30 were active: a tenth, and more is hoped for."""
    submit(programme_store, Upload("wave.xlsx", survey_workbook("2024", WAVE_DAY, yes_of(300, 30))), "a test")
    with programme_store.cursor() as cursor:
        problems = check(Known(cursor), Upload("set-up.xlsx", target("people_active", aimed_at, neighbourhood="N01"))).problems
    assert [each.value for each in problems if each.code == "target-against-direction"] == found


@pytest.mark.parametrize(("aimed_at", "found"), [(1, ["1"]), (2, []), (3, [])])
def test_a_target_for_fewer_groups_than_there_were(programme_store: Database, aimed_at: int, found: list[str]):
    submit(programme_store, Upload("groups.xlsx", groups_workbook("2024-10", [{}, {}])), "a test")
    with programme_store.cursor() as cursor:
        problems = check(Known(cursor), Upload("set-up.xlsx", target("groups_strengthened", aimed_at, neighbourhood="N01"))).problems
    assert [each.value for each in problems if each.code == "target-against-direction"] == found


def test_a_target_tells_nothing_of_a_baseline_of_few_people(programme_store: Database):
    submit(programme_store, Upload("wave.xlsx", survey_workbook("2024", WAVE_DAY, yes_of(300, 3))), "a test")
    with programme_store.cursor() as cursor:
        problems = check(Known(cursor), Upload("set-up.xlsx", target("people_active", 0.005, neighbourhood="N01"))).problems
    assert "target-against-direction" not in [each.code for each in problems]


def test_a_correction_to_a_stage_that_is_over_needs_a_reason(programme_store: Database):
    submit(programme_store, Upload("groups.xlsx", groups({})), "a test", tell_effect=False)
    receipt = submit(programme_store, Upload("groups.xlsx", groups({}, {})), "a test")
    assert not receipt.stored
    (told,) = receipt.checked.problems
    assert told.code == "restatement-reason-missing" and "stage 2, which ended on 30 April 2026" in told.message
    assert_reads_well(told)


def test_a_name_like_one_of_the_register_is_asked_about(programme_store: Database):
    submit(programme_store, Upload("groups.xlsx", groups({"name": "St Mary's Lunch Club"})), "a test", tell_effect=False)
    with programme_store.cursor() as cursor:
        (told,) = check(Known(cursor), Upload("groups.xlsx", groups({"name": "St Marys lunch-club"}, month="2024-12"))).problems
    assert (told.code, told.severity, told.cell, told.value) == ("group-name-similar", "warning", "A2", "St Marys lunch-club")
    assert "St Mary's Lunch Club is" in told.message
    assert_reads_well(told)


def test_a_new_rule_is_a_warning_until_its_day():
    kind = ProblemKind(code="x", severity="error", title="X", message="Put it right.", error_from=date(2026, 3, 1))
    assert [kind.severity_on(day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == ["warning", "error"]


def test_equal_problems_are_one_with_all_their_cells():
    (told,) = group(blank(cell) for cell in ("C9", "C5", "C7", "C8", "AA2"))
    assert told.cell == "C5, C7 to C9, AA2"


def test_problems_of_other_values_columns_and_sheets_stay_apart():
    told = group(
        [blank("C5", "x", "cell-not-option"), blank("C6", "y", "cell-not-option"), blank("C5", "x", "cell-not-option", "More groups")]
    )
    assert [(each.sheet, each.cell, each.value) for each in told] == [
        ("Groups", "C5", "x"),
        ("Groups", "C6", "y"),
        ("More groups", "C5", "x"),
    ]


def test_errors_come_before_warnings_and_a_cell_has_one_error():
    problems = [
        problem("sheet-not-read", sheet="Notes"),
        blank("C5", "x", "cell-not-option"),
        blank("C5", None, "cell-blank"),
        blank("C6", None, "cell-blank"),
    ]
    assert [(each.code, each.cell) for each in group(problems)] == [
        ("cell-not-option", "C5"),
        ("cell-blank", "C6"),
        ("sheet-not-read", None),
    ]


@given(st.sets(st.tuples(st.sampled_from(["A", "B", "Z", "AA", "XFD"]), st.integers(1, 60)), min_size=1))
def test_the_cells_written_are_the_cells_found(cells: set[tuple[str, int]]):
    written = addresses([f"{letter}{row}" for letter, row in cells])
    read = set()
    for run in written.split(", "):
        (letter, first), *last = re.findall(r"([A-Z]+)(\d+)", run)
        read |= {(letter, row) for row in range(int(first), int(last[0][1] if last else first) + 1)}
    assert read == cells

"""Three shapes of a programme, each set up from its workbook and played month by month: what is owed, what is late, which milestones.

What is expected is written out as sums of areas, returns and periods.
"""

from collections import Counter
from datetime import date, datetime
from io import BytesIO

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cdmon.__main__ import main
from cdmon.database import Database
from cdmon.refusal import Refusal
from cdmon.returns.shapes import shaped, shapes
from cdmon.returns.submit import submit
from cdmon.tables.board import board
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import milestones
from cdmon.tables.owed import owed, read_owed
from cdmon.workbooks.cells import Upload
from tests.stored import all_accepted, counted
from tests.workbooks import instructions, table, workbook

FOUR = ["activities", "engagement", "groups", "support"]
STARTS = {"handbook": "2024-05", "big-local": "2012-04", "pilot": "2024-04"}


def filled(code: str, start: str) -> bytes:
    """The set-up workbook of a shape with its start month filled in, and nothing else."""
    made = load_workbook(BytesIO(shaped(code)))
    sheet = made["Programme"]
    (column,) = [cell.column for cell in sheet[1] if cell.value == "Start month"]
    sheet.cell(3, column, start)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def set_up(code: str, database: Database) -> None:
    moment = datetime.fromisoformat(f"{STARTS[code]}-01 09:00")
    receipt = submit(database, Upload("set-up.xlsx", filled(code, STARTS[code])), "a test", moment, tell_effect=False)
    assert receipt.stored and not receipt.checked.problems, receipt.checked.problems


def handbook_set_up(database: Database) -> None:
    set_up("handbook", database)


def big_local_set_up(database: Database) -> None:
    set_up("big-local", database)


def pilot_set_up(database: Database) -> None:
    set_up("pilot", database)


def states(database: Database, day: date) -> dict[str, int]:
    """How many returns of the board stand how on a day, those that are not due left out."""
    with database.cursor() as cursor:
        told = Counter(board(Known(cursor, day))["state"])
    return {state: number for state, number in sorted(told.items()) if state != "not due"}


def reached(database: Database, day: date) -> dict[str, Counter]:
    """How many of each milestone stand how on a day."""
    found: dict[str, Counter] = {}
    with database.cursor() as cursor:
        for row in milestones(Known(cursor, day)).to_dict("records"):
            found.setdefault(row["milestone"], Counter())[row["state"]] += 1
    return found


def total(database: Database, day: date) -> Counter:
    return sum(reached(database, day).values(), Counter())


def sign_off(database: Database, month: str, milestone: str, places: list[str | None], at: datetime) -> None:
    """Send that a milestone was reached in these neighbourhoods on a day."""
    row = {"milestone": milestone, "reached_on": at.date(), "evidence": "Report", "signed_off_by": "Office"}
    rows = table([{**row, "neighbourhood": place} for place in places])
    content = workbook({"Instructions": instructions(month=month), "Sign-offs": rows})
    receipt = submit(database, Upload("signed.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


# The workbooks


@pytest.mark.parametrize("code", STARTS)
def test_a_shape_asks_for_the_start_month_and_marks_the_names_to_be_replaced(code):
    made = load_workbook(BytesIO(shaped(code)))
    assert {cell.value: made["Programme"].cell(3, cell.column).value for cell in made["Programme"][1]}["Start month"] is None
    names = [row[1].value for row in made["Neighbourhoods"].iter_rows(min_row=3) if row[1].value]
    assert names and all(name.endswith("(to be named)") for name in names)
    assert len(names) == sum(area.count for area in shapes()[code].areas)


def test_there_are_thirty_wards_a_hundred_and_fifty_areas_and_two_lsoas():
    people = {code: Counter(area.population for area in each.areas for _ in range(area.count)) for code, each in shapes().items()}
    assert people == {"handbook": {6500: 30}, "big-local": {6500: 150}, "pilot": {1500: 2}}


def test_the_command_line_writes_a_shape(tmp_path):
    given = ["--database", str(tmp_path / "a.duckdb"), "template", "programme", "--shape", "pilot", "--output", str(tmp_path / "a.xlsx")]
    assert CliRunner().invoke(main, given, catch_exceptions=False).exit_code == 0
    assert load_workbook(tmp_path / "a.xlsx")["Neighbourhoods"]["A3"].value == "P1"
    given[3] = "groups"
    assert CliRunner().invoke(main, given).exit_code != 0


def test_a_shape_that_is_not_there_is_refused():
    with pytest.raises(Refusal, match="choose one of: big-local, handbook, pilot"):
        shaped("village")


def concerned(database: Database, day: date) -> dict[int, tuple[str, int]]:
    """By stage that has KPIs on a day: the waves that they are of, and of how many neighbourhoods there are rows."""
    with database.cursor() as cursor:
        table = kpis(Known(cursor, day))
    return {
        int(stage): (", ".join(sorted({wave for waves in rows["waves"] for wave in waves})), rows["neighbourhood"].dropna().nunique())
        for stage, rows in table.groupby("stage")
    }


@pytest.mark.parametrize(
    ("fill", "day", "expected"),
    [
        (handbook_set_up, date(2024, 10, 31), {}),  # stage 1 is of baselines
        (handbook_set_up, date(2024, 11, 1), {2: ("first", 6)}),
        (handbook_set_up, date(2026, 5, 1), {2: ("first", 6), 3: ("second", 6)}),
        (handbook_set_up, date(2027, 11, 1), {2: ("first", 6), 3: ("second", 6), 4: ("third", 18)}),
        (big_local_set_up, date(2014, 3, 31), {1: ("all", 150)}),
        (big_local_set_up, date(2018, 4, 1), {1: ("all", 150), 2: ("all", 150), 3: ("all", 150)}),  # month 73
        (pilot_set_up, date(2024, 9, 30), {}),
        (pilot_set_up, date(2025, 10, 1), {2: ("pilot", 2), 3: ("pilot", 2)}),  # month 19
    ],
)
def test_the_kpis_are_of_the_stages_that_have_begun_and_of_the_waves_they_concern(copy_of, fill, day, expected):
    assert concerned(copy_of(fill), day) == expected


# The handbook's: 30 wards, months 1 to 60 from May 2024 to April 2029; the waves begin in months 7, 25 and 43


def test_the_handbooks_programme_month_by_month(copy_of):
    store = copy_of(handbook_set_up)
    assert states(store, date(2024, 11, 30)) == {}
    assert states(store, date(2024, 12, 1)) == {"due": 6 * 4}  # month 7, of the first wave
    all_accepted(store, datetime(2024, 12, 9, 12), [f"N0{number}" for number in range(1, 6)], "2024-11", FOUR)
    assert states(store, date(2024, 12, 11)) == {"accepted": 5 * 4, "overdue": 1 * 4}
    assert states(store, date(2026, 5, 31)) == {"accepted": 20, "overdue": 18 * 6 * 4 - 20}  # months 7 to 24
    assert states(store, date(2026, 6, 1)) == {"accepted": 20, "due": (6 + 6) * 4, "overdue": 18 * 6 * 4 - 20}  # month 25
    assert states(store, date(2027, 12, 1))["due"] == 30 * 4  # month 43
    all_of_it = (54 * 6 + 36 * 6 + 18 * 18) * 4  # months from each wave's first to the 60th
    assert states(store, date(2029, 6, 1)) == {"accepted": 20, "overdue": all_of_it - 20}


def test_the_handbooks_milestones_of_stage_1(copy_of):
    """Three of the programme, and two of each of six neighbourhoods: 3 + 2 × 6 = 15, due with month 6, October 2024."""
    store = copy_of(handbook_set_up)
    assert total(store, date(2024, 10, 31))["due soon"] == 3 + 2 * 6
    sign_off(store, "2024-10", "stage_1_review", ["N01", "N02"], datetime(2024, 10, 20, 12))
    assert total(store, date(2024, 11, 1))["late"] == 3 + 2 * 6 - 2
    assert reached(store, date(2024, 11, 1))["stage_1_review"] == {"met": 2, "late": 4}


# Like Big Local: 150 areas, 144 months from April 2012 to March 2024, one return a year of four sheets, due 60 days after it


def areas(first: int, last: int) -> list[str]:
    return [f"A{number:03}" for number in range(first, last + 1)]


def test_a_programme_like_big_local_year_by_year(copy_of):
    store = copy_of(big_local_set_up)
    assert states(store, date(2013, 3, 31)) == {}  # eleven months and more without anything owed
    assert states(store, date(2013, 4, 1)) == {"due": 150 * 1 * 4}
    with store.cursor() as cursor:
        told = read_owed(owed(Known(cursor, date(2013, 4, 1))))
    assert len(told) == 150 * 1 and told["Period"].unique().tolist() == ["April 2012 to March 2013"]
    assert told["Due"].unique().tolist() == ["30 May 2013"]
    all_accepted(store, datetime(2013, 5, 10, 12), areas(1, 100), "2013-03", FOUR)
    assert states(store, date(2013, 5, 31)) == {"accepted": 100 * 4, "overdue": 50 * 4}
    all_accepted(store, datetime(2013, 6, 1, 12), areas(101, 120), "2013-03", ["groups"])
    assert states(store, date(2013, 6, 2)) == {"accepted": 100 * 4 + 20, "overdue": 50 * 4 - 20}
    assert states(store, date(2014, 3, 31)) == states(store, date(2013, 6, 2))  # nothing more until the next year is over
    assert states(store, date(2014, 4, 1)) == {"accepted": 420, "due": 150 * 4, "overdue": 180}
    assert states(store, date(2024, 6, 30)) == {"accepted": 420, "overdue": 12 * 150 * 4 - 420}  # and never 144 months of them


def test_a_programme_like_big_local_has_its_own_milestones_and_none_of_the_handbooks(copy_of):
    store = copy_of(big_local_set_up)
    assert reached(store, date(2012, 4, 2)) == {
        "partnership_formed": {"not due": 150},
        "area_plan": {"not due": 150},
        "plan_reviewed": {"not due": 150},
        "legacy_plan": {"not due": 150},
        "final_report": {"not due": 1},
    }
    sign_off(store, "2013-03", "partnership_formed", areas(1, 90), datetime(2013, 3, 20, 12))
    assert reached(store, date(2013, 3, 31))["partnership_formed"] == {"met": 90, "due soon": 60}
    assert reached(store, date(2013, 4, 1))["partnership_formed"] == {"met": 90, "late": 60}  # month 12 is over
    assert reached(store, date(2014, 3, 31))["area_plan"] == {"due soon": 150}
    sign_off(store, "2014-04", "area_plan", areas(1, 30), datetime(2014, 4, 5, 12))
    assert reached(store, date(2014, 4, 6))["area_plan"] == {"met late": 30, "late": 120}  # month 24 is over
    assert reached(store, date(2018, 4, 1))["plan_reviewed"] == {"not due": 150}  # stage 3, from month 73 on
    assert reached(store, date(2019, 4, 1))["plan_reviewed"] == {"late": 150}  # twelve months of it
    assert total(store, date(2024, 4, 1)) == {"met": 90, "met late": 30, "late": 60 + 120 + 150 + 150 + 1}


# A pilot: two small areas, 24 months from April 2024 to March 2026, returns by the quarter from the second stage (October 2024) on


def test_a_pilot_quarter_by_quarter(copy_of):
    store = copy_of(pilot_set_up)
    assert states(store, date(2024, 12, 31)) == {}
    assert states(store, date(2025, 1, 1)) == {"due": 2 * 4}
    all_accepted(store, datetime(2025, 1, 9, 12), ["P1"], "2024-12", FOUR)
    assert states(store, date(2025, 1, 11)) == {"accepted": 4, "overdue": 4}
    assert states(store, date(2025, 3, 31)) == {"accepted": 4, "overdue": 4}
    assert states(store, date(2025, 4, 1)) == {"accepted": 4, "due": 2 * 4, "overdue": 4}
    assert states(store, date(2026, 5, 1)) == {"accepted": 4, "overdue": 6 * 2 * 4 - 4}  # six quarters, and the programme is over


def test_a_pilots_milestones_are_shown_by_figures_or_signed_off(copy_of):
    store = copy_of(pilot_set_up)
    for indicator in ("residents_active", "groups_counting"):
        counted(store, indicator, [8], first="2024-08", place="P1")  # sent on 10 September
    assert reached(store, date(2024, 9, 30)) == {
        "pilot_baselines": {"met": 1, "due soon": 1},
        "pilot_progress": {"not due": 1},
        "pilot_recommendations": {"not due": 1},
    }
    assert reached(store, date(2024, 10, 1))["pilot_baselines"] == {"met": 1, "late": 1}
    sign_off(store, "2025-09", "pilot_progress", [None], datetime(2025, 9, 25, 12))
    assert total(store, date(2026, 4, 1)) == {"met": 1 + 1, "late": 1 + 1}

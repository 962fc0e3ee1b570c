"""How often a return is owed, as the set-up says: the board, who owes what, what the sender may give as its month, and the template.

The programme here begins in May 2024, so that its quarters end in July, October, January and April and its years in April. Quayside (N01)
begins with stage 2 in November 2024. Activities are owed by the quarter, engagement by the year, support never, and groups by the month
until December 2024 and by the quarter from January 2025 on; the first of those quarters, November to January, is January alone.
"""

import json
from datetime import date, datetime
from io import BytesIO

import pandas as pd
import pytest
from click.testing import CliRunner
from icalendar import Calendar
from openpyxl import load_workbook

from cdmon.__main__ import main
from cdmon.database import Database
from cdmon.exports.due_dates import calendar
from cdmon.refusal import Refusal
from cdmon.returns.blank import blank
from cdmon.returns.check import check
from cdmon.returns.periods import months_to_send
from cdmon.tables.board import Standing, board, read_board, standings_by_month, words
from cdmon.tables.cadence import owed_periods
from cdmon.tables.known import Known
from cdmon.tables.owed import owed, owed_text, read_owed
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.stored import accepted, set_up
from tests.test_blank import cells, sentences
from tests.workbooks import activities_workbook, engagement_workbook, groups_workbook, instructions, programme_workbook, workbook

LATE = date(2025, 5, 31)
RETURNS = [
    ["Dataset", "How often", "From", "Until"],
    ["activities", "quarterly", None, None],
    ["Engagement", "Yearly", None, None],
    ["groups", "monthly", None, "2024-12"],
    ["groups", "every quarter", "2025-01", None],
    ["support", "not owed", None, None],
]


def fill(database: Database) -> None:
    set_up(database, programme_workbook([("N01", "Quayside", 6500, "first")], sheets={"Returns": RETURNS}))


@pytest.fixture
def by_quarter(copy_of) -> Database:
    return copy_of(fill)


def stands(database: Database, as_at: date = LATE) -> list[tuple[str, str, str, str]]:
    with database.cursor() as cursor:
        rows = board(Known(cursor, as_at)).to_dict("records")
    return [(row["dataset"], row["first_month"], row["month"], words(row)) for row in rows if row["state"] != "not due"]


def problems(database: Database, content: bytes) -> list[tuple[str, str | None, str]]:
    with database.cursor() as cursor:
        return [(each.code, each.cell, each.message) for each in check(Known(cursor), Upload("a.xlsx", content)).problems]


# The periods


def test_quarters_and_years_are_counted_from_the_start_and_cut_where_a_row_or_the_programme_ends():
    said = pd.DataFrame(
        [("groups", "quarterly", "2024-06", "2025-02"), ("groups", "none", "2025-03", ""), ("risks", "yearly", "", "")],
        columns=["dataset", "how_often", "from_month", "until_month"],
    )
    found = [(each.dataset, each.first, each.last) for each in owed_periods(date(2024, 5, 1), 26, said)]
    assert [each for each in found if each[0] not in ("activities", "engagement", "support")] == [
        ("groups", "2024-06", "2024-07"),
        ("groups", "2024-08", "2024-10"),
        ("groups", "2024-11", "2025-01"),
        ("groups", "2025-02", "2025-02"),
        ("risks", "2024-05", "2025-04"),
        ("risks", "2025-05", "2026-04"),
        ("risks", "2026-05", "2026-06"),  # month 26 is the programme's last
    ]
    assert sum(dataset == "activities" for dataset, *_ in found) == 26  # not named, so by the month


def test_without_the_sheet_every_return_is_monthly(waves_store):
    with waves_store.cursor() as cursor:
        current = Known(cursor).programme
    assert current is not None and len(current.owed) == 60 * 4 and not current.periods


# The board


def test_the_board_has_a_period_where_it_had_a_month(by_quarter):
    assert stands(by_quarter) == [
        ("groups", "2024-11", "2024-11", "overdue by 172 days"),  # due on 10 December 2024
        ("groups", "2024-12", "2024-12", "overdue by 141 days"),  # on 10 January
        ("activities", "2024-11", "2025-01", "overdue by 110 days"),  # on 10 February
        ("groups", "2025-01", "2025-01", "overdue by 110 days"),
        ("activities", "2025-02", "2025-04", "overdue by 21 days"),  # on 10 May
        ("engagement", "2024-05", "2025-04", "overdue by 21 days"),
        ("groups", "2025-02", "2025-04", "overdue by 21 days"),
    ]


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2025, 4, 30), "not due"),  # the year is not over
        (date(2025, 5, 1), "due 10 May"),
        (date(2025, 5, 10), "due 10 May"),
        (date(2025, 5, 11), "overdue by 1 day"),
    ],
)
def test_a_years_return_is_due_once_the_year_is_over(by_quarter, as_at, expected):
    with by_quarter.cursor() as cursor:
        frame = board(Known(cursor, as_at)).query("dataset == 'engagement' and month == '2025-04'")
    assert [words(row) for row in frame.to_dict("records")] == [expected]


def test_a_return_for_the_last_month_is_the_periods(by_quarter):
    accepted(by_quarter, datetime(2025, 5, 13, 12), dataset="engagement", month="2025-04")
    assert ("engagement", "2024-05", "2025-04", "3 days late") in stands(by_quarter)


def in_words(frame):
    """The board of one neighbourhood in words, "–" where nothing is asked for."""
    return standings_by_month(frame).map(lambda cell: cell.words if isinstance(cell, Standing) else "–").reset_index()


def test_people_read_periods_and_a_dash_where_nothing_is_asked_for(by_quarter):
    with by_quarter.cursor() as cursor:
        frame = board(Known(cursor, LATE)).query("month > '2024-11' and first_month < '2025-05'")
    assert list(read_board(frame).columns) == ["Neighbourhood", "Dec 2024", "Jan 2025", "Apr 2025"]  # of several lengths: the month
    assert list(read_board(frame[frame["dataset"] == "activities"]).columns) == ["Neighbourhood", "Nov 2024–Jan 2025", "Feb 2025–Apr 2025"]
    text = in_words(frame)
    assert list(text.columns) == ["Period", "Activities", "Engagement", "Groups"]
    assert text.values.tolist() == [
        ["February 2025 to April 2025", "overdue by 21 days", "–", "overdue by 21 days"],
        ["May 2024 to April 2025", "–", "overdue by 21 days", "–"],
        ["January 2025", "–", "–", "overdue by 110 days"],
        ["November 2024 to January 2025", "overdue by 110 days", "–", "–"],
        ["December 2024", "–", "–", "overdue by 141 days"],
    ]


def test_who_owes_what_names_the_quarter_and_the_year(by_quarter):
    with by_quarter.cursor() as cursor:
        frame = owed(Known(cursor, LATE))
    assert read_owed(frame)["Period"].tolist()[-2:] == ["February 2025 to April 2025", "May 2024 to April 2025"]
    assert read_owed(frame)["Returns"].tolist()[-2:] == ["Activities, Groups", "Engagement"]
    assert "- May 2024 to April 2025: Engagement – overdue by 21 days (due 10 May 2025)\n" in owed_text(frame, LATE)


def test_the_calendar_has_an_event_for_each_month_that_a_period_ends_in(by_quarter):
    file = Calendar.from_ical(calendar(by_quarter, "N01", date(2025, 3, 1))).walk("VEVENT")
    assert [(event.start, str(event["SUMMARY"])) for event in file[:5]] == [
        (date(2024, 12, 10), "Monthly return for November 2024 due (N01 Quayside)"),
        (date(2025, 1, 10), "Monthly return for December 2024 due (N01 Quayside)"),
        (date(2025, 2, 10), "Returns for January 2025 due (N01 Quayside)"),
        (date(2025, 5, 10), "Returns for April 2025 due (N01 Quayside)"),
        (date(2025, 8, 10), "Quarterly return for May 2025 to July 2025 due (N01 Quayside)"),
    ]


def test_json_says_how_often_and_from_when(by_quarter):
    for command in ("board", "owed"):
        given = ["--database", by_quarter.url, command, "--as-at", "2025-05-31", "--json"]
        rows = json.loads(CliRunner().invoke(main, given, catch_exceptions=False).stdout)
        (told,) = [row for row in rows if row["month"] == "2025-04" and row["dataset"].lower() == "engagement"]
        assert list(told)[-2:] == ["first_month", "how_often"]
        assert (told["first_month"], told["how_often"], told["due"]) == ("2024-05", "yearly", "2025-05-10")


# What is sent


def activity(month: str, day: date) -> bytes:
    return activities_workbook(month, [{"date": day}])


def test_dates_lie_within_the_period(by_quarter):
    assert problems(by_quarter, activity("2025-04", date(2025, 2, 1))) == []
    assert problems(by_quarter, activity("2025-04", date(2025, 4, 30))) == []
    (told,) = problems(by_quarter, activity("2025-04", date(2025, 1, 31)))
    assert told[:2] == ("date-outside-period", "A2") and "is not in 2025-02 to 2025-04, which" in told[2]
    meeting = {"kind": "listening meeting", "what": "Open meeting"}
    assert problems(by_quarter, engagement_workbook("2025-04", [{"date": date(2024, 5, 1), **meeting}])) == []
    (told,) = problems(by_quarter, engagement_workbook("2025-04", [{"date": date(2025, 5, 1), **meeting}]))
    assert told[:2] == ("date-outside-period", "B2")


@pytest.mark.parametrize("month", ["2025-02", "2025-03"])
def test_a_month_within_a_quarter_is_not_sent_alone(by_quarter, month):
    (told,) = problems(by_quarter, activity(month, date.fromisoformat(f"{month}-03")))
    assert told == (
        "month-within-period",
        "B3",
        "Activities is sent once for February 2025 to April 2025. Give 2025-04, its last month, "
        "and put what belongs to all of it into the one return.",
    )


def test_a_month_within_a_quarter_is_told_at_its_row_where_rows_have_months_of_their_own(by_quarter):
    rows = [["neighbourhood", "month", "name", "contact", "open_to_residents", "status"]]
    rows += [["N01", month, "Choir", "yes", "yes", "active"] for month in ("2024-12", "2025-03")]
    assert [each[:2] for each in problems(by_quarter, workbook({"Groups": rows}))] == [("month-within-period", "B3")]


def test_what_was_sent_by_the_month_before_can_still_be_put_right(by_quarter):
    set_up(by_quarter, programme_workbook([("N01", "Quayside", 6500, "first")]), datetime(2025, 4, 1))
    send(by_quarter, groups_workbook("2025-03", [{}]))
    set_up(by_quarter, programme_workbook([("N01", "Quayside", 6500, "first")], sheets={"Returns": RETURNS}), datetime(2026, 5, 2))
    assert problems(by_quarter, groups_workbook("2025-03", [{}, {}])) == []
    assert [each[0] for each in problems(by_quarter, groups_workbook("2025-02", [{}]))] == ["month-within-period"]


def test_nothing_to_report_is_said_for_a_whole_period(by_quarter):
    assert problems(by_quarter, blank(by_quarter, "engagement", "N01", "2025-04", nil=True)) == []
    said = workbook({"Instructions": [*instructions("N01", "2024-12"), ["Nothing to report: Engagement", "Yes"]]})
    assert [each[:2] for each in problems(by_quarter, said)] == [("month-within-period", "B3")]


def test_a_sheet_left_empty_is_told_only_where_its_return_is_owed_for_the_month(by_quarter):
    empty = {"Support": [["kind", "name", "status"]], "Engagement": [["date", "kind", "what"]]}
    register = [["name", "contact", "open_to_residents", "status"], ["Choir", "yes", "yes", "active"]]
    for month, told in (("2024-12", []), ("2025-04", ["sheet-left-empty"])):  # the year's engagement is owed with April; support never
        sent = workbook({"Instructions": instructions("N01", month), "Groups": register, **empty})
        assert [each[0] for each in problems(by_quarter, sent)] == told


# The template


def test_the_workbook_holds_what_is_sent_for_the_month_and_says_what_it_is_about(by_quarter):
    made = load_workbook(BytesIO(blank(by_quarter, "monthly", "N01", "2024-12")))
    assert "Groups" in made.sheetnames and not {"Activities", "Engagement"} & set(made.sheetnames)
    made = load_workbook(BytesIO(blank(by_quarter, "monthly", "N01", "2025-04")))
    assert {"Groups", "Activities", "Engagement", "Support"} <= set(made.sheetnames)
    assert sorted(sentences(made)) == [
        "The sheet Activities is about all of February 2025 to April 2025, which is sent as one return.",
        "The sheet Engagement is about all of May 2024 to April 2025, which is sent as one return.",
        "The sheet Groups is about all of February 2025 to April 2025, which is sent as one return.",
    ]


def test_a_workbook_of_a_month_that_is_not_sent_alone_is_refused(by_quarter):
    with pytest.raises(Refusal, match=r"Activities is sent once for February 2025 to April 2025; give its last month, 2025-04."):
        blank(by_quarter, "activities", "N01", "2025-03")


def test_a_workbook_begins_with_the_rows_of_the_period_before(by_quarter):
    send(by_quarter, groups_workbook("2025-01", [{"name": "Choir"}, {"name": "Chess", "status": "closed"}]))
    made = load_workbook(BytesIO(blank(by_quarter, "groups", "N01", "2025-04")))
    assert cells(made, "Groups", "Group name") == ["Choir"]
    assert any(line.startswith("The sheet Groups holds the 1 row of January 2025 that went on") for line in sentences(made))


def test_the_months_to_choose_from_are_the_last_of_their_periods(by_quarter):
    with by_quarter.cursor() as cursor:
        current = Known(cursor).programme
    begun = [f"{month}" for month in pd.period_range("2024-05", "2025-02", freq="M")]
    assert months_to_send(begun, ["activities"], current.periods) == {
        "2025-04": "February 2025 to April 2025",
        "2025-01": "November 2024 to January 2025",
        "2024-10": "August 2024 to October 2024",
        "2024-07": "May 2024 to July 2024",
    }
    assert list(months_to_send(begun[-3:], ["groups", "support"], current.periods)) == ["2025-04", "2025-02", "2025-01", "2024-12"]

"""The calendar, counted by hand, and its picture: each stage as wide as it is long, the day in view, break clauses, modes and surveys.

The programme began in May 2024: stage 1 ends on 31 October 2024, stage 2 on 30 April 2026, stage 3 on 31 October 2027.
"""

import json
import re
from datetime import date, datetime
from urllib.parse import unquote

import pandas as pd
import pytest
from click.testing import CliRunner
from lxml import etree
from lxml.html import fragment_fromstring

from cdmon.__main__ import main
from cdmon.acts.decide_stage import decide_stage, made
from cdmon.charts.timeline import LEFT, WIDTH, timeline
from cdmon.tables.known import Known
from cdmon.tables.timeline import COLUMNS, late_and_next, read_timeline
from cdmon.tables.timeline import timeline as calendar_of
from tests.conftest import send
from tests.stored import PLACES, set_up
from tests.test_decide_stage import WHOLE
from tests.workbooks import programme_workbook, survey_workbook, table, yes_of

DAY = date(2025, 12, 1)


def told(store, day=DAY, *kinds):
    with store.cursor() as cursor:
        found = calendar_of(Known(cursor, day))
    return found[found["kind"].isin(kinds)] if kinds else found


def with_notice(database):
    terms = [{"stage": 2, "form": "notice to stop", "notice_months": 3}]
    set_up(database, programme_workbook(PLACES, sheets={"Break clauses": table(terms)}))


def test_stages_are_over_now_or_to_come(waves_store):
    assert told(waves_store, DAY, "stage")[["stage", "starts", "ends", "state"]].values.tolist() == [
        [1, date(2024, 5, 1), date(2024, 10, 31), "over"],
        [2, date(2024, 11, 1), date(2026, 4, 30), "now"],
        [3, date(2026, 5, 1), date(2027, 10, 31), "to come"],
        [4, date(2027, 11, 1), date(2029, 4, 30), "to come"],
    ]


def test_a_notice_and_a_break_clause_have_a_day_and_say_what_must_be_done_by_then(copy_of):
    found = told(copy_of(with_notice), DAY, "notice", "break clause")
    assert found[["kind", "stage", "ends", "state"]].values.tolist() == [
        ["break clause", 1, date(2024, 10, 31), "late"],
        ["notice", 2, date(2026, 1, 31), "to come"],
        ["break clause", 2, date(2026, 4, 30), "to come"],
        ["break clause", 3, date(2027, 10, 31), "to come"],
    ]
    assert "notice must be given to stop it by 31 January 2026, in 61 days." in found["what"].iloc[1]  # 30 more in December, 31 in January


def test_modes_are_of_the_neighbourhoods_that_share_them_all_along(waves_store):
    found = told(waves_store, DAY, "mode")
    assert found[["neighbourhoods", "what", "starts", "ends"]].values.tolist() == [
        [("N01",), "Taking baselines", date(2024, 5, 1), date(2024, 10, 31)],
        [("N01",), "Intensive work", date(2024, 11, 1), date(2026, 4, 30)],
        [("N01",), "Maintenance", date(2026, 5, 1), date(2029, 4, 30)],
        [("N02",), "Not started", date(2024, 5, 1), date(2024, 10, 31)],
        [("N02",), "Taking baselines", date(2024, 11, 1), date(2026, 4, 30)],
        [("N02",), "Intensive work", date(2026, 5, 1), date(2027, 10, 31)],
        [("N02",), "Maintenance", date(2027, 11, 1), date(2029, 4, 30)],
        [("N03",), "Not started", date(2024, 5, 1), date(2026, 4, 30)],
        [("N03",), "Taking baselines", date(2026, 5, 1), date(2027, 10, 31)],
        [("N03",), "Less intensive work", date(2027, 11, 1), date(2029, 4, 30)],
    ]


def test_what_a_decision_to_stop_leaves_out_is_told_as_stopped_and_no_work_goes_on_after_it(waves_store):
    stop = {"outcome": "stop", "exit_plan": "Hand over", "exit_cost": 20_000, "price_year": 2024, "overrides": {}}
    decide_stage(waves_store, made(**WHOLE | stop), "Ann", datetime(2024, 10, 30))  # takes effect on 1 November 2024
    assert told(waves_store, DAY, "stage")["state"].tolist() == ["over", "now", "stopped", "stopped"]
    assert told(waves_store, DAY, "break clause")[["stage", "state"]].values.tolist() == [[1, "decided"], [2, "to come"]]
    found = told(waves_store, DAY, "mode")
    assert (found["starts"] <= found["ends"]).all() and found["ends"].max() == date(2024, 11, 1)


def test_what_is_late_comes_first_and_then_what_is_due_next(copy_of):
    found = late_and_next(told(copy_of(with_notice), date(2026, 1, 31)))
    assert found["state"].tolist() == sorted(found["state"], key=lambda state: state != "late")
    assert found[found["state"] == "late"]["ends"].tolist() == [date(2024, 10, 31)] * 6  # the decision, and five milestones of stage 1
    assert found[found["state"] != "late"][["kind", "ends"]].values.tolist() == [
        ["notice", date(2026, 1, 31)],
        *[["break clause", date(2026, 4, 30)]],
        *[["milestone", date(2026, 4, 30)]] * 5,  # those of stage 2, due in 89 days
        ["break clause", date(2027, 10, 31)],
    ]


def test_a_survey_round_stands_on_the_day_on_which_it_ended(waves_store):
    send(waves_store, survey_workbook("Autumn 2024", date(2024, 10, 11), yes_of(300, 30)))
    with waves_store.cursor() as cursor:
        found = calendar_of(Known(cursor))
    assert read_timeline(found[found["kind"] == "survey round"]).values.tolist() == [
        ["Residents' survey Autumn 2024", "Programme", "11 October 2024", "over"]
    ]


def test_the_command_gives_a_row_each(waves_store):
    said = CliRunner().invoke(main, ["--database", waves_store.url, "timeline", "--json"], catch_exceptions=False)
    rows = json.loads(said.stdout)
    assert list(rows[0]) == COLUMNS and rows[0]["ends"] == "2024-10-31"


def test_without_a_programme_there_is_nothing(database):
    assert told(database).empty


# The picture

STAGES = pd.DataFrame(  # 365 and then 730 days
    [
        ("stage", "Stage 1: Choosing", 1, (), date(2024, 1, 1), date(2024, 12, 31), "over"),
        ("stage", "Stage 2: Pilot & <b>", 2, (), date(2025, 1, 1), date(2027, 1, 1), "now"),
        ("notice", "Notice", 1, (), date(2024, 9, 30), date(2024, 9, 30), "decided"),
        ("break clause", "Break clause", 1, (), date(2024, 12, 31), date(2024, 12, 31), "decided"),
        ("mode", "Not started", 1, ("N01", "N02"), date(2024, 1, 1), date(2024, 12, 31), "over"),
        ("mode", "Intensive work", 2, ("N01", "N02"), date(2025, 1, 1), date(2027, 1, 1), "now"),
        ("survey round", "Residents' survey", None, (), date(2025, 6, 1), date(2025, 6, 1), "over"),
    ],
    columns=COLUMNS,
)


def drawn(today, of=STAGES):
    picture = fragment_fromstring(timeline(of, today))
    return picture.get("alt"), etree.fromstring(unquote(picture.get("src").split(",", 1)[1]))


def test_the_words_say_the_stages_and_point_to_the_table():
    words, _ = drawn(date(2025, 6, 30))
    assert words == (
        "Stage 1: Choosing, 1 January 2024 to 31 December 2024; Stage 2: Pilot & <b>, 1 January 2025 to 1 January 2027. "
        "The day in view is 30 June 2025. What else the picture shows stands in the table."
    )


def test_stages_and_modes_are_as_wide_as_they_are_long_and_what_has_not_started_is_not_drawn():
    _, picture = drawn(date(2025, 6, 30))
    first, second, mode = (float(each.get("width")) for each in picture.iterfind("{*}rect"))
    assert abs(second / first - 730 / 365) < 0.02 and mode == second
    texts = [each.text for each in picture.iterfind("{*}text")]
    assert texts == ["Stage 1", "Stage 2", "N01, N02", "Residents' survey", "break clause", "30 June 2025", "Intensive work"]
    assert len(picture.findall("{*}circle")) == 1
    assert ["stroke-dasharray" in each.attrib for each in picture.iterfind("{*}path")] == [True, False, False]  # notice, clause, today


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_day_outside_of_the_programme_stays_in_the_picture(today):
    _, picture = drawn(today)
    (*_, mark) = (re.search("M([0-9]+)", each.get("d"))[1] for each in picture.iterfind("{*}path"))
    assert LEFT <= float(mark) < WIDTH


def test_without_stages_there_is_no_picture():
    assert timeline(STAGES.head(0), date(2025, 6, 30)) == ""

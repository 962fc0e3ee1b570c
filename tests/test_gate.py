"""The criteria of a break clause: met, not met, not yet measurable, each with what it rests on; any fall is named.

The programme began in May 2024: stage 1 ends on 31 October 2024, stage 2 on 30 April 2026. N01 is of the first wave, N02 of the second.
"""

import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.decide_stage import decide_stage, discharge, made
from cdmon.refusal import Refusal
from cdmon.tables.gate import gate, said_in_short
from cdmon.tables.gate_rules import MET, NOT_MET, NOT_YET
from cdmon.tables.known import Known
from tests.conftest import send
from tests.stored import PLACES, counted, set_up
from tests.test_decide_stage import WHOLE
from tests.test_tables import send_at, signed, signoffs
from tests.workbooks import engagement_workbook, programme_workbook, survey_workbook, yes_of


def found(store, stage, criterion, as_at=None):
    with store.cursor() as cursor:
        (row,) = gate(Known(cursor, as_at), stage).query("criterion == @criterion").to_dict("records")
    return row["value"], row["state"], row["evidence"]


def active(store, label, day, yes, place="N01", **wave):
    send(store, survey_workbook(label, day, yes_of(300, yes), neighbourhood=place, **wave))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 10, 1), ("0 of 1", NOT_YET, "due 31 October 2024: the programme")),
        (date(2024, 11, 1), ("0 of 1", NOT_MET, "late: the programme")),
    ],
)
def test_a_milestone_is_not_yet_measurable_until_it_is_late(waves_store, day, expected):
    assert found(waves_store, 1, "stage_1_recommendations", day) == expected


def test_a_milestone_that_was_signed_off_is_met_and_says_by_whom(waves_store):
    send(waves_store, signoffs([signed("stage_1_recommendations", date(2024, 10, 28))]))
    assert found(waves_store, 1, "stage_1_recommendations") == ("1 of 1", MET, "Report; signed off by Steering group, 28 October 2024")


def test_a_milestone_that_does_not_apply_can_be_neither_met_nor_missed_and_says_why(copy_of):
    store = copy_of(without_a_review)
    assert found(store, 1, "stage_1_review") == ("none", NOT_YET, "does not apply: Reviewed before")


def without_a_review(database):
    own = {"Milestones": [["Code", "Does not apply because"], ["stage_1_review", "Reviewed before"]]}
    set_up(database, programme_workbook(PLACES, sheets=own))


def test_a_rise_with_no_fall_is_met_and_any_fall_is_not_met_and_named(copy_of):
    """Two neighbourhoods of the first wave: the 18 months of stage 2, with a leap up in one and a fall in the other."""
    store = copy_of(two_of_the_first_wave)
    counted(store, "activities_held", [4, 5] * 6 + [40] * 6, first="2024-11")
    assert found(store, 2, "community_activity")[:2] == ("better in 1, worse in 0, of 2", MET)
    counted(store, "activities_held", [40, 41] * 6 + [4] * 6, first="2024-11", place="N02")
    assert found(store, 2, "community_activity") == ("better in 1, worse in 1, of 2", NOT_MET, "N02: Activities held fell")


def two_of_the_first_wave(database):
    set_up(database, programme_workbook([("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "first")]))


def test_a_survey_too_early_to_judge_is_not_yet_measurable_and_says_so(waves_store):
    active(waves_store, "2024", date(2024, 10, 20), 30)
    active(waves_store, "2025", date(2025, 10, 20), 32)
    value, state, evidence = found(waves_store, 2, "people_active")
    assert (value, state) == ("better in 0, worse in 0, of 1", NOT_YET)
    assert "too early: 1 of 2 figures" in evidence


@pytest.mark.parametrize(("independent", "expected"), [("yes", MET), ("no", NOT_MET)])
def test_a_baseline_counts_as_independent_only_where_its_survey_was(waves_store, independent, expected):
    active(waves_store, "2024", date(2024, 10, 20), 30, independent=independent)
    assert found(waves_store, 1, "independent_baseline")[1] == expected


def test_what_waits_for_90_days_is_named_and_what_is_younger_is_not_judged(waves_store):
    raised = {"kind": "issue", "thread": "Lights", "what": "Dark path", "date": date(2025, 1, 10)}
    send_at(waves_store, engagement_workbook("2025-01", [raised]), datetime(2025, 2, 5))
    assert found(waves_store, 2, "matters_answered", date(2025, 4, 9))[:2] == ("none", NOT_YET)  # 89 days
    assert found(waves_store, 2, "matters_answered", date(2025, 4, 10)) == ("0 of 1 answered", NOT_MET, "waiting: N01 Lights")
    answered = {"kind": "response", "thread": "Lights", "what": "Will mend it", "agency": "Council", "date": date(2025, 4, 15)}
    send_at(waves_store, engagement_workbook("2025-04", [answered]), datetime(2025, 4, 20))
    assert found(waves_store, 2, "matters_answered", date(2025, 5, 1))[:2] == ("1 of 1 answered", MET)


def test_a_listening_meeting_is_asked_of_the_neighbourhoods_whose_work_has_begun(waves_store):
    assert found(waves_store, 2, "listening_meetings", date(2026, 4, 30)) == ("0 of 1", NOT_YET, "none on record in N01")
    assert found(waves_store, 2, "listening_meetings", date(2026, 5, 1))[1] == NOT_MET
    meeting = {"kind": "listening meeting", "what": "In the hall", "date": date(2025, 1, 10)}
    send(waves_store, engagement_workbook("2025-01", [meeting]))
    assert found(waves_store, 2, "listening_meetings")[:2] == ("1 of 1", MET)


def test_what_came_after_the_cut_off_is_no_evidence(database):
    set_up(database)
    send(database, signoffs([signed("stage_1_recommendations", date(2024, 10, 28))]))  # sent now, long after stage 1
    row = json.loads(run(database, "gate", "--stage", "1", "--json"))
    assert {each["criterion"]: each["state"] for each in row}["stage_1_recommendations"] == NOT_YET


def test_a_programme_is_not_asked_about_milestones_that_it_does_not_have(database):
    set_up(database, programme_workbook(handbook_milestones="no"))
    with database.cursor() as cursor:
        asked = gate(Known(cursor), 1)
    assert asked["criterion"].tolist() == ["independent_baseline"]
    assert said_in_short(asked) == "No criterion of this break clause must be met."


def test_a_stage_without_a_break_clause_is_refused_and_the_others_are_named(waves_store):
    with waves_store.cursor() as cursor, pytest.raises(Refusal, match=r"no break clause at the end of stage 4\. .*stage 1, 2, 3"):
        gate(Known(cursor), 4)


def run(database, *arguments):
    result = CliRunner().invoke(main, ["--database", database.url, *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_says_what_the_table_is_not(waves_store):
    said = run(waves_store, "gate", "--stage", "1")
    assert said.startswith("What was known on 31 October 2024. Not yet measurable is neither success nor failure.")
    assert "money that is spent already is no reason to go on" in said


def test_what_an_earlier_decision_made_a_condition_is_asked_at_the_next_break_clause(waves_store):
    """Decided at the end of stage 1, due on 31 March 2025; found done by another office a month later."""
    asked = "conditions_discharged"
    assert found(waves_store, 2, asked) == ("none", NOT_YET, "no earlier decision set a condition")
    condition = {"what": "Report to residents", "owner": "The team", "due": date(2025, 3, 31), "test": "Minutes"}
    decision = made(**WHOLE | {"outcome": "continue with conditions", "conditions": [condition]})
    act_id, _ = decide_stage(waves_store, decision, "Ann", datetime(2024, 10, 30))
    told = "Report to residents ({}, due 31 March 2025)"
    assert found(waves_store, 2, asked, date(2025, 3, 31)) == ("0 of 1", NOT_YET, told.format("open"))
    assert found(waves_store, 2, asked, date(2025, 4, 1)) == ("0 of 1", NOT_MET, told.format("late"))
    discharge(waves_store, act_id, 1, "Commissioner", "Minutes", "Ann", date(2025, 4, 28), datetime(2025, 4, 28))
    assert found(waves_store, 2, asked, date(2025, 4, 30)) == ("1 of 1", MET, "")

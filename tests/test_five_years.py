"""A whole programme played month by month: five years of returns and rounds, a restatement, and three break clauses.

It began in May 2021, so month 6 ends on 31 October 2021, month 24 on 30 April 2023, month 42 on 31 October 2024 and month 60 on 30 April
2026. Quayside (N01) is of the first wave, whose work begins in month 7, Hill Top (N02) of the second, in month 25. Each month's returns
are sent on the 10th of the next; what else comes stands in STORY, and what must be seen at the end of each month in the tables below it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import pytest

from cdmon.acts.decide_stage import decide_stage, discharge, made
from cdmon.acts.restate import Restatement
from cdmon.database import Database, open_database
from cdmon.returns.submit import submit
from cdmon.tables.gate import gate
from cdmon.tables.known import Known, programme_of
from cdmon.tables.milestones import all_milestones
from cdmon.tables.owed import owed
from cdmon.tables.record import hash_of
from cdmon.tables.restatements import restatements
from cdmon.tables.stage_decisions import conditions, stage_decisions
from cdmon.workbooks.cells import Upload
from tests.stored import all_accepted, counted
from tests.test_tables import signed, signoffs
from tests.workbooks import ACTIVITY, GROUP, engagement_workbook, programme_workbook, survey_workbook, table, workbook, yes_of

pytestmark = pytest.mark.slow

FIRST = pd.Period("2021-05", "M")
PLACES = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second")]
OTHERS = ["engagement", "evidence", "support"]  # nothing to report, but for what STORY tells
TOLD = {  # of which STORY tells, or which come late
    *(("support", place, number) for place, months in {"N01": (3, 4), "N02": (26, 27)}.items() for number in months),
    *(("engagement", "N01", number) for number in (12, 18)),
}
LATE, COMES = 15, 18  # the month whose register and activities are sent months later
OF_PLACE = {"stage_1_review": "N01"}
NOTHING_YET = "The rest cannot be told yet."


def month(number: int) -> pd.Period:
    return FIRST + number - 1


def last_day(number: int) -> date:
    return month(number).end_time.date()


def day_of(number: int, day: int) -> date:
    return date(month(number).year, month(number).month, day)


# The story


def sent(database: Database, number: int, content: bytes, day: int = 20, why: Restatement | None = None) -> None:
    """Send a workbook on a day of a month; it must go in."""
    moment = datetime.combine(day_of(number, day), time())
    receipt = submit(database, Upload("return.xlsx", content), "a test", moment, tell_effect=False, restatement=why)
    assert receipt.stored, receipt.checked.problems


def signed_off(number: int, *codes: str) -> Callable[[Database], None]:
    """Sign milestones off on the 20th of a month."""
    rows = [signed(code, day_of(number, 20), OF_PLACE.get(code)) for code in codes]
    return lambda database: sent(database, number, signoffs(rows, str(month(number))), 25)


def round_of(number: int, yes: int, place: str, why: Restatement | None = None, told_in: int = 0) -> Callable[[Database], None]:
    """Ask 300 residents in a month, of whom so many are active, and send it on the 20th of that month or, corrected, of another."""
    content = survey_workbook(f"Month {number}", day_of(number, 5), yes_of(300, yes), neighbourhood=place)
    return lambda database: sent(database, told_in or number, content, why=why)


def other_baselines(number: int, place: str) -> Callable[[Database], None]:
    """Send the figures of a baseline that neither a survey nor a register shows, for a month: on the 10th of the next."""
    of_months = {"responsiveness_rated": number, "cd_input": number, "meeting_spaces": number - 1}
    return lambda database: [counted(database, indicator, [1], str(month(told)), place) for indicator, told in of_months.items()]


def told(number: int, kind: str, **of: Any) -> Callable[[Database], None]:
    """Tell what happened on the 10th of a month about the lights on the path, sent on the 20th."""
    row = {"kind": kind, "thread": "Lights", "date": day_of(number, 10)} | of
    return lambda database: sent(database, number, engagement_workbook(str(month(number)), [row]))


BODY = {"body": "Integrated care board", "office": "Director of prevention", "authority": "Scheme of delegation, 4.2"}
COMMON = {
    "decided_by": [BODY],
    "residents": "Four residents sat on the panel.",
    "acknowledged": "None reported; asked in the month of the decision.",
    "reasons": "As the record shows.",
}
UNKNOWN = dict.fromkeys(("groups_strengthened", "community_activity", "productive_interaction"), NOTHING_YET)


def options(taken: str, *rejected: str) -> list[dict[str, str]]:
    return [{"option": taken}, *({"option": each, "rejected_because": "See the minutes"} for each in rejected)]


def decided(number: int, stage: int, outcome: str, **of: Any) -> Callable[[Database], None]:
    """Decide about a stage on the last day of a month."""
    on = last_day(number)
    whole = COMMON | {"stage": stage, "outcome": outcome, "decided_on": on, "effective_on": on, "equality_considered_on": on} | of
    moment = datetime.combine(on, time(12))
    return lambda database: decide_stage(database, made(**whole), "a clerk", moment)


def discharged(number: int) -> Callable[[Database], None]:
    """Find the first condition of the decision that holds for stage 2 met, on the 25th of a month."""

    def act(database: Database) -> None:
        with database.cursor() as cursor:
            (decision,) = set(conditions(Known(cursor))["decision"])
        on = day_of(number, 25)
        moment = datetime.combine(on, time())
        discharge(database, decision, 1, "Director of public health", "Baselines seen", "a clerk", on, moment)

    return act


CONDITION = {"what": "Baselines in Hill Top", "owner": "The team", "due": date(2023, 12, 31), "test": "All five parts are sent"}
WRONG_CODES = Restatement("error", "27 answers were coded yes that were no.")
STORY: Mapping[int, list[Callable[[Database], None]]] = {
    4: [signed_off(4, "stage_1_priority_areas")],
    5: [round_of(5, 30, "N01"), other_baselines(4, "N01")],
    6: [
        signed_off(6, "stage_1_review", "stage_1_relationships", "stage_1_recommendations"),
        decided(6, 1, "continue", options=options("Continue", "Stop", "Wait")),
    ],
    12: [told(12, "issue", what="The path is dark")],
    18: [told(18, "response", what="Lamps are ordered", agency="Council")],
    22: [round_of(22, 60, "N01")],
    24: [
        signed_off(24, "stage_2_knowledge_transfer", "stage_2_progress_report", "stage_2_second_wave_choice", "stage_2_recommendations"),
        decided(
            24,
            2,
            "continue with conditions",
            options=options("Continue with conditions", "Continue", "Stop"),
            conditions=[CONDITION],
            overrides=UNKNOWN,
        ),
    ],
    26: [round_of(22, 33, "N01", WRONG_CODES, told_in=26)],
    28: [round_of(28, 60, "N02"), other_baselines(27, "N02")],
    30: [discharged(30)],
    40: [round_of(40, 30, "N02")],
    41: [signed_off(41, "stage_3_knowledge_transfer", "stage_3_progress_report", "stage_3_third_wave_choice", "stage_3_recommendations")],
    42: [
        decided(
            42,
            3,
            "stop",
            options=options("Stop", "Continue", "Continue with conditions"),
            exit_plan="Groups are helped until July; records go to the council.",
            exit_cost=20_000,
            price_year=2024,
        )
    ],
}


def monthly(number: int) -> bytes:
    """The register and the activities of a month, of the neighbourhoods whose baselines or work have begun."""
    places = ["N01", "N02"] if number >= 25 else ["N01"]
    own = [{"neighbourhood": place, "month": str(month(number))} for place in places]
    groups = [of | GROUP for of in own]
    activities = [of | ACTIVITY | {"date": day_of(number, 1)} for of in own]
    return workbook({"Instructions": [["Instructions"]], "Groups": table(groups), "Activities": table(activities)})


def nothing_else(database: Database, number: int) -> None:
    """Send that there was nothing else to report for a month, but where it tells of support."""
    moment = datetime.combine(day_of(number + 1, 10), time())
    for place in ["N01", "N02"] if number >= 25 else ["N01"]:
        others = [code for code in OTHERS if (code, place, number) not in TOLD]
        all_accepted(database, moment, [place], str(month(number)), others)


def play(database: Database, months: Iterable[int] = range(1, 61)) -> None:
    """Play the story in these months."""
    sent(database, 1, programme_workbook(PLACES, start="2021-05"), 3)
    for number in months:
        if number > 1:
            for told_of in {LATE + 1: [], COMES: [LATE, number - 1]}.get(number, [number - 1]):
                sent(database, number, monthly(told_of), 10)
            nothing_else(database, number - 1)
        for happens in STORY.get(number, ()):
            happens(database)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The store after five years."""
    database = open_database(str(tmp_path_factory.mktemp("played") / "store.duckdb"))
    play(database)
    yield database
    database.close()


# What must be seen at the end of each month: in the first months named, and from then on until the next one


def at(number: int, changes: Mapping[int, Any]) -> Any:
    """Return what holds in a month of a table of what changed when."""
    return changes[max(first for first in changes if first <= number)]


PLACE_IN_TIME = {
    1: "in stage 1",
    7: "in stage 2",
    25: "in stage 3",
    42: "the programme was stopped on 31 October 2024",
}

# Due on 31 October 2021 (month 6), 30 April 2023 (24) and 31 October 2024 (42). Soon is 90 days: 31 August is 61 days before 31 October and
# 31 July 92; 31 January 2023 is 89 days before 30 April. The condition is due on 31 December 2023, 92 days after 30 September (month 29).
IN_STAGE_1 = {1: "not due", 4: "due soon", 6: "met"}
IN_STAGE_2 = {1: "not due", 21: "due soon", 24: "met"}
IN_STAGE_3 = {1: "not due", 40: "due soon", 41: "met"}
IN_STAGE_4 = {1: "not due", 42: "not applicable"}
MILESTONES = {
    "stage_1_priority_areas": {1: "not due", 4: "met"},
    "stage_1_review": IN_STAGE_1,
    "stage_1_baselines": {1: "not due", 4: "due soon", 5: "met"},
    "stage_1_relationships": IN_STAGE_1,
    "stage_1_recommendations": IN_STAGE_1,
    "stage_2_knowledge_transfer": IN_STAGE_2,
    "stage_2_progress_report": IN_STAGE_2,
    "stage_2_second_wave_choice": IN_STAGE_2,
    "stage_2_baselines": {1: "not due", 21: "due soon", 25: "late", 28: "met late"},
    "stage_2_recommendations": IN_STAGE_2,
    "stage_3_maintenance": {1: "not due", 40: "due soon", 43: "late"},
    "stage_3_knowledge_transfer": IN_STAGE_3,
    "stage_3_progress_report": IN_STAGE_3,
    "stage_3_third_wave_choice": IN_STAGE_3,
    "stage_3_recommendations": IN_STAGE_3,
    "stage_4_maintenance": IN_STAGE_4,
    "stage_4_final_summary": IN_STAGE_4,
    "stage_4_options": IN_STAGE_4,
    "condition": {1: None, 24: "not due", 30: "met"},
}

# Of the stage that is under way. Five activities a month, one group, no survey of organisations: nothing that could have gone up or down.
NEVER = {1: "not yet measurable"}
CRITERIA = {
    "independent_baseline": {1: "not yet measurable", 5: "met"},
    "people_active": {1: "not yet measurable", 22: "met", 25: "not yet measurable", 40: "not met"},  # 10 to 20 %; in N02 20 to 10 %
    "groups_strengthened": NEVER,
    "community_activity": NEVER,
    "productive_interaction": NEVER,
    "matters_answered": {1: "not yet measurable", 15: "not met", 18: "met"},  # raised on 10 April 2022: 90 days old on 9 July
    "listening_meetings": NEVER,
    "conditions_discharged": {1: "not yet measurable", 30: "met"},  # set in month 24, asked at the next break clause
}

# The register and the activities of month 15 (July 2022) are due on 12 August and come in October. After the stop none is owed.
OWED = {1: set(), 16: {("2022-07", "Activities"), ("2022-07", "Groups")}, 18: set()}
DECISIONS = {
    1: [],
    6: [(1, "continue")],
    24: [(2, "continue with conditions"), (1, "continue")],
    42: [(3, "stop"), (2, "continue with conditions"), (1, "continue")],
}


@pytest.mark.parametrize("number", range(1, 61))
def test_each_month_shows_where_the_programme_stands(played, number):
    with played.cursor() as cursor:
        known = Known(cursor, last_day(number))
        states = {re.sub("^condition_.*", "condition", code): state for code, state in all_milestones(known)[["milestone", "state"]].values}
        decisions = [(row["stage"], row["outcome"]) for row in stage_decisions(known).to_dict("records") if row["holds"]]
        assert programme_of(known).place_in_time.endswith(at(number, PLACE_IN_TIME))
        assert states == {code: at(number, changes) for code, changes in MILESTONES.items() if at(number, changes)}
        assert set(owed(known)[["month", "dataset"]].itertuples(index=False, name=None)) == at(number, OWED)
        assert decisions == at(number, DECISIONS)
        assert list(conditions(known)["state"]) == at(number, {1: [], 24: ["open"], 30: ["discharged"]})


@pytest.mark.parametrize(
    "number", [1, 4, 5, 6, 7, 14, 15, 17, 18, 21, 22, 23, 24, 25, 39, 40, 42]
)  # what changes something, and the last before
def test_what_is_known_for_the_break_clause_to_come_changes_when_it_should(played, number):
    stage = 1 if number <= 6 else 2 if number <= 24 else 3
    with played.cursor() as cursor:
        found = gate(Known(cursor, last_day(number)), stage)
    of_milestones = {code: at(number, changes) for code, changes in MILESTONES.items() if code.startswith(f"stage_{stage}")}
    expected = {code: "met" if state == "met" else "not yet measurable" for code, state in of_milestones.items()}
    expected |= {code: at(number, changes) for code, changes in CRITERIA.items()} | {"stage_3_baselines": "not yet measurable"}
    told = dict(found[["criterion", "state"]].itertuples(index=False, name=None))
    assert told == {code: expected[code] for code in told}
    assert len(told) == {1: 6, 2: 12, 3: 12}[stage]


def test_a_correction_changes_what_is_known_and_nothing_that_was_decided_by(played):
    """60 of 300 rose from 30 of 300; 33 did not: 10 to 11 %."""
    with played.cursor() as cursor:
        now = gate(Known(cursor, last_day(26)), 2).set_index("criterion")["state"]
        (row,) = stage_decisions(Known(cursor), "2").to_dict("records")
        corrected = restatements(Known(cursor))
    kept = row["criteria"].set_index("criterion")["state"]
    assert (kept["people_active"], now["people_active"]) == ("met", "not yet measurable")
    assert hash_of(row["text"]) == row["record_hash"]
    assert set(corrected["explanation"]) == {WRONG_CODES.explanation}


def test_the_record_of_month_24_keeps_its_hash_after_later_corrections(any_database):
    hashes = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STORY, 24, [*STORY[24], lambda database: hashes.append(record_of(database))])
        play(any_database, [*range(1, 7), 22, 24, 26])
    assert record_of(any_database) == hashes[0]


def record_of(database: Database) -> tuple[str, str]:
    """Return the record of the decision about stage 2, and the hash that was kept with it, which must be its own."""
    with database.cursor() as cursor:
        (row,) = stage_decisions(Known(cursor), "2").to_dict("records")
    assert hash_of(row["text"]) == row["record_hash"]
    return row["text"], row["record_hash"]

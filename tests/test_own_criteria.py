"""The criteria of a programme's own: the handbook's changed, no longer asked, and others beside them; each change stays to be seen.

The programme began in May 2024: stage 2 lasts from 1 November 2024 to 30 April 2026, and the handbook asks 12 criteria at its end.
"""

from datetime import date, datetime

import pytest

from cdmon.returns.check import check
from cdmon.tables.gate import gate
from cdmon.tables.gate_changes import changes_at, read_gate_changes
from cdmon.tables.gate_rules import MET, NOT_YET
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.stored import PLACES, set_up
from tests.test_tables import signed, signoffs
from tests.workbooks import programme_workbook, table

HUB = {"code": "hub_opened", "title": "Hub opened", "stage": 2, "signed_off_by": "Commissioner"}
ASKED = {"code": "hub_opened", "rule": "milestone", "stages": "2", "criticality": "must"}


def with_criteria(*rows, milestones=(HUB,), **columns):
    sheets = {"Criteria": table(rows)} if rows else {}
    return programme_workbook(PLACES, sheets=sheets | {"Milestones": table(milestones)}, **columns)


def asked(store, stage=2, as_at=None):
    with store.cursor() as cursor:
        return gate(Known(cursor, as_at), stage).set_index("criterion")


def test_a_milestone_of_the_programmes_own_is_asked_as_a_criterion_and_met_by_its_sign_off(copy_of):
    store = copy_of(with_the_hub)
    found = asked(store)
    assert len(found) == 12 + 1
    assert found.loc["hub_opened", ["title", "criticality", "state"]].tolist() == ["Hub opened", "must", "not met"]  # stage 2 is over
    send(store, signoffs([signed("hub_opened", date(2025, 3, 3))]))
    assert asked(store).loc["hub_opened", "state"] == MET


def with_the_hub(database):
    set_up(database, with_criteria(ASKED))


def test_what_the_handbook_asks_is_changed_where_a_row_says_so_and_stays_where_it_is_empty(copy_of):
    store = copy_of(with_changes)
    found = asked(store)
    assert "stage_2_recommendations" not in found.index
    told = found[["criticality", "about_period", "known_by"]]
    assert told.loc["people_active"].tolist() == ["inform", "Survey of 2025", date(2026, 3, 1)]
    assert told.loc["groups_strengthened"].tolist() == ["must", "months 7 to 24", date(2026, 4, 30)]


def with_changes(database):
    changes = {"code": "people_active", "criticality": "inform", "about_period": "Survey of 2025", "known_by": date(2026, 3, 1)}
    set_up(database, with_criteria(changes, {"code": "stage_2_recommendations", "used": "no"}))


def test_evidence_that_comes_after_the_cut_off_is_warned_of(waves_store):
    """Stage 2 ends on 30 April 2026, and the returns of that month are due on 10 May: four KPIs, matters answered, listening meetings."""
    found = asked(waves_store)
    late = found[found["warning"] != ""]
    assert set(late.index) == {
        "people_active", "groups_strengthened", "community_activity", "productive_interaction", "matters_answered", "listening_meetings",
    }  # fmt: skip
    assert set(late["evidence_expected_on"]) == {date(2026, 5, 10)}
    assert set(late["warning"]) == {"after the cut-off (30 April 2026)"}
    assert found.loc["stage_2_progress_report", ["evidence_expected_on", "warning"]].tolist() == [date(2026, 4, 30), ""]


def test_once_a_stage_has_begun_a_change_needs_a_reason_and_stays_to_be_seen(waves_store):
    assert refused(waves_store, with_criteria(ASKED)) == ["changed-after-stage-began"]
    send(waves_store, with_criteria(ASKED | {"reason": "Asked for by the board", "changed_by": "Commissioner"}))
    with waves_store.cursor() as cursor:
        (row,) = read_gate_changes(changes_at(Known(cursor), "2")).to_dict("records")
        assert changes_at(Known(cursor), "3").empty
    assert (row["Criterion"], row["By"], row["Why"]) == ("hub_opened", "Commissioner", "Asked for by the board")
    assert "Asked as: not said → must" in row["What"]
    assert asked(waves_store).loc["hub_opened", ["version", "changed_by"]].tolist() == [2, "Commissioner"]


@pytest.mark.parametrize(
    ("rows", "is_kept"),
    [
        ([ASKED | {"reason": "First"}], True),  # the same again
        ([ASKED | {"criticality": "should", "reason": "First"}], False),  # another change, with the reason of before
        ([ASKED | {"criticality": "should", "reason": "Second"}], True),
        ([], False),  # no longer there
        ([ASKED | {"used": "no", "reason": "Second"}], True),
    ],
)
def test_each_change_needs_a_reason_of_its_own(copy_of, rows, is_kept):
    store = copy_of(with_a_reason)
    workbook = with_criteria(*rows, commissioner="Another")
    if is_kept:
        send(store, workbook)
    else:
        assert refused(store, workbook) == ["changed-after-stage-began"]


def refused(store, workbook):
    with store.cursor() as cursor:
        return [each.code for each in check(Known(cursor), Upload("set-up.xlsx", workbook)).problems if each.severity == "error"]


def with_a_reason(database):
    set_up(database, with_criteria(ASKED | {"reason": "First"}))


@pytest.mark.parametrize(("reason", "told"), [(None, ["changed-after-stage-began"]), ("The contract was changed", [])])
def test_a_break_clause_is_taken_away_after_its_stage_began_only_with_a_reason(waves_store, reason, told):
    """Stages of the handbook's months, of which stage 2 ends without a break clause now; stage 4 has never had one."""
    months = {1: (1, 6, "yes"), 2: (7, 24, "no"), 3: (25, 42, "yes"), 4: (43, 60, "no")}
    stages = [dict(zip(("stage", "first_month", "last_month", "break_clause"), (each, *of), strict=True)) for each, of in months.items()]
    sheets = {"Stages": table(stages)} | ({"Break clauses": table([{"stage": 2, "reason": reason}])} if reason else {})
    assert refused(waves_store, programme_workbook(PLACES, sheets=sheets)) == told


@pytest.mark.parametrize(("reason", "told"), [(None, ["changed-after-stage-began"]), ("The contract was changed", [])])
def test_a_stage_that_has_begun_is_taken_away_only_with_a_reason(waves_store, reason, told):
    """One stage of 60 months in place of the handbook's four, of which three have begun: a reason for each of them."""
    sheets = {"Stages": table([{"stage": 1, "first_month": 1, "last_month": 60, "break_clause": "no"}])}
    sheets |= {"Break clauses": table([{"stage": stage, "reason": reason} for stage in (1, 2, 3)])} if reason else {}
    assert set(refused(waves_store, programme_workbook(PLACES, sheets=sheets))) == set(told)


def test_before_its_stage_begins_a_criterion_may_be_changed_without_a_reason(copy_of):
    store = copy_of(begun_lately)
    send(store, with_criteria(ASKED, start="2026-09"))
    assert asked(store).loc["hub_opened", ["state", "version"]].tolist() == [NOT_YET, 2]


def begun_lately(database):
    set_up(database, with_criteria(start="2026-09"), datetime(2026, 9, 1))


def test_a_cut_off_that_was_moved_holds_for_the_evidence_and_says_why(copy_of):
    store = copy_of(with_a_cut_off)
    assert asked(store).loc["people_active", ["known_by", "warning"]].tolist() == [date(2026, 5, 31), ""]


def with_a_cut_off(database):
    terms = [{"stage": 2, "cut_off": date(2026, 5, 31)}]
    set_up(database, programme_workbook(PLACES, sheets={"Break clauses": table(terms)}))

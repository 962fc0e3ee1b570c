"""A gate that is decided in month 24 keeps its record, whatever is corrected later; what is another since then stands beside it.

The programme began in May 2024, so that month 24 is April 2026, the last of stage 2.
"""

import json
from datetime import date, datetime

from cdmon.acts.decide import decide
from cdmon.acts.decide_stage import decide_stage, made
from cdmon.tables.gate import read_gate
from cdmon.tables.known import Known
from cdmon.tables.record import hash_of, read_kept_figures
from cdmon.tables.since_then import since_then
from cdmon.tables.stage_decisions import stage_decisions
from tests.conftest import CORRECTED, send
from tests.stored import set_up
from tests.test_decide_stage import WHOLE
from tests.test_tables import send_at, signed, signoffs
from tests.workbooks import groups_workbook

STOP = {"outcome": "stop", "exit_plan": "Hand over", "exit_cost": 20_000, "price_year": 2026, "overrides": {}}


def decided_in_month_24(database):
    """Two groups were on the register of March 2026, and nothing was signed off."""
    set_up(database)
    send_at(database, groups_workbook("2026-03", [{}, {}]), datetime(2026, 4, 10))
    days = {"decided_on": date(2026, 4, 28), "effective_on": date(2026, 5, 1), "equality_considered_on": date(2026, 4, 20)}
    return decide_stage(database, made(**WHOLE | STOP | days | {"stage": 2}), "Ann", datetime(2026, 4, 28, 12))


def shown(database, act_id):
    """What is shown of the decision: the record as text, its criteria and its figures as people read them, and what is another since."""
    with database.cursor() as cursor:
        known = Known(cursor)
        (row,) = stage_decisions(known).to_dict("records")
        figures = read_kept_figures(json.loads(row["text"]))
        return row["text"], row["record_hash"], read_gate(row["criteria"]), figures, since_then(known, act_id)


def test_a_gate_decided_in_month_24_keeps_its_hash_and_content_after_later_corrections(any_database):
    act_id, record_hash = decided_in_month_24(any_database)
    text, *_, criteria, figures, _ = shown(any_database, act_id)
    assert ["N01", "Community groups running", "2 (March 2026)"] in figures[["Neighbourhood", "Indicator", "Baseline"]].values.tolist()
    send(any_database, groups_workbook("2026-03", [{}, {}, {}]))  # a group more: the stage is over, so that it is a restatement
    send_at(any_database, signoffs([signed("stage_2_progress_report", date(2026, 4, 25))], "2026-04"), datetime(2026, 5, 5))
    later = shown(any_database, act_id)
    assert later[:2] == (text, record_hash) and hash_of(text) == record_hash
    assert later[2].equals(criteria) and later[3].equals(figures)


def test_what_is_another_since_then_stands_beside_the_record(copy_of):
    store = copy_of(decided_in_month_24)
    with store.cursor() as cursor:
        (row,) = stage_decisions(Known(cursor)).to_dict("records")
    send(store, groups_workbook("2026-03", [{}, {}, {}]))
    send_at(store, signoffs([signed("stage_2_progress_report", date(2026, 4, 25))], "2026-04"), datetime(2026, 5, 5))
    told = {what: (then, now) for what, then, now in shown(store, row["act_id"])[-1].values.tolist()}
    progress = "Progress against the baselines, and anything else that has come about, reported"
    assert told[progress] == ("not yet measurable", "met: Report; signed off by Steering group, 25 April 2026")
    then, now = told["Community groups running, N01, March 2026"]
    assert then.startswith("2") and now.startswith("3") and "restated on" in now
    assert told["Groups, N01, March 2026"] == ("counted", "another version counts")


def test_a_return_that_was_withdrawn_counts_no_longer(copy_of):
    store = copy_of(decided_in_month_24)
    with store.cursor() as cursor:
        (row,) = stage_decisions(Known(cursor)).to_dict("records")
    (of_groups,) = (each["return_id"] for each in json.loads(row["text"])["returns"] if each["dataset"] == "groups")
    decide(store, of_groups, "withdrawn", "a test", "Sent by mistake", CORRECTED)
    told = {what: now for what, _, now in shown(store, row["act_id"])[-1].values.tolist()}
    assert told["Groups, N01, March 2026"] == "counts no longer"


def test_where_nothing_is_another_there_is_no_row(waves_store):
    with waves_store.cursor() as cursor:
        assert since_then(Known(cursor), "no such decision").empty

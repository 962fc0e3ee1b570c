"""What a commissioner decides at a break clause: what a decision cannot do without, what is frozen with it, and what supersedes it.

The programme began in May 2024: stage 1 ends on 31 October 2024, stage 2 on 30 April 2026, the programme on 30 April 2029.
"""

import hashlib
import json
from datetime import date, datetime

import pytest
import yaml
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.decide_stage import DecisionRefused, decide_stage, discharge, made
from cdmon.tables.gate import gate
from cdmon.tables.known import Known
from cdmon.tables.milestones import milestones
from cdmon.tables.stage_decisions import break_clause, conditions, read_details, stage_decisions
from tests.stored import set_up
from tests.test_tables import send_at, signed, signoffs

MUST = ("stage_1_priority_areas", "stage_1_baselines", "stage_1_recommendations")
CONDITION = {"what": "Baselines in N01", "owner": "The team", "due": date(2025, 3, 31), "test": "Milestone met"}
RATED = {"body": "University", "rating": "moderate", "reasons": "One round only"}
DECIDE = ["decide-stage", "--stage", "1", "--decision", "continue", "--by", "Board", "--reason", "Why"]
WHOLE = {
    "stage": 1,
    "outcome": "continue",
    "decided_by": [{"body": "Integrated care board", "office": "Director of prevention", "authority": "Scheme of delegation, 4.2"}],
    "decided_on": date(2024, 10, 30),
    "effective_on": date(2024, 11, 1),
    "reasons": "Places are chosen; the rest follows.",
    "options": [
        {"option": "Continue"},
        {"option": "Stop", "rejected_because": "Nothing can be told yet"},
        {"option": "Wait a year", "rejected_because": "The team would leave"},
    ],
    "residents": "Two residents sat on the panel.",
    "equality_considered_on": date(2024, 10, 20),
    "acknowledged": "None reported; asked on 15 October.",
    "overrides": dict.fromkeys(MUST, "Comes by Christmas"),
}


def held(database):
    with database.cursor() as cursor:
        return stage_decisions(Known(cursor))


def decided(database, **other):
    return decide_stage(database, made(**WHOLE | other), "Ann")


def test_a_decision_is_kept_whole_with_what_was_known_and_its_hash(any_database):
    set_up(any_database)
    act_id, record_hash = decided(any_database)
    (row,) = held(any_database).to_dict("records")
    assert (row["act_id"], row["outcome"], row["holds"], row["evidence_until"]) == (act_id, "continue", True, date(2024, 10, 30))
    assert row["details"] == made(**WHOLE)
    with any_database.cursor() as cursor:
        ((text,),) = cursor.execute("SELECT record FROM stage_decisions").fetchall()
        expected = gate(Known(cursor, date(2024, 10, 30)), 1)
    assert hashlib.sha256(text.encode()).hexdigest() == record_hash == row["record_hash"]
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text  # one way of writing it
    assert [each["state"] for each in row["criteria"].to_dict("records")] == expected["state"].tolist()


def test_a_later_correction_changes_nothing_in_the_record(any_database):
    set_up(any_database)
    _, record_hash = decided(any_database)
    send_at(any_database, signoffs([signed("stage_1_recommendations", date(2024, 10, 28))]), datetime(2025, 6, 1))
    (row,) = held(any_database).to_dict("records")
    assert row["record_hash"] == record_hash
    states = {each["criterion"]: each["state"] for each in row["criteria"].to_dict("records")}
    assert states["stage_1_recommendations"] == "not yet measurable"  # the day before the stage ended, with nothing signed off


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"outcome": "perhaps"}, "There is no decision “perhaps”"),
        ({"outcome": "continue with conditions"}, "needs: conditions"),
        ({"outcome": "stop"}, "A decision to stop needs: exit plan. A decision to stop needs: exit cost."),
        ({"remaining_cost": 1_000_000}, "A cost needs the year of its prices"),
        ({"effective_on": date(2029, 5, 1)}, "The programme ends on 30 April 2029"),
        ({"outcome": "deferred"}, "needs: deferred to"),
        ({"outcome": "deferred", "deferred_to": date(2024, 10, 1)}, "deferred to a later day"),
        ({"options": WHOLE["options"][:2]}, "at least 3 options"),
        ({"options": [{"option": each} for each in "ABC"]}, "why each other one was rejected"),
        ({"residents": " "}, "what part residents had"),
        ({"acknowledged": ""}, "unintended effects and risks"),
        ({"equality_considered_on": None}, "due regard"),
        ({"equality_considered_on": date(2024, 10, 31)}, "Equality must be considered before"),
        ({"effective_on": date(2024, 10, 29)}, "cannot take effect before it is taken"),
        ({"published_on": date(2024, 10, 29)}, "cannot be published before it is taken"),
        ({"decided_on": date(2034, 10, 30)}, "has not come yet"),
        ({"decided_on": date(2024, 4, 30)}, "Stage 1 began on 1 May 2024"),
        ({"evidence_until": date(2024, 9, 30), "evidence_reason": "Late figures"}, "evidence counts is fixed with the stage"),
        ({"conditions": [CONDITION | {"due": date(2030, 1, 1)}]}, "Condition 1 must be due between"),
        ({"overrides": {}}, "must be met and are not: Priority neighbourhoods"),
        ({"confidence": [RATED | {"body": "integrated care  board"}]}, "another body than one that decides"),
        ({"supersedes": "another"}, "no decision another that holds"),
    ],
)
def test_what_a_decision_lacks_or_contradicts_is_said_and_nothing_is_kept(waves_store, other, said):
    with pytest.raises(DecisionRefused, match=r"^Nothing was kept") as refused:
        decided(waves_store, **other)
    assert said in str(refused.value)
    assert held(waves_store).empty


def test_how_far_an_independent_body_trusts_the_evidence_is_kept_as_it_said_it(waves_store):
    decided(waves_store, confidence=[RATED])
    parts = dict(read_details(held(waves_store)["details"].item()).itertuples(index=False))
    assert parts["How far an independent body trusts the evidence"] == "University, moderate, One round only"
    with pytest.raises(DecisionRefused, match="confidence 0 rating is wrong"):
        made(**WHOLE | {"confidence": [RATED | {"rating": "85%"}]})


@pytest.mark.parametrize(("part", "value"), [("decided_by", []), ("decided_on", None), ("reasons", ""), ("surprise", "unknown")])
def test_a_decision_without_a_decider_a_day_or_reasons_cannot_be_made(part, value):
    with pytest.raises(DecisionRefused, match=part):
        made(**WHOLE | {part: value})


def test_all_that_is_wrong_is_said_at_once(waves_store):
    with pytest.raises(DecisionRefused) as refused:
        decided(waves_store, options=[], residents="", effective_on=date(2024, 10, 1))
    assert all(each in str(refused.value) for each in ("options", "residents", "take effect"))


def test_a_second_decision_says_what_it_supersedes_and_both_stay(waves_store):
    first, _ = decided(waves_store)
    with pytest.raises(DecisionRefused, match=f"There is a decision already \\({first}\\)"):
        decided(waves_store, outcome="stop", exit_plan="Hand over", exit_cost=20_000, price_year=2024)
    second, _ = decided(waves_store, outcome="stop", exit_plan="Hand over", exit_cost=20_000, price_year=2024, supersedes=first)
    assert dict(held(waves_store)[["act_id", "holds"]].itertuples(index=False)) == {second: True, first: False}


def test_the_break_clause_says_what_holds_or_that_nothing_is_written_down(waves_store):
    def said(today):
        with waves_store.cursor() as cursor:
            known = Known(cursor)
            return break_clause(known.programme.stages[0], stage_decisions(known), today)

    assert said(date(2024, 4, 30)) == "Break clause: on 31 October 2024 the commissioner decides whether the programme goes on."
    assert said(date(2024, 10, 29)).startswith("Break clause: the commissioner must confirm that it goes on by 31 October 2024, in 2 days;")
    assert said(date(2024, 11, 1)) == "Break clause: the decision was due on 31 October 2024, and none is written down."
    decided(waves_store)
    assert said(date(2024, 11, 1)) == "Break clause: decided on 30 October 2024: continue."


def test_a_decision_to_stop_can_be_superseded_by_one_to_go_on_later(waves_store):
    first, _ = decided(waves_store, outcome="stop", exit_plan="Hand over", exit_cost=20_000, price_year=2024)
    decided(waves_store, supersedes=first, effective_on=date(2024, 12, 1))
    assert held(waves_store)["holds"].tolist() == [True, False]


def test_what_was_recorded_in_error_leaves_no_decision(waves_store):
    first, _ = decided(waves_store)
    decided(waves_store, outcome="recorded in error", supersedes=first, options=[], residents="")
    assert not held(waves_store)["holds"].any()
    decided(waves_store)  # and another can be kept


def test_to_stop_needs_no_reason_for_what_is_unmet(waves_store):
    decided(waves_store, outcome="stop", exit_plan="Hand over to the groups", exit_cost=20_000, price_year=2024, overrides={})
    assert held(waves_store)["outcome"].tolist() == ["stop"]


def test_a_decision_is_kept_though_nothing_had_been_sent_by_its_cut_off(copy_of):
    """The stage ended on 31 October 2024; its programme was set up, and all else sent, in January 2025."""
    store = copy_of(set_up_late)
    decided(store, decided_on=date(2025, 1, 10), effective_on=date(2025, 1, 11), overrides=dict.fromkeys(MUST, "Nothing could be sent"))
    (row,) = held(store).to_dict("records")
    told = json.loads(row["text"])
    assert (row["evidence_until"], told["evidence_until"]) == (date(2024, 10, 31), "2024-10-31")
    assert (told["figures"], told["returns"], told["programme"]) == ([], [], "Test programme")
    assert {(each["state"], each["evidence"]) for each in told["criteria"]} == {
        ("not yet measurable", "nothing had been sent by 31 October 2024")
    }


def set_up_late(database):
    set_up(database, at=datetime(2025, 1, 5))


def test_a_second_click_keeps_nothing(waves_store):
    decide_stage(waves_store, made(**WHOLE), "Ann", act_id="one")
    with pytest.raises(AlreadyDone):
        decide_stage(waves_store, made(**WHOLE), "Ann", act_id="one")
    assert len(held(waves_store)) == 1


def test_a_condition_is_late_until_another_office_than_its_owner_discharges_it(any_database):
    set_up(any_database)
    act_id, _ = decided(any_database, outcome="continue with conditions", conditions=[CONDITION])
    states = []
    for day in (date(2025, 3, 31), date(2025, 4, 1)):
        with any_database.cursor() as cursor:
            known = Known(cursor, day)
            known.moment = Known(cursor).moment  # decided by then, though recorded today
            states.append(conditions(known)["state"].item())
    assert states == ["open", "late"]
    with pytest.raises(DecisionRefused, match="another office than the one that owns it"):
        discharge(any_database, act_id, 1, "the  TEAM", "Seen", "Ann")
    with pytest.raises(DecisionRefused, match="Say what shows"):
        discharge(any_database, act_id, 1, "Commissioner", " ", "Ann")
    with pytest.raises(DecisionRefused, match="no such condition"):
        discharge(any_database, act_id, 2, "Commissioner", "Seen", "Ann")
    discharge(any_database, act_id, 1, "Commissioner", "Report of March", "Ann")
    with any_database.cursor() as cursor:
        (row,) = conditions(Known(cursor)).to_dict("records")
    assert (row["state"], row["office"], row["evidence"]) == ("discharged", "Commissioner", "Report of March")
    with pytest.raises(DecisionRefused, match="discharged already"):
        discharge(any_database, act_id, 1, "Commissioner", "Again", "Ann")


def test_a_condition_of_a_decision_is_a_milestone_until_it_is_discharged(waves_store):
    act_id, _ = decided(waves_store, outcome="continue with conditions", conditions=[CONDITION])

    def told():
        with waves_store.cursor() as cursor:
            found = milestones(Known(cursor))
        return found[found["milestone"] == f"condition_{act_id}_1"].iloc[0]

    assert told()[["title", "due", "due_month", "state"]].tolist() == ["Condition: Baselines in N01", date(2025, 3, 31), 11, "late"]
    discharge(waves_store, act_id, 1, "Commissioner", "Report of March", "Ann", date(2025, 3, 30))
    assert told()[["state", "evidence"]].tolist() == ["met", "Report of March; discharged by Commissioner, 30 March 2025"]


def test_the_commands_keep_and_show_the_same(waves_store, tmp_path):
    rest = tmp_path / "rest.yaml"
    rest.write_text(yaml.safe_dump({part: value for part, value in WHOLE.items() if part not in ("stage", "outcome", "reasons")}))
    said = run(
        waves_store, "decide-stage", "--stage", "1", "--decision", "continue", "--by", "Board", "--reason", "Why", "--file", str(rest)
    )
    (row,) = json.loads(run(waves_store, "decisions", "--json"))["decisions"]
    assert row["act_id"] in said and row["record_hash"] in said
    assert (row["details"]["reasons"], row["details"]["decided_on"]) == ("Why", "2024-10-30")
    assert "Continue" in run(waves_store, "decisions")


@pytest.mark.parametrize("content", ["- a list", "a: [", "decided_on: yesterday"])
def test_a_file_that_holds_no_decision_is_refused_in_a_sentence(waves_store, tmp_path, content):
    (tmp_path / "rest.yaml").write_text(content)
    result = CliRunner().invoke(main, ["--database", waves_store.url, *DECIDE, "--file", str(tmp_path / "rest.yaml")])
    assert result.exit_code == 1 and result.stderr.startswith("Error: ") and "Traceback" not in result.output
    assert held(waves_store).empty


def run(database, *arguments):
    result = CliRunner().invoke(main, ["--database", database.url, *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout

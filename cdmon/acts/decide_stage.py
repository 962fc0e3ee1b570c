"""What the commissioner decides at a break clause: kept with what was known then, never edited, superseded by a new decision."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
from pydantic import ValidationError

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now, today
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.stage_decision import StageDecision
from cdmon.tables.gate import clause
from cdmon.tables.gate_rules import MET
from cdmon.tables.known import Known, programme_of
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.record import canonical, hash_of, stage_record
from cdmon.tables.stage_decisions import conditions, stage_decisions
from cdmon.text import normal
from cdmon.wording import day

FAULTS = dict.fromkeys(("missing", "string_too_short", "too_short"), "is missing") | {"extra_forbidden": "is no part of a decision"}
COSTS = ("spent", "remaining_cost", "exit_cost")
OPTIONS = 3  # to be considered at least: a choice between one and nothing is none


class DecisionRefused(Refusal):
    """The decision cannot be kept; the message says all that it lacks."""


def made(**parts: Any) -> StageDecision:
    """Return a decision from its parts; DecisionRefused, naming every part, where one is missing, unknown or not of its kind."""
    try:
        return StageDecision.model_validate(parts)
    except ValidationError as error:
        faults = [
            f"{' '.join(str(step) for step in each['loc'])} {FAULTS.get(each['type'], 'is wrong: ' + each['msg'].lower())}"
            for each in error.errors()
        ]
        raise DecisionRefused(f"Nothing was kept. {'; '.join(faults)}.") from error


def decide_stage(
    database: Database, decision: StageDecision, by: str, moment: datetime | None = None, act_id: str | None = None
) -> tuple[str, str]:
    """Keep a decision with the record of what was known, and return the act's id and the record's hash.

    `by` is who writes it down, `moment` when (UTC; now if not given). With nothing stored: AlreadyDone when an act of that id is there;
    Refusal when there is no such break clause; DecisionRefused, with all of its faults, when something is missing or contradicts itself.
    """

    def keep(cursor: Cursor) -> tuple[str, str]:
        allow(cursor, "decide_stage")
        own = own_id(cursor, act_id)
        known = Known(cursor)
        current = programme_of(known)
        stage = clause(current, decision.stage)
        until = min(stage.cut_off, decision.decided_on)
        earlier = stage_decisions(known, str(stage.number))
        faults = [*own_faults(decision), *dated_wrong(decision, current, stage), *follows(decision, earlier)]
        if faults:
            raise DecisionRefused(f"Nothing was kept. {' '.join(faults)}")
        record = stage_record(Known(cursor, until), decision.stage, current)
        if unmet := not_overridden(decision, record):
            raise DecisionRefused(
                f"Nothing was kept. These must be met and are not: {', '.join(unmet)}. Give a reason for going on all the same, for each."
            )
        text = canonical(record)
        row = [own, stage.number, decision.supersedes, decision.outcome, decision.decided_on, until]
        row += [decision.model_dump_json(), text, hash_of(text), moment or now(), by]
        cursor.execute(f"INSERT INTO stage_decisions VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 (only question marks)
        keep_line(cursor, "stage decided", by, own)
        return own, hash_of(text)

    return database.write(keep)


def own_faults(decision: StageDecision) -> Iterator[str]:
    """Yield a sentence for each thing that a decision of its outcome cannot do without."""
    outcome = load().outcomes.get(decision.outcome)
    if outcome is None:
        yield f"There is no decision “{decision.outcome}”; choose one of: {', '.join(load().outcomes)}."
        return
    for part in outcome.needs:
        if getattr(decision, part) in (None, "", []):
            yield f"A decision to {outcome.title.lower()} needs: {part.replace('_', ' ')}."
    if decision.price_year is None and any(getattr(decision, cost) is not None for cost in COSTS):
        yield "A cost needs the year of its prices."
    if decision.outcome == "recorded in error":
        return
    taken = [each for each in decision.options if not each.rejected_because]
    if len(decision.options) < OPTIONS or len(taken) != 1:
        yield f"Name at least {OPTIONS} options that were considered: the one that was taken, and why each other one was rejected."
    if {normal(each.body) for each in decision.confidence} & {normal(each.body) for each in decision.decided_by}:
        yield "How far the evidence can be trusted is said by another body than one that decides."
    if decision.equality_considered_on is None:
        yield "Give the day on which equality was considered (due regard)."
    if not decision.residents:
        yield "Say what part residents had in it."
    if not decision.acknowledged:
        yield "Say which unintended effects and risks were looked at."
    if decision.evidence_until is not None:
        yield "The day until which evidence counts is fixed with the stage. Move it in the programme set-up, with a reason."


def dated_wrong(decision: StageDecision, current: Programme, stage: StageDates) -> Iterator[str]:
    """Yield a sentence for each of a decision's days that cannot be."""
    ends = current.stages[-1].ends  # as planned: an earlier decision that stops it may be the one that this one supersedes
    if decision.decided_on > today():
        yield f"{day(decision.decided_on)} has not come yet. Record a decision once it is taken."
    if decision.decided_on < stage.starts:
        yield f"Stage {stage.number} began on {day(stage.starts)}: its break clause cannot have been decided on {day(decision.decided_on)}."
    if decision.effective_on > ends:
        yield f"The programme ends on {day(ends)}: a decision cannot take effect on {day(decision.effective_on)}."
    if decision.effective_on < decision.decided_on:
        yield "A decision cannot take effect before it is taken."
    if decision.published_on is not None and decision.published_on < decision.decided_on:
        yield "A decision cannot be published before it is taken."
    if decision.equality_considered_on is not None and decision.equality_considered_on > decision.decided_on:
        yield "Equality must be considered before the decision, or on its day."
    if decision.deferred_to is not None and not decision.decided_on < decision.deferred_to <= ends:
        yield f"A decision is deferred to a later day, within the programme (until {day(ends)})."
    for number, each in enumerate(decision.conditions, start=1):
        if not decision.decided_on <= each.due <= ends:
            yield f"Condition {number} must be due between the decision and the end of the programme ({day(ends)})."


def follows(decision: StageDecision, earlier: pd.DataFrame) -> Iterator[str]:
    """Yield a sentence where a decision does not say which one it supersedes, or names one that does not hold."""
    holding = list(earlier.loc[earlier["holds"].astype(bool), "act_id"])
    if holding and decision.supersedes not in holding:
        yield f"There is a decision already ({holding[0]}). Say that this one supersedes it."
    elif not holding and decision.supersedes is not None:
        yield f"There is no decision {decision.supersedes} that holds at this break clause."


def not_overridden(decision: StageDecision, record: dict[str, Any]) -> list[str]:
    """Return the titles of the criteria that must be met, are not known to be, and for which a decision to go on gives no reason."""
    outcome = load().outcomes[decision.outcome]
    unmet = [each for each in record["criteria"] if each["criticality"] == "must" and each["state"] != MET]
    return [f"{each['title']} ({each['criterion']})" for each in unmet if not decision.overrides.get(each["criterion"])] * outcome.goes_on


def discharge(
    database: Database,
    decision: str,
    number: int,
    office: str,
    evidence: str,
    by: str,
    on: date | None = None,
    moment: datetime | None = None,
    act_id: str | None = None,
) -> None:
    """Keep that an office found a condition of a decision to be done, and what shows it; never the office that owns the condition.

    With nothing stored: AlreadyDone when an act of that id is there; DecisionRefused when there is no such condition, it was discharged
    already, its owner says so, or no evidence is given.
    """
    done_on = on or today()

    def keep(cursor: Cursor) -> None:
        allow(cursor, "decide_stage")
        own = own_id(cursor, act_id)
        listed = conditions(Known(cursor))
        found: list[dict[str, Any]] = listed[(listed["decision"] == decision) & (listed["condition"] == number)].to_dict("records")
        if not found:
            raise DecisionRefused("There is no such condition of a decision that holds.")
        if found[0]["state"] == "discharged":
            raise DecisionRefused("This condition was discharged already.")
        if not office.strip() or normal(office) == normal(found[0]["owner"]):
            raise DecisionRefused("A condition is discharged by another office than the one that owns it.")
        if not evidence.strip():
            raise DecisionRefused("Say what shows that the condition is met.")
        if done_on > today():
            raise DecisionRefused(f"{day(done_on)} has not come yet.")
        row = [own, decision, number, done_on, office.strip(), evidence.strip(), moment or now(), by]
        cursor.execute("INSERT INTO discharges VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        keep_line(cursor, "discharged", by, own)

    database.write(keep)

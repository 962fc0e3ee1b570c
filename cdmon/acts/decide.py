"""Deciding about a return: accepting it, sending it back, withdrawing it; each with who, when and why."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from cdmon.acts.act import own_id
from cdmon.acts.restate import Restatement, closed_stage, keep_restatement, rates_restated, reason_given
from cdmon.audit_lines import keep_line
from cdmon.clock import day_of, now
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.effect import EFFECT, changed, figures
from cdmon.tables.known import Known
from cdmon.tables.populations import populations
from cdmon.tables.programme import StageDates
from cdmon.wording import day


class DecisionError(Refusal):
    """The decision cannot be taken; the message says why, to the person who wanted it."""


class RestatementNeeded(DecisionError):  # noqa: N818 (it says what is the case)
    """The decision changes figures of a stage that is over, and nobody has said why yet."""


@dataclass(frozen=True)
class Standing:
    """How a return stands before a decision: its state, the step of its last event, and whether it counts."""

    return_id: str
    dataset: str
    neighbourhood: str
    period: str
    period_date: date | None
    state: str
    step: int
    counts: bool


def decide(
    database: Database,
    return_id: str,
    kind: str,
    by: str,
    reason: str = "",
    restatement: Restatement | None = None,
    moment: datetime | None = None,
    act_id: str | None = None,
) -> pd.DataFrame:
    """Accept, send back or withdraw a return (`kind` as in `data/definitions/states.yaml`), and return which figures that changes.

    The frame has the columns of `cdmon.tables.effect.EFFECT`. `by` is who decides, `moment` when (UTC; now if not given); `act_id` is
    the decision's own (a new one if not given). With nothing stored: AlreadyDone when an act of that id is there; DecisionError when there
    is no such return, its state does not allow it, or a reason is missing; RestatementNeeded when it changes a stage that is over and no
    `restatement` says why.
    """
    return database.write(lambda cursor: record(cursor, return_id, kind, by, reason.strip(), restatement, moment or now(), act_id))


def record(
    cursor: Cursor,
    return_id: str,
    kind: str,
    by: str,
    reason: str,
    restatement: Restatement | None,
    moment: datetime,
    given_id: str | None,
) -> pd.DataFrame:
    """Take a decision inside a transaction that somebody else ends."""
    act_id = own_id(cursor, given_id)
    known = Known(cursor)
    standing = stands(known, return_id)
    allow(cursor, "decide", standing.neighbourhood)
    decision = load().decisions.get(kind)
    if decision is None:
        raise DecisionError(f"There is no decision “{kind}”; choose one of: {', '.join(load().decisions)}.")
    if standing.state not in decision.after:
        raise DecisionError(f"This return is {standing.state}, so it cannot be {kind}.")
    if decision.reason == "text" and not reason:
        raise DecisionError("Give a reason: the person who sent it will read it.")
    if kind != "accepted" and is_only_set_up(cursor, standing):
        raise DecisionError(f"This is the only set-up of the programme, so it cannot be {kind}. Send a corrected one instead.")
    stage = stage_restated(known, standing, kind, moment)
    why = restatement or (reason_given(cursor, return_id) if kind == "accepted" else None)
    if stage is not None and not (why and why.is_given):
        raise RestatementNeeded(restates(stage))
    if stage is not None:
        allow(cursor, "restate", standing.neighbourhood)
    places = [standing.neighbourhood] if standing.neighbourhood else list(rates_changed(known, standing, kind, moment))
    before = figures(known, places) if places else None
    row = [return_id, standing.step + 1, kind, moment, by, reason, act_id]
    cursor.execute("INSERT INTO events (return_id, step, kind, happened_at, done_by, reason, act_id) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    keep_line(cursor, kind, by, return_id, standing.neighbourhood)
    effect = pd.DataFrame(columns=EFFECT)
    if before is not None:
        effect = changed(before, figures(Known(cursor), places), known.small_numbers)
    if stage is not None and why is not None:
        keep_restatement(cursor, return_id, stage.number, why, by, moment, act_id, effect)
    return effect


def possible(known: Known, return_id: str) -> dict[str, StageDates | None]:
    """Return the decisions that can be taken about a return now, each with the stage it would restate and still needs a reason for.

    DecisionError when there is no such return.
    """
    standing = stands(known, return_id)
    if is_only_set_up(known.cursor, standing):
        return {}
    given = {"accepted"} if reason_given(known.cursor, return_id) else set()
    return {
        kind: None if kind in given else stage_restated(known, standing, kind, now())
        for kind, decision in load().decisions.items()
        if standing.state in decision.after
    }


def stage_restated(known: Known, standing: Standing, kind: str, moment: datetime) -> StageDates | None:
    """Return the stage that a decision would restate: one that is over, where it changes what counts already; None for none."""
    if standing.dataset == "programme":
        return next(iter(rates_changed(known, standing, kind, moment).values()), None)
    return closed_stage(known.programme, standing.period_date, day_of(moment)) if corrects(known, standing, kind) else None


def rates_changed(known: Known, standing: Standing, kind: str, moment: datetime) -> dict[str, StageDates]:
    """Return the neighbourhoods whose rates of a stage that is over a decision about a set-up changes, each with that stage."""
    if standing.dataset != "programme":
        return {}
    return rates_restated(known, populations(known, {standing.return_id: kind}), day_of(moment))


def restates(stage: StageDates) -> str:
    """Say that a decision changes figures of a stage that is over, and what that needs."""
    return (
        f"This changes figures of stage {stage.number}, which ended on {day(stage.ends)}. Such a correction is a restatement: "
        "choose a reason and explain it."
    )


def stands(known: Known, return_id: str) -> Standing:
    """Return how a return stands now; DecisionError when there is none of this id."""
    query = """
        SELECT
            return_id, dataset, neighbourhood, period, period_date, arg_max(kind, step), max(step),
            return_id IN (SELECT return_id FROM query_table($counting))
        FROM returns
        JOIN events USING (return_id)
        WHERE return_id = $return_id
        GROUP BY ALL
    """
    found = known.execute(query, return_id=return_id).fetchone()
    if found is None:
        raise DecisionError("There is no such return in this store.")
    return Standing(*found)


def corrects(known: Known, standing: Standing, kind: str) -> bool:
    """Tell whether a decision changes what counts or has counted: takes a return away, brings it back, or puts it in another's place.

    Accepting a version changes nothing while one that was sent later counts.
    """
    if kind != "accepted":
        return standing.counts
    query = """
        SELECT CASE
            WHEN count(counting.return_id) = 0 THEN bool_or(events.kind = 'accepted')
            ELSE (min(events.happened_at), $return_id) > (any_value(counting.sent_at), any_value(counting.return_id))
        END
        FROM events
        LEFT JOIN query_table($counting) AS counting
            ON (counting.dataset, counting.neighbourhood, counting.period) = ($dataset, $neighbourhood, $period)
        WHERE events.return_id = $return_id
    """
    of = {part: getattr(standing, part) for part in ("dataset", "neighbourhood", "period", "return_id")}
    return bool(known.execute(query, **of).fetchall()[0][0])


def is_only_set_up(cursor: Cursor, standing: Standing) -> bool:
    """Tell whether a return is the set-up of the programme that counts, with none before it to take its place."""
    if standing.dataset != "programme" or not standing.counts:
        return False
    query = """
        SELECT count(*)
        FROM returns_as_at(?)
        WHERE dataset = 'programme' AND state = 'accepted'
    """
    ((accepted,),) = cursor.execute(query, [now()]).fetchall()
    return bool(accepted == 1)

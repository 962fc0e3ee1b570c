"""Sending a file: rehearsed by the preview, done by the load; whole or not at all, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd

from cdmon.acts.act import own_id
from cdmon.acts.mapping import keep_mapping
from cdmon.acts.names import SameName, keep_names
from cdmon.acts.restate import Restatement, closed_stage, keep_restatement, rates_restated
from cdmon.audit_lines import keep_line
from cdmon.clock import day_of, now
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.parts.datasets import WHOLE_PROGRAMME
from cdmon.problems import Problem, problem
from cdmon.returns.ahead import Ahead, read_ahead
from cdmon.returns.apart import Wait
from cdmon.returns.check import Checked, check
from cdmon.returns.compared import Base, Bases, bases, gone_on_with, must_be_seen, seal
from cdmon.returns.difference import COUNTS, Difference, difference, unchanged
from cdmon.returns.plan import Plan
from cdmon.returns.rows import as_typed, insert, store_rows
from cdmon.rights import allow
from cdmon.store.chain import bind
from cdmon.tables.effect import EFFECT, changed, figures
from cdmon.tables.known import Known
from cdmon.tables.populations import Population, Populations, populations
from cdmon.tables.programme import Programme, StageDates
from cdmon.wording import day, period
from cdmon.workbooks.cells import Upload


@dataclass
class Receipt:
    """What became of a file: its check and, where it was stored (or would be), what it changes.

    `effect` has a row for each figure of the six-factor table that changes, in words and in numbers (the columns of EFFECT).
    `differences` says for each return, in the order of the check's plans, which rows are new, changed or gone. `restates` names the stages
    that are over and would be corrected, by return; `waits` says that somebody has to accept the returns before they count. `bases` are
    the returns that they were compared with, and `seal` stands for them: `submit` takes it as what somebody has `seen`.
    """

    checked: Checked
    stored: bool = False
    submission_id: str | None = None
    effect: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EFFECT))
    differences: list[Difference] = field(default_factory=list)
    restates: dict[str, StageDates] = field(default_factory=dict)
    waits: bool = False
    bases: Bases = field(default_factory=dict)
    seal: str = ""


@dataclass(frozen=True)
class Sending:
    """How a file is sent: by whom, when (UTC), what the person decided and has `seen`; `tell_effect` whether to say what it changes."""

    by: str
    moment: datetime
    restatement: Restatement | None = None
    names: Sequence[SameName] = ()
    tell_effect: bool = True
    rehearsal: bool = False
    seen: str | None = None
    act_id: str | None = None


class _NotKept(Exception):  # noqa: N818 (no error: it is how a transaction is left)
    """Ends a transaction so that nothing of it is kept, and carries its result."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def preview(database: Database, upload: Upload, names: Sequence[SameName] = (), wait: Wait | None = None) -> Receipt:
    """Do all that `submit` does, tell what it would change, and keep nothing of it."""
    ahead = read_ahead(database, upload, wait)

    def rehearse(cursor: Cursor) -> None:
        raise _NotKept(load_file(cursor, upload, Sending("", now(), names=names, rehearsal=True), ahead))

    try:
        database.write(rehearse)
    except _NotKept as rehearsed:
        receipt = rehearsed.receipt
        receipt.stored, receipt.submission_id = False, None
        return receipt
    raise AssertionError("unreachable")


def submit(
    database: Database,
    upload: Upload,
    by: str,
    moment: datetime | None = None,
    tell_effect: bool = True,
    restatement: Restatement | None = None,
    names: Sequence[SameName] = (),
    seen: str | None = None,
    wait: Wait | None = None,
    act_id: str | None = None,
) -> Receipt:
    """Check a file and, unless it has an error, store it with its returns, rows and estimates; all of it or nothing.

    `by` is who sends it; `moment` (UTC) when, now if not given: only the example programme, whose story is in the past, gives one.
    A correction to a stage that is over needs a `restatement`; `names` are decisions about names of groups, kept with it.
    Working out the effect takes longer than the rest, so who does not read it leaves it out. `seen` is the seal of the preview that
    somebody has looked at: Overtaken, with nothing stored, when the file would now be compared with other returns than it was then.
    While a large file is read, `wait` is called again and again; what it raises ends the reading, and nothing is stored. `act_id` becomes
    the submission's id (a new one if not given): AlreadyDone, with nothing stored, when a submission of that id is there.
    """
    ahead = read_ahead(database, upload, wait)

    def store(cursor: Cursor) -> Receipt:
        receipt = load_file(cursor, upload, Sending(by, moment or now(), restatement, names, tell_effect, seen=seen, act_id=act_id), ahead)
        if not receipt.stored:
            raise _NotKept(receipt)
        return receipt

    try:
        return database.write(store)
    except _NotKept as refused:
        return refused.receipt


def load_file(cursor: Cursor, upload: Upload, sending: Sending, ahead: Ahead | None = None) -> Receipt:
    """Check a file and store it, inside a transaction that somebody else ends."""
    allow(cursor, "send")
    submission_id = own_id(cursor, sending.act_id)
    keep_names(cursor, sending.names, sending.by, sending.moment)
    known = Known(cursor)
    checked = check(known, upload, ahead)
    for plan in checked.plans:
        allow(cursor, "set_up" if plan.dataset in load().rights["set_up"].datasets else "send", plan.neighbourhood)
    waits = checked.programme is not None and checked.programme.accepted_by_person
    current = Known(cursor, provisional=True) if waits else known
    before_it = bases(current, checked.plans) if sending.tell_effect or sending.seen is not None else {}
    if checked.ok and sending.seen is not None:
        must_be_seen(checked.plans, before_it, sending.seen)
    rates = new_rates(known, checked, sending.moment)
    restates = stages_restated(checked.plans, checked.programme, sending.moment) | set_up_restates(checked.plans, rates)
    explained = sending.rehearsal or (sending.restatement is not None and sending.restatement.is_given)
    if checked.ok and not explained:
        checked.problems[:0] = [reason_missing(plan, restates[plan.return_id]) for plan in checked.plans if plan.return_id in restates]
    if not checked.ok:
        return Receipt(checked, restates=restates)
    tells = sending.tell_effect or bool(restates)
    places = sorted({plan.neighbourhood for plan in checked.plans if plan.neighbourhood} | set(rates)) if tells else []
    goes_on = gone_on_with(current, checked.plans) if sending.tell_effect else {}
    before = figures(current, places) if places else None
    store_submission(cursor, submission_id, upload, sending)
    events = store_returns(cursor, submission_id, checked.plans, sending, waits)
    bind(cursor, submission_id)
    if not sending.rehearsal:
        keep_line(cursor, "sent", sending.by, submission_id)
    store_rows(cursor, checked)
    effect = pd.DataFrame(columns=EFFECT)
    if before is not None:
        effect = changed(before, figures(Known(cursor, provisional=waits), places), known.small_numbers)
    if sending.restatement:
        told = None if waits else effect
        of = {plan.return_id: plan.neighbourhood for plan in checked.plans}
        for return_id, stage in restates.items():
            allow(cursor, "restate", of[return_id])
            keep_restatement(cursor, return_id, stage.number, sending.restatement, sending.by, sending.moment, events[return_id], told)
    differences = [
        tell_difference(cursor, checked, plan, before_it.get(plan.return_id), goes_on.get(plan.return_id))
        for plan in (checked.plans if sending.tell_effect else [])
    ]
    return Receipt(checked, True, submission_id, effect, differences, restates, waits, before_it, seal(checked.plans, before_it))


def tell_difference(cursor: Cursor, checked: Checked, plan: Plan, base: Base | None, goes_on: Base | None) -> Difference:
    """Return what is different between a stored return and the one it is compared with; without one, every row is new.

    A register that has nothing to report is the one that it `goes_on` with.
    """
    dataset = load().datasets[plan.dataset]
    if base is None:
        found = difference(cursor, dataset, None, plan.return_id)
        return replace(found, counts=pd.DataFrame([("", checked.rows_told(plan), 0, 0, 0)], columns=COUNTS))
    if goes_on == base:
        return replace(unchanged(cursor, dataset, base.return_id), against=base.period)
    after, carried = (plan.return_id, base.period != plan.period) if goes_on is None else (goes_on.return_id, False)
    told = difference(cursor, dataset, base.return_id, after, carried=carried)
    return replace(told, cells=as_typed(cursor, told.cells, checked.sheets), against=base.period)


def stages_restated(plans: list[Plan], programme: Programme | None, moment: datetime) -> dict[str, StageDates]:
    """Return the stage that is over and would be corrected, by the return that replaces one of its returns."""
    today = day_of(moment)
    stages = {plan.return_id: closed_stage(programme, plan.period_date, today) for plan in plans if plan.replaces}
    return {return_id: stage for return_id, stage in stages.items() if stage is not None}


def new_rates(known: Known, checked: Checked, moment: datetime) -> dict[str, StageDates]:
    """Return the neighbourhoods whose rates of a stage that is over a new set-up changes by its populations, each with that stage."""
    register = next((sheet.frame for sheet in checked.sheets if sheet.sheet.code == "neighbourhoods"), None)
    if register is None or not checked.ok:
        return {}
    rows = register[["code", "population", "population_year"]].astype(object).itertuples(index=False)
    sent = [Population(code, residents, None if pd.isna(year) else year, day_of(moment)) for code, residents, year in rows]
    return rates_restated(known, Populations((*populations(known).given, *sent)), day_of(moment))


def set_up_restates(plans: list[Plan], rates: dict[str, StageDates]) -> dict[str, StageDates]:
    """Return the stage whose rates a new set-up changes, by its return; none where it changes none."""
    return {plan.return_id: stage for plan in plans if plan.dataset == "programme" for stage in list(rates.values())[:1]}


def reason_missing(plan: Plan, stage: StageDates) -> Problem:
    """Return the problem of a correction to a stage that is over, sent without a reason."""
    of = ", ".join(part for part in (plan.neighbourhood or WHOLE_PROGRAMME, period(plan.period)) if part)
    what = f"{load().datasets[plan.dataset].title} ({of})"
    return problem("restatement-reason-missing", what=what, stage=stage.number, ended=day(stage.ends))


def store_submission(cursor: Cursor, submission_id: str, upload: Upload, sending: Sending) -> None:
    """Keep the file as it came, with the mapping that it is read by."""
    row = [submission_id, upload.file_name, upload.sha256, len(upload.content), upload.content, sending.by, sending.moment]
    cursor.execute("INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if upload.mapping is not None:
        keep_mapping(cursor, submission_id, upload.mapping, sending.by, sending.moment)


def store_returns(cursor: Cursor, submission_id: str, plans: list[Plan], sending: Sending, waits: bool) -> dict[str, str]:
    """Record the returns of a submission as submitted and, unless somebody must decide, accepted; return the last act of each."""
    versions = {code: dataset.version for code, dataset in load().datasets.items()}
    rows = [(p.return_id, submission_id, p.dataset, p.neighbourhood, p.period, p.period_date, versions[p.dataset], p.rows) for p in plans]
    names = ["return_id", "submission_id", "dataset", "neighbourhood", "period", "period_date", "dataset_version", "row_count"]
    insert(cursor, "returns", pd.DataFrame(rows, columns=names).astype({"period_date": "datetime64[s]"}))
    kinds = ("submitted",) if waits else ("submitted", "accepted")
    steps = [
        (p.return_id, step, kind, sending.moment, sending.by, "", own_id(cursor)) for p in plans for step, kind in enumerate(kinds, start=1)
    ]
    insert(cursor, "events", pd.DataFrame(steps, columns=["return_id", "step", "kind", "happened_at", "done_by", "reason", "act_id"]))
    return {return_id: act_id for return_id, *_, act_id in steps}

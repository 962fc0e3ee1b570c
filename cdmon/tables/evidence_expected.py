"""When the evidence of a criterion should be there, and whether that is in time for its break clause."""

from datetime import date, timedelta

from cdmon.definitions import load
from cdmon.parts.stages import Criterion
from cdmon.tables.milestones import due_on
from cdmon.tables.programme import Programme, StageDates
from cdmon.wording import day


def about(criterion: Criterion, stage: StageDates) -> str:
    """Say which period a criterion is about: as it says or, where it does not, the months of its stage."""
    return criterion.about_period or f"months {stage.first_month} to {stage.last_month}"


def expected_on(current: Programme, stage: StageDates, criterion: Criterion) -> date:
    """Return the day on which the evidence of a criterion is expected: as it says, else as its milestone or the last returns are due."""
    if criterion.evidence_expected_on:
        return criterion.evidence_expected_on
    if load().rules[criterion.rule].by_returns:
        usual = max(dataset.due_days for dataset in load().datasets.values() if dataset.owed)
        return stage.ends + timedelta(days=current.due_days or usual)
    milestone = next((each for each in current.milestones if each.code == criterion.code), None)
    return due_on(milestone, stage, current) if criterion.rule == "milestone" and milestone else stage.ends


def comes_late(criterion: Criterion, stage: StageDates, expected: date) -> str:
    """Say of what the evidence of a criterion comes too late: the day it must be known, the cut-off or the notice; "" where in time."""
    untils = {"the cut-off": stage.cut_off, "the day by which it must be known": criterion.known_by}
    untils["the notice"] = stage.clause.notice_by if stage.clause else None
    missed = [f"{what} ({day(until)})" for what, until in untils.items() if until is not None and expected > until]
    return f"after {' and '.join(missed)}" if missed else ""

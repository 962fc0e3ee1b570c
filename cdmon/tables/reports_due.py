"""The reports of a programme: when each is due, about what, and until when its figures count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cdmon.clock import month_ends
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.tables.known import Known, programme_of
from cdmon.tables.own_milestones import INTERIM
from cdmon.tables.programme import Programme, StageDates

STAGE, INTERVAL = "stage", "interim"  # how the codes of reports begin: stage-2, interim-12


@dataclass(frozen=True)
class Due:
    """A report: its code, title and kind (`at`, as reports.yaml has it), its stage, the day it is due, the last whose evidence counts."""

    code: str
    title: str
    at: str
    stage: StageDates
    due: date
    evidence_until: date


def reports_due(known: Known) -> list[Due]:
    """Return the reports of the programme by the day they are due; Refusal where no programme is set up."""
    current = programme_of(known)
    return sorted([*of_stages(current), *of_intervals(current)], key=lambda each: each.due)


def report_due(known: Known, code: str) -> Due:
    """Return the report of this code; Refusal where the programme has none such, or its stage has not begun by the day in view."""
    found = {each.code: each for each in reports_due(known)}
    if code not in found:
        raise Refusal(f"This programme has no report {code}. Its reports are: {', '.join(found)}.")
    if found[code].stage.starts > programme_of(known).today:
        raise Refusal(f"Stage {found[code].stage.number} has not begun, so that there is nothing to report.")
    return found[code]


def of_stages(current: Programme) -> Iterator[Due]:
    """Yield the report at the end of each stage."""
    first, last = current.stages[0], current.stages[-1]
    for stage in current.stages:
        at = "first stage" if stage is first else "last stage" if stage is last else "stage"
        title = load().reports[at].title.format(stage=stage.number)
        yield Due(f"{STAGE}-{stage.number}", title, at, stage, stage.ends, stage.cut_off)


def of_intervals(current: Programme) -> Iterator[Due]:
    """Yield the interim reports that the set-up asks for."""
    stages = {stage.number: stage for stage in current.stages}
    for milestone in current.milestones:
        if milestone.code.startswith(INTERIM) and milestone.due_month:
            ends = month_ends(current.start_month, milestone.due_month)
            title = load().reports["interval"].title.format(month=milestone.due_month)
            yield Due(f"{INTERVAL}-{milestone.due_month}", title, "interval", stages[milestone.stage], ends, ends)

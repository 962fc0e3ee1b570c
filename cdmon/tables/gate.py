"""What is known of each criterion of a break clause: met, not met, or not yet measurable; never that the programme should go on or stop."""

from datetime import date

import pandas as pd

from cdmon.parts.stages import Criterion
from cdmon.refusal import Refusal
from cdmon.tables.evidence_expected import about, comes_late, expected_on
from cdmon.tables.gate_changes import changes_of, gate_changes
from cdmon.tables.gate_rules import MET, NOT_MET, NOT_YET, RULES, Asked, Finding
from cdmon.tables.known import Known, programme_of
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.programme_kpis import programme_kpis
from cdmon.wording import day, given, read

CAVEAT = (
    "Not yet measurable is neither success nor failure. This table recommends nothing, "
    "and money that is spent already is no reason to go on."
)
COLUMNS = ["stage", "criterion", "title", "rule", "value", "state", "evidence", "provenance", "criticality", "about_period", "known_by"]
COLUMNS += ["evidence_expected_on", "warning", "version", "changed_by"]


def gate(known: Known, number: int, current: Programme | None = None) -> pd.DataFrame:
    """Return one row a criterion of the break clause at the end of a stage: its rule, what it found, its state and what that rests on.

    `known` is the evidence: as at the cut-off, or what there is so far. The state is one of MET, NOT_MET and NOT_YET; `warning` says where
    the evidence is expected too late. Where nothing had been set up by then, `current` says which programme it was about. Refusal when no
    programme is set up, or it has no break clause at the end of such a stage.
    """
    current = known.programme or current or programme_of(known)
    stage = clause(current, number)
    changes = changes_of(gate_changes(known))
    rows = []
    for criterion, title in criteria(known, current, number):
        found = RULES[criterion.rule](Asked(known, current, stage, criterion)) if known.programme else nothing_sent(known)
        told = (found.value, found.state, found.evidence, found.provenance, criterion.criticality, about(criterion, stage))
        expected = expected_on(current, stage, criterion)
        times = (criterion.known_by or stage.cut_off, expected, comes_late(criterion, stage, expected))
        version = changes.get(criterion.code, (1, criterion.source))
        rows.append((number, criterion.code, title, known.definitions.rules[criterion.rule].title, *told, *times, *version))
    return pd.DataFrame(rows, columns=COLUMNS)


def nothing_sent(known: Known) -> Finding:
    """Return what every rule finds where nothing had been sent by the day."""
    return Finding("none", NOT_YET, f"nothing had been sent by {day(known.as_at)}" if known.as_at else "", "")


def cut_off(current: Programme, stage: StageDates) -> date:
    """Return the day whose evidence counts for a break clause: that of its terms or, while that is to come, the day in view."""
    return min(stage.cut_off, current.today)


def at_cut_off(known: Known, number: str) -> tuple[date, pd.DataFrame]:
    """Return the day whose evidence counts for the break clause of a stage, and its criteria as they were known then (see `gate`)."""
    current = programme_of(known)
    until = cut_off(current, clause(current, int(number)))
    return until, gate(known.on(until), int(number), current)


def said_in_short(frame: pd.DataFrame) -> str:
    """Say how many of the criteria that must be met are, are not, and cannot be told of yet; and how many have their evidence too late."""
    must = frame.loc[frame["criticality"] == "must", "state"].value_counts()
    late = int((frame["warning"] != "").sum())
    warning = f" Of {len(frame)} in all, {late} have their evidence too late to count." if late else ""
    if must.empty:
        return "No criterion of this break clause must be met." + warning
    states = ", ".join(f"{must[state]} {state}" for state in (MET, NOT_MET, NOT_YET) if state in must)
    return f"Of {must.sum()} that must be met: {states}.{warning}"


def clause(current: Programme, number: int) -> StageDates:
    """Return the stage of this number, at the end of which the commissioner decides; Refusal when there is none."""
    found = {stage.number: stage for stage in current.stages if stage.break_clause}
    if number not in found:
        there = f"There is one at the end of: stage {', '.join(map(str, found))}." if found else "The programme has none."
        raise Refusal(f"There is no break clause at the end of stage {number}. {there}")
    return found[number]


def criteria(known: Known, current: Programme, number: int) -> list[tuple[Criterion, str]]:
    """Return the criteria that are asked at the end of a stage, each with its title; those of what the programme does not have are not."""
    titles: dict[str, dict[str, str]] = {
        "milestone": {milestone.code: milestone.title for milestone in current.milestones if milestone.stage == number},
        "kpi": {kpi.code: kpi.title for kpi in programme_kpis(known)},
    }
    asked = [criterion for criterion in current.criteria if number in criterion.stages]
    told = [(each, titles[each.rule].get(each.code) if each.rule in titles else each.title) for each in asked]
    return [(criterion, criterion.title or title) for criterion, title in told if title is not None]


def read_gate(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the criteria of a break clause as people read them: Criterion, Asked as, Known so far, State, Evidence, Evidence expected."""
    return read(
        frame,
        {
            "Criterion": lambda row: row["title"],
            "Asked as": lambda row: row["criticality"],
            "Known so far": lambda row: row["value"],
            "State": lambda row: row["state"],
            "Evidence": lambda row: row["evidence"] or "–",
            "Evidence expected": lambda row: expected_cell(row.get("evidence_expected_on"), given(row.get("warning"))),
        },
    )


def expected_cell(expected: date | str | None, warning: str) -> str:
    """Say when the evidence of a criterion is expected, and of what that is too late; an old record does not know."""
    if expected is None or pd.isna(expected):
        return "–"
    told = day(date.fromisoformat(expected) if isinstance(expected, str) else expected)
    return f"{told}: {warning}" if warning else told

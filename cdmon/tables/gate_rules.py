"""The rules by which a criterion of a break clause is held against what is known: each finds a state, and what that rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from cdmon.parts.stages import Criterion
from cdmon.tables.known import Known
from cdmon.tables.kpi_verdicts import HIGHER_IS_BETTER
from cdmon.tables.kpis import kpis
from cdmon.tables.milestone_evidence import BASELINE, first_figures
from cdmon.tables.milestones import NOT_APPLICABLE, REACHED, all_milestones
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.stage_decisions import conditions
from cdmon.tables.threads import LATE, threads
from cdmon.wording import Row, day, days, given, some_of

MET, NOT_MET, NOT_YET = "met", "not met", "not yet measurable"
SENT = "accepted returns"
WENT_UP = {"rose": True, "up": True, "fell": False, "down": False}  # by verdict
NAMED = 6  # neighbourhoods or matters that the evidence names; the others are counted there


@dataclass(frozen=True)
class Finding:
    """What a rule found: in numbers, the state that follows, what it rests on or lacks, and who says so."""

    value: str
    state: str
    evidence: str
    provenance: str


@dataclass(frozen=True)
class Asked:
    """A criterion asked at the end of a stage of a programme, held against what is known."""

    known: Known
    current: Programme
    stage: StageDates
    criterion: Criterion

    @property
    def places(self) -> dict[str, str]:
        """The names of the neighbourhoods whose work had begun by the stage, by code."""
        waves = {wave for stage in self.current.stages if stage.number <= self.stage.number for wave in stage.begins}
        listed = self.known.neighbourhoods
        return dict(listed.loc[listed["wave"].isin(waves), ["code", "name"]].itertuples(index=False, name=None))


def by_milestone(asked: Asked) -> Finding:
    """Find how many of a milestone's rows are met: met where all are, not met where one is late, else not due yet."""
    table = asked.known.kept("milestones", lambda: all_milestones(asked.known))
    rows: list[Row] = table[table["milestone"] == asked.criterion.code].to_dict("records")
    left_out = [given(row["evidence"]) for row in rows if row["state"] == NOT_APPLICABLE]
    rows = [row for row in rows if row["state"] != NOT_APPLICABLE]
    met = [row for row in rows if row["state"] in REACHED]
    late = [row for row in rows if row["state"] == "late"]
    if not rows:
        return Finding("none", NOT_YET, some_of(left_out, 1) or "no neighbourhood has it", "")
    state = MET if len(met) == len(rows) else NOT_MET if late else NOT_YET
    missing = late or [row for row in rows if row not in met]
    evidence = "; ".join(given(row["evidence"]) for row in met) if state == MET and len(rows) == 1 else ""
    if missing:
        words = "late" if late else f"due {day(missing[0]['due'])}"
        evidence = f"{words}: {some_of([given(row['neighbourhood']) or 'the programme' for row in missing], NAMED)}"
    return Finding(f"{len(met)} of {len(rows)}", state, evidence, "signed off" if met and not met[0]["parts"] else "accepted returns")


def by_kpi(asked: Asked) -> Finding:
    """Count the neighbourhoods in which an indicator of a KPI rose or fell in the stage, by the way that is hoped for; name each fall.

    A fall anywhere is a fall, whatever rose: of unlike things none makes up for another. What is pooled over neighbourhoods only informs.
    """
    table = asked.known.kept("kpis", lambda: kpis(asked.known))
    of_stage = table[(table["kpi"] == asked.criterion.code) & (table["stage"] == asked.stage.number) & table["neighbourhood"].notna()]
    rows: list[Row] = of_stage.to_dict("records")
    fell = [row for row in rows if went_as_hoped(row) is False]
    rose = {row["neighbourhood"] for row in rows if went_as_hoped(row)}
    places = {row["neighbourhood"] for row in rows}
    worse = {row["neighbourhood"] for row in fell}
    value = f"better in {len(rose - worse)}, worse in {len(worse)}, of {len(places)}"
    if fell:
        told = "; ".join(f"{row['neighbourhood']}: {row['indicator_title']} {row['verdict']}" for row in fell)
        return Finding(value, NOT_MET, told, SENT)
    if rose:
        return Finding(value, MET, f"better in {', '.join(sorted(rose))}", SENT)
    return Finding(value, NOT_YET, why_not(rows, asked.stage), SENT)


def went_as_hoped(row: Row) -> bool | None:
    """Tell whether an indicator went the way that its KPI hopes for; None where it went no way. A full count went where it did."""
    hoped = HIGHER_IS_BETTER.get(str(row["direction"]))
    return None if hoped is None or row["verdict"] not in WENT_UP else WENT_UP[row["verdict"]] == hoped


def why_not(rows: Sequence[Row], stage: StageDates) -> str:
    """Say why nothing can be told of a KPI: its verdicts, each with how many indicators and places have it."""
    if not rows:
        return f"stage {stage.number} begins on {day(stage.starts)}"
    verdicts = pd.Series([row["verdict"] for row in rows]).value_counts(sort=True)
    return "; ".join(f"{verdict}: {number} of {len(rows)} figures" for verdict, number in verdicts.items())


def by_independent(asked: Asked) -> Finding:
    """Find a baseline that counts and is of a survey by independent evaluators."""
    baselines = first_figures(asked.known, asked.current)
    places = sorted(
        place for place, of in baselines.items() if any(BASELINE in turns and turns[BASELINE].independent for turns in of.values())
    )
    evidence = f"in {some_of(places, NAMED)}" if places else "no baseline so far is of an independent survey"
    return Finding(f"in {len(places)} neighbourhoods", MET if places else late_or_not(asked), evidence, "independent survey")


def by_answers(asked: Asked) -> Finding:
    """Find what residents raised that is older than LATE days, and whether an agency has answered it."""
    table = threads(asked.known)
    age = (pd.Timestamp(asked.current.today) - pd.to_datetime(table["raised_on"])).dt.days
    old = table[age >= LATE]
    waiting = old[old["days_waiting"].notna()]
    if old.empty:
        return Finding("none", NOT_YET, f"nothing that residents raised is {days(LATE)} old", SENT)
    value = f"{len(old) - len(waiting)} of {len(old)} answered"
    names = [f"{given(row['neighbourhood'])} {row['thread']}".strip() for row in waiting.to_dict("records")]
    return Finding(value, NOT_MET if names else MET, f"waiting: {some_of(names, NAMED)}" if names else "", SENT)


def by_meetings(asked: Asked) -> Finding:
    """Find the neighbourhoods of the stage that have held a listening meeting."""
    meetings = asked.known.read("dialogue", neighbourhood=None)
    held = set(meetings.loc[meetings["kind"] == "listening meeting", "neighbourhood"])
    missing = sorted(set(asked.places) - held)
    value = f"{len(asked.places) - len(missing)} of {len(asked.places)}"
    return Finding(value, late_or_not(asked) if missing else MET, f"none on record in {some_of(missing, NAMED)}" if missing else "", SENT)


def by_conditions(asked: Asked) -> Finding:
    """Find the conditions of decisions at earlier break clauses, and whether another office than the owner of each has found it done."""
    table = conditions(asked.known)
    rows: list[Row] = table[table["stage"] < asked.stage.number].to_dict("records")
    if not rows:
        return Finding("none", NOT_YET, "no earlier decision set a condition", "")
    waiting = [row for row in rows if row["state"] != "discharged"]
    state = NOT_MET if any(row["state"] == "late" for row in rows) else NOT_YET if waiting else MET
    told = some_of([f"{row['what']} ({row['state']}, due {day(row['due'])})" for row in waiting], NAMED)
    return Finding(f"{len(rows) - len(waiting)} of {len(rows)}", state, told, "other office")


def late_or_not(asked: Asked) -> str:
    """Return the state of what is still missing: not met once the stage is over."""
    return NOT_MET if asked.current.today > asked.stage.ends else NOT_YET


RULES: dict[str, Callable[[Asked], Finding]] = {
    "milestone": by_milestone,
    "kpi": by_kpi,
    "independent": by_independent,
    "answered": by_answers,
    "listening": by_meetings,
    "conditions": by_conditions,
}

"""What is known of each criterion of a break clause: met, not met, or not yet measurable; never that the programme should go on or stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cdmon.parts import Criterion
from cdmon.refusal import Refusal
from cdmon.tables.known import Known, programme_of
from cdmon.tables.kpi_verdicts import HIGHER_IS_BETTER
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import BASELINE, all_milestones, first_figures
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.programme_kpis import programme_kpis
from cdmon.tables.threads import LATE, threads
from cdmon.wording import Row, day, days, given, read

MET, NOT_MET, NOT_YET = "met", "not met", "not yet measurable"
CAVEAT = (
    "Not yet measurable is neither success nor failure. This table recommends nothing, "
    "and money that is spent already is no reason to go on."
)
WENT_UP = {"rose": True, "up": True, "fell": False, "down": False}  # by verdict
NAMED = 6  # neighbourhoods or matters that the evidence names; the others are counted there
COLUMNS = ["stage", "criterion", "title", "rule", "value", "state", "evidence", "provenance", "criticality"]


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


def gate(known: Known, number: int) -> pd.DataFrame:
    """Return one row a criterion of the break clause at the end of a stage: its rule, what it found, its state and what that rests on.

    `known` is the evidence: as at the cut-off, or what there is so far. The state is one of MET, NOT_MET and NOT_YET. Refusal when no
    programme is set up, or it has no break clause at the end of such a stage.
    """
    current = programme_of(known)
    stage = clause(current, number)
    rows = []
    for criterion, title in criteria(known, current, number):
        found = RULES[criterion.rule](Asked(known, current, stage, criterion))
        told = (found.value, found.state, found.evidence, found.provenance, criterion.criticality)
        rows.append((number, criterion.code, title, known.definitions.rules[criterion.rule].title, *told))
    return pd.DataFrame(rows, columns=COLUMNS)


def cut_off(current: Programme, stage: StageDates) -> date:
    """Return the day whose evidence counts for a break clause: the last of its stage or, while that is to come, the day in view."""
    return min(stage.ends, current.today)


def at_cut_off(known: Known, number: str) -> tuple[date, pd.DataFrame]:
    """Return the day whose evidence counts for the break clause of a stage, and its criteria as they were known then (see `gate`)."""
    current = programme_of(known)
    until = cut_off(current, clause(current, int(number)))
    return until, gate(Known(known.cursor, until), int(number))


def said_in_short(frame: pd.DataFrame) -> str:
    """Say how many of the criteria that must be met are, are not, and cannot be told of yet."""
    must = frame.loc[frame["criticality"] == "must", "state"].value_counts()
    if must.empty:
        return "No criterion of this break clause must be met."
    return f"Of {must.sum()} that must be met: {', '.join(f'{must[state]} {state}' for state in (MET, NOT_MET, NOT_YET) if state in must)}."


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
    asked = [criterion for criterion in known.definitions.criteria.values() if number in criterion.stages]
    told = [(each, titles[each.rule].get(each.code) if each.rule in titles else each.title) for each in asked]
    return [(criterion, criterion.title or title) for criterion, title in told if title is not None]


def by_milestone(asked: Asked) -> Finding:
    """Find how many of a milestone's rows are met: met where all are, not met where one is late, else not due yet."""
    table = all_milestones(asked.known)
    rows: list[Row] = table[table["milestone"] == asked.criterion.code].to_dict("records")
    met = [row for row in rows if row["state"] == "met"]
    late = [row for row in rows if row["state"] == "late"]
    if not rows:
        return Finding("none", NOT_YET, "no neighbourhood has it", "")
    state = MET if len(met) == len(rows) else NOT_MET if late else NOT_YET
    missing = late or [row for row in rows if row not in met]
    evidence = "; ".join(given(row["evidence"]) for row in met) if state == MET and len(rows) == 1 else ""
    if missing:
        words = "late" if late else f"due {day(missing[0]['due'])}"
        evidence = f"{words}: {named([given(row['neighbourhood']) or 'the programme' for row in missing])}"
    return Finding(f"{len(met)} of {len(rows)}", state, evidence, "signed off" if met and not met[0]["parts"] else "accepted returns")


def by_kpi(asked: Asked) -> Finding:
    """Count the neighbourhoods in which an indicator of a KPI rose or fell in the stage, by the way that is hoped for; name each fall.

    A fall anywhere is a fall, whatever rose: of unlike things none makes up for another. What is pooled over neighbourhoods only informs.
    """
    table = kpis(asked.known)
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
    evidence = f"in {named(places)}" if places else "no baseline so far is of an independent survey"
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
    return Finding(value, NOT_MET if names else MET, f"waiting: {named(names)}" if names else "", SENT)


def by_meetings(asked: Asked) -> Finding:
    """Find the neighbourhoods of the stage that have held a listening meeting."""
    meetings = asked.known.read("dialogue", neighbourhood=None)
    held = set(meetings.loc[meetings["kind"] == "listening meeting", "neighbourhood"])
    missing = sorted(set(asked.places) - held)
    value = f"{len(asked.places) - len(missing)} of {len(asked.places)}"
    return Finding(value, late_or_not(asked) if missing else MET, f"none on record in {named(missing)}" if missing else "", SENT)


def named(names: Sequence[str]) -> str:
    """Name the first few of many and count the others: 'N01, N02 and 4 more'."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def late_or_not(asked: Asked) -> str:
    """Return the state of what is still missing: not met once the stage is over."""
    return NOT_MET if asked.current.today > asked.stage.ends else NOT_YET


SENT = "accepted returns"
RULES: dict[str, Callable[[Asked], Finding]] = {
    "milestone": by_milestone,
    "kpi": by_kpi,
    "independent": by_independent,
    "answered": by_answers,
    "listening": by_meetings,
}


def read_gate(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the criteria of a break clause as people read them: Criterion, Asked as, Known so far, State, Evidence."""
    return read(
        frame,
        {
            "Criterion": lambda row: row["title"],
            "Asked as": lambda row: row["criticality"],
            "Known so far": lambda row: row["value"],
            "State": lambda row: row["state"],
            "Evidence": lambda row: row["evidence"] or "–",
        },
    )

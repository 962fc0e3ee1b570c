"""The stage milestones: when each is due, whether it is met, and what shows it."""

from datetime import date, timedelta

import pandas as pd

from cdmon.clock import month_ends, month_number
from cdmon.parts.stages import Milestone
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.tables.milestone_evidence import Reached, first_figures, how_far, signed_off
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.stage_decisions import conditions
from cdmon.wording import Row, day, days, given, neighbourhood_cell, read

COLUMNS = ["neighbourhood", "stage", "milestone", "title", "due", "due_month", "state", "evidence", "inferred", "parts", "signed_off_by"]
SOON = 90  # days
LATE_STATE, DUE_SOON, NOT_DUE, MET_LATE, MET, NOT_APPLICABLE = "late", "due soon", "not due", "met late", "met", "not applicable"
STATES = [LATE_STATE, DUE_SOON, NOT_DUE, MET_LATE, MET, NOT_APPLICABLE]
REACHED = (MET, MET_LATE, NOT_APPLICABLE)  # the states in which nothing is left to do
MILESTONES = Listing(
    "milestones",
    "milestone",
    "milestones",
    numbers={state: among("state", [state]) for state in STATES},
    choices=[Choice("state", "State"), Choice("stage", "Stage"), Choice("title", "Milestone")],
    texts=["title", "evidence", "signed_off_by"],
    dates=["due"],
    order={"state": [[state] for state in STATES], "due": []},
)
LATE = Listing("late", "late milestone", "late milestones", order={"due": []})
NEXT = Listing("next", "milestone", "milestones that are due next", order={"due": []})
PLACES = Listing("milestone_places", "neighbourhood", "neighbourhoods")


def milestones(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the milestones of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a milestone, by stage: due (the last day of its month), due_month, state (one of STATES) and evidence ("" for none); parts, the
    `Shown` of a milestone that figures show, and signed_off_by, the office that signs it off, where it is named. A condition of a decision
    that holds is a milestone of the programme. A stage that this programme does not have has no milestones.
    """
    table = all_milestones(known)
    return table if neighbourhood is None else table[table["neighbourhood"] == neighbourhood].reset_index(drop=True)


def all_milestones(known: Known) -> pd.DataFrame:
    """Return the milestones of the programme and of every neighbourhood (see `milestones`)."""
    current = known.programme
    if current is None:
        return pd.DataFrame(columns=COLUMNS)
    places = known.neighbourhoods
    reached, figures = signed_off(known), first_figures(known, current)
    stages = {stage.number: stage for stage in current.stages}
    rows = []
    for milestone in current.milestones:
        for place in places["code"][places["wave"].isin(milestone.waves)] if milestone.waves else [""]:
            if milestone.stage in stages:
                found = how_far(milestone, figures.get(place, {}), reached.get((milestone.code, place)), current)
                rows.append(row(milestone, stages[milestone.stage], place, current, found))
    rows += [condition_row(each, current) for each in conditions(known).to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["stage", "due"], kind="stable", ignore_index=True)


def row(milestone: Milestone, stage: StageDates, place: str, current: Programme, reached: Reached) -> tuple[object, ...]:
    """Return the table's row of one milestone of the programme (place "") or of a neighbourhood."""
    due_month, due = month_due(milestone, stage), due_on(milestone, stage, current)
    reached = still_asked(reached, due, current)
    state = state_of(reached, due, current.today)
    late = f" ({days((reached.on - due).days)} after it was due)" if reached.on and state == MET_LATE else ""
    told = (milestone.code, milestone.title, due, due_month, state, reached.evidence + late, milestone.inferred)
    return place or None, milestone.stage, *told, reached.parts, milestone.signed_off_by


def condition_row(condition: Row, current: Programme) -> tuple[object, ...]:
    """Return the table's row of a condition of a decision, which its owner fulfils and another office finds done."""
    done = None if pd.isna(condition["discharged_on"]) else condition["discharged_on"]
    found = Reached(done, f"{condition['evidence']}; discharged by {condition['office']}, {day(done)}" if done else "")
    reached = still_asked(found, condition["due"], current)
    code, title = f"condition_{condition['decision']}_{condition['condition']}", f"Condition: {condition['what']}"
    month = month_number(current.start_month, condition["due"])
    state = state_of(reached, condition["due"], current.today)
    told = (code, title, condition["due"], month, state, reached.evidence, False, ())
    return None, condition["stage"], *told, f"another office than {condition['owner']}"


def still_asked(reached: Reached, due: date, current: Programme) -> Reached:
    """Return how far a milestone is, or that it does not apply: what falls due after a decision stops the programme is asked no more."""
    if reached.on or not reached.applies or not current.stopped_on or due <= current.stopped_on:
        return reached
    return Reached(None, f"does not apply: by decision the programme stops on {day(current.stopped_on)}", applies=False)


def state_of(reached: Reached, due: date, today: date) -> str:
    """Return the state (one of STATES) of a milestone that is due on a day."""
    if not reached.applies:
        return NOT_APPLICABLE
    if reached.on:
        return MET if reached.on <= due else MET_LATE
    return LATE_STATE if today > due else DUE_SOON if due <= today + timedelta(days=SOON) else NOT_DUE


def month_due(milestone: Milestone, stage: StageDates) -> int:
    """Return the month of the programme at whose end a milestone is due."""
    return milestone.due_month or (stage.first_month + milestone.due_after - 1 if milestone.due_after else stage.last_month)


def due_on(milestone: Milestone, stage: StageDates, current: Programme) -> date:
    """Return the day on which a milestone is due."""
    return month_ends(current.start_month, month_due(milestone, stage))


def stage_matrix(frame: pd.DataFrame, stage: int) -> pd.DataFrame:
    """Return how the milestones of a stage stand: a row a neighbourhood ("" for the programme, which comes first), a column a milestone.

    The columns are their titles, those due first on the left; a cell is a state, NA where a milestone is not asked of a neighbourhood.
    """
    found = frame[frame["stage"] == stage]
    places = found["neighbourhood"].astype(object).where(found["neighbourhood"].notna(), "")
    cells = found.assign(neighbourhood=places).pivot(index="neighbourhood", columns="milestone", values="state")
    titles = found.drop_duplicates("milestone").set_index("milestone")["title"]
    return cells[list(titles.index)].rename(columns=titles)


def read_milestones(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the milestones as people read them: Neighbourhood, Stage, Milestone, Due, State, Evidence."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "Stage": lambda row: str(row["stage"]),
            "Milestone": lambda row: row["title"] + (" [inferred]" if row["inferred"] else ""),
            "Due": lambda row: f"{day(row['due'])} (month {row['due_month']})",
            "State": lambda row: row["state"],
            "Evidence": evidence_cell,
        },
    )


def read_open(frame: pd.DataFrame) -> pd.DataFrame:
    """Return milestones that are not met as people read them: Milestone, Neighbourhood, Due, Evidence."""
    return read_milestones(frame)[["Milestone", "Neighbourhood", "Due", "Evidence"]]


def evidence_cell(row: Row) -> str:
    """Say what shows a milestone or, where nothing does, whether it is due, what it takes and who is to sign it off."""
    if given(row["evidence"]):
        return str(row["evidence"])
    office = f"; to be signed off by: {row['signed_off_by']}" if row["signed_off_by"] else ""
    if row["state"] == NOT_DUE:
        return f"not due{office}"
    missing = f"; missing: {', '.join(part.title for part in row['parts'])}" if row["parts"] else ""
    return f"none yet{missing}{office}"

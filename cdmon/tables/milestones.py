"""The stage milestones: when each is due, whether it is met, and what shows it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pandas as pd

from cdmon.clock import day_of, month_ends
from cdmon.definitions import load
from cdmon.parts import Evidence, Milestone
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.tables.programme import Programme, StageDates
from cdmon.wording import Row, day, days, given, neighbourhood_cell, period, read

COLUMNS = ["neighbourhood", "stage", "milestone", "title", "due", "due_month", "state", "evidence", "inferred", "parts", "signed_off_by"]
SOON = 90  # days
STATES = ["late", "due", "not due", "met"]
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
BASELINE, LATER = 1, 2  # the turns of an indicator's figures


class First(NamedTuple):
    """A baseline, or the first figure after it: its period, when it was first sent and accepted (UTC), whether of an independent survey.

    `accepted_at` is None while it waits for a decision.
    """

    period: str
    sent_at: datetime
    accepted_at: datetime | None
    independent: bool


@dataclass(frozen=True)
class Shown:
    """A part of what must be known before a milestone is reached, and the first figures of the indicator that shows it, if one does."""

    title: str
    indicator: str = ""
    figures: tuple[First, ...] = ()

    @property
    def words(self) -> str:
        """What shows it: 'Community groups running: October 2024', after the part's title where that is another."""
        what = load().indicators[self.indicator].title
        told = f"{what}, " if what != self.title else ""
        return f"{self.title}: {told}{' and '.join(period(figure.period) for figure in self.figures)}"


@dataclass(frozen=True)
class Reached:
    """How far a milestone is: on which day it was reached (None: it is not), what shows it or is missing, and part by part."""

    on: date | None
    evidence: str
    parts: tuple[Shown, ...] = ()


Figures = dict[str, dict[int, First]]  # of a neighbourhood, by indicator and turn


def milestones(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the milestones of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a milestone, by stage: due (the last day of its month), due_month, state (not due, due, met, late) and evidence ("" for none);
    parts, the `Shown` of a milestone that figures show, and signed_off_by, the office that signs it off, where it is named.
    A stage that this programme does not have has no milestones.
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
                shown = shown_by_figures(milestone, figures.get(place, {}), current) if milestone.shown_by else None
                found = shown or reached.get((milestone.code, place), Reached(None, ""))
                rows.append(row(milestone, stages[milestone.stage], place, current, found))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["stage", "due"], kind="stable", ignore_index=True)


def row(milestone: Milestone, stage: StageDates, place: str, current: Programme, reached: Reached) -> tuple[object, ...]:
    """Return the table's row of one milestone of the programme (place "") or of a neighbourhood."""
    due_month, due = month_due(milestone, stage), due_on(milestone, stage, current)
    state = "met" if reached.on else "late" if current.today > due else "due" if current.today >= stage.starts else "not due"
    late = f" ({days((reached.on - due).days)} after it was due)" if reached.on and reached.on > due else ""
    told = (milestone.code, milestone.title, due, due_month, state, reached.evidence + late, milestone.inferred)
    return place or None, milestone.stage, *told, reached.parts, milestone.signed_off_by


def month_due(milestone: Milestone, stage: StageDates) -> int:
    """Return the month of the programme at whose end a milestone is due."""
    return milestone.due_month or (stage.first_month + milestone.due_after - 1 if milestone.due_after else stage.last_month)


def due_on(milestone: Milestone, stage: StageDates, current: Programme) -> date:
    """Return the day on which a milestone is due."""
    return month_ends(current.start_month, month_due(milestone, stage))


def signed_off(known: Known) -> dict[tuple[str, str], Reached]:
    """Return the milestones that people signed off, by code and neighbourhood ("" for the programme)."""
    found = known.read("signoffs").itertuples()
    return {
        (row.milestone, row.neighbourhood): Reached(
            row.reached_on.date(), f"{row.evidence}; signed off by {row.signed_off_by}, {day(row.reached_on)}"
        )
        for row in found
    }


def first_figures(known: Known, current: Programme) -> dict[str, Figures]:
    """Return the first figures of all that milestones are shown by, by neighbourhood."""
    codes = {code for milestone in current.milestones for part in milestone.shown_by for code in part.any_of}
    found: dict[str, Figures] = defaultdict(lambda: defaultdict(dict))
    for row in known.rows("baselines", indicators=sorted(codes)):
        found[row["neighbourhood"]][row["indicator"]][row["turn"]] = First(**{part: row[part] for part in First._fields})
    return found


def shown_by_figures(milestone: Milestone, figures: Figures, current: Programme) -> Reached:
    """Return how far a milestone is that the figures of a neighbourhood show: all of its parts, each by any one of its indicators.

    Where the programme asks for it, one of the figures must be of an independent survey. It is reached when the last of them was first
    sent, however often they were sent again, and whenever somebody accepted them.
    """
    turns = [BASELINE, LATER] if milestone.later else [BASELINE]
    parts = tuple(shown(part, figures, turns) for part in milestone.shown_by)
    there = [part.words for part in parts if part.figures]
    missing = [part.title for part in parts if not part.figures]
    independent = any(figures[code][BASELINE].independent for part in milestone.shown_by for code in part.any_of if code in figures)
    if missing:
        return Reached(None, "; ".join([*there, f"missing: {', '.join(missing)}"]) if there else "", parts)
    if current.independent_gate and not independent:
        return Reached(None, "; ".join([*there, "none of them is of an independent survey"]), parts)
    last = max((figure for part in parts for figure in part.figures), key=lambda figure: figure.sent_at)
    return Reached(day_of(last.sent_at), "; ".join([*there, sent_and_accepted(last)]), parts)


def shown(part: Evidence, figures: Figures, turns: list[int]) -> Shown:
    """Return what shows a part: of its indicators that have a figure for every turn, the one that had them first."""
    fit = {code: tuple(figures[code][turn] for turn in turns) for code in part.any_of if set(turns) <= set(figures.get(code, {}))}
    if not fit:
        return Shown(part.title)
    code = min(fit, key=lambda code: max(figure.sent_at for figure in fit[code]))
    return Shown(part.title, code, fit[code])


def sent_and_accepted(baseline: First) -> str:
    """Say when a baseline came: 'sent 8 November 2024', and where somebody accepted it on a later day 'accepted 26 November'."""
    sent = day_of(baseline.sent_at)
    if baseline.accepted_at is None:
        return f"sent {day(sent)}, waiting for a decision"
    accepted = day_of(baseline.accepted_at)
    if accepted == sent:
        return f"sent {day(sent)}"
    return f"sent {day(sent)}, accepted {day(accepted).removesuffix(f' {sent.year}')}"


def due_soon(frame: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the milestones that are due within the next SOON days and not met."""
    return frame[frame["state"].isin(["due", "not due"]) & (frame["due"] <= today + timedelta(days=SOON))]


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
    if row["state"] == "not due":
        return f"not due{office}"
    missing = f"; missing: {', '.join(part.title for part in row['parts'])}" if row["parts"] else ""
    return f"none yet{missing}{office}"

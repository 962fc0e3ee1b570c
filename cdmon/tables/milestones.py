"""The stage milestones: when each is due, whether it is met, and what shows it."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from cdmon.clock import day_of, month_ends
from cdmon.definitions import load
from cdmon.parts import Milestone
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme, StageDates
from cdmon.wording import day, days, given, neighbourhood_cell, period, read

COLUMNS = ["neighbourhood", "stage", "milestone", "title", "due", "due_month", "state", "evidence", "inferred"]

Reached = dict[tuple[str, str], tuple[date, str]]  # (milestone, neighbourhood or "") → when, and what shows it


class Baseline(NamedTuple):
    """A baseline: its period, when it was first sent and accepted (UTC; None while it waits), whether it is of an independent survey."""

    period: str
    sent_at: datetime
    accepted_at: datetime | None
    independent: bool


def milestones(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the milestones of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a milestone, by stage: due (the last day of its month), due_month, state (not due, due, met, late) and evidence ("" for none).
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
    reached = signed_off(known) | shown_by_figures(known)
    stages = {stage.number: stage for stage in current.stages}
    rows = [
        row(milestone, stages[milestone.stage], place, current, reached.get((milestone.code, place)))
        for milestone in load().milestones.values()
        if milestone.stage in stages
        for place in (places["code"][places["wave"].isin(milestone.waves)] if milestone.waves else [""])
    ]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["stage", "due"], kind="stable", ignore_index=True)


def row(milestone: Milestone, stage: StageDates, place: str, current: Programme, reached: tuple[date, str] | None) -> tuple[object, ...]:
    """Return the table's row of one milestone of the programme (place "") or of a neighbourhood."""
    due_month = milestone.due_month or stage.last_month
    due = month_ends(current.start_month, due_month)
    state = "met" if reached else "late" if current.today > due else "due" if current.today >= stage.starts else "not due"
    evidence = reached[1] if reached else ""
    if reached and reached[0] > due:
        evidence += f" ({days((reached[0] - due).days)} after it was due)"
    return place or None, milestone.stage, milestone.code, milestone.title, due, due_month, state, evidence, milestone.inferred


def signed_off(known: Known) -> Reached:
    """Return the milestones that people signed off."""
    found = known.read("signoffs").itertuples()
    return {
        (row.milestone, row.neighbourhood): (
            row.reached_on.date(),
            f"{row.evidence}; signed off by {row.signed_off_by}, {day(row.reached_on)}",
        )
        for row in found
    }


def shown_by_figures(known: Known) -> Reached:
    """Return the milestones that the figures themselves show: every indicator they ask for has a baseline in that neighbourhood.

    Where the programme asks for it, one of them must be of an independent survey.
    """
    shown = [milestone for milestone in load().milestones.values() if milestone.shown_by]
    rows = known.rows("baselines", indicators=sorted({code for milestone in shown for code in milestone.shown_by}))
    baselines: dict[str, dict[str, Baseline]] = defaultdict(dict)
    for row in rows:
        baselines[row["neighbourhood"]][row["indicator"]] = Baseline(**{part: row[part] for part in Baseline._fields})
    return {
        (milestone.code, place): evidence(milestone, found)
        for milestone in shown
        for place, found in baselines.items()
        if set(milestone.shown_by) <= set(found)
        and (any(found[code].independent for code in milestone.shown_by) or not (known.programme and known.programme.independent_gate))
    }


def evidence(milestone: Milestone, baselines: dict[str, Baseline]) -> tuple[date, str]:
    """Return when the last of a milestone's baselines was first sent, and which they are: that makes the milestone reached.

    However often they were sent again, and whenever somebody accepted them.
    """
    titles = {code: load().indicators[code].title for code in milestone.shown_by}
    which = "; ".join(f"{title}: {period(baselines[code].period)}" for code, title in titles.items())
    last = max((baselines[code] for code in titles), key=lambda baseline: baseline.sent_at)
    return day_of(last.sent_at), f"{which}; {sent_and_accepted(last)}"


def sent_and_accepted(baseline: Baseline) -> str:
    """Say when a baseline came: 'sent 8 November 2024', and where somebody accepted it on a later day 'accepted 26 November'."""
    sent = day_of(baseline.sent_at)
    if baseline.accepted_at is None:
        return f"sent {day(sent)}, waiting for a decision"
    accepted = day_of(baseline.accepted_at)
    if accepted == sent:
        return f"sent {day(sent)}"
    return f"sent {day(sent)}, accepted {day(accepted).removesuffix(f' {sent.year}')}"


def break_clause(stage: StageDates, today: date) -> str:
    """Say when the commissioner decides, or was to decide, at the end of a stage whether the programme goes on."""
    if today > stage.ends:
        return f"Break clause: the decision was due on {day(stage.ends)}."
    return f"Break clause: on {day(stage.ends)} the commissioner decides whether the programme goes on."


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
            "Evidence": lambda row: given(row["evidence"]) or ("not due" if row["state"] == "not due" else "none yet"),
        },
    )

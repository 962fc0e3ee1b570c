"""What a report tells of the work of a stage: its milestones, its KPIs, and its break clause."""

from collections.abc import Iterator

import pandas as pd

from cdmon.reports.blocks import Block, Heading, Paragraph
from cdmon.reports.framed import LONGEST, framed
from cdmon.reports.scope import Scope
from cdmon.tables.beside_gate import read_beside_gate, to_weigh
from cdmon.tables.gate import CAVEAT, read_gate, said_in_short
from cdmon.tables.gate_changes import changes_at, read_gate_changes
from cdmon.tables.known import programme_of
from cdmon.tables.kpis import read_kpi_lines, read_kpis
from cdmon.tables.milestones import REACHED, STATES, read_milestones
from cdmon.tables.stage_decisions import break_clause, conditions, read_conditions, read_details, read_stage_decisions, stage_decisions
from cdmon.wording import day

PLACES = 1000  # all of them


def milestones(scope: Scope) -> Iterator[Block]:
    """Yield how many of each milestone stand how, then those of the programme, and what is not reached in the neighbourhoods."""
    table = scope.milestones
    yield from framed(in_numbers(table), "Milestones of the stage, by how they stand")
    text = read_milestones(table).drop(columns="Stage")
    is_programmes, is_reached = table["neighbourhood"].isna(), table["state"].isin(REACHED)
    own = text[is_programmes][["Milestone", "Due", "State", "Evidence"]]
    yield from framed(own, "Milestones of the programme")
    left = text[~is_programmes & ~is_reached][["Neighbourhood", "Milestone", "Due", "State", "Evidence"]]
    if (~is_programmes).any():
        none = "Every milestone of the neighbourhoods is reached."
        yield from framed(left, "Milestones of neighbourhoods that are not reached", none, PLACES)


def in_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many of each milestone stand how: a row a milestone in the order they are due, a column a state that any has."""
    counts = table.groupby(["title", "state"], sort=False).size().unstack(fill_value=0)
    shown = [state for state in STATES if state in counts]
    return counts[shown].astype(str).rename_axis("Milestone").reset_index().rename(columns=str.capitalize)


def kpis(scope: Scope) -> Iterator[Block]:
    """Yield the KPIs of the programme with their indicators, then the verdict of each in every neighbourhood that they concern."""
    table = scope.kpis
    is_programmes = table["neighbourhood"].isna()
    yield from framed(read_kpi_lines(table[is_programmes])[["KPI", "Shows", "Target"]], "KPIs of the stage, all neighbourhoods it concerns")
    shown = ["KPI", "Indicator", "Baseline", "Now", "Change", "Target", "Verdict"]
    yield from framed(read_kpis(table[is_programmes])[shown], "The indicators of each KPI")
    lines = read_kpi_lines(table[~is_programmes])[["Neighbourhood", "KPI", "Shows"]]
    yield from framed(lines, "KPIs of the stage in each neighbourhood it concerns", longest=PLACES)


def gate_part(scope: Scope) -> Iterator[Block]:
    """Yield the criteria of the break clause as known then, what is to be weighed beside them, and what was decided."""
    stage = scope.stage
    if not stage.break_clause:
        return
    criteria = scope.criteria
    taken = stage_decisions(scope.known, str(stage.number))
    yield Paragraph(f"{said_in_short(criteria)} What was known on {day(scope.programme.today)}. {CAVEAT}")
    text = read_gate(criteria)
    yield from framed(text, f"Criteria of the break clause at the end of stage {stage.number}")
    changed = read_gate_changes(changes_at(scope.known, str(stage.number)))
    yield from framed(changed, "Changes of what is asked, made after the stage began")
    weighed = read_beside_gate(to_weigh(scope.then))
    yield from framed(weighed, "What is to be weighed beside the criteria")
    yield Heading(2, "What was decided")
    yield Paragraph(break_clause(stage, taken, programme_of(scope.known).today))
    if taken.empty:
        return
    yield from framed(read_stage_decisions(taken).drop(columns="Stage"), "Decisions, the newest first")
    for row in taken[taken["holds"].astype(bool)].to_dict("records"):
        yield from framed(read_details(row["details"]), "The decision that holds, part by part")
    asked = conditions(scope.known)
    asked = asked[asked["stage"] == stage.number]
    yield from framed(read_conditions(asked).drop(columns="Stage"), "Conditions of the decision", longest=LONGEST)

"""KPI progress: the directions of travel the contract asks for, each measured over the stage and in the waves that it concerns."""

from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from cdmon.definitions import Definitions
from cdmon.parts.indicators import Kpi
from cdmon.tables.cells import baseline_cell, change_cell, flow_cell, now_cell, target_cell, verdict_cell
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.tables.kpi_verdicts import kpi_verdict, mark
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.programme_kpis import programme_kpis
from cdmon.tables.span import Span
from cdmon.tables.targets import Rows, set_targets, targeted
from cdmon.wording import Row, given, neighbourhood_cell, read

COLUMNS = [
    "neighbourhood", "kpi", "title", "indicator", "unit", "kind", "baseline", "latest", "change", "flow", "elsewhere",
    "target", "target_by", "reached", "verdict", "remark", "direction",
    "stage", "stage_title", "stage_state", "waves", "indicator_title", "basis", "since", "kpi_verdict", "mark", "inferred", "factor",
]  # fmt: skip
DIRECTIONS = {True: "higher is better", False: "lower is better", None: ""}
STATES = ("under way", "over")


def kpis(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the KPIs of the programme (neighbourhood None) and of every neighbourhood, or only of one neighbourhood.

    One row a place, stage that has begun, KPI and indicator of it, in the indicator's unit: fractions of 1 for shares. A stage's rows are
    of the neighbourhoods of the waves it concerns, those of the programme of these together. All figures are those of the stage (see
    `Span`), so that a stage that is over keeps its own. `verdict` is the indicator's, `kpi_verdict` the KPI's. A target of a flow is for
    twelve months, that of a cumulative one for the stage. For `baseline`, `latest`, `change`, `flow` and `elsewhere` see `factors`.
    """
    current = known.programme
    if current is None:
        return pd.DataFrame(columns=COLUMNS)
    defined = with_targeted(programme_kpis(known), targeted(known), known.definitions)
    rows = [row for stage in begun(current) for row in of_stage(known, current, stage, defined, neighbourhood)]
    set_targets(rows, known, {kpi.code: kpi.indicators[0] for kpi in defined})
    places = {place: number for number, place in enumerate([None, *known.neighbourhoods["code"]])}
    order = {kpi.code: number for number, kpi in enumerate(defined)}
    rows.sort(key=lambda row: (places[row["neighbourhood"]], row["stage"], order[row["kpi"]]))
    return pd.DataFrame(rows, columns=COLUMNS)


def begun(current: Programme) -> list[StageDates]:
    """Return the stages of a programme that have begun."""
    return [stage for stage in current.stages if stage.starts <= current.today]


def with_targeted(defined: list[Kpi], named: dict[str, list[str]], definitions: Definitions) -> list[Kpi]:
    """Return KPIs with the indicators that targets name beside their own; those that are not measured any more are left out."""
    told = {kpi.code: dict.fromkeys(kpi.indicators + named.get(kpi.code, [])) for kpi in defined}
    measured = {code: [each for each in codes if each in definitions.indicators] for code, codes in told.items()}
    return [kpi.model_copy(update={"indicators": measured[kpi.code]}) for kpi in defined if measured[kpi.code]]


def concerned(kpi: Kpi, stage: StageDates, stages: tuple[StageDates, ...]) -> tuple[str, ...]:
    """Return the waves that a KPI is about in a stage: as it says, else those that begin in it; none where it is not looked at.

    In a stage that a KPI names and in which no wave begins it is about all that have begun.
    """
    waves = tuple(kpi.waves) or stage.begins
    if not kpi.stages:
        return waves if set(waves) & set(stage.begins) else ()
    if stage.number not in kpi.stages:
        return ()
    return waves or tuple(wave for each in stages if each.number <= stage.number for wave in each.begins)


def of_stage(
    known: Known, current: Programme, stage: StageDates, defined: list[Kpi], neighbourhood: str | None
) -> Iterator[dict[Hashable, Any]]:
    """Yield the rows of a stage, those of each set of waves together, by place, KPI and indicator."""
    waves_of = {kpi.code: concerned(kpi, stage, current.stages) for kpi in defined}
    about: dict[Hashable, Any] = {
        "stage": stage.number,
        "stage_title": stage.title,
        "stage_state": STATES[stage.ends < current.today],
        "since": f"in stage {stage.number}",
    }
    for waves, together in groupby(sorted(defined, key=lambda kpi: waves_of[kpi.code]), key=lambda kpi: waves_of[kpi.code]):
        of_waves = list(together)
        places = list(known.neighbourhoods["code"][known.neighbourhoods["wave"].isin(waves)])
        wanted: list[str | None] = [place for place in places if place == neighbourhood] if neighbourhood else [None, *places]
        if not places or not wanted:
            continue
        codes = [code for kpi in of_waves for code in kpi.indicators]
        measured = factor_table(known, wanted, codes, waves, Span.of(stage.starts, stage.ends))
        of: dict[tuple[str, str], dict[Hashable, Any]] = {
            (given(row["neighbourhood"]), row["indicator"]): row for row in measured.to_dict("records")
        }
        for place in wanted:
            for kpi in of_waves:
                figures = [of[place or "", code] for code in kpi.indicators]
                yield from of_kpi(kpi, figures, about | {"neighbourhood": place, "waves": list(waves)}, known.definitions)


def of_kpi(kpi: Kpi, measured: Rows, about: dict[Hashable, Any], definitions: Definitions) -> Rows:
    """Return the rows of one KPI in one place and stage, with its verdict, from those of its indicators."""
    indicators = definitions.indicators
    rows = [
        row
        | about
        | {
            "kpi": kpi.code,
            "title": kpi.title,
            "indicator_title": row["title"],
            "direction": DIRECTIONS[kpi.direction(indicators[str(row["indicator"])])],
            "basis": kpi.basis(indicators[str(row["indicator"])]),
            "inferred": kpi.inferred,
        }
        for row in measured
    ]
    return [row | {"kpi_verdict": kpi_verdict(rows), "mark": mark(rows)} for row in rows]


def not_begun(known: Known) -> list[str]:
    """Name the stages of KPIs that have not begun, each with its waves and the month: 'stage 4 (Third wave), from November 2027'."""
    current = known.programme
    if current is None:
        return []
    titles = {wave.code: wave.title for wave in current.waves}
    return [
        f"stage {stage.number} ({' and '.join(titles[wave] for wave in stage.begins)}), from {stage.starts:%B %Y}"
        for stage in current.stages
        if stage.begins and stage.starts > current.today
    ]


def by_kpi(frame: pd.DataFrame) -> list[Rows]:
    """Return the rows of a KPI table as those of each KPI, stage and place; the first of them is its leading indicator's."""
    rows: Rows = frame.to_dict("records")
    return [list(of_one) for _, of_one in groupby(rows, key=lambda row: (given(row["neighbourhood"]), row["stage"], row["kpi"]))]


def latest_stage(frame: pd.DataFrame) -> list[Rows]:
    """Return the rows of each KPI of one place in the last stage that it was looked at in."""
    return list({str(rows[0]["kpi"]): rows for rows in by_kpi(frame)}.values())  # its stages follow one another: the last one stays


def read_kpis(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators of KPIs as people read them, one a row, with what each figure is (state, per period, cumulative)."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "Stage": lambda row: str(row["stage"]),
            "KPI": title_cell,
            "Indicator": lambda row: row["indicator_title"],
            "Figure": lambda row: row["basis"],
            "Baseline": baseline_cell,
            "Now": kpi_now_cell,
            "Change": change_cell,
            "Target": target_cell,
            "Direction": lambda row: row["direction"],
            "Verdict": verdict_cell,
        },
    )


def read_kpi_lines(frame: pd.DataFrame) -> pd.DataFrame:
    """Return KPIs as people read them, one line each: Neighbourhood, Stage, KPI, Shows (its verdict, with a mark) and Target."""
    lines = [
        {
            "Neighbourhood": neighbourhood_cell(rows[0]),
            "Stage": str(rows[0]["stage"]),
            "KPI": title_cell(rows[0]),
            "Shows": f"{rows[0]['mark']} {rows[0]['kpi_verdict']}",
            "Target": targets_cell(rows),
        }
        for rows in by_kpi(frame)
    ]
    return pd.DataFrame(lines, columns=["Neighbourhood", "Stage", "KPI", "Shows", "Target"])


def title_cell(row: Row) -> str:
    """Say what is hoped for, and whether it is a KPI that the contract does not have."""
    return str(row["title"]) + " [inferred]" * bool(row["inferred"])


def kpi_now_cell(row: Row) -> str:
    """Say the latest figure; of what is cumulative all that happened in the stage."""
    return (flow_cell(row) if row["basis"] == "cumulative" else "") or now_cell(row)


def targets_cell(rows: Rows) -> str:
    """Say the targets of a KPI, each with its indicator where that is not the leading one."""
    told = [("" if row is rows[0] else f"{row['indicator_title']}: ") + target_cell(row) for row in rows if pd.notna(row["target"])]
    return "; ".join(told) or "no target set"

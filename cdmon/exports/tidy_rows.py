"""A row of a table as the cells of its tidy file, by column; no hidden number, nor a change that would give it back, is in them."""

from collections.abc import Hashable
from math import nan
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import SMALL
from cdmon.tables.cells import design_cell
from cdmon.tables.figures import Figure
from cdmon.tables.kpis import DIRECTIONS
from cdmon.wording import Row, given

Cells = dict[Hashable, Any]

ROLES = ("baseline", "latest")
SAME = ("indicator", "unit", "kind", "factor", "verdict", "title")  # of whatever has figures, columns of the same name


def kpi_row(row: Row) -> Cells:
    """Return the cells of an indicator of a KPI."""
    names = ("kpi", "stage", "stage_state", "kpi_verdict", "indicator_title", "direction", "target")
    flow = row["flow"]
    return measured_row(row) | {name: row[name] for name in names} | {
        "waves": " and ".join(row["waves"]),
        "inferred": yes_no(row["inferred"]),
        "figure": row["basis"],
        "total_in_stage": flow.value if flow else nan,
        "target_by": given(row["target_by"]) or "[z]",
        "target_reached": given(row["reached"]) or "[z]",
    }  # fmt: skip


def factor_row(row: Row) -> Cells:
    """Return the cells of an indicator of the six-factor table."""
    flow = row["flow"]
    cells = measured_row(row)
    hidden = cells["change_shorthand"] == "[c]"
    return cells | {name: row[name] for name in ("line", "source", "provenance", "method")} | {
        "factor_title": load().factors[row["factor"]].title,
        "direction": DIRECTIONS[row["higher_is_better"]] or "none",
        "total_since_baseline": flow.value if flow else nan,
        "detectable": nan if hidden else row["detectable"],
    }  # fmt: skip


def measured_row(row: Row) -> Cells:
    """Return the cells that anything measured has: its place, its two figures, the change and what can be said of it."""
    marks = {role: shorthand(row[role]) for role in ROLES}
    mark = change_shorthand(row, set(marks.values()))
    change = {part: nan if mark in ("[c]", "[z]") else getattr(row["change"], part) for part in ("value", "low", "high")}
    return {
        "neighbourhood": place_cell(row["neighbourhood"]),
        **{name: row[name] for name in SAME},
        **figure_cells("baseline", row["baseline"], row["kind"], marks["baseline"]),
        **figure_cells("latest", row["latest"], row["kind"], marks["latest"]),
        **{f"change_{part}": value for part, value in change.items()},
        "change_shorthand": mark,
        "months_reported": row["flow"].months if row["flow"] else None,
        "remark": given(row["remark"]) or "none",
    }


def figure_cells(role: str, told: Figure | None, kind: str, mark: str) -> Cells:
    """Return the cells of one figure; nothing of a hidden one but when it was."""
    shown = told if mark != "[c]" else None
    cells: Cells = {f"{role}_{part}": getattr(shown, part) if shown else nan for part in ("value", "low", "high")}
    cells[f"{role}_n"] = shown.n if shown and kind == "proportion" else nan
    cells[f"{role}_design"] = (design_cell(shown, kind) if shown else "") or "none"
    cells[f"{role}_period"] = told.period if told is not None else "[x]"
    cells[f"{role}_date"] = told.period_date if told is not None else None
    return cells | {f"{role}_shorthand": mark}


def shorthand(told: Figure | None) -> str:
    """Return the shorthand for one figure, each in brackets of its own: '[u] [p]'."""
    if told is not None and told.is_hidden:
        return "[c]"
    if told is None or pd.isna(told.value):
        return "[x]"
    return " ".join(["[u]"] * (told.note == SMALL) + ["[p]"] * told.provisional) or "none"


def change_shorthand(row: Row, marks: set[str]) -> str:
    """Return the shorthand for a change, given those of the two figures it compares."""
    if "[c]" in marks or row["verdict"] == "hidden":
        return "[c]"
    if row["change"] is None:
        return "[z]"
    return " ".join(mark for mark in ("[u]", "[p]") if any(mark in each for each in marks)) or "none"


def milestone_row(row: Row) -> Cells:
    """Return the cells of a milestone."""
    needed = "; ".join(part.words if part.indicator else part.title for part in row["parts"])
    return plain_row(row) | {"figures_needed": needed}


def effect_row(row: Row) -> Cells:
    """Return the cells of an effect."""
    foreseen_in = row["foreseen_in"]
    return plain_row(row) | {"foreseen_in": None if pd.isna(foreseen_in) else place_cell(foreseen_in)}


def plain_row(row: Row) -> Cells:
    """Return the cells of a row that holds texts, numbers, days and what is true or not."""
    cells: Cells = {name: yes_no(value) if isinstance(value, bool) else value for name, value in row.items() if name != "parts"}
    return cells | {"neighbourhood": place_cell(row["neighbourhood"])}


def place_cell(place: str | None) -> str:
    """Return a neighbourhood's code, or Programme."""
    return given(place) or "Programme"


def yes_no(is_so: bool) -> str:
    """Return what is true or not as people write it."""
    return "yes" if is_so else "no"

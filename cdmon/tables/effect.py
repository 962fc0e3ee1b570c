"""What a return does to the six-factor table: the figures of its neighbourhoods before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import HIDDEN, Rule
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.wording import HIDDEN as TOO_FEW
from cdmon.wording import base, change, figure, period

EFFECT = ["neighbourhood", "indicator", "title", "before", "after", "was", "now"]
READ = ["neighbourhood", "title", "before", "after"]
FIGURES = ("baseline", "latest", "flow")  # of a flow, "flow" is all of it
PARTS = ("value", "low", "high", "n", "period", "note")
FEW = "changed by too few people"
UNSEEN = " (other in digits that are not shown)"


@dataclass(frozen=True)
class KeptFigure:
    """One figure in numbers: value, limits of its interval, n, period and note; of a change the value and its limits alone."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    period: str = ""
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """What the table says of an indicator: the verdict, what must be known beside it, and its figures (baseline, latest, change, flow)."""

    verdict: str
    remark: str = ""
    figures: Mapping[str, KeptFigure] = field(default_factory=dict)


Findings = dict[tuple[str, str], Finding]  # by neighbourhood and indicator


def figures(known: Known, places: list[str]) -> Findings:
    """Return what the six-factor tables of some neighbourhoods say."""
    rows = factor_table(known, places, list(load().indicators)).to_dict("records")
    return {(row["neighbourhood"], row["indicator"]): finding(row) for row in rows}


def finding(row: Mapping[Any, Any]) -> Finding:
    """Return what a row of the factor table says, in numbers: the one place that knows its columns."""
    told = {role: kept_figure(*(getattr(row[role], part) for part in PARTS)) for role in ("baseline", "latest") if row[role] is not None}
    if row["change"] is not None:
        told["change"] = kept_figure(row["change"].value, row["change"].low, row["change"].high)
    if row["flow"] is not None:
        told["flow"] = kept_figure(row["flow"].value, nan, nan, row["flow"].months)
    return Finding(row["verdict"], row["remark"], told)


def kept_figure(value: float, low: float, high: float, n: float = nan, period: str = "", note: str = "") -> KeptFigure:
    """Return a figure with None for NaN; what differs by the noise of binary fractions alone is the same."""
    at, least, most = (None if pd.isna(number) else round(float(number), 12) for number in (value, low, high))
    return KeptFigure(at, least, most, None if pd.isna(n) else int(n), period, note)


def changed(before: Findings, after: Findings, rule: Rule) -> pd.DataFrame:
    """Return the indicators of which the table says something else than before, in the columns of EFFECT.

    `was` and `now` are Findings, `before` and `after` the same in words. Where a count changed by few people, only that it did is told.
    """
    rows = []
    for (place, indicator), was in before.items():
        now = after[place, indicator]
        if was != now:
            was, now = without_few(was, now, indicator, rule)
            texts = (words(was, indicator), words(now, indicator))
            unseen = UNSEEN if texts[0] == texts[1] and was != now else ""
            rows.append((place, indicator, load().indicators[indicator].title, texts[0], texts[1] + unseen, was, now))
    return pd.DataFrame(rows, columns=EFFECT)


def only_moved_on(was: Finding, now: Finding) -> bool:
    """Tell whether two findings say the same but for the month that they are of, as where a register is sent anew each month."""
    (one, other) = (replace(each, figures={role: replace(kept, period="") for role, kept in each.figures.items()}) for each in (was, now))
    return one == other


def without_few(was: Finding, now: Finding, indicator: str, rule: Rule) -> tuple[Finding, Finding]:
    """Return what was and is told of an indicator; where a count of people changed by few, neither of them, which would give these away."""
    defined = load().indicators[indicator]
    if not defined.counts_people or defined.kind != "count":
        return was, now
    pairs = [[(each.figures.get(role) or KeptFigure()).value for each in (was, now)] for role in FIGURES]
    steps = [abs(then - later) for then, later in pairs if then is not None and later is not None]
    hidden = Finding(HIDDEN, FEW)
    return (hidden, hidden) if any(0 < step <= rule.small_counts for step in steps) else (was, now)


def words(told: Finding, indicator: str) -> str:
    """Say in a few words where an indicator stands: the latest figure (or the baseline, without one), its change and the verdict."""
    kind = load().indicators[indicator].kind
    latest, moved = told.figures.get("latest") or told.figures.get("baseline"), told.figures.get("change")
    verdict = f"{told.verdict} ({told.remark})" if told.remark else TOO_FEW if told.verdict == HIDDEN else told.verdict
    whole = f"{figure_words(flow, kind)} since the baseline" if (flow := told.figures.get("flow")) else ""
    parts = [figure_words(latest, kind) if latest else "", whole, change_words(moved, kind) if moved else "", verdict]
    return "; ".join(dict.fromkeys(part for part in parts if part))


def figure_words(told: KeptFigure, kind: str) -> str:
    """Say a figure with its interval, n and period: "7.0% (4.6–10.5), n = 300, Autumn 2024"."""
    if told.note == HIDDEN:
        return TOO_FEW
    number = without_value(told, kind) if told.value is None else figure(*numbers(told), kind)
    mark = " [small base]" if told.note == "small base" else ""
    n = base(told.n) if kind == "proportion" and told.n else ""
    return ", ".join(part for part in (number, n, period(told.period)) if part) + mark


def without_value(told: KeptFigure, kind: str) -> str:
    """Say why a figure has no value: nobody answered what it is a share of; a rate has no population; else only that there is none."""
    if kind == "proportion" and not told.n:
        return "nobody answered"
    return "population not known" if kind == "rate" else "no figure"


def change_words(told: KeptFigure, kind: str) -> str:
    """Say a change with its interval: "+5.0 percentage points (0.3 to 9.8)"."""
    return change(*numbers(told), kind)


def numbers(told: KeptFigure) -> tuple[float, float, float]:
    """Return the value and the limits of a figure, NaN where there is none."""
    value, low, high = (nan if number is None else number for number in (told.value, told.low, told.high))
    return value, low, high


def read_effect(effect: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that changed as people read them: Neighbourhood, Indicator, Before, After."""
    return effect[READ].set_axis(["Neighbourhood", "Indicator", "Before", "After"], axis=1)

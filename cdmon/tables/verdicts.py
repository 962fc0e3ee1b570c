"""What can be said of a change, in words; never more than the figures bear."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdmon.definitions import Definitions
from cdmon.statistics.intervals import poisson_difference
from cdmon.tables.cells import months
from cdmon.tables.changes import Change, is_in_full
from cdmon.tables.comparable import NOT_COMPARABLE
from cdmon.tables.figures import Row, Rows
from cdmon.tables.flows import OVERLAP
from cdmon.tables.steps import DatedEvent, steps
from cdmon.tables.xmr import TRIAL, is_rare, limits

PROGRAMME_ONLY = "for the programme only"
WHEN = {"baseline": "at the baseline", "latest": "now"}


class Signal(NamedTuple):
    """What the last month of a monthly run says: 1 up, -1 down, 0 nothing; and whether its limits are worth anything."""

    direction: int
    is_rare: bool  # most months are 0
    is_trial: bool  # fewer than 13 months
    by_period: bool = False  # of quarters or years, of which no chart of months is made


def verdict(row: Row, signal: Signal | None) -> str:
    """Return the verdict of a row of the factor table; `signal` is that of its monthly run, if it has one.

    A sampled proportion rose or fell only where the interval of its change excludes 0, a rate only where that of the ratio excludes 1;
    where it does not, one cannot tell, or it is too early: the handbook does not expect a change to show in the first two years
    (Appendix 5 A).
    What is counted in full, as by a census that all answered, went up or down as it stands, and a register rose or fell only where that is
    more than chance does. Where too few were asked in one place nothing is said of it: its figures are judged with those of the others.
    """
    then, now, change = row["baseline"], row["latest"], row["change"]
    if then is None and now is None:
        return "not pooled" if row["apart"] else "not collected"
    if any(figure is not None and figure.is_hidden for figure in (then, now)):
        return "hidden"
    if then is None or now is None:
        return "no baseline" if then is None else "baseline only"
    if row["obstacles"]:
        return "too early" if row["obstacles"] == OVERLAP else NOT_COMPARABLE
    if then.of_few:
        return PROGRAMME_ONLY
    if isnan(change.value):
        return "cannot tell"
    if row["kind"] == "proportion" and is_in_full(then, now):
        return moved(change.value, "up", "down")
    if row["kind"] in ("proportion", "rate"):
        return of_interval(row["kind"], change, row["early"])
    if row["kind"] == "rating":
        return moved(change.value, "rose", "fell")
    return of_flow(row, signal) if row["measured"] == "flow" else of_count(change)


def of_interval(kind: str, change: Change, early: bool) -> str:
    """Say whether an interval lies wholly on one side of no change."""
    low, high, nothing = (change.ratio_low, change.ratio_high, 1) if kind == "rate" else (change.low, change.high, 0)
    if low > nothing:
        return "rose"
    if high < nothing:
        return "fell"
    return "too early" if early and kind == "proportion" else "cannot tell"


def of_count(change: Change) -> str:
    """Say how a count went: more than chance openings and closures do (an exact test of one against the other), or as it stands."""
    if change.opened is not None and change.closed is not None:
        _, low, high = poisson_difference(change.closed, change.opened)
        if low > 0 or high < 0:
            return "rose" if low > 0 else "fell"
    return moved(change.value, "up", "down")


def of_flow(row: Row, signal: Signal | None) -> str:
    """Say how a flow went from its first year to its latest.

    It rose or fell where the last month of its run is part of a signal that way (see `signals`). Of what is rare, where a run's limits mean
    nothing, the two years are compared as Poisson counts, if it is things that are counted; of sums of money or people one cannot tell.
    """
    change = row["change"].value
    if signal is None or not change:
        return "cannot tell" if change else "no change"
    if signal.is_rare:
        if row["counts_things"]:
            shared = row["latest"].shared  # what is in both tells nothing
            _, low, high = poisson_difference(row["baseline"].value - shared, row["latest"].value - shared)
            if low > 0 or high < 0:
                return moved(change, "rose", "fell")
        return "too rare to tell"
    told = not signal.is_trial and signal.direction * change > 0  # a signal against the change settles nothing
    return moved(change, "rose", "fell") if told else "cannot tell"


def remark(row: Row, signal: Signal | None, definitions: Definitions) -> str:
    """Return what must be known beside a verdict: why two are not comparable, trial limits, too few asked, a place left out."""
    told = [row["obstacles"]] if row["obstacles"] and row["verdict"] in (NOT_COMPARABLE, "too early") else []
    if signal is not None and signal.is_trial and not signal.is_rare and row["verdict"] == "cannot tell":
        told.append(f"trial limits: fewer than {TRIAL} months")
    if signal is not None and signal.by_period and row["verdict"] == "cannot tell":
        told.append("reported by quarter or year, too few figures to tell chance by")
    if row["change"] is not None and row["latest"].shared_months:
        told.append(f"{months(row['latest'].shared_months)} in both years")
    least = definitions.datasets[definitions.indicators[row["indicator"]].dataset].least
    if row["neighbourhood"] is not None:
        figures = {when: row[role] for role, when in WHEN.items() if row[role] is not None}
        told += [f"fewer than {least} residents asked {when}" for when, figure in figures.items() if figure.n + figure.no_answer < least]
    if row["baseline"] is not None and (without := row["baseline"].left_out):
        told.append(f"without {', '.join(without)}: sampled in a single cluster")
    return "; ".join(told)


def moved(change: float, up: str, down: str) -> str:
    """Return one of two words by the sign of a change."""
    return up if change > 0 else down if change < 0 else "no change"


def signals(run: Rows, events: Sequence[DatedEvent] = ()) -> dict[tuple[str | None, str], Signal]:
    """Return what each monthly run (neighbourhood, indicator) says of its last month.

    There is a signal where the last month breaks a rule of the XmR chart of its step (see `cdmon.tables.steps`). `run` has a row a
    figure with its period and what it covers, in the order of the months; a hidden one takes no part. Quarters and years have no signal.
    """
    found: dict[tuple[str | None, str], list[tuple[str, float, int]]] = {}
    for row in run:
        if not isnan(row["value"]):
            found.setdefault((row["neighbourhood"], row["indicator"]), []).append((row["period"], row["value"], row["covers"]))
    told = {}
    for key, points in found.items():
        first, _ = steps([period for period, *_ in points], [event for event in events if event.concerns(*key)])[-1]
        values, covers = (np.array(part) for part in list(zip(*points[first:], strict=True))[1:])
        told[key] = signal_of_periods(values, covers) if covers.max() > 1 else signal(values)
    return told


def signal(values: npt.NDArray[np.float64]) -> Signal:
    """Say whether the last month of a step is part of a signal, and which way that points, as its chart marks it."""
    *_, (*_, direction) = limits(values)
    return Signal(direction, is_rare(values), values.size < TRIAL)


def signal_of_periods(values: npt.NDArray[np.float64], covers: npt.NDArray[np.int64]) -> Signal:
    """Say whether what quarters or years tell of is rare: less than one in two months, so that most months would be 0."""
    return Signal(0, bool(values.sum() < covers.sum() / 2), is_trial=False, by_period=True)

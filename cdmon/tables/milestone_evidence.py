"""What shows that a milestone is reached in a place: figures part by part, a sign-off, or that it does not apply there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from cdmon.clock import day_of
from cdmon.definitions import load
from cdmon.parts.stages import Evidence, Milestone
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme
from cdmon.wording import day, period

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
    """How far a milestone is: on which day it was reached (None: it is not), what shows it or is missing, and part by part.

    Where it does not apply, `on` is the day on which that was found, if one is known, and the evidence says why.
    """

    on: date | None
    evidence: str
    parts: tuple[Shown, ...] = ()
    applies: bool = True


Figures = dict[str, dict[int, First]]  # of a neighbourhood, by indicator and turn


def how_far(milestone: Milestone, figures: Figures, signed: Reached | None, current: Programme) -> Reached:
    """Return how far a milestone is in a place, from its figures there and its sign-off; the set-up may say that it does not apply."""
    if milestone.not_applicable:
        return Reached(None, f"does not apply: {milestone.not_applicable}", applies=False)
    if signed is not None and not signed.applies:
        return signed
    return shown_by_figures(milestone, figures, current) if milestone.shown_by else signed or Reached(None, "")


def signed_off(known: Known) -> dict[tuple[str, str], Reached]:
    """Return the milestones that people signed off, by code and neighbourhood ("" for the programme)."""
    found = known.read("signoffs").itertuples()
    return {
        (row.milestone, row.neighbourhood): Reached(
            row.reached_on.date(),
            f"{'does not apply: ' * (row.outcome != 'reached')}{row.evidence}; signed off by {row.signed_off_by}, {day(row.reached_on)}",
            applies=row.outcome == "reached",
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

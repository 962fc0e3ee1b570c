"""What the returns of a file are compared with; and that what is sent is what somebody has looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cdmon.definitions import load
from cdmon.parts.datasets import WHOLE_PROGRAMME
from cdmon.refusal import Refusal
from cdmon.returns.plan import Plan
from cdmon.tables.known import Known
from cdmon.wording import moment, period

NAMED = 3  # returns that a sentence names; the others are counted


@dataclass(frozen=True)
class Base:
    """The return that a new one is compared with, of which period it is, who sent it and when (UTC)."""

    return_id: str
    period: str
    sent_by: str
    sent_at: datetime


Bases = Mapping[str, Base]  # by the return_id of the new one; it has none where there is nothing before it


class Overtaken(Refusal):
    """What a file is compared with is not what it was when somebody looked at what it changes; `seal` is of what it is now."""

    def __init__(self, sentence: str, seal: str) -> None:
        """Say why, with the seal of what the file would be compared with now."""
        super().__init__(sentence)
        self.seal = seal


def bases(known: Known, plans: Sequence[Plan]) -> Bases:
    """Return what each return is compared with, among those that `known` counts: what it replaces or, of a register, the one before it."""
    found = {plan.return_id: base_of(known, plan) for plan in plans}
    return {return_id: base for return_id, base in found.items() if base is not None}


def gone_on_with(known: Known, plans: Sequence[Plan]) -> Bases:
    """Return the register that each return goes on with which has nothing to report: the one before it, which stays as it was."""
    nil = [plan for plan in plans if plan.rows == 0 and load().datasets[plan.dataset].carried_over is not None]
    found = {plan.return_id: base_of(known, plan, is_earlier=True) for plan in nil}
    return {return_id: base for return_id, base in found.items() if base is not None}


def base_of(known: Known, plan: Plan, is_earlier: bool = False) -> Base | None:
    """Return what one return is compared with, None for nothing; with `is_earlier` only a register of an earlier period."""
    carried = load().datasets[plan.dataset].carried_over is not None
    place = {"dataset": plan.dataset, "neighbourhood": plan.neighbourhood, "period": plan.period}
    for row in known.rows("compared", is_carried=carried, is_earlier=is_earlier, **place):
        return Base(row["return_id"], row["period"], row["submitted_by"], row["submitted_at"])
    return None


def seal(plans: Sequence[Plan], found: Bases) -> str:
    """Return a short text that is another whenever returns are compared with others: by it, what is sent is known to have been seen."""
    lines = [f"{plan.dataset}|{plan.neighbourhood}|{plan.period}|{base_id(found.get(plan.return_id))}" for plan in plans]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def base_id(base: Base | None) -> str:
    """Return the return_id of a base, "" for none."""
    return base.return_id if base else ""


def must_be_seen(plans: Sequence[Plan], found: Bases, seen: str) -> None:
    """Raise Overtaken when returns are compared with others now than when they were `seen` (a seal): somebody has sent or decided."""
    if (current := seal(plans, found)) != seen:
        replaced = [said(plan, found[plan.return_id]) for plan in newest_first(plans, found)]
        more = f" and {len(replaced) - NAMED} more" if len(replaced) > NAMED else ""
        now = f" It would now take the place of: {'; '.join(replaced[:NAMED])}{more}." if replaced else ""
        raise Overtaken(
            "Nothing was stored: since you looked, somebody has sent another version of what this file holds, or decided about one. "
            f"Look at what sending it would change now, and send it again if that is right.{now}",
            current,
        )


def newest_first(plans: Sequence[Plan], found: Bases) -> list[Plan]:
    """Return the plans that come in the place of another version, that which was sent last first."""
    replacing = [plan for plan in plans if plan.return_id in found and found[plan.return_id].period == plan.period]
    return sorted(replacing, key=lambda plan: found[plan.return_id].sent_at, reverse=True)


def said(plan: Plan, base: Base) -> str:
    """Say which return another comes in the place of: 'Groups (N01, October 2026), sent on … by …'."""
    of = ", ".join(part for part in (plan.neighbourhood or WHOLE_PROGRAMME, period(plan.period)) if part)
    return f"{load().datasets[plan.dataset].title} ({of}), sent on {moment(base.sent_at)} by {base.sent_by}"

"""A whole calculation: what is still asked for or, once nothing is, the worth at both ends of all ranges and what it hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdmon.value.asked import asked_for
from cdmon.value.assumptions import Assumptions, refuse_wrong
from cdmon.value.swings import BreakEven, Swing, break_even, swings
from cdmon.value.worth import Worth, best, central, worst, worth

ENDS = {"low": worst, "central": central, "high": best}  # every range at its worst, all at their central values, every range at its best


@dataclass(frozen=True)
class Valuation:
    """What came of some assumptions over so many years; no worth while anything is `asked` for."""

    assumptions: Assumptions
    years: int
    asked: list[str] = field(default_factory=list)
    worth: Mapping[str, Worth] = field(default_factory=dict)  # by ENDS
    break_even: list[BreakEven] = field(default_factory=list)
    swings: list[Swing] = field(default_factory=list)


def valuation(assumptions: Assumptions, years: int) -> Valuation:
    """Work out assumptions about a programme of so many years; AssumptionsRefused, with all that is wrong, when they cannot be."""
    refuse_wrong(assumptions, years)
    if asked := asked_for(assumptions, years):
        return Valuation(assumptions, years, asked)
    at_ends = {name: worth(assumptions, years, choose) for name, choose in ENDS.items()}
    return Valuation(assumptions, years, [], at_ends, break_even(assumptions, years), swings(assumptions, years))

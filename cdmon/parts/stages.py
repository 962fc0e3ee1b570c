"""Stages, their milestones, how the programme works in a neighbourhood, and what is asked and decided at a break clause."""

from datetime import date
from typing import Literal

from cdmon.parts.part import Part

Wave = str  # the code of one of the waves of waves.yaml


class Stage(Part):
    """A stage of the programme, in months counted from the programme's start month, which is month 1."""

    number: int
    title: str
    first_month: int
    last_month: int
    break_clause: bool  # whether the commissioner may stop at the end of it
    begins: list[Wave] = []  # neighbourhoods of which waves owe returns from its first month on
    source: str


class Evidence(Part):
    """A part of what must be known before a milestone is reached: any one of its indicators shows it."""

    title: str
    any_of: list[str]


class Milestone(Part):
    """Something to be done by a month of a stage; shown by the data where `shown_by` is set, else by a dated sign-off."""

    code: str
    stage: int
    title: str
    waves: list[Wave] = []  # empty: one milestone of the programme; else one for each neighbourhood of these waves
    due_month: int | None = None  # counted from the programme's start; the end of the stage when neither of these is given
    due_after: int | None = None  # counted from the start of its stage, whose first month is 1
    shown_by: list[Evidence] = []  # what must all have a baseline
    later: bool = False  # whether it takes a figure after each baseline too
    signed_off_by: str = ""  # the office that does, where it is named
    not_applicable: str = ""  # why it does not apply to the programme, where it does not
    source: str
    inferred: bool = False


class Criterion(Part):
    """What a commissioner asks before break clauses: that a rule holds; of a milestone or a KPI, that of its own code."""

    code: str
    title: str = ""  # that of the milestone or the KPI where it has none of its own
    rule: str  # one of rules.yaml
    stages: list[int]  # at the end of which it is asked
    criticality: Literal["must", "should", "inform"]
    about_period: str = ""  # in words; the months of its stage where it says nothing
    known_by: date | None = None  # the cut-off of its break clause where it says nothing
    evidence_expected_on: date | None = None  # where it says nothing, as milestones and returns are due
    source: str


class LeftOpen(Part):
    """Something that the sources leave open: what is done unless a programme says otherwise, why, and where it does so."""

    code: str
    title: str
    default: str
    reason: str
    set_by: str


class GateRule(Part):
    """How a criterion is held against what is known; `by_returns`: on the returns of its stage's last month, too."""

    code: str
    title: str
    by_returns: bool = False


class ClauseForm(Part):
    """How a break clause can be worded: what the commissioner must do by a day, and what follows if nothing is decided."""

    code: str
    title: str
    needs: str
    if_undecided: str


class Outcome(Part):
    """What can be decided at a break clause, whether the programme goes on with it or ends, and what such a decision cannot do without."""

    code: str
    title: str
    goes_on: bool
    ends: bool = False
    needs: list[str] = []  # parts of a decision


class Mode(Part):
    """How the programme works in a neighbourhood in a stage, and when that follows from its wave."""

    code: str
    title: str
    words: str  # as a sentence begins with it
    after: int | None = None  # stages after the one in which its wave begins, from which on it holds; None: where nothing else does
    waves: list[Wave] = []  # empty: in every wave

"""The programme: its name and start, and its stages with their dates."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cdmon.clock import month_ends, month_number, month_starts
from cdmon.definitions import load
from cdmon.disclosure import Rule
from cdmon.wording import day


@dataclass(frozen=True)
class StageDates:
    """A stage of this programme, in months (1 is the programme's first) and in dates, both ends included; `begins` names its new waves."""

    number: int
    title: str
    first_month: int
    last_month: int
    starts: date
    ends: date
    break_clause: bool
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Programme:
    """The programme as set up; `today` is the day it is looked at from, `design_factor` that of waves of unknown design.

    `accepted_by_person` says whether somebody must accept a return before it counts, `due_days` how many days after the end of a month its
    returns are due (None: as each dataset says), `small_numbers` what is hidden, and `independent_gate` whether a milestone that figures
    show needs one of an independent survey among them.
    """

    name: str
    start_month: date
    invented: bool
    today: date
    design_factor: float
    accepted_by_person: bool
    due_days: int | None
    small_numbers: Rule
    independent_gate: bool
    stages: tuple[StageDates, ...]

    @property
    def month(self) -> int:
        """The programme month `today` lies in; 1 is the first. Before the programme it is 0 or less, after it more than `last_month`."""
        return month_number(self.start_month, self.today)

    @property
    def last_month(self) -> int:
        """The number of the programme's last month."""
        return max(stage.last_month for stage in self.stages)

    @property
    def ends(self) -> date:
        """The programme's last day."""
        return month_ends(self.start_month, self.last_month)

    @property
    def place_in_time(self) -> str:
        """Where `today` lies: 'month 30, in stage 3', 'before month 1 (May 2024)' or 'the programme ended on 30 April 2029'."""
        if self.month < 1:
            return f"before month 1 ({self.start_month:%B %Y})"
        if self.month > self.last_month:
            return f"the programme ended on {day(self.ends)}"
        stage = next((stage for stage in self.stages if stage.first_month <= self.month <= stage.last_month), None)
        return f"month {self.month}" + (f", in stage {stage.number}" if stage else "")


def make_programme(row: pd.Series, changed_stages: pd.DataFrame, today: date, looking_back: bool) -> Programme:
    """Make the programme from its row of the set-up; an example's own date stands for today unless somebody looks back."""
    start = date.fromisoformat(f"{row['start_month']}-01")
    reference = row["reference_date"]
    return Programme(
        name=row["name"],
        start_month=start,
        invented=row["invented"] == "yes",
        today=today if looking_back or pd.isna(reference) else reference.date(),
        design_factor=float(row["design_factor"]) if pd.notna(row["design_factor"]) else 1.0,
        accepted_by_person=row["acceptance"] == "by a person",
        due_days=int(row["due_days"]) if pd.notna(row["due_days"]) else None,
        small_numbers=Rule(**{part: int(row[part]) for part in ("small_counts", "small_base") if pd.notna(row[part])}),
        independent_gate=row["independent_gate"] == "yes",
        stages=tuple(stage_dates(start, changed_stages)),
    )


def stage_dates(start: date, changed: pd.DataFrame) -> list[StageDates]:
    """Return the stages with their dates: the programme's own where its set-up lists any, else the handbook's."""
    standard = load().stages
    months = [(int(s), int(first), int(last), clause == "yes") for s, first, last, clause in changed.itertuples(index=False)]
    months = months or [(s.number, s.first_month, s.last_month, s.break_clause) for s in standard.values()]
    return [
        StageDates(
            number,
            standard[number].title,
            first,
            last,
            month_starts(start, first),
            month_ends(start, last),
            clause,
            tuple(standard[number].begins),
        )
        for number, first, last, clause in months
    ]

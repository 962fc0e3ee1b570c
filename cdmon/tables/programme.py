"""The programme: its name and start, its stages with their dates, and its waves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from cdmon.clock import month_ends, month_number, month_starts
from cdmon.definitions import load
from cdmon.disclosure import Rule
from cdmon.parts.part import Option
from cdmon.parts.stages import Criterion, Milestone
from cdmon.tables.cadence import Period, by_month, owed_periods
from cdmon.tables.clauses import Clause, clause_of, clauses_told
from cdmon.tables.own_criteria import criteria_of
from cdmon.tables.own_milestones import interim_reports, milestones_of
from cdmon.text import normal
from cdmon.wording import day

NO_TERMS = pd.DataFrame({"stage": []})


@dataclass(frozen=True, eq=False)
class SetUp:
    """The sheets of one programme set-up that every table looks at; read once, and so the same only as itself."""

    programme: pd.DataFrame
    stages: pd.DataFrame
    waves: pd.DataFrame
    milestones: pd.DataFrame
    cadences: pd.DataFrame
    modes: pd.DataFrame
    criteria: pd.DataFrame
    break_clauses: pd.DataFrame
    neighbourhoods: pd.DataFrame


@dataclass(frozen=True)
class StageDates:
    """A stage of this programme, in months (1 is the programme's first) and in dates, both ends included; `begins` names its new waves.

    `clause` are the terms of the break clause at its end, where there is one.
    """

    number: int
    title: str
    first_month: int
    last_month: int
    starts: date
    ends: date
    break_clause: bool
    begins: tuple[str, ...] = ()
    clause: Clause | None = None

    @property
    def cut_off(self) -> date:
        """The last day whose evidence counts at its end."""
        return self.clause.cut_off if self.clause else self.ends


@dataclass(frozen=True)
class Programme:
    """The programme as set up; `today` is the day it is looked at from, `design_factor` that of waves of unknown design.

    `accepted_by_person` says whether somebody must accept a return before it counts, `due_days` how many days after the end of a month its
    returns are due (None: as each dataset says), `small_numbers` what is hidden, and `independent_gate` whether a milestone that figures
    show needs one of an independent survey among them. `waves` are those of its neighbourhoods, in the order in which they begin, and
    `owed` the periods that each dataset is owed for. `stopped_on` is the day on which a decision stops it, be it to come.
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
    waves: tuple[Option, ...]
    milestones: tuple[Milestone, ...]
    criteria: tuple[Criterion, ...]
    stopped_on: date | None
    owed: tuple[Period, ...]

    @property
    def month(self) -> int:
        """The programme month `today` lies in; 1 is the first. Before the programme it is 0 or less, after it more than `last_month`."""
        return month_number(self.start_month, self.today)

    @cached_property
    def periods(self) -> dict[tuple[str, str], Period]:
        """The quarters and years that datasets are owed for, by dataset and each month in them."""
        return by_month(self.owed)

    @property
    def last_month(self) -> int:
        """The number of the programme's last month, or of that in which it was stopped."""
        planned = max(stage.last_month for stage in self.stages)
        return min(planned, month_number(self.start_month, self.stopped_on)) if self.stopped_on else planned

    @property
    def years(self) -> int:
        """How many years the programme has, of twelve months each; the last may be shorter."""
        return -(-self.last_month // 12)

    @property
    def ends(self) -> date:
        """The programme's last day."""
        planned = month_ends(self.start_month, self.last_month)
        return min(planned, self.stopped_on) if self.stopped_on else planned

    @property
    def place_in_time(self) -> str:
        """Where `today` lies: 'month 30, in stage 3', 'before month 1 (May 2024)' or 'the programme ended on 30 April 2029'."""
        if self.month < 1:
            return f"before month 1 ({self.start_month:%B %Y})"
        if self.stopped_on and self.stopped_on <= self.today:
            return f"the programme was stopped on {day(self.stopped_on)}"
        if self.month > self.last_month:
            return f"the programme ended on {day(self.ends)}"
        stage = next((stage for stage in self.stages if stage.first_month <= self.month <= stage.last_month), None)
        return f"month {self.month}" + (f", in stage {stage.number}" if stage else "")


def make_programme(set_up: SetUp, today: date, looking_back: bool, stopped_on: date | None) -> Programme:
    """Make the programme from its set-up; an example's own date stands for today unless somebody looks back."""
    row = set_up.programme.iloc[0]
    start = date.fromisoformat(f"{row['start_month']}-01")
    reference = row["reference_date"]
    waves = waves_named(set_up.waves)
    reported = int(row["reporting_months"]) if pd.notna(row["reporting_months"]) else None
    stages = tuple(stage_dates(start, set_up.stages, waves, set_up.break_clauses))
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
        stages=stages,
        waves=waves,
        milestones=(
            *milestones_of(set_up.milestones, handbooks_hold(row["handbook_milestones"], set_up.stages), waves),
            *interim_reports(reported, [(stage.number, stage.first_month, stage.last_month) for stage in stages]),
        ),
        criteria=criteria_of(set_up.criteria),
        stopped_on=stopped_on,
        owed=owed_periods(start, max(stage.last_month for stage in stages), set_up.cadences),
    )


def handbooks_hold(said: str | None, listed: pd.DataFrame) -> bool:
    """Tell whether the handbook's milestones hold: as the set-up says or, where it does not, unless it gives a stage a title of its own."""
    return not (listed["title"] != "").any() if pd.isna(said) else said == "yes"


def waves_named(listed: pd.DataFrame) -> tuple[Option, ...]:
    """Return the waves of neighbourhoods: those that a set-up lists (wave, title), in its order, else first, second and third."""
    usual = load().waves
    named = [(usual.get(word.casefold()) or Option(code=word, title=word[:1].upper() + word[1:]), title) for word, title in listed.values]
    return tuple(wave.model_copy(update={"title": title}) if title else wave for wave, title in named) or tuple(usual.values())


def wave_spellings(waves: Sequence[Option]) -> dict[str, str]:
    """Return the code of each wave by every normalised way of writing it: a code wins over a title, and that over other spellings."""
    ways = [{normal(word): wave.code for wave in waves for word in wave.spellings}]
    ways += [{normal(wave.title): wave.code for wave in waves}, {normal(wave.code): wave.code for wave in waves}]
    return ways[0] | ways[1] | ways[2]


def stage_dates(start: date, listed: pd.DataFrame, waves: Sequence[Option], terms: pd.DataFrame = NO_TERMS) -> list[StageDates]:
    """Return the stages with their dates and the terms of their break clauses: the programme's own stages, else the handbook's.

    Where no stage says which waves begin in it, they begin one a stage from the handbook's first such stage on.
    """
    usual = load().stages
    rows = [(int(row.stage), row.title, row.first_month, row.last_month, row.break_clause == "yes") for row in listed.itertuples()]
    rows = rows or [(stage.number, "", stage.first_month, stage.last_month, stage.break_clause) for stage in usual.values()]
    begins = {int(row.stage): tuple(row.begins.split("; ")) for row in listed.itertuples() if row.begins}
    first = min(stage.number for stage in usual.values() if stage.begins)
    begins = begins or {number: (wave.code,) for number, wave in enumerate(waves, start=first)}
    told = clauses_told(terms)
    return [
        StageDates(
            number,
            title or usual[number].title,
            int(first_month),
            int(last_month),
            month_starts(start, int(first_month)),
            month_ends(start, int(last_month)),
            clause,
            begins.get(number, ()),
            clause_of(start, int(last_month), told.get(number, {})) if clause else None,
        )
        for number, title, first_month, last_month, clause in rows
    ]

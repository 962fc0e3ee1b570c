"""What a report is about: its kind, its stage, the day whose figures it holds, and what the authors wrote; with each table read once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.reports import ReportKind
from cdmon.refusal import Refusal
from cdmon.tables.factors import factors
from cdmon.tables.gate import gate
from cdmon.tables.headline import headline
from cdmon.tables.known import Known, programme_of
from cdmon.tables.kpis import kpis
from cdmon.tables.matrix import matrix
from cdmon.tables.milestones import all_milestones
from cdmon.tables.programme import Programme, StageDates
from cdmon.tables.report_words import AuthorsWords, authors_words
from cdmon.tables.reports_due import Due, report_due
from cdmon.wording import day


@dataclass(frozen=True)
class Scope:
    """What a report is about.

    `then` is what was known on the day whose figures it holds, `known` what is known when it is made: corrections and decisions of later
    days are told from it, and change no figure.
    """

    due: Due
    then: Known
    known: Known
    words: AuthorsWords | None

    @classmethod
    def of(cls, known: Known, code: str, until: date | None = None) -> "Scope":
        """Return what the report of a code is about: with the figures as at a day or, where none is given, as at its own (see `Due`).

        `known` is all that is known. Refusal where there is no such report, or nothing to tell on the day.
        """
        due = report_due(known, code)
        then = known.on(until or min(due.evidence_until, programme_of(known).today))
        if programme_of(then).today < due.stage.starts:
            raise Refusal(f"Stage {due.stage.number} began on {day(due.stage.starts)}. Choose a later day.")
        return cls(due, then, known, authors_words(known, code))

    @property
    def kind(self) -> ReportKind:
        """What kind of report it is."""
        return load().reports[self.due.at]

    @property
    def stage(self) -> StageDates:
        """The stage it is about, or lies in."""
        return self.due.stage

    @cached_property
    def programme(self) -> Programme:
        """The programme on the day whose figures the report holds."""
        return programme_of(self.then)

    @cached_property
    def factors(self) -> pd.DataFrame:
        """The six-factor table of all neighbourhoods pooled."""
        return factors(self.then)

    @cached_property
    def headlines(self) -> pd.DataFrame:
        """The six headlines of all neighbourhoods pooled, with what is told beside them."""
        return headline(self.then)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Every neighbourhood of which anything is known beside the six factors, with a first row of all together."""
        table = matrix(self.then)
        return table[table["begun"].astype(bool) | table["neighbourhood"].isna()].reset_index(drop=True)

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """The milestones of the stage."""
        table = self.then.kept("milestones", lambda: all_milestones(self.then))
        return table[table["stage"] == self.stage.number].reset_index(drop=True)

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """The KPIs of the stage, of the programme and of each neighbourhood."""
        table = self.then.kept("kpis", lambda: kpis(self.then))
        return table[table["stage"] == self.stage.number].reset_index(drop=True)

    @cached_property
    def criteria(self) -> pd.DataFrame:
        """The criteria of the break clause at the end of the stage, as they were known then."""
        return gate(self.then, self.stage.number)

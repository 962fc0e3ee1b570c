"""What a file is checked against: the programme as it is set up now, and the questions it has added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.columns import Column, listed
from cdmon.parts.datasets import WHOLE_PROGRAMME, Dataset
from cdmon.parts.stages import Milestone
from cdmon.parts.surveys import Question
from cdmon.tables.cadence import Period
from cdmon.tables.known import Known
from cdmon.tables.own_questions import own_questions
from cdmon.tables.own_ratings import own_aspects
from cdmon.tables.programme import Programme, wave_spellings
from cdmon.text import normal
from cdmon.workbooks.values import spellings


@dataclass(frozen=True)
class Setting:
    """The programme (None before it is set up), the names of its neighbourhoods by code, its own questions by survey and rated aspects."""

    programme: Programme | None
    names: dict[str, str]
    local_questions: dict[str, list[Column]]
    aspects: dict[str, str]  # their titles by code
    official: dict[str, str]  # each official code of an area of the set-up, with its neighbourhood
    boundary_years: dict[str, int]  # by neighbourhood, where the set-up gives one

    @property
    def start_month(self) -> str | None:
        """The programme's first month, such as 2024-05."""
        return f"{self.programme.start_month:%Y-%m}" if self.programme else None

    @property
    def stage_starts(self) -> dict[int, date]:
        """The first day of each stage; none before the programme is set up."""
        return {stage.number: stage.starts for stage in self.programme.stages} if self.programme else {}

    @property
    def milestones(self) -> dict[str, Milestone]:
        """The milestones of the programme by code; the handbook's before it is set up."""
        return {milestone.code: milestone for milestone in self.programme.milestones} if self.programme else load().milestones

    @property
    def periods(self) -> Mapping[tuple[str, str], Period]:
        """The quarters and years that datasets are owed for, by dataset and each month in them."""
        return self.programme.periods if self.programme else {}

    def owes(self, dataset: Dataset, month: str | None) -> bool:
        """Tell whether neighbourhoods owe a dataset for a month, or for any where it is not known."""
        if self.programme is None:
            return dataset.owed
        return any(each.dataset == dataset.code and month in (each.last, None) for each in self.programme.owed)

    @cached_property
    def neighbourhoods(self) -> dict[str, str]:
        """Every neighbourhood's code, by its normalised code and name."""
        return spelled(self.names)

    @cached_property
    def areas(self) -> dict[str, str]:
        """Every neighbourhood's code, by its normalised code and name and by each of its official codes."""
        return {normal(area): code for area, code in self.official.items()} | self.neighbourhoods

    def places(self, scope: str) -> dict[str, str]:
        """Return what a return of this scope may be for, by each normalised way of writing it; "" is the whole programme."""
        return self.neighbourhoods | ({normal(WHOLE_PROGRAMME): "", normal(f"whole {WHOLE_PROGRAMME}"): ""} if scope == "either" else {})

    def known(self, what: str, scope: str) -> dict[str, str]:
        """Return the codes a column may refer to, by each normalised way of writing them."""
        if what == "neighbourhoods":
            return self.places(scope)
        if what == "waves":
            return wave_spellings(self.programme.waves if self.programme else tuple(load().waves.values()))
        if what == "datasets":
            return spelled(load().can_be_owed)
        if what == "aspects":
            return spelled(self.aspects) | spellings(load().datasets["ratings"].sheet("ratings").column("aspect").options)
        codes = {"indicators": load().monthly, "figures": load().indicators, "milestones": self.milestones, "kpis": load().kpis}[what]
        return {normal(code): code for code in codes}


def spelled(names: dict[str, str]) -> dict[str, str]:
    """Return every code of a register of names, by its normalised code and name; a code wins over another's name."""
    return {normal(name): code for code, name in names.items()} | {normal(code): code for code in names}


def own_column(question: Question) -> Column:
    """Return the column of a question of the programme's own: without an example, as templates have always offered it."""
    return question.column().model_copy(update={"example": ""})


def setting(known: Known) -> Setting:
    """Read the setting that counts now."""
    places = known.neighbourhoods
    questions = {survey: [own_column(question) for question in own_questions(known, survey)] for survey in load().surveys}
    aspects = {aspect.code: aspect.title for aspect in own_aspects(known)}
    names = dict(zip(places["code"], places["name"], strict=True))
    official = {area: code for code, areas in zip(places["code"], places["gss_code"], strict=True) for area in listed(areas)}
    years = {code: int(year) for code, year in zip(places["code"], places["boundary_year"], strict=True) if pd.notna(year)}
    return Setting(known.programme, names, questions, aspects, official, years)

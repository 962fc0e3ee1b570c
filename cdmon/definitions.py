"""What is measured, as data: loads `data/definitions` strictly and checks that its parts fit together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = Path(__file__).parent.parent / "data" / "definitions"

ColumnType = Literal["text", "integer", "number", "date", "month", "choice"]
Wave = Literal["first", "second", "third"]


class DefinitionError(Exception):
    """A definition file is wrong; the message names the file and what to put right."""


class Part(BaseModel):
    """Any part of a definition: unknown keys are errors, nothing is converted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Part):
    """One answer a column or a question accepts, stored as `code`, shown as `title`, also read from `spellings`."""

    code: str
    title: str
    spellings: list[str] = []
    substantive: bool = True  # False for "don't know" and the like: counted and shown, never part of a base


class Column(Part):
    """One column of a sheet: what the template offers, what the check accepts, what the table stores."""

    code: str
    title: str
    type: ColumnType = "text"
    required: bool = False
    help: str
    example: str = ""
    options: list[Option] = []
    spellings: list[str] = []
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    pattern_help: str = ""  # said when the pattern is not met: what the value should look like
    refers_to: Literal["neighbourhoods", "kpis", "milestones"] | None = None


class Sheet(Part):
    """One sheet of a dataset; its rows go to the table of the same code."""

    code: str
    title: str
    help: str
    rows: Literal["one", "many"] = "many"
    required: bool = True
    columns: list[Column]
    questions: str | None = None  # the survey whose questions are further columns of this sheet

    def column(self, code: str) -> Column:
        """Return the column of this code; KeyError when there is none."""
        return {c.code: c for c in self.columns}[code]


class Dataset(Part):
    """One kind of return: its sheets, what it is sent for, the rules across its rows."""

    code: str
    title: str
    description: str
    version: int
    scope: Literal["neighbourhood", "programme"]
    period: Literal["month", "wave", "none"]
    provenance: str
    source: str
    sheets: list[Sheet]
    checks: list[str] = []

    def sheet(self, code: str) -> Sheet:
        """Return the sheet of this code; KeyError when there is none."""
        return {s.code: s for s in self.sheets}[code]


class Question(Part):
    """One survey question: our own short label (never the questionnaire's wording), its source and its answers."""

    code: str
    label: str
    source: str
    reference_period: str
    type: Literal["choice", "integer", "number", "text"] = "choice"
    options: list[Option] = []
    asked_if: dict[str, list[str]] = {}  # routing: every named question must have one of these answers
    minimum: float | None = None
    maximum: float | None = None

    def column(self) -> Column:
        """Return the column in which a survey workbook holds this question's answers."""
        return Column(
            code=self.code,
            title=self.label,
            type=self.type,
            help=self.reference_period,
            example=self.options[0].title if self.options else "1" if self.type == "integer" else "",
            options=self.options,
            minimum=self.minimum,
            maximum=self.maximum,
        )


class Survey(Part):
    """A menu of questions."""

    code: str
    title: str
    source: str
    questions: list[Question]


class Stage(Part):
    """A stage of the programme, in months counted from the programme's start month, which is month 1."""

    number: int
    title: str
    first_month: int
    last_month: int
    break_clause: bool  # whether the commissioner may stop at the end of it
    source: str


class Factor(Part):
    """One of the six factors of the handbook's Figure 2, with what the figure measures for it."""

    number: int
    title: str
    measures: list[str]
    indicators: list[str]  # in the order of the factor table
    source: str


class Indicator(Part):
    """One figure of a factor: what it counts, in words and in SQL over the rows of one return.

    `proportion`: numerator and denominator are conditions on a row. `count` and `rate` (per 1,000 residents): `value` is an
    aggregate over the rows. The expressions come only from this folder, never from an upload.
    """

    code: str
    factor: int
    title: str
    counts: str
    why_it_matters: str
    cannot_tell: str
    kind: Literal["proportion", "count", "rate"]
    unit: str
    dataset: str
    sheet: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    measured: Literal["survey", "month end", "over the month"]
    counts_people: bool = False
    higher_is_better: bool
    source: str
    version: int
    date_reviewed: date
    next_review: date

    def expressions(self) -> list[str]:
        """Return the SQL expressions this indicator is computed with."""
        return [e for e in (self.numerator, self.denominator, self.value) if e]


class Kpi(Part):
    """A direction of travel that the model contract asks for, measured by one indicator."""

    code: str
    title: str
    indicator: str
    stages: dict[int, list[Wave]]  # in which stage it is looked at, for neighbourhoods of which waves
    source: str
    inferred: bool = False


class Milestone(Part):
    """Something to be done by a month of a stage; shown by the data where `shown_by` is set, else by a dated sign-off."""

    code: str
    stage: int
    title: str
    waves: list[Wave] = []  # empty: one milestone of the programme; else one for each neighbourhood of these waves
    due_month: int | None = None  # counted from the programme's start; the end of the stage when not given
    shown_by: list[str] = []  # indicators that must all have a baseline
    source: str
    inferred: bool = False


class ProblemKind(Part):
    """One way in which a file can be wrong: its stable code, how serious it is, and the sentence with the remedy."""

    code: str
    severity: Literal["error", "warning"]
    title: str
    message: str

    def placeholders(self) -> set[str]:
        """Return the names the message must be given."""
        return set(re.findall(r"{(\w+)}", self.message))


@dataclass(frozen=True)
class Definitions:
    """Everything in `data/definitions`, by code, in the order of the files."""

    stages: dict[int, Stage]
    factors: dict[int, Factor]
    surveys: dict[str, Survey]
    datasets: dict[str, Dataset]
    indicators: dict[str, Indicator]
    kpis: dict[str, Kpi]
    milestones: dict[str, Milestone]
    problems: dict[str, ProblemKind]

    def questions(self, survey: str) -> dict[str, Question]:
        """Return the questions of a survey by code."""
        return {q.code: q for q in self.surveys[survey].questions}

    def question_codes(self, indicator: Indicator) -> list[str]:
        """Return the codes of the survey questions an indicator's expressions use, in the survey's order."""
        survey = self.datasets[indicator.dataset].sheet(indicator.sheet).questions
        if survey is None:
            return []
        words = {word for e in indicator.expressions() for word in re.findall(r"\b[a-z]+\d+[a-z]?\b", e)}
        return [code for code in self.questions(survey) if code in words]


class UniqueKeyLoader(yaml.CSafeLoader):
    """A safe YAML loader that refuses a key given twice, which plain YAML silently lets win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """Build one mapping; ConstructorError when a key stands in it twice."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is given twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)


P = TypeVar("P", bound=Part)


def read_parts(path: Path, kind: type[P]) -> list[P]:
    """Read the parts of one file, which holds either one part or a list of them; DefinitionError when it does not fit."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), UniqueKeyLoader)  # noqa: S506 (it is a SafeLoader)
        return [kind.model_validate(item) for item in (content if isinstance(content, list) else [content])]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise DefinitionError(f"{path}: {error}") from error


def read_folder(folder: Path, kind: type[P]) -> list[P]:
    """Read the one part of each file of a folder, which must bear the part's code as its name."""
    parts = []
    for path in sorted(folder.glob("*.yaml")):
        found = read_parts(path, kind)
        if [getattr(part, "code", None) for part in found] != [path.stem]:
            raise DefinitionError(f"{path}: the file must hold one part and be named after its code")
        parts += found
    return parts


def by_code(parts: list[P], where: str, key: str = "code") -> dict[Any, P]:
    """Key parts by their code; DefinitionError when two share one."""
    keyed = {getattr(part, key): part for part in parts}
    if len(keyed) < len(parts):
        raise DefinitionError(f"{where}: a {key} is given twice")
    return keyed


@cache
def load(folder: Path = FOLDER) -> Definitions:
    """Load every definition; DefinitionError, naming the file, when one is wrong or refers to what is not there."""
    indicators = by_code(read_folder(folder / "indicators", Indicator), "indicators")
    factors = by_code(read_parts(folder / "factors.yaml", Factor), "factors.yaml", "number")
    in_order = [code for factor in factors.values() for code in factor.indicators]
    if sorted(in_order) != sorted(indicators):
        wrong = ", ".join(sorted(set(in_order) ^ set(indicators)) or [code for code in indicators if in_order.count(code) > 1])
        raise DefinitionError(f"{folder / 'factors.yaml'}: each indicator must be listed once, by its factor: {wrong}")
    definitions = Definitions(
        stages=by_code(read_parts(folder / "stages.yaml", Stage), "stages.yaml", "number"),
        factors=factors,
        surveys=by_code(read_folder(folder / "questions", Survey), "questions"),
        datasets=by_code(read_folder(folder / "datasets", Dataset), "datasets"),
        indicators={code: indicators[code] for code in in_order},
        kpis=by_code(read_parts(folder / "kpis.yaml", Kpi), "kpis.yaml"),
        milestones=by_code(read_parts(folder / "milestones.yaml", Milestone), "milestones.yaml"),
        problems=by_code(read_parts(folder / "problems.yaml", ProblemKind), "problems.yaml"),
    )
    faults = list(dangling(definitions))
    if faults:
        raise DefinitionError(f"{folder}: " + "; ".join(faults))
    return definitions


def dangling(definitions: Definitions) -> Iterator[str]:
    """Yield a sentence for each reference from one definition to another that is not there."""

    def missing(what: str, name: object, known: Iterable[object]) -> Iterator[str]:
        if name not in known:
            yield f"{what} refers to {name!r}, which is not defined"

    for dataset in definitions.datasets.values():
        for check in dataset.checks:
            yield from missing(f"datasets/{dataset.code}.yaml", check, definitions.problems)
        for sheet in dataset.sheets:
            if sheet.questions is not None:
                yield from missing(f"datasets/{dataset.code}.yaml", sheet.questions, definitions.surveys)
    for survey in definitions.surveys.values():
        for question in survey.questions:
            codes = definitions.questions(survey.code)
            for code, answers in question.asked_if.items():
                yield from missing(f"questions/{survey.code}.yaml {question.code}", code, codes)
                for answer in answers if code in codes else []:
                    yield from missing(f"questions/{survey.code}.yaml {question.code}", answer, [o.code for o in codes[code].options])
    for indicator in definitions.indicators.values():
        where = f"indicators/{indicator.code}.yaml"
        listed = [factor.number for factor in definitions.factors.values() if indicator.code in factor.indicators]
        if listed != [indicator.factor]:
            yield f"{where} says factor {indicator.factor}, but factors.yaml lists it elsewhere"
        yield from missing(where, indicator.dataset, definitions.datasets)
        if indicator.dataset in definitions.datasets:
            yield from missing(where, indicator.sheet, [s.code for s in definitions.datasets[indicator.dataset].sheets])
        if (indicator.kind == "proportion") != bool(indicator.numerator and indicator.denominator and not indicator.value):
            yield f"{where}: a proportion has a numerator and a denominator, any other kind has a value"
    for kpi in definitions.kpis.values():
        yield from missing(f"kpis.yaml {kpi.code}", kpi.indicator, definitions.indicators)
        for stage in kpi.stages:
            yield from missing(f"kpis.yaml {kpi.code}", stage, definitions.stages)
    for milestone in definitions.milestones.values():
        yield from missing(f"milestones.yaml {milestone.code}", milestone.stage, definitions.stages)
        for code in milestone.shown_by:
            yield from missing(f"milestones.yaml {milestone.code}", code, definitions.indicators)

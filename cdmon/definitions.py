"""What is measured, as data: loads `data/definitions` strictly and checks that its parts fit together."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from cdmon.faults import dangling
from cdmon.parts.columns import Column, PersonalKind, Placeholder, Sheet
from cdmon.parts.datasets import Dataset, Decision, ProblemKind, Reason, Workbook
from cdmon.parts.exports import Export
from cdmon.parts.indicators import Comparator, Factor, Indicator, Kpi
from cdmon.parts.part import Option, Part
from cdmon.parts.plain_words import PlainWords
from cdmon.parts.reports import ReportKind, ReportPart
from cdmon.parts.retention import Retention
from cdmon.parts.rights import AuditKind, Right, Role
from cdmon.parts.stages import ClauseForm, Criterion, GateRule, LeftOpen, Milestone, Mode, Outcome, Stage
from cdmon.parts.surveys import Question, Survey
from cdmon.text import normal
from cdmon.value.parts import AssumedPart, Claim, Stream

FOLDER = Path(__file__).parent.parent / "data" / "definitions"


class DefinitionError(Exception):
    """A definition file is wrong; the message names the file and what to put right."""


@dataclass(frozen=True)
class Definitions:
    """Everything in `data/definitions`, by code, in the order of the files."""

    stages: dict[int, Stage]
    waves: dict[str, Option]
    factors: dict[int, Factor]
    surveys: dict[str, Survey]
    datasets: dict[str, Dataset]
    workbooks: dict[str, Workbook]
    indicators: dict[str, Indicator]
    comparators: list[Comparator]
    kpis: dict[str, Kpi]
    milestones: dict[str, Milestone]
    criteria: dict[str, Criterion]
    rules: dict[str, GateRule]
    clauses: dict[str, ClauseForm]
    outcomes: dict[str, Outcome]
    left_open: dict[str, LeftOpen]
    modes: dict[str, Mode]
    problems: dict[str, ProblemKind]
    decisions: dict[str, Decision]
    restatements: dict[str, Reason]
    placeholders: dict[str, Placeholder]
    personal: dict[str, PersonalKind]
    claims: dict[str, Claim]
    assumed: dict[str, AssumedPart]
    streams: dict[str, Stream]
    exports: dict[str, Export]
    shorthand: dict[str, Option]
    plain_words: list[PlainWords]
    reports: dict[str, ReportKind]
    report_parts: dict[str, ReportPart]
    roles: dict[str, Role]
    rights: dict[str, Right]
    audit_kinds: dict[str, AuditKind]
    retention: dict[str, Retention]
    export_notes: dict[str, Option]

    def questions(self, survey: str) -> dict[str, Question]:
        """Return the questions of a survey by code."""
        return {q.code: q for q in self.surveys[survey].questions}

    @property
    def monthly(self) -> list[str]:
        """The codes of the flows, whose months are XmR charts."""
        return [code for code, indicator in self.indicators.items() if indicator.is_flow]

    @property
    def can_be_owed(self) -> dict[str, str]:
        """The titles of the datasets that a neighbourhood sends for a month, by code."""
        return {code: each.title for code, each in self.datasets.items() if each.period == "month" and each.scope != "programme"}

    def on_line(self, line: str) -> list[str]:
        """Return the codes of the indicators that stand on a line (one of LINES), in factor order."""
        return [code for code, indicator in self.indicators.items() if indicator.line == line]

    def needed(self, indicator: Indicator) -> list[Question]:
        """Return the survey questions an indicator's expressions use, in the survey's order; no figure can do without any of them."""
        survey = self.datasets[indicator.dataset].sheet(indicator.sheet).questions
        if survey is None:
            return []
        words = words_of(tuple(indicator.expressions()))
        return [question for code, question in self.questions(survey).items() if code in words]

    def not_needed(self, survey: str) -> list[Question]:
        """Return the questions of a survey that no indicator uses, in the survey's order: they are told as they were answered."""
        used = {code for indicator in self.indicators.values() for code in self.question_codes(indicator)}
        return [question for code, question in self.questions(survey).items() if code not in used]

    @cached_property
    def silent(self) -> frozenset[str]:
        """Every answer in words that says nothing, such as "don't know", however it is spelled, as `cdmon.text.normal` has it."""
        options = (option for survey in self.surveys.values() for question in survey.questions for option in question.options)
        texts = (text for option in options if not option.substantive for text in (option.code, option.title, *option.spellings))
        return frozenset(normal(text) for text in texts if not any(letter.isdigit() for letter in text))

    @property
    def characteristics(self) -> list[Column]:
        """The columns of the residents' survey that say who answered."""
        return [column for column in self.datasets["residents"].sheet("responses").columns if column.characteristic]

    def in_words(self, asked: str) -> str:
        """Return a text with the short label of each survey question in the place of its code: 'q24' as “Effect of it on health”."""
        labels = {question.code: f"“{question.label}”" for survey in self.surveys.values() for question in survey.questions}
        return re.sub(r"\b[a-z]\d+[a-z]?\b", lambda code: labels.get(code[0], code[0]), asked).replace("” “", "”, “")

    def question_codes(self, indicator: Indicator) -> list[str]:
        """Return the codes of the survey questions an indicator needs, in the survey's order."""
        return [question.code for question in self.needed(indicator)]


@cache
def words_of(expressions: tuple[str, ...]) -> frozenset[str]:
    """Return the words of some SQL expressions, those within quotes left out: they are answers."""
    return frozenset(word for each in expressions for word in re.findall(r"\w+", re.sub("'[^']*'", "", each)))


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
        waves=by_code(read_parts(folder / "waves.yaml", Option), "waves.yaml"),
        factors=factors,
        surveys=by_code(read_folder(folder / "questions", Survey), "questions"),
        datasets=with_columns(by_code(read_folder(folder / "datasets", Dataset), "datasets"), folder),
        workbooks=by_code(read_parts(folder / "workbooks.yaml", Workbook), "workbooks.yaml"),
        indicators={code: indicators[code] for code in in_order},
        comparators=read_parts(folder / "comparators.yaml", Comparator),
        kpis=by_code(read_parts(folder / "kpis.yaml", Kpi), "kpis.yaml"),
        milestones=by_code(read_parts(folder / "milestones.yaml", Milestone), "milestones.yaml"),
        criteria=by_code(read_parts(folder / "criteria.yaml", Criterion), "criteria.yaml"),
        rules=by_code(read_parts(folder / "rules.yaml", GateRule), "rules.yaml"),
        clauses=by_code(read_parts(folder / "clauses.yaml", ClauseForm), "clauses.yaml"),
        outcomes=by_code(read_parts(folder / "outcomes.yaml", Outcome), "outcomes.yaml"),
        left_open=by_code(read_parts(folder / "left_open.yaml", LeftOpen), "left_open.yaml"),
        modes=by_code(read_parts(folder / "modes.yaml", Mode), "modes.yaml"),
        problems=by_code(read_parts(folder / "problems.yaml", ProblemKind), "problems.yaml"),
        decisions=by_code(read_parts(folder / "states.yaml", Decision), "states.yaml"),
        restatements=by_code(read_parts(folder / "restatements.yaml", Reason), "restatements.yaml"),
        placeholders=by_code(read_parts(folder / "placeholders.yaml", Placeholder), "placeholders.yaml", "text"),
        personal=by_code(read_parts(folder / "personal.yaml", PersonalKind), "personal.yaml"),
        claims=by_code(read_parts(folder / "claims.yaml", Claim), "claims.yaml"),
        assumed=by_code(read_parts(folder / "assumptions.yaml", AssumedPart), "assumptions.yaml"),
        streams=by_code(read_parts(folder / "streams.yaml", Stream), "streams.yaml"),
        exports=by_code(read_parts(folder / "exports.yaml", Export), "exports.yaml"),
        shorthand=by_code(read_parts(folder / "shorthand.yaml", Option), "shorthand.yaml"),
        plain_words=read_parts(folder / "plain_words.yaml", PlainWords),
        reports=by_code(read_parts(folder / "reports.yaml", ReportKind), "reports.yaml", "at"),
        report_parts=by_code(read_parts(folder / "report_parts.yaml", ReportPart), "report_parts.yaml"),
        roles=by_code(read_parts(folder / "roles.yaml", Role), "roles.yaml"),
        rights=by_code(read_parts(folder / "rights.yaml", Right), "rights.yaml"),
        audit_kinds=by_code(read_parts(folder / "audit_kinds.yaml", AuditKind), "audit_kinds.yaml"),
        retention=by_code(read_parts(folder / "retention.yaml", Retention), "retention.yaml"),
        export_notes=by_code(read_parts(folder / "export_notes.yaml", Option), "export_notes.yaml"),
    )
    faults = list(dangling(definitions))
    if faults:
        raise DefinitionError(f"{folder}: " + "; ".join(faults))
    return definitions


def with_columns(datasets: dict[str, Dataset], folder: Path) -> dict[str, Dataset]:
    """Give each sheet that has the columns of another dataset's sheet those columns; DefinitionError when there is no such sheet."""
    sheets = {f"{dataset.code}.{sheet.code}": sheet for dataset in datasets.values() for sheet in dataset.sheets}

    def filled(sheet: Sheet, where: str) -> Sheet:
        if sheet.columns_of is None:
            return sheet
        if sheet.columns_of not in sheets:
            raise DefinitionError(f"{folder}: datasets/{where}.yaml refers to {sheet.columns_of!r}, which is not defined")
        return sheet.model_copy(update={"columns": sheets[sheet.columns_of].columns})

    return {
        code: dataset.model_copy(update={"sheets": [filled(sheet, code) for sheet in dataset.sheets]}) for code, dataset in datasets.items()
    }

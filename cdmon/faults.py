"""What does not fit together in the definitions: what is missing, out of order, or refers to what is not there."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cdmon.parts.indicators import LINES, RATING_LEVELS, Indicator, Kpi

if TYPE_CHECKING:
    from cdmon.definitions import Definitions

PARTS = ("numerator", "numerator_words", "denominator", "denominator_words", "value", "value_words", "levels")
NEEDED = {  # any other kind needs a value and its words alone
    "proportion": {"numerator", "numerator_words", "denominator_words"},
    "share": {"numerator", "numerator_words", "denominator", "denominator_words"},
    "rating": {"denominator", "denominator_words", "value", "value_words", "levels"},
}


def faulty_sheet(where: str, indicator: Indicator) -> Iterator[str]:
    """Yield a sentence for each part of an indicator's sheet that is missing, out of place or does not fit another."""
    needed = NEEDED.get(indicator.kind, {"value", "value_words"})
    for part in PARTS:
        if bool(getattr(indicator, part)) != (part in needed):
            yield f"{where}: a {indicator.kind} {'needs' if part in needed else 'has no'} {part}"
    if bool(indicator.unknown) != bool(indicator.unknown_words):
        yield f"{where}: what is unknown needs a condition and words"
    if indicator.levels and len(indicator.levels) != RATING_LEVELS:
        yield f"{where}: a rating has {RATING_LEVELS} levels"
    if [change.version for change in indicator.history] != list(range(1, indicator.version + 1)):
        yield f"{where}: the history must tell of every version from 1 to {indicator.version}, in this order"
    dates = [change.date for change in indicator.history] + [indicator.date_reviewed, indicator.next_review]
    if dates != sorted(dates):
        yield f"{where}: the dates of the history, of the last review and of the next one must follow each other"


def faulty_factors(definitions: "Definitions") -> Iterator[str]:
    """Yield a sentence for each factor without exactly one headline, or whose indicators do not stand in the order of the lines."""
    for factor in definitions.factors.values():
        lines = [definitions.indicators[code].line for code in factor.indicators]
        if lines.count("headline") != 1:
            yield f"factors.yaml {factor.number}: a factor has one headline, not {lines.count('headline')}"
        if lines != sorted(lines, key=LINES.index):
            yield f"factors.yaml {factor.number}: the indicators must stand in the order {', '.join(LINES)}"


def faulty_kpi(kpi: Kpi, definitions: "Definitions") -> Iterator[str]:
    """Yield a sentence for what is wrong with the indicators of a KPI, each of which has a direction."""
    if not kpi.indicators:
        yield f"kpis.yaml {kpi.code}: a KPI needs an indicator"
    for code in kpi.indicators:
        indicator = definitions.indicators.get(code)
        if indicator is not None and kpi.direction(indicator) is None:
            yield f"kpis.yaml {kpi.code}: a KPI has a direction, and {code!r} is neutral"
        if indicator is not None and code in kpi.cumulative and not indicator.is_flow:
            yield f"kpis.yaml {kpi.code}: {code!r} does not happen over months, so that nothing adds up"


def dangling(definitions: "Definitions") -> Iterator[str]:
    """Yield a sentence for each reference from one definition to another that is not there."""

    def missing(what: str, name: object, known: Iterable[object]) -> Iterator[str]:
        if name not in known:
            yield f"{what} refers to {name!r}, which is not defined"

    for dataset in definitions.datasets.values():
        for check in dataset.checks:
            yield from missing(f"datasets/{dataset.code}.yaml", check, definitions.problems)
        for sheet in dataset.sheets:
            for column in sheet.key:
                yield from missing(f"datasets/{dataset.code}.yaml {sheet.code}", column, [c.code for c in sheet.columns])
            if sheet.duplicate:
                yield from missing(f"datasets/{dataset.code}.yaml {sheet.code}", sheet.duplicate, definitions.problems)
                if not any(column.required and column.code in sheet.key for column in sheet.columns):
                    yield f"datasets/{dataset.code}.yaml {sheet.code}: a duplicate is told at a column of the key that must be filled in"
            for kind in {kind for column in sheet.columns for kind in (column.before_start, column.check)} - {""}:
                yield from missing(f"datasets/{dataset.code}.yaml {sheet.code}", kind, definitions.problems)
            if sheet.questions is not None:
                yield from missing(f"datasets/{dataset.code}.yaml", sheet.questions, definitions.surveys)
    for workbook in definitions.workbooks.values():
        for code in workbook.datasets:
            yield from missing(f"workbooks.yaml {workbook.code}", code, definitions.datasets)
    yield from faulty_factors(definitions)
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
        yield from faulty_sheet(where, indicator)
    for comparator in definitions.comparators:
        yield from missing("comparators.yaml", comparator.indicator, definitions.indicators)
    for kpi in definitions.kpis.values():
        yield from faulty_kpi(kpi, definitions)
        for code in [*kpi.indicators, *kpi.cumulative, *kpi.lower_is_better, *kpi.higher_is_better]:
            yield from missing(f"kpis.yaml {kpi.code}", code, definitions.indicators)
        for stage in kpi.stages:
            yield from missing(f"kpis.yaml {kpi.code}", stage, definitions.stages)
    for criterion in definitions.criteria.values():
        yield from missing(f"criteria.yaml {criterion.code}", criterion.rule, definitions.rules)
        bearing: dict[str, Iterable[str]] = {"milestone": definitions.milestones, "kpi": definitions.kpis}
        looked_at = bearing.get(criterion.rule)
        if looked_at is not None:
            yield from missing("criteria.yaml", criterion.code, looked_at)
        for stage in criterion.stages:
            yield from missing(f"criteria.yaml {criterion.code}", stage, definitions.stages)
    for stage_of in definitions.stages.values():
        for wave in stage_of.begins:
            yield from missing(f"stages.yaml {stage_of.number}", wave, definitions.waves)
    for mode in definitions.modes.values():
        for wave in mode.waves:
            yield from missing(f"modes.yaml {mode.code}", wave, definitions.waves)
    offered: dict[tuple[str, str], Iterable[str]] = {
        ("modes", "mode"): definitions.modes,
        ("own_criteria", "rule"): definitions.rules,
        ("break_clauses", "form"): definitions.clauses,
        ("break_clauses", "if_undecided"): [form.if_undecided for form in definitions.clauses.values()],
    }
    for (sheet_code, column_code), known in offered.items():
        for option in definitions.datasets["programme"].sheet(sheet_code).column(column_code).options:
            yield from missing(f"datasets/programme.yaml {sheet_code}", option.code, known)
    for milestone in definitions.milestones.values():
        for wave in milestone.waves:
            yield from missing(f"milestones.yaml {milestone.code}", wave, definitions.waves)
        yield from missing(f"milestones.yaml {milestone.code}", milestone.stage, definitions.stages)
        for code in [code for part in milestone.shown_by for code in part.any_of]:
            yield from missing(f"milestones.yaml {milestone.code}", code, definitions.indicators)
    for export in definitions.exports.values():
        names = [column.name for column in export.columns]
        for name in [*export.dates, *(name for sheet in export.sheets for name in sheet.columns)]:
            yield from missing(f"exports.yaml {export.code}", name, names)
        for name in names:
            if not any(name in sheet.columns for sheet in export.sheets):
                yield f"exports.yaml {export.code}: {name!r} stands on no sheet"
    for words in definitions.plain_words:
        if words.of == "figure":
            yield from missing(f"plain_words.yaml {words.code}", words.code, definitions.indicators)
    for report in definitions.reports.values():
        for code in report.parts:
            yield from missing(f"reports.yaml {report.code}", code, definitions.report_parts)

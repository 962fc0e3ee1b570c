"""Definitions as tables that people read."""

import re
from collections.abc import Mapping

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.columns import Column, Sheet
from cdmon.parts.datasets import ProblemKind
from cdmon.parts.indicators import Indicator, Kpi
from cdmon.parts.stages import Criterion, Evidence, Milestone
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import day

BETTER = {True: "higher", False: "lower", None: "neither"}
ABOUT = {False: "files, sheets and cells", True: "rows and sheets together"}
LINE_WORDS = {
    "headline": "headline of its factor",
    "second": "second line of its factor",
    "detail": "detail of its factor",
    "programme": "for all neighbourhoods together, never judged for one",
}
INDICATORS = Listing(
    "indicators",
    "indicator",
    "indicators",
    numbers={"headlines of their factors": among("line", ["headline"])},
    choices=[Choice("factor", "Factor"), Choice("line", "Line", LINE_WORDS.__getitem__), Choice("dataset", "Comes from")],
    texts=["title", "counts", "why"],
    order={"line": [[line] for line in LINE_WORDS]},
)
MILESTONES = Listing(
    "milestones_defined", "milestone", "milestones", choices=[Choice("Stage", "Stage")], texts=["Milestone", "Of", "Shown by"]
)
PROBLEMS = Listing(
    "problems",
    "kind of problem",
    "kinds of problems",
    choices=[Choice("How serious", "How serious"), Choice("About", "About")],
    texts=["Problem", "What to do", "Code"],
)
KINDS = {"integer": "whole number", "month": "year-month"}


def as_it_is(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that is in words already."""
    return frame


def indicators() -> pd.DataFrame:
    """Return one row an indicator, by factor: title, factor, line (its code), dataset, counts and why (it matters)."""
    datasets = load().datasets
    factors = {number: f"{number}. {factor.title}" for number, factor in load().factors.items()}
    rows = [
        (
            each.title,
            factors[each.factor],
            each.line,
            datasets[each.dataset].title,
            each.counts,
            each.why_it_matters,
        )
        for each in load().indicators.values()
    ]
    return pd.DataFrame(rows, columns=["title", "factor", "line", "dataset", "counts", "why"]).sort_values("factor", kind="stable")


def read_indicators(frame: pd.DataFrame) -> pd.DataFrame:
    """Return indicators as people read them: Indicator, Factor, Line, What it counts, Comes from."""
    text = frame.assign(line=frame["line"].map(LINE_WORDS))[["title", "factor", "line", "counts", "dataset"]]
    return text.set_axis(["Indicator", "Factor", "Line", "What it counts", "Comes from"], axis="columns")


def indicator(definition: Indicator) -> pd.DataFrame:
    """Return what there is to say about an indicator, a line each: in words first, and last as it is computed."""
    labels = {code: question.label for survey in load().surveys for code, question in load().questions(survey).items()}
    questions = [f"{code} {labels[code]}" for code in load().question_codes(definition)]
    base = f"({definition.numerator}) IS NOT NULL" if definition.numerator else definition.denominator
    facts = {
        "What it counts": definition.counts,
        "Why it matters": definition.why_it_matters,
        "What it cannot tell": definition.cannot_tell,
        "Which way is better": BETTER[definition.higher_is_better],
        "Line": LINE_WORDS[definition.line],
        "Measured": f"{definition.unit}, {definition.measured}",
        "Comes from": load().datasets[definition.dataset].title,
        "Questions": "; ".join(questions),
        "Numerator": definition.numerator_words,
        "Denominator": definition.denominator_words,
        "Value": definition.value_words,
        "Levels": "; ".join(f"{level} {words}" for level, words in enumerate(definition.levels, start=1)),
        "Source": definition.source,
        "Owner": definition.owner,
        "Review": f"last {day(definition.date_reviewed)}, next {day(definition.next_review)}",
        "Versions": " ".join(f"Version {each.version}, {day(each.date)}: {each.change}" for each in definition.history),
        "Numerator in SQL": definition.numerator,
        "Denominator in SQL": base,
        "Value in SQL": definition.value,
    }
    return pd.DataFrame([(name, text) for name, text in facts.items() if text], columns=["What", "Definition"])


def kpis(definitions: list[Kpi], indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Return the KPIs: what is looked for, by which indicators, each with what its figure is, in which stages, and who says so."""
    rows = [
        (
            kpi.title,
            "; ".join(f"{indicators[code].title} ({kpi.basis(indicators[code])})" for code in kpi.indicators if code in indicators),
            ", ".join(map(str, kpi.stages)) or "each in which a wave begins",
            inferred(kpi.source, kpi.inferred),
        )
        for kpi in definitions
    ]
    return pd.DataFrame(rows, columns=["KPI", "Measured by", "Stages", "Source"])


def milestones(definitions: list[Milestone]) -> pd.DataFrame:
    """Return the milestones: what is to be done, in which stage, where, how it shows, and who says so."""
    rows = [
        (
            m.title,
            str(m.stage),
            f"each neighbourhood of the {' and '.join(m.waves)} wave" if m.waves else "the programme",
            "; ".join(shown(part, m.later) for part in m.shown_by) or " by: ".join(filter(None, ("a dated sign-off", m.signed_off_by))),
            inferred(m.source, m.inferred),
        )
        for m in definitions
    ]
    return pd.DataFrame(rows, columns=["Milestone", "Stage", "Of", "Shown by", "Source"])


def criteria(definitions: list[Criterion]) -> pd.DataFrame:
    """Return the criteria of break clauses: the code, what is asked, of which stages, as what, held by which rule, and who says so."""
    named: Mapping[str, Milestone | Kpi] = {**load().milestones, **load().kpis}
    rows = [
        (
            each.code,
            each.title or (named[each.code].title if each.code in named else each.code),
            ", ".join(map(str, each.stages)),
            each.criticality,
            load().rules[each.rule].title,
            each.source,
        )
        for each in definitions
    ]
    return pd.DataFrame(rows, columns=["Code", "Criterion", "Stages", "Asked as", "Rule", "Source"])


def shown(part: Evidence, later: bool) -> str:
    """Say which figures show a part of a milestone."""
    titles = [load().indicators[code].title for code in part.any_of]
    which = f"first figures{' and later ones' * later} of: {' or '.join(titles)}"
    return which if titles == [part.title] else f"{part.title} ({which})"


def problems(definitions: list[ProblemKind]) -> pd.DataFrame:
    """Return the kinds of problems: what each is, how serious, about what, and what people are told, with … for what the file says."""
    across = {rule for dataset in load().datasets.values() for rule in dataset.rules}
    rows = [
        (each.title, seriousness(each), ABOUT[each.code in across], re.sub(r"{\w+}", "…", each.message), each.code) for each in definitions
    ]
    return pd.DataFrame(rows, columns=["Problem", "How serious", "About", "What to do", "Code"])


def seriousness(kind: ProblemKind) -> str:
    """Say how serious a kind of problem is, and from when on a new one is an error."""
    return kind.severity if kind.error_from is None else f"warning, an error from {day(kind.error_from)} on"


def columns_of(sheet: Sheet) -> Listing:
    """Return how the columns of a sheet are looked through."""
    texts = ["Column", "What it holds", "Answers"]
    return Listing(f"columns_{sheet.code}", "column", "columns", {"needed": among("Needed", ["needed"])}, texts=texts)


def columns(sheet: Sheet) -> pd.DataFrame:
    """Return the columns of a sheet: heading, what it holds, whether it is needed, and the answers it takes."""
    rows = [(c.title, c.help, "needed" if c.required else "may be empty", answers(c)) for c in sheet.columns]
    return pd.DataFrame(rows, columns=["Column", "What it holds", "Needed", "Answers"])


def questions(survey: str) -> pd.DataFrame:
    """Return the questions of a survey: code, our short label, answers, reference period and source."""
    rows = [(q.code, q.label, answers(q.column()), q.reference_period, q.source) for q in load().surveys[survey].questions]
    return pd.DataFrame(rows, columns=["Code", "Short label", "Answers", "Reference period", "Source"])


def answers(column: Column) -> str:
    """Return the answers a column takes, or what kind of thing stands in it."""
    return "; ".join(column.offered) or KINDS.get(column.type, column.type)


def inferred(source: str, is_inferred: bool) -> str:
    """Return a source, marked where the handbook does not say so itself."""
    return f"{source} [inferred]" if is_inferred else source

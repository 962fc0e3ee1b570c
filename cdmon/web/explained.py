"""Definitions as tables that people read."""

import re
from collections.abc import Mapping

import pandas as pd

from cdmon.definitions import load
from cdmon.parts import Column, Evidence, Indicator, Kpi, Milestone, ProblemKind, Sheet
from cdmon.wording import day

BETTER = {True: "higher", False: "lower", None: "neither"}
LINE_WORDS = {
    "headline": "headline of its factor",
    "second": "second line of its factor",
    "detail": "detail of its factor",
    "programme": "for all neighbourhoods together, never judged for one",
}
KINDS = {"integer": "whole number", "month": "year-month"}


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


def shown(part: Evidence, later: bool) -> str:
    """Say which figures show a part of a milestone."""
    titles = [load().indicators[code].title for code in part.any_of]
    which = f"first figures{' and later ones' * later} of: {' or '.join(titles)}"
    return which if titles == [part.title] else f"{part.title} ({which})"


def problems(definitions: list[ProblemKind]) -> pd.DataFrame:
    """Return the kinds of problems: what each is, how serious it is and what people are told, with … for what the file says."""
    rows = [(each.title, seriousness(each), re.sub(r"{\w+}", "…", each.message), each.code) for each in definitions]
    return pd.DataFrame(rows, columns=["Problem", "How serious", "What to do", "Code"])


def seriousness(kind: ProblemKind) -> str:
    """Say how serious a kind of problem is, and from when on a new one is an error."""
    return kind.severity if kind.error_from is None else f"warning, an error from {day(kind.error_from)} on"


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

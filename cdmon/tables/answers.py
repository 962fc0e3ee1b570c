"""What was answered to the questions of a survey that no indicator needs: the programme's own, and those of the menu."""

from dataclasses import replace
from math import nan

import numpy as np
import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import SMALL
from cdmon.parts.surveys import Question
from cdmon.tables.cells import change_text, few_cell, figure_cell
from cdmon.tables.changes import changes
from cdmon.tables.comparable import NOT_COMPARABLE, is_early, obstacles
from cdmon.tables.factors import is_compared
from cdmon.tables.figures import Figure, Roles, limits
from cdmon.tables.figures import Row as Made
from cdmon.tables.known import Known
from cdmon.tables.own_questions import own_questions
from cdmon.tables.shares import MEDIAN, TOTAL, answers_to
from cdmon.tables.verdicts import verdict
from cdmon.wording import HIDDEN, Row, base, figure, period, read

SURVEYS = ("residents", "sector", "agencies")
ROLES = ("baseline", "latest")
COLUMNS = ["survey", "factor", "question", "label", "source", "own", "answer", "kind", *ROLES, "change", "verdict", "remark"]
NO_FACTOR = 99  # in the order: what belongs to no factor comes last


def answers(known: Known, survey: str, neighbourhood: str | None = None, wave: str = "") -> pd.DataFrame:
    """Return one row a question that no indicator needs and answer, by factor, for the baseline wave and the latest one.

    `survey` is one of SURVEYS. None is the survey about the whole programme or, where there is none, that of all neighbourhoods pooled (of
    those of a `wave`). Columns: factor (None of none), question, label, source, own (whether it is the programme's), answer, kind
    ("proportion" of a choice, "median" and "total" of a number, "wish" of people's own words, which count them), `baseline` and `latest`
    (a `Figure` each, None where there is none), `change` (a `Change`), verdict, remark. Answers that say nothing are in no base. An answer
    that nobody gave has the value 0; questions that no wave asked have no row.
    """
    own = {question.code: question for question in own_questions(known, survey)}
    questions = own | {question.code: question for question in load().not_needed(survey)}
    within = set(known.neighbourhoods.loc[known.neighbourhoods["wave"] == wave, "code"]) if wave else None
    found = answers_to(known, survey, questions, neighbourhood, within)
    of_few = neighbourhood is not None and load().datasets[survey].of_few
    rows = [
        about(survey, questions[code], code in own, answer) | told(roles, of_few)
        for code, of_question in found.items()
        for answer, roles in of_question.items()
    ]
    judge(rows, load().datasets[survey].early_months)
    return pd.DataFrame(sorted(rows, key=lambda row: row["factor"] or NO_FACTOR), columns=COLUMNS)


def about(survey: str, question: Question, own: bool, answer: str) -> Made:
    """Return what is known of an answer's row before its figures."""
    titles = {option.code: option.title for option in question.options}
    kind = {MEDIAN: "median", TOTAL: "total"}.get(answer) if question.type in ("integer", "number") else None
    return {
        "survey": survey, "factor": question.factor, "question": question.code, "label": question.label, "source": question.source,
        "own": own, "answer": titles.get(answer, answer), "kind": kind or ("wish" if question.type == "text" else "proportion"),
    }  # fmt: skip


def told(roles: Roles, of_few: bool) -> Made:
    """Return the two figures of a row; those of few have no interval."""
    figures = {role: roles.get(role) for role in ROLES}
    return {
        role: replace(figure, of_few=True, size=nan, low=nan, high=nan) if figure and of_few else figure for role, figure in figures.items()
    }


def judge(rows: list[Made], early_months: int) -> None:
    """Give rows their intervals, changes and verdicts; a median, a total and a wish stand as they are."""
    for row in rows:
        then, now = row["baseline"], row["latest"]
        row |= {"obstacles": obstacles(then, now, "proportion"), "early": is_early(then, now, early_months), "apart": False, "change": None}
    shares = [row for row in rows if row["kind"] == "proportion"]
    for role in ROLES:
        held = [row for row in shares if row[role] is not None]
        value, size = (np.array([getattr(row[role], part) for row in held], float) for part in ("value", "size"))
        _, low, high = limits(np.full(value.shape, "proportion", object), value, size, size)
        for row, *interval in zip(held, low.tolist(), high.tolist(), strict=True):
            row[role] = replace(row[role], low=interval[0], high=interval[1])
    compared = [row for row in shares if is_compared(row)]
    kinds = ["proportion"] * len(compared)
    for row, change in zip(compared, changes([(row["baseline"], row["latest"]) for row in compared], kinds), strict=True):
        row["change"] = change
    for row in rows:
        row["verdict"] = verdict(row | {"kind": "proportion"}, None) if row in shares else "not judged"
        row["remark"] = remark(row)


def remark(row: Made) -> str:
    """Return what must be known beside a verdict: why two may not be compared, or which place a pool is made without."""
    left_out = row["baseline"].left_out if row["baseline"] else ()
    why = row["obstacles"] if row["verdict"] == NOT_COMPARABLE else ""
    return "; ".join(part for part in (why, f"without {', '.join(left_out)}: sampled in a single cluster" if left_out else "") if part)


def read_answers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the answers as people read them: Question, Answer, Baseline, Now, Change, Verdict."""
    return read(
        frame,
        {
            "Question": question_cell,
            "Answer": lambda row: row["answer"],
            "Baseline": lambda row: answer_cell(row, "baseline") or "not asked",
            "Now": lambda row: answer_cell(row, "latest") or "not asked since",
            "Change": change_cell,
            "Verdict": lambda row: row["verdict"] + (f" ({row['remark']})" if row["remark"] else ""),
        },
    )


def question_cell(row: Row) -> str:
    """Return a question's label, the factor it is told under, and whether it is the programme's own."""
    factor = load().factors.get(row["factor"]) if not pd.isna(row["factor"]) else None
    under = [f"factor {factor.number}"] if factor else []
    about = ", ".join([*under, *["the programme's own"] * bool(row["own"])])
    return f"{row['label']} ({about})" if about else str(row["label"])


def answer_cell(row: Row, role: str) -> str:
    """Return a figure of an answer with its base and period; '' where nobody was asked."""
    found: Figure | None = row[role]
    if found is None:
        return ""
    if found.is_hidden:
        return HIDDEN
    if row["kind"] == "proportion" and row["survey"] == "residents":
        return figure_cell(found, "proportion", role)
    if row["kind"] == "proportion" and found.of_few:
        return few_cell(found)
    marks = f" [{SMALL}]" * (found.note == SMALL) + " [provisional]" * found.provisional
    if row["kind"] == "proportion":
        share = figure(found.value, found.low, found.high, "proportion")
        return f"{found.n_counted:,.0f} of {found.n:,.0f}, {share}, {period(found.period)}{marks}"
    if row["kind"] == "wish":
        return f"{found.value:,.0f} residents, {period(found.period)}"
    return f"{figure(found.value, found.low, found.high, 'count')}, {base(found.n)}, {period(found.period)}{marks}"


def change_cell(row: Row) -> str:
    """Say the change, or the reason why there is none."""
    if row["verdict"] == "hidden":
        return HIDDEN
    return change_text(row["change"], "proportion") or ("nothing later yet" if row["verdict"] == "baseline only" else str(row["verdict"]))

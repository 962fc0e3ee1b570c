"""What organisations answered to the questions that the programme itself added to a survey, answer by answer."""

from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd

from cdmon.disclosure import SMALL
from cdmon.parts import local_question
from cdmon.statistics import wilson
from cdmon.tables.known import Known
from cdmon.wording import Row, figure, period, read

OF_ORGANISATIONS = ("sector", "agencies")
ROLES = ("baseline", "latest")
NOT_ASKED = {"base": nan, "period": "", "provisional": False}  # of a role for which no wave asked the question
COLUMNS = [
    "question", "label", "answer",
    *(f"{role}_{part}" for role in ROLES for part in ("n", "base", "share", "low", "high", "period", "note", "provisional")),
]  # fmt: skip


def answers(known: Known, dataset: str, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a question of the programme's own and answer, in the order of the set-up, for the baseline wave and the latest one.

    `dataset` is "sector" or "agencies" (ValueError for any other: cells of residents' answers would tell of few people); None asks for the
    survey about the whole programme. Columns: question, label, answer; for each role n (organisations that gave the answer), base (those
    that gave any to the question), share (a fraction of 1, not weighted) with its 95% Wilson interval (low, high), period, note ("small
    base" or "") and provisional.
    An answer that nobody gave has n = 0; NaN and "" stand where the question was not asked. Questions that no wave asked have no row.
    """
    if dataset not in OF_ORGANISATIONS:
        raise ValueError(f"The answers are shown of {' and '.join(OF_ORGANISATIONS)}, not of {dataset}.")
    given = known.read("answers", dataset=dataset, neighbourhood=neighbourhood or "").to_dict("records")
    waves = {(row["question"], row["role"]): row for row in given}
    counts = {(row["question"], row["role"], row["answer"]): row["n"] for row in given}
    rows: list[dict[str, Any]] = []
    for asked in known.read("local_questions").query("survey == @dataset").to_dict("records"):
        code = asked["code"]
        for answer, title in titles(asked, {answer for question, _, answer in counts if question == code}).items():
            row = {"question": code, "label": asked["label"], "answer": title}
            for role in ROLES:
                wave = waves.get((code, role))
                row[f"{role}_n"] = counts.get((code, role, answer), 0) if wave else nan
                row |= {f"{role}_{part}": (wave or NOT_ASKED)[part] for part in NOT_ASKED}
            rows.append(row)
    return with_shares(pd.DataFrame(rows, columns=COLUMNS), known.small_numbers.small_base)


def titles(asked: Row, given: set[str]) -> dict[str, str]:
    """Return the answers to a question by code, in order: those to choose from, then others that were given; none if none was given."""
    options = local_question(asked["code"], asked["label"], asked["answers"]).options
    offered = {option.code: option.title for option in options}
    return offered | {answer: answer for answer in sorted(given - set(offered), key=by_number)} if given else {}


def by_number(answer: str) -> tuple[float, str]:
    """Return a key by which numbers stand in their order, and texts after them."""
    try:
        return float(answer), ""
    except ValueError:
        return inf, answer


def with_shares(table: pd.DataFrame, small_base: int) -> pd.DataFrame:
    """Return the table with the share of each answer, its interval, and a note where the base is below `small_base`."""
    for role in ROLES:
        n, base = table[f"{role}_n"].to_numpy(float), table[f"{role}_base"].to_numpy(float)
        low, high = wilson(n, base)
        note = np.where(base < small_base, SMALL, "")
        table = table.assign(**{f"{role}_share": n / base, f"{role}_low": low, f"{role}_high": high, f"{role}_note": note})
    return table


def read_answers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the answers as people read them: Question, Answer, Baseline, Now."""
    return read(
        frame,
        {
            "Question": lambda row: row["label"],
            "Answer": lambda row: row["answer"],
            "Baseline": lambda row: share(row, "baseline") or "not asked",
            "Now": lambda row: share(row, "latest") or "not asked since",
        },
    )


def share(row: Row, role: str) -> str:
    """Say how many of how many gave an answer, as in '13 of 18, 72.2% (49.1–87.5), Autumn 2024'; '' where nobody was asked."""
    n, base, value, low, high = (row[f"{role}_{part}"] for part in ("n", "base", "share", "low", "high"))
    if pd.isna(n):
        return ""
    marks = f" [{SMALL}]" * (row[f"{role}_note"] == SMALL) + " [provisional]" * bool(row[f"{role}_provisional"])
    return f"{n:.0f} of {base:.0f}, {figure(value, low, high, 'proportion')}, {period(row[f'{role}_period'])}{marks}"

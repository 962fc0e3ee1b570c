"""The indicators that a programme adds by its set-up: the share of those who gave certain answers to a question of its own.

They stand beside the others in every table. Their figures are worked out from the answers kept, when they are read, so that they follow
what the set-up says on the day in view. Nothing that somebody typed is part of a query: answers are compared as texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cdmon.definitions import Definitions
from cdmon.estimates import COLUMNS, of_sample
from cdmon.parts.columns import listed
from cdmon.parts.indicators import LINES, Indicator
from cdmon.text import normal

SHEET = "responses"  # of every survey
DIRECTIONS = {"higher is better": True, "lower is better": False}
OWN = "The programme's set-up"

Told = Mapping[str, Any]


def with_own(definitions: Definitions, told: Iterable[Told]) -> Definitions:
    """Return the definitions with a programme's own indicators, each behind the others of its factor and line."""
    own = {row["code"]: indicator(definitions, row) for row in told if row["code"] not in definitions.indicators}
    every = sorted((definitions.indicators | own).values(), key=lambda each: (each.factor, LINES.index(each.line)))
    return replace(definitions, indicators={each.code: each for each in every}) if own else definitions


def indicator(definitions: Definitions, told: Told) -> Indicator:
    """Return the indicator that a row of the set-up tells: a share of those who answered a question, on the line of detail."""
    dataset = definitions.datasets[told["survey"]]
    units = [each.unit for each in definitions.indicators.values() if each.dataset == dataset.code and each.kind == "proportion"]
    return Indicator(
        code=told["code"],
        factor=int(told["factor"]),
        line="detail",
        title=told["title"],
        counts=f"Those who answered {told['answers']} to the programme's own question {told['question']}, {told['label']}.",
        why_it_matters="The programme has added it.",
        cannot_tell="It is compared with no other programme.",
        kind="proportion",
        unit=units[0] if units else "% of those who answered",
        dataset=dataset.code,
        sheet=SHEET,
        measured="survey",
        counts_people=not dataset.of_few,
        higher_is_better=DIRECTIONS.get(told["direction"]),
        source=OWN,
        owner="",
        version=1,
        date_reviewed=date.min,
        next_review=date.min,
        history=[],
    )


def own_estimates(told: Told, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of one own indicator, in the columns of the table of that name, from the answers of every wave.

    `answers` has a row a respondent: return_id, weight, stratum, cluster, answer (None for none) and the design of the sample. Who gave
    no answer, or one that is left out, is outside the base. A return in which nobody answered the question did not ask it.
    """
    counting, silent = (parts(told[which]) for which in ("answers", "left_out"))
    given = answers["answer"].map({answer: normal(answer) for answer in answers["answer"].dropna().unique()})
    outcome = given.isin(counting).astype(float).where(given.notna() & ~given.isin(silent), np.nan)
    rows = [
        (return_id, told["code"], 1, *of_sample(outcome[wave.index], wave, wave["design"].iloc[0]), told["question"], "")
        for return_id, wave in answers.groupby("return_id")
        if wave["answer"].notna().any()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def parts(text: str) -> list[str]:
    """Return the answers that a cell lists, with semicolons between them, as texts to compare."""
    return [normal(part) for part in listed(text)]

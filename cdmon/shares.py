"""What was answered to the questions of a survey that no indicator needs, and by whom, as shares: worked out once, when the return is sent.

A page then reads some hundred rows, however many people answered. Of each question there is a row for every answer that was given and one
of the answer "" that nobody gave, whose base and size are those of the answers that are offered and were not chosen. Of a number the row
tells who said at most that much, so that a median and its interval can be read from them. Of a wish in a person's own words there is a row
only where several used the same words.
"""

from collections.abc import Collection, Iterable, Iterator
from math import isinf
from typing import Any

import numpy as np
import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions
from cdmon.estimates import RESPONDENT, is_design_known, questions_asked, substantive
from cdmon.parts.columns import Column, Sheet
from cdmon.parts.datasets import Dataset
from cdmon.parts.indicators import Indicator
from cdmon.statistics.intervals import Floats
from cdmon.statistics.samples import degrees_of_freedom, weighted_proportion
from cdmon.text import normal

COLUMNS = [
    "return_id", "question", "answer", "characteristic", "category",
    "value", "n", "n_counted", "n_effective", "degrees", "design_known", "no_answer",
]  # fmt: skip
SEVERAL = 2  # who use the same words, for these to be kept apart

Row = tuple[object, ...]
Design = dict[str, pd.Series | None]


def shares(cursor: Cursor, definitions: Definitions, dataset: Dataset, sheets: Iterable[Sheet], numbers: Collection[str]) -> pd.DataFrame:
    """Return the shares of the returns of a dataset, in the columns of the table of that name: of surveys, and of who is part of others.

    The rows of each sheet lie before the cursor as `incoming_CODE`, their answers as `incoming_answers`. `numbers` are the codes of the
    programme's own questions that ask for a number.
    """
    rows: list[Row] = []
    for sheet in sheets:
        if sheet.questions is not None:
            rows += of_survey(cursor, definitions, dataset, sheet, numbers)
        rows += [row for column in sheet.columns if column.part_of for row in of_part(cursor, sheet, column)]
    return pd.DataFrame(rows, columns=COLUMNS)


def of_survey(cursor: Cursor, definitions: Definitions, dataset: Dataset, sheet: Sheet, numbers: Collection[str]) -> Iterator[Row]:
    """Yield the rows of the returns of one sheet: of its questions, then of who answered and of the headlines by who did."""
    headlines = [definitions.indicators[code] for code in definitions.on_line("headline")]
    headlines = [i for i in headlines if (i.dataset, i.sheet, i.kind) == (dataset.code, sheet.code, "proportion")]
    types = {question.code: question.type for question in definitions.questions(str(sheet.questions)).values()}
    types |= dict.fromkeys(numbers, "number")
    people, asked = respondents(cursor, definitions, headlines, sheet)
    answers = answers_given(cursor, definitions, sheet)
    designs = dict(cursor.execute("SELECT return_id, any_value(sample_design) FROM incoming_waves GROUP BY return_id").fetchall())
    for return_id, frame in people.groupby("return_id"):
        frame = frame.set_index("row_number")
        design = {name: frame[name] if frame[name].notna().any() else None for name in RESPONDENT}
        known = is_design_known(designs.get(return_id), design["cluster"] is not None)
        of_return = answers[answers["return_id"] == return_id].set_index("row_number")
        for question, given in of_return.groupby("question", sort=False)["answer"]:
            said = spoken(given, definitions.silent).reindex(frame.index)
            for answer, outcome in outcomes(said, types.get(str(question), "choice")):
                yield (return_id, question, answer, "", "", *share(outcome, design, known))
        told = [i for i in headlines if len(asked[str(return_id)]) and {q.code for q in definitions.needed(i)} <= asked[str(return_id)]]
        yield from ((return_id, *row) for row in of_characteristics(frame, sheet, told, design, known))


def of_part(cursor: Cursor, sheet: Sheet, column: Column) -> list[Row]:
    """Return how many of the people of each return are those of a column that is part of another, as far as its rows say.

    `no_answer` are the people of rows that do not; a return of which no row says it has no row here.
    """
    query = f"""
        SELECT
            return_id, sum({column.part_of}) FILTER (WHERE {column.code} IS NOT NULL), sum({column.code}),
            coalesce(sum({column.part_of}) FILTER (WHERE {column.code} IS NULL), 0)
        FROM incoming_{sheet.code}
        GROUP BY return_id
        HAVING sum({column.code}) IS NOT NULL
    """  # noqa: S608 (definitions only)
    return [
        (return_id, column.code, "", "", "", part / of if of else None, int(of), int(part), None, None, True, int(unsaid))
        for return_id, of, part, unsaid in cursor.execute(query).fetchall()
    ]


def respondents(
    cursor: Cursor, definitions: Definitions, headlines: list[Indicator], sheet: Sheet
) -> tuple[pd.DataFrame, dict[str, set[str]]]:
    """Return the respondents of a sheet with what each makes of the headlines (1, 0 or none), and which questions each return asked."""
    needed = list({question.code: question for i in headlines for question in definitions.needed(i)}.values())
    told = "".join(f", ({i.numerator})::DOUBLE AS {i.code}" for i in headlines)
    who = "".join(f", {column.code}" for column in sheet.columns if column.characteristic)
    rows = substantive(f"incoming_{sheet.code}", needed)
    people = cursor.execute(f"SELECT return_id, row_number, weight, stratum, cluster{who}{told} FROM ({rows})").df()  # noqa: S608 (definitions only)
    found = questions_asked(cursor, needed, sheet) if needed else {}
    return people, {return_id: set(found.get(return_id, ())) for return_id in people["return_id"].unique()}


def answers_given(cursor: Cursor, definitions: Definitions, sheet: Sheet) -> pd.DataFrame:
    """Return the answers to the questions of a sheet that no indicator needs: return_id, row_number, question, answer."""
    used = set(definitions.questions(str(sheet.questions))) - {question.code for question in definitions.not_needed(str(sheet.questions))}
    query = f"""
        SELECT return_id, row_number, question, answer
        FROM incoming_answers
        SEMI JOIN incoming_{sheet.code} USING (return_id, row_number)
        WHERE NOT list_contains($used, question)
        ORDER BY question, row_number
    """  # noqa: S608 (definitions only)
    return cursor.execute(query, {"used": sorted(used)}).df()


def spoken(given: pd.Series, silent: frozenset[str]) -> pd.Series:
    """Return the answers that say something; the others, such as "don't know", are missing, as an empty cell is."""
    says_nothing = {answer: normal(answer) in silent for answer in given.unique()}
    return given.mask(given.map(says_nothing).astype(bool))


def outcomes(said: pd.Series, kind: str) -> Iterator[tuple[str, Floats]]:
    """Yield each answer with who gave it: 1, or 0 for another one, NaN where there is none; first "", which nobody gave."""
    base = said.notna().to_numpy()
    yield "", np.where(base, 0.0, np.nan)
    if kind in ("integer", "number"):
        amounts = pd.to_numeric(said).to_numpy(float)
        yield from ((f"{amount:g}", np.where(base, amounts <= amount, np.nan)) for amount in np.unique(amounts[base]))
        return
    places, answers = pd.factorize(said.map(normal, na_action="ignore") if kind == "text" else said, sort=True)
    for place, number in enumerate(np.bincount(places[base], minlength=len(answers))):
        if number >= (SEVERAL if kind == "text" else 1):
            is_it = places == place
            yield str(said.iloc[int(is_it.argmax())]), np.where(base, is_it, np.nan)


def of_characteristics(frame: pd.DataFrame, sheet: Sheet, headlines: list[Indicator], design: Design, known: bool) -> Iterator[Row]:
    """Yield, of one return, how many are in each category of each characteristic, and what those in it make of the headlines."""
    for column in sheet.columns:
        if not column.characteristic or frame[column.code].isna().all():
            continue
        said = spoken(frame[column.code].astype("object"), frozenset(normal(o.code) for o in column.options if not o.substantive))
        for category, outcome in outcomes(said, "choice"):
            yield (column.code, category, "", "", *share(outcome, design, known))
            for indicator in headlines if category else []:
                within = frame[indicator.code].where(said == category)
                yield (indicator.code, "", column.code, category, *share(within, design, known))
        for indicator in headlines:  # those who did not tell, as whose answers the others' would leave of the whole
            yield (indicator.code, "", column.code, "", *share(frame[indicator.code].where(said.isna()), design, known))


def share(outcome: Floats | pd.Series, design: Design, known: bool) -> tuple[Any, ...]:
    """Return the columns of a share, from `value` on."""
    found = weighted_proportion(outcome, **design)
    degrees = degrees_of_freedom(outcome, design["stratum"], design["cluster"]) if found.n else 0.0
    value = None if found.n == 0 else found.value
    counts = (found.n, int(np.nansum(outcome)), found.n_effective, None if isinf(degrees) else degrees)
    return (value, *counts, known, len(outcome) - found.n)

"""From the rows of returns to their figures: one estimate an indicator, computed once, when the return is submitted."""

from collections.abc import Iterable
from math import isinf

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import Dataset
from cdmon.parts.indicators import Indicator
from cdmon.parts.surveys import Question
from cdmon.statistics.samples import degrees_of_freedom, weighted_proportion

COLUMNS = [
    "return_id", "indicator", "indicator_version", "value", "n", "n_counted",
    "n_effective", "degrees", "design_known", "no_answer", "asked", "provenance",
]  # fmt: skip
COUNTS = ("count", "rate")
RESPONDENT = ["weight", "stratum", "cluster"]
KNOWN_DESIGNS = {"simple random", "stratified", "clustered"}

Row = tuple[object, ...]


def estimates(cursor: Cursor, definitions: Definitions, dataset: Dataset, sheets: Iterable[Sheet]) -> pd.DataFrame:
    """Return the estimates of the returns that these sheets of one dataset make, in the columns of the table of that name.

    The rows of each sheet lie before the cursor as `incoming_CODE`. Expressions come from the definitions alone.
    """
    rows: list[Row] = []
    for sheet in sheets:
        indicators = [i for i in definitions.indicators.values() if (i.dataset, i.sheet) == (dataset.code, sheet.code)]
        rows += counted(cursor, [i for i in indicators if i.kind in COUNTS], sheet)
        rows += shares(cursor, [i for i in indicators if i.kind == "share"], sheet)
        rows += rated(cursor, [i for i in indicators if i.kind == "rating"], sheet)
        rows += sampled(cursor, {i: definitions.needed(i) for i in indicators if i.kind == "proportion"}, sheet)
    return pd.DataFrame(rows, columns=COLUMNS)


def nothing(definitions: Definitions, dataset: str, return_ids: list[str]) -> pd.DataFrame:
    """Return the estimates of returns of a dataset that had nothing to report: each count is 0, which is not "not collected"."""
    counts = [i for i in definitions.indicators.values() if i.dataset == dataset and i.kind in COUNTS]
    rows: list[Row] = [(return_id, i.code, i.version, 0.0, 0, 0, None, None, True, 0, "", "") for return_id in return_ids for i in counts]
    return pd.DataFrame(rows, columns=COLUMNS)


def counted(cursor: Cursor, indicators: list[Indicator], sheet: Sheet) -> list[Row]:
    """Return the counts of each return of a sheet; a value is None where nothing was reported, `no_answer` how many rows are unknown."""
    if not indicators:
        return []
    values = ", ".join(f"({i.value})::DOUBLE" for i in indicators)
    unknown = ", ".join(lines(i.unknown) for i in indicators)
    query = f"SELECT return_id, count(*), [{values}], [{unknown}] FROM incoming_{sheet.code} GROUP BY return_id"  # noqa: S608 (definitions only)
    told_by = tellers(cursor, values, sheet)
    return [
        (return_id, i.code, i.version, value, n, round(value or 0), None, None, True, left, "", told_by.get((return_id, place), ""))
        for return_id, n, found, open_ in cursor.execute(query).fetchall()
        for place, (i, value, left) in enumerate(zip(indicators, found, open_, strict=True))
    ]


def shares(cursor: Cursor, indicators: list[Indicator], sheet: Sheet) -> list[Row]:
    """Return the shares of each return of a sheet that are counted in full; one with nothing in the base gives none.

    So a register in which a column was left empty does not take the place of the last one that told it.
    """
    if not indicators:
        return []
    counts = ", ".join(
        f"[{lines(i.denominator)}, {lines(f'({i.numerator}) AND ({i.denominator})')}, {lines(i.unknown)}]" for i in indicators
    )
    query = f"SELECT return_id, {counts} FROM incoming_{sheet.code} GROUP BY return_id"  # noqa: S608 (definitions only)
    return [
        (return_id, i.code, i.version, part / n, n, part, None, None, True, left, "", "")
        for return_id, *found in cursor.execute(query).fetchall()
        for i, (n, part, left) in zip(indicators, found, strict=True)
        if n
    ]


def lines(condition: str) -> str:
    """Return the SQL of how many rows fulfil a condition; none fulfil one that is not given."""
    return f"count(*) FILTER (WHERE {condition or 'FALSE'})"


def tellers(cursor: Cursor, values: str, sheet: Sheet) -> dict[tuple[str, int], str]:
    """Return where the counts of each return come from, by return_id and place among the counts, as far as its rows say."""
    column = sheet.told_by
    if column is None:
        return {}
    query = f"SELECT return_id, {column.code}, {values} FROM incoming_{sheet.code} GROUP BY return_id, {column.code}"  # noqa: S608 (definitions only)
    provenance = {option.code: option.provenance for option in column.options}
    found: dict[tuple[str, int], set[str]] = {}
    for return_id, teller, *counts in cursor.execute(query).fetchall():
        for place, count in enumerate(counts):
            if count:
                found.setdefault((return_id, place), set()).add(provenance[teller])
    return {key: " and ".join(sorted(names)) for key, names in found.items()}


def rated(cursor: Cursor, indicators: list[Indicator], sheet: Sheet) -> list[Row]:
    """Return the ratings of each return of a sheet: the most independent rater's level, how many rated, and in `asked` whose it is.

    The options of the column `rated_by` stand in the order of independence. What nobody rated has no estimate.
    """
    raters = {option.code: option.provenance for option in sheet.column("rated_by").options} if indicators else {}
    rows: list[Row] = []
    for i in indicators:
        about = f"SELECT *, list_position(?, rated_by) AS place FROM incoming_{sheet.code} WHERE {i.denominator}"  # noqa: S608 (definitions only)
        most_independent = f"arg_min(({i.value})::DOUBLE, place), arg_min(rated_by, place)"
        query = f"SELECT return_id, count(*), {most_independent} FROM ({about}) GROUP BY return_id"  # noqa: S608 (definitions only)
        rows += [
            (return_id, i.code, i.version, level, n, n, None, None, True, 0, rater, raters[rater])
            for return_id, n, level, rater in cursor.execute(query, [list(raters)]).fetchall()
        ]
    return rows


def sampled(cursor: Cursor, indicators: dict[Indicator, list[Question]], sheet: Sheet) -> list[Row]:
    """Return the proportions of each return of a survey sheet; `indicators` says which questions each needs.

    `n_effective` and `degrees` are what `cdmon.statistics.interval_size` takes; degrees are None, as in the store, where no clusters are
    named. Whose answers do not decide is outside the base, and counted as `no_answer`.
    A return that did not ask all that an indicator needs gives no figure of it: the row has no value and counts nobody, and `asked` says
    what was asked. Where that is nothing, there is no row.
    """
    if not indicators:
        return []
    questions = {question.code: question for needed in indicators.values() for question in needed}
    outcomes = ", ".join(f"({i.numerator})::DOUBLE AS {i.code}" for i in indicators)
    said = substantive(f"incoming_{sheet.code}", questions.values())
    samples = cursor.execute(f"SELECT return_id, weight, stratum, cluster, {outcomes} FROM ({said})").df()  # noqa: S608 (definitions only)
    designs = dict(cursor.execute("SELECT return_id, any_value(sample_design) FROM incoming_waves GROUP BY return_id").fetchall())
    asked = questions_asked(cursor, list(questions.values()), sheet)
    rows: list[Row] = []
    for return_id, frame in samples.groupby("return_id"):
        for i, needed in indicators.items():
            told = [asked[return_id][question.code] for question in needed if question.code in asked[return_id]]
            if len(told) == len(needed):
                rows.append((return_id, i.code, i.version, *of_sample(frame[i.code], frame, designs.get(return_id)), " ".join(told), ""))
            elif told:
                rows.append((return_id, i.code, i.version, None, 0, 0, None, None, True, 0, " ".join(told), ""))
    return rows


def of_sample(outcome: pd.Series, sample: pd.DataFrame, sample_design: str | None) -> Row:
    """Return what a sample tells of a proportion: value, n, n_counted, n_effective, degrees, design_known and no_answer of the estimate.

    `outcome` is 1 or 0, NaN for who is not in the base; `sample` has the weight, stratum and cluster of each respondent.
    """
    design = {name: sample[name] if sample[name].notna().any() else None for name in RESPONDENT}
    found = weighted_proportion(outcome, **design)
    degrees = degrees_of_freedom(outcome, design["stratum"], design["cluster"])
    known = is_design_known(sample_design, design["cluster"] is not None)
    value = None if found.n == 0 else found.value
    counts = (found.n, int(outcome.sum()), found.n_effective, None if isinf(degrees) else degrees)
    return value, *counts, known, len(sample) - found.n


def substantive(rows: str, questions: Iterable[Question]) -> str:
    """Return the SQL of a table of answers in which those that say nothing, such as "don't know", are NULL as an empty cell is.

    A condition over them is then true, false or, where they do not decide it, NULL: that is the base of a proportion.
    """
    silent = {question.code: [option.code for option in question.options if not option.substantive] for question in questions}
    texts = {code: ", ".join("'" + answer.replace("'", "''") + "'" for answer in answers) for code, answers in silent.items() if answers}
    said = ", ".join(f"CASE WHEN {code} NOT IN ({answers}) THEN {code} END AS {code}" for code, answers in texts.items())
    return f"SELECT * REPLACE ({said}) FROM {rows}" if said else f"SELECT * FROM {rows}"  # noqa: S608 (definitions only)


def questions_asked(cursor: Cursor, questions: list[Question], sheet: Sheet) -> dict[str, dict[str, str]]:
    """Return which of these questions each return of a survey sheet asked, by code: those with an answer, be it "don't know".

    Each stands for itself, or, where all answers that say anything are of another scale than the one offered, for itself on that scale:
    "q12 (yes or no)".
    """
    given = ", ".join(f"list(DISTINCT {question.code}) FILTER ({question.code} IS NOT NULL)" for question in questions)
    query = f"SELECT return_id, {given} FROM incoming_{sheet.code} GROUP BY return_id"  # noqa: S608 (definitions only)
    return {
        return_id: {question.code: on_scale(question, answers) for question, answers in zip(questions, found, strict=True) if answers}
        for return_id, *found in cursor.execute(query).fetchall()
    }


def on_scale(question: Question, answers: Iterable[object]) -> str:
    """Return a question's code, with the scale that these answers to it are on where it is not the one offered."""
    scales = {option.scale for option in question.options if option.substantive and option.code in answers}
    return f"{question.code} ({scales.pop()})" if len(scales) == 1 and scales != {""} else question.code


def is_design_known(design: str | None, names_clusters: bool) -> bool:
    """Tell whether the rows show a wave's whole sample design: a clustered sample does so only by naming the clusters."""
    return design in KNOWN_DESIGNS and (design != "clustered" or names_clusters)

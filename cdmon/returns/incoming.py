"""A file's rows laid before the cursor, so that SQL can check them, count them and store them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from cdmon.database import Cursor, sql
from cdmon.definitions import Definitions, load
from cdmon.parts.columns import Column, Sheet
from cdmon.parts.indicators import RATING_LEVELS, Indicator
from cdmon.parts.stages import Milestone
from cdmon.tables.cadence import Period
from cdmon.text import normal
from cdmon.workbooks.headings import columns_of, heading_names
from cdmon.workbooks.sheets import ReadSheet, asked
from cdmon.workbooks.values import DTYPES, spellings

STAGE = {"number", "first_month", "last_month", "break_clause"}
MILESTONE = {
    "code": pa.string(),
    "stage": pa.int64(),
    "of_neighbourhood": pa.bool_(),
    "shown_by_figures": pa.bool_(),
    "starts": pa.date32(),
}
CRITERION = {"code", "rule", "stages"}


def lay_definitions(cursor: Cursor, milestones: Iterable[Milestone], starts: Mapping[int, date]) -> None:
    """Lay what the checks need of the definitions before the cursor as `defined_*`, and make room for a file's answers.

    `known_milestones` are those of the programme as it is set up now, each with the day on which its stage `starts`.
    """
    cursor.register("known_milestones", milestone_rows(milestones, starts))
    for name, table in defined().items():
        cursor.register(f"defined_{name}", table)
    cursor.execute("CREATE OR REPLACE TEMP TABLE incoming_answers (return_id VARCHAR, row_number BIGINT, question VARCHAR, answer VARCHAR)")


def lay_periods(cursor: Cursor, periods: Iterable[Period]) -> None:
    """Lay the quarters and years that a return is for before the cursor as `periods`: dataset, month (its last), first_month."""
    rows = [(each.dataset, each.last, each.first) for each in dict.fromkeys(periods)]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("dataset", "month", "first_month")
    cursor.register("periods", pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}))


@cache
def defined() -> dict[str, pa.Table]:
    """Return what the checks need of the definitions, by name, made once in this process."""
    definitions = load()
    surveys = [sheet for each in definitions.datasets.values() for sheet in each.sheets if sheet.questions]
    questions = [question for survey in definitions.surveys.values() for question in survey.questions]
    headings = [heading for sheet in surveys for heading in heading_names(columns_of(definitions, sheet))]
    routes = [{"question": q.code, "needs": code, "answers": answers} for q in questions for code, answers in q.asked_if.items()]
    kpis = [
        {"kpi": kpi.code, "indicator": indicator, "position": position, "higher": kpi.direction(definitions.indicators[indicator])}
        for kpi in definitions.kpis.values()
        for position, indicator in enumerate(kpi.indicators, start=1)
    ]
    indicators = [indicator_row(indicator) for indicator in definitions.indicators.values()]
    aspects = spellings(definitions.datasets["ratings"].sheet("ratings").column("aspect").options)
    return {
        "kpis": pa.Table.from_pylist(kpis),
        "indicators": pa.Table.from_pylist(indicators),
        "aspects": pa.table({"name": list(aspects)}),
        "stages": pa.Table.from_pylist([stage.model_dump(include=STAGE) for stage in definitions.stages.values()]),
        "headings": pa.table({"heading": headings}),
        "routes": pa.Table.from_pylist(routes),
        "items": pa.table({"code": list(definitions.questions("items"))}),
        "categories": pa.Table.from_pylist(list(categories(definitions))),
        "milestones": milestone_rows(definitions.milestones.values()),
        "criteria": pa.Table.from_pylist([criterion.model_dump(include=CRITERION) for criterion in definitions.criteria.values()]),
    }


def indicator_row(i: Indicator) -> dict[str, object]:
    """Return an indicator as the checks see it; one that `stands` counts no people, is no rate, and is not added up over months."""
    stands = i.kind in ("count", "rating") and not i.is_flow and not i.counts_people
    told = {"code": i.code, "kind": i.kind, "levels": RATING_LEVELS, "neutral": i.higher_is_better is None}
    return told | {"higher": i.higher_is_better, "stands": stands}


def milestone_rows(milestones: Iterable[Milestone], starts: Mapping[int, date] = MappingProxyType({})) -> pa.Table:
    """Return milestones as the checks see them: code, stage, of_neighbourhood, shown_by_figures, and when the stage starts (if known)."""
    rows = [(m.code, m.stage, bool(m.waves), bool(m.shown_by), starts.get(m.stage)) for m in milestones]
    columns = list(zip(*rows, strict=True)) or [()] * len(MILESTONE)
    return pa.table({name: pa.array(column, kind) for (name, kind), column in zip(MILESTONE.items(), columns, strict=True)})


def categories(definitions: Definitions) -> Iterator[dict[str, str]]:
    """Yield every spelling of every category of who answers a survey, with the others that are known."""
    for column in definitions.characteristics:
        known = [option for option in column.options if option.substantive]
        for text in (text for option in known for text in (option.code, option.title, *option.spellings)):
            titles = ", ".join(option.title for option in known)
            yield {"code": column.code, "title": column.title, "spelling": normal(text), "known": titles}


def lay_sheets(cursor: Cursor, expected: list[Sheet], sheets: list[ReadSheet], with_answers: bool = True) -> None:
    """Lay the sheets of a dataset before the cursor: each as `incoming_CODE`, a survey's answers in `incoming_answers` as well.

    Of a set-up also all indicators (`incoming_indicators`) and those of each KPI (`incoming_kpi_indicators`), its own among them, and the
    dates of its stages (`incoming_stage_dates`).
    """
    found = {sheet.sheet.code: sheet for sheet in sheets}
    for sheet in expected:
        lay(cursor, f"incoming_{sheet.code}", found[sheet.code].frame if sheet.code in found else without_rows(sheet))
        if sheet.questions and with_answers:
            lay_answers(cursor, found[sheet.code])
    if "own_kpis" in {sheet.code for sheet in expected}:
        cursor.execute(sql("kpi_indicators"))
        cursor.execute(sql("stage_dates"))


def lay(cursor: Cursor, table: str, frame: pd.DataFrame) -> None:
    """Lay a frame before the cursor as a temporary table: each query would read the frame itself anew, at several times the cost."""
    with as_rows(cursor, frame) as rows:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {rows}")


@contextmanager
def as_rows(cursor: Cursor, frame: pd.DataFrame) -> Iterator[str]:
    """Give the name by which SQL reads a frame for a moment, by way of Arrow, which DuckDB reads without converting each value."""
    cursor.register("rows_of_frame", pa.Table.from_pandas(frame, preserve_index=False))
    yield "rows_of_frame"
    cursor.unregister("rows_of_frame")


def lay_answers(cursor: Cursor, sheet: ReadSheet) -> None:
    """Add a survey sheet's answers to `incoming_answers`, one row each, as text."""
    codes = [f'"{code}"' for code in asked(sheet)]
    if codes:
        texts = ", ".join(f"{text_of(sheet.columns[code])} AS {quoted}" for code, quoted in zip(asked(sheet), codes, strict=True))
        wide = f"SELECT return_id, row_number, {texts} FROM incoming_{sheet.sheet.code}"  # noqa: S608 (codes have been checked)
        cursor.execute(f"INSERT INTO incoming_answers FROM ({wide}) UNPIVOT (answer FOR question IN ({', '.join(codes)}))")


def text_of(column: Column) -> str:
    """Return the SQL of a question's answer as text; a number that is whole without its decimal point."""
    text = f'"{column.code}"::VARCHAR'
    return rf"regexp_replace({text}, '\.0$', '')" if column.type == "number" else text


def without_rows(sheet: Sheet) -> pd.DataFrame:
    """Return the frame of an optional sheet that a file does not have."""
    columns = {column.code: pd.Series(dtype=DTYPES[column.type]) for column in sheet.columns}
    return pd.DataFrame({"row_number": pd.Series(dtype="int64"), "return_id": pd.Series(dtype="string")} | columns)

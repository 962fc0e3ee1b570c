"""What each column of a sheet asks for, put in the words that templates and their reader share."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from cdmon.definitions import Definitions
from cdmon.parts.columns import Column, ColumnType, Sheet
from cdmon.parts.surveys import Question

Extra = Mapping[str, Sequence[Column]]  # by survey, the columns of the questions that the programme has added
Lists = Mapping[str, Sequence[str]]  # what columns refer to or suggest, as in {"neighbourhoods": ["N01", "N02"], "groups": ["Lunch club"]}
Value = str | float | date | None  # of a cell
EXAMPLE = "Example: "  # how the first required cell of an example row begins, so that it cannot be taken for data
SAID_ONCE = ("neighbourhood", "month")  # columns that stay empty where the Instructions sheet says it for all rows


@dataclass(frozen=True)
class Field:
    """What one column of a sheet asks for, be it a column of the dataset or a question of its survey."""

    heading: str
    title: str
    type: ColumnType
    help: str
    required: bool = False
    example: str = ""
    choices: Sequence[str] = ()
    suggestions: Sequence[str] = ()  # offered as choices are, but anything else is taken too
    minimum: float | None = None
    maximum: float | None = None


def headings(definitions: Definitions, sheet: Sheet) -> list[str]:
    """Return the headings of a sheet in order: the titles of its columns, then the codes of its survey's questions."""
    return [field.heading for field in fields(definitions, sheet)]


def fields(definitions: Definitions, sheet: Sheet, lists: Lists | None = None, extra: Extra | None = None) -> list[Field]:
    """Return the fields of a sheet in order: its columns, then the questions of its survey, the programme's own last.

    Their examples are text: choices by their title, dates as YYYY-MM-DD, numbers as the definition writes them, "" for an empty cell.
    That of the first required column begins with `EXAMPLE`.
    """
    listed = [column_field(column, lists or {}) for column in sheet.columns]
    if sheet.questions:
        listed += [question_field(question) for question in definitions.questions(sheet.questions).values()]
        listed += [local_field(column) for column in (extra or {}).get(sheet.questions, ())]
    marked = next((number for number, field in enumerate(listed) if field.required), 0)
    listed[marked] = replace(listed[marked], example=EXAMPLE + listed[marked].example)
    return listed


def column_field(column: Column, lists: Lists) -> Field:
    """Return the field of a column, which offers its own options, the list it refers to, or the names it suggests."""
    return Field(
        heading=column.title,
        title=column.title,
        type=column.type,
        help=f"{column.help} Type {column.pattern_help}." if column.pattern_help else column.help,
        required=column.required,
        example={option.code: option.title for option in column.options}.get(column.example, column.example),
        choices=offered(column, lists),
        suggestions=lists.get(column.suggests, ()) if column.suggests else (),
        minimum=column.minimum,
        maximum=column.maximum,
    )


def offered(column: Column, lists: Lists) -> Sequence[str]:
    """Return what the drop-down of a column offers: none where the cell may name several, or the names are mere suggestions."""
    if column.refers_to is None:
        return column.offered
    return () if column.several or column.suggests else lists.get(column.refers_to, column.offered)


def local_field(column: Column) -> Field:
    """Return the field of a question that the programme has added, headed by its code."""
    field = column_field(column, {})
    return replace(field, heading=column.code, title=f"{column.code}: {column.title}", help="The programme's own question.")


def question_field(question: Question) -> Field:
    """Return the field of a survey question, headed by its code; its first answer is the example."""
    answers = question.column().offered
    routing = " and ".join(f"{code} is {' or '.join(needed)}" for code, needed in question.asked_if.items())
    parts = [question.label, f"Period: {question.reference_period}", f"Asked only if {routing}" if routing else ""]
    return Field(
        heading=question.code,
        title=f"{question.code}: {question.label}",
        type=question.type,
        help=" ".join(f"{part}." for part in parts if part),
        example=answers[0] if answers else "1" if question.type == "integer" else "",
        choices=answers,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def example_value(field: Field) -> Value:
    """Return the example of a field as the cell should hold it: a number or a date where it asks for one."""
    if not field.example or field.example.startswith(EXAMPLE):
        return field.example or None
    if field.type == "date":
        return date.fromisoformat(field.example)
    return float(field.example) if field.type in ("integer", "number") else field.example


def typed_rows(sheet: Sheet, stored: pd.DataFrame, empty: Collection[str] = SAID_ONCE) -> list[list[Value]]:
    """Return stored rows as people type them, a cell for each column of the sheet; those of the columns `empty` are so."""
    cells = [[None if column.code in empty else typed(column, value) for value in stored[column.code]] for column in sheet.columns]
    return [list(row) for row in zip(*cells, strict=True)]


def typed(column: Column, value: Any) -> Value:
    """Return a stored value as people type it: a choice by its title, a number or a day as such, a month as text.

    What is typed already, and so may be no number at all, stays as it is.
    """
    if pd.isna(value):
        return None
    if isinstance(value, str) and not column.options:
        return value
    if column.type == "date":
        return date(value.year, value.month, value.day)
    if column.type in ("integer", "number"):
        return int(value) if column.type == "integer" and float(value).is_integer() else float(value)
    return {option.code: option.title for option in column.options}.get(str(value), str(value))


def allowed(field: Field) -> str:
    """Say which values a field takes: "Yes, No", "a whole number from 0 to 100" and the like."""
    if field.choices:
        return ", ".join(field.choices)
    kinds = {"integer": "a whole number", "number": "a number", "date": "a date", "month": "year-month, such as 2026-10"}
    low, high = plain(field.minimum), plain(field.maximum)
    return kinds.get(field.type, "text") + (f" from {low}" if low else "") + (f" to {high}" if high else "")


def plain(limit: float | None) -> str:
    """Return a limit as people write it, to six decimals and never as 1e-06; "" where there is none."""
    return "" if limit is None else f"{limit:.6f}".rstrip("0").rstrip(".")


def advice(field: Field) -> str:
    """Return all that a person should know before typing in a column."""
    return f"{'Required. ' if field.required else ''}{field.help} Allowed: {allowed(field)}."

"""The answers to a survey as a file of SPSS (.sav), which R, Stata and SAS read too: variables and values with their labels."""

import re
from pathlib import Path

import pandas as pd
import pyreadstat
from pyreadstat.pyclasses import MissingRange

from cdmon.parts.columns import Column
from cdmon.tables.accepted_rows import AcceptedRows

LONGEST_NAME, LONGEST_LABEL, LONGEST_VALUE = 64, 256, 120  # bytes that SPSS takes
NUMBERS = ("integer", "number", "date")
KEYWORDS = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}  # that SPSS takes for no name


def write_survey(table: AcceptedRows, file: Path) -> None:
    """Write the rows of a survey: a number for each answer that was offered, labelled; those that say nothing are declared missing.

    A text that is none of the answers offered cannot be a number: where a column has one, it stays in words.
    """
    names = variable_names([column.code for column in table.columns])
    columns = {names[column.code]: (column, table.frame[column.code]) for column in table.columns}
    coded = {name for name, (column, values) in columns.items() if column.options and set(values.dropna()) <= codes(column).keys()}
    told = {name: coded_values(values, column) if name in coded else plain(values) for name, (column, values) in columns.items()}
    pyreadstat.write_sav(
        pd.DataFrame(told),
        str(file),
        file_label=cut(table.dataset.title, LONGEST_NAME),
        column_labels={name: cut(column.title, LONGEST_LABEL) for name, (column, _) in columns.items()},
        variable_value_labels={name: labels(columns[name][0]) for name in coded},
        missing_ranges={name: missing for name in coded if (missing := not_substantive(columns[name][0]))},
        variable_measure={name: "scale" if column.type in NUMBERS else "nominal" for name, (column, _) in columns.items()},
        compress=True,
    )


def variable_names(known: list[str]) -> dict[str, str]:
    """Return a name that SPSS takes for each code: letters, digits and _, beginning with a letter, no keyword, each its own."""
    names: dict[str, str] = {}
    for code in known:
        plain_code = re.sub(r"[^A-Za-z0-9_]", "_", code)
        name = plain_code if re.match(r"[A-Za-z]", plain_code) and plain_code.casefold() not in KEYWORDS else f"v_{plain_code}"
        name, number = name[: LONGEST_NAME - 4], 1
        while (own := name if number == 1 else f"{name}_{number}").casefold() in {each.casefold() for each in names.values()}:
            number += 1
        names[code] = own
    return names


def codes(column: Column) -> dict[str, int]:
    """Return the number of each answer that a column may have, in their order, from 1."""
    return {option.code: number for number, option in enumerate(column.options, start=1)}


def labels(column: Column) -> dict[float | int, str]:
    """Return what each number stands for."""
    return {number: cut(option.title, LONGEST_VALUE) for number, option in enumerate(column.options, start=1)}


def not_substantive(column: Column) -> list[float | int | str | MissingRange]:
    """Return the numbers of the answers that say nothing as ranges; SPSS takes three values at most, or one range and a value."""
    numbers = [number for number, option in enumerate(column.options, start=1) if not option.substantive]
    if len(numbers) <= 3:
        return [{"lo": number, "hi": number} for number in numbers]
    return [{"lo": numbers[0], "hi": numbers[-1]}] if numbers[-1] - numbers[0] == len(numbers) - 1 else []


def coded_values(values: pd.Series, column: Column) -> pd.Series:
    """Return answers as their numbers."""
    return values.map(codes(column)).astype("float64")


def plain(values: pd.Series) -> pd.Series:
    """Return other values as the library takes them: numbers with NaN for none, days, and texts with "" for none."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    return values.dt.date if pd.api.types.is_datetime64_dtype(values) else values.fillna("").astype(str)


def cut(text: str, longest: int) -> str:
    """Return as much of a text as fits into so many bytes."""
    return text.encode("utf-8")[:longest].decode("utf-8", errors="ignore")

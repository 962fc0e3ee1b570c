"""What is in an export of the data, for programs and for people: a Frictionless Data Package (version 2) and a codebook.

Source: https://datapackage.org/standard/data-package and https://datapackage.org/standard/table-schema (version 2.0).
"""

from typing import Any

import pandas as pd

from cdmon.exports.safe_csv import safe_text
from cdmon.parts.columns import Column
from cdmon.tables.accepted_rows import PERIOD, PLACE, ROW, AcceptedRows

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"text": "string", "choice": "string", "integer": "integer", "number": "number", "date": "date", "month": "yearmonth"}
PLACES = ("programme_neighbourhoods", "code")  # the table of neighbourhoods, and its column that others name
CODEBOOK = ["table", "column", "title", "type", "unit", "values", "no_answer", "required", "minimum", "maximum", "description"]

Described = dict[str, Any]


def data_package(tables: list[AcceptedRows], about: Described) -> Described:
    """Return the descriptor of the tables of an export; `about` is what there is to say of all of it (title, description, version …)."""
    codes = {code for table in tables if table.name == PLACES[0] for code in table.frame[PLACES[1]]}
    return {"$schema": PROFILE, "name": name_of(about["title"]), **about, "resources": [resource(table, codes) for table in tables]}


def name_of(title: str) -> str:
    """Return a title as a name for programs and files: small letters and digits of ASCII with hyphens between, such as 'riverton-2024'."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in title.casefold()).split()
    return "-".join(words)[:60].strip("-") or "programme"


def resource(table: AcceptedRows, places: set[str]) -> Described:
    """Return the description of one table; `places` are the codes of the neighbourhoods that its rows may name."""
    return {
        "name": table.name,
        "type": "table",
        "title": table.dataset.title if table.dataset.title == table.sheet.title else f"{table.dataset.title}: {table.sheet.title}",
        "description": f"{table.dataset.description} {table.sheet.help}",
        "path": f"csv/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "parquet": f"parquet/{table.name}.parquet",  # the same rows
        "sources": [{"title": table.dataset.source}],
        "provenance": table.dataset.provenance,
        "schema": schema(table, places),
    }


def schema(table: AcceptedRows, places: set[str]) -> Described:
    """Return the schema of a table. What older returns do not keep to, as it was asked for later, is not said of it."""
    named = table.frame[PLACE.code].dropna()
    known_by = [column.code for column in (PLACE, PERIOD, ROW) if table.frame[column.code].notna().any()]
    described: Described = {
        "fields": [field(column, table.frame[column.code]) for column in table.columns],
        "missingValues": [""],
    }
    if table.frame[known_by].notna().all(axis=None):
        described["primaryKey"] = known_by
    if len(named) and set(named) <= places:
        described["foreignKeys"] = [{"fields": [PLACE.code], "reference": {"resource": PLACES[0], "fields": [PLACES[1]]}}]
    return described


def field(column: Column, values: pd.Series) -> Described:
    """Return the description of one column, by its definition and by whether every row has a value."""
    limits = {"minimum": in_type(column.minimum, column), "maximum": in_type(column.maximum, column)}
    found: Described = {
        "name": column.code,
        "type": TYPES[column.type],
        "title": column.title,
        "description": column.help,
        "constraints": {"required": bool(column.required and values.notna().all())} | {k: v for k, v in limits.items() if v is not None},
    }
    if column.units:
        found["unit"] = column.units[0]
    if column.options:
        found["categories"] = [{"value": safe_text(option.code), "label": option.title} for option in column.options]
        found["constraints"]["enum"] = [safe_text(option.code) for option in column.options]
        found["noAnswer"] = [safe_text(option.code) for option in column.options if not option.substantive]
    return found


def in_type(limit: float | None, column: Column) -> float | None:
    """Return a limit as a whole number where its column holds such."""
    return int(limit) if limit is not None and column.type == "integer" else limit


def codebook(tables: list[AcceptedRows]) -> pd.DataFrame:
    """Return the codebook: a row a column of each table, by CODEBOOK."""
    rows = [codebook_row(table.name, field(column, table.frame[column.code])) for table in tables for column in table.columns]
    return pd.DataFrame(rows, columns=CODEBOOK)


def codebook_row(table: str, described: Described) -> Described:
    """Return one column's line of the codebook."""
    limits = described["constraints"]
    return {
        "table": table,
        "column": described["name"],
        **{part: described.get(part, "") for part in ("title", "type", "unit", "description")},
        "values": "; ".join(f"{each['value']} = {each['label']}" for each in described.get("categories", [])),
        "no_answer": "; ".join(described.get("noAnswer", [])),
        "required": "yes" if limits["required"] else "no",
        "minimum": limits.get("minimum"),
        "maximum": limits.get("maximum"),
    }

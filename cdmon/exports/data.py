"""The data that count, to take away and work on with: every sheet as CSV and Parquet, surveys as .sav too, with a codebook."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cdmon.audit_lines import keep_taken
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.exports.data_package import codebook, data_package, name_of
from cdmon.exports.safe_csv import FORMULA_STARTS, safe_csv
from cdmon.exports.survey_file import write_survey
from cdmon.exports.whole import whole_folder
from cdmon.parts.columns import Column
from cdmon.rights import allow
from cdmon.store.connecting import CONFIG
from cdmon.tables.accepted_rows import AcceptedRows, accepted_rows, sheets_told
from cdmon.tables.known import Known, programme_of
from cdmon.tables.programme import Programme
from cdmon.wording import day

SQL_TYPES = {"text": "VARCHAR", "choice": "VARCHAR", "month": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
STARTS = ", ".join(f"'{start}'" for start in FORMULA_STARTS[:-2])  # tab and carriage return are written as chr()
HIDDEN_ONES = (
    "Small numbers of people are missing, as where a return is shown: the column hidden names them. "
    "Rows that are people's own, such as those of a residents' survey, are not in it."
)
RAW = (
    "Raw: rows of single respondents and small numbers are in it. Keep it as you would keep personal data, and publish nothing from it "
    "of few people."
)

Tell = Callable[[int, int], None]


def export_data(
    database: Database,
    output: Path,
    raw: bool,
    as_at: date | None = None,
    provisional: bool = False,
    tell: Tell = lambda done, of: None,
) -> None:
    """Write the rows of all returns that count to a new folder or, by its ending, a .zip file, whole or not at all.

    In it are csv/ and parquet/ with a table for each sheet that has rows, spss/ with the surveys, codebook.csv and datapackage.json (a
    Frictionless Data Package). `raw` is for who may see single respondents and small numbers. `tell` is told how many sheets are done of
    how many; what it raises ends the work. NotAllowed; Refusal without a programme, or where the place to write to cannot be used.
    """
    version = database.data_version()
    with whole_folder(output) as folder, database.cursor() as cursor, duckdb.connect(config=CONFIG) as writer:
        allow(cursor, "raw" if raw else "data")
        known = Known.in_view(cursor, as_at, provisional)
        about = about_it(programme_of(known), raw, provisional, version)
        sheets = sheets_told(known, raw)
        tables = []
        for done, (dataset, sheet) in enumerate(sheets):
            tell(done, len(sheets))
            table = accepted_rows(known, dataset, sheet, raw)
            if len(table.frame):
                write_table(writer, folder, table)
                tables.append(table)
        (folder / "codebook.csv").write_bytes(safe_csv(codebook(tables)))
        about["contributors"] = [{"title": name, "roles": ["commissioner"]} for name in commissioners(tables)]
        described = json.dumps(data_package(tables, about), ensure_ascii=False, indent=1)
        (folder / "datapackage.json").write_text(described, encoding="utf-8")
        keep_taken(database, "raw data" if raw else "data", about["version"])
        tell(len(sheets), len(sheets))


def data_name(programme: Programme | None, on: date) -> str:
    """Return the name of the file: programme, content, day."""
    return f"{name_of(programme.name if programme else '')}-data-{on:%Y-%m-%d}.zip"


def about_it(programme: Programme, raw: bool, provisional: bool, version: str) -> dict[str, Any]:
    """Return what there is to say of a whole export."""
    sentences = [
        f"Accepted returns of {programme.name} as at {day(programme.today)}.",
        "Returns that nobody has accepted yet are counted, too." if provisional else "",
        "All of it is invented." if programme.invented else "",
        RAW if raw else HIDDEN_ONES,
        "In CSV files a text that a spreadsheet program would run as a formula has an apostrophe before it; in Parquet files it has none.",
        "No licence is given: ask the commissioner before you pass it on.",
    ]
    return {
        "title": programme.name,
        "description": " ".join(filter(None, sentences)),
        "version": version,
        "created": f"{now():%Y-%m-%dT%H:%M:%SZ}",
    }


def commissioners(tables: list[AcceptedRows]) -> list[str]:
    """Return who commissions the programme, by its set-up."""
    return [name for table in tables if table.name == "programme" for name in table.frame["commissioner"].dropna()]


def write_table(writer: Cursor, folder: Path, table: AcceptedRows) -> None:
    """Write a table as CSV and as Parquet and, where it is of a survey's answers, as .sav.

    `writer` is a store of its own in memory, for that of the programme may reach no other file.
    """
    for kind in ("csv", "parquet", *["spss"] * (table.sheet.questions is not None)):
        (folder / kind).mkdir(exist_ok=True)
    rows = {column.code: pa.array(table.frame[column.code], from_pandas=True) for column in table.columns}
    writer.register("rows", pa.table(rows))
    copy(writer, table.columns, folder / "parquet" / f"{table.name}.parquet", "FORMAT parquet")
    copy(writer, table.columns, folder / "csv" / f"{table.name}.csv", "FORMAT csv, HEADER")
    writer.unregister("rows")
    if table.sheet.questions is not None:
        write_survey(table, folder / "spss" / f"{table.name}.sav")


def copy(writer: Cursor, columns: list[Column], file: Path, how: str) -> None:
    """Copy the rows before a cursor to a file; as CSV no text of it begins as a formula does."""
    chosen = ", ".join(f"{expression(column, 'csv' in how)} AS {quoted(column.code)}" for column in columns)
    to = str(file).replace("'", "''")
    writer.execute(f"COPY (SELECT {chosen} FROM rows) TO '{to}' ({how})")  # noqa: S608 (codes are quoted)


def expression(column: Column, is_csv: bool) -> str:
    """Return the SQL of one column, in its type."""
    value = f"CAST({quoted(column.code)} AS {SQL_TYPES[column.type]})"
    if not is_csv or SQL_TYPES[column.type] != "VARCHAR":
        return value
    return f"CASE WHEN {value}[1] IN ({STARTS}, chr(9), chr(13)) THEN '''' || {value} ELSE {value} END"


def quoted(code: str) -> str:
    """Return a code as a name in SQL."""
    return '"' + code.replace('"', '""') + '"'

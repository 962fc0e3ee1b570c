"""A table that leaves, as a file: a workbook to be published as it is, CSV with its data dictionary beside it, or Parquet."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.exports.accessible import accessible_workbook
from cdmon.exports.data_package import name_of
from cdmon.exports.safe_csv import safe_csv
from cdmon.exports.sheets import sheets_of
from cdmon.exports.tidy import Filters, dictionary, export_of, tidied
from cdmon.parts.exports import Export
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.known import Known, programme_of
from cdmon.tables.later import later
from cdmon.tables.modes import modes_listed
from cdmon.tables.places_begun import tell_left_out
from cdmon.tables.programme import Programme
from cdmon.wording import day

ENDINGS = (".xlsx", ".csv", ".parquet")
SQL_TYPES = {"text": "VARCHAR", "month": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "day": "DATE"}
LEAVING_OUT = ("kpis", "factors", "board")  # tables that leave out neighbourhoods that have not begun


def table_file(
    database: Database, name: str, ending: str, asked: Filters | None = None, as_at: date | None = None, provisional: bool = False
) -> bytes:
    """Return a table that leaves (see `tidy`), narrowed to what is asked, as a file of this ending, one of ENDINGS.

    With `provisional` it counts returns that nobody has accepted yet, as its page then does. Refusal as `tidy`, and for another ending.
    """
    if ending not in ENDINGS:
        raise Refusal(f"A table leaves as a file that ends in {', '.join(ENDINGS)}, not {ending or 'without an ending'}.")
    table, filters, version = export_of(name), asked or Filters(), database.data_version()
    with database.cursor() as cursor:
        allow(cursor, "export")
        made = made_file(Known.in_view(cursor, as_at, provisional), table, ending, filters, as_at, version)
    keep_taken(database, "table", f"{name}{ending}", filters.neighbourhood or "")
    return made


def made_file(known: Known, table: Export, ending: str, filters: Filters, as_at: date | None, version: str) -> bytes:
    """Return what `table_file` does, of a data version, whoever asks."""
    frame, tidy = tidied(known, table.code, filters)
    if ending == ".csv":
        return safe_csv(tidy)
    if ending == ".parquet":
        return as_parquet(tidy, table)
    lines = about(known, table, filters, as_at) | {"Data version": version}
    return accessible_workbook(table.title, lines, sheets_of(known, table, frame, tidy))


def data_dictionary(name: str) -> bytes:
    """Return what stands beside a table's CSV: each column's name, type and meaning, as CSV."""
    return safe_csv(dictionary(export_of(name)))


def as_parquet(tidy: pd.DataFrame, table: Export) -> bytes:
    """Return a tidy table as Parquet, its columns in their types, by DuckDB's COPY."""
    cells = ", ".join(f'CAST("{column.name}" AS {SQL_TYPES[column.type]}) AS "{column.name}"' for column in table.columns)
    with TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as connection:
        path = Path(folder) / f"{table.code}.parquet"
        connection.register("tidy", tidy)
        connection.execute(f"COPY (SELECT {cells} FROM tidy) TO '{path}' (FORMAT parquet)")  # noqa: S608 (names are the definitions' own)
        return path.read_bytes()


def about(known: Known, table: Export, asked: Filters, as_at: date | None) -> dict[str, str]:
    """Return the lines of the cover: whose figures, of which time and day, narrowed to what, and what else must be known of them."""
    current = programme_of(known)
    in_mode, since = modes_listed(known), later(known) if as_at is None else ""
    told = {
        "What this is": table.title,
        "Programme": current.name,
        "Period": f"{day(current.start_month)} to {day(current.today)}",
        "Figures as at": day(current.today),
        "Narrowed to": ", ".join(f"{name} {value}" for name, value in asked.given().items()),
        "How the programme works in each neighbourhood": in_mode,
        "Left out": tell_left_out(known) if table.code in LEAVING_OUT else "",
        "Later": since,
        "Provisional": "Returns that nobody has accepted yet are counted; what rests on one is marked." if known.provisional else "",
        "Notice": "All figures of this programme are invented, to show what cdmon does." if current.invented else "",
    }
    return {label: text for label, text in told.items() if text}


def file_name(current: Programme | None, on: date, content: str, ending: str) -> str:
    """Return a name for a file that is safe everywhere: programme, content and the day of its figures, 'anytown-kpis-2026-10-31.xlsx'."""
    return f"{name_of(current.name if current else '')}-{name_of(content)}-{on:%Y-%m-%d}{ending}"

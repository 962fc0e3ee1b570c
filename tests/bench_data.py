"""What a full export of the data takes, raw, beside a plain openpyxl write of the same cells (part of `make bench`)."""

import time
from pathlib import Path

from openpyxl import Workbook

from cdmon.database import Database
from cdmon.exports.data import export_data
from cdmon.tables.accepted_rows import AcceptedRows, accepted_rows, sheets_told
from cdmon.tables.known import Known


def bench(database: Database, folder: Path) -> None:
    """Print how long both take on a store, each once, and how many cells there are."""
    export_data(database, folder / "first", raw=True)  # which does not count: it imports
    began = time.perf_counter()
    export_data(database, folder / "data.zip", raw=True)
    exporting = time.perf_counter() - began
    with database.cursor() as cursor:
        known = Known.in_view(cursor)
        tables = [accepted_rows(known, *each, raw=True) for each in sheets_told(known, raw=True)]
    began = time.perf_counter()
    plain_write(tables, folder / "plain.xlsx")
    writing = time.perf_counter() - began
    cells = sum(table.frame.size for table in tables)
    ratio = f"{exporting / writing:.2f} ({exporting:.1f} / {writing:.1f} s)"
    print(f"full export (CSV, Parquet, .sav, described, zipped) / a plain openpyxl write of its {cells:,} cells: {ratio}")


def plain_write(tables: list[AcceptedRows], file: Path) -> None:
    """Write each table as a sheet, with nothing but its values."""
    made = Workbook(write_only=True)
    for table in tables:
        sheet = made.create_sheet(table.name[:31])
        sheet.append(list(table.frame.columns))
        for row in table.frame.astype(object).where(table.frame.notna(), None).itertuples(index=False):
            sheet.append(row)
    made.save(file)

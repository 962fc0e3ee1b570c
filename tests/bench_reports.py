"""What a report costs (part of `make bench`): of the example and of 150 neighbourhoods, beside a plain openpyxl write of its cells."""

import time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from cdmon.database import Database, open_database
from cdmon.reports.blocks import Report, Table
from cdmon.reports.issuing import FORMATS, drafted
from tests.grown import grow

PLACES, ROUNDS, MONTHS = 150, 3, 36


def bench(database: Database, folder: Path) -> None:
    """Print how long the report on stage 2 of the example and of a programme of 150 neighbourhoods takes; once each, as people wait."""
    tell("the example", database)
    grown = open_database(str(folder / "grown.duckdb"))
    grow(grown, PLACES, ROUNDS, MONTHS)
    tell(f"{PLACES} neighbourhoods", grown)
    grown.close()


def tell(what: str, database: Database) -> None:
    """Print what the report on stage 2 and its files take, and what its cells do."""
    start = time.perf_counter()
    report = drafted(database, "stage-2")
    times = {"made": time.perf_counter() - start}
    for name, make in {**FORMATS, "openpyxl": cells_written}.items():
        start = time.perf_counter()
        make(report)
        times[name] = time.perf_counter() - start
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times.items())
    print(f"report on stage 2 of {what}: {told}")


def cells_written(report: Report) -> bytes:
    """Write the cells of a report's tables as a plain workbook."""
    workbook = Workbook()
    for block in report.blocks:
        if isinstance(block, Table):
            sheet = workbook.create_sheet()
            for row in (block.headings, *block.rows):
                sheet.append(row)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()

"""Ratios of speed, each measured in one run (`make bench`): what cdmon does against what a plain library call takes on the same machine.

What pages cost a browser and a server is measured by bench_pages.py, what large files cost by bench_uploads.py, and what size costs by
bench_growth.py. Two promises more: checking and storing a workbook of 3,000 rows takes
less time than pandas with openpyxl takes to read it (ratio below 1); and a page's table takes less than 100 ms on the whole example, which
does not grow with the number of survey answers kept.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median

import pandas as pd

from cdmon.database import Database, open_database
from cdmon.definitions import load
from cdmon.example import load_example
from cdmon.returns.submit import preview, submit
from cdmon.tables.factors import factors, series
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import milestones
from cdmon.tables.overview import overview
from cdmon.workbooks.cells import Upload
from tests import bench_data, bench_growth, bench_pages, bench_reports, bench_uploads
from tests.workbooks import survey_workbook

RUNS = 5


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of some runs, in milliseconds, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def survey(places: int, label: str) -> bytes:
    """A residents' wave of 300 in each of some neighbourhoods, every question answered."""
    chance = random.Random(label)
    questions = load().questions("residents").values()
    answers = [
        {"neighbourhood": f"N{place:02d}", "weight": chance.uniform(0.5, 2)}
        | {q.code: chance.choice(q.options).title if q.options else chance.randint(0, 9) for q in questions}
        for place in range(1, places + 1)
        for _ in range(300)
    ]
    return survey_workbook(label, date(2026, 10, 1), answers, neighbourhood=None)


def store(database: Database, content: bytes) -> None:
    """Check and store a survey that must be stored."""
    receipt = submit(database, Upload("survey.xlsx", content), "bench", tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def main() -> None:
    """Print the ratios."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(str(Path(folder) / "bench.duckdb"))
        load_example(database, lambda done, total, name: print(f"\rLoading the example {done}/{total}", end="", file=sys.stderr))
        contents = iter([survey(10, f"wave {number}") for number in range(RUNS + 2)])
        content = next(contents)
        reading = timed(lambda: pd.read_excel(BytesIO(content), sheet_name=None, engine="openpyxl"))
        storing = timed(lambda: store(database, next(contents)))
        print(f"\n3,000 rows checked and stored / read by pandas with openpyxl: {storing / reading:.2f} ({storing:.0f} / {reading:.0f} ms)")
        previewing = timed(lambda: preview(database, Upload("survey.xlsx", survey_of_one)), 3) if (survey_of_one := survey(1, "one")) else 0
        print(f"300 rows previewed with their effect: {previewing:.0f} ms")
        pages = {
            "overview": lambda cursor: overview(Known(cursor)),
            "neighbourhood": lambda cursor: (factors(Known(cursor), "N01"), series(Known(cursor), "N01")),
            "programme": lambda cursor: factors(Known(cursor)),
            "milestones": lambda cursor: milestones(Known(cursor)),
            "KPIs": lambda cursor: kpis(Known(cursor)),
        }
        for name, table in pages.items():
            with database.cursor() as cursor:
                taken = timed(lambda cursor=cursor, table=table: table(cursor))
            print(f"{name}: {taken / 100:.2f} of 100 ms")
        bench_data.bench(database, Path(folder))
        bench_reports.bench(database, Path(folder))
        database.close()
        bare = bench_pages.bench(Path(folder) / "bench.duckdb", Path(folder))
        bench_uploads.bench(Path(folder) / "bench.duckdb")
        bench_growth.bench(Path(folder), bare)
    print(f"all of this took {(time.perf_counter() - began) / 60:.0f} minutes")


if __name__ == "__main__":
    main()

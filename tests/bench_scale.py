"""What a page and a load cost as a programme grows, on a DuckDB file and on a lake on PostgreSQL, in one run (`make bench-scale`).

Both kinds of store are given the same by `tests.grown`, and are measured in turns; the lake's data are in a folder, so that no object
store is measured with it. A page is in processor time of this process and on the clock, as PostgreSQL works in others; a load on the clock.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from math import log
from pathlib import Path
from statistics import median

import pandas as pd

from cdmon.database import Database, open_database
from cdmon.returns.submit import submit
from cdmon.tables.factors import factors, series
from cdmon.tables.known import Known
from cdmon.upkeep.maintain import maintain
from cdmon.workbooks.cells import Upload
from tests.bench_growth import ROUNDS, SIZES
from tests.grown import grow, place
from tests.postgres import new_catalog, postgres
from tests.workbooks import groups_workbook, survey_workbook, yes_of

RUNS = 3
SMALL = 10  # monthly returns that are sent one by one, before what they leave behind is made few files
KINDS = {"file": "A DuckDB file", "lake": "A lake on PostgreSQL, its data in a folder"}
NAMES = [f"{kind} of {street} Street" for kind in ("Choir", "Allotments", "Lunch club") for street in ("Oak", "Mill", "Wharf", "High")]
COSTS = {
    "page": "one place's page (clock)",
    "processor": "one place's page (processor time)",
    "state": "what counts, found once for each state of the store",
    "round": "a survey round of one place sent in",
    "month": "a monthly return of one place sent in",
}


def clock(work: Callable[[int], object], runs: int) -> tuple[float, float]:
    """Return the median milliseconds, on the clock and of this process's processor, of some runs after one that does not count."""
    times = []
    for run in range(runs + 1):
        began = (time.perf_counter(), time.process_time())
        work(run)
        times.append(((time.perf_counter() - began[0]) * 1000, (time.process_time() - began[1]) * 1000))
    return median(each for each, _ in times[1:]), median(each for _, each in times[1:])


def chosen(run: int, places: int, runs: int) -> str:
    """Return the place that a run is about: another each time."""
    return place(1 + run * (places - 1) // (runs + 1))


def reading(database: Database, places: int, runs: int, mark: str = "grown") -> dict[str, float]:
    """Return what it costs to read a store: what counts in it, and the page of a place, of each for the first time."""

    def state(run: int) -> object:
        with database.cursor() as cursor:
            return Known.in_view(cursor, version=(database.url, mark, run))

    def page(run: int) -> object:
        with database.cursor() as cursor:
            known, code = Known.in_view(cursor, version=(database.url, mark, 0)), chosen(run, places, runs)
            return factors(known, code), series(known, code)

    found = {"state": clock(state, runs)[0]}
    found["page"], found["processor"] = clock(page, runs)
    return found


def sending(database: Database, places: int, runs: int) -> dict[str, float]:
    """Return what it costs to send in a survey round of 300 people, and a register of twelve groups, each of one place."""
    codes = [chosen(run, places, runs) for run in range(runs + 1)]
    rounds = [survey_workbook(f"new {run}", date(2026, 10, 1), yes_of(300, 30 + run), neighbourhood=code) for run, code in enumerate(codes)]
    months = [register(f"2026-{9 - run:02d}", code) for run, code in enumerate(codes)]
    return {
        "round": clock(lambda run: send(database, rounds[run], f"round-{run}.xlsx"), runs)[0],
        "month": clock(lambda run: send(database, months[run], f"month-{run}.xlsx"), runs)[0],
    }


def register(month: str, code: str) -> bytes:
    """A register of groups, long enough to be a file of its own in a lake."""
    return groups_workbook(month, [{"name": name} for name in NAMES], code)


def send(database: Database, content: bytes, name: str) -> None:
    """Send in a file that must be stored, with all that a person is told of it."""
    receipt = submit(database, Upload(name, content), "bench")
    assert receipt.stored, receipt.checked.problems


def tidying(database: Database, places: int, runs: int, small: int) -> str:
    """Say what a page of a lake costs once so many small returns have come, and what after it was looked after."""
    for number in range(small):
        send(database, register(f"{pd.Period('2025-12', 'M') - number}", place(1)), f"small-{number}.xlsx")
    before = reading(database, places, runs, "small")
    began = time.perf_counter()
    files = maintain(database, "0 days")
    took = time.perf_counter() - began
    after = reading(database, places, runs, "tidy")
    told = [f"{files[0]} files {words(before)}", f"after maintain ({took:.1f} s) {files[1]} files {words(after)}"]
    return f"After {small} more monthly returns of a place: " + "; ".join(told)


def words(found: dict[str, float]) -> str:
    """Say what a page costs, with the finding of what counts."""
    return f"and a page {found['page']:.0f} ms, what counts {found['state']:.0f} ms"


def bench(folder: Path, server: str, sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, runs: int = RUNS, small: int = SMALL) -> None:
    """Make the stores, print what they cost by size, and what the lake of the first size costs with many small files and with few."""
    found: dict[str, dict[int, dict[str, float]]] = {kind: {} for kind in KINDS}
    tidied = ""
    for size in sizes:
        for kind in KINDS:
            say(f"{size:,} places: {kind}")
            lake = f"ducklake:postgres:{new_catalog(server)}?data={folder}/lake-{size}"
            database = open_database(str(folder / f"{size}.duckdb") if kind == "file" else lake)
            grow(database, size, rounds)
            found[kind][size] = reading(database, size, runs) | sending(database, size, runs)
            if kind == "lake" and size == sizes[0]:
                tidied = tidying(database, size, runs, small)
            database.close()
    say("")
    print(f"{rounds} rounds of {' / '.join(f'{size:,}' for size in sizes)} places, in ms, under a load of {os.getloadavg()[1]:.0f}:")
    for kind, title in KINDS.items():
        print(title)
        for cost, told in COSTS.items():
            print(f"  {told}: {grows([found[kind][size][cost] for size in sizes], sizes)}")
    for cost, told in COSTS.items():
        ratios = " / ".join(f"{found['lake'][size][cost] / found['file'][size][cost]:.1f}" for size in sizes)
        print(f"The lake against the file, {told}: {ratios} times")
    print(tidied)


def grows(costs: list[float], sizes: Sequence[int]) -> str:
    """Say costs by size, with the last against the first and the power of the size by which they grow."""
    told = " / ".join(f"{cost:.0f}" for cost in costs)
    if len(costs) == 1:
        return told
    ratio = costs[-1] / costs[0]
    return f"{told}; ratio {ratio:.1f}, exponent {log(ratio) / log(sizes[-1] / sizes[0]):.2f}"


def say(what: str) -> None:
    """Say on standard error what is being done."""
    print(f"\r{what:60}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary, postgres() as host:
        bench(Path(temporary), host, [int(size) for size in sys.argv[1:]] or SIZES)

"""What a place, the programme and a new state of the store cost as the programme grows, in one run; draws docs/growth.svg (`make bench`).

Each size is measured in a process of its own, for its memory. A cost is processor time, so that what else the machine does counts little.
"""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from math import isnan, log, log10, nan
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from cdmon.database import ROOT, open_database
from cdmon.tables.factors import factors, series
from cdmon.tables.known import Known
from tests.grown import grow, place

ROUNDS = 10
SIZES = (30, 300, 1000, 6900)
AREAS = {"15 yearly rounds": (150, 15, 0), "15 yearly rounds and 180 months": (150, 15, 180)}  # places, rounds, months
RUNS = 3
COSTS = {
    "a place": "One place’s page",
    "programme": "The factors of the whole programme",
    "state": "What counts, found once for each state of the store",
}
BELOW = "state"  # the cost whose words stand under the beginning of its line
COLOURS = {"a place": "#1d70b8", "programme": "#a33b00", "state": "#4d4d4d"}
WIDTH, HEIGHT, LEFT, BOTTOM = 780, 400, 90, 50
LOWEST, HIGHEST = 10, 10_000  # milliseconds


def processor_time(work: Callable[[int], object]) -> float:
    """Return the median processor time of some runs in milliseconds, after one that does not count; each is given its number."""
    work(0)
    times = []
    for run in range(1, RUNS + 1):
        start = time.process_time()
        work(run)
        times.append((time.process_time() - start) * 1000)
    return median(times)


def megabytes() -> float:
    """Return the most memory that this process has used so far. What `getrusage` says begins with what its parent had used."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def make(path: str, *size: int) -> None:
    """Make a store of a size: places, rounds and months."""
    database = open_database(path)
    grow(database, *size)
    database.close()


def costs(path: str, places: int) -> dict[str, float]:
    """Return what a store of so many places costs to read; `memory` is what the programme's factors add to the process, in MB."""
    database = open_database(path)
    with database.cursor() as cursor:

        def of_place(run: int) -> object:
            known, code = Known.in_view(cursor, version=path), place(1 + run * places // (RUNS + 1))
            return factors(known, code), series(known, code)

        found = {"state": processor_time(lambda run: Known.in_view(cursor, version=(path, run))), "a place": processor_time(of_place)}
        before = megabytes()
        found["programme"] = processor_time(lambda run: factors(Known.in_view(cursor, version=path)))
        found["memory"] = megabytes() - before
    database.close()
    return found


def in_a_process(folder: Path, *size: int) -> dict[str, float]:
    """Return the costs of a size (places, rounds, months), measured in a process of its own, which has not made the store."""
    path = str(folder / f"{'-'.join(map(str, size))}.duckdb")
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        pool.submit(make, path, *size).result()
        return pool.submit(costs, path, size[0]).result()


def bench(folder: Path, bare: float = nan) -> None:
    """Print the costs by size, their ratios, exponents and, where that is known, lengths of a bare page (ms); draw the picture."""
    found = {size: in_a_process(folder, size, ROUNDS) for size in SIZES}
    print(f"{ROUNDS} rounds of {' / '.join(f'{size:,}' for size in SIZES)} places, in ms of processor time:")
    first, last = SIZES[0], SIZES[-1]
    for cost, title in COSTS.items():
        ratio = found[last][cost] / found[first][cost]
        told = " / ".join(f"{found[size][cost]:.0f}" for size in SIZES)
        pages = "" if isnan(bare) else f"; {found[last][cost] / bare:.0f} bare pages"
        print(f"  {title}: {told}; ratio {ratio:.1f}, exponent {log(ratio) / log(last / first):.2f}{pages}")
    print(f"  Memory that the factors of {last:,} places add: {found[last]['memory']:.0f} MB")
    for words, size in AREAS.items():
        of = in_a_process(folder, *size)
        told = f"a place {of['a place']:.0f} ms, the programme {of['programme']:.0f} ms and {of['memory']:.0f} MB"
        print(f"{size[0]} areas × {words}: {told}")
    (ROOT / "docs" / "growth.svg").write_text(drawing({cost: [found[size][cost] for size in SIZES] for cost in COSTS}), encoding="utf-8")


def drawing(lines: dict[str, list[float]]) -> str:
    """Return the costs against the size as SVG, both on scales of tenfold steps; its text says the same."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="14">',
        f"<title>Processor time against the number of places, {ROUNDS} rounds each, both scales logarithmic</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for step in range(int(log10(LOWEST)), int(log10(HIGHEST)) + 1):
        y, words = up(10**step), f"{10**step:,} ms"
        parts.append(
            f'<path d="M{LEFT} {y:.0f}H{WIDTH - 20}" stroke="#ddd"/><text x="{LEFT - 8}" y="{y + 5:.0f}" text-anchor="end">{words}</text>'
        )
    parts += [f'<text x="{across(size):.0f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{size:,}</text>' for size in SIZES]
    parts.append(f'<text x="{(LEFT + WIDTH) / 2:.0f}" y="{HEIGHT - 6}" text-anchor="middle">places</text>')
    for cost, values in lines.items():
        points = [(across(size), up(value)) for size, value in zip(SIZES, values, strict=True)]
        path, dots = (
            " ".join(f"{x:.0f},{y:.0f}" for x, y in points),
            "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"/>' for x, y in points),
        )
        x, y, anchor = (*points[0], "start") if cost == BELOW else (*points[-1], "end")
        at = f'x="{x:.0f}" y="{y + (24 if cost == BELOW else -10):.0f}" text-anchor="{anchor}"'
        parts.append(f'<g fill="{COLOURS[cost]}"><polyline points="{path}" fill="none" stroke="{COLOURS[cost]}" stroke-width="2"/>{dots}')
        parts.append(f"<text {at}>{COSTS[cost]}</text></g>")
    return "\n".join([*parts, "</svg>", ""])


def across(size: float) -> float:
    """Return where a number of places stands."""
    return LEFT + 20 + (WIDTH - LEFT - 80) * log(size / SIZES[0]) / log(SIZES[-1] / SIZES[0])


def up(value: float) -> float:
    """Return where a cost in milliseconds stands."""
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 20) * log(max(value, LOWEST) / LOWEST) / log(HIGHEST / LOWEST)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        bench(Path(temporary))

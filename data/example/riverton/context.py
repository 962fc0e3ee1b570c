"""Statistics of the wards, as an office that does not exist might publish them."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Sequence
from datetime import date
from random import Random

from riverton.wards import NEIGHBOURHOODS, SEED, Row, boundary

STATISTICS = [  # what is measured, what it counts, the time it is for, the least and the most of a ward, the figure of the whole
    ("Claimant rate", "per cent of residents aged 16 to 64", "December 2025", (2.4, 8.6), 4.8),
    ("Long-term illness", "per cent of residents", "2025", (14.0, 27.0), 19.2),
    ("Living alone at 65 or over", "per cent of residents aged 65 or over", "2025", (24.0, 41.0), 31.5),
    ("Emergency admissions to hospital", "per 1,000 residents", "April 2024 to March 2025", (78.0, 142.0), 104.0),
]


def context() -> dict[str, Sequence[Row]]:
    """Return the rows of the context statistics; those of a ward hang together, as such figures do."""
    rows: list[Row] = []
    for code in NEIGHBOURHOODS:
        random = Random(f"{SEED} context {code}")
        rank = random.random()
        for statistic, unit, covered, (least, most), whole in STATISTICS:
            share = min(max(rank + random.uniform(-0.15, 0.15), 0), 1)
            rows.append(
                {
                    "neighbourhood": code,
                    "statistic": statistic,
                    "value": round(least + (most - least) * share, 1),
                    "unit": unit,
                    "period_covered": covered,
                    **boundary(code),
                    "comparator_area": "Riverton",
                    "comparator_value": whole,
                    "source": "Riverton Statistics Office (invented for this example)",
                    "published_on": date(2026, 2, 10),
                }
            )
    return {"context": rows}

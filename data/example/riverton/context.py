"""Statistics of the wards, as an office that does not exist might publish them."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from riverton.wards import NEIGHBOURHOODS, SEED, Row, boundary

STATISTICS = [  # what is measured, what it counts, the time it is for, the least and the most of a ward, the figure of the whole
    ("Claimant rate", "per cent of residents aged 16 to 64", "December 2025", (2.4, 8.6), 4.8),
    ("Long-term illness", "per cent of residents", "2025", (14.0, 27.0), 19.2),
    ("Living alone at 65 or over", "per cent of residents aged 65 or over", "2025", (24.0, 41.0), 31.5),
    ("Emergency admissions to hospital", "per 1,000 residents", "April 2024 to March 2025", (78.0, 142.0), 104.0),
]
SOURCE = "Riverton Statistics Office (invented for this example)"
HEALTH = {"statistic": "Very good health", "unit": "per cent of residents", "source": SOURCE}
ELSEWHERE = {"Riverton": {"2011": 46.9, "2021": 48.1}, "Similar areas": {"2011": 41.0, "2021": 42.6}}


def health() -> Iterator[Row]:
    """Yield the residents of each ward in very good health in two years, how many of how many, and the shares of two other areas."""
    for code in NEIGHBOURHOODS:
        random = Random(f"{SEED} health {code}")
        share = random.uniform(0.36, 0.47)
        for year, rise in (("2011", 0.0), ("2021", random.uniform(0.0, 0.05))):
            residents = random.randint(6200, 6800)
            counted = round(residents * (share + rise))
            figure = {"value": round(100 * counted / residents, 1), "numerator": counted, "denominator": residents, "period_covered": year}
            yield HEALTH | {"neighbourhood": code, **figure, **boundary(code)}
    for area, shares in ELSEWHERE.items():
        for year, value in shares.items():
            yield HEALTH | {"area": area, "value": value, "period_covered": year}


def context() -> dict[str, Sequence[Row]]:
    """Return the rows of the context statistics; those of a ward hang together, as such figures do, but for its residents' health."""
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
                    "source": SOURCE,
                    "published_on": date(2026, 2, 10),
                }
            )
    return {"context": [*rows, *health()]}

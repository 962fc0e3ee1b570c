"""All neighbourhoods as one: the pooled figures of the programme."""

import math
from collections import defaultdict
from collections.abc import Iterator

from cdmon.definitions import Definitions
from cdmon.tables.comparable import obstacles
from cdmon.tables.figures import Row, Rows

NOWHERE = "in no neighbourhood may the two be compared"


def pooled(found: Rows, definitions: Definitions) -> Rows:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    `found` has a row a neighbourhood, indicator and role. A change is only told for the same places: where any neighbourhood has
    both a baseline and a later figure that may be compared, those make up the pool. Proportions are averaged, each neighbourhood a stratum
    (variance Σ W²·p(1 − p)/n_eff, see `averaged`); counts and populations are added up. Hidden figures take no part, and neither do
    indicators that do not pool (see `Indicator.pools`).
    """
    return [
        pool_one(rows, definitions.indicators[code].kind, definitions.indicators[code].counts_people)
        for code, places in by_indicator(found, definitions).items()
        for rows in pools(places, definitions.indicators[code].kind)
    ]


def by_indicator(found: Rows, definitions: Definitions) -> dict[str, dict[str, dict[str, Row]]]:
    """Return the figures that pool by indicator, neighbourhood and role."""
    places: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in shown(found):
        if definitions.indicators[row["indicator"]].pools:
            places[row["indicator"]][row["neighbourhood"]][row["role"]] = row
    return places


def shown(found: Rows) -> Rows:
    """Return the rows whose figures are not hidden."""
    return [row for row in found if not math.isnan(row["value"])]


def pools(places: dict[str, dict[str, Row]], kind: str) -> Iterator[Rows]:
    """Yield the rows of one indicator to be pooled: baselines and latest figures of the places that have both, else the baselines."""
    both = pairs(places, kind)
    for role in ("baseline", "latest") if both else ("baseline",):
        rows = [roles[role] for roles in (both or places).values() if role in roles]
        if rows:
            yield sorted(rows, key=lambda row: row["period_date"])


def pairs(places: dict[str, dict[str, Row]], kind: str) -> dict[str, dict[str, Row]]:
    """Return the places that have both figures of an indicator; those whose two may not be compared only where there are no others."""
    both = {place: roles for place, roles in places.items() if len(roles) == 2}
    comparable = {place: roles for place, roles in both.items() if not obstacles(roles["baseline"], roles["latest"], kind)}
    return comparable or {place: {role: row | {"obstacle": NOWHERE} for role, row in roles.items()} for place, roles in both.items()}


def averaged(rows: Rows, of_people: bool) -> tuple[float, float]:
    """Return the average of the proportions of some neighbourhoods and the effective size it rests on, 0 where one's is not known.

    People weigh by the population of their neighbourhood, organisations by how many answered. Where nobody or everybody said so, a
    sample does not show how answers vary: the average stands in for it.
    """
    weights = [row["population"] if of_people else row["n"] for row in rows]
    shares = [weight / sum(weights) for weight in weights]
    value = sum(share * row["value"] for share, row in zip(shares, rows, strict=True))
    if min(row["n_effective"] for row in rows) <= 0:
        return value, 0.0
    whole = value * (1 - value)
    spread = [(row["value"] * (1 - row["value"]) or whole) / whole if whole else 1.0 for row in rows]
    return value, 1 / sum(share**2 * each / row["n_effective"] for share, each, row in zip(shares, spread, rows, strict=True))


def pool_one(rows: Rows, kind: str, of_people: bool) -> Row:
    """Return the pooled figure of one indicator and role from a row for each neighbourhood, in the order of their dates."""
    population = sum(row["population"] for row in rows)
    value, size = averaged(rows, of_people) if kind == "proportion" else (sum(row["value"] for row in rows), math.nan)
    independent = {row["independent"] for row in rows}
    return rows[0] | {
        "neighbourhood": None,
        "value": value,
        "n": sum(row["n"] for row in rows),
        "n_effective": size,
        "population": population,
        "period": pooled_period([row["period"] for row in rows]),
        "note": "",
        "provisional": any(row["provisional"] for row in rows),
        "design_known": all(row["design_known"] for row in rows),
        **{part: " / ".join(sorted({row[part] for row in rows})) for part in ("asked", "mode", "frame")},
        "boundary": "",  # each neighbourhood has its own
        "no_answer": sum(row["no_answer"] for row in rows),
        "indicator_version": max(row["indicator_version"] for row in rows),
        "independent": independent.pop() if len(independent) == 1 else "mixed",
        "provenance": " and ".join(sorted({name for row in rows for name in row["provenance"].split(" and ") if name})),
    }


def pooled_period(periods: list[str]) -> str:
    """Say from when to when a pooled figure is, and of how many neighbourhoods."""
    span = periods[0] if periods[0] == periods[-1] else f"{periods[0]} to {periods[-1]}"
    return f"{span} ({len(periods)} neighbourhood{'s' if len(periods) > 1 else ''})"


def pooled_months(months: Rows, found: Rows, definitions: Definitions) -> Rows:
    """Return the programme's monthly figures: sums over the places of the pool, for the months in which each of them has a figure."""
    pool = {
        (place, code)
        for code, places in by_indicator(found, definitions).items()
        for place in pairs(places, definitions.indicators[code].kind)
    }
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in shown(months):
        if (row["neighbourhood"], row["indicator"]) in pool:
            values[row["indicator"]][row["period"]].append(row["value"])
    return [
        {"neighbourhood": None, "indicator": code, "period": period, "value": sum(of_month)}
        for code, of_indicator in values.items()
        for period, of_month in sorted(of_indicator.items())
        if len(of_month) == max(map(len, of_indicator.values()))
    ]

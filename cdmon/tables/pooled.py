"""All neighbourhoods as one: the pooled figures of the programme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import inf, isnan, nan
from typing import Any

import numpy as np

from cdmon.definitions import Definitions
from cdmon.statistics.samples import finite_size, interval_size, pooled_proportion
from cdmon.tables.comparable import obstacles
from cdmon.tables.figures import PROGRAMME, Figure, Found, Roles, Row, Rows

NOWHERE = "in no neighbourhood may the two be compared"

Places = dict[str | None, Roles]  # the figures of one indicator by neighbourhood


def pooled(found: Found, definitions: Definitions) -> Found:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    A change is only told for the same places: where any neighbourhood has both a baseline and a later figure that may be compared, those
    make up the pool, but for those whose sample tells no interval (see `surely_told`). Proportions are averaged, each neighbourhood a
    stratum (see `averaged`); counts and populations are added up, with those of the programme's own returns. Hidden figures take no part,
    and neither do indicators that do not pool (see `Indicator.pools`).
    """
    return {
        (None, code): {
            role: replace(
                pool_one(figures, definitions.indicators[code].kind, definitions.indicators[code].counts_people), left_out=left_out
            )
            for role, figures, left_out in pools(places, definitions.indicators[code].kind)
        }
        for code, places in by_indicator(found, definitions).items()
    }


def by_indicator(found: Found, definitions: Definitions) -> dict[str, Places]:
    """Return the figures that pool and may be shown by indicator, neighbourhood and role; of the programme's own only what is counted."""
    places: dict[str, Places] = defaultdict(dict)
    for (place, code), roles in found.items():
        indicator = definitions.indicators[code]
        shown = {role: figure for role, figure in roles.items() if not isnan(figure.value)}
        if indicator.pools and shown and (place != PROGRAMME or indicator.kind == "count"):
            places[code][place] = shown
    return places


def pools(places: Places, kind: str) -> Iterator[tuple[str, list[Figure], tuple[str, ...]]]:
    """Yield the figures of one indicator to be pooled: baselines and latest ones of the places that have both, else the baselines.

    With each role go the places that are left out because their samples tell no interval.
    """
    baselines = {place: {"baseline": roles["baseline"]} for place, roles in places.items() if "baseline" in roles}
    chosen, left_out = surely_told(pairs(places, kind) or baselines)
    for role in ("baseline", "latest"):
        figures = [roles[role] for roles in chosen.values() if role in roles]
        if figures:
            yield role, sorted(figures, key=lambda figure: figure.period_date or date.min), left_out


def surely_told(places: Places) -> tuple[Places, tuple[str, ...]]:
    """Return the places whose samples tell an interval, and the others by code; all of them where none does.

    A sample of a single cluster tells none, and would take that of the whole pool away.
    """
    told = {place: roles for place, roles in places.items() if not any(figure.size <= 0 for figure in roles.values())}
    return (told, tuple(sorted(str(place) for place in places.keys() - told.keys()))) if told else (places, ())


def pairs(places: Places, kind: str) -> Places:
    """Return the places that have both figures of an indicator; those whose two may not be compared only where there are no others."""
    both = {place: roles for place, roles in places.items() if len(roles) == 2}
    why = {place: obstacles(roles["baseline"], roles["latest"], kind) for place, roles in both.items()}
    if comparable := {place: roles for place, roles in both.items() if not why[place]}:
        return comparable
    shared = set(why.values())
    obstacle = shared.pop() if len(shared) == 1 else NOWHERE
    return {place: {role: replace(figure, obstacle=obstacle) for role, figure in roles.items()} for place, roles in both.items()}


def averaged(figures: list[Figure], of_people: bool) -> dict[str, float]:
    """Return the value, n_effective, degrees and size of the average of the proportions of some neighbourhoods (see `pooled_proportion`).

    People weigh by the population of their neighbourhood, organisations by how many answered. What makes the interval of one place wider,
    few clusters and an effective size of at most n, is not done place by place: it would add up, where chance evens out. The pool pays
    once for few clusters, those of all its places.

    Each place's size grows with the part of all there are that answered (see `Figure.part`), as `n_finite` of the pool says: it is inf
    where all did everywhere.
    """
    weights = np.array([figure.population if of_people else figure.n for figure in figures])
    values, sizes, degrees = zip(*((figure.value, figure.n_effective, figure.degrees) for figure in figures), strict=True)
    shares = weights / weights.sum()
    value, effective, freedom = (float(part) for part in pooled_proportion(shares, values, sizes, degrees))
    most = inf if len(figures) > 1 else figures[0].n
    parts = np.array([figure.part for figure in figures])
    finite = inf if parts.min() == 1 else float(pooled_proportion(shares, values, finite_size(np.minimum(sizes, most), parts), degrees)[1])
    size = float(interval_size(finite, inf, freedom))
    return {"value": value, "n_effective": effective, "n_finite": finite, "degrees": freedom, "size": size}


def added_up(figures: list[Figure], kind: str) -> float:
    """Return what some neighbourhoods have together of what is counted in full: the sum, or of shares the part of the sum."""
    if kind == "share":
        return sum(figure.n_counted for figure in figures) / sum(figure.n for figure in figures)
    return sum(figure.value for figure in figures)


def pool_one(figures: list[Figure], kind: str, of_people: bool) -> Figure:
    """Return the pooled figure of one indicator and role from one of each neighbourhood, in the order of their dates."""
    told: dict[str, Any] = averaged(figures, of_people) if kind == "proportion" else {"value": added_up(figures, kind)}
    independent = {figure.independent for figure in figures}
    return replace(
        figures[0],
        neighbourhood=None,
        places=len(figures),
        n=sum(figure.n for figure in figures),
        n_counted=sum(figure.n_counted for figure in figures),
        responses=tuple(sorted({each for figure in figures for each in figure.responses})) if all(f.responses for f in figures) else (),
        population=sum(figure.population for figure in figures),
        adults=sum(figure.adults for figure in figures),
        period=pooled_period(figures),
        note="",
        provisional=any(figure.provisional for figure in figures),
        design_known=all(figure.design_known for figure in figures),
        assumed=max((figure.assumed for figure in figures if not figure.design_known), default=nan),
        asked=" / ".join(sorted({figure.asked for figure in figures})),
        mode=" / ".join(sorted({figure.mode for figure in figures})),
        frame=" / ".join(sorted({figure.frame for figure in figures})),
        coverage=figures[0].coverage if len({figure.coverage for figure in figures}) == 1 else "",
        boundary="",  # each neighbourhood has its own
        no_answer=sum(figure.no_answer for figure in figures),
        months=max(figure.months for figure in figures),
        shared_months=max(figure.shared_months for figure in figures),
        shared=sum(figure.shared for figure in figures),
        version=max(figure.version for figure in figures),
        independent=independent.pop() if len(independent) == 1 else "mixed",
        provenance=" and ".join(sorted({name for figure in figures for name in figure.provenance.split(" and ") if name})),
        **told,
    )


def pooled_period(figures: list[Figure]) -> str:
    """Say from when to when a pooled figure is, and of how many neighbourhoods."""
    first, last = figures[0].period.partition(" to ")[0], figures[-1].period.rpartition(" to ")[2]
    span = first if first == last else f"{first} to {last}"
    places = sum(figure.neighbourhood != PROGRAMME for figure in figures)
    told = [f"{places} neighbourhood{'s' if places > 1 else ''}"] if places else []
    return f"{span} ({' and '.join(told + ['the programme’s own'] * (places < len(figures)))})"


def pooled_months(months: Rows, found: Found, definitions: Definitions) -> Rows:
    """Return the programme's monthly figures: sums over the places of the pool, for the months in which each of them has a figure.

    What the programme's own returns say is added where there is one: nobody owes them.
    """
    pool = {
        (place, code)
        for code, places in by_indicator(found, definitions).items()
        for place in pairs(places, definitions.indicators[code].kind)
    }
    values: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in months:
        if not isnan(row["value"]) and (row["neighbourhood"], row["indicator"]) in pool:
            values[row["indicator"]][row["period"]].append(row)
    rows = []
    for code, of_indicator in values.items():
        owed = {period: sum(row["neighbourhood"] != PROGRAMME for row in of_month) for period, of_month in of_indicator.items()}
        rows += [
            {
                "neighbourhood": None,
                "indicator": code,
                "period": period,
                "value": sum(row["value"] for row in of_month),
                "covers": max(row["covers"] for row in of_month),
            }
            for period, of_month in sorted(of_indicator.items())
            if owed[period] == max(owed.values())
        ]
    return rows

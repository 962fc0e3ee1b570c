"""All neighbourhoods as one: the pooled figures of the programme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import inf, isnan, nan
from typing import Any

import numpy as np

from cdmon.definitions import Definitions
from cdmon.statistics.samples import finite_size, interval_size, pooled_proportion
from cdmon.tables.columns import Array, Columns
from cdmon.tables.comparable import obstacles
from cdmon.tables.figures import PROGRAMME, Figure, Found, Response, Roles, Rows
from cdmon.tables.months import Months

NOWHERE = "in no neighbourhood may the two be compared"
COMPARED = ("asked", "version", "mode", "frame", "boundary")  # what may be an obstacle where it differs, beside the days

Places = dict[str | None, Roles]  # the figures of one indicator by neighbourhood


def pooled(found: Found, definitions: Definitions) -> Found:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    See `pool_of`. Hidden figures take no part, and neither do indicators that do not pool (see `Indicator.pools`).
    """
    return {(None, code): pool_of(code, columns, definitions) for code, columns in by_indicator(found, definitions).items()}


def by_indicator(found: Found, definitions: Definitions) -> dict[str, Columns]:
    """Return the figures that pool and may be shown by indicator; of the programme's own only what is counted."""
    places: dict[str, Places] = defaultdict(dict)
    for (place, code), roles in found.items():
        indicator = definitions.indicators[code]
        shown = {role: figure for role, figure in roles.items() if not isnan(figure.value)}
        if indicator.pools and shown and (place != PROGRAMME or indicator.kind == "count"):
            places[code][place] = shown
    return {code: Columns.of(of_indicator) for code, of_indicator in places.items()}


def pool_of(code: str, columns: Columns, definitions: Definitions) -> Roles:
    """Return the pool of an indicator by role, from the figures of places that may be shown.

    A change is only told for the same places: where any neighbourhood has both a baseline and a later figure that may be compared, those
    make up the pool, but for those whose sample tells no interval (see `surely_told`). Proportions are averaged, each neighbourhood a
    stratum (see `averaged`); counts and populations are added up, with those of the programme's own returns.
    """
    indicator = definitions.indicators[code]
    return {
        role: replace(pool_one(figures, indicator.kind, indicator.counts_people, code), left_out=left_out)
        for role, figures, left_out in pools(columns, indicator.kind)
    }


def pools(columns: Columns, kind: str) -> Iterator[tuple[str, Columns, tuple[str, ...]]]:
    """Yield the figures of one indicator to be pooled: baselines and latest ones of the places that have both, else the baselines.

    With each role go the places that are left out because their samples tell no interval.
    """
    both = pairs(columns, kind)
    chosen = [part for part in both if len(part)] or [columns.take(~columns["is_latest"])]
    chosen, left_out = surely_told(chosen)
    for role, figures in zip(("baseline", "latest"), chosen, strict=False):
        if len(figures):
            days = figures["period_date"]
            yield role, figures.take(np.argsort(np.where(np.isnat(days), np.datetime64("0001-01-01"), days), kind="stable")), left_out


def surely_told(roles: list[Columns]) -> tuple[list[Columns], tuple[str, ...]]:
    """Return the figures of places whose samples tell an interval, and the other places by code; all of them where none does.

    A sample of a single cluster tells none, and would take that of the whole pool away. Each role has the same places in the same order.
    """
    told = np.logical_and.reduce([~(figures["size"] <= 0) for figures in roles])
    if told.all() or not told.any():
        return roles, ()
    return [figures.take(told) for figures in roles], tuple(sorted(str(place) for place in roles[0]["neighbourhood"][~told]))


def pairs(columns: Columns, kind: str) -> tuple[Columns, Columns]:
    """Return the baselines and the latest figures of the places that have both, in one order.

    Those whose two may not be compared are among them only where there are no others.
    """
    then, now = columns.take(~columns["is_latest"]), columns.take(columns["is_latest"])
    _, first, last = np.intersect1d(then["place"], now["place"], assume_unique=True, return_indices=True)
    then, now = then.take(first), now.take(last)
    why = reasons(then, now, kind)
    if len(then) and not (comparable := why == "").any():
        shared = set(why.tolist())
        obstacle = np.full(len(then), shared.pop() if len(shared) == 1 else NOWHERE, object)
        return then.but({"obstacle": obstacle}), now.but({"obstacle": obstacle})
    return (then.take(comparable), now.take(comparable)) if len(then) else (then, now)


def reasons(then: Columns, now: Columns, kind: str) -> Array:
    """Return why the two figures of each place may not be compared, "" where they may (see `obstacles`)."""
    apart = (now["obstacle"] != "") | (then["period_date"] == now["period_date"])
    for part in COMPARED:
        apart |= then[part] != now[part]
    why = np.full(len(then), "", object)
    for place in np.flatnonzero(apart).tolist():
        why[place] = obstacles(to_compare(then, place), to_compare(now, place), kind)
    return why


def to_compare(columns: Columns, place: int) -> Figure:
    """Return what decides whether a figure may be compared with another."""
    told = {part: columns[part][place] for part in (*COMPARED, "obstacle")}
    return Figure("", None, "", columns["period_date"][place].item(), nan, **told)


def averaged(figures: Columns, of_people: bool) -> dict[str, float]:
    """Return the value, n_effective, degrees and size of the average of the proportions of some neighbourhoods (see `pooled_proportion`).

    People weigh by the population of their neighbourhood, organisations by how many answered. What makes the interval of one place wider,
    few clusters and an effective size of at most n, is not done place by place: it would add up, where chance evens out. The pool pays
    once for few clusters, those of all its places.

    Each place's size grows with the part of all there are that answered (see `Figure.part`), as `n_finite` of the pool says: it is inf
    where all did everywhere.
    """
    weights, sizes, degrees = figures["population"] if of_people else figures["n"], figures["n_effective"], figures["degrees"]
    shares = weights / weights.sum()
    value, effective, freedom = (float(part) for part in pooled_proportion(shares, figures["value"], sizes, degrees))
    most, parts = inf if len(figures) > 1 else figures["n"][0], figures.part
    of_all = finite_size(np.minimum(sizes, most), parts)
    finite = inf if parts.min() == 1 else float(pooled_proportion(shares, figures["value"], of_all, degrees)[1])
    size = float(interval_size(finite, inf, freedom))
    return {"value": value, "n_effective": effective, "n_finite": finite, "degrees": freedom, "size": size}


def added_up(figures: Columns, kind: str) -> float:
    """Return what some neighbourhoods have together of what is counted in full: the sum, or of shares the part of the sum."""
    if kind == "share":
        return float(figures["n_counted"].sum() / figures["n"].sum())
    return float(figures["value"].sum())


def pool_one(figures: Columns, kind: str, of_people: bool, indicator: str) -> Figure:
    """Return the pooled figure of one indicator and role from one of each neighbourhood, in the order of their dates."""
    told: dict[str, Any] = averaged(figures, of_people) if kind == "proportion" else {"value": added_up(figures, kind)}
    independent, coverage, unknown = figures.told("independent"), figures.told("coverage"), ~figures["design_known"]
    named = {name for each in figures.told("provenance") for name in each.split(" and ") if name}
    return Figure(
        indicator,
        None,
        pooled_period(figures),
        figures["period_date"][0].item(),
        places=len(figures),
        n=whole(figures["n"].sum()),
        n_counted=whole(figures["n_counted"].sum()),
        responses=responses(figures),
        population=float(figures["population"].sum()),
        adults=float(figures["adults"].sum()),
        provisional=bool(figures["provisional"].any()),
        design_known=not unknown.any(),
        assumed=float(figures["assumed"][unknown].max()) if unknown.any() else nan,
        asked=" / ".join(figures.told("asked")),
        mode=" / ".join(figures.told("mode")),
        frame=" / ".join(figures.told("frame")),
        coverage=coverage[0] if len(coverage) == 1 else "",
        obstacle=figures["obstacle"][0],  # a boundary it has none: each neighbourhood has its own
        no_answer=whole(figures["no_answer"].sum()),
        months=whole(figures["months"].max()),
        shared_months=whole(figures["shared_months"].max()),
        shared=float(figures["shared"].sum()),
        version=whole(figures["version"].max()),
        independent=independent[0] if len(independent) == 1 else "mixed",
        provenance=" and ".join(sorted(named)),
        **told,
    )


def whole(number: float) -> Any:
    """Return a sum of whole numbers as one, NaN as it is."""
    return nan if isnan(number) else int(number)


def responses(figures: Columns) -> tuple[Response, ...]:
    """Return how many answered each file that the figures are of, once; none where one does not say how many were approached."""
    if np.isnan(figures["approached"]).any():
        return ()
    files = set(zip(*(figures[part].tolist() for part in Response._fields), strict=True))
    return tuple(sorted({Response(file, int(answered), int(approached)) for file, answered, approached in files}))


def pooled_period(figures: Columns) -> str:
    """Say from when to when a pooled figure is, and of how many neighbourhoods."""
    first, last = figures["period"][0].partition(" to ")[0], figures["period"][-1].rpartition(" to ")[2]
    span = first if first == last else f"{first} to {last}"
    places = int((figures["neighbourhood"] != PROGRAMME).sum())
    told = [f"{places} neighbourhood{'s' if places > 1 else ''}"] if places else []
    return f"{span} ({' and '.join(told + ['the programme’s own'] * (places < len(figures)))})"


def pooled_months(months: Months, found: Found, definitions: Definitions) -> Rows:
    """Return the programme's monthly figures: sums over the places of the pool, for the months in which each of them has a figure.

    What the programme's own returns say is added where there is one: nobody owes them.
    """
    pool = {
        (place, code)
        for code, columns in by_indicator(found, definitions).items()
        for place in pairs(columns, definitions.indicators[code].kind)[0]["neighbourhood"]
    }
    owed = np.array([key in pool for key in months.keys], bool)[months.run] & ~months["hidden"]
    told = months.take(owed)
    code, period = told.texts["indicator"], told.texts["period"]
    each, group = np.unique(code.numbers.astype(np.int64) * len(period.words) + period.numbers, return_inverse=True)
    of_code, of_period = np.divmod(each, max(len(period.words), 1))
    places, value = np.bincount(group, told.texts["neighbourhood"].whole != PROGRAMME), np.bincount(group, told["value"])
    covers, most = np.zeros(len(each), int), np.zeros(len(code.words))
    np.maximum.at(covers, group, told["covers"])
    np.maximum.at(most, of_code, places)
    is_whole = (places == most[of_code]).tolist()
    columns = (code.words[of_code], period.words[of_period], value.tolist(), covers.tolist(), is_whole)
    rows = [
        {"neighbourhood": None, "indicator": indicator, "period": month, "value": total, "covers": length}
        for indicator, month, total, length, is_everywhere in zip(*columns, strict=True)
        if is_everywhere
    ]
    return sorted(rows, key=lambda row: (row["indicator"], row["period"]))

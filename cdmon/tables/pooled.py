"""All neighbourhoods as one: the pooled figures of the programme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import isnan, nan

from cdmon.definitions import Definitions
from cdmon.tables.comparable import obstacles
from cdmon.tables.figures import PROGRAMME, Figure, Found, Roles, Row, Rows

NOWHERE = "in no neighbourhood may the two be compared"

Places = dict[str | None, Roles]  # the figures of one indicator by neighbourhood


def pooled(found: Found, definitions: Definitions) -> Found:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    A change is only told for the same places: where any neighbourhood has both a baseline and a later figure that may be compared, those
    make up the pool. Proportions are averaged, each neighbourhood a stratum (variance Σ W²·p(1 − p)/n_eff, see `averaged`); counts and
    populations are added up, with those of the programme's own returns. Hidden figures take no part, and neither do indicators that do
    not pool (see `Indicator.pools`).
    """
    return {
        (None, code): {
            role: pool_one(figures, definitions.indicators[code].kind, definitions.indicators[code].counts_people)
            for role, figures in pools(places, definitions.indicators[code].kind)
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


def pools(places: Places, kind: str) -> Iterator[tuple[str, list[Figure]]]:
    """Yield the figures of one indicator to be pooled: baselines and latest ones of the places that have both, else the baselines."""
    both = pairs(places, kind)
    for role in ("baseline", "latest") if both else ("baseline",):
        figures = [roles[role] for roles in (both or places).values() if role in roles]
        if figures:
            yield role, sorted(figures, key=lambda figure: figure.period_date or date.min)


def pairs(places: Places, kind: str) -> Places:
    """Return the places that have both figures of an indicator; those whose two may not be compared only where there are no others."""
    both = {place: roles for place, roles in places.items() if len(roles) == 2}
    why = {place: obstacles(roles["baseline"], roles["latest"], kind) for place, roles in both.items()}
    if comparable := {place: roles for place, roles in both.items() if not why[place]}:
        return comparable
    shared = set(why.values())
    obstacle = shared.pop() if len(shared) == 1 else NOWHERE
    return {place: {role: replace(figure, obstacle=obstacle) for role, figure in roles.items()} for place, roles in both.items()}


def averaged(figures: list[Figure], of_people: bool) -> tuple[float, float]:
    """Return the average of the proportions of some neighbourhoods and the effective size it rests on, 0 where one's is not known.

    People weigh by the population of their neighbourhood, organisations by how many answered. Where nobody or everybody said so, a
    sample does not show how answers vary: the average stands in for it.
    """
    weights = [figure.population if of_people else figure.n for figure in figures]
    shares = [weight / sum(weights) for weight in weights]
    value = sum(share * figure.value for share, figure in zip(shares, figures, strict=True))
    if min(figure.size for figure in figures) <= 0:
        return value, 0.0
    whole = value * (1 - value)
    spread = [(figure.value * (1 - figure.value) or whole) / whole if whole else 1.0 for figure in figures]
    return value, 1 / sum(share**2 * each / figure.size for share, each, figure in zip(shares, spread, figures, strict=True))


def pool_one(figures: list[Figure], kind: str, of_people: bool) -> Figure:
    """Return the pooled figure of one indicator and role from one of each neighbourhood, in the order of their dates."""
    value, size = averaged(figures, of_people) if kind == "proportion" else (sum(figure.value for figure in figures), nan)
    independent = {figure.independent for figure in figures}
    return replace(
        figures[0],
        neighbourhood=None,
        value=value,
        n=sum(figure.n for figure in figures),
        n_effective=size,
        size=size,
        population=sum(figure.population for figure in figures),
        period=pooled_period(figures),
        note="",
        provisional=any(figure.provisional for figure in figures),
        design_known=all(figure.design_known for figure in figures),
        asked=" / ".join(sorted({figure.asked for figure in figures})),
        mode=" / ".join(sorted({figure.mode for figure in figures})),
        frame=" / ".join(sorted({figure.frame for figure in figures})),
        boundary="",  # each neighbourhood has its own
        no_answer=sum(figure.no_answer for figure in figures),
        months=sum(figure.months for figure in figures),
        version=max(figure.version for figure in figures),
        independent=independent.pop() if len(independent) == 1 else "mixed",
        provenance=" and ".join(sorted({name for figure in figures for name in figure.provenance.split(" and ") if name})),
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
            {"neighbourhood": None, "indicator": code, "period": period, "value": sum(row["value"] for row in of_month)}
            for period, of_month in sorted(of_indicator.items())
            if owed[period] == max(owed.values())
        ]
    return rows

"""The figures of every neighbourhood that may be shown, indicator by indicator, as columns: what the pool is made of."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from cdmon.database import sql
from cdmon.disclosure import hidden_estimates
from cdmon.parts.indicators import Indicator
from cdmon.tables.columns import Array, Columns
from cdmon.tables.counted import Texts, counted, encoded
from cdmon.tables.figures import PROGRAMME, Found, sizes_of
from cdmon.tables.known import Known
from cdmon.tables.pooled import pool_of
from cdmon.tables.populations import Populations, populations
from cdmon.tables.span import Span

STORED = ("value", "n", "n_counted", "n_effective", "degrees", "no_answer")
OF_ESTIMATES = (*STORED, "version", "design_known")
WORDS = ("indicator", "asked", "provenance")


def pool_every_place(known: Known, indicators: Sequence[str], span: Span, within: Collection[str] | None = None) -> tuple[Found, set[str]]:
    """Return the pool of indicators over all neighbourhoods or those `within`, and the codes of all of which any has told, pooled or not.

    It is the one of `pooled`, made of the figures that `picked_figures` gives, without one object for each of them.
    """
    found: Found = {}
    told = set()
    for code, columns in every_place(known, indicators, span, within):
        told.add(code)
        if known.definitions.indicators[code].pools:
            shown = may_be_shown(known, known.definitions.indicators[code], columns)
            found[None, code] = pool_of(code, shown, known.definitions)
    return {key: roles for key, roles in found.items() if roles}, told


def every_place(known: Known, indicators: Sequence[str], span: Span, within: Collection[str] | None) -> Iterator[tuple[str, Columns]]:
    """Yield each indicator of which any place has told, with the baselines and the latest figures of all."""
    parts, texts = read(known, indicators, span)
    places = texts["neighbourhood"]
    parts |= dict(zip(("population", "adults"), on_days(populations(known), places, parts["period_date"]), strict=True))
    marks = np.array([within is None or place in within for place in places.words], bool)[places.numbers]
    which = np.flatnonzero(marks)
    told = texts.pop("indicator")
    order = which[np.argsort(told.numbers[which], kind="stable")]
    ends = np.searchsorted(told.numbers[order], np.arange(len(told.words) + 1))
    found = {code: order[ends[number] : ends[number + 1]] for number, code in enumerate(told.words)}
    for code in (code for code in indicators if len(found.get(code, ()))):
        yield code, Columns({**parts, **texts}, found[code])


def read(known: Known, indicators: Sequence[str], span: Span) -> tuple[dict[str, Array], dict[str, Texts]]:
    """Return the figures that the query of the factor table picks: what is numbers and marks, and what is texts.

    The store tells what an estimate says, and the turn of its return tells the rest.
    """
    query = f"SELECT role = 'latest' AS is_latest, turn, {', '.join(OF_ESTIMATES + WORDS)} FROM ({sql('tables/factors')})"  # noqa: S608
    found = known.execute(query, neighbourhood=None, indicators=list(indicators), **span.parameters).to_arrow_table()
    turns, of = found["turn"].to_numpy(), counted(known)
    texts = {part: encoded(found[part]) for part in WORDS} | {part: each.take(turns) for part, each in of.texts.items()}
    parts = {part: found[part].to_numpy() for part in ("is_latest", "version", "design_known")}
    parts |= {part: found[part].to_numpy().astype(float, copy=False) for part in STORED}
    parts |= {"period_date": of.period_date[turns], "provisional": of.provisional[turns], "place": texts["neighbourhood"].numbers}
    return parts | {part: each[turns] for part, each in of.numbers.items()}, texts


def may_be_shown(known: Known, indicator: Indicator, columns: Columns) -> Columns:
    """Return the figures of an indicator without those that are hidden or that nobody answered, each with the size of its sample."""
    told = columns.take(shown(known, indicator, columns))
    nobody, nothing = np.full(len(told), np.nan), np.zeros(len(told))
    is_sample, factor = indicator.kind == "proportion", known.programme.design_factor if known.programme else 1.0
    adults = told["adults"] if is_sample and indicator.counts_people else nobody
    given, n, degrees, design_known = (told[part] for part in ("n_effective", "n", "degrees", "design_known"))
    effective, sizes = sizes_of(given, n, degrees, adults, design_known, factor)
    return told.but(
        {
            "degrees": np.where(np.isnan(degrees), np.inf, degrees),
            "n_effective": effective,
            "size": sizes,
            "population": told["population"] if is_sample or indicator.kind == "rate" else nobody,
            "adults": adults,
            "approached": nobody if indicator.counts_people else told["approached"],  # of people it would tell the few of one place
            "assumed": np.where(design_known, np.nan, factor),
            "obstacle": np.full(len(told), "", object),
            **dict.fromkeys(("months", "shared_months", "shared"), nothing),
        }
    )


def shown(known: Known, indicator: Indicator, columns: Columns) -> Array:
    """Tell which figures of an indicator may be shown and are told, those of the programme's own returns only where they are counted."""
    of_people, of_sample = (np.full(len(columns), each) for each in (indicator.counts_people, indicator.kind == "proportion"))
    n, n_counted, no_answer = (columns[part] for part in ("n", "n_counted", "no_answer"))
    hidden = hidden_estimates(of_people, of_sample, n, n_counted, no_answer, known.small_numbers)
    of_programme = columns["neighbourhood"] == PROGRAMME
    of_places = of_programme if known.programme is None else True  # without a set-up there are none
    told: Array = ~hidden & ~np.isnan(columns["value"]) & of_places & (~of_programme | (indicator.kind == "count"))
    return told


def on_days(residents: Populations, places: Texts, days: Array) -> tuple[Array, Array]:
    """Return the population and the adults of the neighbourhood of each figure on its day."""
    key = places.numbers.astype(np.int64) << 32 | days.astype(np.int64) & 0xFFFFFFFF
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    told = list(zip(places.told(first), days[first].tolist(), strict=True))
    lived = np.array([residents.on(*each) for each in told], float)
    adults = np.array([residents.adults_on(*each) for each in told], float)
    return lived[which], adults[which]

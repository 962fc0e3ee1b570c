"""The figures of every neighbourhood that may be shown, indicator by indicator, as columns: what the pool is made of."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from cdmon.database import sql
from cdmon.disclosure import hidden_estimates
from cdmon.parts import Indicator
from cdmon.tables.columns import Array, Columns
from cdmon.tables.figures import PROGRAMME, Found, sizes_of
from cdmon.tables.known import Known
from cdmon.tables.pooled import pool_of
from cdmon.tables.populations import Populations, populations
from cdmon.tables.span import Span

BATCH = 50_000  # rows that leave the store at a time
STORED = ("value", "n", "n_counted", "n_effective", "degrees", "no_answer", "answered", "approached")


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
    rows = read(known, indicators, span)
    if within is not None:
        marks = np.array([place in within for place in rows["neighbourhood"]], bool)
        rows = {part: each[marks] for part, each in rows.items()}
    if rows["indicator"].size:
        rows["population"], rows["adults"] = on_days(populations(known), rows)
    order = np.argsort(rows["indicator"], kind="stable")
    ends = np.searchsorted(rows["indicator"], np.arange(len(indicators) + 1), sorter=order)
    for number, code in enumerate(indicators):
        of_indicator = order[ends[number] : ends[number + 1]]
        if of_indicator.size:
            yield code, Columns({part: each[of_indicator] for part, each in rows.items()})


def read(known: Known, indicators: Sequence[str], span: Span) -> dict[str, Array]:
    """Return the figures that the query of the factor table picks, as arrays; `indicator` is its number in the order asked for.

    Of equal texts one is kept: there are hundreds of thousands of figures, and few ways to ask.
    """
    reader = known.execute(sql("tables/factors"), neighbourhood=None, indicators=list(indicators), **span.parameters).to_arrow_reader(BATCH)
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    numbers["indicator"] = {code: number for number, code in enumerate(indicators)}
    parts: dict[str, list[Array]] = defaultdict(list)
    for batch in reader:
        for part, column in zip(batch.schema.names, batch.columns, strict=True):
            parts[part].append(as_numbers(column, numbers[part]) if is_text(column) else column.to_numpy(zero_copy_only=False))
    found = {part: np.concatenate(each) for part, each in parts.items()}
    if not found:
        return {part: np.array([]) for part in ("indicator", "neighbourhood")}
    words = {part: np.array([*of_part], object) for part, of_part in numbers.items()}
    place = found["neighbourhood"]
    told = {part: words[part][each] if part in words and part != "indicator" else each for part, each in found.items()}
    return told | {"place": place, "is_latest": told.pop("role") == "latest"}


def is_text(column: "pa.Array[Any]") -> bool:
    """Tell whether a column of the store is of texts."""
    return bool(pa.types.is_string(column.type) or pa.types.is_string_view(column.type))


def as_numbers(column: "pa.Array[Any]", numbers: dict[str, int]) -> Array:
    """Return texts as numbers, the same for the same text in all batches."""
    encoded = column.cast(pa.string()).dictionary_encode()
    of_batch = np.array([numbers.setdefault(text, len(numbers)) for text in encoded.dictionary.to_pylist()], np.int32)
    found: Array = of_batch[encoded.indices.to_numpy(zero_copy_only=False)]
    return found


def may_be_shown(known: Known, indicator: Indicator, columns: Columns) -> Columns:
    """Return the figures of an indicator without those that are hidden or that nobody answered, each with the size of its sample."""
    stored = {**columns.parts} | {part: np.asarray(columns[part], float) for part in STORED}
    marks = shown(known, indicator, stored)
    parts = {part: each[marks] for part, each in stored.items()}
    nobody, nothing = np.full(parts["value"].shape, np.nan), np.zeros(parts["value"].shape)
    is_sample, factor = indicator.kind == "proportion", known.programme.design_factor if known.programme else 1.0
    lived = parts["population"] if is_sample or indicator.kind == "rate" else nobody
    adults = parts["adults"] if is_sample and indicator.counts_people else nobody
    if indicator.counts_people:  # how many were asked of one place would tell its few
        parts["approached"] = nobody
    given, n, degrees, design_known = (parts[part] for part in ("n_effective", "n", "degrees", "design_known"))
    effective, sizes = sizes_of(given, n, degrees, adults, design_known, factor)
    return Columns(
        {
            **parts,
            "degrees": np.where(np.isnan(degrees), np.inf, degrees),
            "n_effective": effective,
            "size": sizes,
            "population": lived,
            "adults": adults,
            "assumed": np.where(design_known, np.nan, factor),
            "obstacle": np.full(nobody.shape, "", object),
            **dict.fromkeys(("months", "shared_months", "shared"), nothing),
        }
    )


def shown(known: Known, indicator: Indicator, parts: dict[str, Array]) -> Array:
    """Tell which figures of an indicator may be shown and are told, those of the programme's own returns only where they are counted."""
    shape = parts["value"].shape
    of_people, of_sample = np.full(shape, indicator.counts_people), np.full(shape, indicator.kind == "proportion")
    hidden = hidden_estimates(of_people, of_sample, parts["n"], parts["n_counted"], parts["no_answer"], known.small_numbers)
    of_programme = parts["neighbourhood"] == PROGRAMME
    of_places = of_programme if known.programme is None else np.ones(shape, bool)  # without a set-up there are none
    told: Array = ~hidden & ~np.isnan(parts["value"]) & of_places & (~of_programme | (indicator.kind == "count"))
    return told


def on_days(residents: Populations, rows: dict[str, Array]) -> tuple[Array, Array]:
    """Return the population and the adults of each figure's neighbourhood on its day."""
    days = rows["period_date"].astype("datetime64[D]")
    key = rows["place"].astype(np.int64) << 32 | days.astype(np.int64) & 0xFFFFFFFF
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    told = [(rows["neighbourhood"][each], days[each].item()) for each in first.tolist()]
    lived = np.array([residents.on(*each) for each in told], float)
    adults = np.array([residents.adults_on(*each) for each in told], float)
    return lived[which], adults[which]

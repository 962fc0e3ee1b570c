"""The KPIs of a programme: the handbook's, without those it has switched off and as it has changed them, and its own."""

from collections.abc import Mapping
from typing import Any

from cdmon.definitions import load
from cdmon.parts.columns import listed
from cdmon.parts.indicators import Indicator, Kpi
from cdmon.tables.known import Known
from cdmon.tables.own_indicators import OWN
from cdmon.text import normal


def programme_kpis(known: Known) -> list[Kpi]:
    """Return the KPIs that a programme reports on: the standard ones in their order, then its own in that of the set-up."""
    told = {row["code"]: row | {"waves": in_use(row["waves"], known)} for row in known.rows("own_kpis")}
    standard = load().kpis
    indicators = known.definitions.indicators
    kept = [changed(kpi, told[kpi.code], indicators) if kpi.code in told else kpi for kpi in standard.values()]
    added = [
        changed(Kpi(code=code, title=code, indicators=[], source=OWN), row, indicators)
        for code, row in told.items()
        if code not in standard
    ]
    return [kpi for kpi in kept + added if kpi.code not in told or told[kpi.code]["used"]]


def kpis_and_indicators(known: Known) -> tuple[list[Kpi], dict[str, Indicator]]:
    """Return the KPIs of a programme, and by code the indicators that they can be made of: the definitions' and its own."""
    return programme_kpis(known), known.definitions.indicators


def changed(kpi: Kpi, told: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Kpi:
    """Return a KPI with what a row of the set-up says of it; what the row leaves empty stays."""
    parts = {part: listed(told[part]) for part in ("indicators", "waves")}
    given = {"title": told["title"], **parts, "stages": [int(stage) for stage in listed(told["stages"])]}
    kpi = kpi.model_copy(update={part: value for part, value in given.items() if value} | ({"source": OWN} if parts["indicators"] else {}))
    neutral = [code for code in kpi.indicators if code in indicators and indicators[code].higher_is_better is None]
    return kpi.model_copy(update={told["direction"].replace(" ", "_"): neutral}) if told["direction"] else kpi


def in_use(waves: str, known: Known) -> str:
    """Return a list of waves as the set-up writes them where it gives a neighbourhood its wave."""
    written = {normal(wave): str(wave) for wave in known.neighbourhoods["wave"].unique()}
    return ";".join(written.get(normal(wave), wave) for wave in listed(waves))

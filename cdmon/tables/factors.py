"""The six-factor table: each indicator at its baseline and now, the change, and what can be said of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import isfinite, nan

import numpy as np
import pandas as pd

from cdmon.definitions import Definitions, load
from cdmon.parts.indicators import Indicator
from cdmon.statistics.intervals import smallest_rise
from cdmon.tables.cells import baseline_cell, change_cell, now_cell, source_cell, verdict_cell
from cdmon.tables.changes import Change, changes
from cdmon.tables.comparable import is_early, obstacles
from cdmon.tables.every_place import pool_every_place
from cdmon.tables.figures import PROGRAMME, Figure, Found, Row, every_figure, limits, picked_figures, with_intervals
from cdmon.tables.flows import flows, together
from cdmon.tables.known import Known
from cdmon.tables.months import monthly_figures
from cdmon.tables.openings import Moves, Openings, moves_of
from cdmon.tables.pooled import pooled, pooled_months
from cdmon.tables.span import ALWAYS, Span
from cdmon.tables.steps import dated_events
from cdmon.tables.unasked import Unasked, unasked
from cdmon.tables.verdicts import Signal, remark, signals, verdict
from cdmon.wording import read

ROLES = ("baseline", "latest")
LACKING = ("not collected", "baseline only")  # verdicts where a figure is missing
INDEPENDENT = {"yes": "independent survey", "no": "survey by the programme", "mixed": "surveys, in part independent"}
METHODS = {
    "proportion": "95% Wilson interval; change: 95% Newcombe interval",
    "rate": "95% Byar interval, exact below 10; change: exact 95% interval of the ratio of the two rates",
    "count": "counted, not sampled",
    "share": "counted, not sampled",
    "rating": "judged on four levels; of several raters the most independent one's level",
}
COLUMNS = [
    "neighbourhood", "factor", "line", "indicator", "title", "kind", "measured", "unit", "higher_is_better", *ROLES, "change", "flow",
    "elsewhere", "verdict", "remark", "detectable", "source", "provenance", "method",
]  # fmt: skip


def factors(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the six-factor table of a neighbourhood or, for None, of all of them pooled: one row an indicator, in factor order.

    `baseline` and `latest` hold a `Figure` each, `change` a `Change`, None where there is none, and the verdict says why. Of a flow they
    are the first and the latest twelve months, and `flow` (a `Flow`) is all of it. `elsewhere` is the programme's own `Figure` beside a
    neighbourhood's, of what returns may say of the whole programme.
    """
    return factor_table(known, [neighbourhood])


def all_factors(known: Known, indicators: list[str] | None = None) -> pd.DataFrame:
    """Return the tables of the programme (neighbourhood None) and of every neighbourhood, one under the other.

    `indicators` restricts the rows to some of them.
    """
    return factor_table(known, [None, *known.neighbourhoods["code"]], indicators)


def pool(known: Known, wave: str) -> pd.DataFrame:
    """Return the six-factor table of the neighbourhoods of one wave pooled (first, second or third; "" for those of all waves)."""
    return factor_table(known, [None], waves=[wave] if wave else [])


def factor_table(
    known: Known, places: Sequence[str | None], indicators: list[str] | None = None, waves: Collection[str] = (), span: Span = ALWAYS
) -> pd.DataFrame:
    """Return the table's rows for these neighbourhoods and indicators (all if not given), over a span such as a stage's.

    The place None is all neighbourhoods pooled, or those of some `waves`; what returns say of the whole programme is then beside it.
    """
    definitions = known.definitions
    wanted = [i for i in definitions.indicators.values() if indicators is None or i.code in indicators]
    only = places[0] if len(places) == 1 else None
    states, months = [i.code for i in wanted if not i.is_flow], [i.code for i in wanted if i.is_flow]
    is_pool = list(places) == [None]
    found = picked_figures(known, PROGRAMME if is_pool else only, states, span)
    reported = monthly_figures(known, only, months, span)
    years, whole = flows(reported)
    found |= years
    own = {key: roles for key, roles in found.items() if key[0] == PROGRAMME}
    within = None
    if waves:
        within = set(known.neighbourhoods.loc[known.neighbourhoods["wave"].isin(waves), "code"])
        found = {key: roles for key, roles in found.items() if key[0] in within}
        reported = reported.within(within)
        whole = {key: flow for key, flow in whole.items() if key[0] in within}
    run = [] if is_pool else reported.lines()
    if None in places:
        run += pooled_months(reported, found, definitions)
        codes = {code for _, code in whole}
        whole |= {(None, code): together(flow for (_, each), flow in whole.items() if each == code) for code in codes}
        found |= pooled(found, definitions)
    told = {code for _, code in found}
    if is_pool:
        of_states, everywhere = pool_every_place(known, states, span, within)
        found, told = found | of_states, told | everywhere
    found |= own
    moves = moves_of((i for i in wanted if i.code in told), known, only, span, within)
    rows = [
        start(place, indicator, found, told, definitions) | {"flow": whole.get((place, indicator.code))}
        for place, indicator in product(places, wanted)
    ]
    for row in rows if waves else []:
        row["elsewhere"] = whole_programmes(own.get((PROGRAMME, row["indicator"]), {}))
    finish(rows, moves, signals(run, dated_events(known)), definitions)
    lacking = [row for row in rows if row["verdict"] in LACKING and row["measured"] == "survey"]
    if lacking:
        say_unasked(lacking, unasked(known, PROGRAMME if is_pool else only, span.ends))
    return pd.DataFrame(rows, columns=COLUMNS)


def start(place: str | None, indicator: Indicator, found: Found, told: Collection[str], definitions: Definitions) -> Row:
    """Return a row of the table with its two figures; `told` are the indicators of which any place has one."""
    roles = found.get((place, indicator.code), {})
    then, now = (counted_only(roles.get(role), place, indicator, definitions) for role in ROLES)
    apart = place is None and not indicator.pools and not roles and indicator.code in told
    return {
        "neighbourhood": place,
        **about(indicator, definitions),
        "baseline": then,
        "latest": now,
        "elsewhere": whole_programmes(found.get((PROGRAMME, indicator.code), {})) if place else None,
        "apart": apart,
        "early": is_early(then, now, definitions.datasets[indicator.dataset].early_months),
        "obstacles": obstacles(then, now, indicator.kind),
        "provenance": provenance((then, now), definitions.datasets[indicator.dataset].provenance),
    }


def counted_only(told: Figure | None, place: str | None, indicator: Indicator, definitions: Definitions) -> Figure | None:
    """Return a neighbourhood's figure of so few that it has no interval ("8 of 9") marked as such; any other as it is."""
    if told is None or place is None or indicator.kind != "proportion" or not definitions.datasets[indicator.dataset].of_few:
        return told
    return replace(told, of_few=True, size=nan)


def finish(rows: list[Row], moves: Moves, told: dict[tuple[str | None, str], Signal], definitions: Definitions) -> None:
    """Give rows their intervals, changes and verdicts."""
    for role in ROLES:
        held = [row for row in rows if row[role] is not None]
        for row, figure in zip(held, with_intervals((row[role] for row in held), definitions), strict=True):
            row[role] = figure
    for row in rows:
        row["change"] = None
    compared = [row for row in rows if is_compared(row)]
    found = changes([(row["baseline"], row["latest"]) for row in compared], [row["kind"] for row in compared])
    for row, change in zip(compared, found, strict=True):
        row["change"] = with_openings(change, moves.get(row["indicator"], {}).get(row["neighbourhood"]))
    for row, rise in zip(rows, detectable(rows), strict=True):
        signal = told.get((row["neighbourhood"], row["indicator"]))
        row["verdict"] = verdict(row, signal)
        row |= {"remark": remark(row, signal, definitions), "detectable": rise}


def say_unasked(rows: list[Row], gaps: Mapping[tuple[str, str], Unasked]) -> None:
    """Add to the remarks of rows that lack a figure what the latest wave did not ask."""
    for row in rows:
        gap = gaps.get((row["neighbourhood"] or PROGRAMME, row["indicator"]))
        if gap is not None:
            row["remark"] = "; ".join(part for part in (row["remark"], str(gap)) if part)


def is_compared(row: Row) -> bool:
    """Tell whether the two figures of a row make a change that may be told."""
    return bool(row["baseline"] and row["latest"] and not row["baseline"].of_few and not row["obstacles"] and not hides(row))


def hides(row: Row) -> bool:
    """Tell whether either figure of a row is hidden."""
    return any(row[role] is not None and row[role].is_hidden for role in ROLES)


def whole_programmes(roles: dict[str, Figure]) -> Figure | None:
    """Return the newest figure of the programme's own returns, None where there is none."""
    return roles.get("latest") or roles.get("baseline")


def with_openings(change: Change, moves: Openings | None) -> Change:
    """Return a change with what it is made of, where that is known and adds up to it."""
    if moves is None or moves.change != change.value:
        return change
    return Change(change.value, **moves._asdict())


def detectable(rows: list[Row]) -> list[float]:
    """Return the smallest rise, as a fraction of 1, that the samples of each row's two waves would show four times out of five."""
    parts = []
    for row in rows:
        then, now = row["baseline"], row["latest"] or row["baseline"]
        sampled = then and row["kind"] == "proportion" and isfinite(then.size + now.size)
        parts.append((then.value, then.size, now.size) if sampled else (nan, nan, nan))
    found: list[float] = smallest_rise(*np.array(parts, float).reshape(-1, 3).T).tolist()
    return found


def about(indicator: Indicator, definitions: Definitions) -> Row:
    """Return what the definitions say of an indicator, for its row of the table."""
    parts = {part: getattr(indicator, part) for part in ("factor", "line", "title", "kind", "measured", "unit", "higher_is_better")}
    parts["counts_things"] = indicator.counts_things
    return {"indicator": indicator.code, **parts, "source": source(indicator, definitions), "method": METHODS[indicator.kind]}


def provenance(figures: Iterable[Figure | None], reported: str) -> str:
    """Say whose word figures are, each where they differ; `reported` is what their dataset says."""
    told = [figure.provenance or INDEPENDENT.get(figure.independent, reported) for figure in figures if figure is not None]
    return ", then ".join(dict.fromkeys(told)) or "not collected"


def source(indicator: Indicator, definitions: Definitions) -> str:
    """Return where an indicator's figure comes from: the dataset. A survey's questions stand beside how surely it can tell."""
    return definitions.datasets[indicator.dataset].title


def series(known: Known, neighbourhood: str) -> pd.DataFrame:
    """Return every figure of a neighbourhood over time: indicator, period, day, value, low, high, n, note; by indicator and day.

    `covers` is how many months a figure of a flow is about; its period is from the first to the last of them.
    """
    indicators = load().indicators
    rows = every_figure(known, neighbourhood, list(indicators))
    for row in rows:
        row["period"] = row["period"] if row["covers"] == 1 else f"{row['first_month']} to {row['period']}"
    columns = ["indicator", "period", "period_date", "value", "n", "size", "population", "note", "covers"]
    found = pd.DataFrame(rows, columns=columns).assign(day=lambda table: pd.to_datetime(table["period_date"]))
    kinds = np.array([indicators[row["indicator"]].kind for row in rows], object)
    of_few = [load().datasets[indicators[row["indicator"]].dataset].of_few for row in rows]
    found["size"] = found["size"].astype(float).mask(np.array(of_few, bool))
    value, low, high = limits(kinds, *(found[part].to_numpy(float) for part in ("value", "size", "population")))
    return found.assign(value=value, low=low, high=high)[["indicator", "period", "day", "value", "low", "high", "n", "note", "covers"]]


def read_factors(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the factor table as people read it: Factor, Indicator, Baseline, Now, Change, Verdict, Source."""
    titles = load().factors
    return read(
        frame,
        {
            "Factor": lambda row: f"{row['factor']} {titles[row['factor']].title}",
            "Indicator": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Change": change_cell,
            "Verdict": verdict_cell,
            "Source": source_cell,
        },
    )


def titles_with_remarks(frame: pd.DataFrame) -> list[str]:
    """Return the titles of rows, each with what must be known: 'Residents who benefited (the round 2024 did not ask “…”)'."""
    return [title + (f" ({remark})" if remark else "") for title, remark in zip(frame["title"], frame["remark"], strict=True)]

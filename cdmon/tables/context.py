"""Published statistics over their periods, here and in the areas they are compared with: context, never joined to own figures."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan, nan
from typing import Any

import pandas as pd

from cdmon.disclosure import Rule
from cdmon.tables.known import Known
from cdmon.text import normal
from cdmon.wording import HIDDEN, Row, change, number, read

CAVEATS = (
    "Background figures, with their publishers' boundaries; they are never mixed with the programme's own. A published figure also moves "
    "with the ages of those who live there, with people moving in and out, and with boundaries that change. So no verdict is given, and "
    "nothing is said of why."
)
NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(re.findall(r"\w+", NAMES), start=1)}
COLUMNS = ["neighbourhood", "statistic", "unit", "area", "figures", "change", "difference", "remark", "source", "published_on"]

Given = dict[Hashable, Any]


@dataclass(frozen=True)
class Published:
    """A figure of an area in a period, NaN where it is hidden, and the boundaries it is for: codes and years."""

    period: str
    value: float
    codes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def context(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row an area of each published statistic, the neighbourhood's own first; for None, that of all of them taken together.

    Columns: neighbourhood (None for all), statistic, unit, area ("" for here), figures (a tuple of `Published`, the oldest first), change
    (from the first to the last, in the unit; NaN where there is none), difference (how much more it changed here than there), remark (why
    there is no change), source, published_on. All neighbourhoods are taken together where each has a numerator and a denominator.
    """
    rows = known.read("context", neighbourhood=neighbourhood).to_dict("records")
    places = [neighbourhood] if neighbourhood else list(known.neighbourhoods["code"])
    found: list[Given] = []
    for _, given in groupby(sorted(rows, key=lambda row: normal(row["statistic"])), key=lambda row: normal(row["statistic"])):
        found += statistic(list(given), places, neighbourhood, known.small_numbers)
    return pd.DataFrame(found, columns=COLUMNS)


def statistic(rows: Sequence[Given], places: Sequence[str], neighbourhood: str | None, rule: Rule) -> list[Given]:
    """Return the rows of one statistic: here, then each area it is compared with; none where it is not given for here."""
    own = [row for row in rows if row["area"] == "" and row["neighbourhood"] in places]
    if not own:
        return []
    last = max(own, key=lambda row: moment(row["period_covered"]))
    shared = {"neighbourhood": neighbourhood, **{name: last[name] for name in ("statistic", "unit", "source", "published_on")}}
    here, remark = ([published(row, rule) for row in own], "") if neighbourhood else together(own, len(places), rule)
    found = [course("", here, remark)]
    for area, figures in others(rows, rule).items():
        row = course(area, figures)
        is_alike = bool(found[0]["figures"]) and ends(found[0]) == ends(row)
        found.append(row | {"difference": found[0]["change"] - row["change"] if is_alike else nan})
    return [shared | row for row in found]


def course(area: str, figures: Iterable[Published], remark: str = "") -> Given:
    """Return the row of an area: its figures in order of time, and the change from the first to the last, or why there is none."""
    told = tuple(sorted(figures, key=lambda each: moment(each.period)))
    if told and not remark:
        first, last = told[0], told[-1]
        moved = bool(first.codes and last.codes) and (first.codes, first.years) != (last.codes, last.years)
        hidden = isnan(first.value) or isnan(last.value)
        remark = "one period only" if len(told) == 1 else "not comparable: boundaries" if moved else HIDDEN if hidden else ""
    change = nan if remark else round(told[-1].value - told[0].value, 10)
    return {"area": area, "figures": told, "change": change, "difference": nan, "remark": remark}


def ends(row: Given) -> tuple[str, str]:
    """Return the first and the last period of an area that has any."""
    return row["figures"][0].period, row["figures"][-1].period


def published(row: Given, rule: Rule) -> Published:
    """Return a neighbourhood's figure, hidden where few people are counted, or few are not."""
    value = nan if is_small(row, rule) else float(row["value"])
    codes = () if pd.isna(row["gss_code"]) else (str(row["gss_code"]),)
    return Published(row["period_covered"], value, codes, () if pd.isna(row["boundary_year"]) else (int(row["boundary_year"]),))


def together(own: Sequence[Given], places: int, rule: Rule) -> tuple[list[Published], str]:
    """Return the figures of all neighbourhoods taken together, of each period for which every one has what it takes; and what lacks."""
    found, lacks = [], []
    scale = scale_of(own[0]["unit"])
    for period in dict.fromkeys(row["period_covered"] for row in own):
        rows = [row for row in own if row["period_covered"] == period and not pd.isna(row["numerator"] + row["denominator"])]
        rows = [row for row in rows if not is_small(row, rule)]
        if len(rows) < places or not scale:
            lacks.append(f"{period} {len(rows)} of {places}")
            continue
        share = sum(row["numerator"] for row in rows) / sum(row["denominator"] for row in rows)
        each = [published(row, rule) for row in rows]
        codes, years = ({part for one in each for part in getattr(one, name)} for name in ("codes", "years"))
        found.append(Published(period, round(scale * share, 10), tuple(sorted(codes)), tuple(sorted(years))))
    told = f"not taken together, for want of numerators and denominators of every neighbourhood ({'; '.join(lacks)})" if lacks else ""
    return found, told if scale else "not taken together: the unit is neither per cent nor per a number"


def is_small(row: Given, rule: Rule) -> bool:
    """Tell whether a figure would tell of few people: those counted, or those of the denominator who are not."""
    counts = [row["numerator"], row["denominator"] - row["numerator"]]
    return any(not pd.isna(count) and 1 <= count <= rule.small_counts for count in counts)


def others(rows: Sequence[Given], rule: Rule) -> dict[str, list[Published]]:
    """Return the figures of each area to compare with; where neighbourhoods are given several for the same period, none of it."""
    given: dict[str, dict[str, set[float]]] = {}
    for row in rows:
        if row["area"] and not is_small(row, rule):
            given.setdefault(row["area"], {}).setdefault(row["period_covered"], set()).add(float(row["value"]))
        elif row["comparator_area"] and not pd.isna(row["comparator_value"]):
            given.setdefault(row["comparator_area"], {}).setdefault(row["period_covered"], set()).add(float(row["comparator_value"]))
    found = {area: [Published(period, min(values)) for period, values in of.items() if len(values) == 1] for area, of in given.items()}
    return {area: figures for area, figures in found.items() if figures}


def scale_of(unit: str) -> float:
    """Return what a share is multiplied by to be in a unit: 100 for per cent, 1,000 for "per 1,000 residents"; 0 for what is no share."""
    if is_per_cent(unit):
        return 100
    per = re.match(r"per ([\d,]+)", unit)
    return float(per[1].replace(",", "")) if per else 0


def is_per_cent(unit: str) -> bool:
    """Tell whether a unit is per cent."""
    return unit.casefold().startswith(("per cent", "percent", "%"))


def moment(period: str) -> tuple[int, str]:
    """Return by what periods are put in order: the last month that is named, or the last year."""
    dates = re.findall(r"(?:\b([A-Za-z]{3})[a-z]*\s+)?\b(\d{4})\b", period)
    return max((int(year) * 12 + MONTHS.get(month.casefold(), 12) for month, year in dates), default=0), period


def read_context(frame: pd.DataFrame) -> pd.DataFrame:
    """Return published statistics as people read them: Statistic, Here, Elsewhere, Difference in change, Boundaries, Source."""
    rows = frame.to_dict("records")
    of_statistic = [list(group) for _, group in groupby(rows, key=lambda row: normal(row["statistic"]))]
    return read(
        pd.DataFrame({"rows": of_statistic}),
        {
            "Statistic": lambda row: f"{row['rows'][0]['statistic']} ({row['rows'][0]['unit']})",
            "Here": lambda row: course_cell(row["rows"][0]),
            "Elsewhere": lambda row: elsewhere_cell(row["rows"][1:]),
            "Difference in change": lambda row: difference_cell(row["rows"]),
            "Boundaries": lambda row: boundaries_cell(row["rows"][0]["figures"]),
            "Source": lambda row: row["rows"][0]["source"],
        },
    )


def course_cell(row: Row) -> str:
    """Say an area's figures and their change: '41.2% (2011) → 46.0% (2021): +4.8 percentage points'."""
    told = " → ".join(f"{figure_cell(each.value, row['unit'])} ({each.period})" for each in row["figures"])
    return ": ".join(part for part in (told, change_cell(row["change"], row["unit"]) or row["remark"]) if part)


def elsewhere_cell(rows: Sequence[Row]) -> str:
    """Say the figures of the areas to compare with, or that there are none."""
    return "; ".join(f"{row['area']}: {course_cell(row)}" for row in rows) or "nothing to compare with"


def figure_cell(value: float, unit: str) -> str:
    """Return a figure as read: '46.0%', '1,234,567', or that it is hidden."""
    if isnan(value):
        return HIDDEN
    return f"{number(value / 100, 'proportion')}%" if is_per_cent(unit) else f"{round(value, 2):,.15g}"


def change_cell(value: float, unit: str) -> str:
    """Return a change as read: '+4.8 percentage points', '−12'; '' where there is none."""
    if isnan(value) or is_per_cent(unit):
        return change(value / 100, nan, nan, "proportion")
    return f"{round(value, 2):{'+' if value > 0 else ''},.15g}".replace("-", "−")


def difference_cell(rows: Sequence[Row]) -> str:
    """Say how much more, or less, it changed here than in each area that has the same periods."""
    told = [f"{change_cell(row['difference'], row['unit'])} beside {row['area']}" for row in rows[1:] if not isnan(row["difference"])]
    return "; ".join(told) or "none to tell"


def boundaries_cell(figures: Sequence[Published]) -> str:
    """Say the boundaries of the figures here, each kind once: 'E05000001, 2023'."""
    kinds = dict.fromkeys((each.codes, each.years) for each in figures)
    areas = (codes[0] if len(codes) == 1 else f"{len(codes)} areas" for codes, _ in kinds)
    return "; ".join(f"{area}, {'/'.join(map(str, years))}" for area, (_, years) in zip(areas, kinds, strict=True)) or "none given"

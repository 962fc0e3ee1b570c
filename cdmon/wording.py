"""Figures and tables in words: plain text, the same on pages, on the command line and in exports.

An absent figure is never an empty cell: the cell says whether it is not collected, hidden, not due or not set.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from functools import lru_cache
from math import nan
from typing import Any

import pandas as pd

from cdmon import definitions
from cdmon.parts import RATING_LEVELS
from cdmon.tables.known import UK, UTC

HIDDEN = "hidden (too few people)"
FIGURE_UNITS = {"proportion": " %", "count": "", "rate": " per 1,000", "rating": f" of {RATING_LEVELS}"}
CHANGE_UNITS = {"proportion": " points", "count": "", "rate": " per 1,000", "rating": " levels"}

Row = Mapping[Hashable, Any]


def figure(value: float, low: float, high: float, kind: str) -> str:
    """Return a figure with its interval: '7.0 % (4.6–10.5)', '14', '2.2 per 1,000 (1.2–3.6)', '2 of 4'; '' where there is none.

    Proportions are fractions of 1; without limits (NaN) the value stands alone. KeyError for an unknown kind.
    """
    if pd.isna(value):
        return ""
    interval = "" if pd.isna(low) else f" ({number(low, kind)}–{number(high, kind)})"
    return f"{number(value, kind)}{FIGURE_UNITS[kind]}{interval}"


def change(value: float, low: float, high: float, kind: str) -> str:
    """Return a change with its interval: '+5.0 points (0.3 to 9.8)', '−2.1 points (−6.0 to 1.8)', '+4'; '' where there is none."""
    if pd.isna(value):
        return ""
    text = number(value, kind)
    plus = "+" if value > 0 and text.strip("0.") else ""  # what rounds to 0 has no sign
    interval = "" if pd.isna(low) else f" ({number(low, kind)} to {number(high, kind)})"
    unit = " level" if kind == "rating" and abs(value) == 1 else CHANGE_UNITS[kind]
    return f"{plus}{text}{unit}{interval}"


def number(value: float, kind: str) -> str:
    """Return a number as read: a proportion in per cent, one decimal but for whole counts, thousands with a comma, a real minus sign."""
    places = 0 if kind in ("count", "rating") and value == round(value) else 1
    rounded = round(value * 100 if kind == "proportion" else value, places) + 0.0  # adding 0 turns -0 into 0
    return f"{rounded:,.{places}f}".replace("-", "−")


def period(text: str) -> str:
    """Return a period as read: each month such as '2026-10' as 'October 2026', a wave's own label as it is."""
    return re.sub(r"\b\d{4}-(0[1-9]|1[0-2])\b(?!-)", lambda month: f"{date.fromisoformat(month[0] + '-01'):%B %Y}", text)


def day(when: date) -> str:
    """Return a day as read: 31 October 2024."""
    return f"{when.day} {when:%B %Y}"


@lru_cache(10_000)  # a thousand returns were sent at the same few instants
def moment(when: datetime) -> str:
    """Return an instant of the store (UTC) as read in the United Kingdom: 31 October 2024, 09:30."""
    here = when.replace(tzinfo=UTC).astimezone(UK)
    return f"{day(here)}, {here:%H:%M}"


def read_factors(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the factor table as people read it: Factor, Indicator, Baseline, Now, Change, Verdict, Source."""
    factors = definitions.load().factors
    return read(
        frame,
        {
            "Factor": lambda row: f"{row['factor']} {factors[row['factor']].title}",
            "Indicator": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Change": change_cell,
            "Verdict": verdict_cell,
            "Source": source_cell,
        },
    )


def read_kpis(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the KPI table as people read it: Neighbourhood, KPI, Baseline, Now, Change, Target, Direction, Verdict."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "KPI": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Change": change_cell,
            "Target": target_cell,
            "Direction": lambda row: row["direction"],
            "Verdict": verdict_cell,
        },
    )


def read_milestones(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the milestones as people read them: Neighbourhood, Stage, Milestone, Due, State, Evidence."""
    return read(
        frame,
        {
            "Neighbourhood": neighbourhood_cell,
            "Stage": lambda row: str(row["stage"]),
            "Milestone": lambda row: row["title"] + (" [inferred]" if row["inferred"] else ""),
            "Due": lambda row: f"{day(row['due'])} (month {row['due_month']})",
            "State": lambda row: row["state"],
            "Evidence": lambda row: given(row["evidence"]) or ("not due" if row["state"] == "not due" else "none yet"),
        },
    )


def read_overview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the overview as people read it: one row a neighbourhood, Neighbourhood to Milestones late."""
    return read(
        frame,
        {
            "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}",
            "Wave": lambda row: given(row["wave"]) or "in no wave",
            "Residents": lambda row: figure(row["population"], nan, nan, "count") or "not known",
            "Residents active": active_cell,
            "Change": lambda row: change_text(row, "proportion"),
            "Verdict": lambda row: row["verdict"],
            "Groups": lambda row: figure(row["groups"], nan, nan, "count") or "not collected",
            "Change in groups": lambda row: change(row["groups_change"], nan, nan, "count") or "nothing to compare",
            "Last return": lambda row: period(given(row["last_return"])) or "none yet",
            "Milestones late": lambda row: str(row["milestones_late"]),
        },
    )


def read(frame: pd.DataFrame, columns: Mapping[str, Callable[[Row], str]]) -> pd.DataFrame:
    """Return a frame of text with these columns, each worked out from the row."""
    return pd.DataFrame([{title: cell(row) for title, cell in columns.items()} for row in frame.to_dict("records")], columns=list(columns))


def given(text: str | float | None) -> str:
    """Return a text of a frame, '' where there is none (None or NaN, as pandas may have it)."""
    return "" if pd.isna(text) else str(text)


def neighbourhood_cell(row: Row) -> str:
    """Say which neighbourhood a row is about, or that it is about the programme."""
    return given(row["neighbourhood"]) or "Programme"


def baseline_cell(row: Row) -> str:
    """Say the baseline with its n and period, or why there is none."""
    return dated_figure(row, "baseline") or absent(row)


def now_cell(row: Row) -> str:
    """Say the latest figure with its n and period, or why there is none."""
    return dated_figure(row, "latest") or ("nothing later yet" if row["verdict"] == "baseline only" else absent(row))


def absent(row: Row) -> str:
    """Say why there is no figure: nobody has collected it, none is a baseline, or those of the neighbourhoods do not make one."""
    return str(row["verdict"]) if row["verdict"] in ("not pooled", "no baseline") else "not collected"


def dated_figure(row: Row, when: str) -> str:
    """Return a figure with its n, design factor and period, marked where its base is small or its return not accepted yet; '' for none."""
    value, low, high, n, when_text, note = (row[f"{when}_{part}"] for part in ("value", "low", "high", "n", "period", "note"))
    if note == "hidden":
        return HIDDEN
    if n == 0 and row["kind"] == "proportion":
        return f"nobody answered, of {row[f'{when}_no_answer']:,.0f} in the wave, {period(given(when_text))}"
    text = figure(value, low, high, row["kind"])
    if not text:
        return ""
    if row["kind"] == "rating":
        text += f": {definitions.load().indicators[row['indicator']].levels[round(value) - 1]} ({note})"
    parts = [text, base(n) if row["kind"] == "proportion" else "", str(row[f"{when}_design"]), period(given(when_text))]
    marks = [" [small base]"] * (note == "small base") + [" [provisional]"] * bool(row.get(f"{when}_provisional"))
    return ", ".join(part for part in parts if part) + "".join(marks)


def base(n: float) -> str:
    """Return the number of people a figure rests on: 'n = 300'; '' for a figure that rests on none."""
    return "" if pd.isna(n) else f"n = {n:,.0f}"


def change_cell(row: Row) -> str:
    """Say the change, or why there is none; a hidden figure hides the change, which would give it back."""
    return HIDDEN if "hidden" in (row["baseline_note"], row["latest_note"]) else change_text(row, row["kind"])


def source_cell(row: Row) -> str:
    """Say where a figure comes from: which return, and whose word it is."""
    return str(row["source"]) + (f"; {row['provenance']}" if row["provenance"] != "not collected" else "")


def verdict_cell(row: Row) -> str:
    """Say the verdict, and what must be known beside it."""
    return str(row["verdict"]) + (f" ({row['remark']})" if given(row.get("remark")) else "")


def change_text(row: Row, kind: str) -> str:
    """Return the change of a row, or the verdict's reason why there is none."""
    if row["verdict"] == "hidden":
        return HIDDEN
    reason = "nothing later yet" if row["verdict"] == "baseline only" else str(row["verdict"])
    return change(row["change_value"], row["change_low"], row["change_high"], kind) or reason


def target_cell(row: Row) -> str:
    """Say the target and by when it is to be reached, or that none is set."""
    target = figure(row["target"], nan, nan, row["kind"])
    by = period(given(row["target_by"]))
    return f"{target} by {by}" if target and by else target or "no target set"


def active_cell(row: Row) -> str:
    """Say the share of residents active and the number it rests on, or why there is none."""
    if row["verdict"] == "hidden":
        return HIDDEN
    text = figure(row["active_value"], row["active_low"], row["active_high"], "proportion")
    return ", ".join(part for part in (text, base(row["active_n"])) if part) if text else "not collected"

"""A figure, a change, a verdict as a cell of a table that people read."""

from math import nan

from cdmon.definitions import load
from cdmon.wording import HIDDEN, Row, base, change, figure, given, period


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
        text += f": {load().indicators[row['indicator']].levels[round(value) - 1]} ({note})"
    parts = [text, base(n) if row["kind"] == "proportion" else "", str(row[f"{when}_design"]), period(given(when_text))]
    marks = [" [small base]"] * (note == "small base") + [" [provisional]"] * bool(row.get(f"{when}_provisional"))
    return ", ".join(part for part in parts if part) + "".join(marks)


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

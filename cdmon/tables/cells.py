"""A figure, a change, a verdict as a cell of a table that people read."""

from math import isnan, nan

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import SMALL
from cdmon.tables.changes import Change
from cdmon.tables.figures import Figure
from cdmon.wording import HIDDEN, Row, base, change, figure, given, period, rounded


def baseline_cell(row: Row) -> str:
    """Say the baseline with its n and period, or why there is none."""
    return figure_cell(row["baseline"], row["kind"], "first") or absent(row)


def now_cell(row: Row) -> str:
    """Say the latest figure with its n and period, all of a flow, and the programme's own figure beside it; or why there is none."""
    text = figure_cell(row["latest"], row["kind"], "latest") or ("nothing later yet" if row["verdict"] == "baseline only" else absent(row))
    told = "; ".join(part for part in (text, flow_cell(row)) if part)
    return f"{told}, of its own; {elsewhere}" if (elsewhere := elsewhere_cell(row["elsewhere"], row["kind"])) else told


def absent(row: Row) -> str:
    """Say why there is no figure: nobody has collected it, none is a baseline, or those of the neighbourhoods do not make one."""
    return str(row["verdict"]) if row["verdict"] in ("not pooled", "no baseline") else "not collected"


def figure_cell(told: Figure | None, kind: str, which: str) -> str:
    """Return a figure with its n and period, marked where its base is small or its return not accepted yet; '' for none.

    `which` (first, latest) says which months of a flow are added up.
    """
    if told is None:
        return ""
    if told.is_hidden:
        return HIDDEN
    if told.n == 0 and kind == "proportion":
        return f"nobody answered, of {told.no_answer:,.0f} in the round, {period(told.period)}"
    if told.of_few and not isnan(told.value):
        return few_cell(told)
    text = number_cell(told, kind)
    if not text:
        return ""
    if told.months:
        text += f" in the {which} {months(told.months)} reported"
    parts = [text, base(told.n) if kind == "proportion" else "", period(told.period), response_cell(told)]
    marks = [f" [{SMALL}]"] * (told.note == SMALL) + [" [provisional]"] * told.provisional
    return ", ".join(part for part in parts if part) + "".join(marks)


def number_cell(told: Figure, kind: str) -> str:
    """Return a figure's number with what it means or leaves open: 'yes', '3 (income not known of 2)'; '' for none."""
    defined = load().indicators.get(told.indicator)  # none for what the programme itself has added
    text = figure(told.value, told.low, told.high, kind)
    if defined is None or not text:
        return text
    if kind == "rating":
        text += f": {defined.levels[round(told.value) - 1]} ({told.note})"
    if defined.yes_or_no and told.neighbourhood:
        text = {0: "no", 1: "yes"}.get(round(told.value), f"yes, {text}")
    if kind == "share":
        text += f", {told.n_counted:,.0f} of {told.n:,.0f}"
    return f"{text} ({defined.unknown_words} {told.no_answer:,.0f})" if defined.unknown and told.no_answer else text


def short_cell(told: Figure, kind: str) -> tuple[str, str]:
    """Return a figure in two parts for where there is little room: the number, and its interval, meaning or base ('' for none)."""
    if told.is_hidden:
        return "hidden", "too few people"
    if isnan(told.value):
        return "nobody answered", ""
    marks = f"[{SMALL}] " * (told.note == SMALL) + "[provisional]" * told.provisional
    if told.of_few:
        return f"{told.n_counted:,.0f} of {told.n:,.0f}", marks
    rest = "" if isnan(told.low) else f"{rounded(told.low, kind)}–{rounded(told.high, kind)}"
    if kind == "rating":
        rest = load().indicators[told.indicator].levels[round(told.value) - 1]
    return figure(told.value, nan, nan, kind), f"{rest} {marks}".strip()


def few_cell(told: Figure) -> str:
    """Return a share of few as how many of how many: '8 of 9, Autumn 2024'."""
    parts = [f"{told.n_counted:,.0f} of {told.n:,.0f}", period(told.period), response_cell(told)]
    return ", ".join(part for part in parts if part) + " [provisional]" * told.provisional


def response_cell(told: Figure) -> str:
    """Say how many of those approached answered a figure's waves: '44 of 60 organisations answered'; '' where that is not known.

    A wave is a whole file, which may hold many neighbourhoods.
    """
    indicator = load().indicators.get(told.indicator)
    if not told.responses or indicator is None:
        return ""
    answered, approached = (sum(numbers) for numbers in zip(*(each[1:] for each in told.responses), strict=True))
    return f"{answered:,} of {approached:,} {indicator.unit.removeprefix('% of ')} answered"


def design_cell(told: Figure, kind: str) -> str:
    """Say how much wider than a simple random sample's an interval is: "design factor 1.24"; "" for such a sample's own.

    A factor that no wave shows and the programme has set for all is said to be assumed, whatever it is.
    """
    if kind != "proportion" or isnan(told.n):
        return ""
    text = f"design factor {factor_cell(told)}"
    return "" if text.endswith(" 1.00") else text


def factor_cell(told: Figure) -> str:
    """Return the design factor of a figure's sample, and what was assumed of it: "1.24 assumed"; "not known" where nothing tells it."""
    if isnan(told.factor):
        return "not known"
    factor, assumed = f"{told.factor:.2f}", f"{told.assumed:.2f}"
    if told.design_known:
        return factor
    if told.places > 1:
        return f"{factor}, with {assumed} assumed of samples of unknown design"
    return f"{factor} assumed" if factor == assumed else f"{factor}, more than the {assumed} assumed"


def flow_cell(row: Row) -> str:
    """Say what a flow adds up to, in how many months, and how many are hidden; '' for what is no flow.

    It is counted since the baseline, or `since` what the row says instead.
    """
    flow = row["flow"]
    if flow is None or not flow.months:
        return ""
    of = "" if row["neighbourhood"] else " of neighbourhoods"
    hidden = f", without {months(flow.hidden)} of too few people" if flow.hidden else ""
    returns = f" in {flow.returns} return{'s' if flow.returns > 1 else ''}" if 0 < flow.returns < flow.months else ""
    since = row.get("since", "since the baseline")
    return f"{figure(flow.value, nan, nan, row['kind'])} {since} ({months(flow.months)}{of} reported{returns}{hidden})"


def elsewhere_cell(told: Figure | None, kind: str) -> str:
    """Say what the programme's own returns say beside a neighbourhood's figure: '22 for the whole programme'; '' where they say nothing."""
    if told is None or isnan(told.value):
        return ""
    when = f" in the latest {months(told.months)} reported" if told.months else ""
    return f"{figure(told.value, nan, nan, kind)} for the whole programme{when}"


def months(number: int) -> str:
    """Return a number of months in words: '1 month', '12 months'."""
    return f"{number} month" if number == 1 else f"{number} months"


def change_cell(row: Row) -> str:
    """Say the change, or the verdict's reason why there is none; a hidden figure hides the change, which would give it back."""
    if row["verdict"] == "hidden":
        return HIDDEN
    reason = "nothing later yet" if row["verdict"] == "baseline only" else str(row["verdict"])
    return change_text(row["change"], row["kind"]) or reason


def change_text(told: Change | None, kind: str) -> str:
    """Return a change with its interval, or with what it is made of: '+1: 2 opened, 1 closed'; '' where there is none."""
    text = change(told.value, told.low, told.high, kind) if told is not None else ""
    if not text or told is None:
        return ""
    if not pd.isna(told.ratio):
        return f"{text}, {rounded(told.ratio, 'rate')} times ({rounded(told.ratio_low, 'rate')}–{rounded(told.ratio_high, 'rate')})"
    if told.opened is None:
        return text
    found = f", {told.found} found that had been there before" if told.found else ""
    return f"{text}: {told.opened} opened, {told.closed} closed{found}"


def source_cell(row: Row) -> str:
    """Say where a figure comes from: which return, and whose word it is."""
    return str(row["source"]) + (f"; {row['provenance']}" if row["provenance"] != "not collected" else "")


def verdict_cell(row: Row) -> str:
    """Say the verdict, and what must be known beside it."""
    return str(row["verdict"]) + (f" ({row['remark']})" if given(row.get("remark")) else "")


def target_cell(row: Row) -> str:
    """Say the target, by when it is to be reached and whether it is, or that none is set."""
    target = figure(row["target"], nan, nan, row["kind"])
    by = period(given(row["target_by"]))
    return ", ".join(part for part in (f"{target} by {by}" if target and by else target, row["reached"]) if part) or "no target set"

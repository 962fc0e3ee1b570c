"""Whether two figures may be compared: the same questions, mode, frame and boundaries; and what else should be known of them."""

from cdmon.definitions import Definitions
from cdmon.tables.figures import Row
from cdmon.text import normal

NOT_COMPARABLE = "not comparable"
SAME = {  # what must be the same at the baseline and now, and how it is said when it is not
    "mode": "asked {0}, then {1}",
    "frame": "sampled from {0}, then {1}",
    "boundary": "for {0}, then {1}",
}
WHEN = {"baseline": "at the baseline", "latest": "now"}


def obstacles(then: Row, now: Row, kind: str) -> str:
    """Return why a baseline and a later figure of an indicator of this kind may not be compared, "" where they may or one is missing.

    Two waves may be compared only with the same questions in the same wording, asked in the same mode of a sample from the same frame,
    for the same boundaries of the neighbourhood, and not when both ended on one day; what a wave does not say is not held against it.
    Neighbourhoods are compared by their code and its boundaries, never by name. Of a pool there may be an `obstacle` of its own.
    """
    if not (then["period"] and now["period"]):
        return ""
    found = [now["obstacle"]] if now["obstacle"] else []
    if then["period_date"] is not None and then["period_date"] == now["period_date"]:
        found.append("both ended on one day")
    if then["asked"] != now["asked"]:
        asked = "rated by" if kind == "rating" else "questions"
        found.append(f"{asked} {then['asked'] or 'unknown'}, then {now['asked'] or 'unknown'}")
    if then["indicator_version"] != now["indicator_version"]:
        found.append("counted in another way")
    for part, sentence in SAME.items():
        old, new = then[part], now[part]
        if old and new and old != new and normal(old) != normal(new):
            found.append(sentence.format(old, new))
    return "; ".join(found)


def remark(row: Row, definitions: Definitions) -> str:
    """Return what must be known beside a row's verdict: why it is not comparable, and where a wave asked fewer than it should."""
    told = [row["obstacles"]] if row["verdict"] == NOT_COMPARABLE else []
    least = definitions.datasets[definitions.indicators[row["indicator"]].dataset].least
    if row["neighbourhood"] is not None:
        few = [when for role, when in WHEN.items() if row[f"{role}_n"] + row[f"{role}_no_answer"] < least]
        told += [f"fewer than {least} residents asked {when}" for when in few]
    return "; ".join(told)


def is_early(row: Row, definitions: Definitions) -> bool:
    """Tell whether a row's latest wave lies so soon after the baseline that a change need not show yet."""
    then, now = row["baseline_period_date"], row["latest_period_date"]
    if then is None or now is None:
        return False
    apart = (now.year - then.year) * 12 + now.month - then.month
    return bool(apart < definitions.datasets[definitions.indicators[row["indicator"]].dataset].early_months)

"""Whether two figures may be compared: the same questions, mode, frame and boundaries."""

from cdmon.definitions import load
from cdmon.tables.figures import Figure
from cdmon.text import normal

NOT_COMPARABLE = "not comparable"
SAME = {  # what must be the same at the baseline and now, and how it is said when it is not
    "mode": "asked {0}, then {1}",
    "frame": "sampled from {0}, then {1}",
    "boundary": "for {0}, then {1}",
}


def obstacles(then: Figure | None, now: Figure | None, kind: str) -> str:
    """Return why a baseline and a later figure of an indicator of this kind may not be compared, "" where they may or one is missing.

    Two waves may be compared only with the same questions in the same wording, asked in the same mode of a sample from the same frame,
    for the same boundaries of the neighbourhood, and not when both ended on one day; what a wave does not say is not held against it.
    Neighbourhoods are compared by their code and its boundaries, never by name. A figure may have an `obstacle` of its own.
    """
    if then is None or now is None:
        return ""
    found = [now.obstacle] if now.obstacle else []
    if then.period_date is not None and then.period_date == now.period_date:
        found.append("both ended on one day")
    if then.asked != now.asked:
        asked = "rated by" if kind == "rating" else "asked"
        found.append(f"{asked} {load().in_words(then.asked) or 'unknown'}, then {load().in_words(now.asked) or 'unknown'}")
    if then.version != now.version:
        found.append("counted in another way")
    for part, sentence in SAME.items():
        old, new = getattr(then, part), getattr(now, part)
        if old and new and old != new and normal(old) != normal(new):
            found.append(sentence.format(old, new))
    return "; ".join(found)


def is_early(then: Figure | None, now: Figure | None, months: int) -> bool:
    """Tell whether a latest wave lies so soon after the baseline, by a number of months, that a change need not show yet."""
    if then is None or now is None or then.period_date is None or now.period_date is None:
        return False
    return (now.period_date.year - then.period_date.year) * 12 + now.period_date.month - then.period_date.month < months

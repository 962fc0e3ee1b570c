"""What residents of two wards set themselves, and how it stood."""

from collections.abc import Mapping, Sequence
from datetime import date

from riverton.wards import Row

GOALS = [  # ward, reference, goal, how it was set, on which day, by when, how it stood when it was settled, on which day, in which words
    ("N01", "G1", "A safe place to cross", "open meeting", date(2024, 12, 4), date(2025, 12, 31), "reached", date(2025, 10, 6),
     "The crossing was opened by the children who had asked for it"),
    ("N01", "G2", "A room of our own in the evening", "group", date(2025, 3, 11), date(2026, 3, 31), "partly reached", date(2026, 4, 2),
     "Three evenings of five, and nothing in August"),
    ("N01", "G3", "Somewhere dry to meet for teenagers", "survey", date(2026, 2, 20), date(2026, 12, 31), "open", None, None),
    ("N03", "G1", "A bus that stops here on Sundays", "open meeting", date(2025, 1, 15), date(2026, 1, 31), "not reached", date(2026, 2, 3),
     "The company counted passengers on a day without an event"),
    ("N03", "G2", "A clean pond", "group", date(2025, 5, 8), None, "dropped", date(2025, 11, 19), "The owner has sold it"),
]  # fmt: skip
FIELDS = ("neighbourhood", "reference", "goal", "set_by", "set_on", "by_when", "status", "settled_on", "words")


def goals() -> Mapping[str, Sequence[Row]]:
    """Return every goal as it stood at the end of September 2026."""
    return {"goals": [dict(zip(FIELDS, goal, strict=True)) for goal in GOALS]}

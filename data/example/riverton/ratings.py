"""What the independent evaluator and the steering group judge of the wards of the first wave, at the start and now."""

from collections.abc import Sequence

from riverton.wards import LAST, REGISTER, Row

RATED = {"2024-11-12 Ratings 2024-10": REGISTER, "2026-10-14 Ratings 2026-09": LAST}  # by file name: the month rated
ASPECTS = ("networking", "confidence", "recognition", "responsiveness")
LEVELS = {  # by ward: the evaluator's levels in the order of the aspects, at the start and now; N06 was not rated at the start
    "N01": {REGISTER: (1, 2, 1, 1), LAST: (3, 3, 2, 3)},
    "N02": {REGISTER: (2, 2, 1, 2), LAST: (3, 3, 2, 2)},
    "N03": {REGISTER: (2, 2, 2, 2), LAST: (2, 3, 2, 3)},
    "N04": {REGISTER: (3, 3, 2, 2), LAST: (2, 1, 2, 2)},
    "N05": {REGISTER: (1, 1, 1, 1), LAST: (2, 2, 2, 1)},
    "N06": {LAST: (2, 2, 1, 2)},
}
KINDER = {"confidence", "responsiveness"}  # where the steering group sees things a level better
GROUNDS = {
    "independent evaluator": "Talks with ten people of groups and agencies, and what was seen at two meetings",
    "steering group": "Agreed at a meeting of the group",
}


def ratings(number: int) -> dict[str, Sequence[Row]]:
    """Return the rows of the ratings of one month."""
    rows: list[Row] = []
    for code, levels in LEVELS.items():
        for aspect, level in zip(ASPECTS, levels[number], strict=True) if number in levels else ():
            for rater, grounds in GROUNDS.items():
                shown = min(level + 1, 4) if rater == "steering group" and aspect in KINDER else level
                rows.append({"neighbourhood": code, "aspect": aspect, "level": str(shown), "rated_by": rater, "note": grounds})
    return {"ratings": rows}

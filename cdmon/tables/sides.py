"""Which way a verdict points for the people concerned: better, worse, neither, or nothing to say."""

from cdmon.tables.comparable import NOT_COMPARABLE

BETTER, WORSE, OPEN, ABSENT = "better", "worse", "open", "absent"
SYMBOLS = {BETTER: "◆", WORSE: "■", OPEN: "●", ABSENT: "○"}  # never without a word beside them
SIDES = (WORSE, BETTER, OPEN, ABSENT)  # in the order in which a meeting looks at them
DIRECTIONS = {"rose": True, "fell": False}
NOTHING = ("not collected", "not pooled", "no baseline", "baseline only", "hidden", NOT_COMPARABLE)  # there is no change to judge


def side(verdict: str, higher_is_better: bool | None) -> str:
    """Return the side of a verdict: `better` or `worse` where a change is told and one way is good, `open` where none is, or `absent`.

    A count that went up or down as it stands (verdicts "up", "down") is no evidence of a change, and so takes no side.
    """
    if verdict in NOTHING:
        return ABSENT
    if higher_is_better is None or verdict not in DIRECTIONS:
        return OPEN
    return BETTER if DIRECTIONS[verdict] == higher_is_better else WORSE

"""What the verdicts of a KPI's indicators say together, and never more than they do."""

from collections.abc import Sequence

from cdmon.tables.sides import BETTER, OPEN, SYMBOLS, WORSE
from cdmon.wording import Row

BETTER_WAYS = {"higher is better": ("rose", "up"), "lower is better": ("fell", "down")}
WORSE_WAYS = {"higher is better": ("fell", "down"), "lower is better": ("rose", "up")}


def kpi_verdict(rows: Sequence[Row]) -> str:
    """Say how many of a KPI's indicators went the way that is hoped for, and name each that went the other way.

    A KPI of one indicator has that one's verdict. Where nothing can be told of any, it is what all say alike, else "cannot tell". Unlike
    things are not averaged, none counts for more than another, and "none worse" is said only where all of them are told.
    """
    verdicts = [str(row["verdict"]) for row in rows]
    if len(rows) == 1:
        return verdicts[0]
    better, worse = ([row for row in rows if goes(row, ways)] for ways in (BETTER_WAYS, WORSE_WAYS))
    same = verdicts.count("no change")
    untold = len(rows) - len(better) - len(worse) - same
    if untold == len(rows):
        return verdicts[0] if len(set(verdicts)) == 1 else "cannot tell"
    names = " and ".join(str(row["indicator_title"]) for row in worse)
    parts = [f"{len(better) or 'none'} of {len(rows)} better"]
    parts += [f"worse: {names}"] if worse else ["none worse"] * (not untold)
    parts += [f"{same} unchanged"] * bool(same) + [f"of {untold} nothing can be told"] * bool(untold)
    return ", ".join(parts)


def mark(rows: Sequence[Row]) -> str:
    """Return the mark that stands before a KPI's verdict: whether any indicator went the way hoped for (◆), the other (■), both or none."""
    went = {BETTER: BETTER_WAYS, WORSE: WORSE_WAYS}
    return "".join(SYMBOLS[each] for each, ways in went.items() if any(goes(row, ways) for row in rows)) or SYMBOLS[OPEN]


def goes(row: Row, ways: dict[str, tuple[str, str]]) -> bool:
    """Tell whether an indicator's verdict goes one of the ways of its direction."""
    return row["verdict"] in ways.get(str(row["direction"]), ())

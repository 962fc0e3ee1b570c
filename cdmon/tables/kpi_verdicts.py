"""What the verdicts of a KPI's indicators say together, and never more than they do."""

from collections.abc import Sequence

from cdmon.tables.sides import ABSENT, BETTER, OPEN, SYMBOLS, WORSE, side
from cdmon.wording import Row

HIGHER_IS_BETTER = {"higher is better": True, "lower is better": False}
COUNTED = ("up", "down")  # how a full count went: no evidence of a change


def kpi_verdict(rows: Sequence[Row]) -> str:
    """Say how many of a KPI's indicators went the way that is hoped for, and name each that went the other way.

    A KPI of one indicator has that one's verdict. Where nothing can be told of any, it is what all say alike, else "cannot tell". Unlike
    things are not averaged, none counts for more than another, and "none worse" is said only where all of them are told. A full count that
    went up or down takes no side (see `cdmon.tables.sides.side`), and is named as what was counted.
    """
    verdicts = [str(row["verdict"]) for row in rows]
    if len(set(verdicts)) == 1 and (len(rows) == 1 or (sides(rows)[0] in (OPEN, ABSENT) and verdicts[0] != "no change")):
        return verdicts[0]
    better, worse = ([row for row in rows if side_of(row) == which] for which in (BETTER, WORSE))
    same = verdicts.count("no change")
    counted = [f"counted {way}: {named([row for row in rows if row['verdict'] == way])}" for way in COUNTED if way in verdicts]
    untold = len(rows) - len(better) - len(worse) - same - sum(verdicts.count(way) for way in COUNTED)
    if untold == len(rows):
        return "cannot tell"
    parts = [f"{len(better) or 'none'} of {len(rows)} better"]
    parts += [f"worse: {named(worse)}"] if worse else ["none worse"] * (not untold and not counted)
    parts += counted + [f"{same} unchanged"] * bool(same) + [f"of {untold} nothing can be told"] * bool(untold)
    return ", ".join(parts)


def sides(rows: Sequence[Row]) -> list[str]:
    """Return the sides that any of a KPI's indicators takes: better, worse or both; open where none; absent where all lack the same."""
    taken, alike = {side_of(row) for row in rows}, len({row["verdict"] for row in rows}) == 1
    return [each for each in (BETTER, WORSE) if each in taken] or [ABSENT if taken == {ABSENT} and alike else OPEN]


def mark(rows: Sequence[Row]) -> str:
    """Return what stands before a KPI's verdict: whether any indicator went the way hoped for (◆), the other (■), both, or none (●, ○)."""
    return "".join(SYMBOLS[each] for each in sides(rows))


def side_of(row: Row) -> str:
    """Return the side of an indicator's verdict, by the direction that the KPI hopes for."""
    return side(str(row["verdict"]), HIGHER_IS_BETTER.get(str(row["direction"])))


def named(rows: Sequence[Row]) -> str:
    """Name some indicators."""
    return " and ".join(str(row["indicator_title"]) for row in rows)

"""What takes place in a neighbourhood."""

# ruff: noqa: S311 (these random numbers guard nothing)
import math
from collections.abc import Iterator
from random import Random

from riverton.groups import KINDS_OF_GROUP, running
from riverton.wards import LAST, NEIGHBOURHOODS, REGISTER, SEED, Row, day, month

# Activities a month: at first, and by the last month sent.
ACTIVITIES = {
    "N01": (7, 14), "N02": (7, 12), "N03": (8, 9), "N04": (12, 6), "N05": (3, 2), "N06": (8, 11),
    "N07": (6, 7), "N08": (7, 8), "N09": (6, 6), "N10": (2, 2), "N11": (8, 9), "N12": (7, 8),
}  # fmt: skip


def activities(code: str, number: int) -> Iterator[Row]:
    """Yield what took place in a neighbourhood in a month."""
    random = Random(f"{SEED} activities {code} {number}")
    does = {name: (activity, kind) for name, _, activity, kind in KINDS_OF_GROUP}
    meeting = running(code, number)
    early, late = ACTIVITIES[code]
    season = 1 + 0.12 * math.sin(math.tau * (number - 1) / 12)  # May is month 1: busiest in August, quietest in February
    usual = (early + (late - early) * (number - REGISTER) / (LAST - REGISTER)) * season
    for of in sorted(random.sample(range(1, 29), max(1, round(usual + random.uniform(-1.2, 1.2))))):
        group = random.choice(meeting)
        activity, kind = does[group.removeprefix(f"{NEIGHBOURHOODS[code]} ")]
        participants, volunteers = random.randint(5, 40), random.randint(1, 5)
        yield {
            "neighbourhood": code,
            "month": month(number),
            "date": day(number, of),
            "activity": activity,
            "kind": kind,
            "group_name": group,
            "participants": participants,
            "new_participants": random.randint(0, participants // 4) if random.random() < 0.8 else None,
            "volunteers": volunteers,
            "volunteer_hours": volunteers * random.choice([1.5, 2, 2.5, 3]),
        }

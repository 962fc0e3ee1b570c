"""What helps residents' groups: the programme's own people, rooms, grants, help in kind and money from elsewhere."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator
from random import Random

from riverton.groups import running
from riverton.wards import LAST, NEIGHBOURHOODS, SEED, Row, day, first_month, month

# Community development input in WTE, from a month on: much at first, then enough to keep things going. N04's post
# was empty from month 13 to 19.
CD_INPUT = {
    "N01": {7: 1.0, 25: 0.3}, "N02": {7: 1.0, 25: 0.2}, "N03": {7: 0.6, 25: 0.2}, "N04": {7: 0.5, 13: 0, 20: 0.3},
    "N05": {7: 0.5, 25: 0.2}, "N06": {7: 0.8, 25: 0.2}, "N07": {25: 0.8}, "N08": {25: 0.8}, "N09": {25: 0.6},
    "N10": {25: 0.5}, "N11": {25: 0.8}, "N12": {25: 0.6},
}  # fmt: skip
ROOMS = [  # what it is, who gives it, hours a week, what groups pay
    ("Room over the library", "Riverton Libraries", 12, "free"),
    ("School hall in the evening", "{ward} Primary School", 8, "reduced"),
    ("Church hall", "{ward} Church Hall Trust", 15, "reduced"),
    ("Community centre", "Riverton Council", 30, "reduced"),
    ("Back room of the café", "{ward} Café", 6, "free"),
    ("Meeting room at the health centre", "Riverton Health Trust", 5, "free"),
    ("Club room at the sports ground", "{ward} Sports Club", 10, "full"),
    ("Common room of the flats", "Riverton Homes", 20, "free"),
]
REPAIRS = {"N05": (19, 23)}  # the months in which its first room shut and opened again
AWARDS = [150, 200, 250, 300, 500, 750]
IN_KIND = [  # what it is, who gives it, its value in pounds where it was told
    ("Printing of leaflets", "Riverton Council", 60),
    ("Plants and tools", "Riverton Council Parks", 120),
    ("A day of first-aid training", "Riverton Health Trust", 300),
    ("Help with the accounts", "Riverton Voluntary Action", None),
    ("Van and driver for a day", "Riverton Homes", 90),
    ("Food for a shared meal", "{ward} Café", None),
]
OUTSIDE = [("Award for work with families", 4000), ("Award for the green space", 6500), ("Award for older people's trips", 1800)]
POOLED = {12: 15000, 24: 22000}  # pounds by month, for the whole programme


def support(code: str, number: int) -> Iterator[Row]:
    """Yield what helped the groups of a neighbourhood in a month."""
    random = Random(f"{SEED} support {code} {number}")
    given = [*cd_input(code, number), *rooms(code, number)]
    if random.random() < 0.35:
        award = {"name": "Small grant", "provider": "Riverton Council", "amount": random.choice(AWARDS)}
        given.append({"kind": "grant award", "status": "new", "group_name": random.choice(running(code, number)), **award})
    if random.random() < 0.2:
        name, provider, amount = random.choice(IN_KIND)
        given.append({"kind": "in kind", "status": "new", "name": name, "provider": provider, "amount": amount})
    if random.random() < 0.05:
        name, amount = random.choice(OUTSIDE)
        given.append({"kind": "outside funding", "status": "new", "name": name, "provider": "Rive Valley Foundation", "amount": amount})
    for row in given:
        provider = str(row["provider"]).format(ward=NEIGHBOURHOODS[code])
        yield {**row, "neighbourhood": code, "month": month(number), "provider": provider}


def cd_input(code: str, number: int) -> Iterator[dict[str, object]]:
    """Yield the row of a neighbourhood's community development worker, unless there was none."""
    since = max(each for each in CD_INPUT[code] if each <= number)
    before = max((each for each in CD_INPUT[code] if each < since), default=None)
    wte, had = CD_INPUT[code][since], CD_INPUT[code][before] if before else 0
    post = {"kind": "cd input", "name": "Community development worker", "provider": "Riverton Voluntary Action"}
    if wte:
        yield {**post, "status": "new" if number == since and not had else "in place", "wte": wte}
    elif number == since:
        yield {**post, "status": "ended"}


def rooms(code: str, number: int) -> Iterator[dict[str, object]]:
    """Yield the rooms that groups of a neighbourhood can have, two from the start and a third from some later month."""
    random = Random(f"{SEED} rooms {code}")
    for index, (name, provider, hours, cost) in enumerate(random.sample(ROOMS, 3)):
        opens = first_month(code) if index < 2 else random.randint(first_month(code) + 1, LAST)
        shuts, again = REPAIRS.get(code, (LAST + 1, LAST + 1)) if index == 0 else (LAST + 1, LAST + 1)
        if opens <= number and not shuts < number < again:
            status = "ended" if number == shuts else "new" if number in (opens, again) else "in place"
            yield {"kind": "meeting space", "name": name, "provider": provider, "status": status, "hours_a_week": hours, "cost": cost}


def programme_support(number: int) -> Iterator[Row]:
    """Yield what helped groups everywhere in a month: the small grants, begun in month 8, and money put together by public bodies."""
    given: list[dict[str, object]] = []
    if number >= 8:
        given.append({"kind": "grant scheme", "name": "Small grants for groups", "status": "new" if number == 8 else "in place"})
    if number in POOLED:
        name = f"Pooled budget agreed on {day(number, 12):%d/%m/%Y}"
        given.append({"kind": "pooled money", "name": name, "status": "new", "amount": POOLED[number]})
    for row in given:
        yield {**row, "neighbourhood": "programme", "month": month(number), "provider": "Riverton Council"}

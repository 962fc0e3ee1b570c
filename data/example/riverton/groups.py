"""The registers of residents' groups."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator, Sequence
from random import Random

from riverton.wards import FIRST, LAST, NEIGHBOURHOODS, REGISTER, SECOND_REGISTER, SEED, Row, month

# Groups: how many at the first register, how many form and how many close by the last month sent.
GROUPS = {
    "N01": (11, 8, 1), "N02": (10, 6, 1), "N03": (12, 4, 2), "N04": (13, 1, 6), "N05": (8, 2, 1), "N06": (14, 5, 1),
    "N07": (10, 1, 0), "N08": (12, 2, 1), "N09": (9, 1, 0), "N10": (8, 0, 0), "N11": (13, 1, 1), "N12": (11, 2, 0),
}  # fmt: skip
MERGERS = {"Larkfield tenants' panel": "Larkfield residents' association"}  # instead of closing
KINDS_OF_GROUP = [  # name, issue, what it does, kind of activity
    ("lunch club", "food", "Lunch", "social"),
    ("gardeners", "environment", "Work on the community garden", "improvement"),
    ("parents and toddlers", "children and families", "Play morning", "social"),
    ("carers' circle", "health and care", "Carers' meeting", "support"),
    ("residents' association", "housing", "Open meeting", "meeting"),
    ("walkers", "sport and exercise", "Led walk", "exercise"),
    ("choir", "arts and culture", "Singing together", "class"),
    ("young people's forum", "young people", "Forum", "meeting"),
    ("friends of the park", "environment", "Litter pick", "improvement"),
    ("over 60s", "older people", "Tea and games", "social"),
    ("money advice drop-in", "money and advice", "Drop-in", "support"),
    ("repair bench", "learning and work", "Repair session", "class"),
    ("street watch", "community safety", "Street meeting", "listening event"),
    ("faiths together", "faith", "Shared meal", "social"),
    ("cycle kitchen", "sport and exercise", "Cycle repair and ride", "exercise"),
    ("craft table", "arts and culture", "Craft class", "class"),
    ("community cooks", "food", "Cookery class", "class"),
    ("new neighbours", "other", "Welcome evening", "social"),
    ("football in the yard", "young people", "Five-a-side", "exercise"),
    ("breathe easy singers", "health and care", "Singing for breathing", "exercise"),
    ("book swap", "learning and work", "Book swap", "social"),
    ("tenants' panel", "housing", "Panel", "meeting"),
]


def groups(code: str, number: int) -> Iterator[Row]:
    """Yield the register of a neighbourhood's groups as it stands at the end of a month."""
    random = Random(f"{SEED} groups {code}")
    begins = REGISTER if code in FIRST else SECOND_REGISTER
    at_first, forming, closing = GROUPS[code]
    for index, (name, issue, *_) in enumerate(random.sample(KINDS_OF_GROUP, at_first + forming)):
        forms = begins if index < at_first else random.randint(begins + 1, LAST)
        rests = random.randint(begins + 3, LAST - 1) if index < closing else LAST + 1
        large = random.random() < 0.12
        status = "new" if number == forms > begins else "active" if number < rests else "dormant" if number < rests + 3 else "closed"
        name = f"{NEIGHBOURHOODS[code]} {name}"
        merged_into = MERGERS.get(name) if status == "closed" else None
        row = {
            "neighbourhood": code,
            "month": month(number),
            "name": name,
            "contact": "yes" if random.random() < 0.93 else "no",
            "open_to_residents": "yes" if random.random() < 0.92 else "no",
            "status": "merged" if merged_into else status,
            "class": random.choice(["professional organisation", "overlap"]) if large else "community group",
            "issue": issue,
            "annual_income": random.choice([18000, 42000, 95000] if large else [None, 0, 0, 250, 600, 1200, 2400, 4800, 9000]),
            "volunteers": random.randint(3, 18),
            "staff": random.choice([0.5, 1, 2.5]) if large else 0,
            "links": random.randint(0, 3) + (code in ("N01", "N02") and number > 15),
            "hub": "yes" if code in ("N01", "N02") and index == closing and number > 18 else "no",
            "online": "yes" if random.random() < 0.05 else "no",
            "record_source": random.choice(["Council's list", "A resident", "Library noticeboard", "Fieldworker's round"]),
            "merged_into": merged_into,
        }
        if forms <= number <= rests + 3:  # a group that closed is on the register once, as the template has it
            yield row


def running(code: str, number: int) -> list[str]:
    """Return the names of a neighbourhood's groups that meet in a month."""
    return [str(group["name"]) for group in groups(code, number) if group["status"] in ("new", "active")]


def first_register() -> dict[str, Sequence[Row]]:
    """Return the rows of the first register of groups, made in stage 1."""
    return {"groups": [row for code in FIRST for row in groups(code, REGISTER)]}

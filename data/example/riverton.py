"""Riverton, an invented programme: its wards, its groups, what took place and what its residents answered.

Everything here is made up, from a fixed seed. The functions return rows as people would type them, by column code.
"""

# ruff: noqa: S311 (these random numbers guard nothing)
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

SEED = 2024
Row = Mapping[str, object]

WARDS = [
    "Quayside", "Millbrook", "Ashgrove", "Larkfield", "Stonebridge", "Fernhill", "Harbourside", "Oldmarket", "Elmsworth", "Brackenfield",
    "Saltmarsh", "Weavers", "Thornbury", "Upper Rive", "Nether Rive", "Kingsmead", "Foxholt", "Cinderhill", "Marlgate", "Priorswell",
    "Gorsefield", "Heronsway", "Lockside", "Tannery", "Windlestraw", "Abbotsrive", "Copperfield", "Rookwood", "Sandling", "Mereside",
]  # fmt: skip
NEIGHBOURHOODS = {f"N{number:02d}": name for number, name in enumerate(WARDS, start=1)}
FIRST, SECOND = [f"N{n:02d}" for n in range(1, 7)], [f"N{n:02d}" for n in range(7, 13)]
START = (2024, 5)  # the programme's month 1
REGISTER, SECOND_REGISTER, LAST = 6, 24, 29  # the months of the first registers of groups, and the last month sent
LATE = {("N09", LAST)}  # not sent yet

# Groups: how many at the first register, how many form and how many close by the last month sent.
GROUPS = {
    "N01": (11, 8, 1), "N02": (10, 6, 1), "N03": (12, 4, 2), "N04": (13, 1, 6), "N05": (8, 2, 1), "N06": (14, 5, 1),
    "N07": (10, 1, 0), "N08": (12, 2, 1), "N09": (9, 1, 0), "N10": (8, 0, 0), "N11": (13, 1, 1), "N12": (11, 2, 0),
}  # fmt: skip
# Activities a month: at first, and by the last month sent.
ACTIVITIES = {
    "N01": (7, 14), "N02": (7, 12), "N03": (8, 9), "N04": (12, 6), "N05": (3, 2), "N06": (8, 11),
    "N07": (6, 7), "N08": (7, 8), "N09": (6, 6), "N10": (2, 2), "N11": (8, 9), "N12": (7, 8),
}  # fmt: skip
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

# Residents' survey: the share of residents active in the community, wave by wave of each neighbourhood ...
ACTIVE = {
    "N01": {"2024": 0.30, "2025": 0.38, "2026": 0.45}, "N02": {"2024": 0.28, "2025": 0.34, "2026": 0.41},
    "N03": {"2024": 0.31, "2025": 0.32, "2026": 0.34}, "N04": {"2024": 0.36, "2025": 0.30, "2026": 0.24},
    "N05": {"2024": 0.27, "2025": 0.29, "2026": 0.29}, "N06": {"2025": 0.33, "2026": 0.36},
    "N07": {"2026": 0.31}, "N08": {"2026": 0.28}, "N09": {"2026": 0.33}, "N10": {"2026": 0.24},
    "N11": {"2026": 0.30}, "N12": {"2026": 0.29},
}  # fmt: skip
# ... how much the share of good answers to the other questions has risen, or fallen, since the first wave ...
LIFT = {
    "N01": {"2025": 0.05, "2026": 0.11}, "N02": {"2025": 0.04, "2026": 0.08}, "N03": {"2026": 0.02}, "N04": {"2025": -0.05, "2026": -0.09},
}  # fmt: skip
# ... and for each question: the share of yes among residents who are not active and who are, and how much of the lift it takes.
YES_NO = {
    "q4": (0.12, 0.48, 0.2), "q7": (0.33, 0.48, 0.4), "q8": (0.28, 0.38, 0.4), "q12": (0.20, 0.33, 0.8), "q13": (0.40, 0.62, 0.2),
    "q19": (0.62, 0.74, 0.6), "q20": (0.50, 0.66, 0.8), "q21": (0.46, 0.60, 0.8), "q22": (0.46, 0.62, 0.9), "q23a": (0.36, 0.86, 0.5),
    "q26": (0.16, 0.34, 1.0), "q27": (0.44, 0.70, 1.2), "x1": (0.20, 0.36, 1.2),
}  # fmt: skip
AGREEMENT = {
    "q14": (0.56, 0.70, 0.6), "q15": (0.50, 0.68, 0.4), "q16": (0.48, 0.62, 0.6), "q17": (0.33, 0.48, 0.7), "q18": (0.52, 0.74, 0.5),
}  # fmt: skip
CHOICE, USES_PATH = (0.46, 0.62, 0.9), (0.35, 0.55, 1.0)  # q25a and l1; questions 3, 6 and 10 were not asked, to keep it short
OFTEN: dict[str, dict[str | int, int]] = {
    "q5": {"at least once a week": 30, "at least once a month": 32, "at least once every three months": 16, "less often": 22},
    "q9": {"every week": 62, "every month": 22, "less than monthly": 12, "never": 4},
    "q11": {0: 5, 1: 9, 2: 16, 3: 19, 4: 15, 5: 14, 6: 10, 8: 7, 10: 5},
    "q23b": {"once a month or more": 68, "about once in three months": 20, "less often": 12},
}
DECISIVE = ("q1", "q2", "q4", "q23a")  # always answered, so that what follows from them holds
WISHES = ["A walking group", "Something for teenagers in the evening", "Cookery on a budget", "A men's shed", "Help with the internet"]
WAVES = {  # by file name: label, fieldwork, neighbourhoods, purpose, whether the local question was asked
    "2024-10-25 Residents survey 2024": ("Autumn 2024", date(2024, 9, 9), date(2024, 10, 18), FIRST[:5], "baseline", False),
    "2025-10-24 Residents survey 2025": ("Autumn 2025", date(2025, 9, 8), date(2025, 10, 17), FIRST, "follow-up", True),
    "2026-04-24 Residents survey second wave baseline": ("Spring 2026", date(2026, 3, 9), date(2026, 4, 17), SECOND, "baseline", False),
    "2026-10-23 Residents survey 2026": ("Autumn 2026", date(2026, 9, 7), date(2026, 10, 16), FIRST, "follow-up", True),
}
# Milestones by the programme's month and the day they were reached; stage 2's knowledge transfer is late.
SIGNED_OFF = {
    2: {"stage_1_priority_areas": 20},
    6: {"stage_1_relationships": 10, "stage_1_recommendations": 28, **{f"stage_1_review {code}": 14 for code in FIRST}},
    19: {"stage_2_second_wave_choice": 20},
    24: {"stage_2_progress_report": 22, "stage_2_recommendations": 29},
}


def month(number: int) -> str:
    """Return the month of the programme's month `number`, as year-month."""
    months = START[0] * 12 + START[1] - 1 + number - 1
    return f"{months // 12}-{months % 12 + 1:02d}"


def day(number: int, of: int) -> date:
    """Return day `of` of the programme's month `number`."""
    return date.fromisoformat(f"{month(number)}-{of:02d}")


def sent(number: int) -> date:
    """Return the day of the next month on which a month's return is sent."""
    return day(number + 1, Random(f"{SEED} sent {number}").randint(8, 12))


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
        row = {
            "neighbourhood": code,
            "month": month(number),
            "name": f"{NEIGHBOURHOODS[code]} {name}",
            "contact": "yes" if random.random() < 0.93 else "no",
            "open_to_residents": "yes" if random.random() < 0.92 else "no",
            "status": status,
            "class": random.choice(["professional organisation", "overlap"]) if large else "community group",
            "issue": issue,
            "annual_income": random.choice([18000, 42000, 95000] if large else [None, 0, 0, 250, 600, 1200, 2400, 4800, 9000]),
            "volunteers": random.randint(3, 18),
            "staff": random.choice([0.5, 1, 2.5]) if large else 0,
            "links": random.randint(0, 3) + (code in ("N01", "N02") and number > 15),
            "hub": "yes" if code in ("N01", "N02") and index == closing and number > 18 else "no",
            "online": "yes" if random.random() < 0.05 else "no",
            "record_source": random.choice(["Council's list", "A resident", "Library noticeboard", "Fieldworker's round"]),
        }
        if number >= forms:
            yield row


def activities(code: str, number: int) -> Iterator[Row]:
    """Yield what took place in a neighbourhood in a month."""
    random = Random(f"{SEED} activities {code} {number}")
    does = {name: (activity, kind) for name, _, activity, kind in KINDS_OF_GROUP}
    running = [str(group["name"]) for group in groups(code, number) if group["status"] in ("new", "active")]
    early, late = ACTIVITIES[code]
    season = 1 + 0.12 * math.sin(math.tau * (number - 1) / 12)  # May is month 1: busiest in August, quietest in February
    usual = (early + (late - early) * (number - REGISTER) / (LAST - REGISTER)) * season
    for of in sorted(random.sample(range(1, 29), max(1, round(usual + random.uniform(-1.2, 1.2))))):
        group = random.choice(running)
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


def respondents(code: str, wave: str, local: bool) -> Iterator[Row]:
    """Yield the rows of a neighbourhood's 300 to 330 respondents, among whom the share of active residents is as in ACTIVE."""
    random = Random(f"{SEED} survey {code} {wave}")
    size = random.randint(300, 330)
    active = [index < round(size * ACTIVE[code][wave]) for index in range(size)]
    random.shuffle(active)
    for index, is_active in enumerate(active, start=1):
        given = answers(random, is_active, LIFT.get(code, {}).get(wave, 0.0), local)
        weight, stratum = round(random.triangular(0.6, 1.8, 0.7), 2), random.choice(["East", "West"])
        yield {"respondent": f"{wave[2:]}-{index:04d}", "neighbourhood": code, "weight": weight, "stratum": stratum, **given}


def answers(random: Random, is_active: bool, lift: float, local: bool) -> dict[str, object]:
    """Return one respondent's answers, some of them "don't know" and some missing."""

    def agrees(levels: tuple[float, float, float]) -> bool:
        return random.random() < levels[is_active] + lift * levels[2]

    def one_of(question: str) -> object:
        return random.choices(list(OFTEN[question]), list(OFTEN[question].values()))[0]

    given: dict[str, object] = {question: "yes" if agrees(levels) else "no" for question, levels in YES_NO.items()}
    in_group = is_active and random.random() < 0.7
    in_club = is_active and (not in_group or random.random() < 0.5)
    given |= {"q1": "yes" if in_group else "no", "q2": "yes" if in_club else "no", "q9": one_of("q9"), "q11": one_of("q11")}
    if given["q4"] == "yes":
        given["q5"] = one_of("q5")
    for question, levels in AGREEMENT.items():
        given[question] = random.choice(["strongly agree", "agree"] if agrees(levels) else ["neither", "disagree", "strongly disagree"])
    if given["q23a"] == "yes":
        given["q23b"] = one_of("q23b")
        given["q24"] = "better" if random.random() < 0.46 + lift else random.choices(["no effect", "worse"], [93, 7])[0]
    given["q25a"] = random.choice(["wide choice", "fair number"]) if agrees(CHOICE) else "very few"
    if local:
        given["l1"] = "yes" if agrees(USES_PATH) else "no"
    for question in [question for question in given if question not in DECISIVE]:
        luck = random.random()
        if luck < 0.02 and question != "q11":
            given[question] = "don't know"
        elif luck < 0.03:
            del given[question]
    if random.random() < 0.12:
        given["q28"] = random.choice(WISHES)
    return given


def programme() -> dict[str, Sequence[Row]]:
    """Return the rows of the programme set-up, by sheet."""
    random = Random(f"{SEED} programme")
    waves = {**dict.fromkeys(FIRST, "first"), **dict.fromkeys(SECOND, "second")}
    teams = {"a": ["N01", "N02", "N07", "N08"], "b": ["N03", "N04", "N09", "N10"], "c": ["N05", "N06", "N11", "N12"]}
    everywhere = {"administrator": "administrator", "commissioner": "commissioner", "steering": "steering group", "evaluator": "evaluator"}
    people = [
        *({"person": f"{name}@example.org", "role": role} for name, role in everywhere.items()),
        *(
            {"person": f"team.{t}@example.org", "role": "team leader", "neighbourhood": code}
            for t, codes in teams.items()
            for code in codes
        ),
        *({"person": f"fieldwork.{code.lower()}@example.org", "role": "fieldworker", "neighbourhood": code} for code in waves),
    ]
    about = {
        "name": "Riverton community health programme (invented example)",
        "commissioner": "Riverton Council (invented)",
        "start_month": month(1),
        "invented": "yes",
        "reference_date": date(2026, 10, 31),
    }
    neighbourhoods = [
        {"code": code, "name": name, "population": random.randint(520, 790) * 10, "wave": waves.get(code, "third")}
        for code, name in NEIGHBOURHOODS.items()
    ]
    targets = [
        {"kpi": "people_active", "target": 0.40, "by_month": "2029-04"},
        {"kpi": "people_active", "neighbourhood": "N01", "target": 0.42, "by_month": "2027-10"},
        {"kpi": "groups_strengthened", "neighbourhood": "N02", "target": 16, "by_month": "2027-10"},
    ]
    source = "Written with residents, piloted in May 2024"
    own = {"code": "l1", "label": "Uses the riverside path", "answers": "yes; no; don't know", "source": source}
    return {"programme": [about], "neighbourhoods": neighbourhoods, "people": people, "targets": targets, "local_questions": [own]}


def survey(label: str, starts: date, ends: date, codes: Sequence[str], purpose: str, local: bool) -> dict[str, Sequence[Row]]:
    """Return the rows of one wave of the residents' survey, by sheet; `local` says whether the local question was asked."""
    wave = {
        "label": label,
        "fieldwork_start": starts,
        "fieldwork_end": ends,
        "mode": "face to face",
        "sampling_frame": "Postcode address file",
        "sample_design": "stratified",
        "carried_out_by": "University of Riverton (invented)",
        "independent": "yes",
        "purpose": purpose,
    }
    return {"waves": [wave], "responses": [row for code in codes for row in respondents(code, str(ends.year), local)]}


def first_register() -> dict[str, Sequence[Row]]:
    """Return the rows of the first register of groups, made in stage 1."""
    return {"groups": [row for code in FIRST for row in groups(code, REGISTER)]}


def monthly_return(number: int) -> dict[str, Sequence[Row]]:
    """Return the rows of a month's groups and activities; the second wave begins with a register, a month before its activities."""
    sending = [code for code in FIRST + SECOND if (code in FIRST or number >= SECOND_REGISTER) and (code, number) not in LATE]
    return {
        "groups": [row for code in sending for row in groups(code, number)],
        "activities": [row for code in sending if code in FIRST or number > SECOND_REGISTER for row in activities(code, number)],
    }


def signoffs(number: int) -> dict[str, Sequence[Row]]:
    """Return the rows of the milestones signed off in a month."""
    rows = []
    for reached, of in SIGNED_OFF[number].items():
        milestone, _, code = reached.partition(" ")
        evidence = f"Minutes of the steering group, {day(number, of):%d/%m/%Y}"
        row = {"milestone": milestone, "reached_on": day(number, of), "evidence": evidence, "signed_off_by": "Steering group"}
        rows.append({**row, "neighbourhood": code} if code else row)
    return {"signoffs": rows}

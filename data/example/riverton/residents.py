"""What residents answered to the surveys."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from riverton.wards import FIRST, SECOND, SEED, Row

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
# Who answers: more of the old, of women and of owners than live there (see the census of the set-up); asked from 2025 on.
WHO: dict[str, dict[str, int]] = {
    "age_band": {"16 to 24": 7, "25 to 34": 12, "35 to 49": 24, "50 to 64": 27, "65 to 74": 17, "75 and over": 13},
    "sex": {"female": 58, "male": 42},
    "ethnic_group": {"asian": 10, "black": 6, "mixed": 4, "white": 75, "other": 5},
    "disability": {"limited a lot": 11, "limited a little": 13, "not limited": 76},
    "tenure": {"owned": 52, "social rent": 32, "private rent": 16},
}
DECISIVE = ("q1", "q2", "q4", "q23a")  # always answered, so that what follows from them holds
WISHES = ["A walking group", "Something for teenagers in the evening", "Cookery on a budget", "A men's shed", "Help with the internet"]
WAVES = {  # by file name: label, fieldwork, neighbourhoods, purpose, whether the local question was asked
    "2024-10-25 Residents survey 2024": ("Autumn 2024", date(2024, 9, 9), date(2024, 10, 18), FIRST[:5], "baseline", False),
    "2025-10-24 Residents survey 2025": ("Autumn 2025", date(2025, 9, 8), date(2025, 10, 17), FIRST, "follow-up", True),
    "2026-04-24 Residents survey second wave baseline": ("Spring 2026", date(2026, 3, 9), date(2026, 4, 17), SECOND, "baseline", False),
    "2026-10-23 Residents survey 2026": ("Autumn 2026", date(2026, 9, 7), date(2026, 10, 16), FIRST, "follow-up", True),
}


def respondents(code: str, wave: str, local: bool) -> Iterator[Row]:
    """Yield the rows of a neighbourhood's 300 to 330 respondents, among whom the share of active residents is as in ACTIVE."""
    random = Random(f"{SEED} survey {code} {wave}")
    size = random.randint(300, 330)
    active = [index < round(size * ACTIVE[code][wave]) for index in range(size)]
    random.shuffle(active)
    further = Random(f"{SEED} further answers {code} {wave}")
    strangers = Random(f"{SEED} who answered {code} {wave}")  # luck of its own
    for index, is_active in enumerate(active, start=1):
        lift = LIFT.get(code, {}).get(wave, 0.0)
        given = answers(random, is_active, lift, local)
        given |= in_five_steps(further, given) | of_themselves(further, is_active, lift)
        weight, stratum = round(random.triangular(0.6, 1.8, 0.7), 2), random.choice(["East", "West"])
        yield {
            "respondent": f"{wave[2:]}-{index:04d}",
            "neighbourhood": code,
            "weight": weight,
            "stratum": stratum,
            **given,
            **who(strangers, wave),
        }


def who(random: Random, wave: str) -> Row:
    """Return who a respondent is, now and then without a word of it."""
    told = {column: random.choices(list(shares), list(shares.values()))[0] for column, shares in WHO.items()} if wave > "2024" else {}
    return {column: "not told" if random.random() < 0.03 else category for column, category in told.items()}


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


def in_five_steps(random: Random, given: dict[str, object]) -> dict[str, object]:
    """Return the answers to questions 12 and 22 on their scale of agreement: those who say no take neither side, or disagree."""
    steps = {"yes": ["strongly agree", "agree", "agree"], "no": ["neither", "neither", "disagree", "disagree", "strongly disagree"]}
    return {q: random.choice(steps[str(given[q])]) for q in ("q12", "q22") if given.get(q) in steps}


def of_themselves(random: Random, is_active: bool, lift: float) -> dict[str, object]:
    """Return whether a respondent says they are active, which fewer do than are, and whether they have enough friends."""
    says_so, enough = (0.03, 0.34)[is_active] + lift * 0.5, (0.60, 0.72)[is_active] + lift * 0.4
    friends = (
        ["more than enough", "enough", "enough"] if random.random() < enough else ["not enough", "not enough", "not enough", "none at all"]
    )
    found = {"x2": "yes" if random.random() < says_so else "no", "x3": random.choice(friends)}
    return {question: "don't know" if random.random() < 0.02 else answer for question, answer in found.items()}


def survey(label: str, starts: date, ends: date, codes: Sequence[str], purpose: str, local: bool) -> dict[str, Sequence[Row]]:
    """Return the rows of one wave of the residents' survey, by sheet; `local` says whether the local question was asked."""
    wave = {
        "label": label,
        "fieldwork_start": starts,
        "fieldwork_end": ends,
        "mode": "face to face",
        "sampling_frame": "Postcode address file",
        "sample_design": "stratified",
        "coverage": "sample",
        "approached": 660 * len(codes),
        "carried_out_by": "University of Riverton (invented)",
        "independent": "yes",
        "purpose": purpose,
    }
    return {"waves": [wave], "responses": [row for code in codes for row in respondents(code, str(ends.year), local)]}

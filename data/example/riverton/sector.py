"""What community and voluntary organisations answered to their survey."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from string import capwords

from riverton.groups import running
from riverton.residents import LIFT
from riverton.wards import FIRST, NEIGHBOURHOODS, REGISTER, SECOND, SEED, Row

# Names that the survey spells in a way of its own; whether they are the same groups is for a person to say.
SPELLED = {
    "Fernhill repair bench": "Fernhill repairs bench",
    "Oldmarket lunch club": "Oldmarket luncheon club",
    "Weavers community cooks": "Weavers community cookery",
}
BEYOND_REGISTER = ["{ward} Food Bank", "{ward} Scout Troop", "Rive Valley Credit Union", "Riverton Advice Centre", "{ward} Amateur Boxing"]
AGREEMENT = ["strongly agree", "agree", "neither", "disagree", "strongly disagree"]
SATISFACTION = ["very satisfied", "satisfied", "neither", "dissatisfied", "very dissatisfied"]
SCALES = {  # the answers of each question from good to bad, and how likely they are where nothing has risen or fallen
    "s1": (["very successful", "fairly successful", "not very successful", "not at all successful"], (20, 45, 28, 7)),
    "s2": (["very confident", "fairly confident", "not very confident", "not at all confident"], (22, 46, 25, 7)),
    "s3": (SATISFACTION, (8, 28, 28, 26, 10)),
    "s4": (["yes", "no"], (45, 55)),
    "s5a": (AGREEMENT, (10, 32, 28, 20, 10)),
    "s5b": (AGREEMENT, (18, 42, 24, 12, 4)),
    "s5c": (AGREEMENT, (8, 30, 22, 28, 12)),
    "s5d": (AGREEMENT, (8, 26, 24, 30, 12)),
    "s5e": (AGREEMENT, (6, 24, 24, 32, 14)),
    "s5f": (AGREEMENT, (4, 16, 30, 34, 16)),
    "s5g": (AGREEMENT, (4, 18, 30, 32, 16)),
    "s6": (SATISFACTION, (5, 22, 28, 30, 15)),
    "s7": (["very positive", "positive", "neither", "negative", "very negative"], (8, 32, 34, 20, 6)),
}
INCOME = {"no income": 25, "under £5,000": 45, "£5,000 to £10,000": 14, "over £10,000 to £100,000": 13, "over £100,000": 3}
WAVES = {  # by file name: label, fieldwork, neighbourhoods, the month of the register in which organisations were looked up
    "2024-11-15 Sector survey 2024": ("Autumn 2024", date(2024, 9, 16), date(2024, 10, 25), FIRST, REGISTER),
    "2026-08-14 Sector survey 2026": ("Summer 2026", date(2026, 6, 8), date(2026, 7, 17), FIRST + SECOND, 26),
}


def survey(label: str, starts: date, ends: date, codes: Sequence[str], register: int) -> dict[str, Sequence[Row]]:
    """Return the rows of one wave of the survey of organisations, by sheet; all that could be found were approached."""
    responses = [row for code in codes for row in respondents(code, str(ends.year), register)]
    wave = {
        "label": label,
        "fieldwork_start": starts,
        "fieldwork_end": ends,
        "mode": "mixed",
        "sampling_frame": "All organisations that could be found",
        "sample_design": "unknown",
        "coverage": "census",
        "approached": round(1.4 * len(responses)),
        "carried_out_by": "University of Riverton (invented)",
        "independent": "yes",
    }
    return {"waves": [wave], "responses": responses}


def respondents(code: str, wave: str, register: int) -> Iterator[Row]:
    """Yield the rows of a neighbourhood's 8 to 14 organisations, some of which the register does not know or are not named."""
    random = Random(f"{SEED} sector {code} {wave}")
    known, others = running(code, register), [name.format(ward=NEIGHBOURHOODS[code]) for name in BEYOND_REGISTER]
    names = random.sample(known, random.randint(6, min(9, len(known)))) + random.sample(others, random.randint(2, 5))
    for index, name in enumerate(names, start=1):
        named = spelled(random, name) if random.random() < 0.85 else None
        yield {
            "respondent": f"V{index:02d}",
            "neighbourhood": code,
            "organisation": named,
            **answers(random, LIFT.get(code, {}).get(wave, 0.0)),
        }


def spelled(random: Random, name: str) -> str:
    """Return a name as the survey has it, often with other capitals, which make no difference."""
    return SPELLED.get(name) or random.choice([name, name, capwords(name)])


def answers(random: Random, lift: float) -> dict[str, object]:
    """Return one organisation's answers, some of them "don't know" and some missing; `lift` moves them towards the good end."""
    given: dict[str, object] = {}
    for question, (options, weights) in SCALES.items():
        tilted = [weight * (1 + 4 * lift) ** (1 - 2 * index / (len(options) - 1)) for index, weight in enumerate(weights)]
        luck = random.random()
        if luck > 0.04:
            given[question] = "don't know" if luck > 0.96 else random.choices(options, tilted)[0]
    given["s8"] = random.choices([0, 1, 2, 6], [80, 10, 6, 4])[0]
    given["s9"] = random.randint(3, 24)
    given["s10"] = random.choices(list(INCOME), list(INCOME.values()))[0]
    return given

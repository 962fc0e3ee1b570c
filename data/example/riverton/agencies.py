"""What agencies answered to the programme's own questions."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from riverton.wards import SEED, Row

QUESTIONS = [
    {
        "code": "a1",
        "label": "How well residents' groups are listened to",
        "answers": "very well; fairly well; not very well; not at all; don't know",
    },
    {"code": "a2", "label": "Contact with residents in the past six months", "answers": "often; sometimes; never; don't know"},
    {"code": "a3", "label": "Changed a service because of residents", "answers": "yes; no; don't know"},
    {"code": "a4", "label": "Knows whom to ask in each neighbourhood", "answers": "yes; no; don't know"},
    {"code": "a5", "label": "Trust in residents' groups, 0 to 10"},
]
AGENCIES = {  # by stratum
    "Council offices": [
        "Council Highways",
        "Council Parks",
        "Council Environment",
        "Council Housing",
        "Council Property",
        "Council Advice",
    ],
    "Council services": ["Libraries", "Schools", "Youth Service", "Adult Care"],
    "Health": ["Health Trust", "Hospital", "Mental Health Service", "Pharmacies Together"],
    "Other": ["Police", "Fire Service", "Homes", "Buses", "Water", "Voluntary Action"],
}
# The weights of the answers by the year of the wave, in the order of QUESTIONS.
ANSWERED: dict[int, dict[str, Sequence[float]]] = {
    2024: {"a1": (5, 30, 45, 10, 10), "a2": (15, 45, 35, 5), "a3": (25, 65, 10), "a4": (35, 60, 5)},
    2026: {"a1": (20, 50, 20, 0, 10), "a2": (40, 45, 10, 5), "a3": (60, 35, 5), "a4": (75, 20, 5)},
}
TRUST = {2024: (3, 7), 2026: (5, 9)}  # question a5: least and most
WAVES = {  # by file name: label, fieldwork, how many of the agencies did not answer
    "2024-11-22 Agency survey 2024": ("Autumn 2024", date(2024, 10, 1), date(2024, 11, 8), 2),
    "2026-08-21 Agency survey 2026": ("Summer 2026", date(2026, 6, 8), date(2026, 7, 17), 1),
}


def survey(label: str, starts: date, ends: date, missing: int) -> dict[str, Sequence[Row]]:
    """Return the rows of one wave of the survey of agencies, by sheet; it is about the whole programme."""
    wave = {
        "label": label,
        "fieldwork_start": starts,
        "fieldwork_end": ends,
        "mode": "online",
        "sampling_frame": "All agencies that the steering group knows of",
        "sample_design": "unknown",
        "carried_out_by": "University of Riverton (invented)",
        "independent": "yes",
        "neighbourhood": "programme",
    }
    return {"waves": [wave], "responses": list(respondents(ends.year, missing))}


def respondents(year: int, missing: int) -> Iterator[Row]:
    """Yield the rows of the agencies that answered; three of four agreed to be named."""
    random = Random(f"{SEED} agencies {year}")
    named = [(stratum, f"Riverton {name}") for stratum, names in AGENCIES.items() for name in names]
    silent = random.sample(range(len(named)), missing)
    for index, (stratum, name) in enumerate(named):
        row: dict[str, object] = {"respondent": f"A{index + 1:02d}", "neighbourhood": "programme", "stratum": stratum}
        row["organisation"] = name if random.random() < 0.75 else None
        for question in QUESTIONS[:-1]:
            row[question["code"]] = random.choices(question["answers"].split("; "), ANSWERED[year][question["code"]])[0]
        row["a5"] = random.randint(*TRUST[year])
        if index not in silent:
            yield row

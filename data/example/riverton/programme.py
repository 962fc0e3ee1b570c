"""The set-up of the programme, and the milestones signed off."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Sequence
from datetime import date
from random import Random

from riverton.agencies import QUESTIONS
from riverton.wards import FIRST, NEIGHBOURHOODS, SECOND, SEED, Row, boundary, day, month

# Milestones by the programme's month in which they were signed off, and the day they were reached; stage 2's knowledge transfer is late.
SIGNED_OFF = {
    2: {"stage_1_priority_areas": day(2, 20)},
    6: {
        "stage_1_relationships": day(6, 10),
        "stage_1_recommendations": day(6, 28),
        **{f"stage_1_review {code}": day(6, 14) for code in FIRST},
    },
    19: {"stage_2_second_wave_choice": day(19, 20), "interim_report_12": day(12, 28), "interim_report_18": day(18, 29)},
    24: {"stage_2_progress_report": day(24, 22), "stage_2_recommendations": day(24, 29)},
}
DUE_DAYS = 12
REASONS = {  # of the wards chosen first
    "N01": "Highest rate of emergency admissions in the borough; a community centre to work from",
    "N02": "Few groups known to the council; residents asked for help after the school closed",
    "N03": "Many older people living alone; a lively church hall",
    "N04": "Low life expectancy; two tenants' associations that wish to work together",
    "N05": "Many young families in temporary homes; nowhere to meet but the common room",
    "N06": "Furthest from any surgery; chosen with the residents' forum",
}
EVENTS_SENT = date(2026, 1, 15)  # with the set-up, which was sent again for them
EVENTS = {
    "Church hall reopened": (day(14, 2), "N03"),
    "Common room shut after a burst pipe": (day(20, 1), "N05"),
}
CONCERNED = ["activities_held", "participants", "volunteer_hours"]  # what a room to meet in bears on
CENSUS = {  # shares of the residents aged 16 and over (invented)
    "age_band": {"16 to 24": 0.14, "25 to 34": 0.17, "35 to 49": 0.25, "50 to 64": 0.24, "65 to 74": 0.11, "75 and over": 0.09},
    "sex": {"Female": 0.51, "Male": 0.49},
    "ethnic_group": {"Asian": 0.13, "Black": 0.07, "Mixed or several": 0.04, "White": 0.71, "Other": 0.05},
    "disability": {"Limited a lot": 0.09, "Limited a little": 0.12, "Not limited": 0.79},
    "tenure": {"Owned": 0.46, "Social rent": 0.31, "Private rent or rent free": 0.23},
}
CHECKLIST = {  # the programme's own steps
    "S1": "Agencies have named who comes",
    "S2": "Ground rules are written down",
    "S3": "A resident takes the chair",
    "S4": "Some money is decided on together",
}
OWN_QUESTIONS = [
    {
        "code": "l1",
        "label": "Uses the riverside path",
        "answers": "yes; no; don't know",
        "source": "Written with residents, piloted in May 2024",
        "survey": "residents",
    },
    *({**question, "source": "Written with the steering group, piloted in May 2024", "survey": "agencies"} for question in QUESTIONS),
]


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
        "due_days": DUE_DAYS,
        "reporting_months": 6,
        "financial_year": "April",
    }
    team_of = {code: f"Team {team.upper()}" for team, codes in teams.items() for code in codes}
    neighbourhoods = [
        {
            "code": code,
            "name": name,
            "population": random.randint(520, 790) * 10,
            "wave": f"{waves.get(code, 'third').capitalize()} wave",
            **boundary(code),
            "reason": REASONS.get(code),
            "team": team_of.get(code),
        }
        for code, name in NEIGHBOURHOODS.items()
    ]
    targets = [
        {"kpi": "people_active", "target": 0.40, "by_month": "2029-04"},
        {"kpi": "people_active", "neighbourhood": "N01", "target": 0.42, "by_month": "2027-10"},
        {"kpi": "groups_strengthened", "neighbourhood": "N02", "target": 16, "by_month": "2027-10"},
    ]
    return {
        "programme": [about],
        "neighbourhoods": neighbourhoods,
        "people": people,
        "targets": targets,
        "local_questions": OWN_QUESTIONS,
        "census": census(),
        "checklist_steps": [{"code": code, "title": title} for code, title in CHECKLIST.items()],
    }


def census() -> Sequence[Row]:
    """Return the rows of the census beside which those who answer are set."""
    return [
        {"characteristic": characteristic, "category": category, "share": share, "source": "Census 2021 (invented)"}
        for characteristic, shares in CENSUS.items()
        for category, share in shares.items()
    ]


def with_events() -> dict[str, Sequence[Row]]:
    """Return the rows of the set-up as it was sent again, with dated events."""
    rows = [
        {"date": on, "what": what, "neighbourhood": code, "indicator": indicator}
        for what, (on, code) in EVENTS.items()
        for indicator in CONCERNED
    ]
    return {**programme(), "dated_events": rows}


def signoffs(number: int) -> dict[str, Sequence[Row]]:
    """Return the rows of the milestones signed off in a month."""
    rows = []
    for reached, reached_on in SIGNED_OFF[number].items():
        milestone, _, code = reached.partition(" ")
        evidence = f"Minutes of the steering group, {reached_on:%d/%m/%Y}"
        row = {"milestone": milestone, "reached_on": reached_on, "evidence": evidence, "signed_off_by": "Steering group"}
        rows.append({**row, "neighbourhood": code} if code else row)
    return {"signoffs": rows}

"""A small invented programme, whole: a baseline and a later wave of every dataset that figures are made of, made to be counted by hand.

Quayside (N01) has 6,000 residents, Hill Top (N02) 4,000. The answers to a question stand as runs: "15 yes; 280 no; 5 don't know" are
respondents 1 to 15, 16 to 295 and 296 to 300; "–" is an empty cell.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cdmon.database import Database
from tests.conftest import send
from tests.workbooks import GROUP, programme_workbook, survey_workbook, table, workbook

Runs = Mapping[str, str]
Rows = Iterable[Mapping[str, Any]]

THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)  # two years lie between, so that no verdict is too early
PLACES = [("N01", "Quayside", 6000), ("N02", "Hill Top", 4000)]
# stage 2, in which both begin, lasts from November 2024 to October 2026: NOW is in it, and THEN is the month before
STAGES = [["stage", "first_month", "last_month"], [1, 1, 6], [2, 7, 30], [3, 31, 48], [4, 49, 60]]

RESIDENTS_THEN = {  # 300 residents, each of whom counts for one; some answered one of two questions about one thing, and not the other
    "q1": "15 yes; 3 –; 267 no; 15 don't know",
    "q2": "5 –; 4 no; 12 yes; 259 no; 5 –; 10 no; 5 refused",
    "q4": "60 yes; 230 no; 10 don't know",
    "q5": "10 at least once a week; 20 at least once a month; 15 less often; 5 other; 10 don't know; 240 –",
    "q7": "80 yes; 20 –; 190 no; 10 refused",
    "q8": "40 no; 80 yes; 20 –; 150 no; 10 refused",
    "q9": "50 never; 40 every week; 60 every month; 80 every week; 24 less than monthly; 10 don't know; 36 less than monthly",
    "q11": "12 0; 88 1; 190 4; 10 –",
    "q12": "30 strongly agree; 60 agree; 40 neither; 100 disagree; 40 strongly disagree; 30 don't know",
    "q14": "60 strongly agree; 90 agree; 50 neither; 60 disagree; 30 strongly disagree; 10 don't know",
    "q16": "20 strongly agree; 100 agree; 80 neither; 70 disagree; 20 strongly disagree; 10 refused",
    "q17": "30 strongly agree; 60 agree; 60 neither; 100 disagree; 40 strongly disagree; 10 –",
    "q19": "150 yes; 140 no; 10 don't know",
    "q20": "10 –; 60 no; 30 yes; 180 no; 10 –; 5 no; 5 –",
    "q21": "100 no; 10 –; 40 yes; 110 no; 20 –; 17 no; 3 –",
    "q22": "40 strongly agree; 60 agree; 50 neither; 100 disagree; 30 strongly disagree; 20 don't know",
    "q23a": "100 yes; 190 no; 10 don't know",
    "q23b": "40 once a month or more; 30 about once in three months; 20 less often; 10 don't know; 200 –",
    "q24": "60 better; 5 worse; 25 no effect; 10 don't know; 200 –",
    "q25a": "30 wide choice; 90 fair number; 160 very few; 20 don't know",
    "q26": "75 yes; 215 no; 10 don't know",
    "q27": "145 yes; 145 no; 10 refused",
    "x1": "58 yes; 232 no; 10 don't know",
    "x2": "45 yes; 245 no; 10 refused",
    "x3": "30 more than enough; 150 enough; 80 not enough; 20 none at all; 20 don't know",
    "x4": "30 very satisfied; 60 satisfied; 40 neither; 20 dissatisfied; 10 very dissatisfied; 140 don't know",
}
HEAVY, LIGHT = 2, 0.5
RESIDENTS_NOW = {  # the first 100 residents weigh 2 each, the other 200 weigh 0.5
    "weight": "100 2; 200 0.5",
    "q1": "20 yes; 80 no;  16 yes; 174 no; 10 don't know",
    "q2": "20 no; 10 yes; 65 no; 5 don't know;  6 don't know; 184 no; 10 don't know",
    "q4": "20 yes; 80 no;  40 yes; 150 no; 10 don't know",
    "q5": "8 at least once a week; 6 at least once a month; 4 less often; 2 other; 80 –;"
    "  10 at least once a week; 10 at least once a month; 15 at least once every three months; 165 –",
    "q7": "30 yes; 70 no;  60 yes; 130 no; 10 –",
    "q8": "40 yes; 60 no;  70 yes; 120 no; 10 –",
    "q9": "10 never; 50 every week; 20 every month; 20 less than monthly;"
    "  20 less than monthly; 80 every week; 40 every month; 50 never; 10 don't know",
    "q11": "2 0; 98 3;  4 0; 186 5; 10 –",
    "q12": "20 strongly agree; 40 agree; 10 neither; 20 disagree; 10 don't know;"
    "  40 strongly agree; 50 agree; 30 neither; 60 disagree; 20 don't know",
    "q14": "10 strongly agree; 20 agree; 20 neither; 30 disagree; 20 strongly disagree;"
    "  30 strongly agree; 30 agree; 40 neither; 60 disagree; 30 strongly disagree; 10 don't know",
    "q16": "5 strongly agree; 35 agree; 20 neither; 30 disagree; 10 strongly disagree;"
    "  20 strongly agree; 60 agree; 50 neither; 40 disagree; 20 strongly disagree; 10 refused",
    "q17": "30 strongly agree; 30 agree; 20 neither; 20 disagree;"
    "  40 strongly agree; 60 agree; 30 neither; 40 disagree; 20 strongly disagree; 10 –",
    "q19": "50 yes; 50 no;  100 yes; 90 no; 10 don't know",
    "q20": "30 no; 10 yes; 60 no;  60 no; 40 yes; 80 no; 20 –",
    "q21": "90 no; 10 don't know;  70 no; 30 yes; 90 no; 10 –",
    "q22": "20 strongly agree; 30 agree; 15 neither; 25 disagree; 10 don't know;"
    "  40 strongly agree; 60 agree; 30 neither; 40 disagree; 10 strongly disagree; 20 don't know",
    "q23a": "60 yes; 40 no;  70 yes; 120 no; 10 don't know",
    "q23b": "40 once a month or more; 15 less often; 5 don't know; 40 –;  30 once a month or more; 40 about once in three months; 130 –",
    "q24": "40 better; 10 worse; 5 no effect; 5 don't know; 40 –;  40 better; 10 worse; 10 no effect; 10 don't know; 130 –",
    "q25a": "20 wide choice; 30 fair number; 40 very few; 10 don't know;  30 wide choice; 80 fair number; 70 very few; 20 –",
    "q26": "20 yes; 80 no;  50 yes; 140 no; 10 don't know",
    "q27": "70 yes; 30 no;  120 yes; 70 no; 10 refused",
    "x1": "45 yes; 55 no;  90 yes; 100 no; 10 don't know",
    "x2": "30 yes; 70 no;  40 yes; 150 no; 10 don't know",
    "x3": "10 more than enough; 50 enough; 30 not enough; 10 none at all;"
    "  20 more than enough; 100 enough; 60 not enough; 10 none at all; 10 refused",
    "x4": "10 very satisfied; 20 satisfied; 10 neither; 10 dissatisfied; 50 don't know;"
    "  40 very satisfied; 50 satisfied; 30 neither; 20 dissatisfied; 60 –",
}
# 60 residents each time, who were asked whether they go to an activity, and not what that does to their health; nor, then, of favours
HILL_TOP_THEN = {"q1": "12 yes; 48 no", "q2": "60 no", "q7": "20 yes; 40 no", "q23a": "30 yes; 30 no"}
HILL_TOP_NOW = {"weight": "60 1", "q1": "24 yes; 36 no", "q2": "60 no", "q7": "20 yes; 40 no", "q20": "60 no", "q23a": "40 yes; 20 no"}
ORGANISATIONS_THEN = {  # 20 of them
    "s1": "4 very successful; 6 fairly successful; 8 not very successful; 1 not at all successful; 1 don't know",
    "s2": "2 very confident; 4 fairly confident; 10 not very confident; 2 not at all confident; 2 don't know",
    "s3": "1 very satisfied; 4 satisfied; 5 neither; 6 dissatisfied; 4 very dissatisfied",
    "s4": "8 yes; 10 no; 2 don't know",
    "s5a": "6 agree; 1 strongly agree; 1 agree; 8 disagree; 4 –",
    "s5b": "6 strongly agree; 4 neither; 10 disagree",
    "s5c": "7 agree; 3 neither; 8 strongly disagree; 2 don't know",
    "s5d": "5 agree; 15 disagree",
    "s5e": "4 disagree; 6 agree; 10 neither",
    "s5f": "2 agree; 4 disagree; 1 –; 9 disagree; 4 –",
    "s5g": "3 strongly agree; 13 disagree; 4 –",
    "s6": "1 very satisfied; 3 satisfied; 6 neither; 6 dissatisfied; 2 very dissatisfied; 2 don't know",
    "s7": "2 very positive; 4 positive; 6 neither; 3 negative; 3 very negative; 2 no answer",
    "s10": "3 no income; 5 under £5,000; 2 £5,000 to £10,000; 4 over £10,000 to £100,000; 2 over £100,000; 4 refused",
}
ORGANISATIONS_NOW = {  # 24 of them
    "s1": "8 very successful; 10 fairly successful; 4 not very successful; 1 not at all successful; 1 refused",
    "s2": "8 very confident; 11 fairly confident; 3 not very confident; 1 not at all confident; 1 –",
    "s3": "2 very satisfied; 6 satisfied; 6 neither; 8 dissatisfied; 2 very dissatisfied",
    "s4": "20 yes; 3 no; 1 don't know",
    "s5a": "10 strongly agree; 10 agree; 1 neither; 1 disagree; 2 strongly disagree",
    "s5b": "2 strongly agree; 2 agree; 6 neither; 10 disagree; 4 strongly disagree",
    "s5c": "3 strongly agree; 9 agree; 4 neither; 4 disagree; 4 strongly disagree",
    "s5d": "8 strongly agree; 8 agree; 2 neither; 3 disagree; 3 strongly disagree",
    "s5e": "6 strongly agree; 6 agree; 4 neither; 4 disagree; 4 strongly disagree",
    "s5f": "1 strongly agree; 5 agree; 6 neither; 6 disagree; 6 strongly disagree",
    "s5g": "5 strongly agree; 5 agree; 4 neither; 5 disagree; 5 strongly disagree",
    "s6": "2 very satisfied; 10 satisfied; 6 neither; 6 dissatisfied",
    "s7": "6 positive; 10 neither; 8 negative",
    "s10": "4 no income; 2 £5,000 to £10,000; 12 over £10,000 to £100,000; 6 over £100,000",
}
GROUPS_THEN = [
    {"name": "Lunch club", "issue": "food", "annual_income": 10_000, "links": 2},
    {"name": "Allotments", "issue": "environment", "annual_income": 10_001, "links": 1, "status": "new"},
    {"name": "Choir", "issue": "arts and culture"},  # neither its income nor its links are known
    {"name": "Community centre", "issue": "other", "annual_income": 500, "links": 5, "hub": "yes", "contact": "no"},
    {"name": "Members only", "issue": "sport and exercise", "links": 4, "status": "new", "open_to_residents": "no"},
    {"name": "Asleep", "issue": "faith", "hub": "yes", "status": "dormant"},
    {"name": "Old friends", "issue": "older people", "annual_income": 0, "status": "closed"},
]
GROUPS_NOW = [
    {"name": "Lunch club", "issue": "food", "annual_income": 9_000, "links": 3},
    {"name": "Allotments", "issue": "environment", "annual_income": 12_000, "links": 2},
    {"name": "Choir", "issue": "arts and culture", "annual_income": 0, "links": 1},
    {"name": "Community centre", "issue": "other", "annual_income": 50_000, "links": 4, "hub": "yes"},
    {"name": "Play group", "issue": "children and families", "annual_income": 100, "links": 0, "status": "new"},
    {"name": "Cooks", "issue": "food", "annual_income": 10_001, "status": "new"},
    {"name": "Pantry", "issue": "money and advice", "links": 9, "hub": "yes", "status": "new", "contact": "no"},
    {"name": "Asleep", "issue": "faith", "hub": "yes", "status": "dormant"},
    {"name": "Walkers", "issue": "sport and exercise", "status": "merged", "merged_into": "Lunch club"},
    {"name": "Watch", "issue": "community safety", "status": "closed"},
]
SUPPORT_THEN = [
    {"kind": "cd input", "name": "Worker", "status": "in place", "wte": 0.5},
    {"kind": "cd input", "name": "Last year's worker", "status": "ended", "wte": 1},
    {"kind": "meeting space", "name": "Library", "status": "in place"},
    {"kind": "meeting space", "name": "Church hall", "status": "new"},
    {"kind": "meeting space", "name": "Old school", "status": "ended"},
    {"kind": "grant scheme", "name": "Small grants", "status": "in place"},
    {"kind": "grant award", "name": "Oven", "group_name": "Lunch club", "status": "new", "amount": 300},
    {"kind": "grant award", "name": "Tools", "group_name": "Allotments", "status": "new", "amount": 200},
    {"kind": "pooled money", "name": "Police and council", "status": "new", "amount": 1000},
]
SUPPORT_NOW = [
    {"kind": "cd input", "name": "Worker", "status": "in place", "wte": 0.5},
    {"kind": "cd input", "name": "Second worker", "status": "new", "wte": 0.25},
    {"kind": "meeting space", "name": "Library", "status": "in place"},
    {"kind": "grant scheme", "name": "Ward fund", "status": "new"},
    {"kind": "grant scheme", "name": "Small grants", "status": "ended"},
    {"kind": "grant award", "name": "Song books", "group_name": "Choir", "status": "new", "amount": 1500},
    {"kind": "outside funding", "name": "Lottery", "status": "new", "amount": 2000},
    {"kind": "in kind", "name": "Lift to the allotments", "status": "new", "amount": 50},
]
ENGAGEMENT_THEN = [
    {"kind": "listening meeting"},
    {"kind": "agency present", "agency": "Police", "met_before": "no"},
    {"kind": "agency present", "agency": "Police", "met_before": "yes"},
    {"kind": "agency present", "agency": "Homes"},  # nobody said whether they had met before
    {"kind": "issue", "thread": "Lights"},
    {"kind": "result", "thread": "Lights", "agency": "Council", "outcome": "no change"},
]
ENGAGEMENT_NOW = [
    {"kind": "agency present", "agency": "Police", "met_before": "yes"},
    {"kind": "agency present", "agency": "Homes", "met_before": "yes"},
    {"kind": "agency present", "agency": "Surgery", "met_before": "no"},
    {"kind": "agency present", "agency": "School", "met_before": "no"},
    {"kind": "action", "thread": "Lights"},
    {"kind": "result", "thread": "Lights", "agency": "Council", "outcome": "improvement"},
    {"kind": "issue", "thread": "Surgery hours"},
    {"kind": "result", "thread": "Surgery hours", "agency": "Surgery", "outcome": "service change"},
    {"kind": "issue", "thread": "Dogs"},
    {"kind": "result", "thread": "Dogs", "agency": "Council", "outcome": "no change"},
]
ENGAGEMENT = ENGAGEMENT_THEN, ENGAGEMENT_NOW
EVIDENCE = (
    [{"kind": "testimony", "factor": 6}, {"kind": "achievement", "factor": 6}, {"kind": "case note"}],
    [{"kind": "testimony", "factor": 6}, {"kind": "testimony", "factor": 6}, {"kind": "testimony", "factor": 4}, {"kind": "problem"}],
)
RATINGS_THEN = [
    ("networking", 4, "Fieldworkers"),
    ("networking", 2, "Independent evaluator"),
    ("confidence", 3, "Residents"),
    ("confidence", 2, "Steering group"),
    ("recognition", 3, "Independent evaluator"),
    ("recognition", 2, "Fieldworkers", "The library had never heard of us"),
    ("responsiveness", 2, "Residents", "Two letters stayed unanswered"),
]
RATINGS_NOW = [
    ("networking", 3, "Independent evaluator", "Three groups shared a fair"),
    ("confidence", 2, "Steering group"),
    ("recognition", 2, "Independent evaluator", "The council's list names one group"),
    ("responsiveness", 3, "Agencies", "Every letter was answered in a week"),
]
MONTHS = [f"2026-{month:02}" for month in range(2, 11)]  # nine


def activities() -> Rows:
    """Yield four activities of 10 people in the first month, then five and four by turns, and fifteen of 3 people in the last.

    Of those of the first, whose number is 0, six had not come before; of others nobody says it, but that in the last month nobody was new.

    Volunteers gave 2 and 3 hours at two of them each month, and in the last month 1 hour at one; of the others no hours are known. On Hill
    Top there are two a month, of 10 people each.
    """
    for number, month in enumerate(MONTHS):
        last = month == MONTHS[-1]
        hours = [1] if last else [2, 3]
        for count in range(15 if last else 4 + number % 2):
            yield activity("N01", month, count) | {
                "participants": 3 if last else 10,
                "volunteer_hours": hours[count] if count < len(hours) else None,
                "new_participants": None if count else 0 if last else 6,
            }
        for count in range(2):
            yield activity("N02", month, count) | {"participants": 10}


def activity(place: str, month: str, number: int) -> dict[str, Any]:
    """Return what all activities have."""
    day = date.fromisoformat(f"{month}-01")
    return {"neighbourhood": place, "month": month, "date": day, "activity": f"Activity {number}", "kind": "social"}


def respondents(runs: Runs) -> list[dict[str, Any]]:
    """Return the answers, a dictionary a respondent, that these runs are; numbers as numbers."""
    people: dict[int, dict[str, Any]] = {}
    for question, given in runs.items():
        number = 0
        for run in given.split(";"):
            count, answer = run.split(maxsplit=1)
            for _ in range(int(count)):
                said = float(answer) if answer[0].isdigit() else answer
                people.setdefault(number, {})[question] = None if answer == "–" else said
                number += 1
    return list(people.values())


def dated(then: Rows, now: Rows, place: str = "N01") -> list[dict[str, Any]]:
    """Return the rows of the two months, each with its neighbourhood and month."""
    both = ((THEN, then), (NOW, now))
    return [{"neighbourhood": place, "month": f"{day:%Y-%m}", **row} for day, rows in both for row in rows]


def monthly_returns() -> bytes:
    """Return what both teams report of their months, in one workbook; Hill Top has 8 groups, then 15, every other of which works alone."""
    groups = dated(GROUPS_THEN, GROUPS_NOW)
    groups += dated(*([{"name": f"Group {number}", "links": number % 2} for number in range(count)] for count in (8, 15)), place="N02")
    events = [{"date": f"{row['month']}-01", "what": f"{row['kind']} {number}", **row} for number, row in enumerate(dated(*ENGAGEMENT))]
    seen = [{"what": f"Seen {number}", "observed_by": "resident", **row} for number, row in enumerate(dated(*EVIDENCE))]
    return workbook(
        {
            "Groups": table({**GROUP, **row} for row in groups),
            "Activities": table(activities()),
            "Support": table(dated(SUPPORT_THEN, SUPPORT_NOW)),
            "Engagement": table(events),
            "Evidence": table(seen),
        }
    )


def ratings() -> bytes:
    """Return the ratings of Quayside, and those of the whole programme by the steering group: 1, then 2."""
    judged = dated(
        *([dict(zip(("aspect", "level", "rated_by", "note"), each, strict=False)) for each in rows] for rows in (RATINGS_THEN, RATINGS_NOW))
    )
    of_programme = ([{"aspect": "networking", "level": level, "rated_by": "Steering group"}] for level in (1, 2))
    return workbook({"Ratings": table(judged + dated(*of_programme, place="programme"))})


def residents_wave(label: str, day: date, here: Runs, there: Runs) -> bytes:
    """Return a wave of the residents' survey in both neighbourhoods."""
    answers = [{"neighbourhood": place} | each for place, runs in (("N01", here), ("N02", there)) for each in respondents(runs)]
    return survey_workbook(label, day, answers, neighbourhood=None)


def sector_wave(label: str, day: date, here: Runs, there: Runs) -> bytes:
    """Return a wave of the sector survey in both neighbourhoods."""
    facts = {"label": label, "fieldwork_start": day, "fieldwork_end": day, "mode": "online", "sample_design": "simple random"}
    answers = [{"neighbourhood": place} | each for place, runs in (("N01", here), ("N02", there)) for each in respondents(runs)]
    named = [{"respondent": f"V{number}", **each} for number, each in enumerate(answers)]
    return workbook({"Sector wave": table([facts | {"independent": "yes"}]), "Organisations": table(named)})


def worked_example(database: Database) -> None:
    """Send the whole programme."""
    send(database, programme_workbook(PLACES, sheets={"Stages": STAGES}))
    send(database, monthly_returns())
    send(database, ratings())
    send(database, residents_wave("2024", THEN, RESIDENTS_THEN, HILL_TOP_THEN))
    send(database, residents_wave("2026", NOW, RESIDENTS_NOW, HILL_TOP_NOW))
    send(database, sector_wave("2024", THEN, ORGANISATIONS_THEN, {"s1": "5 mostly; 5 partly"}))
    send(database, sector_wave("2026", NOW, ORGANISATIONS_NOW, {"s1": "8 mostly; 2 partly"}))

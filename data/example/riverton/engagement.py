"""Listening meetings, the matters that residents raised there, and what agencies did about them."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from riverton.wards import FIRST, LAST, SEED, Row, day, first_month, month

STEPS = ("issue", "action", "response", "result")
MATTERS = [  # thread, agency, the sentence of each step, and what came of it
    (
        "Crossing by the school", "Riverton Council Highways", "service change",
        "Parents say that the road by the school cannot be crossed at half past eight", "Residents counted cars for a week and wrote it up",
        "Highways came to see for themselves and promised a trial", "A crossing patrol began on trial",
    ),
    (
        "Bins in the back lanes", "Riverton Council Environment", "improvement",
        "Rubbish is left in the back lanes for weeks", "Residents walked the lanes with the council and marked a map",
        "The council named an officer for the lanes", "The lanes were cleared and are swept every fortnight",
    ),
    (
        "Damp in the flats", "Riverton Homes", "service change",
        "Tenants tell of damp and of waiting months for repairs", "Tenants put their repair dates together in one list",
        "Riverton Homes answered each entry of the list in writing", "A repairs surgery is held in the flats each month",
    ),
    (
        "Dentist", "Riverton Health Trust", "no change",
        "Nobody finds a dentist who takes new patients", "Residents rang every practice and noted the answers",
        "The trust said that it has no money for another practice this year", "There is still no practice that takes new patients",
    ),
    (
        "Evening bus", "Riverton Buses", "service change",
        "The last bus leaves before the evening classes end", "Two groups asked their members when they travel",
        "The company offered to look at the evening timetable", "The last bus leaves forty minutes later on weekdays",
    ),
    (
        "Lights on the path", "Riverton Council Parks", "improvement",
        "People do not use the path after dark", "A walk after dark with the council and the police",
        "Parks put the path on its list for the winter", "Eight lamps were put up along the path",
    ),
    (
        "Somewhere for teenagers", "Riverton Youth Service", "service change",
        "Young people say that there is nowhere to go in the evening", "Young people drew up what they would run themselves",
        "The youth service offered a worker for one evening", "A youth evening is held each Thursday",
    ),
    (
        "Play area", "Riverton Council Parks", "improvement",
        "The swings have been broken since spring", "Families held a picnic there and asked the parks office to come",
        "The parks office came and took the list of repairs along", "New swings were put up and the fence was mended",
    ),
    (
        "Blood pressure checks", "Riverton Health Trust", "service change",
        "Men in particular do not go for checks at the surgery", "The lunch table asked what would make it easier",
        "A nurse came to two lunches to listen", "Checks are offered at the hall once a month",
    ),
    (
        "Noise at night", "Riverton Police", "no change",
        "Residents cannot sleep for noise at weekends", "Residents kept a diary for a month",
        "The police explained what they can do and what they cannot", "Patrols were tried for six weeks and stopped again",
    ),
    (
        "Forms for benefits", "Riverton Council Advice", "service change",
        "People give up over the forms", "A group asked the advice service to come to the hall",
        "The advice service sent two advisers to see how many would come", "Advice is given in the hall every second Tuesday",
    ),
    (
        "Empty shop", "Riverton Council Property", "improvement",
        "The empty shop on the corner pulls the street down", "Residents asked who owns it and what it would cost",
        "The property office gave a lease for a year at no rent", "Groups use the shop for meetings and a swap shelf",
    ),
    (
        "Waiting for a doctor", "Riverton Health Trust", "service change",
        "The telephone of the surgery is engaged all morning", "Patients wrote down how long they waited",
        "The practice manager came to a meeting for the first time", "The surgery takes bookings in the afternoon too",
    ),
    (
        "Flooded footway", "Riverton Water", "no change",
        "The footway floods whenever it rains", "Residents sent pictures with dates",
        "The water company wrote that the drain is the council's", "The footway still floods",
    ),
]  # fmt: skip
PLACES = ["in the school hall", "at the library", "on the green", "in the church hall", "at the café", "in the common room"]
# How many steps a matter takes, of 100: an issue and an action only, a response as well, a result too. In N04 nobody followed things up.
STEPS_TAKEN = {"N01": (5, 20, 75), "N02": (5, 20, 75), "N04": (80, 15, 5), "N10": (50, 30, 20)}
USUAL = (20, 30, 50)


def matters(code: str) -> Iterator[tuple[int, list[int]]]:
    """Yield which matters a neighbourhood raises, three at its first meeting, each with the months of its steps."""
    random = Random(f"{SEED} matters {code}")
    starts = first_month(code)
    for index, matter in enumerate(random.sample(range(len(MATTERS)), 9 if code in FIRST else 5)):
        raised = starts if index < 3 else random.randint(starts + 1, LAST)
        steps = random.choices((2, 3, 4), STEPS_TAKEN.get(code, USUAL))[0]
        yield matter, list(accumulate([raised, 1, random.randint(1, 2), random.randint(2, 5)]))[:steps]


def engagement(code: str, number: int) -> Iterator[Row]:
    """Yield what happened between the residents of a neighbourhood and the agencies in a month."""
    random = Random(f"{SEED} engagement {code} {number}")
    meets, residents = random.randint(3, 18), random.randint(4, 12) if code in ("N04", "N10") else random.randint(10, 40)
    met = {"date": day(number, meets), "residents": residents}
    yield from placed(code, number, [{"kind": "listening meeting", "what": f"Listening meeting {random.choice(PLACES)}", **met}])
    yield from placed(code, number, present(code, number, meets))
    rank = 0
    for matter, months in matters(code):
        if number not in months:
            continue
        thread, agency, outcome, *sentences = MATTERS[matter]
        step = months.index(number)
        later = day(number, random.randint(19, 28))
        row: dict[str, object] = {"kind": STEPS[step], "thread": thread, "what": sentences[step], "date": later}
        if STEPS[step] == "issue":
            rank += 1
            row |= {"date": day(number, meets), "rank": rank}
        if STEPS[step] in ("response", "result"):
            row["agency"] = agency
        if STEPS[step] == "result":
            row["outcome"] = outcome
        yield from placed(code, number, [row])


def present(code: str, number: int, of: int) -> Iterator[Row]:
    """Yield the agencies that come to a month's meeting: those that answer in it, some of whom had met residents before."""
    answers = [(MATTERS[matter][1], months[2]) for matter, months in matters(code) if len(months) > 2]
    for agency in dict.fromkeys(agency for agency, answered in answers if answered == number):
        before = any(other == agency and answered < number for other, answered in answers)
        what = "Came to the listening meeting" if before else "Came to a listening meeting for the first time"
        yield {"kind": "agency present", "agency": agency, "met_before": "yes" if before else "no", "what": what, "date": day(number, of)}


def placed(code: str, number: int, rows: Iterator[Row] | list[dict[str, object]]) -> Iterator[Row]:
    """Yield rows with the neighbourhood and the month they are for."""
    yield from ({"neighbourhood": code, "month": month(number), **row} for row in rows)

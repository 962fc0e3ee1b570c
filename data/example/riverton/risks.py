"""What could go wrong in the programme, as the steering group saw it each quarter."""

from collections.abc import Iterator

from riverton.wards import LAST, QUARTER, Row, day, month

LAST_REGISTER = LAST - LAST % QUARTER

RISKS = [  # what could happen, what is done about it, whose it is, likelihood and impact from a month on, the month it was closed
    (
        "A post falls vacant and groups are left without help",
        "Two workers know each neighbourhood; vacancies are filled within three months",
        "Riverton Voluntary Action",
        {9: ("medium", "high"), 15: ("high", "high"), 21: ("low", "high")},
        None,
    ),
    (
        "Groups lean on the fieldworker and stop when the input falls in month 25",
        "Each group has an officer of its own; input falls step by step",
        "Team leaders",
        {9: ("high", "high"), 18: ("medium", "high"), 27: ("medium", "medium")},
        None,
    ),
    (
        "Too few residents answer the survey for a change to be told",
        "Interviewers call four times, also in the evening",
        "Evaluator",
        {9: ("medium", "high"), 18: ("low", "high")},
        24,
    ),
    (
        "A hall closes for repairs and groups have nowhere to meet",
        "A second room is agreed in each neighbourhood",
        "Riverton Council",
        {12: ("medium", "medium"), 21: ("low", "medium")},
        None,
    ),
    (
        "Agencies send somebody else to every meeting",
        "The chief officers name one person for each neighbourhood",
        "Steering group",
        {12: ("high", "medium"), 24: ("medium", "medium")},
        None,
    ),
    (
        "Work in the second wave draws people away from the first",
        "Input for the first wave is agreed for the whole of stage 3",
        "Team leaders",
        {24: ("medium", "medium")},
        None,
    ),
]
# What a register keeps beside that, by the number of the risk: the month it was opened, who raised it, who bears it, what it may stay, the
# last month it was reviewed in and the next, who accepted it until when, the stage at whose end it is looked at, the month it was closed.
KEPT = {
    1: (8, "Riverton Voluntary Action", "Groups without an officer of their own", "low", 27, 33, None, None),
    2: (8, "Team leaders", "Groups of the first wave", "low", 27, 30, None, 3),
    4: (11, "Residents at the open meeting in N03", "Groups without a room of their own", "low", 27, 29, None, None),
    5: (12, "Steering group", "Residents who come to meetings", "low", 24, 30, ("Steering group", 36), None),
    6: (22, "Commissioner", "Residents of the first wave", "low", 27, 33, None, 3),
}


def risks(number: int) -> Iterator[Row]:
    """Yield the programme's register of risks each quarter; nothing in other months. One that is closed stands there once more."""
    if number % QUARTER:
        return
    for index, (risk, action, owner, levels, closed) in enumerate(RISKS, start=1):
        seen = [level for since, level in levels.items() if since <= number]
        if seen and (closed is None or number <= closed):
            yield {
                "neighbourhood": "programme",
                "month": month(number),
                "reference": f"R{index}",
                "risk": risk,
                "likelihood": seen[-1][0],
                "impact": seen[-1][1],
                "action": action,
                "owner": owner,
                "status": "closed" if number == closed else "open",
            } | (kept(index, number) if number == LAST_REGISTER else {})


def kept(index: int, number: int) -> Row:
    """Return what the newest register keeps of a risk beside what earlier ones kept."""
    if index not in KEPT:
        return {}
    opened, raised_by, borne_by, target, reviewed, review, accepted, stage = KEPT[index]
    by, until = accepted or (None, None)
    return {
        "raised_by": raised_by,
        "opened": day(opened, 14),
        "borne_by": borne_by,
        "target": target,
        "last_review": day(min(reviewed, number), 24),
        "next_review": day(review, 24),
        "accepted_by": by,
        "accepted_until": None if until is None else day(until, 30),
        "escalated_to": stage,
    }

"""What could go wrong in the programme, as the steering group saw it each quarter."""

from collections.abc import Iterator

from riverton.wards import QUARTER, Row, month

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
            }

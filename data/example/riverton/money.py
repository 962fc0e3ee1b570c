"""What the programme costs and what is given to it, as it stood at the end of September 2026."""

from collections.abc import Mapping, Sequence

from riverton.wards import Row

COUNCIL, TRUST, CVS = "Riverton Council", "Riverton Health Trust", "Riverton Voluntary Action"
YEARS = ("2024-25", "2025-26", "2026-27", "2027-28", "2028-29")
SALARIES = [  # ward, line, posts, WTE, pounds planned for each year, and spent
    (
        "programme",
        "Leader, administrator and research officer",
        3,
        2.8,
        (98_000, 121_000, 124_000, 127_000, 130_000),
        (91_400, 119_750, 61_300),
    ),
    ("N01", "Team North", 6, 5.2, (118_000, 196_000, 176_000, 120_000, 90_000), (109_200, 192_800, 88_100)),
    ("N02", "Team South", 5, 4.0, (104_000, 158_000, 149_000, 110_000, 82_000), (97_900, 154_300, 73_600)),
    ("N04", "Worker of the estate", 1, 0.5, (14_000, 21_000, 21_500, 22_000, 22_500), (13_100, 9_700, 10_800)),
]
OTHERS = [  # ward, line, kind, way of paying, one-off or recurrent, payer, who gets it, valued by, planned, committed and spent by year
    ("programme", "Seedcorn grants", "grants", "budget", "recurrent", TRUST, "Groups of residents", None,
     (12_000, 24_000, 24_000, 18_000, 12_000), (12_000, 23_500, 19_000), (10_450, 23_100, 9_800)),
    ("programme", "Residents' survey", "evaluation", "budget", "one-off", TRUST, "The programme", None,
     (38_000, 40_000, 61_000, None, 42_000), (38_000, 40_000, 58_500), (37_600, 39_900, 21_000)),
    ("N01", "Rent of the neighbourhood office", "premises", "budget", "recurrent", COUNCIL, CVS, None,
     (4_800, 9_600, 9_900, 9_900, 9_900), (4_800, 9_600, 9_900), (4_800, 9_600, 4_950)),
    ("programme", "Pool of the health and housing partners", "training", "pooled", "recurrent", "Riverton Homes", "Residents and staff",
     None, (None, 15_000, 22_000, 22_000, None), (None, 15_000, 22_000), (None, 15_000, 11_000)),
    ("N03", "Room over the library", "premises", "in kind", "recurrent", "Riverton Libraries", "Groups of residents",
     "hours at the library's own hourly charge", (None, 3_100, 3_200, 3_200, None), (), (1_200, 3_050, 1_640)),
    ("N06", "Van and driver", "other", "in kind", "one-off", "Riverton Homes", "Two groups", "the list price of a hired van", (), (),
     (None, 540)),
    ("N01", "Award for the green space", "other", "drawn in", "one-off", "Rive Valley Foundation", "Green space group", None,
     (), (), (None, 6_500)),
    ("N03", "Award for older people's trips", "other", "drawn in", "one-off", "Rive Valley Foundation", "Lunch club", None,
     (), (), (None, None, 1_800)),
]  # fmt: skip


def money() -> Mapping[str, Sequence[Row]]:
    """Return every sum of each year: what is planned, committed and spent."""
    rows = []
    for ward, line, posts, wte, planned, spent in SALARIES:
        pay = {"neighbourhood": ward, "line": line, "kind": "staff", "source": "budget", "posts": posts, "wte": wte}
        pay |= {"recurrence": "recurrent", "payer": COUNCIL, "beneficiary": CVS}
        rows += by_year(pay, {"planned": planned, "committed": planned[: len(spent)], "actual": spent})
    for ward, line, kind, source, recurrence, payer, beneficiary, valued, planned, committed, spent in OTHERS:
        told = {"neighbourhood": ward, "line": line, "kind": kind, "source": source, "recurrence": recurrence, "payer": payer}
        told |= {"beneficiary": beneficiary, "in_kind_basis": valued}
        rows += by_year(told, {"planned": planned, "committed": committed, "actual": spent})
    return {"money": rows}


def by_year(told: Row, amounts: Mapping[str, Sequence[int | None]]) -> list[Row]:
    """Return a row for each year and basis that has an amount."""
    return [
        {**told, "basis": basis, "financial_year": year, "amount": amount}
        for basis, given in amounts.items()
        for year, amount in zip(YEARS, given, strict=False)
        if amount is not None
    ]

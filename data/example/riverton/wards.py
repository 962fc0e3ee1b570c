"""The wards of Riverton, which of them the programme works in, and its calendar."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Mapping
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
QUARTER = 3  # months; evidence and risks are sent at the end of each


def first_month(code: str) -> int:
    """Return the programme's month from which a neighbourhood sends its returns."""
    return (REGISTER if code in FIRST else SECOND_REGISTER) + 1


def boundary(code: str) -> Row:
    """Return the code of a ward, of a kind that no place has, and the year of its boundaries."""
    return {"gss_code": f"E05999{code[1:]:0>3}", "boundary_year": 2023}


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

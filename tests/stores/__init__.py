"""A small store of each version of the schema, packed, as the cdmon of its day made it: `python -m tests.stores` adds one of the newest.

Each holds the same four files. A version of which there is none was never the newest of a cdmon that anybody could have.
"""

from datetime import date
from pathlib import Path

from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

FILES = (
    programme_workbook(),
    groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Allotments"}]),
    survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21)),
    activities_workbook("2024-10", [{"activity": "Lunch", "participants": 10}, {"activity": "Walk", "participants": 7}]),
)


def packed(version: int) -> Path:
    """Return where the packed store of a version of the schema lies."""
    return Path(__file__).with_name(f"{version:04}.duckdb.xz")

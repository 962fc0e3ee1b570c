"""The example programme's workbooks, as they lie in data/example."""

import sys
from collections import Counter
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

FOLDER = Path(__file__).parent.parent / "data" / "example"
sys.path.insert(0, str(FOLDER))

import make_example  # noqa: E402 (a script, found only once its folder is on the path)

FILES = sorted(path.name for path in FOLDER.glob("*.xlsx"))
SURVEYS = {
    "2024-10-25 Residents survey 2024.xlsx": {"N01", "N02", "N03", "N04", "N05"},
    "2025-10-24 Residents survey 2025.xlsx": {"N01", "N02", "N03", "N04", "N05", "N06"},
    "2026-04-24 Residents survey second wave baseline.xlsx": {"N07", "N08", "N09", "N10", "N11", "N12"},
    "2026-10-23 Residents survey 2026.xlsx": {"N01", "N02", "N03", "N04", "N05", "N06"},
}


@cache
def rows(name: str, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by heading, without the example row."""
    headings, *lines = load_workbook(BytesIO((FOLDER / name).read_bytes()), read_only=True)[sheet].iter_rows(values_only=True)
    found = [{str(heading): value for heading, value in zip(headings, line, strict=True) if value is not None} for line in lines]
    return [row for row in found if not any(str(value).startswith("Example: ") for value in row.values())]


def test_every_file_begins_with_the_day_it_was_sent() -> None:
    sent = [date.fromisoformat(name[:10]) for name in FILES]
    assert (sent[0], sent[-1]) == (date(2024, 5, 10), date(2026, 10, 23))


def test_the_files_are_those_the_script_writes_and_all_together_small() -> None:
    assert list(make_example.workbooks()) == FILES
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 10_000_000


@pytest.mark.parametrize(
    "name", ["2024-05-10 Programme set-up.xlsx", "2025-01-09 Monthly return 2024-12.xlsx", "2026-05-05 Milestones signed off 2026-04.xlsx"]
)
def test_making_a_file_again_gives_the_same_bytes(name: str) -> None:
    make, sent = make_example.workbooks()[name], date.fromisoformat(name[:10])
    content = make_example.reproducible(make(), sent)
    assert content == make_example.reproducible(make(), sent)
    # The kept file may have been packed by another version of zlib, so its parts are compared and not its bytes.
    with ZipFile(BytesIO(content)) as made, ZipFile(FOLDER / name) as kept:
        assert {part: made.read(part) for part in made.namelist()} == {part: kept.read(part) for part in kept.namelist()}


def test_the_programme_is_called_invented_and_has_30_wards_of_about_6500() -> None:
    (programme,) = rows(FILES[0], "Programme")
    assert "invented example" in str(programme["Programme name"]) and programme["Invented example"] == "Yes"
    wards = rows(FILES[0], "Neighbourhoods")
    assert [ward["Code"] for ward in wards] == [f"N{number:02d}" for number in range(1, 31)]
    assert Counter(ward["Wave"] for ward in wards) == {"First wave": 6, "Second wave": 6, "Third wave": 18}
    assert all(5_200 <= int(str(ward["Population"])) <= 7_900 for ward in wards)
    assert not any("GSS code" in ward for ward in wards)


@pytest.mark.parametrize(("name", "neighbourhoods"), SURVEYS.items())
def test_each_wave_has_at_least_300_weighted_respondents_a_neighbourhood(name: str, neighbourhoods: set[str]) -> None:
    responses = rows(name, "Responses")
    respondents = Counter(row["Neighbourhood"] for row in responses)
    assert set(respondents) == neighbourhoods
    assert all(300 <= count <= 330 for count in respondents.values())
    assert all(0.6 <= float(str(row["Weight"])) <= 1.8 for row in responses)


def test_two_neighbourhoods_rise_one_falls_and_two_cannot_tell() -> None:
    def active(name: str, neighbourhood: str) -> tuple[float, float]:
        """The weighted share of those who said yes to q1 or q2, and its variance: p(1 - p)/n, n being (sum of w)²/sum of w²."""
        answers = [
            (float(str(r["Weight"])), "Yes" in (r["q1"], r["q2"])) for r in rows(name, "Responses") if r["Neighbourhood"] == neighbourhood
        ]
        total = sum(weight for weight, _ in answers)
        share = sum(weight for weight, yes in answers if yes) / total
        return share, share * (1 - share) * sum(weight**2 for weight, _ in answers) / total**2

    change = {}
    for neighbourhood in ("N01", "N02", "N03", "N04", "N05"):
        before, after = active(FILES[2], neighbourhood), active(FILES[-1], neighbourhood)
        change[neighbourhood] = (after[0] - before[0]) / (before[1] + after[1]) ** 0.5
    # In standard errors: well beyond 1.96 where the change should show, well within where it should not.
    assert change["N01"] > 2.5 and change["N02"] > 2.5 and change["N04"] < -2.5
    assert abs(change["N03"]) < 1.5 and abs(change["N05"]) < 1.5


@pytest.mark.parametrize("name", SURVEYS)
def test_answers_follow_the_routing(name: str) -> None:
    responses = rows(name, "Responses")
    assert not [row for row in responses if "q5" in row and row["q4"] != "Yes"]
    assert not [row for row in responses if {"q23b", "q24"} & set(row) and row["q23a"] != "Yes"]


def test_only_the_late_neighbourhood_is_missing_from_the_last_month() -> None:
    last = [name for name in FILES if "Monthly return" in name][-1]
    assert last.endswith("2026-09.xlsx")
    for sheet in ("Groups", "Activities"):
        assert {row["Neighbourhood"] for row in rows(last, sheet)} == {f"N{number:02d}" for number in range(1, 13)} - {"N09"}

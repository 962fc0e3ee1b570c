"""The example programme's workbooks, as they lie in data/example."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from cdmon.database import Cursor, Database
from cdmon.tables.board import board
from cdmon.tables.boundaries import boundaries
from cdmon.tables.groups import groups
from cdmon.tables.headline import headline
from cdmon.tables.known import Known
from cdmon.tables.owed import owed
from cdmon.tables.returns import returns
from cdmon.tables.xmr import monthly
from tests.conftest import Example

FOLDER = Path(__file__).parent.parent / "data" / "example"
sys.path.insert(0, str(FOLDER))

import make_example  # noqa: E402 (a script, found only once its folder is on the path)

pytestmark = pytest.mark.example  # also what asks the files and not the store: these are the whole of them

FILES = sorted(path.name for path in FOLDER.glob("*.xlsx"))
MONTHLY = [name for name in FILES if re.fullmatch(r".* Monthly return \d{4}-\d\d\.xlsx", name)]  # sent together
SET_UP = "2024-05-10 Programme set-up.xlsx"
SET_UP_AGAIN = "2026-01-15 Programme set-up with dated events.xlsx"
FIRST = {f"N{number:02d}" for number in range(1, 7)}
SECOND = {f"N{number:02d}" for number in range(7, 13)}
SURVEYS = {
    "2024-10-25 Residents survey 2024.xlsx": FIRST - {"N06"},
    "2025-10-24 Residents survey 2025.xlsx": FIRST,
    "2026-04-24 Residents survey second wave baseline.xlsx": SECOND,
    "2026-10-23 Residents survey 2026.xlsx": FIRST,
}


OWED = ("Groups", "Activities", "Support", "Engagement")


@cache
def sheets(name: str) -> list[str]:
    """The titles of the sheets of a file."""
    return load_workbook(BytesIO((FOLDER / name).read_bytes()), read_only=True).sheetnames


def places(name: str, sheet: str) -> set[object]:
    """The neighbourhoods that a sheet has rows of; the programme's own are left out."""
    return {row["Neighbourhood"] for row in rows(name, sheet)} - {"programme"}


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
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 2_500_000


@pytest.mark.parametrize(
    "name",
    [
        SET_UP,
        "2025-01-09 Monthly return 2024-12.xlsx",
        "2026-01-07 Monthly return 2025-12 N05.xlsx",
        SET_UP_AGAIN,
        "2026-05-05 Milestones signed off 2026-04.xlsx",
        "2026-08-14 Sector survey 2026.xlsx",
    ],
)
def test_making_a_file_again_gives_the_same_bytes(name: str) -> None:
    make, sent = make_example.workbooks()[name], date.fromisoformat(name[:10])
    content = make_example.reproducible(make(), sent)
    assert content == make_example.reproducible(make(), sent)
    # The kept file may have been packed by another version of zlib, so its parts are compared and not its bytes.
    with ZipFile(BytesIO(content)) as made, ZipFile(FOLDER / name) as kept:
        assert {part: made.read(part) for part in made.namelist()} == {part: kept.read(part) for part in kept.namelist()}


def test_the_boundaries_are_those_the_script_writes_of_each_ward_one_and_lie_on_the_open_sea() -> None:
    kept = (FOLDER / make_example.BOUNDARIES).read_bytes()
    assert kept == make_example.boundaries()
    features = json.loads(kept)["features"]
    assert [each["properties"]["WD23CD"] for each in features] == [f"E05999{number:03d}" for number in range(1, 31)]
    corners = [corner for each in features for corner in each["geometry"]["coordinates"][0]]
    assert all(1.0 < east < 1.3 and 55.0 < north < 55.2 for east, north in corners)  # 130 miles from any coast


def test_all_wards_are_on_the_map(example_database: Database) -> None:
    with example_database.cursor() as cursor:
        assert list(boundaries(Known.in_view(cursor))["neighbourhood"]) == [f"N{number:02d}" for number in range(1, 31)]


def test_the_programme_is_called_invented_and_has_30_wards_of_about_6500() -> None:
    (programme,) = rows(SET_UP, "Programme")
    assert "invented example" in str(programme["Programme name"]) and programme["Invented example"] == "Yes"
    wards = rows(SET_UP, "Neighbourhoods")
    assert [ward["Code"] for ward in wards] == [f"N{number:02d}" for number in range(1, 31)]
    assert Counter(ward["Wave"] for ward in wards) == {"First wave": 6, "Second wave": 6, "Third wave": 18}
    assert all(5_200 <= int(str(ward["Population"])) <= 7_900 for ward in wards)
    # No place has a code that begins with E05999.
    assert [ward["GSS code"] for ward in wards] == [f"E05999{number:03d}" for number in range(1, 31)]


def test_the_set_up_was_sent_again_with_two_dated_events_and_nothing_else_changed() -> None:
    told = {(row["What happened"], row["Date"], row["Neighbourhood"]) for row in rows(SET_UP_AGAIN, "Events")}
    assert told == {
        ("Church hall reopened", datetime(2025, 6, 2), "N03"),
        ("Common room shut after a burst pipe", datetime(2025, 12, 1), "N05"),
    }
    assert rows(SET_UP, "Events") == []
    for sheet in ("Programme", "Neighbourhoods", "People", "Targets", "Questions"):
        assert rows(SET_UP, sheet) == rows(SET_UP_AGAIN, sheet) != []


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
        before, after = (active(name, neighbourhood) for name in ("2024-10-25 Residents survey 2024.xlsx", FILES[-1]))
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
    assert MONTHLY[-1].endswith("2026-09.xlsx")
    for sheet in OWED:
        assert places(MONTHLY[-1], sheet) == (FIRST | SECOND) - {"N09"}


@pytest.mark.parametrize("name", MONTHLY)
def test_the_neighbourhoods_at_work_send_all_that_they_owe_each_month(name: str) -> None:
    alone = {other[-8:-5] for other in FILES if other[10:].startswith(f" Monthly return {name[-12:-5]} ")}
    at_work = FIRST | SECOND if name[-12:-5] >= "2026-05" else FIRST  # month 25
    late = {"N09"} if name == MONTHLY[-1] else set()
    early = SECOND if name[-12:-5] == "2026-04" else set()  # their first registers
    assert places(name, "Groups") == at_work - alone - late | early
    for sheet in OWED[1:]:
        assert places(name, sheet) == at_work - alone - late, sheet


def test_a_neighbourhood_and_month_has_few_rows_of_support_and_engagement() -> None:
    for sheet, most in (("Support", 7), ("Engagement", 9)):
        counts = Counter((name, row["Neighbourhood"]) for name in MONTHLY for row in rows(name, sheet))
        assert max(counts.values()) <= most, sheet


def test_community_development_input_falls_where_stage_2_is_over() -> None:
    def input_of(name: str) -> dict[object, object]:
        """The WTE by neighbourhood."""
        found = [row for row in rows(name, "Support") if row["Kind of support"] == "Community development input"]
        return {row["Neighbourhood"]: row["WTE"] for row in found}

    first, last = input_of(MONTHLY[0]), input_of(MONTHLY[-1])
    assert set(first) == FIRST
    assert all(float(str(last[code])) < float(str(first[code])) for code in FIRST)
    assert all(float(str(last[code])) >= 0.5 for code in SECOND - {"N09"})
    assert "N04" not in input_of("2025-07-09 Monthly return 2025-06.xlsx")  # nobody holds the post


def test_every_matter_begins_with_an_issue_and_takes_its_steps_in_order() -> None:
    order = ["Issue raised", "Action", "Agency's response", "Result"]
    steps: dict[object, list[object]] = {}
    for name in [name for name in FILES if "Monthly return" in name]:
        for row in rows(name, "Engagement"):
            if "Thread" in row:
                steps.setdefault((row.get("Neighbourhood"), row["Thread"]), []).append((row["Date"], row["Kind of event"]))
    taken = [[kind for _, kind in sorted(each)] for each in steps.values()]
    assert all(kinds == order[: len(kinds)] for kinds in taken)
    assert {len(kinds) for kinds in taken} == {1, 2, 3, 4}


def test_evidence_tells_good_and_bad_effects_of_different_observers() -> None:
    told = [row for name in MONTHLY if "Evidence" in sheets(name) for row in rows(name, "Evidence")]
    effects = Counter(row["Effect"] for row in told if row["Kind of evidence"] == "Observed effect")
    assert effects["Detrimental"] == 6 and effects["Beneficial"] > effects["Detrimental"] and effects["No effect"] > 0
    assert {row["Who observed it"] for row in told} == {"Resident", "Member of a group", "Fieldworker", "Agency", "Independent observer"}


def test_the_context_has_five_statistics_of_each_ward_one_of_two_years_and_says_that_its_source_is_invented() -> None:
    context = rows("2026-02-20 Context statistics.xlsx", "Context")
    of_wards = {f"N{number:02d}": 4 + 2 for number in range(1, 31)}
    assert Counter(row.get("Neighbourhood") for row in context) == of_wards | {None: 2 * 2}  # two other areas, each once for all wards
    assert all("invented" in str(row["Source"]) for row in context)


@pytest.mark.parametrize(("name", "places"), [("2024-11-15 Sector survey 2024", FIRST), ("2026-08-14 Sector survey 2026", FIRST | SECOND)])
def test_each_neighbourhood_has_8_to_14_organisations_in_the_sector_survey(name: str, places: set[str]) -> None:
    counts = Counter(row["Neighbourhood"] for row in rows(f"{name}.xlsx", "Organisations"))
    assert set(counts) == places
    assert all(8 <= count <= 14 for count in counts.values())


@pytest.mark.parametrize(("name", "count"), [("2024-11-22 Agency survey 2024", 18), ("2026-08-21 Agency survey 2026", 19)])
def test_agencies_answer_the_programmes_own_questions(name: str, count: int) -> None:
    questions = [row["Code"] for row in rows(SET_UP, "Questions") if row.get("Survey") == "Agencies"]
    answered = rows(f"{name}.xlsx", "Agencies")
    assert len(questions) == 5 and len(answered) == count
    assert all(set(questions) <= set(row) for row in answered)


# As they come in


@pytest.fixture
def cursor(example_database: Database) -> Iterator[Cursor]:
    """A cursor over a store that holds the example."""
    with example_database.cursor() as cursor:
        yield cursor


def test_no_file_has_an_error_and_only_three_names_of_the_sector_survey_a_warning(example: Example) -> None:
    assert example.problems == [
        ["group-name-similar", "C52", "Fernhill repairs bench"],
        ["group-name-similar", "C79", "Oldmarket luncheon club"],
        ["group-name-similar", "C123", "Weavers community cookery"],
    ]


def test_one_neighbourhood_owes_the_last_month_and_one_was_late(cursor: Cursor) -> None:
    owing = owed(Known(cursor))
    late = board(Known(cursor)).query("days_late > 0 and state == 'accepted'")
    # The returns of September are due on 12 October, and the example is looked at from 31 October.
    assert set(owing["neighbourhood"]) == {"N09"} and set(owing["month"]) == {"2026-09"} and set(owing["days_late"]) == {19}
    # Those of June 2025 were due on 12 July and came on 24 July.
    assert set(late["neighbourhood"]) == {"N03"} and set(late["month"]) == {"2025-06"} and set(late["days_late"]) == {12}
    assert len(owing) == len(late) == 4


def test_one_return_says_that_there_was_nothing_to_report(cursor: Cursor) -> None:
    nil = board(Known(cursor)).query("nil")
    assert nil[["neighbourhood", "month", "dataset"]].to_numpy().tolist() == [["N05", "2025-12", "activities"]]


def test_one_return_was_put_right_as_the_participants_of_an_activity_had_a_nought_too_many(cursor: Cursor) -> None:
    sent = returns(Known(cursor))
    versions = sent[sent["dataset"].eq("activities") & sent["neighbourhood"].eq("N08") & sent["period"].eq("2026-07")]
    assert versions["standing"].tolist() == ["accepted", "superseded"]
    assert (sent["standing"] == "superseded").groupby(sent["dataset"]).sum().loc[lambda count: count > 0].to_dict() == {
        "activities": 1,
        "programme": 1,  # the set-up, which was sent again with its dated events
    }
    query = "SELECT participants FROM activities WHERE return_id = ? ORDER BY row_number"
    after, before = ([row[0] for row in cursor.execute(query, [each]).fetchall()] for each in versions["return_id"])
    assert before == [10 * after[0], *after[1:]]


@pytest.mark.parametrize(
    ("neighbourhood", "month", "what", "means"),
    [
        ("N03", "2025-06", "Church hall reopened", [52 / 7, 147 / 16]),  # 9 + 8 + 6 + 7 + 7 + 8 + 7 = 52
        ("N05", "2025-12", "Common room shut after a burst pipe", [41 / 13, 22 / 10]),  # 0 + 3 + 2 + 2 + 2 + 2 + 3 + 2 + 3 + 3 = 22
    ],
)
def test_the_activities_held_change_their_level_at_a_dated_event(
    cursor: Cursor, neighbourhood: str, month: str, what: str, means: list[float]
) -> None:
    held = monthly(Known(cursor), neighbourhood).query("indicator == 'activities_held'")
    assert held.query("event != ''")[["period", "event"]].to_numpy().tolist() == [[month, what]]
    assert held["mean"].unique().tolist() == pytest.approx(means)


def test_a_dated_event_bears_only_on_what_takes_place_in_a_room(cursor: Cursor) -> None:
    began = monthly(Known(cursor), "N03").query("event != ''")
    assert set(began["indicator"]) == {"activities_held", "participants", "volunteer_hours"}


def test_one_group_merges_into_another_that_goes_on(cursor: Cursor) -> None:
    found = groups(Known(cursor)).set_index("group")["life"]
    assert found[found.str.startswith("merged")].to_dict() == {"Larkfield tenants' panel": "merged into Larkfield residents' association"}
    assert found["Larkfield residents' association"] == "active"


def test_the_six_rows_of_quayside_are_those_counted_from_its_workbooks(cursor: Cursor) -> None:
    """Residents weighed as they stand in the files; groups with a contact, open, new or active; levels as the evaluator gave them."""
    six = {row["indicator"]: (row["baseline"].value, row["latest"].value) for row in headline(Known(cursor), "N01").to_dict("records")}
    surveys = [[row for row in rows(name, "Responses") if row["Neighbourhood"] == "N01"] for name in (min(SURVEYS), max(SURVEYS))]
    for indicator, counts in BY_HAND.items():
        for value, people in zip(six[indicator], surveys, strict=True):
            base = [(row["Weight"], counts(row)) for row in people if counts(row) is not None]
            assert value == pytest.approx(sum(weight for weight, yes in base if yes) / sum(weight for weight, _ in base)), indicator
    running = [
        sum(
            row["Neighbourhood"] == "N01"
            and row["Has a contact"] == row["Open to residents"] == "Yes"
            and row["Status"] in ("New", "Active")
            for row in rows(name, "Groups")
        )
        for name in ("2024-11-08 Register of groups 2024-10.xlsx", "2026-10-08 Monthly return 2026-09.xlsx")
    ]
    assert six["groups_counting"] == tuple(running)
    assert (six["recognition_rated"], six["responsiveness_rated"]) == ((1, 2), (1, 3))


def either(row: dict[str, object], *questions: str) -> bool | None:
    """Yes to one of some questions (True), no to all of them (False), or not known (None)."""
    said = [str(row.get(question, "")).casefold() for question in questions]
    return True if "yes" in said else False if set(said) == {"no"} else None


def both(*answers: bool | None) -> bool | None:
    """Both (True), one is not (False), or not known (None)."""
    return False if False in answers else None if None in answers else True


def better(row: dict[str, object]) -> bool | None:
    """Whether an activity did somebody good; who goes to none has no good of it."""
    told = str(row.get("q24", "")).casefold()
    return False if either(row, "q23a") is False else told == "better" if told in ("better", "worse", "no effect") else None


BY_HAND = {
    "residents_active": lambda row: either(row, "q1", "q2"),
    "mutual_aid": lambda row: both(either(row, "q7", "q20"), either(row, "q8", "q21")),
    "health_benefited": better,
}


def test_the_first_wave_is_rated_by_two_kinds_of_rater_at_the_start_and_now() -> None:
    for name, rated in {"2024-11-12 Ratings 2024-10.xlsx": FIRST - {"N06"}, "2026-10-14 Ratings 2026-09.xlsx": FIRST}.items():
        assert places(name, "Ratings") == rated
        given = Counter((row["Neighbourhood"], row["Aspect"], row["Rated by"]) for row in rows(name, "Ratings"))
        assert len(given) == len(rated) * 4 * 2 and set(given.values()) == {1}

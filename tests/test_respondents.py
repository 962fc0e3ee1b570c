"""Who answered, beside the census and by what they said: of all neighbourhoods together, with every sum written out.

Quayside has 6,000 residents and Hill Top 4,000, so that they weigh 0.6 and 0.4.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import product
from math import nan, sqrt

import pytest

from cdmon.database import Database
from cdmon.disclosure import Rule
from cdmon.parts.columns import Column
from cdmon.parts.part import Option
from cdmon.tables.figures import Figure
from cdmon.tables.known import Known
from cdmon.tables.reached import reached, read_reached
from cdmon.tables.respondents import by_group, is_told, read_by_group, read_respondents, respondents
from cdmon.tables.rounds import read_rounds, rounds
from tests.conftest import send
from tests.workbooks import activities_workbook, programme_workbook, survey_workbook

PLACES = [("N01", "Quayside", 6000), ("N02", "Hill Top", 4000)]
CENSUS = [["Characteristic", "Category", "Share", "Source"], ["Sex", "Women", "51%", "Census 2021"], ["Sex", "Male", 0.49, "Census 2021"]]
DAY = date(2026, 10, 20)
Z = 1.959964


@pytest.fixture
def asked(database: Database) -> Database:
    """A store with the census shares of women and men."""
    send(database, programme_workbook(PLACES, sheets={"Census": CENSUS}))
    return database


def people(sex: str | None, active: int, others: int, **more: object) -> list[dict[str, object]]:
    """So many of a sex who are active, and who are not."""
    return [{"sex": sex, "q2": "no", "q1": "yes" if number < active else "no", **more} for number in range(active + others)]


def wilson(p: float, n: float) -> tuple[float, float]:
    """Wilson's limits of a proportion."""
    middle, reach = p + Z**2 / (2 * n), Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return (middle - reach) / (1 + Z**2 / n), (middle + reach) / (1 + Z**2 / n)


def size(*parts: tuple[float, float, float], p: float) -> float:
    """The effective size of a pool of places, each with its weight, share and size."""
    return p * (1 - p) / sum(weight**2 * share * (1 - share) / n for weight, share, n in parts)


def both(database: Database) -> None:
    send(database, survey_workbook("2026", DAY, people("female", 60, 140) + people("m", 20, 80) + people(None, 5, 5)))
    send(database, survey_workbook("2026", DAY, people("woman", 50, 100) + people("male", 10, 90), neighbourhood="N02"))


def read(database: Database, table, reading) -> list[list[str]]:
    with database.cursor() as cursor:
        return reading(table(Known(cursor))).values.tolist()


def test_who_answered_stands_beside_the_census(asked):
    both(asked)
    p = 0.6 * 200 / 300 + 0.4 * 150 / 250  # 64.0 per cent of women, of residents; 350 of the 550 who told
    low, high = wilson(p, size((0.6, 2 / 3, 300), (0.4, 0.6, 250), p=p))
    assert (round(100 * p, 1), round(100 * low, 1), round(100 * high, 1)) == (64.0, 59.9, 67.9)
    assert read(asked, respondents, read_respondents) == [
        ["Sex: Female", "350", "63.6%", "64.0% (59.9–67.9)", "51.0%", "+13.0 percentage points (8.9 to 16.9)"],
        ["Sex: Male", "200", "36.4%", "36.0% (32.1–40.1)", "49.0%", "−13.0 percentage points (−16.9 to −8.9)"],
        ["Sex: Prefer not to say", "10", "-", "-", "-", "-"],
    ]


def test_the_headlines_by_group_are_pooled_by_residents_of_the_group(asked):
    both(asked)
    # women of Quayside: 6,000 times 200 of 300, of Hill Top: 4,000 times 150 of 250
    here, there = 6000 * 200 / 300, 4000 * 150 / 250
    weights = here / (here + there), there / (here + there)
    p = weights[0] * 60 / 200 + weights[1] * 50 / 150
    low, high = wilson(p, size((weights[0], 0.3, 200), (weights[1], 1 / 3, 150), p=p))
    with asked.cursor() as cursor:
        table = by_group(Known(cursor))
    women = table[(table["indicator"] == "residents_active") & (table["category"] == "female")].iloc[0]["figure"]
    assert (women.value, women.low, women.high, women.n) == (pytest.approx(p), pytest.approx(low), pytest.approx(high), 350)
    assert read(asked, by_group, read_by_group)[0] == ["Sex: Female", f"{100 * p:.1f}% ({100 * low:.1f}–{100 * high:.1f}), n = 350"]


def test_of_one_neighbourhood_nobody_is_told(asked):
    send(asked, survey_workbook("2026", DAY, people("female", 60, 140) + people("male", 20, 80)))
    assert read(asked, respondents, read_respondents) == read(asked, by_group, read_by_group) == []


def test_a_category_of_few_people_is_hidden_with_the_one_beside_it_and_so_is_what_it_said(database):
    send(database, programme_workbook(PLACES))
    for place in ("N01", "N02"):
        homes = {"owned": 100, "social rent": 2, "private rent": 60}
        rows = [{"tenure": home, "q1": "yes", "q2": "no"} for home, count in homes.items() for _ in range(count)]
        rows += [{"tenure": "owned", "q1": "no", "q2": "no"}] * 50
        send(database, survey_workbook("2026", DAY, [{**row} for row in rows], neighbourhood=place))
    told = {row[0]: row[1] for row in read(database, respondents, read_respondents)}
    assert [text.split(" (")[0] for text in told.values()] == ["hidden", "hidden", "120", "0"]
    assert [row[1] for row in read(database, by_group, read_by_group)] == ["hidden (too few people)"] * 3


def test_a_share_of_a_group_that_would_tell_of_few_people_is_hidden_on_either_side(asked):
    for place in ("N01", "N02"):
        send(asked, survey_workbook("2026", DAY, people("female", 1, 99) + people("male", 30, 70), neighbourhood=place))
    assert [row[1] for row in read(asked, by_group, read_by_group)] == ["hidden (too few people)"] * 2  # 2 of the 62 are women


def test_each_round_has_its_response(asked):
    send(asked, survey_workbook("2025", date(2025, 10, 20), people(None, 60, 140)))
    both_places = [{**row, "neighbourhood": place} for place in ("N01", "N02") for row in people("female", 60, 140)]
    send(asked, survey_workbook("2026", DAY, both_places, neighbourhood=None, approached=640))
    assert read(asked, rounds, read_rounds) == [
        ["2025", "1", "not said", "200", "not known"],
        ["2026", "2", "640", "400", "62.5%"],
    ]


def test_a_round_of_few_people_does_not_tell_how_many(asked):
    send(asked, survey_workbook("2026", DAY, people(None, 1, 2), approached=10))
    assert read(asked, rounds, read_rounds)[0][3:] == ["hidden (too few people)"] * 2


def month(number: int, rows: Sequence[tuple[int, int | None]], place: str = "N01") -> bytes:
    """The activities of a month of 2025: participants and how many of them came first, None where that is not said."""
    given = [{"participants": all_, "new_participants": first} for all_, first in rows]
    return activities_workbook(f"2025-{number:02}", given, neighbourhood=place)


def test_who_came_first_is_told_of_the_activities_that_say_it(asked):
    send(asked, month(1, [(40, 10), (30, 0), (500, None)]))
    send(asked, month(2, [(20, 8)]))
    send(asked, month(2, [(100, 50)], "N02"))
    assert read(asked, reached, read_reached) == [
        ["Programme", "68 of 190, 35.8%", "3"],
        ["N01", "18 of 90, 20.0%", "2"],
        ["N02", "50 of 100, 50.0%", "1"],
    ]


@pytest.mark.parametrize("few", [[(40, 3)], [(40, 38)], [(3, 0)], [(40, 20), (2, None)]])
def test_a_month_that_would_tell_of_few_people_is_left_out(asked, few):
    send(asked, month(1, few))
    send(asked, month(2, [(20, 8)]))
    assert read(asked, reached, read_reached)[1] == ["N01", "8 of 20, 40.0%", "1, without 1 of too few people"]


RULE = Rule()


def told(sizes: Sequence[int], yes: Sequence[int]) -> bool:
    """Whether a headline is told by categories of these sizes, of whom so many said so; nobody kept to himself what he is."""
    options = [Option(code=f"{place}", title=f"{place}") for place in range(len(sizes))]
    halves = {
        ("i", "", "c", option.code): {place: Figure("i", place, "", None, nan, n=n / 2, n_counted=said / 2) for place in ("N01", "N02")}
        for option, n, said in zip(options, sizes, yes, strict=True)
    }
    return is_told(halves, "i", Column(code="c", title="c", help="", options=options), RULE)


@pytest.mark.parametrize("sizes", [(5, 5), (5, 12), (5, 5, 5), (5, 5, 5, 7), (5, 5, 8, 6)])
def test_no_whole_tells_what_is_hidden_of_a_group(sizes):
    """An attacker knows how many are in each category, how many of all said so, and what is shown: a hidden number may be any of 1 to 4."""
    hidden = defaultdict(list)
    for yes in product(*(range(size + 1) for size in sizes)):
        if min(sum(yes), sum(sizes) - sum(yes)) > RULE.small_counts and not told(sizes, yes):
            hidden[sum(yes)].append(yes)
    assert hidden
    for those in hidden.values():
        assert all(max(each) - min(each) >= RULE.small_counts - 1 for each in zip(*those, strict=True))

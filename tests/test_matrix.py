"""Every neighbourhood beside the six factors: which way each headline points, what is late and owed, and the same in sentences."""

from datetime import date

import pytest

from cdmon.definitions import load
from cdmon.tables.known import Known
from cdmon.tables.matrix import begun_first, in_sentences, matrix, several
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)
PLACES = [("N01", "Quayside", 6500), ("N02", "Hill Top", 6000), ("N03", "Fields", 7000, "third")]


@pytest.fixture
def seen(database):
    """In N01 more take part than before, in N02 fewer; N03, of the third wave, has sent nothing and owes nothing yet."""
    send(database, programme_workbook(PLACES, reference_date=date(2026, 10, 31)))
    for place, then, now in (("N01", 21, 60), ("N02", 60, 21)):
        for label, day, yes in (("2024", THEN, then), ("2026", NOW, now)):
            send(database, survey_workbook(label, day, yes_of(300, yes), neighbourhood=place))
    send(database, groups_workbook("2026-09", [{}, {}]))
    with database.cursor() as cursor:
        yield matrix(Known(cursor))


def row(table, place):
    (found,) = (each for each in table.to_dict("records") if each["neighbourhood"] == place)
    return found


def test_each_headline_has_its_verdict_and_side(seen):
    told = {place: row(seen, place)["headlines"][1] for place in ("N01", "N02", "N03")}
    assert [(each.verdict, each.side) for each in told.values()] == [("rose", "better"), ("fell", "worse"), ("not collected", "absent")]
    assert row(seen, "N01")["headlines"][2].verdict == "baseline only"


def test_all_together_stand_first_with_the_sums(seen):
    whole, *places = seen.to_dict("records")
    assert (whole["neighbourhood"], whole["name"], set(whole["headlines"])) == (None, "All together", set(load().factors))
    assert whole["returns_owed"] == sum(each["returns_owed"] for each in places)


def test_returns_that_are_overdue_are_counted(seen):
    """N01 and N02 owe four returns a month from November 2024 to September 2026, 23 months; N01 has sent one."""
    assert [row(seen, place)["returns_owed"] for place in ("N01", "N02", "N03")] == [4 * 23 - 1, 4 * 23, 0]


def test_a_place_that_owes_and_has_sent_nothing_has_not_begun(seen):
    assert [row(seen, place)["begun"] for place in ("N01", "N02", "N03")] == [True, True, False]


def test_those_that_have_not_begun_stand_on_the_last_pages(seen):
    earlier = seen.assign(begun=[True, False, True, True])
    assert [begun_first(table)["neighbourhood"].tolist() for table in (seen, earlier)] == [["N01", "N02", "N03"], ["N02", "N03", "N01"]]


def test_the_sentences_name_where_it_is_better_and_worse_and_what_is_owed(seen):
    active, groups, late, owed = in_sentences(seen)
    assert active == "Residents who take part in community groups: better in 1 (N01 Quayside); worse in 1 (N02 Hill Top)."
    assert groups == "Community groups running: there is nothing to compare yet in 2."
    # of each place the review and the baselines, of the programme three of stage 1 and four of stage 2
    assert late == f"{2 * 2 + 3 + 4} milestones are late, in 2 (N01 Quayside, N02 Hill Top) and 7 of the programme itself."
    assert owed == "183 returns are overdue, in 2 (N01 Quayside, N02 Hill Top)."


def test_more_than_three_places_are_counted():
    assert several(["A", "B", "C"]) == "3 (A, B, C)"
    assert several(["A", "B", "C", "D", "E"]) == "5 (A, B, C and 2 more)"


def test_a_programme_of_which_nothing_is_known_says_so(programme_store):
    with programme_store.cursor() as cursor:
        table = matrix(Known(cursor, date(2024, 6, 1)))
    assert in_sentences(table) == ["Nothing has been sent yet."]

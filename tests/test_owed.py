"""Who owes what: the returns to be sent, as a table and as a text for an e-mail.

The first wave's returns of November 2024 are due on 10 December, those of December on 10 January 2025.
"""

from datetime import date, datetime

import pytest

from cdmon.tables.known import Known
from cdmon.tables.owed import owed, owed_text, read_owed
from tests.stored import accepted, happened, sent, set_up
from tests.workbooks import programme_workbook

LOOKED_AT = date(2025, 1, 5)
TITLES = ["Activities", "Engagement", "Groups", "Support"]


@pytest.fixture
def behind(database):
    """N01 has sent all but the groups of November, which were sent back; N02 nothing. December's returns are due, not late."""
    places = [("N01", "Quayside", 6500), ("N02", "Hill <b>Top</b>", 6000)]
    set_up(database, programme_workbook(places))
    for dataset in ("activities", "engagement", "support"):
        accepted(database, datetime(2024, 12, 9), dataset=dataset)
    happened(database, sent(database, datetime(2024, 12, 12)), "sent back", datetime(2024, 12, 20), "The lunch club\n stands there twice")
    for dataset in ("activities", "engagement", "groups"):
        accepted(database, datetime(2025, 1, 2), dataset=dataset, month="2024-12")
    return database


def owing(database, as_at=LOOKED_AT):
    with database.cursor() as cursor:
        return owed(Known(cursor, as_at))


def test_what_is_overdue_sent_back_or_due_is_listed_the_oldest_first(behind):
    frame = owing(behind)
    assert frame[["month", "neighbourhood", "dataset", "state", "days_late"]].astype(object).where(frame.notna(), None).values.tolist() == [
        ["2024-11", "N01", "Groups", "sent back", 2],
        *(["2024-11", "N02", title, "overdue", 26] for title in TITLES),
        ["2024-12", "N01", "Support", "due", None],
        *(["2024-12", "N02", title, "due", None] for title in TITLES),
    ]
    assert frame["due"].tolist() == [date(2024, 12, 10)] * 5 + [date(2025, 1, 10)] * 5
    assert frame["name"].unique().tolist() == ["Quayside", "Hill <b>Top</b>"]


def test_what_waits_for_a_decision_is_not_owed(behind):
    for dataset in ("activities", "engagement", "groups", "support"):
        sent(behind, datetime(2025, 1, 4), dataset=dataset, place="N02")
    assert "2024-11" not in owing(behind).query("neighbourhood == 'N02'")["month"].tolist()


def test_people_read_one_row_for_what_stands_alike(behind):
    text = read_owed(owing(behind))
    assert list(text.columns) == ["Neighbourhood", "Period", "Returns", "Due", "State"]
    assert text.values.tolist() == [
        ["N01 Quayside", "November 2024", "Groups", "10 December 2024", "sent back: The lunch club stands there twice"],
        ["N02 Hill <b>Top</b>", "November 2024", "Activities, Engagement, Groups, Support", "10 December 2024", "overdue by 26 days"],
        ["N01 Quayside", "December 2024", "Support", "10 January 2025", "due"],
        ["N02 Hill <b>Top</b>", "December 2024", "Activities, Engagement, Groups, Support", "10 January 2025", "due"],
    ]


def test_the_text_has_a_paragraph_for_each_neighbourhood(behind):
    assert owed_text(owing(behind), LOOKED_AT) == (
        "Returns owed on 5 January 2025\n"
        "\n"
        "N01 Quayside\n"
        "- November 2024: Groups – sent back: The lunch club stands there twice (due 10 December 2024)\n"
        "- December 2024: Support – due 10 January 2025\n"
        "\n"
        "N02 Hill <b>Top</b>\n"
        "- November 2024: Activities, Engagement, Groups, Support – overdue by 26 days (due 10 December 2024)\n"
        "- December 2024: Activities, Engagement, Groups, Support – due 10 January 2025\n"
    )


def test_nothing_owed_is_said_in_a_sentence(behind):
    frame = owing(behind, date(2024, 11, 30))
    assert frame.empty
    assert read_owed(frame).empty
    assert owed_text(frame, date(2024, 11, 30)) == "No return was owed on 30 November 2024."


def test_without_a_programme_nothing_is_owed(database):
    assert read_owed(owing(database)).empty

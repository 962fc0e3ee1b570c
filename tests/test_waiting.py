"""How many returns wait for a decision, and where."""

from datetime import datetime

from cdmon.tables.known import Known
from cdmon.tables.matrix import in_sentences, matrix
from cdmon.tables.waiting import read_waiting, waiting
from tests.stored import happened, sent


def test_each_return_counts_once_by_the_version_sent_last(waves_store):
    sent(waves_store, datetime(2024, 12, 2))
    sent(waves_store, datetime(2024, 12, 3))  # another version of the same
    sent(waves_store, datetime(2024, 12, 2), dataset="residents", month="2024")
    back = sent(waves_store, datetime(2024, 12, 2), month="2024-12")
    happened(waves_store, back, "sent back", datetime(2024, 12, 4), "A group is missing.")
    sent(waves_store, datetime(2024, 12, 2), place="N02")
    sent(waves_store, datetime(2024, 12, 2), dataset="ratings", place="")
    with waves_store.cursor() as cursor:
        known = Known(cursor)
        assert waiting(known) == {"N01": 2, "N02": 1, "": 1}
        assert matrix(known)["waiting"].tolist() == [4, 2, 1, 0]


def test_of_a_version_accepted_after_another_that_waits_nothing_waits(waves_store):
    sent(waves_store, datetime(2024, 12, 2))
    happened(waves_store, sent(waves_store, datetime(2024, 12, 3)), "accepted", datetime(2024, 12, 4))
    with waves_store.cursor() as cursor:
        assert waiting(Known(cursor)) == {}


def test_it_is_said_in_words():
    assert [read_waiting(number) for number in (1, 2)] == ["1 return waits for a decision", "2 returns wait for a decision"]


def test_what_waits_is_not_called_nothing_sent(database, waves_store):
    with waves_store.cursor() as cursor:
        assert in_sentences(matrix(Known(cursor))[:1].assign(waiting=2)) == ["Nothing that was sent counts yet."]
        assert in_sentences(matrix(Known(cursor))[:1].assign(waiting=0)) == ["Nothing has been sent yet."]

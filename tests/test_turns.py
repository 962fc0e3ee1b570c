"""So many turns in so many seconds, each by their own key."""

import pytest

from cdmon.web import turns
from cdmon.web.turns import Turns


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = [100.0]
    monkeypatch.setattr(turns, "monotonic", lambda: now[0])
    return now


def test_each_has_so_many_turns_and_again_when_the_first_is_long_enough_ago(clock):
    asked = Turns(2, 60)
    assert [asked.wait("a") for _ in range(2)] == [0, 0]
    clock[0] = 130
    assert asked.wait("a") == 30 and asked.wait("b") == 0
    clock[0] = 160.5
    assert asked.wait("a") == 0


def test_it_does_not_remember_everybody(clock, monkeypatch):
    monkeypatch.setattr(turns, "MOST_KEYS", 3)
    asked = Turns(1, 60)
    for key in "abcd":
        assert asked.wait(key) == 0
    assert asked.wait("d") > 0 and asked.wait("a") == 0

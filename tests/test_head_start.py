"""The first run of a session lets a little HTML go ahead, and no other run waits."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.web import head_start


def script():
    from cdmon.web import head_start, left_behind

    head_start.give()
    with left_behind.told():
        pass


@pytest.mark.parametrize(("served", "waits"), [(True, [head_start.SECONDS]), (False, [])])
def test_only_the_first_run_of_a_session_that_is_served_waits(monkeypatch, served, waits):
    waited = []
    monkeypatch.setattr(head_start, "Runtime", SimpleNamespace(exists=lambda: served))
    monkeypatch.setattr(head_start, "sleep", waited.append)
    visit = AppTest.from_function(script).run()
    visit.run()
    assert waited == waits

"""A run of a page looks once at whether a lake has changed: each look is a round trip to its catalogue."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from cdmon import database as database_module
from cdmon.database import open_database
from cdmon.person import AT_THE_MACHINE
from tests.serving import ROOT
from tests.stored import sent, set_up

pytestmark = pytest.mark.lake


@pytest.fixture
def lake(tmp_path):
    opened = open_database(f"ducklake:{tmp_path}/catalog.ducklake?data={tmp_path}/lake")
    set_up(opened)
    yield opened
    opened.close()


@pytest.fixture
def looks(monkeypatch):
    """Gives how often the version was looked up."""
    found, turn = [], database_module._turn
    monkeypatch.setattr(database_module, "_turn", lambda cursor: found.append(turn(cursor)) or found[-1])
    return found


@pytest.mark.parametrize("page", ["kpis", "board", "history"])
def test_a_run_of_a_page_looks_once(lake, looks, monkeypatch, page):
    monkeypatch.setenv("CDMON_DATABASE", lake.url)
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60).switch_page(f"../../pages/{page}.py").run()
    looks.clear()
    app.run()
    assert len(looks) == 1


def test_what_another_host_wrote_is_seen_by_the_next_run_and_what_this_one_wrote_at_once(lake):
    run, before = lake.as_asked_by(AT_THE_MACHINE), lake.data_version()
    assert run.version_in_view() == before
    sent(lake, datetime(2024, 12, 1))
    assert run.version_in_view() == before
    assert run.data_version() == lake.as_asked_by(AT_THE_MACHINE).version_in_view() != before
    run.write(lambda cursor: None)
    assert run.version_in_view() == lake.data_version()

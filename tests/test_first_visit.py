"""Each page as the very first that a server's process shows: it rests on nothing that another has imported, made or remembered."""

import shutil

import pytest

from tests.serving import first_visit
from tests.titles import WITH_WELCOME

pytestmark = pytest.mark.slow  # each visit is in a process of its own

OPEN_TO_ALL = ("upload", "definitions", "welcome", "set_up")  # be there a programme or not


@pytest.mark.parametrize("code", WITH_WELCOME)
def test_the_first_page_shows_itself(made_stores, tmp_path, code):
    titles, errors, said = first_visit(shutil.copy(made_stores["programme"], tmp_path / "store.duckdb"), code)
    assert (titles, errors) == ([WITH_WELCOME[code]], [])
    assert "No programme has been set up in this store yet." not in " ".join(said)


@pytest.mark.parametrize("code", ["overview", *OPEN_TO_ALL])
def test_the_first_page_of_an_empty_store_shows_itself_or_leads_on(tmp_path, code):
    titles, errors, said = first_visit(tmp_path / "store.duckdb", code)
    assert (titles, errors) == ([WITH_WELCOME[code]], [])
    assert ("No programme has been set up in this store yet." in " ".join(said)) == (code not in OPEN_TO_ALL)

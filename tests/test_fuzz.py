"""A spreadsheet with anything changed in it is accepted or refused in sentences: no trace, in bounds. `make fuzz` tries ten thousand."""

import pytest

from tests.fuzz import fuzz


@pytest.mark.slow
def test_a_file_with_something_changed_is_accepted_or_refused_clearly(programme_store):
    counted, wrong = fuzz(programme_store, 60, seed=15)
    assert wrong == []
    assert counted["accepted"] and counted["refused"] and counted.total() == 60

"""The words that people read: a survey is held in rounds, neighbourhoods begin in waves, and what older templates say is still read."""

import re

import pytest

from cdmon.definitions import load
from cdmon.parts import Dataset
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.headings import recognise
from tests.workbooks import table

SURVEYS = [dataset for dataset in load().datasets.values() if dataset.period == "wave"]
FACTS = {"label": "2024", "mode": "post", "sample_design": "quota"}


def texts_of(dataset: Dataset) -> list[str]:
    """What people read of a dataset in templates, in problems and on the page of definitions."""
    texts = [dataset.title, dataset.description, *dataset.changes.values()]
    for sheet in dataset.sheets:
        texts += [sheet.title, sheet.help, *(text for column in sheet.columns for text in (column.title, column.help))]
    return texts


@pytest.mark.parametrize("dataset", SURVEYS, ids=lambda dataset: dataset.code)
def test_a_survey_is_held_in_rounds_and_has_no_waves(dataset):
    assert [text for text in texts_of(dataset) if re.search(r"\bwaves?\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("dataset", SURVEYS, ids=lambda dataset: dataset.code)
def test_the_sheet_of_a_round_is_read_under_its_title_and_under_the_older_one(dataset):
    about = dataset.sheets[0]
    older = {"residents": "Wave", "sector": "Sector wave", "agencies": "Agency wave"}[dataset.code]
    for title in (about.title, older):
        (found,), problems = recognise(load(), [RawSheet(title, table([FACTS]))], {}, [])
        assert (found.dataset.code, found.sheet.code, problems) == (dataset.code, "waves", [])


def test_the_definitions_of_indicators_speak_of_rounds():
    told = [f"{i.title} {i.counts} {i.cannot_tell} {i.denominator_words} {i.history}" for i in load().indicators.values()]
    assert [text for text in told if re.search(r"\bwaves?\b", text, re.IGNORECASE)] == []

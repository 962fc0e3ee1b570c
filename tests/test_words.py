"""The words that people read: a survey is held in rounds, neighbourhoods begin in waves, and what older templates say is still read."""

import re
from datetime import date

import pytest

from cdmon.definitions import load
from cdmon.parts.datasets import Dataset
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.headline import headline, read_headline
from cdmon.tables.known import Known
from cdmon.tables.sureness import read_sureness
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.headings import recognise
from tests.conftest import send
from tests.workbooks import survey_workbook, table
from tests.worked_example import worked_example

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


CODE = re.compile(r"\b[qsx]\d+[a-g]?\b")


def test_no_cell_that_a_steering_group_reads_holds_a_question_code_or_a_design_factor(database):
    worked_example(database)
    with database.cursor() as cursor:
        table = factors(Known(cursor), "N01")
        texts = [
            str(cell) for frame in (read_factors(table), read_headline(headline(Known(cursor), "N01"))) for cell in frame.values.ravel()
        ]
    assert [text for text in texts if CODE.search(text) or "design" in text] == []
    assert any(CODE.search(cell) for cell in read_sureness(table)["Questions"])


def test_what_a_round_did_not_ask_is_told_by_the_questions_label(programme_store):
    rows = [{"q23a": "yes"}] * 60 + [{"q23a": "no"}] * 240
    send(programme_store, survey_workbook("Autumn 2024", date(2024, 10, 20), rows))
    with programme_store.cursor() as cursor:
        table = factors(Known(cursor), "N01").set_index("indicator")
    label = load().questions("residents")["q24"].label
    assert table.loc["health_benefited", "remark"] == f"the round Autumn 2024 did not ask “{label}”"


@pytest.mark.parametrize("code", ["small_groups_positive_relationship", "sector_success", "sector_positive_relationship"])
def test_what_organisations_report_of_themselves_is_titled_as_what_they_say(code):
    assert " say " in load().indicators[code].title

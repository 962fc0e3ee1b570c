"""The summary for residents: two pages in plain English, of the figures of the pages, without cause and without small numbers."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
import textstat
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.definitions import load
from cdmon.reports.blocks import Bullets, Heading, Paragraph, Picture, Report
from cdmon.reports.residents import LONGEST, hundredth, residents_summary
from cdmon.reports.typeset import pdf
from cdmon.tables.comparable import NOT_COMPARABLE
from cdmon.tables.known import Known
from cdmon.tables.threads import OUTCOMES, STATES
from tests.conftest import send
from tests.pdf_ua import faults
from tests.reported import texts
from tests.test_goals import CROSSING, goals_workbook
from tests.workbooks import engagement_workbook, groups_workbook, survey_workbook, yes_of

THEN, NOW = date(2024, 10, 14), date(2026, 10, 14)
VERDICTS = {
    "rose", "fell", "up", "down", "no change", "cannot tell", "too early", "baseline only", "no baseline", NOT_COMPARABLE,
    "for the programme only", "hidden",
}  # fmt: skip


def summary(database, place: str = "N01") -> Report:
    with database.cursor() as cursor:
        return residents_summary(Known(cursor), place)


def under(report: Report, heading: str) -> list[str]:
    """The sentences and points of a report below a heading."""
    found: list[str] = []
    below = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            below = block.text
        elif below.startswith(heading) and isinstance(block, Paragraph):
            found.append(block.text)
        elif below.startswith(heading) and isinstance(block, Bullets):
            found += block.items
    return found


def pages(report: Report) -> int:
    with pikepdf.open(BytesIO(pdf(report))) as opened:
        return len(opened.pages)


def step(kind: str, day: date, what: str, thread: str = "Lights", **more: object) -> dict[str, object]:
    return {"thread": thread, "date": day, "kind": kind, "what": what} | more


def test_it_says_what_residents_said_then_and_now(programme_store):
    send(programme_store, survey_workbook("Autumn 2024", THEN, yes_of(200, 60)))
    send(programme_store, survey_workbook("Autumn 2026", NOW, yes_of(300, 150)))
    told = under(summary(programme_store), "What people told us")
    assert told[0].startswith("“Then” is Autumn 2024, when 200 people told us. “Now” is Autumn 2026, when 300 people told us.")
    # Wilson's intervals of 60 of 200 and of 150 of 300, by hand: 24.1 to 36.7 and 44.4 to 55.6
    assert (
        told[1] == "People who take part in a local group: about 30 in 100 then (24 to 37), about 50 in 100 now (44 to 56). This went up."
    )
    (picture,) = [block for block in summary(programme_store).blocks if isinstance(block, Picture)]
    assert ">30 in 100<" in picture.svg and ">50 in 100<" in picture.svg


def test_it_hides_small_numbers(programme_store):
    send(programme_store, survey_workbook("Autumn 2024", THEN, yes_of(200, 3)))
    report = summary(programme_store)
    assert under(report, "What people told us")[1] == "People who take part in a local group. Too few people said so to show it."
    assert not [block for block in report.blocks if isinstance(block, Picture)]


def test_it_says_what_was_raised_and_what_was_done(programme_store):
    done = step("result", date(2024, 11, 20), "Lamps were put up", outcome="improvement")
    asked = [step("issue", date(2024, 11, 2), "It is dark", rank=2), step("action", date(2024, 11, 9), "A walk at night"), done]
    waiting = step("issue", date(2024, 11, 3), "No bus", "Bus", rank=1)
    send(programme_store, engagement_workbook("2024-11", [*asked, waiting]))
    assert under(summary(programme_store), "What you asked for") == [
        "People here asked for 2 things. Done: 1. No change in the end: 0. Still open: 1.",
        "You said: “No bus”. Nothing has been done yet.",
        "You said: “It is dark”. What was done: “Lamps were put up”. This is done.",
    ]


def test_it_says_which_groups_there_are(programme_store):
    rows = [{"name": f"Group {number}", "has_contact": "yes", "open_to_residents": "yes", "status": "active"} for number in range(8)]
    send(programme_store, groups_workbook("2024-10", [*rows, rows[0] | {"name": "Gone", "status": "dormant"}]))
    told = under(summary(programme_store), "Groups in")
    assert told[0] == "In October 2024 the number of groups that are open to all was 8."
    assert told[2:] == [*(f"Group {number}" for number in range(6)), "and 2 more"]


def test_it_says_what_is_next(programme_store):
    send(programme_store, goals_workbook("2024-11", CROSSING | {"by_when": date(2025, 6, 30)}))
    told = under(summary(programme_store), "What is next")
    assert told[0] == "People here want: “A safe place to cross”. The aim is to have it by 30 June 2025."


def test_it_says_that_nothing_is_known(programme_store):
    report = summary(programme_store)
    assert under(report, "What people told us") == ["We have not asked people here yet."]
    assert under(report, "Groups in") == ["We know of no groups here yet."]
    assert under(report, "What you asked for") == ["Nobody has told us yet what they want to see done."]
    assert under(report, "What is next")[0] == "No goal is set for now."


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0"), (0.003, "less than 1"), (0.125, "12"), (0.996, "more than 99"), (1.0, "100"), (0.994, "99")]
)
def test_a_share_is_so_many_in_100(share, words):
    assert hundredth(share) == words


def test_every_verdict_and_every_state_has_plain_words():
    told = {of: {each.code for each in load().plain_words if each.of == of} for of in ("verdict", "matter")}
    assert told["verdict"] == VERDICTS
    assert told["matter"] == {*STATES.values(), *OUTCOMES.values()}


def test_the_longest_words_fit_on_two_pages(programme_store):
    long = "A long word of many that somebody wrote in a meeting " * 8
    send(programme_store, survey_workbook("Autumn 2024", THEN, yes_of(200, 60)))
    steps = [(number, kind) for number in range(9) for kind in ("issue", "action")]
    send(programme_store, engagement_workbook("2024-11", [step(kind, date(2024, 11, 2), long, f"T{number}") for number, kind in steps]))
    rows = [{"name": f"{number} {long}"[:200], "has_contact": "yes", "open_to_residents": "yes", "status": "active"} for number in range(9)]
    send(programme_store, groups_workbook("2024-10", rows))
    send(programme_store, goals_workbook("2024-11", *(CROSSING | {"reference": f"G{number}", "goal": long} for number in range(4))))
    report = summary(programme_store)
    assert pages(report) <= 2
    assert max(len(words) for words in re.findall("“([^”]*)”", " ".join(texts(report)))) == LONGEST


def in_our_words(report: Report) -> str:
    """What we say in a summary, without the words of others and without names."""
    said = [each for heading in ("What people", "Groups", "What you", "What is next") for each in under(report, heading)]
    sentences = [re.sub("“[^”]*”", "so", each) for each in said]
    return " ".join(each if each.endswith(".") else f"{each}." for each in sentences)


def test_every_neighbourhood_of_the_example_has_two_pages_that_a_child_of_eleven_reads(example_database):
    """By the automated readability index a text of grade 6 is for ages 11 to 12; it counts letters, words and sentences."""
    with example_database.cursor() as cursor:
        known = Known.in_view(cursor)
        reports = {place: residents_summary(known, place) for place in known.neighbourhoods["code"]}
    assert len(reports) == 30
    assert {place: pages(report) for place, report in reports.items() if pages(report) > 2} == {}
    assert {place: faults(pdf(report)) for place, report in list(reports.items())[::6]} == {place: [] for place in [*reports][::6]}
    hard = {place: textstat.automated_readability_index(in_our_words(report)) for place, report in reports.items()}
    assert {place: grade for place, grade in hard.items() if grade > 6} == {}
    causes = re.compile(r"\b(because|caused?|due to|thanks to|led to|result of|impact|made a difference)\b", re.IGNORECASE)
    assert [words for report in reports.values() for words in causes.findall(in_our_words(report))] == []


def test_the_command_writes_it_as_pdf_and_as_word(programme_store, tmp_path):
    run = ["--database", programme_store.url, "report", "summary", "N01", "--output"]
    for name, start in (("a.pdf", b"%PDF-1.7"), ("a.DOCX", b"PK")):
        result = CliRunner().invoke(main, [*run, str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).read_bytes().startswith(start)
    result = CliRunner().invoke(main, [*run, str(tmp_path / "a.txt")])
    assert result.exit_code == 1 and "end the name of the file in .pdf or .docx" in result.output
    assert not (tmp_path / "a.txt").exists()
    assert CliRunner().invoke(main, [*run[:4], "N99", "--output", str(tmp_path / "b.pdf")]).exit_code == 1

"""Reports that are issued: kept under a number as they left, and fetched again byte for byte whatever is corrected; what authors write."""

import hashlib
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.issue import Finished, issue
from cdmon.acts.write_words import LONGEST, write_words
from cdmon.refusal import Refusal
from cdmon.reports.issuing import FORMATS, drafted, issue_report
from cdmon.tables.issued_reports import issued_file, issued_reports, read_issued, read_reports, reports
from cdmon.tables.known import Known
from cdmon.tables.report_words import authors_words, report_words
from tests.stored import PLACES, accepted, set_up
from tests.workbooks import programme_workbook

PDF, DOCX = b"%PDF-1.7 \x00 a report", b"PK\x03\x04 a report"


def ready(database):
    """A programme with an interim report every six months."""
    set_up(database, programme_workbook(PLACES, reporting_months="6"))


def finished(number=1, report="stage-1", until=date(2024, 10, 31), pdf=PDF):
    return Finished(number, report, until, "7", pdf, DOCX)


def found(store, table=issued_reports, *arguments, as_at=None):
    with store.cursor() as cursor:
        return table(Known(cursor, as_at), *arguments)


def fetched(store, number, ending):
    with store.cursor() as cursor:
        return issued_file(cursor, number, ending)


def test_a_report_is_kept_under_its_number_and_comes_back_byte_for_byte(any_database):
    ready(any_database)
    issue(any_database, finished(), "Ann", moment=datetime(2024, 11, 20, 9))
    write_words(any_database, "stage-1", {"narrative": "Written afterwards"}, "Ann")
    (row,) = read_issued(found(any_database)).to_dict("records")
    assert row == {
        "Number": "1",
        "Report": "Findings of stage 1",
        "Figures as at": "31 October 2024",
        "Issued": "20 November 2024, 09:00",
        "By": "Ann",
        "Why another": "–",
        "Data version": "7",
        "SHA-256 of the PDF": hashlib.sha256(PDF).hexdigest()[:12],
    }
    assert (fetched(any_database, 1, ".pdf"), fetched(any_database, 1, ".docx")) == (PDF, DOCX)
    assert found(any_database, as_at=date(2024, 11, 19)).empty


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"report": "stage-9"}, "This programme has no report stage-9"),
        ({"until": date(2024, 10, 30)}, "is about the time until 31 October 2024. Before that day there are only drafts"),
        ({"number": 2}, "Another report was issued in the meantime"),
    ],
)
def test_what_cannot_be_issued_is_refused_with_the_reason_and_nothing_is_kept(copy_of, other, said):
    store = copy_of(ready)
    with pytest.raises(Refusal, match=said):
        issue(store, finished(**other), "Ann")
    assert found(store).empty


def test_a_second_click_issues_nothing_twice(copy_of):
    store = copy_of(ready)
    issue(store, finished(), "Ann", act_id="one")
    with pytest.raises(AlreadyDone):
        issue(store, finished(2), "Ann", act_id="one")
    assert len(found(store)) == 1


def test_another_report_of_the_same_stage_needs_a_reason_and_leaves_the_first_as_it_was(copy_of):
    store = copy_of(ready)
    issue(store, finished(), "Ann")
    with pytest.raises(Refusal, match="was issued before, and stays as it is"):
        issue(store, finished(2, pdf=b"other"), "Ann")
    issue(store, finished(2, pdf=b"other"), "Bea", "A figure was wrong")
    assert (fetched(store, 1, ".pdf"), fetched(store, 2, ".pdf")) == (PDF, b"other")


def test_the_reports_of_a_programme_say_which_are_due_and_which_are_issued(copy_of):
    store = copy_of(ready)
    issue(store, finished(), "Ann")
    told = {
        row["Code"]: (row["Due"], row["State"]) for row in read_reports(found(store, reports, as_at=date(2026, 12, 1))).to_dict("records")
    }
    assert list(told)[:5] == ["stage-1", "interim-12", "interim-18", "stage-2", "interim-30"]
    assert told["stage-1"] == ("31 October 2024", "issued: number 1")
    assert told["interim-12"] == ("30 April 2025", "due, and not issued here")
    assert told["stage-3"] == ("31 October 2027", "not due")
    assert told["stage-4"] == ("30 April 2029", "not begun")


def test_a_file_that_is_no_report_or_of_no_report_is_refused(copy_of):
    store = copy_of(ready)
    with pytest.raises(Refusal, match=r"A report is a \.pdf or a \.docx file, not \.odt"):
        fetched(store, 1, ".odt")
    with pytest.raises(Refusal, match="No report of the number 1 was issued"):
        fetched(store, 1, ".pdf")


def test_what_authors_wrote_last_stands_in_the_report_and_what_they_wrote_before_stays(any_database):
    ready(any_database)
    write_words(any_database, "stage-1", {"narrative": " First. "}, "Ann", moment=datetime(2024, 11, 1, 9))
    with pytest.raises(Refusal, match="Say why this takes its place"):
        write_words(any_database, "stage-1", {"narrative": "Second."}, "Bea")
    write_words(any_database, "stage-1", {"narrative": "Second.", "learning": "L"}, "Bea", "Clearer", moment=datetime(2024, 11, 2, 9))
    words = found(any_database, authors_words, "stage-1")
    assert (words.narrative, words.learning, words.recommendations, words.reason, words.written_by) == (
        "Second.",
        "L",
        "",
        "Clearer",
        "Bea",
    )
    assert list(found(any_database, report_words, "stage-1")["narrative"]) == ["Second.", "First."]
    assert found(any_database, authors_words, "stage-2") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"narrative": "  "}, "Nothing is written yet"),
        ({"learning": "x" * (LONGEST + 1)}, "“What was learned” has 20,001 letters"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(copy_of, words, said):
    store = copy_of(ready)
    with pytest.raises(Refusal, match=said):
        write_words(store, "stage-1", words, "Ann")
    with pytest.raises(Refusal, match="no report stage-9"):
        write_words(store, "stage-9", {"narrative": "x"}, "Ann")
    assert found(store, report_words, "stage-1").empty


def test_an_issued_report_is_not_touched_by_what_comes_later_and_the_same_data_make_the_same_file(copy_of):
    store = copy_of(ready)
    assert issue_report(store, "stage-1", "Ann") == 1
    kept = {ending: fetched(store, 1, ending) for ending in FORMATS}
    assert (kept[".pdf"][:5], kept[".docx"][:2]) == (b"%PDF-", b"PK")
    accepted(store, datetime(2026, 11, 1), month="2026-10")  # a return that comes afterwards
    assert {ending: fetched(store, 1, ending) for ending in FORMATS} == kept
    one, other = (drafted(store, "stage-1") for _ in range(2))
    assert [make(one) for make in FORMATS.values()] == [make(other) for make in FORMATS.values()]


def test_the_commands_make_a_draft_write_issue_list_and_fetch(copy_of, tmp_path):
    store, words = copy_of(ready), tmp_path / "words.txt"
    words.write_text("It rained.", encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(main, ["--database", store.url, *arguments])

    def output(name):
        return ["--output", str(tmp_path / name)]

    assert run("report", "words", "stage-1", "--narrative", str(words)).output == "Kept: narrative of stage-1.\n"
    assert run("report", "stage", "1", *output("draft.pdf")).exit_code == 0
    assert (tmp_path / "draft.pdf").read_bytes().startswith(b"%PDF-")
    assert run("report", "interim", "12", "--as-at", "2025-05-10", *output("interim.docx")).exit_code == 0
    assert "number 1" in run("report", "issue", "stage-1").output
    assert run("report", "fetch", "1", *output("one.pdf")).exit_code == 0
    assert (tmp_path / "one.pdf").read_bytes() == fetched(store, 1, ".pdf")
    assert "issued: number 1" in run("reports").output
    refused = run("report", "stage", "1", *output("draft.odt"))
    assert (refused.exit_code, "draft.odt: end the name of the file in .pdf or .docx." in refused.output) == (1, True)

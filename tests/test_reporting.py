"""The page of reports, without a browser: what is due, a draft, what the authors write, and a report that is issued."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.database import ROOT, open_database
from cdmon.reports.issuing import issue_report
from cdmon.reports.residents import residents_summary
from cdmon.reports.typeset import pdf
from cdmon.tables.audit_log import audit_log
from cdmon.tables.issued_reports import issued_reports
from cdmon.tables.known import Known
from cdmon.tables.report_words import authors_words
from cdmon.web.long_work import CancelledError
from cdmon.web.reporting import make_issued
from tests.test_issue import ready


@pytest.fixture
def store(tmp_path, monkeypatch):
    database = open_database(str(tmp_path / "store.duckdb"))
    ready(database)
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    yield database
    database.close()


def opened(**address):
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=120)
    app.switch_page("../../pages/reports.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.session_state["report-words"] = app.session_state["report-issue"] = True  # the parts with the forms
    return app.run()


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def issued(app):
    app = press(app, "Issue it")
    assert app.session_state["long-work"].progress.is_over.wait(120)
    return app.run()


def told(app):
    return " ".join(each.proto.body for each in app.get("html"))


def test_a_report_whose_stage_has_not_begun_is_listed_and_cannot_be_chosen(store):
    app = opened()
    assert "not begun" in told(app)
    assert "Findings of stage 1" in app.selectbox(key="report").options
    assert "Final summary of the programme" not in app.selectbox(key="report").options


def test_what_the_authors_write_is_kept_and_asked_why_when_it_is_replaced(store):
    app = opened(report="Findings of stage 1")
    app.text_area[0].set_value("It *rained*.")
    app = press(app, "Keep these words")
    assert not app.exception
    assert "Kept: these words stand in the report." in told(app)
    with store.cursor() as cursor:
        assert authors_words(Known(cursor), "stage-1").narrative == "It *rained*."
    app = press(app, "Keep these words")
    assert "Say why this takes its place" in app.error[0].value


def test_a_draft_is_made_when_it_is_asked_for_and_a_report_is_issued_once(store):
    app = opened(report="Findings of stage 1")
    assert not app.get("download_button")
    app = press(app, "Make a draft")
    assert app.session_state["long-work"].progress.is_over.wait(120)
    app.run()
    assert [each.label for each in app.get("download_button")] == ["Draft: PDF", "Draft: Word document to edit"]
    app = issued(app)
    assert not app.exception and not app.error
    labels = [each.label for each in app.get("download_button")]
    assert labels == [f"{which}: {kind}" for which in ("Number 1, stage-1", "As issued") for kind in ("PDF", "Word document to edit")]
    assert "Issue it" not in [each.label for each in app.button]
    with store.cursor() as cursor:
        assert len(issued_reports(Known(cursor))) == 1


def test_who_cancels_a_report_before_it_is_kept_has_issued_nothing(store, tmp_path):
    def tell(done, of, what=""):
        if what == "Keeping it":
            raise CancelledError

    with pytest.raises(CancelledError):
        make_issued(store, "stage-1", None, partial(issue_report, by="Ann"), tmp_path, tell)
    with store.cursor() as cursor:
        assert issued_reports(Known(cursor)).empty
    make_issued(store, "stage-1", None, partial(issue_report, by="Ann"), tmp_path, lambda done, of, what="": None)
    assert sorted(each.name for each in tmp_path.glob("cdmon-report-*")) == ["cdmon-report-stage-1.docx", "cdmon-report-stage-1.pdf"]


def test_a_report_whose_time_is_not_over_is_not_issued(store):
    app = issued(opened(report="Report on stage 3"))
    assert "Before that day there are only drafts of it." in app.error[0].value


def test_a_neighbourhood_has_two_pages_for_its_residents(store, monkeypatch):
    assert "Choose a neighbourhood above for two pages in plain English" in " ".join(each.value for each in opened().markdown)
    files = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, content, name, **_: files.update({name: content()}))
    app = opened(neighbourhood="N01")
    assert not app.exception
    assert files["cdmon-residents-N01.pdf"].startswith(b"%PDF-1.7")
    with store.cursor() as cursor:
        assert files["cdmon-residents-N01.pdf"] == pdf(residents_summary(Known.in_view(cursor), "N01"))
    assert files["cdmon-residents-N01.docx"].startswith(b"PK")
    with store.cursor() as cursor:
        log = audit_log(cursor)
    assert list(log[log["what"] == "summary"]["neighbourhood"]) == ["N01", "N01"]  # a line each

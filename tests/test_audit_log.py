"""The audit log: one line for each thing that is done, none for what is refused, and each bound to the one before it."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cdmon.__main__ import main
from cdmon.acts.act import KEPT_IN
from cdmon.acts.assume import keep_assumptions
from cdmon.acts.attach import attach
from cdmon.acts.decide import decide
from cdmon.acts.decide_stage import discharge
from cdmon.acts.issue import issue
from cdmon.acts.meet import record_meeting
from cdmon.acts.names import SameName, decide_name
from cdmon.acts.people import end_person, keep_person
from cdmon.acts.remove import carry_out
from cdmon.acts.sign_out import sign_out
from cdmon.acts.token import end_token, make_token
from cdmon.acts.write_words import write_words
from cdmon.audit_lines import keep_line, keep_taken
from cdmon.clock import now, today
from cdmon.database import StoreError, open_database
from cdmon.definitions import load
from cdmon.exports.audit import export_audit
from cdmon.exports.data import export_data
from cdmon.exports.due_dates import calendar
from cdmon.exports.table_file import table_file
from cdmon.person import Person
from cdmon.reports.issuing import drafted
from cdmon.returns.erase import redact
from cdmon.returns.recompute import recompute
from cdmon.returns.submit import preview, submit
from cdmon.rights import NotAllowed, person_at
from cdmon.store import chain
from cdmon.tables.audit_log import AUDIT_LOG, audit_log, audit_log_summary, in_words, read_audit_log
from cdmon.tables.known import Known
from cdmon.tables.listing import Asked, fitting, in_numbers, page_of
from cdmon.tables.stage_decisions import stage_decisions
from cdmon.tables.tokens import tokens
from cdmon.upkeep.verify import verify
from cdmon.web import attaching, deciding, reporting
from cdmon.workbooks.cells import Upload
from tests.assumed import assumed
from tests.conftest import CORRECTED
from tests.stored import set_up
from tests.test_attach import CODE
from tests.test_decide_stage import CONDITION, decided
from tests.test_issue import finished
from tests.test_pages import drawn, opened
from tests.test_tables import send_at, signed, signoffs
from tests.workbooks import groups_workbook

GROUPS = groups_workbook("2024-11", [{"name": "Choir"}, {"name": "Chorus"}])


def lines(database):
    """What the log tells, the oldest first: who, what, of what."""
    with database.cursor() as cursor:
        found = audit_log(cursor).sort_values("place")
    return list(zip(found["done_by"], found["what"], found["subject"], found["neighbourhood"], strict=True))


def one(database, query):
    """The one text that a query of the store finds."""
    with database.cursor() as cursor:
        return cursor.execute(query).fetchone()[0]


def return_of_groups(database):
    return one(database, "SELECT return_id FROM returns WHERE dataset = 'groups'")


def attached(database):
    return one(database, "SELECT act_id FROM attachments")


def decision(database):
    with database.cursor() as cursor:
        return stage_decisions(Known(cursor))["act_id"].iloc[0]


def token(database):
    with database.cursor() as cursor:
        return tokens(Known(cursor))["act_id"].iloc[0]


def send_groups(database):
    submit(database, Upload("groups.xlsx", GROUPS), "Ann", tell_effect=False, restatement=CORRECTED)


# Everything that leaves a line, in an order in which it can be done: its code, and how it is done.
DONE = [
    ("sent", send_groups),
    ("sent back", lambda store: decide(store, return_of_groups(store), "sent back", "Ann", "A test", CORRECTED)),
    ("accepted", lambda store: decide(store, return_of_groups(store), "accepted", "Ann", "", CORRECTED)),
    ("group named", lambda store: decide_name(store, SameName("N01", "Chorus", "Choir"), "Ann")),
    ("meeting", lambda store: record_meeting(store, date(2024, 11, 5), "Ann")),
    ("assumed", lambda store: keep_assumptions(store, assumed(), "Ann", "A test")),
    ("attached", lambda store: attach(store, CODE, "", "Ann Smith.pdf", b"%PDF", "A report by Ann Smith", "Ann")),
    ("stage decided", lambda store: decided(store, outcome="continue with conditions", conditions=[CONDITION])),
    ("discharged", lambda store: discharge(store, decision(store), 1, "The board", "A letter", "Ann")),
    ("words", lambda store: write_words(store, "stage-1", {"narrative": "Well"}, "Ann")),
    ("issued", lambda store: issue(store, finished(), "Ann")),
    ("recomputed", recompute),
    ("retention", lambda store: carry_out(store, load().retention.values(), "Ann", "A test")),
    ("erased", lambda store: redact(store, return_of_groups(store), Upload("mine.csv", b"Name"), "Ann", "A test")),
    ("person", lambda store: keep_person(store, "ann@example.org", "Ann", "viewer", [], "Ann", "A test")),
    ("signed out", lambda store: sign_out(store.as_asked_by(Person("Ann", "viewer", (), "ann@example.org")))),
    ("person ended", lambda store: end_person(store, "ann@example.org", "Ann", "A test")),
    ("token", lambda store: make_token(store, "tables", "Power BI", today() + timedelta(days=9), "Ann", "A test")),
    ("token ended", lambda store: end_token(store, token(store)[:8], "Ann", "A test")),
    ("original", lambda store: deciding.content(store, return_of_groups(store))),
    ("evidence", lambda store: attaching.content(store, attached(store))),
    ("issued file", lambda store: reporting.content(store, 1, ".pdf")),
    ("table", lambda store: table_file(store, "kpis", ".csv")),
    ("calendar", lambda store: calendar(store, "N01")),
    ("trail", export_audit),
    ("draft", lambda store: drafted(store, "stage-1")),
    ("withdrawn", lambda store: decide(store, return_of_groups(store), "withdrawn", "Ann", "A test", CORRECTED)),
]
ELSEWHERE = {"data", "raw data"}  # in a test below, as they need a folder
IN_PAGES = {"page", "summary", "feed", "sign-in failed"}  # in the tests of the pages, of the feeds and of the sign-in


def begun(database):
    """The programme of tests.stored, whose recommendations for stage 2 were signed off."""
    set_up(database)
    send_at(database, signoffs([signed(CODE, date(2024, 10, 28))]), now())


def test_each_thing_that_is_done_leaves_one_line_bound_to_the_one_before(any_database, tmp_path):
    begun(any_database)
    for what, do in DONE:
        before = lines(any_database)
        do(any_database)
        after = lines(any_database)
        assert after[:-1] == before, what
        assert after[-1][:2] == ("not signed in" if kind_of(what) == "taken away" or what == "recomputed" else "Ann", what)
    for raw in (False, True):
        export_data(any_database, tmp_path / f"{raw}", raw)
    assert [what for _, what, _, _ in lines(any_database)][-2:] == ["data", "raw data"]
    assert {what for what, _ in DONE} | ELSEWHERE | IN_PAGES == set(load().audit_kinds)
    kept = [table for table in KEPT_IN if one(any_database, f"SELECT count(*) FROM {table}")]
    assert set(KEPT_IN) - set(kept) == {"mappings"}  # which is kept with the file that is sent by it
    with any_database.cursor() as cursor:
        assert verify(cursor).wrong == [] and chain.broken(cursor, chain.BROKEN) == []
        rows = cursor.execute("SELECT * EXCLUDE (place) FROM audit_log ORDER BY place").fetchall()
    assert [link for *_, link in rows] == by_hand(rows)
    told = json.dumps(lines(any_database))
    assert "Smith" not in told and "@" not in told


def kind_of(what):
    return load().audit_kinds[what].group


def by_hand(rows):
    """The links as they must be, by Python's own sums."""
    links, before = [], ""
    for place, (happened_at, *told, _) in enumerate(rows, start=1):
        moment = f"{happened_at:%Y-%m-%d %H:%M:%S.%f}".rstrip("0").rstrip(".")
        line = json.dumps([before, str(place), moment, *told], separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256(line.encode()).hexdigest()
        links.append(before)
    return links


def test_what_is_refused_or_only_looked_at_leaves_no_line(programme_store):
    before = lines(programme_store)
    viewer = programme_store.as_asked_by(Person("Ann", "viewer"))
    for do in (
        lambda: decide(programme_store, "no return", "accepted", "Ann"),
        lambda: record_meeting(viewer, date(2024, 11, 5), "Ann"),
        lambda: keep_person(programme_store, "no address", "Ann", "viewer", [], "Ann", "A test"),
        lambda: export_audit(viewer),
        lambda: deciding.content(viewer, one(programme_store, "SELECT return_id FROM returns")),
        lambda: table_file(viewer, "kpis", ".doc"),
    ):
        with pytest.raises(Exception, match=r"may not|no such return|e-mail|leaves as"):
            do()
    preview(programme_store, Upload("groups.xlsx", GROUPS))
    assert not submit(programme_store, Upload("groups.xlsx", b"nothing"), "Ann").stored
    with programme_store.cursor() as cursor:
        read_audit_log(audit_log(cursor))
    assert lines(programme_store) == before


def test_a_file_that_is_taken_changes_no_figure(programme_store):
    """Else each download would throw away every figure that was worked out."""
    before = programme_store.data_version()
    table_file(programme_store, "kpis", ".csv")
    assert programme_store.data_version() == before and lines(programme_store)[-1][1:3] == ("table", "kpis.csv")


@pytest.mark.parametrize(
    "done",
    [
        "DELETE FROM audit_log WHERE place = 2",
        "DELETE FROM audit_log WHERE place = 3",
        "DELETE FROM audit_log",
        "UPDATE audit_log SET done_by = 'Ben' WHERE place = 2",
        "UPDATE audit_log SET happened_at = happened_at - INTERVAL 1 DAY WHERE place = 2",
        "UPDATE audit_log SET place = 5 - place WHERE place IN (2, 3)",
        "UPDATE audit_log SET done_by = done_by || what, what = '' WHERE place = 2",
        "INSERT INTO audit_log SELECT 4, * EXCLUDE (place) FROM audit_log WHERE place = 3",
    ],
)
def test_a_line_that_is_removed_altered_or_moved_is_noticed(programme_store, done):
    for by in ("Ann", "Ann"):
        record_meeting(programme_store, date(2024, 11, 5), by, is_held=len(lines(programme_store)) == 1)
    programme_store.write(lambda cursor: cursor.execute(done))
    with programme_store.cursor() as cursor:
        assert any("lines of the audit log" in each for each in verify(cursor).wrong)
    programme_store.close()
    with pytest.raises(StoreError, match="of the lines of the audit log, number"):
        open_database(programme_store.url)


OLD = 2  # a line before the newest that are worked through on opening


@pytest.mark.parametrize(
    ("done", "on_opening"),
    [
        ("SELECT 1", None),
        (f"UPDATE audit_log SET done_by = 'Ben' WHERE place = {OLD}", None),
        (f"UPDATE audit_log SET done_by = 'Ben' WHERE place = {OLD + 2}", f"number {OLD + 2} is missing or is another"),
        (f"DELETE FROM audit_log WHERE place = {OLD + 2}", "number"),
        (f"DELETE FROM audit_log WHERE place = {OLD}", "number"),
        (f"DELETE FROM audit_log WHERE place = {OLD}; UPDATE audit_log_length SET lines = lines - 1", "number"),
    ],
)
def test_of_a_long_log_the_newest_lines_are_worked_through_on_opening_and_all_by_verify(programme_store, monkeypatch, done, on_opening):
    monkeypatch.setattr(chain, "ON_OPENING", 3)
    for day in range(2, 7):
        record_meeting(programme_store, date(2024, 11, day), "Ann")
    programme_store.write(lambda cursor: cursor.execute(done))
    with programme_store.cursor() as cursor:
        assert (verify(cursor).wrong == []) == (done == "SELECT 1")
    programme_store.close()
    if on_opening is None:
        open_database(programme_store.url).close()
    else:
        with pytest.raises(StoreError, match=f"of the lines of the audit log, {on_opening}"):
            open_database(programme_store.url)


def test_a_log_that_was_put_back_as_it_was_is_noticed_by_the_note_beside_the_store(programme_store):
    record_meeting(programme_store, date(2024, 11, 5), "Ann")

    def put_back(cursor):
        cursor.execute("DELETE FROM audit_log WHERE place = 2")
        cursor.execute("UPDATE audit_log_length SET lines = 1")

    programme_store._keep = lambda cursor, links: None  # as another program would: without a new note
    programme_store.write(put_back)
    programme_store.close()
    with pytest.raises(StoreError, match=r"Lines of the audit log are missing .*: 2 had been stored and acknowledged, and it holds 1"):
        open_database(programme_store.url)


def test_what_cannot_be_noted_is_not_given(programme_store, monkeypatch):
    def full(*_):
        raise StoreError("There is no room left.")

    monkeypatch.setattr("cdmon.audit_lines.keep_line", full)
    with pytest.raises(StoreError, match="no room"):
        table_file(programme_store, "kpis", ".csv")


def test_somebody_who_is_signed_in_acts_under_their_own_name_alone(programme_store):
    keep_person(programme_store, "ann@example.org", "Ann", "administrator", ["*"], "the office", "A test")
    hers = programme_store.as_asked_by(person_at(programme_store, "ann@example.org"))
    before = lines(programme_store)
    with pytest.raises(NotAllowed, match="You are signed in as Ann: what you do bears your name, and not “Ben”"):
        record_meeting(hers, date(2024, 11, 5), "Ben")
    with pytest.raises(NotAllowed, match="signed in as Ann"):
        submit(hers, Upload("groups.xlsx", GROUPS), "Ben", tell_effect=False, restatement=CORRECTED)
    assert lines(programme_store) == before
    record_meeting(hers, date(2024, 11, 5), "Ann")
    assert lines(programme_store)[-1][:2] == ("Ann", "meeting")
    record_meeting(programme_store, date(2024, 11, 6), "Ben")  # at the machine, where nobody signs in
    assert lines(programme_store)[-1][:2] == ("Ben", "meeting")


def test_no_act_of_somebody_who_is_signed_in_bears_another_name(database):
    begun(database)
    keep_person(database, "cat@example.org", "Cat", "administrator", ["*"], "the office", "A test")
    cat = database.as_asked_by(person_at(database, "cat@example.org"))
    for what, do in DONE:
        if kind_of(what) != "taken away" and what not in ("recomputed", "signed out"):  # which bear the name of the person that asks
            before = lines(database)
            with pytest.raises(NotAllowed, match="signed in as Cat"):
                do(cat)
            assert lines(database) == before, what
            do(database)


def test_the_page_shows_twenty_lines_and_of_each_kind_those_that_are_asked_for(programme_store, monkeypatch):
    monkeypatch.setenv("CDMON_DATABASE", programme_store.url)
    for day in range(1, 13):
        for is_held in (True, False):
            record_meeting(programme_store, date(2024, 11, day), "Ann", is_held)
    rows = shown_rows()
    assert len(rows) == 20 and rows[0][0] == "25" and rows[0][2:4] == ["Ann", "recorded a meeting or took one back"]
    assert [(row[0], row[2]) for row in shown_rows(log_group="sent")] == [("1", "a test")]


WRITTEN = [  # by whom, what, of what, where: some without a name, and with what a search folds
    ("Ann", "sent", "a return"),
    ("Siân Strauß", "table", "kpis.csv"),
    ("", "sign-in failed", "of no address"),
    ("nobody known", "feed", "factors.csv, token 12ab34cd"),
    ("İpek", "person", "Ünal"),
]
# UTC, each side of midnight in the United Kingdom: in winter, in summer, and on the day on which the clocks go forward.
MOMENTS = [datetime(2026, 1, 5, 0), datetime(2026, 6, 30, 22, 59, 59, 999_999), datetime(2026, 6, 30, 23), datetime(2026, 3, 29, 23)]


def written(database, times):
    """Write lines that tell all of WRITTEN at all of MOMENTS, so many times over: only to be read, without their links."""
    told = [(*line, moment) for _ in range(times) for moment in MOMENTS for line in WRITTEN]
    rows = [[place, moment, by, what, subject, f"N0{place % 3}"] for place, (by, what, subject, moment) in enumerate(told, start=1)]
    query = "INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, '1', '')"
    database.write(lambda cursor: cursor.executemany(query, rows))
    return len(rows)


def any_of(*values):
    return st.sampled_from(["", *values])


def days(around):
    return st.none() | st.sampled_from([around.date() + timedelta(days=number) for number in (-1, 0, 1)])


ASKED = st.builds(
    Asked,
    st.fixed_dictionaries(
        {
            "group": any_of(*AUDIT_LOG.numbers, "what was there once"),
            "did": any_of(load().audit_kinds["sent"].did, load().audit_kinds["table"].did, "what was there once"),
            "done_by": any_of(*(by for by, _, _ in WRITTEN), "somebody else"),
        }
    ),
    any_of("sian STRAUSS", "ipek unal", "kpis n01", "took table", "_", "%", ".*", "a", "n02 feed", "Ünal", "nobody") | st.text(max_size=3),
    st.sampled_from(MOMENTS).flatmap(days),
    st.sampled_from(MOMENTS).flatmap(days),
)


def test_a_page_of_the_log_holds_what_looking_through_all_of_it_would_find(any_database):
    """Whatever is asked: the query says the same as the listing's own rules for a table that is there."""
    written(any_database, 2)
    with any_database.cursor() as cursor:
        everything = audit_log(cursor)

        @given(ASKED, st.integers(1, 3))
        def found(asked, number):
            fits = fitting(everything, AUDIT_LOG, asked)
            assert audit_log(cursor, asked).to_dict("records") == fits.to_dict("records")
            assert audit_log(cursor, asked, number)["place"].tolist() == page_of(fits, number)["place"].tolist()
            assert audit_log_summary(cursor, asked)["lines"].sum() == len(fits)

        found()
        assert len(everything) == 40 and everything["place"].is_monotonic_decreasing
        assert in_numbers(audit_log_summary(cursor), AUDIT_LOG) == in_numbers(everything, AUDIT_LOG)


def test_the_page_reads_twenty_lines_however_long_the_log_is(programme_store, monkeypatch):
    monkeypatch.setenv("CDMON_DATABASE", programme_store.url)
    programme_store.write(lambda cursor: cursor.execute("DELETE FROM audit_log"))
    lines = written(programme_store, 100)
    read = []
    monkeypatch.setattr("cdmon.tables.audit_log.in_words", lambda found: read.append(len(found)) or in_words(found))
    assert [row[0] for row in shown_rows()] == [f"{lines - number}" for number in range(20)]
    assert lines == 2_000 and max(read) == 20
    assert [row[0] for row in shown_rows(log_page="100")] == [f"{number}" for number in range(20, 0, -1)]
    assert len(shown_rows(log_search="nobody known", log_to="2026-01-05")) == 20


def shown_rows(**address):
    """The rows of the page's table, as a person sees them."""
    app = opened("audit_log", **address)
    assert not app.exception and not app.error
    (table,) = (each for part in drawn(app) for each in part.iter("table"))
    return [[cell.text_content().strip() for cell in row] for row in table.iterfind("tbody/tr")]


def test_lines_that_are_written_at_once_follow_one_another(any_database):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: keep_taken(any_database, "table", f"{number}.csv"), range(8)))
    with any_database.cursor() as cursor:
        assert chain.broken(cursor, chain.BROKEN) == [] and chain.last(cursor, chain.LINES).place == 8


def test_an_unknown_kind_of_line_is_a_mistake_of_ours(programme_store):
    with pytest.raises(KeyError):
        programme_store.write(lambda cursor: keep_line(cursor, "looked", "Ann"))


def test_the_command_lists_the_log_and_is_for_who_may_read_it(programme_store):
    keep_person(programme_store, "ann@example.org", "Ann", "viewer", [], "the office", "A test")
    url = programme_store.url
    programme_store.close()
    listed = json.loads(CliRunner().invoke(main, ["--database", url, "audit-log", "--json"]).stdout)
    assert [(row["place"], row["done_by"], row["what"]) for row in listed] == [(2, "the office", "person"), (1, "a test", "sent")]
    assert "put somebody on the list" in CliRunner().invoke(main, ["--database", url, "audit-log"]).output
    refused = CliRunner().invoke(main, ["--database", url, "--person", "ann@example.org", "audit-log"])
    assert refused.exit_code == 1 and "may not read the audit log" in refused.output

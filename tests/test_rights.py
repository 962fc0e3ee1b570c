"""Who may do what: the table of rights, held by each function that reads or writes, whoever calls it."""

import re
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.assume import keep_assumptions
from cdmon.acts.attach import attach
from cdmon.acts.decide import decide
from cdmon.acts.decide_stage import discharge
from cdmon.acts.issue import Finished, issue
from cdmon.acts.meet import record_meeting
from cdmon.acts.names import SameName, decide_name
from cdmon.acts.people import end_person, keep_person
from cdmon.acts.remove import carry_out
from cdmon.acts.token import end_token, make_token
from cdmon.acts.write_words import write_words
from cdmon.clock import today
from cdmon.definitions import load
from cdmon.exports.audit import export_audit
from cdmon.exports.data import export_data
from cdmon.exports.due_dates import calendar
from cdmon.exports.table_file import table_file
from cdmon.person import EVERYWHERE, Person
from cdmon.refusal import Refusal
from cdmon.returns.blank import blank
from cdmon.returns.difference import changes
from cdmon.returns.erase import erase_respondent
from cdmon.returns.kept import kept_file, kept_rows
from cdmon.returns.recompute import recompute
from cdmon.returns.submit import preview, submit
from cdmon.rights import NotAllowed, allow, is_allowed, person_at
from cdmon.tables.attachments import attached_file
from cdmon.tables.audit_log import audit_log
from cdmon.tables.known import Known
from cdmon.tables.people import people, read_people
from cdmon.tables.roles import read_roles
from cdmon.web import view
from cdmon.workbooks.cells import Upload
from tests.assumed import assumed
from tests.conftest import CORRECTED, send
from tests.workbooks import groups_workbook, programme_workbook

ROOT = Path(__file__).parents[1]
MONTH, CLOSED = "2026-10", "2024-11"  # of a stage that goes on, and of one that is over


def register(month):
    return Upload("groups.xlsx", groups_workbook(month, [{"name": "Choir"}]))


def a_folder():
    return Path(mkdtemp()) / "data"


def reading(read):
    """Do something that is given a cursor and the return of N01."""

    def done(database, return_id):
        with database.cursor() as cursor:
            read(cursor, return_id)

    return done


# What needs each right, done to N01 where it is done to a neighbourhood. (restate: a second version of a month that is over.)
DONE = [
    ("look", reading(lambda cursor, _: Known.in_view(cursor))),
    ("provisional", reading(lambda cursor, _: Known.in_view(cursor, provisional=True))),
    ("export", lambda database, _: table_file(database, "kpis", ".csv")),
    ("export", lambda database, _: calendar(database)),
    ("send", lambda database, _: submit(database, register(MONTH), "somebody", tell_effect=False)),
    ("send", lambda database, _: preview(database, register(MONTH))),
    ("set_up", lambda database, _: submit(database, Upload("set-up.xlsx", programme_workbook()), "somebody", tell_effect=False)),
    ("restate", lambda database, _: submit(database, register(CLOSED), "somebody", tell_effect=False, restatement=CORRECTED)),
    ("decide", lambda database, return_id: decide(database, return_id, "sent back", "somebody", "A test")),
    ("name_groups", lambda database, _: decide_name(database, SameName("N01", "Choir", ""), "somebody")),
    ("attach", lambda database, _: attach(database, "stage_1_reviews", "N01", "a.pdf", b"1", "A report", "somebody")),
    ("evidence", reading(lambda cursor, _: attached_file(cursor, "an act"))),
    ("original", reading(kept_file)),
    ("rows", reading(kept_rows)),
    ("rows", reading(lambda cursor, return_id: changes(Known(cursor), return_id))),
    ("data", lambda database, _: export_data(database, a_folder(), raw=False)),
    ("raw", lambda database, _: export_data(database, a_folder(), raw=True)),
    ("rows", lambda database, _: blank(database, "groups", "N01", "2026-11")),
    ("meet", lambda database, _: record_meeting(database, date(2026, 9, 1), "somebody")),
    ("assume", lambda database, _: keep_assumptions(database, assumed(), "somebody", "A test")),
    ("decide_stage", lambda database, _: discharge(database, "an act", 1, "An office", "A letter", "somebody")),
    ("report", lambda database, _: write_words(database, "annual", {"narrative": "Well"}, "somebody")),
    ("report", lambda database, _: issue(database, Finished(1, "annual", date(2026, 9, 30), "1", b"", b""), "somebody")),
    ("recompute", lambda database, _: recompute(database)),
    ("trail", lambda database, _: export_audit(database)),
    ("trail", reading(lambda cursor, _: people(cursor))),
    ("audit_log", reading(lambda cursor, _: audit_log(cursor))),
    ("people", lambda database, _: keep_person(database, "ann@example.org", "Ann", "viewer", [], "somebody", "A test")),
    ("token", lambda database, _: make_token(database, "tables", "Power BI", today(), "somebody", "A test")),
    ("token", lambda database, _: end_token(database, "none", "somebody", "A test")),
    ("remove", lambda database, _: carry_out(database, load().retention.values(), "somebody", "A test")),
    ("remove", lambda database, _: erase_respondent(database, "R1", "residents", "somebody", "A test")),
    ("people", lambda database, _: end_person(database, "ann@example.org", "somebody", "A test")),
]


def one_return(database):
    """A programme with a register of N01 of a month that is over and of one that is not, and a file beside a milestone of N01."""
    send(database, programme_workbook())
    send(database, groups_workbook(CLOSED, [{"name": "Choir"}]))
    send(database, groups_workbook(MONTH, [{"name": "Choir"}]))
    row = ["an act", "stage_1_reviews", "N01", "a.pdf", b"1", "A report", date(2026, 10, 1), "somebody"]
    database.write(lambda cursor: cursor.execute("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row))


def of_month(database):
    with database.cursor() as cursor:
        return cursor.execute("SELECT return_id FROM returns WHERE period = ?", [MONTH]).fetchone()[0]


@pytest.mark.parametrize(("right", "do"), DONE, ids=[f"{number}-{right}" for number, (right, _) in enumerate(DONE)])
def test_each_role_may_do_what_the_table_says_where_it_says_and_nothing_else(copy_of, right, do):
    database = copy_of(one_return)
    return_id, may = of_month(database), {}
    for role in load().roles:
        for own in ("N01", "N02"):
            try:
                do(database.as_asked_by(Person(f"Some {role}", role, (own,))), return_id)
                may[role, own] = True
            except NotAllowed:
                may[role, own] = False
            except Refusal:  # as what was done by the role before is not done again
                may[role, own] = True
    scopes = load().rights[right].may
    assert may == {
        (role, own): scopes.get(role) == "all" or (scopes.get(role) == "own" and own == "N01")
        for role in load().roles
        for own in ("N01", "N02")
    }


def test_every_right_is_tried_above_and_asked_for_in_the_code():
    code = "\n".join(path.read_text() for path in (ROOT / "cdmon").rglob("*.py"))
    assert {right for right, _ in DONE} == set(load().rights)
    assert [right for right in load().rights if not re.search(rf'allow\((?:\w+\.)?cursor, [^)]*"{right}"', code)] == []


def test_what_is_of_the_whole_programme_is_its_own_only_to_who_has_all_neighbourhoods(programme_store):
    def may(*own):
        return is_allowed(programme_store.as_asked_by(Person("Ann", "fieldworker", own)), "send", "")

    assert [may("N01", "N02"), may(EVERYWHERE)] == [False, True]


def test_who_may_not_is_told_whom_to_ask(programme_store):
    def told(role, *own, action, place):
        with pytest.raises(NotAllowed) as refusal, programme_store.as_asked_by(Person("Ann", role, own)).cursor() as cursor:
            allow(cursor, action, place)
        return str(refusal.value)

    assert told("viewer", action="decide", place="N01") == (
        "A viewer may not accept, send back and withdraw returns. Ask a team leader or an administrator."
    )
    assert told("fieldworker", "N01", action="send", place="N02") == (
        "You may send returns of N01 only; this is about N02. Ask a fieldworker, a team leader, an evaluator or an administrator."
    )


def test_a_cursor_that_no_store_gave_out_may_do_nothing(programme_store):
    with programme_store.cursor() as given, pytest.raises(NotAllowed, match="Nobody is known to ask"):
        allow(given.cursor(), "look")


def listed(database, address="ann@example.org", name="Ann", role="fieldworker", own=("N01",), reason="She began"):
    keep_person(database, address, name, role, list(own), "the office", reason)


def test_a_person_has_the_role_and_the_name_that_the_list_gives_their_address_now(programme_store):
    listed(programme_store)
    ann = person_at(programme_store, " Ann@Example.org ")
    assert (ann.name, ann.role, ann.neighbourhoods) == ("Ann", "fieldworker", ("N01",))
    hers = programme_store.as_asked_by(ann)
    assert (is_allowed(hers, "send", "N01"), is_allowed(hers, "send", "N02")) == (True, False)
    listed(programme_store, own=["N02"], reason="She moved")
    assert (is_allowed(hers, "send", "N01"), is_allowed(hers, "send", "N02")) == (False, True)
    end_person(programme_store, "ann@example.org", "the office", "She left")
    assert not is_allowed(hers, "look")
    with pytest.raises(NotAllowed, match="not on this programme's list"):
        person_at(programme_store, "ann@example.org")


def test_what_the_list_said_before_stays(programme_store):
    listed(programme_store)
    end_person(programme_store, "ann@example.org", "the office", "She left")
    with programme_store.cursor() as cursor:
        (row,) = read_people(people(cursor)).to_dict("records")
        kept = cursor.execute("SELECT step, name, role, neighbourhoods, done_by, reason FROM listed_people ORDER BY step").fetchall()
    assert (row["Name"], row["Role"], row["Why"]) == ("Ann", "no longer on the list", "She left")
    assert kept == [(1, "Ann", "fieldworker", "N01", "the office", "She began"), (2, "Ann", "", "", "the office", "She left")]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"address": "ann"}, "“ann” is no e-mail address"),
        ({"name": " "}, "Give the name"),
        ({"role": "king"}, "There is no role “king”"),
        ({"own": ["N77"]}, "There is no neighbourhood N77"),
        ({"reason": ""}, "Say why"),
        ({"address": "other@example.org", "name": "CHAIR"}, "Somebody else on the list is called “CHAIR”"),
        ({"address": "chair@example.org", "name": "Chair", "role": "viewer"}, "This is the last administrator"),
    ],
)
def test_what_cannot_be_kept_of_a_person_is_refused_with_the_reason(programme_store, other, said):
    listed(programme_store, "chair@example.org", "Chair", "administrator", ())
    with pytest.raises(Refusal, match=re.escape(said)):
        listed(programme_store, **other)


def test_who_is_not_on_the_list_cannot_be_taken_off_it(programme_store):
    with pytest.raises(Refusal, match="is not on the list"):
        end_person(programme_store, "bob@example.org", "the office", "A test")


def test_what_is_kept_for_one_reader_is_not_told_to_another_who_may_not_see_it(copy_of):
    database = copy_of(one_return)
    return_id = of_month(database)
    assert not view.read(database, changes, return_id, everything=True).counts.empty
    with pytest.raises(NotAllowed):
        view.read(database.as_asked_by(Person("Some viewer", "viewer")), changes, return_id, everything=True)


def test_the_commands_act_for_somebody_on_the_list_with_their_rights_and_name(programme_store, tmp_path):
    programme_store.close()

    def run(*arguments):
        return CliRunner().invoke(main, ["--database", programme_store.url, *arguments])

    def add(command, address, name, role, *own):
        return run("person", command, address, "--name", name, "--role", role, *own, "--reason", "A test")

    assert add("add", "ann@example.org", "Ann", "fieldworker", "--neighbourhood", "N01").exit_code == 0
    assert add("add", "chair@example.org", "Chair", "administrator").exit_code == 0
    file = tmp_path / "groups.xlsx"
    file.write_bytes(groups_workbook(MONTH, [{"name": "Choir"}]))
    assert run("--person", "ann@example.org", "submit", str(file)).exit_code == 0
    assert "Ann" in run("history").output
    refused = run("--person", "ann@example.org", "meeting", "2026-09-01")
    assert (refused.exit_code, "A fieldworker may not record meetings" in refused.output) == (1, True)
    assert run("person", "end", "ann@example.org", "--reason", "A test").exit_code == 0
    assert "no longer on the list" in run("people").output
    assert "not on this programme's list" in run("--person", "ann@example.org", "history").output


def test_the_document_has_the_roles_and_rights_of_the_data():
    def rows(cells):
        return ["| " + " | ".join(row) + " |" for row in cells]

    text = (ROOT / "docs" / "roles.md").read_text().splitlines()
    roles = rows([role.title, role.who] for role in load().roles.values())
    rights = rows([read_roles().columns, *read_roles().to_numpy().tolist()])
    assert [line for line in text if line.startswith("|") and "---" not in line] == ["| role | who |", *roles, *rights]

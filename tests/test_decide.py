"""Deciding about returns where a person must: what counts when, who said so and why, and what may not be decided.

The programme begins in May 2024, so that stage 1 is over on 31 October 2024. In the survey's
first version 21 of 300 are active, in its second 36.
"""

from datetime import date, datetime, timedelta

import pytest

from cdmon.acts.act import AlreadyDone
from cdmon.acts.decide import DecisionError, decide, possible
from cdmon.acts.restate import Restatement
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.submit import submit
from cdmon.tables.events import events
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.restatements import restatements
from cdmon.tables.returns import read_returns, returns
from cdmon.workbooks.cells import Upload
from tests.workbooks import programme_workbook, survey_workbook, yes_of

LABEL, DAY = "Autumn 2024", date(2024, 10, 11)
SENT, DECIDED, SENT_AGAIN, LATER = (datetime(2024, 10, day, 12) for day in (14, 16, 18, 20))
AFTER_STAGE_1 = datetime(2025, 2, 3, 12)
WHY = Restatement("error", "Fifteen forms lay in a drawer.")
FIRST, SECOND = "7.0% (4.6–10.5), n = 300, Autumn 2024", "12.0% (8.8–16.2), n = 300, Autumn 2024"


def send(database: Database, yes: int, at: datetime) -> str:
    """Send a version of the survey in which so many of 300 are active, and return its return_id."""
    receipt = submit(database, Upload(f"{yes}.xlsx", survey_workbook(LABEL, DAY, yes_of(300, yes))), "Ann", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def figure(database: Database, as_at: date | None = None, provisional: bool = False) -> str:
    """The baseline of residents active, as people read it."""
    with database.cursor() as cursor:
        table = factors(Known(cursor, as_at, provisional), "N01")
    return str(read_factors(table)["Baseline"][table["indicator"] == "residents_active"].iloc[0])


def standings(database: Database, as_at: date | None = None) -> list[str]:
    """How each version of the survey stands, the newest first."""
    with database.cursor() as cursor:
        table = returns(Known(cursor, as_at))
    return table["standing"][table["dataset"] == "residents"].tolist()


def set_up(database: Database) -> None:
    """Set up a programme in which a person must accept returns."""
    workbook = programme_workbook(acceptance="by a person")
    submit(database, Upload("set-up.xlsx", workbook), "a test", datetime(2024, 5, 2), tell_effect=False)


def send_first(database: Database) -> None:
    set_up(database)
    send(database, 21, SENT)


def send_both(database: Database) -> None:
    """Have the first version accepted, the second sent after it and waiting."""
    set_up(database)
    decide(database, send(database, 21, SENT), "accepted", "Bea", moment=DECIDED)
    send(database, 36, SENT_AGAIN)


def versions(database: Database) -> list[str]:
    """The return_ids of the versions of the survey, the first one first."""
    with database.cursor() as cursor:
        table = returns(Known(cursor))
    return table["return_id"][table["dataset"] == "residents"].tolist()[::-1]


@pytest.fixture
def by_person(copy_of):
    """A programme in which a person must accept returns."""
    return copy_of(set_up)


@pytest.fixture
def one_version(copy_of):
    """Such a programme once the first version was sent, which waits; and its return_id."""
    database = copy_of(send_first)
    return database, *versions(database)


@pytest.fixture
def two_versions(copy_of):
    """Such a programme with the first version accepted, the second sent after it and waiting; and their return_ids in this order."""
    database = copy_of(send_both)
    return database, *versions(database)


# What counts


def test_a_decision_takes_effect_on_every_kind_of_store(any_database):
    set_up(any_database)
    first = send(any_database, 21, SENT)
    decide(any_database, first, "accepted", "Bea", moment=DECIDED)
    send(any_database, 36, SENT_AGAIN)
    assert (figure(any_database), standings(any_database)) == (FIRST, ["submitted", "accepted"])
    decide(any_database, first, "withdrawn", "Ann", "Sent for the wrong year", moment=LATER)
    assert (figure(any_database), standings(any_database)) == ("not collected", ["submitted", "withdrawn"])
    assert (figure(any_database, date(2024, 10, 18)), standings(any_database, date(2024, 10, 16))) == (FIRST, ["accepted"])


def test_every_state_has_its_effect_and_all_of_it_can_be_looked_back_at(by_person):
    first = send(by_person, 21, SENT)
    assert (figure(by_person), standings(by_person)) == ("not collected", ["submitted"])
    assert figure(by_person, provisional=True) == f"{FIRST} [provisional]"

    effect = decide(by_person, first, "accepted", "Bea", moment=DECIDED)
    assert effect[["indicator", "before", "after"]].values.tolist()[0] == ["residents_active", "not collected", f"{FIRST}; baseline only"]
    assert (figure(by_person), standings(by_person)) == (FIRST, ["accepted"])

    second = send(by_person, 36, SENT_AGAIN)
    assert (figure(by_person), standings(by_person)) == (FIRST, ["submitted", "accepted"])
    decide(by_person, second, "accepted", "Bea", moment=LATER)
    assert (figure(by_person), standings(by_person)) == (SECOND, ["accepted", "superseded"])

    decide(by_person, second, "withdrawn", "Ann", "Sent for the wrong year", WHY, moment=AFTER_STAGE_1)
    assert (figure(by_person), standings(by_person)) == (FIRST, ["withdrawn", "accepted"])

    days = [date(2024, 10, day) for day in (13, 14, 16, 18, 20)] + [date(2025, 2, 2), date(2025, 2, 3)]
    seen = [(figure(by_person, day), standings(by_person, day)) for day in days]
    assert seen == [
        ("not collected", []),
        ("not collected", ["submitted"]),
        (FIRST, ["accepted"]),
        (FIRST, ["submitted", "accepted"]),
        (SECOND, ["accepted", "superseded"]),
        (SECOND, ["accepted", "superseded"]),
        (FIRST, ["withdrawn", "accepted"]),
    ]


def test_what_is_sent_back_no_longer_counts_and_can_be_accepted_after_all(one_version):
    database, only = one_version
    decide(database, only, "sent back", "Bea", "The weights are missing", moment=DECIDED)
    assert (figure(database, provisional=True), standings(database)) == ("not collected", ["sent back"])
    decide(database, only, "accepted", "Bea", moment=LATER)
    assert (figure(database), standings(database)) == (FIRST, ["accepted"])


def test_without_a_person_a_return_counts_at_once(programme_store):
    send(programme_store, 21, SENT)
    assert (figure(programme_store), standings(programme_store)) == (FIRST, ["accepted"])


def test_of_two_versions_the_one_accepted_last_counts(two_versions):
    database, _, second = two_versions
    decide(database, second, "accepted", "Bea", moment=LATER)
    decide(database, second, "sent back", "Bea", "The first was right", WHY, moment=LATER.replace(hour=13))
    assert (figure(database), standings(database)) == (FIRST, ["sent back", "accepted"])


# Who, when and why


def test_everything_that_happens_is_kept_with_who_when_and_why(two_versions):
    database, _, second = two_versions
    decide(database, second, "sent back", "Bea", "  The wave is\n another  ", moment=LATER)
    with database.cursor() as cursor:
        trail, table = events(Known(cursor)), returns(Known(cursor))
    of_survey = trail[trail["dataset"] == "residents"]
    assert of_survey[["happened_at", "kind", "done_by", "reason", "rows", "file_name"]].values.tolist() == [
        [LATER, "sent back", "Bea", "The wave is\n another", 300, "36.xlsx"],
        [SENT_AGAIN, "submitted", "Ann", "", 300, "36.xlsx"],
        [DECIDED, "accepted", "Bea", "", 300, "21.xlsx"],
        [SENT, "submitted", "Ann", "", 300, "21.xlsx"],
    ]
    assert read_returns(table).values.tolist()[:2] == [
        [
            "Residents' survey round", "N01", "Autumn 2024", "300", "sent back", "18 October 2024, 13:00", "Ann",
            "sent back 20 October 2024, 13:00 by Bea: The wave is\n another",
        ],
        [
            "Residents' survey round", "N01", "Autumn 2024", "300", "accepted", "14 October 2024, 13:00", "Ann",
            "accepted 16 October 2024, 13:00 by Bea",
        ],
    ]  # fmt: skip


def test_a_decision_has_an_id_of_its_own_and_is_not_taken_twice(two_versions):
    database, _, second = two_versions
    decide(database, second, "accepted", "Bea", moment=LATER, act_id="a click")
    with pytest.raises(AlreadyDone, match="done already"):
        decide(database, second, "sent back", "Bea", "A slip", moment=LATER, act_id="a click")
    assert standings(database) == ["accepted", "superseded"]
    with database.cursor() as cursor:
        ids = [act_id for (act_id,) in cursor.execute("SELECT act_id FROM events").fetchall()]
    assert len(set(ids)) == len(ids) == 6 and "a click" in ids  # the set-up is sent and accepted, and so are both versions


# What may not be decided


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("accepted", "accepted"),
        ("sent back", "sent back"),
        ("withdrawn", "accepted"),
        ("withdrawn", "sent back"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_a_state_does_not_allow_every_decision(one_version, before, kind):
    database, only = one_version
    decide(database, only, before, "Bea", "A reason", moment=DECIDED)
    with pytest.raises(DecisionError, match=f"This return is {before}, so it cannot be {kind}"):
        decide(database, only, kind, "Bea", "A reason", moment=LATER)
    assert standings(database) == [before]


@pytest.mark.parametrize(("kind", "reason"), [("sent back", ""), ("sent back", " \n"), ("withdrawn", "")])
def test_a_reason_is_needed_to_take_something_away(two_versions, kind, reason):
    database, _, second = two_versions
    with pytest.raises(DecisionError, match="Give a reason"):
        decide(database, second, kind, "Bea", reason)
    assert standings(database) == ["submitted", "accepted"]


def test_a_return_or_a_decision_that_there_is_not_is_a_sentence(two_versions):
    database, _, second = two_versions
    with pytest.raises(DecisionError, match="no such return"):
        decide(database, "' OR TRUE --", "accepted", "Bea")
    with pytest.raises(DecisionError, match="no decision “praised”; choose one of: accepted, sent back, withdrawn"):
        decide(database, second, "praised", "Bea")


@pytest.mark.parametrize("kind", ["sent back", "withdrawn"])
def test_the_only_set_up_stays_and_one_that_replaced_it_can_go(database, kind):
    for name, at in (("Quayside", datetime(2024, 5, 2)), ("Quay Side", datetime(2024, 5, 3))):
        submit(database, Upload(f"{name}.xlsx", programme_workbook([("N01", name, 6500)])), "a test", at, tell_effect=False)
    with database.cursor() as cursor:
        newest, oldest = returns(Known(cursor))["return_id"]
        assert set(possible(Known(cursor), newest)) == {"sent back", "withdrawn"}
    decide(database, newest, kind, "Bea", "A slip of the pen")
    with pytest.raises(DecisionError, match="This is the only set-up of the programme"):
        decide(database, oldest, kind, "Bea", "Another")
    with database.cursor() as cursor:
        assert possible(Known(cursor), oldest) == {}


# Stages that are over


def test_what_corrects_a_stage_that_is_over_needs_a_reason_and_an_explanation(two_versions):
    database, _, second = two_versions
    sentence = "This changes figures of stage 1, which ended on 31 October 2024. .* choose a reason and explain it"
    for why in (None, Restatement("error", " "), Restatement("boredom", "We felt like it.")):
        with pytest.raises(DecisionError, match=sentence):
            decide(database, second, "accepted", "Bea", restatement=why, moment=AFTER_STAGE_1)
    assert figure(database) == FIRST


def test_a_restatement_keeps_the_old_figure_the_new_one_and_why(two_versions):
    database, _, second = two_versions
    decide(database, second, "accepted", "Bea", restatement=WHY, moment=AFTER_STAGE_1)
    with database.cursor() as cursor:
        table, before = restatements(Known(cursor)), restatements(Known(cursor, date(2025, 2, 2)))
    (row,) = table[table["indicator"] == "residents_active"].to_dict("records")
    assert [row["stage"], row["before"], row["after"]] == [1, f"{FIRST}; baseline only", f"{SECOND}; baseline only"]
    assert [row["reason"], row["explanation"], row["restated_by"]] == [load().restatements["error"].title, WHY.explanation, "Bea"]
    assert row["restated_at"] == AFTER_STAGE_1
    assert before.empty


def test_a_restatement_keeps_numbers_and_the_decision_that_it_came_with(two_versions):
    database, _, second = two_versions
    decide(database, second, "accepted", "Bea", restatement=WHY, moment=AFTER_STAGE_1, act_id="a click")
    with database.cursor() as cursor:
        table = restatements(Known(cursor))
    (row,) = table[table["indicator"] == "residents_active"].to_dict("records")
    assert row["event_id"] == "a click" and table["act_id"].nunique() == 1 and row["act_id"] != "a click"
    figures = [told.figures["baseline"] for told in (row["was"], row["now"])]
    assert [(round(f.value, 3), round(f.low, 3), round(f.high, 3), f.n, f.period) for f in figures] == [
        (0.07, 0.046, 0.105, 300, "Autumn 2024"),
        (0.12, 0.088, 0.162, 300, "Autumn 2024"),
    ]
    assert [told.verdict for told in (row["was"], row["now"])] == ["baseline only", "baseline only"]


@pytest.mark.parametrize(("at", "stage"), [(LATER, None), (AFTER_STAGE_1, 1)])
def test_nothing_is_restated_before_the_stage_is_over(two_versions, at, stage):
    database, _, second = two_versions
    decide(database, second, "accepted", "Bea", restatement=WHY, moment=at)
    with database.cursor() as cursor:
        assert set(restatements(Known(cursor))["stage"]) == ({stage} if stage else set())


def test_a_first_return_that_comes_late_corrects_nothing(by_person):
    late = send(by_person, 21, AFTER_STAGE_1)
    decide(by_person, late, "accepted", "Bea", moment=AFTER_STAGE_1)
    assert figure(by_person) == FIRST


def test_what_was_sent_back_and_is_accepted_after_all_restates_once_more(two_versions):
    database, first, _ = two_versions
    decide(database, first, "sent back", "Bea", "Look again.", restatement=WHY, moment=AFTER_STAGE_1)
    with pytest.raises(DecisionError, match="This changes figures of stage 1"):
        decide(database, first, "accepted", "Bea", moment=AFTER_STAGE_1 + timedelta(days=1))
    decide(database, first, "accepted", "Bea", restatement=WHY, moment=AFTER_STAGE_1 + timedelta(days=1))
    with database.cursor() as cursor:
        table = restatements(Known(cursor))
    changes = table.loc[table["indicator"] == "residents_active", ["before", "after"]].values.tolist()
    assert sorted(changes) == [[f"{FIRST}; baseline only", "not collected"], ["not collected", f"{FIRST}; baseline only"]]


def test_the_form_knows_beforehand_what_can_be_decided_and_which_stage_it_restates(two_versions):
    database, first, second = two_versions
    with database.cursor() as cursor:
        choices = [possible(Known(cursor), return_id) for return_id in (first, second)]
    stages = [{kind: stage and stage.number for kind, stage in each.items()} for each in choices]
    assert stages == [{"sent back": 1, "withdrawn": 1}, {"accepted": 1, "sent back": None, "withdrawn": None}]

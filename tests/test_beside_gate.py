"""What is to be weighed beside the criteria of a break clause: how much there is of each, the first of them, and nothing after the cut-off.

The programme began in May 2024: stage 1 ends on 31 October 2024, stage 2 on 30 April 2026.
"""

from datetime import date, datetime

from cdmon.acts.decide import decide
from cdmon.returns.submit import submit
from cdmon.tables.beside_gate import beside_gate, read_beside_gate
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.conftest import CORRECTED
from tests.stored import PLACES, set_up
from tests.test_tables import send_at
from tests.workbooks import engagement_workbook, evidence_workbook, groups_workbook, programme_workbook, survey_workbook, workbook, yes_of

SEEN = {"date": date(2025, 1, 10), "kind": "observed effect", "observed_by": "resident"}


def found(store, stage="2"):
    with store.cursor() as cursor:
        table = beside_gate(Known(cursor), stage)
    return {row["what"]: (row["number"], row["first"]) for row in table.to_dict("records")}


def test_what_nobody_meant_is_told_harm_first_and_what_residents_say_the_newest_first(waves_store):
    rows = [
        SEEN | {"what": "Neighbours talk", "effect": "beneficial", "intended": "unintended"},
        SEEN | {"what": "Noise at night", "effect": "detrimental", "intended": "unintended"},
        SEEN | {"what": "More came", "effect": "beneficial", "intended": "intended"},
        {"date": date(2025, 1, 11), "kind": "testimony", "observed_by": "resident", "what": "I know people now"},
        {"date": date(2025, 1, 12), "kind": "testimony", "observed_by": "independent observer", "what": "Meetings are open"},
    ]
    send_at(waves_store, evidence_workbook("2025-01", rows), datetime(2025, 2, 5))
    told = found(waves_store)
    assert told["Effects that nobody meant, to be acknowledged"] == (
        2, ("detrimental, N01: Noise at night", "beneficial, N01: Neighbours talk"),
    )  # fmt: skip
    assert told["What residents say"] == (1, ("I know people now",))
    assert told["Independent evidence"] == (1, ("Meetings are open",))


def test_surveys_of_independent_evaluators_open_risks_and_what_waits_are_told(waves_store):
    send_at(waves_store, survey_workbook("Autumn 2024", date(2024, 10, 11), yes_of(300, 30)), datetime(2024, 10, 20))
    risk = {"reference": "R1", "risk": "The hall closes", "likelihood": "low", "impact": "high", "status": "open"}
    sheet = [list(risk), list(risk.values()), ["R2", "Over", "low", "low", "closed"]]
    send_at(waves_store, workbook({"Instructions": [["Neighbourhood", "N01"], ["Month", "2025-01"]], "Risks": sheet}), datetime(2025, 2, 5))
    raised = {"kind": "issue", "thread": "Lights", "what": "Dark path", "date": date(2025, 1, 10)}
    send_at(waves_store, engagement_workbook("2025-01", [raised]), datetime(2025, 2, 5))
    told = found(waves_store)
    assert told["Independent evidence"] == (1, ("Residents' survey round, Autumn 2024, in 1 neighbourhood",))
    assert told["Risks that are open, to be acknowledged"] == (1, ("low likelihood, high impact, N01: The hall closes",))
    assert told["What residents raised, without an answer"] == (1, ("N01: Lights",))
    assert found(waves_store, "1")["Risks that are open, to be acknowledged"] == (0, ())  # sent after its cut-off


def test_a_correction_that_nobody_has_decided_about_is_open_until_somebody_does(copy_of):
    store = copy_of(accepted_by_a_person)
    for at, groups in ((datetime(2024, 10, 5), [{}]), (datetime(2025, 2, 5), [{}, {}])):
        upload = Upload("groups.xlsx", groups_workbook("2024-09", groups))
        receipt = submit(store, upload, "a test", at, tell_effect=False, restatement=CORRECTED)
        (return_id,) = (plan.return_id for plan in receipt.checked.plans)
        if len(groups) == 1:
            decide(store, return_id, "accepted", "a test", moment=at)
    number, (first,) = found(store)["Corrections to a stage that is over, not yet decided"]
    assert number == 1 and first.startswith("Groups, N01, September 2024: ")
    decide(store, return_id, "accepted", "a test", restatement=CORRECTED, moment=datetime(2025, 2, 6))
    assert found(store)["Corrections to a stage that is over, not yet decided"] == (0, ())


def accepted_by_a_person(database):
    set_up(database, programme_workbook(PLACES, acceptance="by a person"))


def test_nothing_on_record_is_said_and_never_left_out(waves_store):
    with waves_store.cursor() as cursor:
        text = read_beside_gate(beside_gate(Known(cursor), "1"))
    assert text["The first of them"].tolist() == ["none on record"] * 6

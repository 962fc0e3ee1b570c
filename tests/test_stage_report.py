"""What a report on a stage says: the words of the tables, sentences that follow from them by rule, and each thing in its part.

The programme began in May 2024: stage 1 ends on 31 October 2024, stage 2 on 30 April 2026. N01 is of the first wave.
"""

import re
import subprocess
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from lxml.etree import fromstring

from cdmon.acts.decide_stage import decide_stage, made
from cdmon.acts.write_words import write_words
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.reports.blocks import Bullets, Heading, Report, Table
from cdmon.reports.editable import docx
from cdmon.reports.scope import Scope
from cdmon.reports.stage import DRAFT, PARTS, stage_report
from cdmon.reports.typeset import pdf
from cdmon.tables.effects import effects, read_effects
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.gate import gate, read_gate
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis, read_kpis
from cdmon.tables.milestones import milestones, read_milestones
from cdmon.tables.money_totals import money_by_year, money_totals, read_money_by_year, read_money_totals
from cdmon.tables.reached import reached, read_reached
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.tables.rounds import read_rounds, rounds
from cdmon.tables.threads import read_threads, thread_steps, threads
from cdmon.wording import day
from tests.pdf_ua import faults
from tests.reported import packed, texts
from tests.stored import PLACES, set_up
from tests.test_decide_stage import WHOLE
from tests.test_tables import send_at
from tests.workbooks import (
    activities_workbook,
    engagement_workbook,
    evidence_workbook,
    money_workbook,
    programme_workbook,
    survey_workbook,
    yes_of,
)

CAUSE = (
    r"\b(because|caused?|causes|led to|thanks to|as a result|results? (of|in)|owing to|due to|contributed|impact|effect of|made possible)\b"
)
RANK = r"\b(best|worst|top|bottom|rank\w*|league|leading|most improved|better than|worse than|ahead|behind)\b"
END = date(2026, 4, 30)


def whole(database):
    """Of N01 a rise in the survey, harm and good, a matter raised, activities and money; all of it sent before the end of stage 2."""
    set_up(database, programme_workbook(PLACES, reporting_months="6"))
    send_at(database, survey_workbook("Autumn 2024", date(2024, 10, 1), yes_of(300, 60)), datetime(2024, 10, 20))
    send_at(database, survey_workbook("Spring 2026", date(2026, 3, 1), yes_of(300, 120)), datetime(2026, 3, 20))
    seen = [
        {
            "kind": "observed effect",
            "what": "Two groups quarrelled",
            "effect": "detrimental",
            "intended": "unintended",
            "date": date(2025, 1, 9),
        },
        {
            "kind": "observed effect",
            "what": "A bench was mended",
            "effect": "beneficial",
            "intended": "intended",
            "date": date(2025, 1, 10),
        },
    ]
    send_at(database, evidence_workbook("2025-01", [row | {"observed_by": "resident"} for row in seen]), datetime(2025, 2, 5))
    raised = {"kind": "issue", "thread": "Lights", "what": "The path is dark", "date": date(2025, 1, 10)}
    send_at(database, engagement_workbook("2025-01", [raised]), datetime(2025, 2, 5))
    came = {"participants": 40, "new_participants": 12}
    send_at(database, activities_workbook("2025-01", [came]), datetime(2025, 2, 5))
    send_at(database, money_workbook("2025-01", [{"amount": 961}]), datetime(2025, 2, 5))


def reported(store, code="stage-2", until=None, number=None):
    with store.cursor() as cursor:
        return stage_report(Scope.of(Known(cursor), code, until), "7", number)


def part(report: Report, code: str) -> list[object]:
    """The blocks of one part of a report."""
    found, inside = [], False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text == load().report_parts[code].title
        elif inside:
            found.append(block)
    return found


def sentences(report: Report) -> list[str]:
    return [item for block in part(report, "summary") if isinstance(block, Bullets) for item in block.items]


def cells(report: Report) -> set[str]:
    return {cell for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row}


def test_each_part_that_the_definitions_name_is_made_and_stands_under_its_heading_in_their_order(copy_of):
    assert PARTS.keys() == load().report_parts.keys()
    headings = [block.text for block in reported(copy_of(whole)).blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == ["About this report", *(load().report_parts[code].title for code in load().reports["stage"].parts)]


def test_the_summary_says_what_the_figures_say_and_no_more(copy_of):
    """60 of 300, then 120 of 300: Wilson and Newcombe by hand."""
    told = sentences(reported(copy_of(whole)))
    rose = "rose from 20.0% (15.9–24.9) at the baseline to 40.0% (34.6–45.6); change +20.0 percentage points (12.7 to 27.0)"
    assert f"Community activity: residents who take part in community groups: {rose}." in told
    assert "Support and recognition: recognition of community groups (rated): not collected." in told
    assert "Residents who take part in community groups: better in 1 (N01 Quayside)." in told
    assert "Harm that somebody saw: 1 unintended, 0 intended." in told
    assert "Good that somebody saw: 0 unintended, 1 intended." in told
    assert any(each.startswith("1 matter that residents raised is on record; 1 of them without an answer.") for each in told)


def test_no_sentence_of_the_summary_tells_a_cause_or_ranks_anybody(example_database):
    for code in ("stage-1", "stage-2", "interim-12"):
        for sentence in sentences(reported(example_database, code)):
            assert not re.search(CAUSE, sentence, re.IGNORECASE), sentence
            assert not re.search(RANK, sentence, re.IGNORECASE), sentence


def test_every_number_of_the_report_is_that_of_the_tables_as_they_were_known_then(copy_of):
    store = copy_of(whole)
    found = cells(reported(store))
    with store.cursor() as cursor:
        then = Known(cursor, END)
        of_stage = {name: table[table["stage"] == 2] for name, table in (("kpis", kpis(then)), ("milestones", milestones(then)))}
        told = [
            read_factors(factors(then).query("verdict not in ['not collected', 'not pooled']"))[["Indicator", "Baseline", "Now", "Change"]],
            read_kpis(of_stage["kpis"].query("neighbourhood.isna()"))[["Indicator", "Baseline", "Now", "Change", "Verdict", "Target"]],
            read_milestones(of_stage["milestones"].query("neighbourhood.isna()"))[["Milestone", "Due", "State", "Evidence"]],
            read_gate(gate(then, 2)),
            read_effects(effects(then))[["What was seen", "When", "Neighbourhood"]],
            read_threads(threads(then), thread_steps(then))[["Residents raised", "What followed", "How it stands"]],
            read_money_totals(money_totals(then)),
            read_money_by_year(money_by_year(then)),
            read_reached(reached(then)),
            read_rounds(rounds(then)),
        ]
    for table in told:
        assert len(table), table.columns
        assert {cell for row in table.to_numpy().tolist() for cell in row} <= found


def test_every_text_of_the_report_is_in_the_pdf_which_is_pdf_ua_and_in_the_word_document(copy_of, poppler, tmp_path):
    report = reported(copy_of(whole))
    (tmp_path / "report.pdf").write_bytes(pdf(report))
    assert faults((tmp_path / "report.pdf").read_bytes()) == []
    told = subprocess.run([poppler, "-raw", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    with zipfile.ZipFile(BytesIO(docx(report))) as archive:
        written = "".join(fromstring(archive.read("word/document.xml")).itertext())
    for found in (packed(told.stdout.decode()), packed(written)):
        assert [text for text in texts(report) if packed(text) not in found] == []


def test_harm_stands_before_good_and_is_told_as_fully(copy_of):
    tables = [block for block in part(reported(copy_of(whole)), "effects") if isinstance(block, Table)]
    assert [table.caption for table in tables[1:]] == ["Effects: detrimental, the newest first", "Effects: beneficial, the newest first"]
    harm, good = tables[1:]
    assert harm.headings == good.headings
    assert (harm.rows[0][0], good.rows[0][0]) == ("Two groups quarrelled", "A bench was mended")


def test_a_report_holds_the_figures_of_its_cut_off_and_another_day_only_where_it_is_asked_for(copy_of):
    store = copy_of(whole)
    late = [{"kind": "observed effect", "what": "Seen after the stage", "effect": "detrimental", "intended": "unintended"}]
    send_at(store, evidence_workbook("2026-04", late), datetime(2026, 5, 8))
    assert "Seen after the stage" not in cells(reported(store))
    told = reported(store, until=date(2026, 5, 31))
    assert "Seen after the stage" in cells(told)
    assert dict(told.cover)["Figures as at"].startswith("31 May 2026")
    assert "came after that day" in dict(reported(store).cover)["Since that day"]


def test_where_nothing_is_on_record_each_part_says_so(waves_store):
    told = texts(reported(waves_store))
    parts = load().report_parts
    assert "No detrimental effect has been reported: that is not the same as none." in "".join(told)
    assert {parts[code].none for code in ("author", "raised", "restatements", "money")} <= set(told)


def test_the_authors_words_stand_in_a_part_of_their_own_paragraph_by_paragraph(copy_of):
    store = copy_of(whole)
    write_words(store, "stage-2", {"narrative": "It rained.\n\n= *Not* a heading", "recommendations": "Go on"}, "Ann")
    report = reported(store)
    assert [block.text for block in part(report, "author")[1:-1]] == [
        "What happened",
        "It rained.",
        "= *Not* a heading",
        "What is recommended",
        "Go on",
    ]
    assert not set(sentences(report)) & {"It rained.", "Go on"}
    assert "It rained." not in texts(reported(store, "stage-1"))


def test_a_decision_taken_after_the_cut_off_is_told_and_changes_no_figure(copy_of):
    store = copy_of(whole)
    before = cells(reported(store, "stage-1"))
    decide_stage(store, made(**WHOLE), "Ann")
    after = cells(reported(store, "stage-1"))
    assert "Places are chosen; the rest follows." in after
    assert before <= after


def test_a_draft_says_so_and_an_issued_report_has_its_number(copy_of):
    store = copy_of(whole)
    draft, issued = reported(store), reported(store, number=3)
    assert (dict(draft.cover)["Number"], DRAFT in draft.notices) == ("Draft", True)
    assert (dict(issued.cover)["Number"], DRAFT in issued.notices) == ("3", False)
    assert (draft.blocks, dict(draft.cover)["Data version"]) == (issued.blocks, "7")


def test_each_kind_of_report_has_its_title_and_an_interim_one_no_break_clause(copy_of):
    store = copy_of(whole)
    assert reported(store, "stage-1").title == "Findings of stage 1"
    assert reported(store).title == "Report on stage 2"
    interim = reported(store, "interim-12")
    assert interim.title == "Interim report, month 12"
    assert dict(interim.cover)["Figures as at"].startswith("30 April 2025")
    assert not part(interim, "gate")
    assert not any(each.startswith("Criteria") for each in sentences(interim))


@pytest.mark.parametrize(
    ("code", "until", "said"),
    [
        ("stage-9", None, "This programme has no report stage-9. Its reports are: stage-1,"),
        ("stage-4", None, "Stage 4 has not begun"),
        ("stage-2", date(2024, 6, 1), f"Stage 2 began on {day(date(2024, 11, 1))}. Choose a later day."),
        ("stage-1", date(2024, 5, 1), "On 1 May 2024 no programme had been set up yet."),
    ],
)
def test_what_there_is_no_report_of_is_refused_with_the_reason(copy_of, code, until, said):
    with pytest.raises(Refusal, match=re.escape(said)):
        reported(copy_of(whole), code, until)


def test_the_corrections_of_a_finished_stage_are_told_with_both_figures(copy_of):
    store = copy_of(whole)
    send_at(store, survey_workbook("Autumn 2024", date(2024, 10, 1), yes_of(300, 90)), datetime(2026, 6, 20))
    with store.cursor() as cursor:
        told = read_restatements(restatements(Known(cursor)))
    report = reported(store)
    shown = next(block for block in part(report, "restatements") if isinstance(block, Table))
    assert {(row[3], row[4]) for row in shown.rows} == set(zip(told["Before"], told["After"], strict=True))
    assert any("20.0% (15.9–24.9)" in each for each in sentences(report))  # as it was known at the end of the stage
    assert "1 figure of a finished stage was corrected." in sentences(report)

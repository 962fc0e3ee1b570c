"""KPIs, milestones, the overview and the list of returns: what went in and what must come out."""

from datetime import date, datetime
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from cdmon.acts.decide import decide
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.blank import blank
from cdmon.returns.submit import submit
from cdmon.tables.board import returns_due
from cdmon.tables.factors import pool
from cdmon.tables.known import Known, waves_in_use
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import milestones, read_milestones
from cdmon.tables.modes import mode_in_words, modes, modes_now
from cdmon.tables.overview import overview
from cdmon.tables.own_milestones import interim_reports
from cdmon.tables.programme import stage_dates, waves_named
from cdmon.tables.returns import returns
from cdmon.tables.settings import about_neighbourhood, settings
from cdmon.workbooks.cells import Upload
from tests import stored
from tests.conftest import CORRECTED, send
from tests.flat import flat
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, table, workbook, yes_of

STAGE_COLUMNS = ["stage", "title", "first_month", "last_month", "break_clause", "begins"]
PLACES = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second"), ("N03", "Fields", 7000, "third")]


def signoffs(rows: list[dict[str, object]], month: str = "2024-10") -> bytes:
    return workbook({"Instructions": [["Month", month]], "Sign-offs": table(rows)})


def signed(milestone: str, reached_on: date, neighbourhood: str | None = None, **other: str) -> dict[str, object]:
    said = {"evidence": "Report", "signed_off_by": "Steering group"} | other
    return {"milestone": milestone, "neighbourhood": neighbourhood, "reached_on": reached_on} | said


def milestone(database: Database, code: str, neighbourhood: str | None = None, as_at: date | None = None) -> dict[str, object]:
    with database.cursor() as cursor:
        found = milestones(Known(cursor, as_at)).query("milestone == @code")
    of = found[found["neighbourhood"].isna() if neighbourhood is None else found["neighbourhood"] == neighbourhood]
    (row,) = of.to_dict("records")
    return row


# Stages and programme


def test_the_handbooks_stages_in_dates(database):
    send(database, programme_workbook(PLACES, "2024-05"))
    with database.cursor() as cursor:
        stages = Known(cursor).programme.stages
    assert [(s.number, s.first_month, s.last_month, s.starts, s.ends, s.break_clause) for s in stages] == [
        (1, 1, 6, date(2024, 5, 1), date(2024, 10, 31), True),
        (2, 7, 24, date(2024, 11, 1), date(2026, 4, 30), True),
        (3, 25, 42, date(2026, 5, 1), date(2027, 10, 31), True),
        (4, 43, 60, date(2027, 11, 1), date(2029, 4, 30), False),
    ]


def test_a_programme_may_have_stages_of_its_own(database):
    own = {"Stages": [["Stage", "First month", "Last month", "Break clause at its end"], [1, 1, 3, "no"], [2, 4, 12, "yes"]]}
    send(database, programme_workbook(PLACES, "2024-05", own))
    with database.cursor() as cursor:
        stages = Known(cursor).programme.stages
        assert {row.stage for row in milestones(Known(cursor)).itertuples()} == {1, 2}
    assert [(s.first_month, s.last_month, s.ends, s.break_clause) for s in stages] == [
        (1, 3, date(2024, 7, 31), False),
        (4, 12, date(2025, 4, 30), True),
    ]


PILOT = {  # a programme of three stages and a single wave, which begins in the first
    "Stages": [
        ["Stage", "Title", "First month", "Last month", "Break clause at its end", "Waves that begin"],
        [1, "Listening", 1, 3, "no", "Pilot estates"],
        [2, "Doing", 4, 9, "yes", None],
        [3, "Handing over", 10, 12, "no", None],
    ],
    "Own waves": [["Wave", "Title"], ["pilot", "Pilot estates"]],
}
ESTATES = [("N01", "Quayside", 1500, "pilot"), ("N02", "Hill Top", 1400, "PILOT ESTATES"), ("N03", "Fields", 1300, None)]


def test_a_programme_has_stages_with_titles_of_its_own_and_a_wave_in_its_own_word(database):
    send(database, programme_workbook(ESTATES, "2025-01", PILOT))
    with database.cursor() as cursor:
        known = Known(cursor)
        assert [(stage.title, f"{stage.starts:%Y-%m}", f"{stage.ends:%Y-%m}", stage.begins) for stage in known.programme.stages] == [
            ("Listening", "2025-01", "2025-03", ("pilot",)),
            ("Doing", "2025-04", "2025-09", ()),
            ("Handing over", "2025-10", "2025-12", ()),
        ]
        assert [(wave.code, wave.title) for wave in waves_in_use(known)] == [("pilot", "Pilot estates")]
        assert overview(known)["wave"].tolist() == ["pilot"] * 3  # by its word, by its title, and left empty: the first there is
        owed = returns_due(known, known.programme, 12)
    assert owed.loc[owed["begun"], "month"].drop_duplicates().tolist() == [f"2025-{month:02}" for month in range(1, 13)]


def test_the_pool_of_a_wave_in_its_own_word_holds_its_neighbourhoods_alone(database):
    waves = {"Own waves": [["Wave"], ["harbour"], ["hills"]]}
    send(database, programme_workbook([("N01", "Quayside", 1500, "harbour"), ("N02", "Hill Top", 1400, "hills")], "2024-05", waves))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 60), neighbourhood="N02"))
    with database.cursor() as cursor:
        pooled = {
            wave: pool(Known(cursor), wave).set_index("indicator").loc["residents_active", "baseline"] for wave in ("harbour", "hills")
        }
        assert [wave.title for wave in waves_in_use(Known(cursor))] == ["Harbour", "Hills"]
    assert {wave: (told.value, told.n) for wave, told in pooled.items()} == {"harbour": (0.07, 300), "hills": (0.2, 300)}


@pytest.mark.parametrize(
    ("stages", "waves", "begins"),
    [
        ([1, 2, 3, 4], [], {2: ("first",), 3: ("second",), 4: ("third",)}),
        ([1, 2], [], {2: ("first",)}),  # as before: the others do not begin
        ([1, 2, 3, 4, 5], ["a", "b", "c", "d"], {2: ("a",), 3: ("b",), 4: ("c",), 5: ("d",)}),
        ([], ["pilot"], {2: ("pilot",)}),  # the handbook's stages
        ([1, 2, 3], ["First", "extra"], {2: ("first",), 3: ("extra",)}),  # the handbook's word is the handbook's wave
    ],
)
def test_where_no_stage_says_which_waves_begin_they_begin_one_a_stage_from_the_second_on(stages, waves, begins):
    listed = pd.DataFrame([(n, f"Stage {n}", 6 * n - 5, 6 * n, "", "") for n in stages], columns=STAGE_COLUMNS)
    named = waves_named(pd.DataFrame([(word, "") for word in waves], columns=["wave", "title"]))
    assert {stage.number: stage.begins for stage in stage_dates(date(2024, 5, 1), listed, named) if stage.begins} == begins


@pytest.mark.parametrize(("looked_at_from", "month"), [(date(2024, 5, 1), 1), (date(2026, 10, 31), 30), (date(2029, 4, 30), 60)])
def test_the_programme_month_is_counted_from_the_start_month(database, looked_at_from, month):
    send(database, programme_workbook(PLACES, "2024-05", reference_date=looked_at_from))
    with database.cursor() as cursor:
        assert Known(cursor).programme.month == month


# Milestones


@pytest.mark.parametrize(
    ("as_at", "state"),
    [
        (date(2027, 8, 1), "not due"),  # 91 days before: 30 more in August, 30 in September, 31 in October
        (date(2027, 8, 2), "due soon"),
        (date(2027, 10, 31), "due soon"),  # its last day
        (date(2027, 11, 1), "late"),
    ],
)
def test_a_milestone_is_due_soon_90_days_before_it_is_due_and_late_after_it(database, as_at, state):
    submit(database, Upload("set-up.xlsx", programme_workbook(PLACES)), "a test", datetime(2024, 5, 2))
    found = milestone(database, "stage_3_progress_report", as_at=as_at)
    assert (found["state"], found["due"], found["due_month"]) == (state, date(2027, 10, 31), 42)


def test_a_signed_off_milestone_is_met_and_says_who_signed_when_and_how_late(database):
    send(database, programme_workbook(PLACES))
    send(database, signoffs([signed("stage_1_recommendations", date(2024, 10, 28)), signed("stage_1_relationships", date(2024, 11, 3))]))
    found = milestone(database, "stage_1_recommendations")
    assert (found["state"], found["evidence"]) == ("met", "Report; signed off by Steering group, 28 October 2024")
    found = milestone(database, "stage_1_relationships")
    assert found["state"] == "met late" and found["evidence"].endswith("3 November 2024 (3 days after it was due)")


def test_what_does_not_apply_says_why_and_is_never_late(database):
    own = {"Milestones": [["Code", "Does not apply because"], ["stage_1_review", "Reviewed before the programme began"]]}
    send(database, programme_workbook(PLACES, sheets=own))
    found = milestone(database, "stage_1_review", "N01")
    assert (found["state"], found["evidence"]) == ("not applicable", "does not apply: Reviewed before the programme began")
    row = signed("stage_1_baselines", date(2024, 10, 28), neighbourhood="N01", outcome="n/a", evidence="Nobody lives there any more")
    send(database, signoffs([row]))  # though it is shown by figures
    found = milestone(database, "stage_1_baselines", "N01")
    assert found["state"] == "not applicable"
    assert found["evidence"] == "does not apply: Nobody lives there any more; signed off by Steering group, 28 October 2024"


def test_baselines_are_shown_by_the_figures_of_each_neighbourhood_of_the_wave(database):
    send(database, programme_workbook(PLACES))
    assert milestone(database, "stage_1_baselines", "N01")["state"] == "late"
    send(database, survey_workbook("Autumn 2024", date(2024, 10, 1), yes_of(300, 21)))
    send(database, groups_workbook("2024-10", [{}]))
    found = milestone(database, "stage_1_baselines", "N01")
    assert (found["state"], found["evidence"]) == (
        "late",
        "Participation in community activities: Residents who take part in community groups, Autumn 2024; "
        "Profile of the community sector: Community groups running, October 2024; missing: Interaction between community and agencies, "
        "Community development input there is, Meeting spaces and grant schemes",
    )
    assert [part.indicator for part in found["parts"]] == ["residents_active", "groups_counting", "", "", ""]
    stored.other_baselines(database)
    found = milestone(database, "stage_1_baselines", "N01")
    assert found["state"] == "met late"
    assert (
        "; Interaction between community and agencies: Responsiveness of agencies (rated), September 2024; Community development input "
        "there is: Community development workers (WTE), September 2024; Meeting spaces and grant schemes: Meeting spaces groups can use, "
        "August 2024; sent "
    ) in found["evidence"]
    with database.cursor() as cursor:
        of = milestones(Known(cursor)).query("milestone.str.endswith('baselines')")
    assert list(zip(of["stage"], of["neighbourhood"], strict=True)) == [(1, "N01"), (2, "N02"), (3, "N03")]


def send_at(database: Database, content: bytes, at: datetime) -> str:
    receipt = submit(database, Upload("return.xlsx", content), "a test", at, tell_effect=False, restatement=CORRECTED)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def baselines(database: Database, **set_up: str) -> str:
    """Send N01's residents' survey in October 2024, and its register of that month on 8 November; return the register's return_id."""
    send_at(database, programme_workbook(PLACES, **set_up), datetime(2024, 5, 2))
    stored.other_baselines(database)
    survey = send_at(database, survey_workbook("Autumn 2024", date(2024, 10, 1), yes_of(300, 21)), datetime(2024, 10, 20))
    if set_up:
        decide(database, survey, "accepted", "Bea", moment=datetime(2024, 10, 21))
    return send_at(database, groups_workbook("2024-10", [{}]), datetime(2024, 11, 8, 12))


def shown(database: Database, as_at: date | None = None, provisional: bool = False) -> str:
    with database.cursor() as cursor:
        found = milestones(Known(cursor, as_at, provisional), "N01")
    _, sent, rest = str(found.set_index("milestone").loc["stage_1_baselines", "evidence"]).partition("sent ")
    return sent + rest


def test_a_baseline_is_as_late_as_when_it_was_first_sent_however_often_it_is_sent_again(database):
    first = baselines(database)
    assert shown(database) == "sent 8 November 2024 (8 days after it was due)"
    send_at(database, groups_workbook("2024-10", [{"links": None}]), datetime(2026, 11, 20))  # the same once more
    assert shown(database) == "sent 8 November 2024 (8 days after it was due)"
    decide(database, first, "withdrawn", "Ann", "Of another neighbourhood", CORRECTED, moment=datetime(2026, 11, 21))
    assert shown(database) == "sent 20 November 2026 (750 days after it was due)"  # what is withdrawn was not sent
    assert shown(database, date(2026, 11, 20)) == "sent 8 November 2024 (8 days after it was due)"


def test_the_day_on_which_somebody_accepts_a_baseline_makes_it_no_later(database):
    first = baselines(database, acceptance="by a person")
    assert shown(database) == ""
    assert shown(database, provisional=True) == "sent 8 November 2024, waiting for a decision (8 days after it was due)"
    decide(database, first, "accepted", "Bea", moment=datetime(2024, 11, 26))
    assert shown(database) == "sent 8 November 2024, accepted 26 November (8 days after it was due)"
    again = send_at(database, groups_workbook("2024-10", [{"links": None}]), datetime(2025, 1, 3))
    decide(database, again, "accepted", "Bea", restatement=CORRECTED, moment=datetime(2025, 1, 6))
    assert shown(database) == "sent 8 November 2024, accepted 26 November (8 days after it was due)"


def test_a_version_without_the_figure_does_not_hold_the_baseline(database):
    send_at(database, programme_workbook(PLACES), datetime(2024, 5, 2))
    stored.other_baselines(database)
    send_at(database, groups_workbook("2024-10", [{}]), datetime(2024, 10, 31))
    for at, question in ((datetime(2024, 10, 20), "q2"), (datetime(2024, 11, 1), "q1")):
        send_at(database, survey_workbook("Autumn 2024", date(2024, 10, 1), yes_of(300, 21, question)), at)
    assert shown(database) == "sent 1 November 2024 (1 day after it was due)"


def test_any_one_of_its_indicators_shows_a_part_and_the_first_of_them_counts(database):
    send_at(database, programme_workbook(PLACES), datetime(2024, 5, 2))
    stored.counted(database, "grant_schemes", [0], "2024-06")  # that there are none is known, too
    stored.counted(database, "meeting_spaces", [3], "2024-08")
    found = milestone(database, "stage_1_baselines", "N01")
    assert found["evidence"].startswith("Meeting spaces and grant schemes: Grant schemes open to groups, June 2024; missing: Participation")


OWN_MILESTONES = [
    ["Code", "Title", "Stage", "Due in month of its stage", "Due month", "Waves", "Shown by", "Later figure too", "Signed off by"],
    ["residents_asked", "Residents asked", 1, None, None, "pilot", "residents_active", None, None],
    ["hub_opened", "Hub opened", 2, 4, None, None, None, None, "Steering group"],
    ["asked_again", "Residents asked again", 3, None, 11, "pilot", "residents_active", "yes", None],
]


def test_a_programme_of_three_stages_has_milestones_of_its_own_and_none_of_the_handbooks(database):
    """Months 1 to 3, 4 to 9 and 10 to 12, of which month 1 is January 2025. N01 was asked in March and in November, N02 in March."""
    send_at(database, programme_workbook(ESTATES[:2], "2025-01", {**PILOT, "Milestones": OWN_MILESTONES}), datetime(2025, 1, 2))
    for place, on in (("N01", date(2025, 3, 1)), ("N02", date(2025, 3, 2)), ("N01", date(2025, 11, 10))):
        sent_on = datetime(on.year, on.month, 20)
        send_at(database, survey_workbook(f"{on:%B %Y}", on, yes_of(300, 21), neighbourhood=place, purpose=None), sent_on)
    send_at(database, signoffs([signed("hub_opened", date(2025, 8, 3))], "2025-08"), datetime(2025, 9, 1))
    with database.cursor() as cursor:
        found = milestones(Known(cursor, date(2025, 12, 31)))
    assert found[["stage", "milestone", "neighbourhood", "due_month", "due", "state"]].fillna("").values.tolist() == [
        [1, "residents_asked", "N01", 3, date(2025, 3, 31), "met"],
        [1, "residents_asked", "N02", 3, date(2025, 3, 31), "met"],
        [2, "hub_opened", "", 7, date(2025, 7, 31), "met late"],  # month 4 of a stage that begins in month 4
        [3, "asked_again", "N01", 11, date(2025, 11, 30), "met"],
        [3, "asked_again", "N02", 11, date(2025, 11, 30), "late"],
    ]
    asked = "Residents who take part in community groups: "
    assert found["evidence"].tolist() == [
        f"{asked}March 2025; sent 20 March 2025",
        f"{asked}March 2025; sent 20 March 2025",
        "Report; signed off by Steering group, 3 August 2025 (3 days after it was due)",
        f"{asked}March 2025 and November 2025; sent 20 November 2025",
        "",
    ]
    assert read_milestones(found)["Evidence"].tolist()[4] == "none yet; missing: Residents who take part in community groups"


def test_sign_offs_and_their_template_know_the_programmes_milestones(database):
    send(database, programme_workbook(ESTATES, "2025-01", {**PILOT, "Milestones": OWN_MILESTONES}))
    offered = load_workbook(BytesIO(blank(database, "signoffs")))["Sign-offs"].data_validations.dataValidation
    assert '"residents_asked,hub_opened,asked_again"' in [each.formula1 for each in offered]
    receipt = submit(
        database,
        Upload("signed.xlsx", signoffs([signed("stage_1_review", date(2025, 2, 1)), signed("asked_again", date(2025, 10, 1))], "2025-10")),
        "a test",
    )
    told = {(each.code, each.cell): each.message for each in receipt.checked.problems}
    assert set(told) == {("cell-unknown-milestone", "A2"), ("signoff-neighbourhood", "B3")}
    assert "residents_asked, hub_opened, asked_again" in told["cell-unknown-milestone", "A2"]


UNTITLED = [["Stage", "First month", "Last month"], [1, 1, 3], [2, 4, 12]]
TITLED = [["Stage", "Title", "First month", "Last month"], [1, "Listening", 1, 3], [2, None, 4, 12]]


@pytest.mark.parametrize(
    ("said", "stages", "hold"),
    [(None, None, True), ("no", None, False), (None, UNTITLED, True), (None, TITLED, False), ("yes", TITLED, True)],
)
def test_the_handbooks_milestones_hold_where_the_stages_are_the_handbooks_or_the_set_up_says_so(database, said, stages, hold):
    send(database, programme_workbook(PLACES, sheets={"Stages": stages} if stages else {}, handbook_milestones=said))
    with database.cursor() as cursor:
        found = set(milestones(Known(cursor))["milestone"])
    numbers = {row[0] for row in stages[1:]} if stages else {1, 2, 3, 4}
    assert found == {code for code, each in load().milestones.items() if hold and each.stage in numbers}


def test_a_row_switches_one_of_the_handbooks_milestones_on_or_off_or_changes_it(database):
    rows = [["Code", "Switched on", "Due in month of its stage"], ["stage_1_review", "no", None], ["stage_1_recommendations", None, 4]]
    send(database, programme_workbook(PLACES, sheets={"Milestones": rows}))
    with database.cursor() as cursor:
        found = milestones(Known(cursor)).set_index("milestone")
    assert "stage_1_review" not in found.index
    assert len(found.index.unique()) == len(load().milestones) - 1
    changed = found.loc["stage_1_recommendations"]
    assert (changed["title"], changed["stage"], changed["due_month"]) == ("Recommendations for stage 2 made", 1, 4)


def test_a_single_milestone_of_the_handbooks_can_hold_in_another_programme_of_its_first_wave(database):
    rows = [["Code", "Switched on"], ["stage_1_baselines", "yes"]]
    send(database, programme_workbook(ESTATES[:1], "2025-01", {**PILOT, "Milestones": rows}))
    with database.cursor() as cursor:
        assert milestones(Known(cursor))[["milestone", "neighbourhood"]].values.tolist() == [["stage_1_baselines", "N01"]]


def test_a_follow_up_is_no_baseline(database):
    send(database, programme_workbook(PLACES))
    stored.other_baselines(database)
    send(database, groups_workbook("2024-10", [{}]))
    send(database, survey_workbook("Autumn 2026", date(2026, 10, 1), yes_of(300, 21), purpose="follow-up"))
    assert milestone(database, "stage_1_baselines", "N01")["state"] == "late"


# Modes, and what else a set-up says


def test_a_neighbourhoods_modes_follow_from_its_wave(database):
    """Baselines in the stage before its wave begins, intensive work in that stage (less so in the third wave), maintenance after it."""
    send(database, programme_workbook(PLACES))
    with database.cursor() as cursor:
        table = modes(Known(cursor)).pivot(index="neighbourhood", columns="stage", values="mode")
    assert table.values.tolist() == [
        ["baseline", "intensive", "maintenance", "maintenance"],
        ["not started", "baseline", "intensive", "maintenance"],
        ["not started", "not started", "baseline", "less intensive"],
    ]


MODES = {"Modes": [["Neighbourhood", "Stage", "Mode"], ["N02", 2, "Less intensive"], ["Fields", 1, "not started"]]}


@pytest.mark.parametrize(
    ("as_at", "now", "words"),
    [
        (
            date(2024, 12, 31),
            ["not started"] * 3,
            [
                "Not started; intensive work from January 2025 (stage 1)",
                "Not started; intensive work from January 2025 (stage 1)",
                "Not started; maintenance from April 2025 (stage 2)",
            ],
        ),
        (
            date(2025, 3, 31),
            ["intensive", "intensive", "not started"],
            [
                "Intensive work since January 2025 (stage 1); maintenance from April 2025 (stage 2)",
                "Intensive work since January 2025 (stage 1); less intensive work from April 2025 (stage 2)",
                "Not started; maintenance from April 2025 (stage 2)",
            ],
        ),
        (
            date(2025, 12, 31),
            ["maintenance"] * 3,
            [
                "Maintenance since April 2025 (stage 2)",
                "Maintenance since October 2025 (stage 3)",
                "Maintenance since April 2025 (stage 2)",
            ],
        ),
        (
            date(2026, 1, 1),
            [""] * 3,
            [
                "The programme has ended; at last: maintenance since April 2025 (stage 2)",
                "The programme has ended; at last: maintenance since October 2025 (stage 3)",
                "The programme has ended; at last: maintenance since April 2025 (stage 2)",
            ],
        ),
    ],
)
def test_a_programme_of_three_stages_says_its_modes_now_and_next(database, as_at, now, words):
    """Its one wave begins in stage 1, of months 1 to 3; months 4 to 9 and 10 to 12 follow. The set-up says otherwise of N02 and of N03."""
    send_at(database, programme_workbook(ESTATES, "2025-01", {**PILOT, **MODES}), datetime(2024, 12, 1))
    with database.cursor() as cursor:
        known = Known(cursor, as_at)
        assert modes_now(known).tolist() == now
        assert overview(known)["mode"].tolist() == now
        assert [mode_in_words(known, place) for place in ("N01", "N02", "N03")] == words


def test_what_a_set_up_says_of_a_neighbourhood_and_of_the_programme_is_shown(database):
    places = [
        ["Code", "Name", "Population", "Team", "Why it was chosen"],
        ["N01", "Quayside", 6500, "Team North", "Residents asked for it."],
        ["N02", "Hill Top", 6000, None, None],
    ]
    said = {"commissioner": "Riverton Council", "reporting_months": "6", "financial_year": "September"}
    send(database, programme_workbook([], sheets={"Neighbourhoods": places}, reference_date=date(2026, 10, 31), **said))
    with database.cursor() as cursor:
        known = Known(cursor)
        table = settings(known)
        assert [about_neighbourhood(known, place) for place in ("N01", "N02")] == [
            "Maintenance since May 2026 (stage 3). Team: Team North. Why it was chosen: Residents asked for it.",
            "Maintenance since May 2026 (stage 3).",
        ]
    told = dict(zip(table["Setting"], table["As set up"], strict=True))
    assert {column.title for column in load().datasets["programme"].sheet("programme").columns} < set(told)
    assert (told["Start month"], told["Looked at from"]) == ("May 2024", "31 October 2026")
    assert [told[title] for title in ("Commissioner", "Months between reports", "Financial year begins in")] == list(said.values())
    assert (told["Days for returns"], told["Handbook's milestones"]) == ("not set", "not set")
    stage = table[table["Setting"] == "Stage 2: Pilot work in the first-wave neighbourhoods"].values.tolist()
    assert [row[1:] for row in stage] == [
        [
            "months 7 to 24, 1 November 2024 to 30 April 2026",
            "Begins here: First wave. Break clause at its end: evidence counts until 30 April 2026; the commissioner must confirm that it "
            "goes on by its last day (how many months of notice there are is not set up); if nothing is decided, the programme ends.",
        ]
    ]


# KPIs


def test_a_kpi_has_a_row_for_each_stage_begun_and_the_programme_and_neighbourhoods_it_concerns(database):
    targets = {
        "Targets": [
            ["KPI", "Neighbourhood", "Target", "To be reached by"],
            ["people_active", None, "12%", "2026-10"],
            ["people_active", "N01", 0.15, None],
        ]
    }
    send(database, programme_workbook(PLACES, sheets=targets))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)))
    send(database, survey_workbook("2026", date(2026, 4, 1), yes_of(300, 36)))
    with database.cursor() as cursor:
        frame = flat(kpis(Known(cursor)))
        alone = flat(kpis(Known(cursor), "N01"))
    codes = [code for kpi in load().kpis.values() for code in kpi.indicators]
    assert list(frame["indicator"]) == codes * 4
    active = frame[frame["indicator"] == "residents_active"].reset_index(drop=True)
    # stages 2 and 3 have begun, which the first and the second wave are about; the third wave's N03 has no row before stage 4
    places = active["neighbourhood"].fillna("programme")
    assert list(zip(places, active["stage"], strict=True)) == [("programme", 2), ("programme", 3), ("N01", 2), ("N02", 3)]
    assert active["target"].fillna(0).tolist() == [0, 0.12, 0.15, 0]  # one that names no stage stands in the last one begun
    assert active["target_by"].tolist() == ["", "2026-10", "", ""]
    assert active["verdict"].tolist() == ["rose", "not collected", "rose", "not collected"]
    assert active["change_value"].round(2).tolist()[::2] == [0.05, 0.05]
    pd.testing.assert_frame_equal(alone, frame[frame["neighbourhood"] == "N01"].reset_index(drop=True), check_dtype=False)


# Overview and returns


def test_the_overview_has_a_row_for_each_neighbourhood(database):
    send(database, programme_workbook(PLACES))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)))
    send(database, survey_workbook("2026", date(2026, 10, 1), yes_of(300, 36)))
    send(database, survey_workbook("2024", date(2024, 10, 1), yes_of(300, 30), neighbourhood="N02"))
    send(database, groups_workbook("2026-09", [{}, {}]))
    stored.other_baselines(database)
    with database.cursor() as cursor:
        frame = overview(Known(cursor))
    figures = [(told.value, told.n) if told is not None else (-1, -1) for told in frame["active"]]
    groups = [told.value if told is not None else -1 for told in frame["groups"]]
    shown = frame[["neighbourhood", "name", "wave", "population"]].values.tolist()
    rest = zip(frame["verdict"], groups, frame["last_return"], strict=True)
    assert [[*place, *figure, *said] for place, figure, said in zip(shown, figures, rest, strict=True)] == [
        ["N01", "Quayside", "first", 6500, 0.12, 300, "rose", 2, "2026-09"],
        ["N02", "Hill Top", "second", 6000, 0.10, 300, "baseline only", -1, ""],
        ["N03", "Fields", "third", 7000, -1, -1, "not collected", -1, ""],
    ]
    assert frame["milestones_late"].tolist() == [1, 1, 0]  # N01's review is not signed off; N02 has no register


def test_the_last_return_is_the_one_sent_last_and_says_of_what(database):
    """N01 corrects an old month last; N02 sends two returns at once, of which the later month counts, then withdraws a later one."""
    stored.set_up(database)
    stored.accepted(database, datetime(2025, 1, 9), month="2024-12", dataset="activities")
    stored.accepted(database, datetime(2025, 1, 20), month="2024-11", dataset="support")
    for dataset, month in (("groups", "2024-11"), ("groups", "2024-12"), ("activities", "2024-12")):
        stored.sent(database, datetime(2025, 1, 10), month=month, dataset=dataset, place="N02")
    taken_back = stored.sent(database, datetime(2025, 1, 30), month="2025-01", place="N02")
    stored.happened(database, taken_back, "withdrawn", datetime(2025, 1, 31))
    with database.cursor() as cursor:
        found = Known(cursor).read("last_returns", datasets=["groups", "activities", "support"])
        then = Known(cursor, date(2025, 1, 9)).read("last_returns", datasets=["groups", "activities", "support"])
    assert found.sort_values("neighbourhood").values.tolist() == [
        ["N01", "2024-11", "support", datetime(2025, 1, 20)],
        ["N02", "2024-12", "groups", datetime(2025, 1, 10)],
    ]
    assert then.values.tolist() == [["N01", "2024-12", "activities", datetime(2025, 1, 9)]]


def test_every_return_is_listed_and_the_one_that_counts_is_marked(programme_store):
    send(programme_store, groups_workbook("2024-10", [{}]), "first.xlsx")
    send(programme_store, groups_workbook("2024-10", [{}, {}]), "second.xlsx")
    with programme_store.cursor() as cursor:
        frame = returns(Known(cursor))
    listed = frame[["file_name", "dataset", "neighbourhood", "period", "rows", "state", "current"]]
    assert listed.values.tolist() == [
        ["second.xlsx", "groups", "N01", "2024-10", 2, "accepted", True],
        ["first.xlsx", "groups", "N01", "2024-10", 1, "accepted", False],
        ["return.xlsx", "programme", "", "", 3, "accepted", True],
    ]


def test_an_interim_report_is_a_milestone_of_each_interval_but_at_the_end_of_a_stage(database):
    """Every 6 months in stages that end with months 6, 24, 42 and 60: months 12, 18, 30, 36, 48 and 54. That of month 12 was made late."""
    send_at(database, programme_workbook(PLACES, reporting_months=6), datetime(2024, 5, 2))
    send_at(database, signoffs([signed("interim_report_12", date(2025, 5, 3))], "2025-05"), datetime(2025, 6, 5))
    with database.cursor() as cursor:
        listed = milestones(Known(cursor, date(2025, 10, 1)))
    reports = listed[listed["milestone"].str.startswith("interim_report")]
    told = reports[["title", "stage", "due", "state"]].itertuples(index=False, name=None)
    assert list(told)[:3] == [
        ("Interim report, month 12", 2, date(2025, 4, 30), "met late"),
        ("Interim report, month 18", 2, date(2025, 10, 31), "due soon"),
        ("Interim report, month 30", 3, date(2026, 10, 31), "not due"),
    ]
    assert list(reports["due_month"]) == [12, 18, 30, 36, 48, 54]


@pytest.mark.parametrize(
    ("every", "months"),
    [(None, []), (60, []), (4, [4, 8, 12, 16, 20, 28, 32, 36, 40, 44, 48, 52, 56]), (7, [7, 14, 21, 28, 35, 49, 56])],
)
def test_the_months_of_interim_reports(every, months):
    """Of 4, month 24 is the end of a stage; of 7, month 42 is."""
    found = interim_reports(every, [(1, 1, 6), (2, 7, 24), (3, 25, 42), (4, 43, 60)])
    assert [each.due_month for each in found] == months

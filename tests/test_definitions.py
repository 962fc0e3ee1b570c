"""The shipped definitions: complete, fitting together, computing what they say; and a faulty one is refused by name."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path

import duckdb
import pytest

from cdmon.definitions import FOLDER, DefinitionError, load
from cdmon.estimates import lines, substantive
from cdmon.parts.columns import Column, Sheet
from cdmon.parts.indicators import LINES, Indicator
from cdmon.parts.part import Option
from cdmon.parts.surveys import Question

DEFINITIONS = load()
PROPORTIONS = [i for i in DEFINITIONS.indicators.values() if i.kind == "proportion"]
RATINGS = [i for i in DEFINITIONS.indicators.values() if i.kind == "rating"]
SQL_TYPES = {"text": "VARCHAR", "choice": "VARCHAR", "month": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}

CONNECTION = duckdb.connect(config={"threads": 1})

Row = dict[str, object]


def sheet_of(indicator: Indicator) -> Sheet:
    return DEFINITIONS.datasets[indicator.dataset].sheet(indicator.sheet)


def columns_of(sheet: Sheet) -> dict[str, str]:
    """Return the SQL type of each column of a sheet, its survey questions among them."""
    questions = DEFINITIONS.surveys[sheet.questions].questions if sheet.questions else []
    return {part.code: SQL_TYPES[part.type] for part in (*sheet.columns, *questions)}


def questions_of(indicator: Indicator) -> list[Question]:
    """Return the survey questions an indicator uses."""
    return DEFINITIONS.needed(indicator)


def compute(indicator: Indicator, rows: list[Row]) -> tuple[float, ...]:
    """Return (numerator, denominator) of a proportion or share, (value,) of any other kind, over these rows; what is not given is NULL."""
    types = columns_of(sheet_of(indicator))
    with CONNECTION.cursor() as connection:
        connection.execute(f"CREATE TEMP TABLE sheet ({', '.join(f'{code} {kind}' for code, kind in types.items())})")
        for row in rows:
            connection.execute(f"INSERT INTO sheet ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        if indicator.kind == "proportion":
            figures = f"count(*) FILTER (WHERE {indicator.numerator}), count({indicator.numerator})"
        elif indicator.kind == "share":
            figures = ", ".join(map(lines, (f"({indicator.numerator}) AND ({indicator.denominator})", indicator.denominator)))
        else:
            figures = indicator.value
        (result,) = connection.execute(f"SELECT {figures} FROM ({substantive('sheet', questions_of(indicator))})").fetchall()
    return tuple(result)


# What there is


def test_stages_are_months_1_to_6_7_to_24_25_to_42_and_43_to_60():
    assert [(s.number, s.first_month, s.last_month) for s in DEFINITIONS.stages.values()] == [
        (1, 1, 6),
        (2, 7, 24),
        (3, 25, 42),
        (4, 43, 60),
    ]


def test_the_commissioner_may_stop_after_every_stage_but_the_last():
    assert [s.break_clause for s in DEFINITIONS.stages.values()] == [True, True, True, False]


def test_there_are_six_factors_and_each_has_an_indicator():
    assert list(DEFINITIONS.factors) == [1, 2, 3, 4, 5, 6]
    assert {i.factor for i in DEFINITIONS.indicators.values()} == {1, 2, 3, 4, 5, 6}


def test_each_factor_has_its_headline_and_the_order_of_the_table_is_that_of_the_lines():
    assert DEFINITIONS.on_line("headline") == [
        "residents_active",
        "groups_counting",
        "mutual_aid",
        "health_benefited",
        "recognition_rated",
        "responsiveness_rated",
    ]
    for factor in DEFINITIONS.factors.values():
        lines = [DEFINITIONS.indicators[code].line for code in factor.indicators]
        assert lines == sorted(lines, key=LINES.index)


def test_the_second_lines_are_those_that_figure_2_asks_for():
    second = {
        number: [code for code in factor.indicators if DEFINITIONS.indicators[code].line == "second"]
        for number, factor in DEFINITIONS.factors.items()
    }
    assert second == {
        1: ["says_active", "formal_volunteering", "volunteering_monthly", "meets_others_monthly", "activities_held"],
        2: ["groups_new", "groups_closed", "community_sector_groups", "hubs", "range_of_issues", "networking_rated", "confidence_rated"],
        3: ["nobody_to_turn_to", "enough_friends", "gives_receives_and_has_friends"],
        4: ["health_harmed", "improvements_recognised"],
        5: ["cd_input", "meeting_spaces", "grant_schemes", "outside_funding", "knows_groups"],
        6: ["service_changes", "can_influence"],
    }


def test_what_ten_organisations_of_a_neighbourhood_say_is_the_programmes():
    assert set(DEFINITIONS.on_line("programme")) == {i.code for i in DEFINITIONS.indicators.values() if i.dataset == "sector"}


def test_what_is_neither_better_nor_worse_is_neutral():
    assert {i.code for i in DEFINITIONS.indicators.values() if i.higher_is_better is None} == {
        "cd_input", "hubs", "community_sector_share", "testimonies", "grants_awarded",
        "groups_new", "groups_closed", "agencies_met", "receiving_help", "first_timers",
    }  # fmt: skip
    assert {i.code for i in DEFINITIONS.indicators.values() if i.higher_is_better is False} == {"nobody_to_turn_to", "health_harmed"}


def test_titles_are_unlike_one_another_and_say_nothing_of_causes():
    titles = [i.title for i in DEFINITIONS.indicators.values()]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if re.search(r"benefit|harm|impact|because|thanks to|led to|result of", title)]


def numbers(survey: str, letter: str) -> list[int]:
    """Return the numbers of the handbook's questions, each once, in the survey's order; questions of other letters are our own."""
    found = [re.fullmatch(rf"{letter}(\d+)[a-z]?", code) for code in DEFINITIONS.questions(survey)]
    return list(dict.fromkeys(int(match[1]) for match in found if match))


def test_the_residents_survey_has_the_28_questions_in_29_parts_and_four_of_our_own():
    assert numbers("residents", "q") == list(range(1, 29))
    codes = list(DEFINITIONS.questions("residents"))
    assert codes == [*(f"q{n}" for n in range(1, 23)), "q23a", "q23b", "q24", "q25a", "q26", "q27", "q28", "x1", "x2", "x3", "x4"]


def test_the_sector_survey_has_ten_questions_the_fifth_in_seven_items():
    assert numbers("sector", "s") == list(range(1, 11))
    assert [code for code in DEFINITIONS.questions("sector") if code.startswith("s5")] == ["s5a", "s5b", "s5c", "s5d", "s5e", "s5f", "s5g"]


def test_every_stage_has_milestones_and_only_stage_4_is_inferred():
    inferred = {stage: {m.inferred for m in DEFINITIONS.milestones.values() if m.stage == stage} for stage in DEFINITIONS.stages}
    assert inferred == {1: {False}, 2: {False}, 3: {False}, 4: {True}}


def test_milestones_fall_due_within_their_stage():
    for milestone in DEFINITIONS.milestones.values():
        stage = DEFINITIONS.stages[milestone.stage]
        assert stage.first_month <= (milestone.due_month or stage.last_month) <= stage.last_month


def test_the_four_increases_are_kpis_of_each_wave_in_its_stage():
    from_handbook = {k.code: k.indicators for k in DEFINITIONS.kpis.values() if not k.inferred}
    assert from_handbook == {
        "people_active": ["residents_active", "formal_volunteering"],
        "groups_strengthened": ["groups_counting", "networking_rated", "confidence_rated", "range_of_issues"],
        "community_activity": ["activities_held", "participants"],
        "productive_interaction": ["responsiveness_rated", "service_changes", "sector_positive_relationship", "can_influence"],
    }
    assert not any(k.stages or k.waves for k in DEFINITIONS.kpis.values())  # each stage, for the waves that begin in it
    assert [list(s.begins) for s in DEFINITIONS.stages.values()] == [[], ["first"], ["second"], ["third"]]


def test_every_factor_has_a_kpi():
    assert {DEFINITIONS.indicators[code].factor for k in DEFINITIONS.kpis.values() for code in k.indicators} == {1, 2, 3, 4, 5, 6}


# Answers and columns


def answer_lists() -> Iterator[tuple[str, list[Option]]]:
    """Yield the options of every column and question that has any."""
    for dataset in DEFINITIONS.datasets.values():
        for sheet in dataset.sheets:
            yield from ((f"{dataset.code} {sheet.code} {c.code}", c.options) for c in sheet.columns if c.options)
    for survey in DEFINITIONS.surveys.values():
        yield from ((f"{survey.code} {q.code}", q.options) for q in survey.questions if q.options)


def bare(text: str) -> str:
    """Return a text as the most forgiving reader might compare it: without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", text.casefold())


@pytest.mark.parametrize(("where", "options"), [pytest.param(*each, id=each[0]) for each in answer_lists()])
def test_no_spelling_stands_for_two_answers(where: str, options: list[Option]):
    spellings = [spelling for o in options for spelling in {bare(s) for s in (o.code, o.title, *o.spellings)}]
    assert sorted(spellings) == sorted(set(spellings))


@pytest.mark.parametrize("question", [pytest.param(q, id=q.code) for s in DEFINITIONS.surveys.values() for q in s.questions])
def test_a_question_offers_answers_exactly_when_it_is_a_choice(question: Question):
    assert bool(question.options) == (question.type == "choice")


def test_no_answer_of_the_residents_survey_is_read_from_the_number_2_but_where_the_handbook_numbers_them():
    read = [(q.code, o.code) for q in DEFINITIONS.questions("residents").values() for o in q.options if "2" in o.spellings]
    assert read == [("q5", "at least once a month")]


def test_whether_health_became_better_or_worse_is_never_read_from_a_plain_yes():
    spellings = {bare(s) for o in DEFINITIONS.questions("residents")["q24"].options for s in (o.code, o.title, *o.spellings)}
    assert "yes" not in spellings
    assert {"better", "worse"} <= spellings


def valid(column: Column, example: str) -> bool:
    """Return whether the check would accept this example in this column."""
    codes = {"kpis": DEFINITIONS.kpis, "milestones": DEFINITIONS.milestones, "indicators": DEFINITIONS.monthly}
    known = codes.get(str(column.refers_to))
    if known is not None:
        return example in known
    if column.options:
        return bare(example) in {bare(s) for o in column.options for s in (o.code, o.title, *o.spellings)}
    if column.type == "month":
        return bool(datetime.strptime(example, "%Y-%m"))
    if column.type == "date":
        return bool(datetime.strptime(example, "%Y-%m-%d"))
    if column.type in ("integer", "number"):
        number = int(example) if column.type == "integer" else float(example)
        return (column.minimum is None or number >= column.minimum) and (column.maximum is None or number <= column.maximum)
    return column.pattern is None or bool(re.fullmatch(column.pattern, example))


COLUMNS = [pytest.param(c, id=f"{d.code}-{s.code}-{c.code}") for d in DEFINITIONS.datasets.values() for s in d.sheets for c in s.columns]


@pytest.mark.parametrize("column", COLUMNS)
def test_the_example_of_a_column_is_a_value_it_accepts(column: Column):
    assert valid(column, column.example) if column.example else not column.required
    assert bool(column.options) == (column.type == "choice" or column.refers_to == "aspects")  # which the programme adds to


# What indicators compute


@pytest.mark.parametrize("indicator", [pytest.param(i, id=i.code) for i in DEFINITIONS.indicators.values() if i not in RATINGS])
def test_without_rows_every_figure_is_nought(indicator: Indicator):
    assert all(figure in (0, None) for figure in compute(indicator, []))


def told_apart(indicator: Indicator, question: Question) -> list[object]:
    """Return the answers to a question that an indicator names, and one for all that it does not, which are the same to it."""
    codes = [option.code for option in question.options if option.substantive]
    named = [code for code in codes if f"'{code}'" in indicator.numerator.replace("''", "'")]
    return [*named, *[code for code in codes if code not in named][:1]] if codes else [0, 3]


def completions(given: tuple[object, ...], indicator: Indicator) -> Iterator[tuple[object, ...]]:
    """Yield all answers that somebody may have who left some questions of an indicator open (None); none where they are against routing."""
    questions = questions_of(indicator)
    open_to = (
        [None, *told_apart(indicator, question)] if answer is None else [answer] for answer, question in zip(given, questions, strict=True)
    )
    for answers in product(*open_to):
        whole = {question.code: answer for question, answer in zip(questions, answers, strict=True)}
        due = [all(whole[code] in needed for code, needed in question.asked_if.items() if code in whole) for question in questions]
        if [answer is not None for answer in answers] == due:
            yield answers


@pytest.mark.parametrize("indicator", [pytest.param(i, id=i.code) for i in PROPORTIONS])
def test_in_the_base_is_exactly_whose_answers_decide_however_the_open_ones_would_turn_out(indicator: Indicator):
    questions = questions_of(indicator)
    everyone = list(product(*([None, *told_apart(indicator, question)] for question in questions)))
    with CONNECTION.cursor() as connection:
        connection.execute(f"CREATE TEMP TABLE sheet ({', '.join(f'{q.code} {SQL_TYPES[q.type]}' for q in questions)})")
        connection.executemany(f"INSERT INTO sheet VALUES ({', '.join('?' * len(questions))})", everyone)
        found = connection.execute(f"SELECT {indicator.numerator}, * FROM sheet").fetchall()
    outcomes = {tuple(answers): outcome for outcome, *answers in found}
    for answers in everyone:
        possible = {outcomes[whole] for whole in completions(answers, indicator)}
        assert not possible or outcomes[answers] == (possible.pop() if len(possible) == 1 else None), answers


@pytest.mark.parametrize("indicator", [pytest.param(i, id=i.code) for i in PROPORTIONS])
def test_who_did_not_answer_or_does_not_know_is_not_in_the_base(indicator: Indicator):
    questions = questions_of(indicator)
    assert questions
    unsaid = [{q.code: o.code for q in questions for o in q.options if o.code == code} for code in ("don't know", "refused")]
    assert compute(indicator, [{"respondent": "R1"}, *({"respondent": "R2", **row} for row in unsaid)]) == (0, 0)


def test_residents_active():
    rows = [
        {"q1": "yes", "q2": "no"},
        {"q1": "no", "q2": "yes"},
        {"q1": "yes", "q2": "yes"},
        {"q1": "no", "q2": "no"},
        {"q1": "refused", "q2": "yes"},  # a yes to one is enough
        {"q1": "refused", "q2": "no"},  # a no to one is not: outside the base, as are those that follow
        {"q1": "no"},
        {"q1": "don't know", "q2": "refused"},
    ]
    assert compute(DEFINITIONS.indicators["residents_active"], rows) == (4, 5)


def test_mutual_aid():
    rows = [
        {"q7": "yes", "q20": "no", "q8": "no", "q21": "yes"},  # gave to a friend, received from a neighbour
        {"q7": "yes", "q20": "yes", "q8": "yes", "q21": "yes"},
        {"q7": "yes", "q20": "yes", "q8": "no", "q21": "no"},  # gives only
        {"q7": "no", "q20": "no", "q8": "yes", "q21": "no"},  # receives only
        {"q7": "no", "q20": "no", "q8": "no", "q21": "no"},
        {"q7": "no", "q20": "no", "q8": "refused", "q21": "don't know"},  # gives none: whatever was received, not both
        {"q7": "yes", "q20": "yes", "q8": "refused", "q21": "don't know"},  # nothing said about receiving: outside the base
        {"q7": "yes", "q20": "yes", "q8": "no", "q21": "don't know"},  # nor known here
    ]
    assert compute(DEFINITIONS.indicators["mutual_aid"], rows) == (2, 6)


def test_gives_receives_and_has_friends():
    both = {"q7": "yes", "q8": "yes"}  # gives and receives
    rows = [
        both | {"q9": "every month"},
        both | {"q9": "never"},
        {"q7": "don't know", "q9": "less than monthly"},  # too few friends, whatever the rest
        both | {"q9": "don't know"},  # outside the base
        {"q7": "yes", "q8": "no", "q9": "every week"},  # may have received a favour
    ]
    assert compute(DEFINITIONS.indicators["gives_receives_and_has_friends"], rows) == (1, 3)


HEALTH: list[Row] = [
    {"q23a": "yes", "q24": "better"},
    {"q23a": "yes", "q24": "better"},
    {"q23a": "yes", "q24": "worse"},
    {"q23a": "yes", "q24": "no effect"},
    {"q23a": "no"},  # takes part in nothing: in the base, neither benefited nor harmed
    {"q23a": "no"},
    {"q23a": "yes", "q24": "don't know"},
    {"q23a": "yes"},
    {"q23a": "refused"},
    {"q24": "better"},  # was asked it, so goes to one
]


def test_health_benefited():
    assert compute(DEFINITIONS.indicators["health_benefited"], HEALTH) == (3, 7)


def test_health_harmed():
    assert compute(DEFINITIONS.indicators["health_harmed"], HEALTH) == (1, 7)


GROUPS: list[Row] = [
    {"name": "Lunch club", "contact": "yes", "open_to_residents": "yes", "status": "active", "annual_income": 0},
    {"name": "Allotments", "contact": "yes", "open_to_residents": "yes", "status": "new", "annual_income": 10000},
    {"name": "Boxing gym", "contact": "yes", "open_to_residents": "yes", "status": "active", "annual_income": 10000.01},
    {"name": "Choir", "contact": "yes", "open_to_residents": "yes", "status": "active"},  # income not known
    {"name": "Darts team", "contact": "yes", "open_to_residents": "no", "status": "active", "annual_income": 100},
    {"name": "Litter pickers", "contact": "no", "open_to_residents": "yes", "status": "active", "annual_income": 100},
    {"name": "Scouts", "contact": "yes", "open_to_residents": "yes", "status": "dormant", "annual_income": 100},
    {"name": "Bingo", "contact": "yes", "open_to_residents": "yes", "status": "closed", "annual_income": 100},
]


def test_groups_counting():
    assert compute(DEFINITIONS.indicators["groups_counting"], GROUPS) == (4,)


def test_community_sector_groups_have_10000_pounds_or_less_and_a_known_income():
    assert compute(DEFINITIONS.indicators["community_sector_groups"], GROUPS) == (2,)


def test_a_month_of_activities_whose_hours_nobody_knows_has_no_figure_for_hours():
    rows = [
        {"activity": "Lunch club", "participants": 20},
        {"activity": "Lunch club", "participants": 0},
        {"activity": "Walk", "participants": 7},
    ]
    figures = [compute(DEFINITIONS.indicators[code], rows) for code in ("activities_held", "participants", "volunteer_hours")]
    assert figures == [(3,), (27,), (None,)]


def test_groups_closed_or_merged_are_counted_whether_or_not_they_counted_before():
    rows = [{"status": "closed", "contact": "no"}, {"status": "merged"}, {"status": "closed"}, {"status": "dormant"}, {"status": "active"}]
    assert compute(DEFINITIONS.indicators["groups_closed"], rows) == (3,)


SECTOR = {  # by indicator: the question, the answers in the numerator, the other answers of the base, those outside it
    "sector_success": (
        "s1",
        ["very successful", "fairly successful"],
        ["not very successful", "not at all successful"],
        ["don't know", "refused", None],
    ),
    "sector_confidence": (
        "s2",
        ["very confident", "fairly confident"],
        ["not very confident", "not at all confident"],
        ["don't know", "refused", None],
    ),
    "sector_satisfied_with_support": (
        "s3",
        ["very satisfied", "satisfied"],
        ["neither", "dissatisfied", "very dissatisfied"],
        ["don't know", "refused", None],
    ),
    "sector_supported": ("s4", ["yes"], ["no"], ["don't know", "refused", None]),
    "sector_influence": (
        "s6",
        ["very satisfied", "satisfied"],
        ["neither", "dissatisfied", "very dissatisfied"],
        ["don't know", "refused", None],
    ),
    "sector_positive_relationship": (
        "s7",
        ["very positive", "positive"],
        ["neither", "negative", "very negative"],
        ["don't know", "no answer", None],
    ),
    "community_sector_share": (
        "s10",
        ["no income", "under £5,000", "£5,000 to £10,000"],
        ["over £10,000 to £100,000", "over £100,000", "over £10,000"],
        ["don't know", "refused", None],
    ),
    **{
        f"agencies_{code}": (f"s5{item}", ["strongly agree", "agree"], ["neither", "disagree", "strongly disagree"], ["refused", None])
        for item, code in zip("abcdefg", ["value", "respect", "understand", "inform", "consult", "involve", "act"], strict=True)
    },
}


@pytest.mark.parametrize("code", SECTOR)
def test_of_organisations_the_better_answers_count_and_every_answer_is_the_base(code: str):
    question, better, others, outside = SECTOR[code]
    indicator = DEFINITIONS.indicators[code]
    assert [q.code for q in questions_of(indicator)] == [question]
    assert {*better, *others} == {option.code for option in questions_of(indicator)[0].options if option.substantive}
    rows = [{"respondent": "V1", question: answer} for answer in (*better, *others, *outside)]
    assert compute(indicator, rows) == (len(better), len(better) + len(others))


@pytest.mark.parametrize(
    ("code", "question", "good", "other"),
    [
        ("small_groups_positive_relationship", "s7", "positive", "neither"),
        ("small_groups_satisfied_with_support", "s3", "very satisfied", "dissatisfied"),
    ],
)
def test_of_small_groups_only_those_with_10000_pounds_or_less_are_in_the_base(code: str, question: str, good: str, other: str):
    bands = ["no income", "under £5,000", "£5,000 to £10,000", "over £10,000", "over £10,000 to £100,000", "over £100,000", "refused", None]
    rows = [{"s10": band, question: answer} for band in bands for answer in (good, other, "don't know", None)]
    assert compute(DEFINITIONS.indicators[code], rows) == (3, 6)


@pytest.mark.parametrize(
    ("numerator", "codes"),
    [
        ("q2 = 'yes'", ["q2"]),
        ("q22 = 'yes'", ["q22"]),
        ("q22 = 'yes' OR q2 = 'yes'", ["q2", "q22"]),
        ("q23a = 'yes' AND q23b = 'less often'", ["q23a", "q23b"]),
        ("q1 IN ('q2', 'don''t q3 know')", ["q1"]),  # an answer is no question
        ("len([q FOR q IN [q1,q10] IF q = 'yes']) > 1", ["q1", "q10"]),
    ],
)
def test_the_questions_of_an_indicator_are_those_of_its_expression(numerator: str, codes: list[str]):
    indicator = DEFINITIONS.indicators["residents_active"].model_copy(update={"numerator": numerator})
    assert DEFINITIONS.question_codes(indicator) == codes


SUPPORT: list[Row] = [
    {"kind": "meeting space", "status": "in place", "hours_a_week": 20},
    {"kind": "meeting space", "status": "new"},
    {"kind": "meeting space", "status": "ended"},
    {"kind": "grant scheme", "status": "in place", "amount": 5000},
    {"kind": "grant scheme", "status": "ended"},
    {"kind": "grant award", "status": "new", "amount": 500},
    {"kind": "grant award", "status": "new", "amount": 250.5},
    {"kind": "cd input", "status": "in place", "wte": 1},
    {"kind": "cd input", "status": "new", "wte": 0.5},
    {"kind": "cd input", "status": "ended", "wte": 2},
    {"kind": "outside funding", "status": "new", "amount": 12000},
    {"kind": "pooled money", "status": "new", "amount": 800},
    {"kind": "in kind", "status": "new", "amount": 90},
]


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("meeting_spaces", 2),
        ("grant_schemes", 1),
        ("grants_awarded", 750.5),  # 500 + 250.50
        ("cd_input", 1.5),  # 1 + 0.5
        ("outside_funding", 12000),
    ],
)
def test_support(code: str, figure: float):
    assert compute(DEFINITIONS.indicators[code], SUPPORT) == (figure,)


def test_a_month_of_support_without_awards_or_posts_has_none_of_them():
    figures = [compute(DEFINITIONS.indicators[code], SUPPORT[:1]) for code in ("grants_awarded", "cd_input", "outside_funding")]
    assert figures == [(0,), (0,), (0,)]


ENGAGEMENT: list[Row] = [
    {"kind": "agency present", "agency": "Housing", "met_before": "no"},
    {"kind": "agency present", "agency": "Housing", "met_before": "yes"},  # at the month's second meeting
    {"kind": "agency present", "agency": "Police"},  # nobody said whether they had met before
    {"kind": "response", "agency": "Housing", "met_before": "no"},
    {"kind": "result", "outcome": "service change"},
    {"kind": "result", "outcome": "improvement"},
    {"kind": "result", "outcome": "no change"},
    {"kind": "issue", "outcome": "improvement"},
]


@pytest.mark.parametrize(("code", "figure"), [("agencies_met", 3), ("service_changes", 2)])
def test_engagement(code: str, figure: float):
    assert compute(DEFINITIONS.indicators[code], ENGAGEMENT) == (figure,)


def test_testimonies():
    rows = [{"kind": "testimony"}, {"kind": "testimony"}, {"kind": "achievement"}, {"kind": "observed effect"}]
    assert compute(DEFINITIONS.indicators["testimonies"], rows) == (2,)


COUNTS_AS_A_GROUP: Row = {"contact": "yes", "open_to_residents": "yes", "status": "active"}


def test_of_the_groups_whose_partners_are_known_those_with_any_worked_with_another():
    rows = [{**COUNTS_AS_A_GROUP, "links": links} for links in (0, 1, 5, None)] + [{**COUNTS_AS_A_GROUP, "links": 3, "contact": "no"}]
    assert compute(DEFINITIONS.indicators["groups_networked"], rows) == (2, 3)


def test_every_aspect_has_a_rating_of_its_own():
    def is_of(indicator: Indicator, aspect: str) -> bool:
        condition = indicator.model_copy(update={"value": f"count(*) FILTER (WHERE {indicator.denominator})"})
        return compute(condition, [{"aspect": aspect}]) == (1,)

    aspects = [option.code for option in DEFINITIONS.datasets["ratings"].sheet("ratings").column("aspect").options]
    assert {aspect: [i.code for i in RATINGS if is_of(i, aspect)] for aspect in aspects} == {
        "networking": ["networking_rated"],
        "confidence": ["confidence_rated"],
        "recognition": ["recognition_rated"],
        "responsiveness": ["responsiveness_rated"],
    }


@pytest.mark.parametrize("indicator", [pytest.param(i, id=i.code) for i in RATINGS])
def test_the_value_of_a_rating_is_the_level_of_a_row(indicator: Indicator):
    assert compute(indicator, [{"level": "3"}]) == (3,)


# Indicator sheets


def test_what_counts_residents_hides_small_numbers_and_what_counts_organisations_does_not():
    hiding = {(i.dataset, i.counts_people) for i in PROPORTIONS}
    assert hiding == {("residents", True), ("sector", False)}


@pytest.mark.parametrize("indicator", [pytest.param(i, id=i.code) for i in DEFINITIONS.indicators.values()])
def test_every_definition_has_an_owner_and_is_reviewed_within_a_year_or_so(indicator: Indicator):
    assert indicator.owner in {"Independent evaluator", "Team leader"}
    assert 0 < (indicator.next_review - indicator.date_reviewed).days <= 366


# Faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "definitions")


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a fault: in this file, the first `old` becomes `new`."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def rename(old: str, new: str) -> Callable[[Path], None]:
    """Return a fault: this file bears another name."""

    def change(folder: Path) -> None:
        (folder / old).rename(folder / new)

    return change


FAULTS = {
    "unknown key": (replace("factors.yaml", "- number: 1\n", "- number: 1\n  colour: red\n"), "factors.yaml", "colour"),
    "missing key": (replace("stages.yaml", "  first_month: 7\n", ""), "stages.yaml", "first_month"),
    "key given twice": (
        replace("kpis.yaml", "  indicators: [mutual_aid]\n", "  indicators: [hubs]\n  indicators: [mutual_aid]\n"),
        "kpis.yaml",
        "twice",
    ),
    "code given twice": (replace("kpis.yaml", "code: groups_strengthened", "code: people_active"), "kpis.yaml", "twice"),
    "unquoted yes": (replace("questions/residents.yaml", 'code: "yes"', "code: yes"), "residents.yaml", "valid string"),
    "text for a number": (replace("stages.yaml", "first_month: 7", 'first_month: "7"'), "stages.yaml", "first_month"),
    "not YAML": (replace("milestones.yaml", "waves: [first]", "waves: [first"), "milestones.yaml", "line"),
    "file named otherwise": (rename("indicators/hubs.yaml", "indicators/hub.yaml"), "hub.yaml", "named after its code"),
    "indicator without factor": (replace("indicators/hubs.yaml", "factor: 2", "factor: 7"), "indicators/hubs.yaml", "7"),
    "indicator without sheet": (replace("indicators/hubs.yaml", "sheet: groups", "sheet: group"), "indicators/hubs.yaml", "'group'"),
    "proportion without base": (replace("indicators/belonging.yaml", "denominator", "value"), "indicators/belonging.yaml", "denominator"),
    "base without words": (
        replace("indicators/belonging.yaml", "denominator_words: ", "unit_words: "),
        "belonging.yaml",
        "unit_words",
    ),
    "count without words": (
        replace("indicators/hubs.yaml", "value_words: ", "denominator_words: "),
        "indicators/hubs.yaml",
        "needs value_words",
    ),
    "indicator of nobody": (replace("indicators/hubs.yaml", "owner: Team leader\n", ""), "hubs.yaml", "owner"),
    "rating of three levels": (
        replace("indicators/networking_rated.yaml", "  - groups plan and act together\n", ""),
        "indicators/networking_rated.yaml",
        "4 levels",
    ),
    "rating without levels": (
        replace("indicators/networking_rated.yaml", "kind: rating", "kind: count"),
        "networking_rated.yaml",
        "levels",
    ),
    "no line": (replace("indicators/hubs.yaml", "line: second\n", ""), "indicators/hubs.yaml", "line"),
    "line of no name": (replace("indicators/hubs.yaml", "line: second", "line: first"), "indicators/hubs.yaml", "line"),
    "no headline": (replace("indicators/mutual_aid.yaml", "line: headline", "line: second"), "factors.yaml 3", "not 0"),
    "two headlines": (replace("indicators/nobody_to_turn_to.yaml", "line: second", "line: headline"), "factors.yaml 3", "not 2"),
    "lines out of order": (
        replace("factors.yaml", "[mutual_aid, nobody_to_turn_to,", "[nobody_to_turn_to, mutual_aid,"),
        "factors.yaml 3",
        "order",
    ),
    "neutral KPI": (replace("kpis.yaml", "[groups_counting,", "[hubs,"), "kpis.yaml groups_strengthened", "neutral"),
    "KPI without any indicator": (replace("kpis.yaml", "[mutual_aid]", "[]"), "kpis.yaml mutual_aid", "needs an indicator"),
    "total of what is no flow": (
        replace("kpis.yaml", "cumulative: [service", "cumulative: [can_influence, service"),
        "kpis.yaml",
        "adds up",
    ),
    "results of no kind": (replace("factors.yaml", "results: [improvement,", "results: [no change,"), "factors.yaml", "results"),
    "history without the version": (replace("indicators/hubs.yaml", "\nversion: 1", "\nversion: 2"), "indicators/hubs.yaml", "history"),
    "history after the review": (replace("indicators/hubs.yaml", "date: 2026-11-01", "date: 2026-11-02"), "indicators/hubs.yaml", "dates"),
    "review before the last one": (replace("indicators/hubs.yaml", "next_review: 2027", "next_review: 2025"), "hubs.yaml", "dates"),
    "KPI without indicator": (replace("kpis.yaml", "can_influence]", "influence]"), "kpis.yaml", "'influence'"),
    "milestone without stage": (replace("milestones.yaml", "stage: 4", "stage: 5"), "milestones.yaml", "5"),
    "milestone shown by nothing": (replace("milestones.yaml", "[residents_active]", "[residents]"), "milestones.yaml", "'residents'"),
    "stage that begins no wave": (replace("stages.yaml", "begins: [third]", "begins: [fourth]"), "stages.yaml", "'fourth'"),
    "milestone of no wave": (replace("milestones.yaml", "waves: [third]", "waves: [fourth]"), "milestones.yaml", "'fourth'"),
    "routing by no question": (replace("questions/residents.yaml", "asked_if: {q4:", "asked_if: {q44:"), "residents.yaml", "'q44'"),
    "routing by no answer": (
        replace("questions/residents.yaml", 'asked_if: {q4: ["yes"]}', "asked_if: {q4: [often]}"),
        "residents.yaml",
        "'often'",
    ),
}


@pytest.mark.parametrize(("fault", "file", "hint"), [pytest.param(*each, id=name) for name, each in FAULTS.items()])
def test_a_fault_is_refused_with_the_name_of_its_file(folder: Path, fault: Callable[[Path], None], file: str, hint: str):
    fault(folder)
    with pytest.raises(DefinitionError) as refusal:
        load(folder)
    assert file in str(refusal.value)
    assert hint in str(refusal.value)


def test_an_unchanged_copy_of_the_folder_loads(folder: Path):
    assert load(folder) == DEFINITIONS

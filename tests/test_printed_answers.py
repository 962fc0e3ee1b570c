"""Every answer that the handbook prints is read, and those of the surveys it quotes: question, answer as printed, what is stored."""

from datetime import date

import pytest

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.recompute import recompute
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.workbooks.values import reader
from tests.conftest import send
from tests.workbooks import survey_workbook

SURVEYS = {"q": "residents", "s": "sector", "x": "residents"}
AGREEMENT = [  # of Understanding Society and the Community Life Survey, in the words of both
    ("Strongly agree", "strongly agree"),
    ("Definitely agree", "strongly agree"),
    ("Agree", "agree"),
    ("Tend to agree", "agree"),
    ("Neither agree nor disagree", "neither"),
    ("Tend to disagree", "disagree"),
    ("Disagree", "disagree"),
    ("Definitely disagree", "strongly disagree"),
    ("Strongly disagree", "strongly disagree"),
]
SATISFACTION = [
    ("Very satisfied", "very satisfied"),
    ("Fairly satisfied", "satisfied"),
    ("Neither satisfied nor dissatisfied", "neither"),
    ("Fairly dissatisfied", "dissatisfied"),
    ("Very dissatisfied", "very dissatisfied"),
]
YES_NO = [("Yes", "yes"), ("No", "no")]
PRINTED = {
    "q5": [
        ("1. at least once a week", "at least once a week"),
        ("1", "at least once a week"),
        ("2. at least once a month", "at least once a month"),
        ("2", "at least once a month"),
        ("3. at least once every three months", "at least once every three months"),
        ("3", "at least once every three months"),
        ("4. or less often?", "less often"),
        ("4", "less often"),
        ("5. Other", "other"),
        ("5", "other"),
        ("Every day", "at least once a week"),
        ("6. Don’t know", "don't know"),
        ("6", "don't know"),
    ],
    "q9": [
        ("Every week", "every week"),
        ("Every month", "every month"),
        ("month", "every month"),
        ("Every day", "every week"),
        ("Every day or almost every day", "every week"),
        ("less than monthly", "less than monthly"),
    ],
    "q23b": [
        ("Once a month or more", "once a month or more"),
        ("Every day", "once a month or more"),
        ("About once in three months", "about once in three months"),
        ("Less often than once in three months", "less often"),
    ],
    "q25a": [
        ("A wide choice – plenty to choose from", "wide choice"),
        ("A fair number", "fair number"),
        ("Very few – not enough choice", "very few"),
    ],
    "s7": [
        ("Very positive influence", "very positive"),
        ("Positive influence", "positive"),
        ("Neither positive nor negative influence", "neither"),
        ("Neither", "neither"),
        ("Negative influence", "negative"),
        ("Very negative influence", "very negative"),
        ("Don’t know", "don't know"),
        ("No answer", "no answer"),
    ],
    "s10": [
        ("No income", "no income"),
        ("< £5K", "under £5,000"),
        ("<£5K", "under £5,000"),
        ("£5-£10K", "£5,000 to £10,000"),
        ("£5K–£10K", "£5,000 to £10,000"),
        ("£5 -£10K", "£5,000 to £10,000"),
        ("£10-£100K", "over £10,000 to £100,000"),
        ("> £10k", "over £10,000"),  # a slip of the handbook's, read as it stands: above the line of the community sector
    ],
    # where the handbook prints none: those of the survey that it quotes
    **dict.fromkeys(("q12", "q14", "q15", "q16", "q17", "q18", "q22", *(f"s5{item}" for item in "abcdefg")), AGREEMENT),
    **dict.fromkeys(("s3", "s6", "x4"), SATISFACTION),
    **dict.fromkeys(("q1", "q2", "q3", "q4", "q6", "q7", "q8", "q19", "q20", "q21", "q23a", "q26", "q27", "s4", "x1", "x2"), YES_NO),
    "q13": [*YES_NO, ("Depends on the issue", "depends on the issue")],
    "s1": [
        ("Very successful", "very successful"),
        ("Fairly successful", "fairly successful"),
        ("Not very successful", "not very successful"),
        ("Not at all successful", "not at all successful"),
    ],
    "s2": [
        ("Very confident", "very confident"),
        ("Fairly confident", "fairly confident"),
        ("Not very confident", "not very confident"),
        ("Not at all confident", "not at all confident"),
    ],
}
OURS = {"q10", "q24", "x3"}  # no answers printed there, and none in the survey it quotes
CHOICES = {
    code: question for survey in ("residents", "sector") for code, question in load().questions(survey).items() if question.type == "choice"
}


@pytest.mark.parametrize(("code", "printed", "stored"), [(code, *each) for code, answers in PRINTED.items() for each in answers])
def test_a_printed_answer_is_read(code: str, printed: str, stored: str):
    assert reader(CHOICES[code].column())(printed) == stored


def test_every_question_with_answers_stands_in_the_table():
    assert PRINTED.keys() | OURS == CHOICES.keys()


def test_half_posts_are_posts():
    posts = reader(load().questions("sector")["s8"].column())
    assert [posts(answer) for answer in (2.5, "½", "1½", "0.5", 3)] == [2.5, 0.5, 1.5, 0.5, 3]


@pytest.mark.parametrize("code", CHOICES)
@pytest.mark.parametrize("silent", ["Don’t know", "Refused"])
def test_dont_know_and_refused_are_read_and_are_in_no_base(code: str, silent: str):
    stored = reader(CHOICES[code].column())(silent)
    assert stored in {option.code for option in CHOICES[code].options if not option.substantive}


@pytest.mark.parametrize("code", ["q12", "q22"])
def test_a_questionnaire_offers_five_answers_and_reads_yes_and_no_as_well(code: str):
    column = CHOICES[code].column()
    assert column.offered == ["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree", "Don't know", "Refused"]
    assert [reader(column)(answer) for answer in ("Yes", "no")] == ["yes", "no"]


THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)
ON_SCALE = [{"q12": answer} for answer in ["Tend to agree"] * 30 + ["Neither agree nor disagree"] * 40 + ["Definitely disagree"] * 30]
YES_OR_NO = [{"q12": answer} for answer in ["yes"] * 40 + ["no"] * 60]


def influence(database: Database) -> tuple[float, str, str]:
    """The share of N01's latest wave that can influence decisions, the verdict and the remark."""
    with database.cursor() as cursor:
        row = factors(Known(cursor), "N01").set_index("indicator").loc["can_influence"]
    return row["latest"].value, row["verdict"], row["remark"]


def test_who_takes_neither_side_is_in_the_base_of_can_influence(programme_store: Database):
    send(programme_store, survey_workbook("2024", THEN, ON_SCALE))
    send(programme_store, survey_workbook("2026", NOW, ON_SCALE))
    assert influence(programme_store)[0] == 30 / 100


def test_a_wave_that_asked_yes_or_no_keeps_its_figure_and_is_not_compared_with_one_on_the_scale(programme_store: Database):
    send(programme_store, survey_workbook("2024", THEN, YES_OR_NO, purpose="follow-up"))
    assert influence(programme_store)[0] == 40 / 100
    send(programme_store, survey_workbook("2025", date(2025, 10, 1), YES_OR_NO))
    send(programme_store, survey_workbook("2026", NOW, ON_SCALE))
    value, verdict, remark = influence(programme_store)
    assert (value, verdict) == (30 / 100, "not comparable")
    assert "asked “{0}” (yes or no), then “{0}”".format(load().questions("residents")["q12"].label) in remark


def test_figures_by_the_definition_of_before_are_renewed(programme_store: Database):
    """As an old store has them: the scale is not named, the version is 1."""
    send(programme_store, survey_workbook("2024", THEN, YES_OR_NO))
    old = "UPDATE estimates SET indicator_version = 1, asked = 'q12' WHERE indicator = 'can_influence'"
    programme_store.write(lambda cursor: cursor.execute(old))
    assert recompute(programme_store).renewed == 1
    with programme_store.cursor() as cursor:
        kept = cursor.execute("SELECT value, n, asked, indicator_version FROM estimates WHERE indicator = 'can_influence'").fetchall()
    assert kept == [(40 / 100, 100, "q12 (yes or no)", 2)]

"""What people type into a cell, and what it is taken for: only what cannot be mistaken."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdmon.database import open_database
from cdmon.definitions import load
from cdmon.parts.columns import Column, local_question
from cdmon.parts.part import Option
from cdmon.text import key, normal, shown
from cdmon.workbooks.days import read_date, read_month
from cdmon.workbooks.headings import columns_of
from cdmon.workbooks.values import read_integer, read_number, read_text, reader
from cdmon.workbooks.written import Unreadable

YES_NO = [
    Option(code="yes", title="Yes", spellings=["y", "true", "1"]),
    Option(code="no", title="No", spellings=["n", "false", "0"]),
    Option(code="don't know", title="Don't know", spellings=["dk"]),
]
read_choice = reader(Column(code="q1", title="Question", type="choice", help="", options=YES_NO))

NOT_NUMBER, NOT_WHOLE, NOT_DATE, NOT_MONTH = (Unreadable(f"cell-not-{what}") for what in ("number", "whole-number", "date", "month"))
UNSURE = Unreadable("cell-unsure")
PER_CENT, DATE_FOR_NUMBER = Unreadable("cell-per-cent"), Unreadable("cell-date-for-number")
DAY_FOR_MONTH = Unreadable("cell-day-for-month")
COMMA, SHORT_YEAR, MONTH_FIRST, WEEKDAY = map(Unreadable, ("cell-decimal-comma", "cell-short-year", "cell-month-first", "cell-weekday"))


@pytest.fixture(scope="module")
def cursor(made_stores):
    opened = open_database(str(made_stores["empty"]))
    with opened.cursor() as cursor:
        yield cursor
    opened.close()


@pytest.mark.parametrize("read", [read_text, read_number, read_integer, read_date, read_month, read_choice])
@pytest.mark.parametrize("blank", [None, "", " ", "\n", "\u00a0 \t", "\u202f\u200b\ufeff"])
def test_a_blank_cell_is_no_value(read, blank):
    assert read(blank) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Tuesday \n lunch\u00a0club ", "Tuesday lunch club"),
        ("Residents’ “own” group", 'Residents\' "own" group'),
        ("„Nord‟ ‚café‛", "\"Nord\" 'café'"),
        ("\u200eQuay\u00adside\u200b\u202f9\u2007", "Quayside 9"),  # marks that cannot be seen, and spaces of other widths
        ("Ｃａｆé – ৭", "Ｃａｆé – ৭"),
        (7.0, "7"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (date(2026, 3, 1), "01/03/2026"),
        ("007", "007"),
        ("a\x00b\x1bc", "a b c"),
        ("x" * 500, "x" * 500),
        ("x" * 501, Unreadable("cell-too-long")),
    ],
)
def test_text_is_what_stands_there_tidied(cell, text):
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3.0),
        (0.5, 0.5),
        ("3", 3.0),
        (" 1,200 ", 1200.0),
        ("£1,200", 1200.0),
        ("£ 1,234,567.50", 1234567.5),
        ("-4", -4.0),
        (".5", 0.5),
        ("12%", PER_CENT),
        ("½", 0.5),
        ("2½", 2.5),
        ("£1,200.50", 1200.5),
        ("-£5", -5.0),
        ("£-5", -5.0),
        ("−4", -4.0),
        ("１，２００．５", 1200.5),
        ("৭", 7.0),
        ("\u200e12\u00a0", 12.0),
        ("12,00", COMMA),  # neither 12 nor 1,200 for sure
        ("7,5", COMMA),
        ("7,5 hours", COMMA),
        ("0,750", COMMA),
        ("1.200,50", COMMA),
        ("3, 4", NOT_NUMBER),
        ("1 200", NOT_NUMBER),
        ("3k", NOT_NUMBER),
        ("12²", NOT_NUMBER),
        ("1/2", NOT_NUMBER),
        ("12-15", NOT_NUMBER),
        ("£", NOT_NUMBER),
        ("-£-5", NOT_NUMBER),
        ("#N/A", NOT_NUMBER),
        ("about 12", NOT_NUMBER),
        ("12 people", NOT_NUMBER),
        ("1e5", NOT_NUMBER),
        ("9" * 400, NOT_NUMBER),
        ("-", NOT_NUMBER),
        ("%", NOT_NUMBER),
        (True, NOT_NUMBER),
        (date(2026, 1, 1), DATE_FOR_NUMBER),
        (timedelta(hours=36), DATE_FOR_NUMBER),
        ("7:30", NOT_NUMBER),
        (float("inf"), NOT_NUMBER),
        (float("nan"), NOT_NUMBER),
    ],
)
def test_numbers(cell, number):
    assert read_number(cell) == (number if isinstance(number, Unreadable) else pytest.approx(number))


HOURS = Column(code="h", title="Hours", type="number", help="", units=["hours", "hour", "hrs", "h"])
SHARE = Column(code="t", title="Target", type="number", help="", share=True)
WITH_UNIT = Column(code="v", title="Value", type="number", help="", unit_in="unit")
PEOPLE = Column(code="p", title="People", type="integer", help="", units=["person", "people", "m²"])


@pytest.mark.parametrize(
    ("column", "cell", "number"),
    [
        (HOURS, "7.5 hrs", 7.5),
        (HOURS, "7.5hrs", 7.5),
        (HOURS, "1,200 Hours.", 1200.0),
        (HOURS, 7.5, 7.5),
        (HOURS, timedelta(hours=36), 36),
        (HOURS, time(7, 30), 7.5),
        (HOURS, "7:30", 7.5),
        (HOURS, "1:05:00", 1 + 5 / 60),
        (HOURS, "7:75", NOT_NUMBER),
        (HOURS, datetime(1900, 1, 1, 12), DATE_FOR_NUMBER),  # 36 hours in a format that shows 12:00
        (HOURS, "50%", PER_CENT),
        (SHARE, "12%", 0.12),
        (SHARE, "12.5 %", 0.125),
        (SHARE, 0.12, 0.12),
        (WITH_UNIT, "4.1%", 4.1),
        (PEOPLE, "12 people", 12),
        (PEOPLE, "1\u00a0Person", 1),
        (PEOPLE, "3 m2", 3),
        (PEOPLE, "7.5 people", NOT_WHOLE),
        (HOURS, "7,5 hrs", COMMA),
        (HOURS, "7.5 people", NOT_NUMBER),
        (HOURS, "7 hrs 30", NOT_NUMBER),
        (HOURS, "hours", NOT_NUMBER),
        (HOURS, "hours 7", NOT_NUMBER),
        (PEOPLE, "12 or so people", NOT_NUMBER),
        (PEOPLE, "about 12 people", NOT_NUMBER),
    ],
)
def test_numbers_with_a_unit_that_the_column_names(column, cell, number):
    assert reader(column)(cell) == number


def test_a_text_may_be_as_long_as_its_column_says():
    read = reader(Column(code="e", title="Evidence", help="", longest=3))
    assert [read("abc"), read("abcd")] == ["abc", Unreadable("cell-too-long")]


@pytest.mark.parametrize("kind", ["text", "number", "integer", "date", "month", "choice"])
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", " #VALUE! ", "Err:502"])
def test_the_error_of_a_formula_is_no_value(kind, error):
    assert reader(Column(code="c", title="Column", type=kind, help=""))(error) == Unreadable("cell-error")


@pytest.mark.parametrize(
    ("cell", "number"),
    [(9.0, 9), ("1,200", 1200), ("9.0", 9), (2.5, NOT_WHOLE), ("2.5", NOT_WHOLE), ("50%", PER_CENT), (1e300, NOT_WHOLE)],
)
def test_whole_numbers(cell, number):
    assert read_integer(cell) == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 18, 30), date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("3/4/2026", date(2026, 4, 3)),  # the day first, as in the United Kingdom
        ("31-12-2026", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31 00:00:00", date(2026, 12, 31)),
        ("31 Dec 2026", date(2026, 12, 31)),
        ("1st September 2026", date(2026, 9, 1)),
        ("1 Sept 2026", date(2026, 9, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("31/02/2026", NOT_DATE),
        ("29/02/2026", NOT_DATE),
        ("31–12–2026", date(2026, 12, 31)),
        ("３１／１２／２０２６", date(2026, 12, 31)),
        ("1st Dec 2026", date(2026, 12, 1)),
        ("1st of Dec. 2026", date(2026, 12, 1)),
        ("December 31, 2026", date(2026, 12, 31)),
        ("Dec 31st 2026", date(2026, 12, 31)),
        ("31/12/2026 18:30", date(2026, 12, 31)),
        ("2026-12-31T18:30:00.000", date(2026, 12, 31)),
        ("Tue 6 October 2026", date(2026, 10, 6)),
        ("tues 06/10/2026", date(2026, 10, 6)),
        ("Tuesday, October 6, 2026", date(2026, 10, 6)),
        ("Weds. 7th Oct 2026", date(2026, 10, 7)),
        ("Wed 6 October 2026", WEEKDAY),
        ("Monday 06/10/2026", WEEKDAY),
        ("T 6 October 2026", NOT_DATE),
        ("Someday 6 October 2026", NOT_DATE),
        ("Tuesday", NOT_DATE),
        ("12/31/2026", MONTH_FIRST),
        ("10-13-2026", MONTH_FIRST),
        ("10/13/2026 09:00", MONTH_FIRST),
        ("32/13/2026", NOT_DATE),
        ("10/32/2026", NOT_DATE),
        ("31/12/26", SHORT_YEAR),
        ("31 Dec 26", SHORT_YEAR),
        ("Thu 31-Dec-26", SHORT_YEAR),
        ("12/31/26", SHORT_YEAR),
        ("31/12-2026", NOT_DATE),
        ("#N/A", NOT_DATE),
        ("31 Decimal 2026", NOT_DATE),
        ("31/12/0206", NOT_DATE),
        (date(1066, 10, 14), NOT_DATE),
        ("2026/12/31", date(2026, 12, 31)),
        ("2026.12.31", date(2026, 12, 31)),
        ("2026-12-31T18:30:00Z", date(2026, 12, 31)),
        ("2026-12-31T18:30:00.000+01:00", date(2026, 12, 31)),  # the day that is written, wherever it is one
        ("2026-12-31 18:30 BST", date(2026, 12, 31)),
        ("31/12/2026 6:30 PM", date(2026, 12, 31)),
        (46387.0, date(2026, 12, 31)),  # as Excel counts days
        (46387.75, date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        (2026, NOT_DATE),
        (20261231, NOT_DATE),
        (36525, NOT_DATE),  # 1999
        ("2026/31/12", NOT_DATE),
        ("2026/12-31", NOT_DATE),
        (True, NOT_DATE),
        (time(10, 30), NOT_DATE),
        ("today", NOT_DATE),
        ("31/12/2026 or so", NOT_DATE),
    ],
)
def test_dates(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2026-10", "2026-10"),
        ("2026-1", "2026-01"),
        ("2026/10", "2026-10"),
        ("10/2026", "2026-10"),
        ("Oct 2026", "2026-10"),
        ("october-2026", "2026-10"),
        (date(2026, 10, 1), "2026-10"),  # what Excel makes of 2026-10
        (datetime(2026, 10, 1), "2026-10"),
        ("Oct-26", "2026-10"),  # and what it then writes to a CSV file
        ("01/10/2026", "2026-10"),
        ("２０２６－１０", "2026-10"),
        (date(2026, 10, 31), "2026-10"),
        ("2026-10-01T00:00:00Z", "2026-10"),
        (46296, "2026-10"),
        (date(2026, 10, 25), DAY_FOR_MONTH),  # what Excel makes of Oct 25, which may be October 2025
        ("Tue 6 October 2026", DAY_FOR_MONTH),
        ("25/10/2026", DAY_FOR_MONTH),
        ("10/13/2026", MONTH_FIRST),
        ("01/10/26", NOT_MONTH),
        ("2026-13", NOT_MONTH),
        ("2026-00", NOT_MONTH),
        ("13/2026", NOT_MONTH),
        ("Octopus 2026", NOT_MONTH),
        ("1066-10", NOT_MONTH),
        ("10/26", NOT_MONTH),
        ("2026", NOT_MONTH),
        (2026.1, NOT_MONTH),
        (True, NOT_MONTH),
        ("last month", NOT_MONTH),
    ],
)
def test_months(cell, month):
    assert read_month(cell) == month


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("yes", "yes"),
        (" YES. ", "yes"),
        ("Y", "yes"),
        (True, "yes"),
        (False, "no"),
        ("TRUE", "yes"),
        (1.0, "yes"),
        (0, "no"),
        ("don’t know", "don't know"),
        ("Dont Know", "don't know"),
        ("2", Unreadable("cell-not-option")),
        ("yes and no", Unreadable("cell-not-option")),
        ("?", Unreadable("cell-not-option")),
        ("-1", Unreadable("cell-not-option")),
        (-1.0, Unreadable("cell-not-option")),
        ("− 1", Unreadable("cell-not-option")),
        ("1.0", "yes"),
        ("0.1", Unreadable("cell-not-option")),
        ("yes?", UNSURE),
        ("1?", UNSURE),
        ("(yes)", UNSURE),
        ("[no]", UNSURE),
        ("<1", Unreadable("cell-not-option")),
        ("100%", Unreadable("cell-not-option")),
    ],
)
def test_answers(cell, answer):
    assert read_choice(cell) == answer


SURVEY = columns_of(load(), load().datasets["residents"].sheet("responses"), [local_question("l1", "How many", "")])
NAME, REQUIRED = Column(code="n", title="Name", help=""), Column(code="n", title="Name", help="", required=True)
NO_CODE = Unreadable("cell-missing-code")


@pytest.mark.parametrize(
    ("question", "cell", "answer"),
    [
        ("q1", "DK", "don't know"),
        ("q1", "N/A", None),
        ("q1", "NULL", None),
        ("q1", "nan", None),
        ("q1", "–", None),
        ("q1", "--", None),
        ("q1", "?", Unreadable("cell-not-option")),  # perhaps don't know
        ("q1", -1, NO_CODE),
        ("q1", "-1", NO_CODE),
        ("q1", "− 8", NO_CODE),
        ("q1", 99, NO_CODE),
        ("q1", "998", NO_CODE),
        ("q1", 96, Unreadable("cell-not-option")),
        ("q11", "DK", None),
        ("q11", "prefer not to say", None),
        ("q11", -9, NO_CODE),
        ("q11", "none", NOT_NUMBER),  # 0, or no answer
        ("q11", 98, 98),  # told where it stands apart from the rest
        ("l1", -1, NO_CODE),
        ("l1", "-99", NO_CODE),
        ("l1", "n/a", None),
    ],
)
def test_what_surveys_write_for_no_answer(question, cell, answer):
    assert reader(SURVEY[question])(cell) == answer


def test_a_code_that_the_survey_says_is_no_answer_is_none():
    column = SURVEY["q11"].model_copy(update={"no_answer": ["-9", "77"]})
    assert [reader(column)(cell) for cell in (-9, "-9", 77, -8)] == [None, None, None, NO_CODE]


@pytest.mark.parametrize("text", ["n/a", "N/A", "NA", "none", "None.", "TBC", "-", "—", "...", "NULL", "nan", "not known", " - "])
def test_words_that_say_nothing_are_no_name(text):
    assert [reader(NAME)(text), reader(REQUIRED)(text)] == [None, Unreadable("cell-placeholder")]


@pytest.mark.parametrize("text", ["Nonesuch", "No-one's garden", "👍", "-5", "Anna", "!", "???"])
def test_words_that_say_something_are_a_name(text):
    assert reader(REQUIRED)(text) == text


CODED = local_question("l1", "How many", "", "-9; 99; skipped")


def test_a_programme_says_what_its_own_questions_write_for_no_answer():
    read = reader(columns_of(load(), load().datasets["agencies"].sheet("responses"), [CODED])["l1"])
    assert [read(cell) for cell in (-9, "-9", 99, "Skipped", "n/a", 7)] == [None, None, None, None, None, 7]
    assert read(-8) == Unreadable("cell-missing-code")


OURS = local_question("l1", "How many", "1.0; 10; 3-5; 35; <5; Why?")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("1.0", "1.0"),
        (1.0, "1.0"),
        (10.0, "10"),
        ("3 – 5", "3-5"),
        (35, "35"),
        ("<5", "<5"),
        ("< 5", UNSURE),
        (5, Unreadable("cell-not-option")),
        ("why?", "why?"),
        ("why", "why?"),
    ],
)
def test_answers_of_a_programme_s_own_question_that_differ_in_marks_alone(cell, answer):
    assert reader(OURS)(cell) == answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sample design *", "sample_design"),
        ("N-01", "n01"),
        ("1", 1.0),
        ("Cafe\u0301", "CAFÉ"),
        ("2.0", "2"),
        ("2.00 %", "2%"),
        ("2024/25", "2024–25"),
        ("1·5", "1.5"),
        ("Straße", "STRASSE"),
        ("Ｎ０１", "N01"),
        ("ℌall", "hall"),
        ("- Choir", "Choir"),
        ("16 – 24", "16-24"),
        ("q2_2", "Q2/2"),
        ("≥ 5", ">=5"),
        ("2\u00ad0", "20"),  # a soft hyphen, which nobody sees, parts nothing
    ],
)
def test_writings_that_are_the_same(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "10"),
        ("Café", "Cafe"),
        ("বাংলা", "বাংলো"),
        (True, 1),
        ("1.2", "12"),
        ("q1.2", "q12"),
        ("1/2", "12"),
        ("½", "12"),
        ("1,5", "15"),
        ("16-24", "1624"),
        ("-3", "3"),
        ("2.0.1", "2.1"),
        ("2.10", "2.1"),
        ("q2/1", "q21"),
        ("q2_2", "q22"),
        ("q2 2", "q22"),
        ("Flats 1 - 20", "Flats 120"),
        ("Flats 1 to 20", "Flats 120"),
        ("1; 2", "12"),
        ("1,200", "1.200"),
        ("1-2", "1.2"),
        ("− 1", "1"),
        ("Floor -1", "Floor 1"),
        (".5", "5"),
        ("<5", "5"),
        ("< 5", ">5"),
        ("2 %", "2"),
        ("10+", "10"),
    ],
)
def test_writings_that_are_not_the_same(one, other):
    assert normal(one) != normal(other)


@given(st.text())
def test_in_sql_texts_are_the_same_by_the_very_function(cursor, text):
    assert cursor.execute("SELECT normal(?), name_key(?)", [text, text]).fetchall() == [(normal(text), key(text))]


@given(st.text())
def test_spaces_around_a_text_make_no_difference(text):
    assert normal(text) == normal(f" {text} ")


def test_a_cell_is_shown_as_in_excel():
    assert [shown(cell) for cell in (7.0, 7.25, True, date(2026, 3, 1), "a")] == ["7", "7.25", "TRUE", "01/03/2026", "a"]


# Whatever stands in a cell

CELLS = st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas())
# Close to what is read, and so more likely to slip through.
NEARLY = st.one_of(
    st.from_regex(r"[£+-]?[\d,]{1,8}(\.\d*)? ?%?", fullmatch=True),
    st.from_regex(r"\d{1,4}[-/ .](\d{1,4}|[A-Za-z]{3})[-/ .]\d{1,4}", fullmatch=True),
    st.from_regex(r"((Mon|Tue|Weds),? )?(\d{1,2}(st|th)? )?(Feb|June|Sept)\.? (\d{1,2}, )?\d{2,4}( \d\d:\d\d)?", fullmatch=True),
)
TYPES = [(read_text, str), (read_number, float), (read_integer, int), (read_date, date), (read_month, str), (read_choice, str)]


@pytest.mark.parametrize(("read", "kind"), TYPES)
@settings(max_examples=60)
@given(cell=CELLS | NEARLY)
def test_any_cell_is_a_value_of_the_type_or_asked_about(read, kind, cell):
    value = read(cell)
    assert value is None or isinstance(value, Unreadable) or type(value) is kind


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_date_is_read_however_it_is_written(day):
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d.%m.%Y", "%A, %d %B %Y", "%a %b %d, %Y"):
        assert read_date(day.strftime(form)) == day
    for form in ("%Y-%m", "%m/%Y", "%B %Y"):
        assert read_month(day.strftime(form)) == f"{day:%Y-%m}"


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_however_it_is_written(number):
    assert [read_integer(cell) for cell in (number, float(number), str(number), f"{number:,}")] == [number] * 4

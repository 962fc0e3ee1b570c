"""A survey of another tool, read by a mapping: the same answers as our own workbook of it, problems at its own cells, all of it kept."""

import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.definitions import load
from cdmon.problems import Problem
from cdmon.refusal import Refusal
from cdmon.returns.check import Checked, check
from cdmon.returns.foreign import foreign, is_foreign
from cdmon.returns.kept import kept_file
from cdmon.returns.submit import submit
from cdmon.store.connecting import FUNCTIONS
from cdmon.tables.known import Known
from cdmon.tables.mappings import mappings
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.headings import columns_of
from cdmon.workbooks.mapped import Survey, read_mapped
from cdmon.workbooks.mapping import CHOSEN, MISSING, NOT_CHOSEN, NOT_USED, Match, SurveyMapping, as_yaml, read_mapping
from cdmon.workbooks.sheets import fill
from tests import foreign as made
from tests.conftest import CORRECTED, send
from tests.foreign import DECOYS, RESPELLED, ROUND, mapping, survey_csv, yes_no
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, workbook, yes_of

ID = Match(heading="id", question="respondent")
RESIDENTS = Survey(load().datasets["residents"], columns_of(load(), load().datasets["residents"].sheet("responses")))
AGREE = {"1": "strongly agree", "2": "agree", "3": "neither", "4": "disagree", "5": "strongly disagree"}


@pytest.fixture(autouse=True)
def ids_as_typed(monkeypatch):
    """Have the store keep the ids of respondents as they stand in a file, to see which one's an answer is."""
    monkeypatch.setitem(FUNCTIONS, "pseudonym", lambda key, text: text)


def checked(database, content: bytes, by: SurveyMapping | None, name: str = "survey.csv") -> Checked:
    with database.cursor() as cursor:
        return check(Known(cursor), Upload(name, content, by))


def answers(database, place: str = "N01") -> set[tuple[str, str, str]]:
    """Who gave which answer to which question in the return that counts."""
    query = """
        SELECT respondent, question, answer
        FROM answers
        JOIN responses USING (return_id, row_number)
        JOIN query_table($counting) AS counting USING (return_id)
        WHERE counting.neighbourhood = $place
    """
    with database.cursor() as cursor:
        return set(Known(cursor).execute(query, place=place).fetchall())


def stored(database, content: bytes, by: SurveyMapping, name: str = "survey.csv") -> Checked:
    receipt = submit(database, Upload(name, content, by), "Ann", tell_effect=False, restatement=CORRECTED)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked


def cells(found: Checked, code: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(each.sheet, each.cell, each.value) for each in found.problems if each.code == code]


def errors(found: Checked) -> list[Problem]:
    return [each for each in found.problems if each.severity == "error"]


# What is suggested


def suggested(database, content: bytes, name: str = "survey.csv", dataset: str = ""):
    with database.cursor() as cursor:
        return foreign(Known(cursor), Upload(name, content), dataset)


def test_every_respelled_heading_is_matched_and_no_decoy(programme_store):
    offer = suggested(programme_store, made.foreign_csv())
    assert {match.name: match.question for match in offer.suggested.mapping.matches} == RESPELLED
    assert set(offer.suggested.mapping.not_used) == set(DECOYS)
    assert not offer.suggested.mapping.confirmed


def test_answers_in_words_are_suggested_and_mere_numbers_are_asked_about_unless_all_are_known(programme_store):
    rows = [["id", "q1", "q14", "q19", "q20"]]
    rows += [[1, "1 = Yes", 1, 1, 1], [2, "2 = No", 2, 0, 2], [3, "DK", 5, 1, 1], [4, "n/a", -9, 0, 2], [5, "", 4, 1, "yse"]]
    offer = suggested(programme_store, survey_csv(rows))
    found = {match.question: match.answers for match in offer.suggested.mapping.matches}
    assert found["q1"] == {"1 = Yes": "yes", "2 = No": "no", "DK": "don't know", "n/a": MISSING}
    assert found["q14"] == {"1": "", "2": "", "5": "", "-9": "", "4": ""}
    assert found["q19"] == {"1": "yes", "0": "no"}
    assert found["q20"] == {"1": "", "2": "", "yse": ""}


def test_missing_codes_are_those_of_the_question(programme_store):
    questions = [["code", "label", "answers", "no answer"], ["park", "Goes to the park", "Often; Never", "-9; 99"]]
    send(programme_store, programme_workbook(sheets={"Local questions": questions}))
    rows = [["id", "Goes to the park", "q1"], [1, "often", "Yes"], [2, "-9", "-9"], [3, "99", "99"], [4, "NEVER", "No"]]
    found = {match.question: match.answers for match in suggested(programme_store, survey_csv(rows)).suggested.mapping.matches}
    assert found["park"] == {"often": "often", "-9": MISSING, "99": MISSING, "NEVER": "never"}
    assert found["q1"] == {"Yes": "yes", "-9": "", "99": "", "No": "no"}


def test_one_answer_beside_empty_cells_leaves_open_what_an_empty_cell_says(programme_store):
    rows = [["id", "q1", "q2"], [1, "Yes", "No"], [2, "", "Yes"], [3, "Yes", "No"]]
    found = {match.question: match.answers for match in suggested(programme_store, survey_csv(rows)).suggested.mapping.matches}
    assert found["q1"] == {"Yes": "yes", "": ""}


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("kobo.xlsx", made.kobo(), 1),
        ("monkey.xlsx", made.surveymonkey(), 2),
        ("forms.csv", made.forms(), 1),
        ("qualtrics.csv", made.qualtrics(), 3),
        ("qualtrics.xlsx", workbook({"Sheet0": made.qualtrics_rows(with_third=False)}), 2),
    ],
)
def test_each_tools_file_is_known_as_anothers_with_its_rows_of_headings(programme_store, name, content, rows):
    with programme_store.cursor() as cursor:
        assert is_foreign(Known(cursor), Upload(name, content))
        assert foreign(Known(cursor), Upload(name, content)).suggested.mapping.heading_rows == rows


def test_qualtrics_three_rows_of_headings_are_none_of_them_a_respondent(programme_store):
    content = made.qualtrics()
    offer = suggested(programme_store, content)
    matches = {match.question: match for match in offer.suggested.mapping.matches}
    assert matches["q2"].heading == "QID4 – Takes part in a local group, club or organisation"
    assert matches["respondent"].heading == "ResponseId" and matches["q2"].answers == {"Yes": "yes", "No": "no"}
    by = offer.suggested.mapping.model_copy(update={"confirmed": True, "round": ROUND})
    stored(programme_store, content, by)
    said = {(who, answer) for who, question, answer in answers(programme_store) if question == "q2"}
    assert said == {("R_0", "yes"), ("R_1", "no"), ("R_2", "yes"), ("R_3", "no")}


def test_ages_in_years_are_taken_for_bands_and_codes_of_bands_are_asked_about(programme_store):
    ages = [16, 24, 25, 34, 35, 49, 50, 64, 65, 74, 75, 101, 40, 41, 42]
    expected = ["16 to 24"] * 2 + ["25 to 34"] * 2 + ["35 to 49"] * 2 + ["50 to 64"] * 2 + ["65 to 74"] * 2 + ["75 and over"] * 2
    rows = [["id", "Age", "q1"], *([number, age, "Yes"] for number, age in enumerate(ages))]
    found = {match.question: match.answers for match in suggested(programme_store, survey_csv(rows)).suggested.mapping.matches}
    assert found["age_band"] == dict(
        sorted(zip(map(str, ages), [*expected, *["35 to 49"] * 3], strict=True), key=lambda each: int(each[0]))
    )
    rows = [["id", "Age", "q1"], *([number, code, "Yes"] for number, code in enumerate([1, 2, 3, 4, 5, 6, 1]))]
    found = {match.question: match.answers for match in suggested(programme_store, survey_csv(rows)).suggested.mapping.matches}
    assert set(found["age_band"].values()) == {""}
    rows = [["id", "Age", "q1"], *([number, age, "Yes"] for number, age in enumerate([*ages, 12]))]
    found = {match.question: match.answers for match in suggested(programme_store, survey_csv(rows)).suggested.mapping.matches}
    assert found["age_band"]["12"] == "" and found["age_band"]["16"] == "16 to 24"


def test_a_file_of_sixty_columns_has_every_question_matched_and_goes_in_whole(programme_store):
    """21 columns of ours, the 10 decoys, an age, and 28 that are about something else: 60."""
    others = [f"Opinion {number} about the bus timetable of line {number}" for number in range(28)]
    headings = [*DECOYS, *RESPELLED, "Age", *others]
    assert len(headings) == 60
    ages = [str(16 + number) for number in range(60)]
    rows = [[made.said(name, number, coded=False) for name in headings] for number in range(60)]
    for number, row in enumerate(rows):
        row[headings.index("Age")] = ages[number]
    content = survey_csv([headings, *rows])
    offer = suggested(programme_store, content)
    matched = {match.name: match.question for match in offer.suggested.mapping.matches}
    assert matched == RESPELLED | {"Age": "age_band"}
    assert set(offer.suggested.mapping.not_used) == {*DECOYS, *others}
    by = offer.suggested.mapping.model_copy(update={"confirmed": True, "round": ROUND})
    stored(programme_store, content, by)
    with programme_store.cursor() as cursor:
        said = [band for (band,) in cursor.execute("SELECT age_band FROM responses").fetchall()]
    assert said.count("16 to 24") == 9 and said.count("75 and over") == 1  # ages 16 to 24, and 75


@pytest.mark.parametrize(
    "content",
    [
        survey_workbook("2024", date(2024, 10, 1), yes_of(3, 1)),
        groups_workbook("2024-11", [{}]),
        programme_workbook(),
        b"PK\3\4",
        b"a,b\n1,2\n",
    ],
)
def test_our_own_workbooks_and_what_is_no_table_are_not_taken_for_anothers(programme_store, content):
    with programme_store.cursor() as cursor:
        assert not is_foreign(Known(cursor), Upload("file.csv" if content.startswith(b"a") else "file.xlsx", content))


def test_answers_under_our_own_headings_without_a_round_need_the_facts_of_the_round_alone(programme_store):
    content = survey_csv([["respondent", "q1", "q2"], ["R1", "Yes", "No"], ["R2", "No", "No"], ["R3", "Don't know", "No"]])
    offer = suggested(programme_store, content)
    by = offer.suggested.mapping.model_copy(update={"confirmed": True, "round": ROUND})
    stored(programme_store, content, by)
    assert ("R3", "q1", "don't know") in answers(programme_store)


# What is read


def test_a_mapped_file_holds_the_answers_of_our_own_workbook(programme_store):
    people = [{"q1": answer, "q14": scale} for answer, scale in (("yes", "agree"), ("no", "disagree"), (None, "neither"), ("no", None))]
    send(programme_store, survey_workbook("Autumn 2024", date(2024, 10, 11), people))
    expected = answers(programme_store)
    rows = [["noise", "A14", "id", "A1"], ["x", 2, "R1", "J"], ["", 4, "R2", "N"], ["y", 3, "R3", 99], ["", "", "R4", "N"]]
    scale = Match(heading="A14", question="q14", answers=AGREE)
    found = stored(programme_store, survey_csv(rows), mapping(ID, scale, yes_no("A1", "q1", "J", "N", "99"), not_used=["noise"]))
    assert answers(programme_store) == expected
    assert [each.code for each in found.problems] == ["mapping-columns-not-used"]
    assert "“noise”" in found.problems[0].message


@given(st.randoms(use_true_random=False))
def test_any_order_of_columns_and_any_codes_give_the_same_answers(rng: random.Random):
    content, by = shuffled(rng)
    found, problems = read_mapped(by, Upload("survey.csv", content).sheets, RESIDENTS)
    assert [each.code for each in problems] == ["mapping-columns-not-used"]
    responses = found[-1]
    assert list(fill(responses)) == []
    frame = responses.frame.set_index("respondent")
    told = {(name, question): frame.loc[name, question] for name in frame.index for question in PEOPLE[0]}
    expected = {(f"R{number}", question): answer for number, person in enumerate(PEOPLE) for question, answer in person.items()}
    assert {place: None if pd.isna(value) else value for place, value in told.items()} == expected


PEOPLE = [
    {"q1": one, "q5": two, "q14": three}
    for one in ("yes", "no", "don't know", None)
    for two in ("at least once a week", "other", None)
    for three in ("strongly agree", "neither", "refused", None)
]


def shuffled(rng: random.Random) -> tuple[bytes, SurveyMapping]:
    """The answers of PEOPLE under headings and codes of any kind, with columns of no use among them, and the mapping that reads them."""
    heads = {question: f"{rng.choice('XYZ')}/{question}x" for question in PEOPLE[0]}
    codes = {}
    for question in heads:
        given_answers = [answer for answer in dict.fromkeys(person[question] for person in PEOPLE) if answer]
        signs = rng.sample(
            [str(number) for number in range(-9, 30)] + ["Ja", "=A1", "oui, tout à fait", "n/a", "yes", "no"], len(given_answers)
        )
        codes[question] = dict(zip(given_answers, signs, strict=True))
    columns = ["id", *heads, "spare 1", "spare 2"]
    rng.shuffle(columns)
    names = {**heads, "id": "id"}

    def cell(column, number, person):
        if column == "id":
            return f"R{number}"
        return codes[column].get(person[column], "") if column in codes else rng.choice(["", "some", 7])

    people = list(enumerate(PEOPLE))
    rng.shuffle(people)
    rows = [[names.get(column, column) for column in columns], *([cell(column, *each) for column in columns] for each in people)]
    matches = [
        Match(heading=heads[question], question=question, answers={theirs: ours for ours, theirs in codes[question].items()})
        for question in heads
    ]
    return survey_csv(rows), mapping(ID, *matches, not_used=["spare 1", "spare 2"])


def of(chosen: str, question: str, separator: str = "", heading: str = "Which of these do you do?") -> Match:
    """An option of a question with several answers, as yes or no."""
    return Match(heading=heading, chosen=chosen, separator=separator, question=question, answers={CHOSEN: "yes", NOT_CHOSEN: "no"})


def test_several_answers_in_one_cell_are_one_question_of_ours_each(programme_store):
    by = mapping(
        Match(heading="_uuid", question="respondent"),
        of("group", "q1", " ", "grp_a/did"),
        of("club", "q2", " ", "grp_a/did"),
        Match(heading="grp_b/trust", question="q14", answers=AGREE | {"98": "don't know"}),
        not_used=["start", "grp_a/did/group", "grp_a/did/club"],
    )
    found = stored(programme_store, made.kobo(), by, "kobo.xlsx")
    told = answers(programme_store)
    assert {each for each in told if each[1] in ("q1", "q2")} == {
        *{("u1", "q1", "yes"), ("u2", "q1", "yes"), ("u3", "q1", "no"), ("u5", "q1", "yes")},
        *{("u1", "q2", "yes"), ("u2", "q2", "no"), ("u3", "q2", "yes"), ("u5", "q2", "yes")},
    }  # u4 chose nothing at all, and so was not asked, or did not answer
    assert ("u4", "q14", "don't know") in told
    assert errors(found) == []


def test_options_spread_over_columns_below_two_rows_of_headings_are_the_same(programme_store):
    by = mapping(
        Match(heading="Respondent ID", question="respondent"),
        of("Meet in a group", "q1"),
        of("Go to a club", "q2"),
        Match(
            heading="Feels part of the neighbourhood",
            question="q14",
            answers={each: each.lower() for each in ("Agree", "Strongly agree", "Disagree")},
        ),
        Match(
            heading="Age band",
            question="age_band",
            answers={"35-49": "35 to 49", "16-24": "16 to 24", "75+": "75 and over", "50-64": "50 to 64"},
        ),
        heading_rows=2,
    )
    stored(programme_store, made.surveymonkey(), by, "monkey.xlsx")
    assert {each for each in answers(programme_store) if each[1] != "q14"} == {
        *{("118", "q1", "yes"), ("119", "q1", "no"), ("121", "q1", "yes")},
        *{("118", "q2", "no"), ("119", "q2", "yes"), ("121", "q2", "yes")},
    }


def test_rows_are_numbered_where_no_column_tells_respondents_apart(programme_store):
    by = mapping(
        of("Meet in a group", "q1", ";"),
        Match(
            heading="Takes part in a local group, club or organisation",
            question="q2",
            answers={"Yes": "yes", "No": "no", "Prefer not to say": "refused"},
        ),
        not_used=["Timestamp", "Which of these do you do?: Help out"],
        number_rows=True,
    )
    stored(programme_store, made.forms(), by, "forms.csv")
    assert {each for each in answers(programme_store) if each[1] == "q1"} == {
        ("row 2", "q1", "yes"), ("row 3", "q1", "no"), ("row 4", "q1", "yes"), ("row 5", "q1", "yes")
    }  # fmt: skip


def test_a_column_holds_the_neighbourhood_by_its_name_in_the_other_tool(programme_store):
    rows = [["id", "area", "q1"], [1, "Hill Top", "Yes"], [2, "The Quay", "No"], [3, "Hill Top", "No"]]
    area = Match(heading="area", question="neighbourhood", answers={"Hill Top": "N02", "The Quay": "N01"})
    by = mapping(ID, area, yes_no("q1", "q1", "Yes", "No"), round=ROUND | {"neighbourhood": ""})
    stored(programme_store, survey_csv(rows), by)
    assert (len(answers(programme_store, "N01")), len(answers(programme_store, "N02"))) == (1, 2)


# What is wrong with it


def one(answers: dict[str, str]) -> Match:
    return Match(heading="q1", question="q1", answers=answers)


@pytest.mark.parametrize(
    ("code", "by", "cell", "value"),
    [
        ("mapping-column-open", mapping(ID, yes_no("q1", "q1", "1", "2")), "C1", "extra"),
        ("mapping-column-gone", mapping(ID, yes_no("Q one", "q1", "1", "2"), not_used=["q1", "extra"]), None, None),
        ("mapping-question-unknown", mapping(ID, yes_no("q1", "q99", "1", "2"), not_used=["extra"]), "B1", "q99"),
        ("mapping-question-twice", mapping(ID, yes_no("q1", "q1", "1", "2"), yes_no("extra", "q1", "7")), "B1, C1", "q1"),
        ("mapping-respondent-missing", mapping(yes_no("q1", "q1", "1", "2"), not_used=["id", "extra"]), None, None),
        ("mapping-fact-missing", mapping(ID, yes_no("q1", "q1", "1", "2"), not_used=["extra"], round=ROUND | {"mode": ""}), None, None),
        ("mapping-answer-open", mapping(ID, one({"1": "yes", "2": ""}), not_used=["extra"]), "B3, B5", "2"),
        ("mapping-answer-not-ours", mapping(ID, one({"1": "always"}), not_used=["extra"]), "B2, B4", "always"),
        ("mapping-answer-unknown", mapping(ID, yes_no("q1", "q1", "1"), not_used=["extra"]), "B3, B5", "2"),
    ],
)  # fmt: skip
def test_what_a_mapping_leaves_open_or_says_twice_keeps_the_file_out(programme_store, code, by, cell, value):
    content = survey_csv([["id", "q1", "extra"], ["a", 1, 7], ["b", 2, 7], ["c", 1, 7], ["d", 2, 7]])
    found = checked(programme_store, content, by)
    assert not found.ok
    ((_, at, said),) = cells(found, code)
    assert (at, said) == (cell, value)
    assert all("{" not in each.message for each in found.problems)


def test_an_answer_that_is_left_out_is_told_by_cell_and_read_as_empty(programme_store):
    by = mapping(ID, Match(heading="q1", question="q1", answers={"Y": "yes", "N": "no", "Z": NOT_USED}))
    content = survey_csv([["id", "q1", ""], ["a", "Y", ""], ["b", "Z", ""], ["c", "N", ""]])
    rows = survey_csv([["id", "q1", "x"], ["a", "Y", ""], ["b", "Z", ""], ["c", "N", ""]])
    assert content != rows
    found = stored(programme_store, rows, by.model_copy(update={"not_used": ("x",)}))
    assert cells(found, "mapping-answer-not-used") == [("survey", "B3", "Z")]
    assert answers(programme_store) == {("a", "q1", "yes"), ("c", "q1", "no")}


def test_the_usual_problems_are_told_at_the_cells_of_their_file(programme_store):
    rows = [["x", "How many", "id", "w"], ["", "12", "a", 1], ["", "lots", "b", ""], ["", "-9", "a", 2]]
    by = mapping(ID, Match(heading="How many", question="q11"), Match(heading="w", question="weight"), not_used=["x"])
    found = checked(programme_store, survey_csv(rows), by, "answers 2024.csv")
    assert {(each.code, each.sheet, each.cell) for each in errors(found)} == {
        ("cell-not-number", "answers 2024", "B3"),
        ("cell-missing-code", "answers 2024", "B4"),
        ("duplicate-respondent", "answers 2024", "C4"),
        ("weight-missing", "answers 2024", "D3"),
    }


def test_a_new_option_in_a_cell_of_several_is_asked_about_and_one_that_nobody_chose_is_no(programme_store):
    heading = "Which of these do you do?"
    by = mapping(ID, of("a", "q1", ";"), of("b", "q2", ";"))
    rows = [["id", heading, "x"], [1, "a;c", ""], [2, "a", ""], [3, "a", ""]]
    by = by.model_copy(update={"not_used": ("x",)})
    assert cells(checked(programme_store, survey_csv(rows), by), "mapping-answer-unknown") == [("survey", "B2", "c")]
    rows[1][1] = "a"
    stored(programme_store, survey_csv(rows), by)
    assert {each for each in answers(programme_store) if each[1] == "q2"} == {("1", "q2", "no"), ("2", "q2", "no"), ("3", "q2", "no")}


def test_the_facts_of_the_round_are_checked_as_ever_and_stand_in_no_cell(programme_store):
    by = mapping(ID, yes_no("q1", "q1", "1", "2"), round=ROUND | {"fieldwork_end": "2024-10-01", "neighbourhood": "N09"})
    found = checked(programme_store, survey_csv([["id", "q1"], ["a", 1], ["b", 2], ["c", 1]]), by.model_copy(update={"not_used": ()}))
    assert cells(found, "mapping-no-table") == [(None, None, None)]  # two headings are no table of answers
    found = checked(
        programme_store, survey_csv([["id", "q1", "x"], ["a", 1], ["b", 2], ["c", 1]]), by.model_copy(update={"not_used": ("x",)})
    )
    assert [(each.code, each.sheet, each.cell) for each in errors(found)] == [
        ("cell-unknown-neighbourhood", "Facts of the round", None),
        ("fieldwork-ends-before-start", "Facts of the round", None),
    ]


# What is kept


def test_the_mapping_is_kept_with_the_file_and_offered_for_the_next_one(any_database):
    send(any_database, programme_workbook())
    by = mapping(ID, yes_no("Group?", "q1", "1", "2"), yes_no("Club?", "q2", "1", "2", "9"), not_used=["x"])
    head = ["x", "Club?", "id", "Group?"]
    content = survey_csv([head, ["", 1, "a", 2], ["", 2, "b", 2], ["", 9, "c", 1]])
    receipt = submit(any_database, Upload("first.csv", content, by), "Ann", tell_effect=False)
    with any_database.cursor() as cursor:
        assert kept_file(cursor, receipt.checked.plans[0].return_id) == Upload("first.csv", content, by)
        frame = mappings(Known(cursor))
    assert frame[["dataset", "kept_by", "file_name", "matched", "not_used"]].values.tolist() == [["residents", "Ann", "first.csv", 3, 1]]
    offer = suggested(any_database, survey_csv([[*head, "new"], ["", 1, "a", 2, ""], ["", 2, "b", 7, ""], ["", 2, "c", 1, ""]]))
    assert "first.csv" in offer.followed and "Ann" in offer.followed
    assert {match.name: match.answers for match in offer.suggested.mapping.matches} == {
        "id": {},
        "Club?": {"1": "yes", "2": "no"},
        "Group?": {"1": "yes", "2": "no", "7": ""},  # what is new is asked about
    }
    assert offer.suggested.mapping.not_used == ("x", "new")
    assert (offer.suggested.mapping.round["mode"], offer.suggested.mapping.round["label"]) == ("face to face", "")


def test_a_file_read_otherwise_is_a_correction_and_read_the_same_it_was_sent_already(programme_store):
    content = survey_csv([["id", "q1", "x"], ["a", 1, ""], ["b", 2, ""], ["c", 2, ""]])
    wrong = mapping(ID, yes_no("q1", "q1", "2", "1"), not_used=["x"])
    stored(programme_store, content, wrong)
    assert [each.code for each in errors(checked(programme_store, content, wrong))] == ["file-already-sent"]
    (plan,) = stored(programme_store, content, mapping(ID, yes_no("q1", "q1", "1", "2"), not_used=["x"])).plans
    assert plan.replaces
    assert answers(programme_store) == {("a", "q1", "yes"), ("b", "q1", "no"), ("c", "q1", "no")}


def test_what_was_kept_is_read_again_from_its_file_as_it_was(programme_store):
    content = made.kobo()
    by = mapping(Match(heading="_uuid", question="respondent"), of("group", "q1", " ", "grp_a/did"), not_used=[
        "start", "grp_a/did: club", "grp_a/did/group", "grp_a/did/club", "grp_b/trust",
    ])  # fmt: skip
    plan = stored(programme_store, content, by, "kobo.xlsx").plans[0]
    with programme_store.cursor() as cursor:
        again = check(Known(cursor), kept_file(cursor, plan.return_id))
    assert [each.code for each in errors(again)] == ["file-already-sent"]
    assert [(each.dataset, each.neighbourhood, each.period, each.rows) for each in again.plans] == [("residents", "N01", "Autumn 2024", 5)]


# As a file


def test_a_mapping_is_written_and_read_back_whatever_its_words_are():
    by = mapping(
        Match(
            heading="yes: no # x", question="q1", answers={"no": "yes", "1": "no", "": MISSING, "2024-10-01": NOT_USED, "a\u2028b": "no"}
        ),
        of("b", "q2", ";"),
        not_used=["null", "- x", '"quoted"', "{a}"],
    )
    assert read_mapping(as_yaml(by, {"q1": "Takes part"}, {}), "a.yaml") == by


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dataset: residents\nconfirmed: no\n", "Nobody has confirmed a.yaml"),
        ("dataset: residents\nconfirmed: yes\nmatched: []\n", "no mapping that cdmon can read"),
        ("dataset: residents\ndataset: sector\n", "no mapping that cdmon can read"),
        ("- a\n- b\n", "no mapping that cdmon can read"),
        ("a: [", "no mapping that cdmon can read"),
        ("", "no mapping that cdmon can read"),
    ],
)
def test_what_is_no_mapping_or_not_confirmed_is_refused(text, told):
    with pytest.raises(Refusal, match=told):
        read_mapping(text, "a.yaml")


def test_every_survey_can_be_mapped_to(programme_store):
    for code, dataset in load().datasets.items():
        if dataset.period == "wave":
            content = survey_csv([["id", "own 1", "own 2"], [1, "a", "b"], [2, "a", "b"], [3, "a", "b"]])
            assert suggested(programme_store, content, dataset=code).suggested.mapping.dataset == code
    with pytest.raises(Refusal, match="There is no survey 'groups'"):
        suggested(programme_store, content, dataset="groups")

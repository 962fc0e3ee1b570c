"""Surveys as other tools write them, made for a test: headings and answers in words of our own, never those of a questionnaire."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from cdmon.workbooks.mapping import MISSING, Match, SurveyMapping
from tests.workbooks import workbook

ROUND = {
    "label": "Autumn 2024",
    "fieldwork_start": "2024-10-07",
    "fieldwork_end": "2024-10-11",
    "mode": "face to face",
    "sample_design": "simple random",
    "independent": "yes",
    "neighbourhood": "N01",
}
# Headings as another tool may have them, each with the question of ours that it is about.
RESPELLED = {
    "_id": "respondent",
    "People/Q1. Takes part in a group that meets to do something or to talk": "q1",
    "Q2: Do they take part in a local group, club or organisation?": "q2",
    "Takes part in national group / club / organisation": "q3",
    "Q4 Unpaid help given to groups, clubs, organisations (past year)": "q4",
    "How often is that unpaid help given": "q5",
    "Cares for someone at home who is ill, disabled or old": "q6",
    "Unpaid help GIVEN to somebody outside the household": "q7",
    "Unpaid help RECEIVED from somebody outside the household": "q8",
    "how_often_they_see_friends": "q9",
    "How often do they see relatives from other households": "q10",
    "Number of people they could turn to in a serious crisis": "q11",
    "Influence on decisions: can influence decisions about local area": "q12",
    "place/feels_part_of_the_neighbourhood": "q14",
    "Values local friendship and company": "q15",
    "Somebody near by could advise them": "q16",
    "Would join others to make the place better": "q18",
    "Neighbours keep an eye on each other": "q19",
    "Favor done for a neighbor": "q20",
    "Favor received from a neighbor": "q21",
    "Survey weight": "weight",
}
DECOYS = [
    "start",
    "end",
    "__version__",
    "Interviewer's notes",
    "Would they like the newsletter",
    "Which leisure centre do they use",
    "Consent given",
    "Other comments about buses",
    "deviceid",
    "Rating of this questionnaire",
]
WORDS: dict[str, Sequence[str]] = {
    "q5": ("At least once a week", "Less often"),
    "q9": ("Every week", "Never"),
    "q10": ("Every month", "Never"),
    "q11": ("0", "12"),
    "weight": ("0.9", "1.1"),
}
SCALE = ("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree")
CODES = {"Yes": "1", "No": "2", **{answer: str(code) for code, answer in enumerate(SCALE, start=1)}}

AGREEMENT = ("q12", "q14", "q15", "q16", "q18")


def answered(question: str, number: int) -> str:
    """What the respondent of this number said."""
    if question == "respondent":
        return str(1000 + number)
    if question == "q5":  # who gives no help is not asked how often
        return "" if number % 2 else WORDS["q5"][number // 2 % 2]
    if question in AGREEMENT:
        return SCALE[number % 5]
    return WORDS.get(question, ("Yes", "No"))[number % 2]


def survey_csv(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def foreign_csv(respondents: int = 300, coded: bool = False) -> bytes:
    """A survey of all RESPELLED headings among the DECOYS; yes and no, and the scale of agreement, as numbers where `coded`."""
    headings = [*DECOYS[:3], *RESPELLED, *DECOYS[3:]]
    return survey_csv([headings, *([said(heading, number, coded) for heading in headings] for number in range(respondents))])


def said(heading: str, number: int, coded: bool) -> str:
    """What stands under a heading in the row of a respondent."""
    if heading not in RESPELLED:
        return f"{heading} {number}"
    answer = answered(RESPELLED[heading], number)
    return CODES.get(answer, answer) if coded else answer


def kobo() -> bytes:
    """Groups before names, codes for answers, one question of several answers both joined and spread out."""
    rows = [
        ["start", "grp_a/did", "grp_a/did/group", "grp_a/did/club", "grp_b/trust", "_uuid"],
        ["t1", "group club", 1, 1, 1, "u1"],
        ["t2", "group", 1, 0, 2, "u2"],
        ["t3", "club", 0, 1, 5, "u3"],
        ["t4", "", "", "", 98, "u4"],
        ["t5", "club group", 1, 1, 4, "u5"],
    ]
    return workbook({"Export": rows})


def surveymonkey() -> bytes:
    """Two rows of headings: the question, and “Response” or the option; an option that was chosen repeats its words."""
    rows = [
        ["Respondent ID", "Which of these do you do?", None, "Feels part of the neighbourhood", "Age band"],
        [None, "Meet in a group", "Go to a club", "Response", "Response"],
        [118, "Meet in a group", None, "Agree", "35-49"],
        [119, None, "Go to a club", "Strongly agree", "16-24"],
        [120, None, None, "Disagree", "75+"],
        [121, "Meet in a group", "Go to a club", None, "50-64"],
    ]
    return workbook({"Sheet": rows})


def forms() -> bytes:
    """No number of a respondent, several answers joined by semicolons, a time of each."""
    rows = [
        ["Timestamp", "Which of these do you do?", "Takes part in a local group, club or organisation"],
        ["2024-10-07 10:00:00", "Meet in a group;Help out;", "Yes"],
        ["2024-10-07 11:00:00", "Help out;", "No"],
        ["2024-10-08 09:30:00", "Meet in a group;", "Yes"],
        ["2024-10-08 09:45:00", "Meet in a group;Help out;", "Prefer not to say"],
    ]
    return survey_csv(rows)


def qualtrics_rows(with_third: bool = True) -> list[list[Any]]:
    """Names of columns, their words and, in a CSV file, where each came from; then respondents."""
    words = {"StartDate": "Start Date", "Progress": "Progress", "ResponseId": "Response ID"}
    words |= {"QID4": "Takes part in a local group, club or organisation", "QID5": "Neighbours keep an eye on each other"}
    third = [f'{{"ImportId":"{name}","timeZone":"Europe/London"}}' for name in words]
    said = [[f"2024-10-0{n + 1} 10:00:00", 100, f"R_{n}", "No" if n % 2 else "Yes", "Yes" if n % 2 else "No"] for n in range(4)]
    return [list(words), list(words.values()), *[third] * with_third, *said]


def qualtrics() -> bytes:
    """Three rows of headings, the last in JSON."""
    return survey_csv(qualtrics_rows())


def mapping(*matches: Match, not_used: Sequence[str] = (), **other: Any) -> SurveyMapping:
    """A confirmed mapping to the residents' survey in N01, with these matches."""
    given = {"dataset": "residents", "confirmed": True, "round": ROUND} | other
    return SurveyMapping(matches=matches, not_used=tuple(not_used), **given)


def yes_no(heading: str, question: str, *codes: str, **more: Any) -> Match:
    """A match whose answers are yes and no in this order, and then missing ones."""
    ours = ["yes", "no", *[MISSING] * len(codes)]
    return Match(heading=heading, question=question, answers=dict(zip(codes, ours, strict=False)), **more)

"""Which of their columns may answer which of our questions, and which of their answers may be which of ours: to be confirmed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cdmon.parts.columns import Column
from cdmon.parts.datasets import WHOLE_PROGRAMME
from cdmon.text import key, normal
from cdmon.workbooks.answer_table import Source, Summary
from cdmon.workbooks.mapped import RESPONDENT, Survey, is_listed
from cdmon.workbooks.mapping import CHOSEN, EMPTY, MISSING, NOT_CHOSEN, Match, SurveyMapping
from cdmon.workbooks.values import reader, spellings
from cdmon.workbooks.written import Unreadable

SURE, LEAST = 85, 65  # of 100: from which score on a match is not doubtful, and from which on it is suggested
WORDS = 4  # in a heading and in a question, from which on the words that both have may be enough
NAMED, MORE = 90, 2  # of 100: for a short name of ours among other words of theirs, which are so many more at most
UNKNOWN_FIT = 0.8  # of answers that are mere numbers: nobody can tell what they stand for
MOST_ANSWERS = 25  # different ones to a question with a list of answers
ALIKE = 92  # of 100: from which score on an answer is one of ours spelled otherwise
NUMBERED = re.compile(r"^(q|question)?\s*\d+[a-z]?\s*[.):-]\s*(?=\D)", re.IGNORECASE)  # in front of a heading
CODED = re.compile(r"^[(\[]?-?\d+[)\].:=\s-]+(?=\D)")  # in front of an answer, such as 1 = or (1)
BAND = re.compile(r"(\d+)(?: to (\d+)| and over)")  # an answer of ours that takes in numbers
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
CARRIED = ("mode", "sampling_frame", "sample_design", "coverage", "carried_out_by", "independent")  # facts that stay from round to round


@dataclass(frozen=True)
class Suggested:
    """A mapping to be confirmed, the names of the columns about which there is doubt, and which earlier mapping it follows, if any."""

    mapping: SurveyMapping
    doubtful: frozenset[str] = frozenset()
    followed: SurveyMapping | None = None


@dataclass(frozen=True)
class Pair:
    """One of their columns and one of our questions: how well they fit (of 100)."""

    score: float
    source: Source
    question: str


def suggest(found: Summary, survey: Survey, places: Mapping[str, str], earlier: Sequence[SurveyMapping] = ()) -> Suggested:
    """Return what may be the mapping of a table to a survey; nothing of it holds before somebody has confirmed it.

    `places` are the codes of the neighbourhoods by each normalised way of writing them. Of `earlier` mappings, the newest first, the one
    that has most of the headings is followed where it says something, if it has half of them.
    """
    mine = [each for each in earlier if each.dataset == survey.dataset.code]
    best_known = max(mine, key=lambda each: len(found.columns & set(each.headings)), default=None)
    follows = best_known is not None and 2 * len(found.columns & set(best_known.headings)) >= len(found.columns)
    base = best_known if best_known is not None and follows else SurveyMapping(dataset=survey.dataset.code)
    before = {match.name: match.question for match in base.matches if match.name in found.sources and match.question in survey.columns}
    pairs = pairs_of(found, survey, {*before, *base.not_used}, set(before.values()), places)
    chosen = {pair.source.name: pair for pair in best(pairs)}
    questions = before | {name: pair.question for name, pair in chosen.items()}
    draft = base.model_copy(
        update={
            "confirmed": False,
            "heading_rows": found.heading_rows,
            "round": {fact.code: base.round.get(fact.code, "") if fact.code in CARRIED else "" for fact in survey.about.columns},
        }
    )
    doubtful = frozenset(pair.source.name for pair in chosen.values() if pair.score < SURE)
    return Suggested(rematched(draft, questions, found, survey, places), doubtful, best_known if follows else None)


def rematched(
    draft: SurveyMapping, questions: Mapping[str, str], found: Summary, survey: Survey, places: Mapping[str, str]
) -> SurveyMapping:
    """Return a mapping with these matches, questions by the names of their columns; answers are kept where the question stays the same."""
    before = {(match.name, match.question): match.answers for match in draft.matches}
    matches = []
    for name, source in found.sources.items():
        if question := questions.get(name):
            known = {key(theirs): ours for theirs, ours in before.get((name, question), {}).items()}
            likely = suggested_answers(survey.columns[question], found.counts[name], places)
            answers = {theirs: known.get(key(theirs), ours) for theirs, ours in likely.items()}
            of_source = {"heading": source.heading, "chosen": source.chosen, "separator": source.separator}
            matches.append(Match(**of_source, question=question, answers=answers))
    number_rows = RESPONDENT not in questions.values()
    return draft.model_copy(
        update={"matches": tuple(matches), "not_used": left_over(found, matches), "number_rows": number_rows},
    )


def left_over(table: Summary, matches: Sequence[Match]) -> tuple[str, ...]:
    """Return the names of the columns that nothing is read from; of one with several answers in a cell, its options or all of it."""
    used = {match.name for match in matches}
    joined = {match.heading for match in matches if match.separator}
    needed = [name for name, each in table.sources.items() if (each.heading in joined) == bool(each.separator)]
    return tuple(name for name in needed if name not in used)


def pairs_of(table: Summary, survey: Survey, settled: set[str], taken: set[str], places: Mapping[str, str]) -> Iterator[Pair]:
    """Yield what may fit: headings that are like a question, by how many of their answers could be answers to it."""
    ours = {code: names_of(column) for code, column in survey.columns.items() if code not in taken}
    for name, source in table.sources.items():
        if name in settled:
            continue
        theirs = list(spelled(source))
        for code, names in ours.items():
            if source.chosen and not is_yes_or_no(survey.columns[code]):
                continue
            like = max(likeness(one, other) for one in theirs for other in names)
            if like >= LEAST:
                yield Pair(like * (0.7 + 0.3 * fit(survey.columns[code], table.counts[name], places)), source, code)


def best(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Yield the best of what may fit, each column and each question once."""
    sources, questions = set[str](), set[str]()
    for pair in sorted(pairs, key=lambda pair: -pair.score):
        if pair.score >= LEAST and pair.source.name not in sources and pair.question not in questions:
            sources.add(pair.source.name)
            questions.add(pair.question)
            yield pair


def names_of(column: Column) -> list[str]:
    """Return what a question of ours may be called in another tool."""
    return [column.code, column.title, f"{column.code} {column.title}", *column.spellings]


def spelled(source: Source) -> Iterator[str]:
    """Yield what a column may be called without the groups and numbers that tools put before it."""
    text = source.chosen or source.heading
    for each in dict.fromkeys((text, source.name, text.rpartition("/")[2], text.rpartition(" – ")[2])):
        yield each
        if (rest := NUMBERED.sub("", each)) != each:
            yield rest


def likeness(one: str, other: str) -> float:
    """Return how alike two headings are, of 100; of short ones a letter more makes another word, so they must be all but the same."""
    if normal(one) == normal(other):
        return 100.0
    first, second = (re.findall(r"[^\W_]+", text.casefold()) for text in (one, other))
    alike = fuzz.token_sort_ratio(" ".join(first), " ".join(second))
    if min(len(first), len(second)) >= WORDS:
        return max(alike, 0.95 * fuzz.token_set_ratio(" ".join(first), " ".join(second)))
    within = second and set(second) <= set(first) and len(first) - len(second) <= MORE and not any(map(str.isdigit, other))
    return NAMED if within else alike if alike >= ALIKE else 0.0


def is_yes_or_no(column: Column) -> bool:
    """Tell whether a question has the answers yes and no."""
    return {"yes", "no"} <= {option.code for option in column.options}


def fit(column: Column, counts: Counter[str], places: Mapping[str, str]) -> float:
    """Return which part of the answers given could be answers to a question, from 0 to 1."""
    given = Counter({text: count for text, count in counts.items() if text != EMPTY})
    if not given:
        return UNKNOWN_FIT
    if column.code == RESPONDENT:
        return float(max(given.values()) == 1)
    if is_listed(column) and all(NUMBER.fullmatch(text) for text in given) and len(given) <= MOST_ANSWERS:
        return UNKNOWN_FIT
    answers = suggested_answers(column, counts, places)
    told = sum(count for text, count in given.items() if answers.get(text, text) != "")
    too_many = is_listed(column) and len(given) > MOST_ANSWERS and not all(answers.get(text) for text in given)
    return 0.0 if too_many else told / given.total()


def suggested_answers(column: Column, counts: Mapping[str, int], places: Mapping[str, str]) -> dict[str, str]:
    """Return what each answer of theirs may stand for, "" where it must be asked about.

    Of a question without a list of answers, those that say nothing or cannot be read. Numbers are suggested only where every one of them
    is known, for a 1 may be yes, or very satisfied, or the fifth of five.
    """
    given = [text for text in counts if text != EMPTY]
    if all(map(NUMBER.fullmatch, given)):
        given.sort(key=lambda text: float(text.replace(",", ".")))
    if is_listed(column):
        codes = spellings(column.options)
        if {CHOSEN, NOT_CHOSEN} >= set(given):
            return {CHOSEN: "yes" if "yes" in codes else "", NOT_CHOSEN: "no" if "no" in codes else ""}
        found = {text: suggested_answer(column, text, codes) for text in given}
        numbers = [text for text in given if NUMBER.fullmatch(text) and found[text] != MISSING]
        if len(numbers) > len(column.options):  # more than there could be codes of its answers: amounts, such as ages
            found |= {text: band_of(column, float(text.replace(",", "."))) for text in numbers}
        elif any(found[text] == "" for text in numbers) or len(numbers) == 1:
            found |= dict.fromkeys(numbers, "")
        return found | ({EMPTY: ""} if len(given) == 1 and counts.get(EMPTY) else {})
    if column.refers_to == "neighbourhoods":
        return {text: place_named(places[normal(text)]) if normal(text) in places else "" for text in given}
    read = reader(column)
    values = {text: read(text) for text in given}
    return {text: MISSING if value is None else "" for text, value in values.items() if value is None or isinstance(value, Unreadable)}


def band_of(column: Column, number: float) -> str:
    """Return the answer of ours that takes in a number, as "35 to 49" does 40; "" where none does."""
    for option in column.options:
        if (found := BAND.fullmatch(option.title)) and int(found[1]) <= number < int(found[2] or number) + 1:
            return option.code
    return ""


def place_named(code: str) -> str:
    """Return how a neighbourhood's code is written in an answer; that of the whole programme is empty."""
    return code or WHOLE_PROGRAMME


def suggested_answer(column: Column, text: str, codes: Mapping[str, str]) -> str:
    """Return the answer of ours that a text may stand for, MISSING where the question says so, "" where nobody can tell."""
    read = reader(column)
    for each in (text, CODED.sub("", text)):
        value = read(each)
        if not isinstance(value, Unreadable):
            return MISSING if value is None else str(value)
    likes = {code for spelling, code in codes.items() if fuzz.ratio(normal(text), spelling) >= ALIKE}
    return likes.pop() if len(likes) == 1 else ""

"""The answers to the questions of a survey that no indicator needs, as figures that may be shown: small numbers are hidden before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from math import isfinite, isnan, nan

from cdmon.definitions import load
from cdmon.disclosure import hide_answers, hide_number, hide_words, mark_small_bases
from cdmon.parts.surveys import Question
from cdmon.statistics.intervals import wilson
from cdmon.tables.columns import Columns
from cdmon.tables.figures import PROGRAMME, Figure, Roles, Row, Rows, add_sizes, as_figure
from cdmon.tables.known import Known
from cdmon.tables.pooled import Places, pool_one, pools
from cdmon.tables.populations import populations
from cdmon.text import normal

MEDIAN, TOTAL = "Median", "All together"
HIDES = {"choice": hide_answers, "text": hide_words}  # by type of question; any other asks for a number
Answers = dict[str, Roles]  # the figures of one question by answer, in order
Key = tuple[str, str, str]  # neighbourhood, question and role


def answers_to(
    known: Known, survey: str, questions: Mapping[str, Question], place: str | None, within: set[str] | None
) -> dict[str, Answers]:
    """Return the figures of these questions of a survey by code and answer, in order; none of a question that nobody was asked.

    A place None is what returns about the whole programme say or, where there are none, the neighbourhoods (those `within` some) pooled.
    A number has its median and, where it says something, its total in the place of answers; a wish in people's own words counts them.
    """
    rows = shown_rows(known, survey, questions, place)
    found: dict[str, Answers] = {}
    for code, question in questions.items():
        places: dict[str, Answers] = defaultdict(lambda: defaultdict(dict))
        for (where, of, role), given in rows.items():
            for row in given if of == code and (place or within is None or where in within) else []:
                places[where][row["answer"]][role] = as_figure(row)
        own = places.get(place or PROGRAMME)
        told = own if place or own else together(places, question, load().datasets[survey].of_few)
        if told:
            found[code] = summed_up(told, question) if question.type in ("integer", "number") else dict(told)
    return found


def shown_rows(known: Known, survey: str, questions: Mapping[str, Question], neighbourhood: str | None) -> dict[Key, Rows]:
    """Return the shares of every answer that was given or offered, with the size of their interval, by neighbourhood, question and role.

    Small numbers of people are hidden; organisations are not people.
    """
    of_people = any(sheet.of_people for sheet in load().datasets[survey].sheets)
    places = {PROGRAMME, *known.neighbourhoods["code"]}
    residents = populations(known) if of_people else None
    rows = known.rows("shares", dataset=survey, neighbourhood=neighbourhood)
    rows = [row for row in rows if row["neighbourhood"] in places and row["question"] in questions]
    for row in rows:
        of_day = (row["neighbourhood"], row["period_date"])
        row["population"], row["adults"] = (residents.on(*of_day), residents.adults_on(*of_day)) if residents else (nan, nan)
        row |= {"indicator": row["question"], "value": nan if row["value"] is None else row["value"], "note": "", "asked": wording(row)}
    add_sizes(rows, known.programme.design_factor if known.programme else 1.0)
    found: dict[Key, Rows] = {}
    for key, given in groupby(rows, key=lambda row: (row["neighbourhood"], row["question"], row["role"])):
        question = questions[key[1]]
        found[key] = in_order(question, {row["answer"]: row for row in given})
        hides = HIDES.get(question.type, hide_number) if of_people else mark_small_bases
        hides(found[key], known.small_numbers)
    return found


def wording(row: Row) -> str:
    """Return what was asked: the question's code and, of one of the programme's own, its label and answers of the time."""
    label, offered = f" “{row['label']}”" * bool(row["label"]), f" ({row['offered']})" * bool(row["offered"])
    return f"{row['question']}{label}{offered}"


def in_order(question: Question, given: dict[str, Row]) -> Rows:
    """Return a row for each answer in order: those to choose from, be it that nobody gave them, then others that were given."""
    nobody = given.pop("")
    if question.type == "text":
        return [row | {"value": float(row["n_counted"])} for row in given.values()]
    if question.type != "choice":
        return sorted(given.values(), key=lambda row: float(row["answer"]))
    offered = [option.code for option in question.options if option.substantive and (not option.scale or option.code in given)]
    others = sorted(given.keys() - set(offered))
    return [given.get(answer, nobody) | {"answer": answer} for answer in [*offered, *others]] if nobody["n"] else []


def together(places: Mapping[str, Answers], question: Question, of_few: bool) -> Answers:
    """Return the figures of one question of all neighbourhoods pooled, made of those that may be shown."""
    shown: dict[str, Answers] = {
        place: {answer: {role: figure for role, figure in roles.items() if not figure.is_hidden} for answer, roles in answers.items()}
        for place, answers in places.items()
    }
    if question.type == "text":
        return wishes(shown)
    values = {answer: None for answers in shown.values() for answer in answers}
    in_line = sorted(values, key=float) if question.type != "choice" else list(values)
    if question.type != "choice":
        shown = {place: at_each(answers, in_line) for place, answers in shown.items()}
    found = {}
    for answer in in_line:
        of_answer: Places = {place: answers[answer] for place, answers in shown.items() if answers.get(answer)}
        found[answer] = {
            role: replace(pool_one(figures, "proportion", not of_few, question.code), left_out=left_out)
            for role, figures, left_out in pools(Columns.of(of_answer), "proportion")
        }
    return {answer: roles for answer, roles in found.items() if roles}


def at_each(answers: Answers, amounts: list[str]) -> Answers:
    """Return who said at most each of these amounts, of answers that hold only the amounts that somebody in the place said."""
    found: Answers = {}
    last = {role: replace(figure, value=0.0, n_counted=0) for roles in answers.values() for role, figure in roles.items()}
    for amount in amounts:
        last = last | answers.get(amount, {})
        found[amount] = last
    return found


def wishes(places: Mapping[str, Answers]) -> Answers:
    """Return how many people of all neighbourhoods wished the same, by the newest wave of each that may be shown."""
    found: dict[str, tuple[str, Figure]] = {}
    for answers in places.values():
        for text, roles in answers.items():
            newest = roles.get("latest") or roles.get("baseline")
            if newest is not None:
                first, so_far = found.get(normal(text), (text, None))
                count = newest.value + (so_far.value if so_far else 0)
                found[normal(text)] = first, replace(newest, neighbourhood=None, value=count)
    return {text: {"latest": figure} for text, figure in found.values()}


def summed_up(answers: Answers, question: Question) -> Answers:
    """Return the median of a number and, where it adds up, its total, from who said at most so much; both hidden where that is."""
    found: Answers = {MEDIAN: {}, TOTAL: {}}
    for role in ("baseline", "latest"):
        steps = [(float(amount), roles[role]) for amount, roles in answers.items() if role in roles]
        if steps:
            found[MEDIAN][role], found[TOTAL][role] = median(steps), total(steps)
    return found if question.adds_up else {MEDIAN: found[MEDIAN]}


def median(steps: list[tuple[float, Figure]]) -> Figure:
    """Return the median of a number with its 95% interval, from who said at most each amount, the least first.

    The interval is Woodruff's (1952, JASA 47:635): the amounts at which the shares of Wilson's interval around a half are reached.
    """
    amounts, figures = [amount for amount, _ in steps], [figure for _, figure in steps]
    if figures[0].is_hidden:
        return figures[0]

    def reached(share: float) -> float:
        return next((amount for amount, figure in steps if figure.value >= share - 1e-9), amounts[-1])

    middle = next((figure for figure in figures if figure.value >= 0.5 - 1e-9), figures[-1])
    low, high = (float(limit) for limit in wilson(middle.size / 2, middle.size)) if isfinite(middle.size) else (nan, nan)
    return replace(middle, value=reached(0.5), low=nan if isnan(low) else reached(low), high=nan if isnan(high) else reached(high))


def total(steps: list[tuple[float, Figure]]) -> Figure:
    """Return all amounts added up, of those who answered: it says nothing of the others."""
    last = steps[-1][1]
    if last.is_hidden:
        return last
    before = [0.0, *(figure.n_counted for _, figure in steps)]
    return replace(last, value=sum(amount * (figure.n_counted - count) for (amount, figure), count in zip(steps, before, strict=False)))

"""A mapping: which columns of another tool's survey answer which of our questions, which of its answers is which of ours, and the round."""

import json
from collections.abc import Iterator, Mapping

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cdmon.definitions import UniqueKeyLoader
from cdmon.refusal import Refusal

MISSING, NOT_USED = "(missing)", "(not used)"  # what an answer of theirs may stand for, beside one of ours
CHOSEN, NOT_CHOSEN = "chosen", "not chosen"  # the answers of one option of a question with several
EMPTY = ""  # the answer of an empty cell, where that says something
HOW_TO = """\
# How cdmon reads this file. Look at every line; put right what is wrong; then write yes beside confirmed.
# An answer of theirs stands for one of ours, for (missing) where nothing was answered, or for (not used) where ours has no such answer.
"""


class MappingPart(BaseModel):
    """Any part of a mapping: unknown keys are errors, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Match(MappingPart):
    """One of their columns and the question of ours that it answers.

    `chosen` is the option of a question with several answers that it tells of, `separator` what parts them where one column holds all.
    `answers` says what each of theirs stands for: the code of our answer, MISSING or NOT_USED; "" where nobody has said so yet.
    """

    heading: str
    chosen: str = ""
    separator: str = ""
    question: str
    answers: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What their column is called."""
        return column_name(self.heading, self.chosen)


class SurveyMapping(MappingPart):
    """How a file of another tool is read as a round of one of our surveys; `round` is the facts about it, by code, as people type them."""

    dataset: str
    confirmed: bool = False  # whether a person has looked at it
    heading_rows: int = 1
    number_rows: bool = False  # respondents are known by the number of their row, where no column tells them
    round: dict[str, str] = {}
    matches: tuple[Match, ...] = ()
    not_used: tuple[str, ...] = ()  # the names of their columns that nothing is read from

    @property
    def headings(self) -> list[str]:
        """The names of all of their columns, in the order of the alphabet: by these a file of the same tool is known again."""
        options = tuple(f"{heading}: " for heading in self.joined)
        names = (match.heading if match.separator else match.name for match in self.matches)
        return sorted({*names, *(name for name in self.not_used if not name.startswith(options))})

    @property
    def joined(self) -> dict[str, str]:
        """The columns of which each cell is read as several answers, and what parts those."""
        return {match.heading: match.separator for match in self.matches if match.separator}

    @property
    def named(self) -> set[str]:
        """The names of what it says something about."""
        return {*self.not_used, *(match.name for match in self.matches)}

    def as_text(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


class Texts(UniqueKeyLoader):
    """A YAML loader that leaves every value as it is written: yes, 1 and 2026-10-01 are texts."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (as PyYAML has it)


def column_name(heading: str, chosen: str = "") -> str:
    """Return what one of their columns is called: its heading, and the option that it tells of."""
    return f"{heading}: {chosen}" if chosen else heading


def kept(text: str) -> SurveyMapping:
    """Return a mapping from the text that the store keeps."""
    return SurveyMapping.model_validate_json(text)


def read_mapping(text: str, name: str) -> SurveyMapping:
    """Read a mapping that somebody wrote as YAML; Refusal when it is none, or nobody has confirmed it."""
    try:
        mapping = SurveyMapping.model_validate(yaml.load(text, Texts))  # noqa: S506 (it is a SafeLoader)
    except (yaml.YAMLError, ValidationError) as error:
        raise Refusal(f"{name} is no mapping that cdmon can read: {error}") from error
    if not mapping.confirmed:
        raise Refusal(f"Nobody has confirmed {name}. Look at every line of it, and write “confirmed: yes”.")
    return mapping


def as_yaml(mapping: SurveyMapping, words: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> str:
    """Return a mapping as YAML to be looked through, with the `words` of our questions and facts, and the `counts` of their answers."""
    return HOW_TO + "\n".join(lines(mapping, words, counts)) + "\n"


def lines(mapping: SurveyMapping, words: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield the lines of a mapping as YAML; every text is quoted, so that none is taken for a number, a date or no."""
    yield f"dataset: {quoted(mapping.dataset)}"
    yield f"confirmed: {'yes' if mapping.confirmed else 'no'}"
    yield f"heading_rows: {mapping.heading_rows}"
    yield f"number_rows: {'yes' if mapping.number_rows else 'no'}"
    yield "round:" if mapping.round else "round: {}"
    yield from (f"  {code}: {quoted(text)}  # {words.get(code, '')}" for code, text in mapping.round.items())
    yield "matches:" if mapping.matches else "matches: []"
    for match in mapping.matches:
        yield f"- heading: {quoted(match.heading)}"
        if match.chosen:
            yield f"  chosen: {quoted(match.chosen)}"
        if match.separator:
            yield f"  separator: {quoted(match.separator)}"
        yield f"  question: {quoted(match.question)}  # {words.get(match.question, '')}"
        if match.answers:
            yield "  answers:"
        found = counts.get(match.name, {})
        yield from (f"    {quoted(theirs)}: {quoted(ours)}  # {found.get(theirs, 0)}" for theirs, ours in match.answers.items())
    yield "not_used:" if mapping.not_used else "not_used: []"
    yield from (f"- {quoted(name)}" for name in mapping.not_used)


def quoted(text: str) -> str:
    """Return a text between quotation marks, as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False).replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

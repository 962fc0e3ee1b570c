"""A table of answers as another survey tool writes it: one respondent a row, one question a column, or several columns for one question."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from cdmon.text import normal
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.mapping import CHOSEN, NOT_CHOSEN, column_name
from cdmon.workbooks.written import tidy

HEADINGS_WITHIN = 20  # rows from the top
LEAST = 3  # headings, and rows below them, of a table
SEPARATORS = (";", ",", " ")  # between several answers in one cell
MOST_OPTIONS = 12  # of a question with several answers
WORD = re.compile(r"[a-z0-9_]+")  # an option as tools write it that put spaces between them
IMPORTED = re.compile(r'\{\s*"ImportId"\s*:')
RESPONSE = {normal(text) for text in ("Response", "Open-Ended Response")}  # stands in a second row of headings where the first says all


@dataclass(frozen=True)
class Source:
    """What may answer a question: one column or, of a question with several answers, whether one option was chosen.

    Of the latter `places` is where answers to the question stand: the columns of its options, or the one that holds all of them,
    parted by `separator`.
    """

    heading: str
    place: int  # the column that it is told at, from 0
    chosen: str = ""
    places: tuple[int, ...] = ()
    separator: str = ""

    @property
    def name(self) -> str:
        """What it is called, as nothing else of its table is."""
        return column_name(self.heading, self.chosen)


@dataclass(frozen=True)
class Summary:
    """What a table of answers has in it: everything that may answer a question, and how often each answer was given, by name."""

    sources: dict[str, Source]
    counts: dict[str, Counter[str]]
    heading_rows: int

    @property
    def columns(self) -> set[str]:
        """The names of its columns, without the options that stand in one of them together."""
        return {name for name, source in self.sources.items() if not source.separator}


@dataclass(frozen=True)
class AnswerTable:
    """A sheet that holds answers: its headings are in `heading_rows` rows, the last of which is row `last_heading`, counted from 0.

    Of three rows the last one is for programs, and not read.
    """

    raw: RawSheet
    last_heading: int
    heading_rows: int

    @cached_property
    def width(self) -> int:
        """How many columns it has."""
        return max(len(row) for row in self.raw.rows)

    @cached_property
    def rows(self) -> list[tuple[int, list[object]]]:
        """The rows below the headings that hold anything, each with its number as Excel shows it."""
        below = enumerate(self.raw.rows[self.last_heading + 1 :], start=self.last_heading + 2)
        return [(number, row) for number, row in below if any(cell not in (None, "") for cell in row)]

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Everything that may answer a question, by name, in the order of the columns."""
        first, second = self.heading_lines
        runs: list[list[int]] = []
        for place, (above, below) in enumerate(zip(first, second, strict=True)):
            if above:
                runs.append([place])
            elif below and runs:
                runs[-1].append(place)
        found: dict[str, Source] = {}
        for run in runs:
            for source in self.of_question(first[run[0]], run):
                while source.name in found:
                    source = replace(source, heading=f"{source.heading} (column {get_column_letter(source.place + 1)})")
                found[source.name] = source
        return found

    def of_question(self, question: str, run: Sequence[int]) -> Iterator[Source]:
        """Yield what the columns under one heading may answer."""
        _, second = self.heading_lines
        if len(run) > 1 and self.is_of_options(run):
            yield from (Source(question, place, second[place], tuple(run)) for place in run if second[place])
            return
        for place in run:
            says_no_more = normal(second[place]) in {"", normal(question), *RESPONSE}
            heading = question if says_no_more else f"{question} – {second[place]}"
            yield Source(heading, place)
            separator, options = parted(Counter(value for value in self.texts(place) if value))
            yield from (Source(heading, place, option, (place,), separator) for option in options)

    def is_of_options(self, run: Sequence[int]) -> bool:
        """Tell whether columns under one heading are the options of one question: most hold nothing but what they are headed."""
        _, second = self.heading_lines
        held = {place: {normal(text) for text in self.texts(place) if text} for place in run}
        alone = [place for place, texts in held.items() if texts == {normal(second[place])}]
        return 2 * len(alone) > sum(bool(texts) for texts in held.values())

    def texts(self, place: int) -> list[str]:
        """Return what each row shows in a column."""
        return [tidy(cell_of(row, place)) for _, row in self.rows]

    @cached_property
    def heading_lines(self) -> tuple[list[str], list[str]]:
        """The texts of the headings, and of a second row of them, "" where there is none; of two alike the later one names its column."""
        top = self.raw.rows[self.last_heading - self.heading_rows + 1]
        below = self.raw.rows[self.last_heading - self.heading_rows + 2] if self.heading_rows > 1 else []
        first, second = ([tidy(cell_of(row, place)) for place in range(self.width)] for row in (top, below))
        seen: Counter[str] = Counter()
        for place, text in enumerate(first):
            seen[text] += bool(text)
            if seen[text] > 1:
                first[place] = f"{text} (column {get_column_letter(place + 1)})"
        return first, second

    def cells(self, source: Source) -> list[object]:
        """Return what each row says: the cell or, of one option of several, CHOSEN, NOT_CHOSEN or None where nothing was chosen at all."""
        if not source.chosen:
            return [cell_of(row, source.place) for _, row in self.rows]
        return [self.choice(source, row) for _, row in self.rows]

    def choice(self, source: Source, row: Sequence[object]) -> str | None:
        """Say whether a row has chosen an option; None where it has chosen none of the question's."""
        if source.separator:
            options = split(tidy(cell_of(row, source.place)), source.separator)
            return None if not options else CHOSEN if source.chosen in options else NOT_CHOSEN
        if not any(tidy(cell_of(row, place)) for place in source.places):
            return None
        return CHOSEN if tidy(cell_of(row, source.place)) else NOT_CHOSEN

    def counts(self, source: Source) -> Counter[str]:
        """Return how often each answer was given, as it shows, the most frequent first; "" for an empty cell."""
        return Counter(dict(Counter(tidy(cell) for cell in self.cells(source)).most_common()))

    @property
    def summary(self) -> Summary:
        """What is in it."""
        return Summary(self.sources, {name: self.counts(source) for name, source in self.sources.items()}, self.heading_rows)


def cell_of(row: Sequence[object], place: int) -> object:
    """Return a row's cell, None beyond its end or where it is empty."""
    return row[place] if place < len(row) and row[place] != "" else None


def split(text: str, separator: str) -> list[str]:
    """Return the answers in a cell."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def parted(values: Counter[str]) -> tuple[str, list[str]]:
    """Return what parts several answers in the cells of a column, and the answers in the order met; "" and none where there is one a cell.

    Words between spaces are several answers only where each also stands alone, or in many combinations: "strongly agree" is one answer.
    """
    if len(values) > 2**MOST_OPTIONS:
        return "", []
    for separator in SEPARATORS:
        cells = [split(value, separator) for value in values]
        options = list(dict.fromkeys(option for cell in cells for option in cell))
        if not any(len(cell) > 1 for cell in cells) or len(options) > MOST_OPTIONS or any(len(set(cell)) < len(cell) for cell in cells):
            continue
        alone = {cell[0] for cell in cells if len(cell) == 1}
        recurs = all(sum(option in cell for cell in cells) > 1 or option in alone for option in options)
        words = separator != " " or all(WORD.fullmatch(option) for option in options)
        combined = alone >= set(options) or len(values) > 2 * len(options)
        if recurs and words and (separator == ";" or combined):
            return separator, options
    return "", []


def answer_table(raw: RawSheet, heading_rows: int | None = None) -> AnswerTable | None:
    """Return a sheet as a table of answers, with one to three rows of headings (found out if not given); None where it looks like none."""
    widest = max((filled(row) for row in raw.rows), default=0)
    for number, row in enumerate(raw.rows[:HEADINGS_WITHIN]):
        if filled(row) >= max(LEAST, widest / 2) and all(isinstance(cell, str) for cell in row if cell is not None):
            following = raw.rows[number + 1] if number + 1 < len(raw.rows) else []
            third = raw.rows[number + 2] if number + 2 < len(raw.rows) else []
            lines = heading_rows or (3 if is_for_programs(third) else 2 if is_second(row, following) else 1)
            table = AnswerTable(raw, number + lines - 1, lines)
            return table if len(table.rows) >= LEAST else None
    return None


def filled(row: Sequence[object]) -> int:
    """Return how many cells of a row hold something."""
    return sum(cell not in (None, "") for cell in row)


def is_second(first: Sequence[object], following: Sequence[object]) -> bool:
    """Tell whether the row after the headings is a second one of them: it names what the first leaves open, and no respondent.

    It is one, too, where it says several of the headings again in other writing, as "Response ID" below "ResponseId".
    """
    pairs = [(normal(cell), normal(cell_of(first, place))) for place, cell in enumerate(following)]
    if sum(below == above != "" for below, above in pairs) >= LEAST:
        return True
    if tidy(cell_of(following, 0)) or not tidy(cell_of(first, 0)):
        return False
    more = any(tidy(cell) and not tidy(cell_of(first, place)) for place, cell in enumerate(following))
    return more or any(normal(cell) in RESPONSE for cell in following if cell)


def is_for_programs(row: Sequence[object]) -> bool:
    """Tell whether a row is the third of Qualtrics' headings, which says in JSON where each column came from."""
    texts = [tidy(cell) for cell in row if cell not in (None, "")]
    return len(texts) >= LEAST and all(IMPORTED.match(text) for text in texts)

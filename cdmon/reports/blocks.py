"""What a report is made of: headings, paragraphs, lists, tables and pictures in their order, before anything typesets them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a part of the report, 2 and 3 lie within it."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str
    is_small: bool = False  # a note below a table or a picture


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first row heads the columns and, where `heads_rows`, the first column the rows."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()  # shares of the columns, as far as their words have room; none for as wide as their texts ask
    numbers: frozenset[int] = frozenset()  # columns of numbers, which stand to the right
    heads_rows: bool = True


@dataclass(frozen=True)
class Picture:
    """A picture as SVG; `words` tell it to those who do not see it."""

    svg: str
    words: str
    caption: str = ""
    width: float = 1.0  # share of the width of the text


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Report:
    """A report: what stands on its cover, and its blocks. Every text is plain: nothing in it is markup."""

    title: str
    programme: str
    made_on: date
    cover: tuple[tuple[str, str], ...]  # label and text of each line: period, data as at, data version, number
    blocks: tuple[Block, ...]
    is_large: bool = False  # large type, for a report to residents
    notices: tuple[str, ...] = field(default=())  # on the cover and every page: draft, invented figures

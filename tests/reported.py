"""Reports of every kind of block, for tests of what is made of them."""

import re
from dataclasses import replace
from datetime import date

from cdmon.reports.blocks import Bullets, Heading, Paragraph, Picture, Report, Table

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40" font-family="sans-serif">'
    '<text x="5" y="25">{}</text></svg>'
)
SMALL = Report(
    "Report on stage 1",
    "Health in Riverton",
    date(2026, 11, 26),
    (("Period", "May to October 2024"), ("Data version", "17")),
    (
        Heading(1, "In short"),
        Paragraph("Six things were measured."),
        Paragraph("As at 31 October.", is_small=True),
        Heading(2, "What moved"),
        Bullets(("One rose", "Two fell")),
        Table("Table of two", ("Factor", "Now"), (("Activity ◆ rose", "45.8%"), ("Groups ■ fell", "−3")), (2, 1), frozenset({1})),
        Picture(SVG.format("drawn"), "Words of the picture", "Caption of the picture", 0.5),
    ),
    notices=("Draft", "Invented figures"),
)


def with_blocks(*blocks: object, of: Report = SMALL) -> Report:
    """A report of other blocks."""
    return replace(of, blocks=blocks)


def long_report(parts: int, rows: int = 30) -> Report:
    """A report of so many parts, each of about two pages."""
    table = Table(
        "The same rows", ("Row", "Said", "Now"), tuple((f"Row {each}", "Residents said so " * 4, f"{each}.0%") for each in range(rows))
    )
    part = (Paragraph("Something was said of it. " * 20), Heading(2, "Figures"), table, *SMALL.blocks[1:])
    return with_blocks(*(block for number in range(parts) for block in (Heading(1, f"Part {number}"), *part)))


def packed(text: str) -> str:
    """A text without its spaces and line ends, which lines are broken at, and without what a long word is broken at."""
    return re.sub(r"[\s\u200b]+", "", text)


def texts(report: Report) -> list[str]:
    """Every text that somebody reads in a report."""
    found = [report.title, report.programme, *report.notices, *(each for line in report.cover for each in line)]
    for block in report.blocks:
        if isinstance(block, Table):
            found += [block.caption, *block.headings, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Picture):
            found.append(block.caption)
        else:
            found.append(block.text)
    return found

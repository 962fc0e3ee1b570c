"""A report as a PDF that everybody can read: A4, tagged (PDF/UA-1), with bookmarks, and the same bytes whenever it is made again."""

import json
import re
import unicodedata
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path

import typst

from cdmon.charts.style import GRID, INK, LINE
from cdmon.charts.symbols import COLOURS
from cdmon.reports.blocks import Block, Heading, Paragraph, Picture, Report, Table
from cdmon.reports.columns import MANY as MANY_COLUMNS
from cdmon.reports.columns import shares
from cdmon.reports.plain import JOINERS, plain, with_texts
from cdmon.tables.sides import BETTER, SYMBOLS, WORSE

HERE = Path(__file__).parent
FONTS = typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])  # a machine's own would make another file on another one
PROBE = b"""
#set document(title: "probe")
#set text(font: "Liberation Sans", fallback: sys.inputs.others == "may help")
#sys.inputs.letter
"""
SHADE = "#eef3f8"  # behind the headings of a table
MANY = 8  # headings from which a report has contents
NO_LETTER = "□"  # which Liberation Sans has
TOLD = f"Some letters of this report are in a script that it cannot be printed in; {NO_LETTER} stands for each. The dashboard shows them."


def pdf(report: Report) -> bytes:
    """Return a report as PDF/UA-1, byte for byte the same each time.

    No text in it is read as markup: all come to the template as JSON. Letters that its fonts lack are marked, and a note says so.
    """
    data = as_data(in_letters(with_texts(report, plain)))
    return compiled((HERE / "report.typ").read_bytes(), {"report": json.dumps(data)}, datetime.combine(report.made_on, time(), UTC))


def compiled(source: bytes, inputs: dict[str, str], made_at: datetime | int = 0) -> bytes:
    """Return what Typst makes of a template and its data as PDF/UA-1; TypstError where it cannot be such."""
    return typst.compile(
        source, font_paths=FONTS, ignore_system_fonts=True, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=made_at
    )


def as_data(report: Report) -> dict[str, object]:
    """Return a report as the template reads it, with its colours and signs."""
    headings = sum(isinstance(block, Heading) for block in report.blocks)
    return asdict(report) | {
        "made_on": report.made_on.isoformat(),
        "blocks": [block_data(block) for block in report.blocks],
        "has_contents": headings >= MANY and not report.is_large,
        "colours": {"ink": INK, "line": LINE, "grid": GRID, "head": SHADE, "accent": COLOURS[BETTER], "worse": COLOURS[WORSE]},
        "signs": {SYMBOLS[side]: colour for side, colour in COLOURS.items()},
    }


def block_data(block: Block) -> dict[str, object]:
    """Return a block as the template reads it."""
    data = asdict(block) | {"kind": type(block).__name__}
    if isinstance(block, Picture):
        data["svg"] = in_our_fonts(block.svg)
    if isinstance(block, Table):
        data |= {"numbers": sorted(block.numbers), "widths": shares(block), "is_wide": len(block.headings) > MANY_COLUMNS}
    return data


def in_our_fonts(svg: str) -> str:
    """Return a picture with its words in Liberation Sans; a letter that it lacks, or a mark on a letter, is marked."""
    said = plain(svg)
    lacking = {ord(each): NO_LETTER for each in set(said) if unicodedata.category(each)[0] == "M" or not is_settable(each, "do not help")}
    lacking |= dict.fromkeys(map(ord, JOINERS), "")
    return re.sub(r'font-family="[^"]*"', 'font-family="Liberation Sans"', said.translate(lacking))


def png(svg: str, pixels_a_point: float = 3) -> bytes:
    """Return a picture as PNG, for programs that cannot show SVG."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return typst.compile(
        source, font_paths=FONTS, ignore_system_fonts=True, format="png", ppi=72 * pixels_a_point, sys_inputs={"svg": in_our_fonts(svg)}
    )


def in_letters(report: Report) -> Report:
    """Return a report with each letter that its fonts lack as the nearest one, or marked; then a note at its end says so."""
    letters = set(plain(json.dumps(asdict(report), default=str, ensure_ascii=False)))
    other = {ord(each): nearest(each) for each in letters if not is_settable(each)}
    made = with_texts(report, lambda text: text.translate(other))
    return replace(made, blocks=(*made.blocks, Paragraph(TOLD, is_small=True))) if NO_LETTER in other.values() else made


def nearest(letter: str) -> str:
    """Return what is written for a letter that the fonts lack: = for ＝, or the mark of none."""
    same = unicodedata.normalize("NFKC", letter)
    return same if same != letter and all(map(is_settable, same)) else NO_LETTER


def is_settable(letter: str, others: str = "may help") -> bool:
    """Tell whether the font of reports has a letter, or a mark upon a letter, or another that Typst brings has it."""
    return letter.isascii() or is_found(letter, others)


@lru_cache(8_192)
def is_found(letter: str, others: str) -> bool:
    """Tell whether Typst finds a letter in the fonts."""
    try:
        compiled(PROBE, {"letter": f"1{letter}" if unicodedata.category(letter)[0] == "M" else letter, "others": others})
    except typst.TypstError:
        return False
    return True

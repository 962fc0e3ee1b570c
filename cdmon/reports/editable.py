"""A report as a Word document that people go on writing in: real headings, tables with header rows, captions and alternative texts."""

from datetime import datetime, time
from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from cdmon.charts.style import INK, LINE
from cdmon.charts.symbols import COLOURS
from cdmon.reports.blocks import Block, Bullets, Heading, Paragraph, Picture, Report, Table
from cdmon.reports.columns import shares
from cdmon.reports.plain import plain, with_texts
from cdmon.reports.typeset import SHADE, png
from cdmon.tables.sides import BETTER, WORSE

FONT = "Arial"  # which every Word has, as wide as the font of the PDF
WIDTH = Mm(164)  # of the text
SIZES = {"Normal": 1.0, "Title": 2.4, "Heading 1": 1.6, "Heading 2": 1.25, "Heading 3": 1.1, "Caption": 0.95, "Header": 0.8, "Footer": 0.8}
PLAIN = ("Normal", "Caption", "Header", "Footer")  # styles without colour
CELLS = (TEXTS, HEADS, NUMBERS) = ("Table text", "Table heading", "Table number")  # styles of our own, so that a person can change them all
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date of a part of a zip file


def docx(report: Report) -> bytes:
    """Return a report as .docx, byte for byte the same each time. No text in it becomes a field, a link or markup."""
    report = with_texts(report, plain)
    word = Document()
    set_up(word, report)
    cover(word, report)
    for block in report.blocks:
        add(word, block)
    saved = BytesIO()
    word.save(saved)
    return undated(saved.getvalue())


def set_up(word: Word, report: Report) -> None:
    """Give a document its properties, its page, its styles, and what stands above and below each page."""
    told, made_at = word.core_properties, datetime.combine(report.made_on, time())
    told.title, told.author, told.last_modified_by, told.language = report.title, report.programme, report.programme, "en-GB"
    told.created = told.modified = made_at
    told.comments = ""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin = section.bottom_margin = Mm(24)
    size = 14.0 if report.is_large else 10.5
    for name, share in SIZES.items():
        font = word.styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(round(size * share)), colour(INK if name in PLAIN else COLOURS[BETTER])
        fonts = word.styles[name].element.rPr.rFonts
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for name in CELLS:
        style = cast(ParagraphStyle, word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        style.base_style, style.font.size, style.font.bold = word.styles["Normal"], Pt(8.5), name == HEADS
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT if name == NUMBERS else WD_ALIGN_PARAGRAPH.LEFT
    speak_british(word)
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.add_run(" · ".join((report.programme, *report.notices)))
    below.add_run(f"{report.title} · Page ")
    below._p.append(page_number())


def speak_british(word: Word) -> None:
    """Say that a document is written in British English."""
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-GB")


def page_number() -> object:
    """Return the one field of a document: the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    return field


def cover(word: Word, report: Report) -> None:
    """Write what stands on the cover."""
    word.add_paragraph(report.programme)
    word.add_paragraph(report.title, style="Title")
    for label, text in report.cover:
        line = word.add_paragraph(f"{label}: ")
        line.add_run(text).bold = True
    for notice in report.notices:
        run = word.add_paragraph().add_run(notice)
        run.bold, run.font.color.rgb = True, colour(COLOURS[WORSE])
    if not report.is_large:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def add(word: Word, block: Block) -> None:
    """Add a block to a document."""
    if isinstance(block, Heading):
        add_line(word, block.text, f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        run = word.add_paragraph().add_run(block.text)
        if block.is_small:
            run.font.size, run.font.color.rgb = Pt(9), colour(LINE)
    elif isinstance(block, Bullets):
        for item in block.items:
            add_line(word, item, "List Bullet")
    elif isinstance(block, Table):
        add_table(word, block)
    else:
        add_picture(word, block)


def add_line(word: Word, text: str, style: str) -> Line:
    """Add a paragraph of a style."""
    return in_style(word.add_paragraph(text), style)


def in_style(line: Line, style: str) -> Line:
    """Give a paragraph a style by its id, which is its name without spaces; by its name python-docx takes a hundred times as long."""
    line._p.style = style.replace(" ", "")
    return line


def add_table(word: Word, block: Table) -> None:
    """Add a table below its caption; its first row is repeated on each page, and told as its headings."""
    add_line(word, block.caption, "Caption").paragraph_format.keep_with_next = True
    table = word.add_table(1 + len(block.rows), len(block.headings), style="Table Grid")
    table.autofit = False
    rule(table)
    widths = [Emu(round(WIDTH * share)) for share in shares(block)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (line, row) in enumerate(zip((block.headings, *block.rows), table.rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (text, cell) in enumerate(zip(line, row.cells, strict=True)):
            cell.width = widths[column]
            is_heading = number == 0 or (block.heads_rows and column == 0)
            in_style(cell.paragraphs[0], HEADS if is_heading else NUMBERS if column in block.numbers else TEXTS).add_run(text)
            if number == 0:
                shade(cell)
    word.add_paragraph()


def rule(table: Grid) -> None:
    """Give a table thin lines below its rows alone, as in the PDF."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "none" if edge in ("left", "right", "insideV") else "single")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), LINE.removeprefix("#"))
        borders.append(line)
    table._tbl.tblPr.append(borders)


def shade(cell: _Cell) -> None:
    """Give a cell of headings its ground."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE.removeprefix("#"))):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def add_picture(word: Word, block: Picture) -> None:
    """Add a picture with its words, and its caption below it."""
    width = Emu(round(WIDTH * block.width))
    word.add_picture(BytesIO(png(block.svg)), width=width)
    for told in list(word.element.iter(qn("wp:docPr")))[-1:]:
        told.set("descr", block.words)
    if block.caption:
        add_line(word, block.caption, "Caption")


def colour(code: str) -> RGBColor:
    """Return a colour of the pages as Word has it."""
    return RGBColor.from_string(code.removeprefix("#"))


def undated(content: bytes) -> bytes:
    """Return a zip file whose parts have no date, so that it is the same whenever it is made."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as dated, ZipFile(made, "w") as copy:
        for part in sorted(dated.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            copy.writestr(ZipInfo(part, FIRST_DAY), dated.read(part), ZIP_DEFLATED)
    return made.getvalue()

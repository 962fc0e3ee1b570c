"""A report as a Word document: real headings, tables with header rows, words with each picture, and no text that does anything."""

import subprocess
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cdmon.reports.blocks import Bullets, Heading, Paragraph, Picture, Table
from cdmon.reports.editable import docx
from cdmon.reports.plain import plain
from cdmon.tables.sides import SYMBOLS
from tests.hostile import OF_TYPESETTERS
from tests.reported import SMALL, SVG, long_report, packed, texts, with_blocks


def opened(content: bytes):
    return Document(BytesIO(content))


def words(content: bytes) -> list[str]:
    """The text of each paragraph of a document, those in tables and beside the pages among them."""
    word = opened(content)
    section = word.sections[0]
    roots = [word.element, section.header._element, section.footer._element]
    return ["".join(each.text or "" for each in line.iter(qn("w:t"))) for root in roots for line in root.iter(qn("w:p"))]


def test_headings_lists_and_captions_have_the_styles_that_word_knows():
    styles = [(line.style.name, line.text) for line in opened(docx(SMALL)).paragraphs]
    assert ("Title", "Report on stage 1") in styles
    assert ("Heading 1", "In short") in styles and ("Heading 2", "What moved") in styles
    assert ("List Bullet", "Two fell") in styles
    assert [text for style, text in styles if style == "Caption"] == ["Table of two", "Caption of the picture"]


def test_a_table_has_one_header_row_which_is_repeated():
    (table,) = opened(docx(SMALL)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Factor", "Now"],
        ["Activity ◆ rose", "45.8%"],
        ["Groups ■ fell", "−3"],
    ]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [109, 55]


def test_a_picture_has_its_words():
    (picture,) = opened(docx(SMALL)).inline_shapes
    assert picture._inline.docPr.get("descr") == "Words of the picture"
    assert round(picture.width.mm) == 82 and round(picture.height.mm) == 16


def test_it_says_its_title_its_language_and_its_day():
    word = opened(docx(SMALL))
    told = word.core_properties
    assert (told.title, told.author, told.language) == ("Report on stage 1", "Health in Riverton", "en-GB")
    assert f"{told.created:%Y-%m-%d}" == f"{told.modified:%Y-%m-%d}" == "2026-11-26"
    assert {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_it_is_the_same_file_each_time():
    assert docx(SMALL) == docx(SMALL)
    with ZipFile(BytesIO(docx(SMALL))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_text_of_every_block_is_in_it():
    found = words(docx(SMALL))
    assert [text for text in texts(SMALL) if not any(text in line for line in found)] == []


def test_no_text_is_a_field_a_link_or_markup():
    hostile = with_blocks(
        *(block for text in OF_TYPESETTERS for block in (Heading(2, text), Paragraph(text), Bullets((text,)))),
        Table(OF_TYPESETTERS[0], OF_TYPESETTERS[:2], tuple((text, text) for text in OF_TYPESETTERS)),
        Picture(SVG.format("x"), OF_TYPESETTERS[0], OF_TYPESETTERS[1]),
    )
    content = docx(hostile)
    found = words(content)
    assert [text for text in OF_TYPESETTERS if found.count(text) < 5] == []
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
        links = [name for name in archive.namelist() if name.endswith(".rels") and b"External" in archive.read(name)]
    assert links == []
    fields = [each.get(qn("w:instr")) for part in parts.values() for each in part.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE"]  # our own, below each page
    assert [each for part in parts.values() for tag in ("w:hyperlink", "w:instrText") for each in part.iter(qn(tag))] == []


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=60))
def test_whatever_somebody_types_can_be_written(text):
    found = words(docx(with_blocks(Heading(1, "a"), Paragraph(text), Table(text, ("a", text), ((text, text),)))))
    assert found.count(plain(text)) >= 5 or not plain(text)


def test_libreoffice_opens_it_and_prints_every_text(libreoffice, poppler, tmp_path):
    report = long_report(2)
    (tmp_path / "report.docx").write_bytes(docx(report))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [libreoffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")]
    subprocess.run(convert, capture_output=True, check=True, timeout=120)
    told = subprocess.run([poppler, "-raw", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    signs = dict.fromkeys(map(ord, SYMBOLS.values()))  # which come from another font, and so stand apart from their words
    found = packed(told.stdout.decode()).translate(signs)
    assert [text for text in texts(report) if packed(text).translate(signs) not in found] == []

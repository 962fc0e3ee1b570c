"""A report as a PDF: PDF/UA-1, the same bytes each time, and every text in it as it was written."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from cdmon.reports.blocks import Bullets, Heading, Paragraph, Picture, Table
from cdmon.reports.typeset import NO_LETTER, TOLD, is_settable, pdf, png
from cdmon.tables.sides import SYMBOLS
from tests.hostile import OF_TYPESETTERS
from tests.pdf_ua import faults, walk
from tests.reported import SMALL, SVG, long_report, packed, texts, with_blocks


@pytest.fixture
def read(poppler, tmp_path: Path):
    """Reads the text of a PDF, without its spaces."""

    def text(content: bytes) -> str:
        (tmp_path / "report.pdf").write_bytes(content)
        told = subprocess.run([poppler, "-raw", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
        return packed(told.stdout.decode())

    return text


def kinds(content: bytes) -> list[str]:
    with pikepdf.open(BytesIO(content)) as opened:
        return [kind for kind, _ in walk(opened.Root.StructTreeRoot.K)]


def test_a_small_report_and_a_long_one_are_pdf_ua():
    assert faults(pdf(SMALL)) == []
    assert faults(pdf(long_report(3))) == []


def test_what_is_no_pdf_ua_is_found():
    with pikepdf.open(BytesIO(pdf(SMALL))) as opened:
        tables, figures, headings = (
            [each for kind, each in walk(opened.Root.StructTreeRoot.K) if kind == wanted] for wanted in ("/TH", "/Figure", "/H2")
        )
        for cell in tables:
            del cell.A
        del figures[0].Alt
        headings[0].S = pikepdf.Name("/H3")
        del opened.Root.Lang
        saved = BytesIO()
        opened.save(saved)
    told = faults(saved.getvalue())
    assert {
        "language None",
        "a picture without words",
        "a table without headings that say of what",
        "headings out of order: [1, 3]",
    } <= set(told)


def test_it_is_the_same_file_each_time():
    assert pdf(SMALL) == pdf(SMALL)
    with pikepdf.open(BytesIO(pdf(SMALL))) as opened:
        assert str(opened.docinfo.CreationDate).startswith("D:20261126000000")


def test_every_text_of_every_block_is_in_it(read):
    found = read(pdf(SMALL))
    assert [text for text in texts(SMALL) if packed(text) not in found] == []


def test_no_text_is_read_as_markup_or_becomes_a_link(read):
    hostile = with_blocks(
        Heading(1, OF_TYPESETTERS[-1]),
        *(block for text in OF_TYPESETTERS for block in (Heading(2, text), Paragraph(text), Bullets((text, text)))),
        Table(OF_TYPESETTERS[0], OF_TYPESETTERS[:2], tuple((text, text) for text in OF_TYPESETTERS)),
        Picture(SVG.format("x"), OF_TYPESETTERS[0], OF_TYPESETTERS[1]),
    )
    content = pdf(hostile)
    assert faults(content) == []
    found = read(content)
    assert [text for text in OF_TYPESETTERS if found.count(packed(text).replace("＝", "=")) < 6] == []


def printed(text: str) -> bytes:
    """A report in which a text stands everywhere, in a picture as our charts write it."""
    picture = Picture(SVG.format(escape("".join(each for each in text if each >= " "))), f"Words {text}", text)
    return pdf(
        with_blocks(
            Heading(1, "a"), Heading(2, text), Paragraph(text), Table(text, ("a", text), ((text, text),)), Bullets((text,)), picture
        )
    )


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_whatever_somebody_types_can_be_printed(text):
    assert printed(text).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم, اُردُو, שלום",
        "Hello नमस्ते ਪੰਜਾਬੀ தமிழ் 中文 한국어 ไทย",
        "👩\u200d👩\u200d👧 family ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
        "x\u0302 e\u0301\u0327\u0308 =\u0338 Việt ặ",
        "＜image href='a'/＞ ＆ ＂ ﷺ ①",
        "a\u200bb\u00adc\u202ed",
    ],
)
def test_words_of_any_script_can_be_printed(text):
    assert faults(printed(text)) == []


def test_a_letter_that_the_fonts_lack_is_marked_and_told(read):
    found = read(pdf(with_blocks(Heading(1, "a"), Paragraph("কাজ and 漢字 and naïve Łódź"))))
    assert packed(f"{NO_LETTER * 3} and {NO_LETTER * 2} and naïve Łódź") in found
    assert packed(TOLD) in found
    assert packed(TOLD) not in read(pdf(SMALL))


@pytest.mark.parametrize("sign", [*SYMBOLS.values(), "➜", "−", "–", "≥", "½", "“", "…", "·", NO_LETTER])
def test_every_sign_that_we_use_can_be_printed(sign):
    assert is_settable(sign)


def test_a_long_report_has_contents_and_a_short_one_none():
    assert "/TOC" in kinds(pdf(long_report(5)))
    assert "/TOC" not in kinds(pdf(SMALL))


def test_a_tables_headings_come_again_on_each_page_and_are_told_once(read):
    rows = tuple((f"row {number}", "x") for number in range(150))
    content = pdf(with_blocks(Heading(1, "a"), Table("Many rows", ("Which one", "What"), rows)))
    with pikepdf.open(BytesIO(content)) as opened:
        pages = len(opened.pages)
    assert read(content).count("Whichone") == pages - 1 >= 3
    assert kinds(content).count("/TH") == 2


def test_a_long_word_stays_within_the_page(read, tmp_path):
    word = "wellbeing" * 40
    assert word in read(pdf(with_blocks(Heading(1, "a"), Table("Narrow", tuple("abcdef"), ((word, *"bcdef"),)))))


def test_a_picture_stays_vector_and_can_be_had_as_png():
    with pikepdf.open(BytesIO(pdf(SMALL))) as opened:
        assert [image for page in opened.pages for image in page.get_images()] == []
    assert png(SVG.format("drawn")).startswith(b"\x89PNG")

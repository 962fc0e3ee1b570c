"""Texts that are not in UTF-8: read by the code page that makes words of them, or asked about, and never wrongly without a word."""

import pytest

from cdmon.workbooks.code_pages import by_page, in_utf8
from cdmon.workbooks.delimited import decode

NAMES = ["Residents’ café", "£200", "Café Zoë – £5", "naïve résumé", "St Mary’s “Tea” club", "Señor Peña", "Müller’s", "Zürich", "5°C"]
NAMES += ["Tuesday – Friday", "crèche", "CRÈCHE", "à la carte", "½ day", "• item", "Ethel Ångström", "ÉCOLE", "Résidents"]
NAMES += ["Tea\xa0club", "Choir,\xa0mixed\xa02", "Lunch\xa0club\xa03", "L’Haÿ"]
PAGES = ("cp1252", "mac_roman", "cp850")
CASES = [(page, name) for page in PAGES for name in NAMES if name.encode(page, "ignore").decode(page) == name]  # that have its letters


def line(name: str) -> str:
    return f"neighbourhood,month,name\r\nN09,2026-10,{name}\r\n"


@pytest.mark.parametrize(("page", "name"), CASES)
def test_a_word_is_read_rightly_or_asked_about(page: str, name: str):
    text, read_by = by_page(line(name).encode(page))
    assert text == line(name) or read_by.other


@pytest.mark.parametrize(
    ("page", "name", "title"),
    [
        ("mac_roman", "Residents’ café", "Mac Roman"),
        ("cp1252", "Residents’ café", "Windows"),
        ("cp850", "The Café", "MS-DOS"),
        ("cp850", "£200", "MS-DOS"),
        ("cp1252", "£200", "Windows"),
    ],
)
def test_what_is_sure_is_read_and_shown(page: str, name: str, title: str):
    text, read_by = decode(line(name).encode(page))
    assert (text, read_by.name, read_by.other) == (line(name), title, ())
    assert set(read_by.words) <= set(name.split())


def test_a_blank_that_does_not_break_is_not_taken_for_a_letter_however_often_it_stands_there():
    for page in PAGES:
        text, read_by = decode((line("Tea\xa0club") * 9).encode(page))
        assert "Tea\xa0club" in text or read_by.other, page


def test_one_bad_byte_is_one_bad_letter_and_the_rest_stays():
    text, page = decode(line("Café Zoë Choir").encode().replace(b"Choir", b"Ch\x92ir"))
    assert (text, page) == (line("Café Zoë Ch�ir"), None)


@pytest.mark.parametrize("text", ["", "plain", "Café", "\ufeffCafé"])
def test_utf8_is_utf8(text: str):
    assert in_utf8(text.encode()) == text.removeprefix("\ufeff")

"""The name of a file as it is kept, shown and sent back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.text import clean_file_name
from cdmon.workbooks.cells import Upload


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("groups.xlsx", "groups.xlsx"),
        ("Bewohner, März 2026 (2).xlsx", "Bewohner, März 2026 (2).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\return.csv", "return.csv"),
        ("return\u202excod.exe", "returnxcod.exe"),  # shown as return.exe turned round: exe.docx
        ("\u2066a\u2069\u200f.csv", "a.csv"),
        ('a"; filename="b.exe', "a'; filename='b.exe"),
        ("a\r\nSet-Cookie: b.csv", "a Set-Cookie: b.csv"),
        ("a\0b\x1b[31m.csv", "ab[31m.csv"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("..", "file"),
        ("a/", "a"),
        ("x" * 300 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(given, kept):
    assert clean_file_name(given) == kept
    assert Upload(given, b"").file_name == kept


@given(st.text())
def test_every_name_can_be_sent_back_as_it_is_and_is_clean_already(name):
    kept = clean_file_name(name)
    assert kept == clean_file_name(kept)
    assert 0 < len(kept) <= 200
    assert not any(letter in '"/\\' or (unicodedata.category(letter)[0] in "CZ" and letter != " ") for letter in kept)

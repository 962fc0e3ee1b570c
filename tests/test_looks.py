"""What a number format shows of a number, as far as it is another text than its digits."""

import pytest

from cdmon.workbooks.looks import Look, look
from cdmon.workbooks.markup import Markup

PER_CENT = Look(per_cent=True, dressed=True)
PLAIN, MARKED, OTHERWISE = Look(), Look(dressed=True), Look(otherwise=True, dressed=True)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("", PLAIN),
        ("General", PLAIN),
        ("@", PLAIN),
        ("dd/mm/yyyy", PLAIN),  # a date comes as one
        ("[h]:mm", PLAIN),
        ("0", Look(whole=True)),
        ("0%", PER_CENT),
        ("0.0 %;[Red]-0.0 %", PER_CENT),
        ("000", Look(digits=3)),
        ("#,##0", MARKED),
        ("0.00", MARKED),
        ('"N"0', OTHERWISE),
        ("[$£-809]#,##0.00", MARKED),
        ('0" per cent %"', OTHERWISE),  # a sign in words does not multiply
        ("0,", OTHERWISE),  # thousands
        ("#,##0.0,,", OTHERWISE),
        (";;;", OTHERWISE),
        ('"hidden"', OTHERWISE),
    ],
)
def test_what_a_format_shows(code: str, shown: Look):
    assert look(code) == shown


@pytest.mark.parametrize(
    ("code", "number", "read"),
    [
        ("0.0%", 0.041, "4.1%"),
        ("0%", 1.0, "100%"),
        ("0%", 0.29, "29%"),
        ("0%", -0.125, "-12.5%"),
        ("000", 7.0, "007"),
        ("00", 123.0, "123"),
    ],
)
def test_a_number_is_read_as_it_shows(code: str, number: float, read: str):
    found = Markup()
    found.note_look((2, 3), look(code), number)
    assert found.instead == {(2, 3): read}

"""What shows who somebody is: found wherever it is typed, never in what only looks like it, told without its value, and taken out."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cdmon.__main__ import main
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.returns.check import check
from cdmon.returns.removed import removed, removed_name
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.personal import kinds_in, without
from cdmon.workbooks.template import template
from cdmon.workbooks.written import plain
from tests.boundaries import area, geojson
from tests.workbooks import groups_workbook, instructions, survey_workbook, workbook

DAY = date(2024, 10, 11)
HEADINGS = ["Group name", "Has contact", "Open to residents", "Status"]


def kinds(text):
    return [kind.code for kind in kinds_in(plain(text))]


FOUND = {  # numbers that nobody has: of Ofcom's for drama, of the NHS's for tests
    "email": ["ann@example.org", "Ring or write (Ann.O'Neill+news@mail.example.co.uk).", "ANN@EXAMPLE.ORG", "ann\u200b@example.org"],
    "nhs": ["943 476 5919", "9434765919", "943-476-5919", "her number is 943 476 5919."],
    "telephone": [
        *("0191 498 0123", "(0191) 498 0123", "01914980123", "020 7946 0018", "0800 1111", "+44 20 7946 0018", "+44 (0)20 7946 0018"),
        *(
            "0044 20 7946 0018",
            "07911 123456",
            "7911 123456",
            "ring 0191-498-0123, evenings",
            "+48 512 345 678",
            "０１９１ ４９８ ０１２３",
        ),
    ],
    "postcode": ["NE1 4ST", "ne1 4st", "NE14ST", "SW1A 1AA", "M1 1AE", "Flat 2, B33 8TH", "CR2 6XH.", "EC1A1BB"],
    "birth": ["03/02/1961", "born 3.2.61", "DOB: 03/02/2019", "1961-02-03", "3 February 1961", "3rd Feb, 1961", datetime(1961, 2, 3)],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_each_kind_is_found_however_it_is_typed(kind, text):
    assert kinds(text) == [kind]


INNOCENT = """
N01|N12 4th session|R0001|A01|G1|E05000001|E01012345; E01012346|2026-10|2024/25|10/06/2026|31 October 2026|1,234,567|1 200|£25,000
0.1914980123|12:30 - 14:00|7.5|15/12/2024 - 20/01/2025|30 groups in 12 places|9434765918|943 476 5918|0000000000|123456789|12345678901
Thread 1.1|Flats 1-20|q2/1|L1 2nd|B2 3pm|@ the hall|ann@home|Room N1|M1|Stage 2 3rd wave|E8|B12AB|1996|since 1961|born in 1961
aged 16 to 24|2016-01-01|https://example.org/a/b?c=1|Table 2021-22, page 12 of 30|COVID-19|ISO 9001:2015|Act 1998, s 6|1961/62
"""


@pytest.mark.parametrize("text", re.split("[|\n]", INNOCENT.strip()))
def test_what_only_looks_like_it_is_none(text):
    assert kinds(text) == []


def with_check_digit(nine):
    """The NHS number of nine digits, None where there is none: 11 less the remainder of the sum of each digit times 10, 9 … 2 by 11."""
    digit = 11 - sum(int(each) * weight for each, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if digit == 10 else nine + str(digit % 11)


NINE = st.text("0123456789", min_size=9, max_size=9)


@given(NINE.map(with_check_digit).filter(bool), st.sampled_from(["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "no {0} {1} {2}, yes"]))
def test_any_nhs_number_is_found(number, form):
    assert "nhs" in kinds(form.format(number[:3], number[3:6], number[6:])) or len(set(number)) == 1


@given(NINE, st.integers(1, 9))
def test_of_any_nine_digits_only_one_tenth_digit_makes_an_nhs_number(nine, other):
    right = with_check_digit(nine)
    digit = int(right[-1]) if right else 10
    assert "nhs" not in kinds(nine + str((digit + other) % 10)) or digit == 10


AREAS = ["0191 2", "0113 2", "020 7", "020 8", "0161 2", "0121 2", "01865 2", "01904 6"]


@given(st.sampled_from(AREAS), st.text("0123456789", min_size=6, max_size=6), st.sampled_from(["", "+44 ", "0044 ", "tel. "]))
def test_any_telephone_number_of_a_town_is_found(beginning, rest, country):
    digits = beginning + rest
    written = country + (digits[1:] if "44" in country else digits)
    assert "telephone" in kinds(written) or not really_given(digits)


def really_given(digits):
    """Whether the numbering plan has such a number, by the plan alone."""
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB"))


LOCAL = st.text("abcdefghijklmnopqrstuvwxyz0123456789._+-", min_size=1, max_size=20).map(lambda text: f"a{text}z")
LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12).map(lambda text: f"a{text}z")


@given(LOCAL, st.lists(LABEL, min_size=2, max_size=4), st.sampled_from(["{}", "to {} and others", "<{}>", "mailto:{}"]))
def test_any_address_is_found_and_taken_out(local, labels, form):
    text = form.format(f"{local}@{'.'.join(labels)}")
    assert "email" in kinds(text)
    assert "@" not in without(text, kinds_in(text))


IDS = st.from_regex(r"[NRVAC]\d{2,6}", fullmatch=True)


@given(st.integers(-(10**8), 10**8) | st.dates(date(2016, 1, 1), date(2035, 1, 1)) | IDS)
def test_counts_days_of_the_programme_and_ids_are_none(value):
    assert kinds(value) == []


def told(database, upload):
    with database.cursor() as cursor:
        return check(Known(cursor), upload).problems


def in_groups(**cells):
    return Upload("groups.xlsx", groups_workbook("2024-11", [{}, cells]))


def test_a_cell_is_told_of_by_its_place_and_never_by_its_value(programme_store):
    upload = in_groups(name="Choir, ring 0191 498 0123 or ann@example.org")
    (problem,) = told(programme_store, upload)
    assert (problem.code, problem.severity, problem.cell, problem.value) == ("personal-data", "warning", "A3", None)
    assert problem.message.startswith("This seems to hold an e-mail address and a telephone number.")
    assert "0191" not in str(problem.as_dict()) and "ann" not in str(problem.as_dict())


def test_equal_ones_are_told_together_with_all_their_cells(programme_store):
    rows = [{"name": f"Choir {number}, ann{number}@example.org"} for number in range(3)]
    (problem,) = told(programme_store, Upload("groups.xlsx", groups_workbook("2024-11", rows)))
    assert problem.cell == "A2 to A4"


def test_what_is_not_read_is_looked_at_because_it_is_kept(programme_store):
    """A column of no template, a sheet of none, and the Instructions."""
    content = workbook(
        {
            "Instructions": [*instructions("N01", "2024-11"), ["Filled in by", "ann@example.org"]],
            "Groups": [
                ["Group name", "Has contact", "Open to residents", "Status", "Telephone"],
                ["Choir", "yes", "yes", "new", "0191 498 0123"],
            ],
            "Notes": [["Mrs Smith, NE1 4ST"]],
        }
    )
    found = {(each.sheet, each.cell) for each in told(programme_store, Upload("g.xlsx", content)) if each.code == "personal-data"}
    assert {("Groups", "E2"), ("Notes", "A1")} < found and len(found) == 3


def test_a_number_in_a_column_of_text_is_looked_at_and_one_where_numbers_belong_is_none(programme_store):
    (problem,) = told(programme_store, in_groups(name=9434765919))
    assert "an NHS number" in problem.message


def test_a_respondent_who_can_be_known_is_refused(programme_store):
    upload = Upload("wave.xlsx", survey_workbook("2024", DAY, [{"respondent": "ann@example.org", "q1": "yes"}, {"q1": "no"}]))
    receipt = submit(programme_store, upload, "a test")
    (problem,) = receipt.checked.problems
    assert (problem.code, problem.severity, problem.cell, receipt.stored) == ("personal-id", "error", "A2", False)


def test_a_postcode_is_no_warning_where_one_belongs(programme_store):
    answers = [{"respondent": f"R{n}", "q1": "yes", "cluster": "NE1 4ST"} for n in range(2)]
    assert told(programme_store, Upload("wave.xlsx", survey_workbook("2024", DAY, answers))) == []


def test_the_address_that_people_sign_in_with_is_no_warning(programme_store):
    people = [["person", "role"], ["ann@example.org", "commissioner"]]
    content = workbook(
        {
            "Programme": [["name", "start_month"], ["P", "2024-05"]],
            "Neighbourhoods": [["Code", "Name", "Population"], ["N01", "Q", 9]],
            "People": people,
        }
    )
    assert "personal-data" not in {each.code for each in told(programme_store, Upload("set-up.xlsx", content))}


def test_the_name_of_a_file_is_looked_at(programme_store):
    (problem,) = told(programme_store, Upload("groups of ann@example.org.xlsx", in_groups().content))
    assert (problem.code, problem.value) == ("personal-file-name", None)
    assert removed_name("groups of ann@example.org.xlsx") == "groups of [e-mail address removed] – without personal data.xlsx"


def test_a_csv_and_boundaries_are_looked_at_too(programme_store):
    rows = "neighbourhood,month,name,contact,open_to_residents,status\nN01,2024-11,ann@example.org,yes,yes,new\n"
    assert [each.code for each in told(programme_store, Upload("groups.csv", rows.encode()))] == ["personal-data"]
    drawn = geojson(area("N01", name="ann@example.org"), area("N02", 0.2))
    assert [(each.code, each.cell) for each in told(programme_store, Upload("a.geojson", drawn))] == [("personal-data", "feature 1")]


def test_of_boundaries_there_is_no_copy(programme_store):
    with pytest.raises(Refusal, match="Delete what is personal in the file itself"):
        removed(programme_store, Upload("a.geojson", geojson(area("N01", name="ann@example.org"))))


def test_the_copy_without_it_has_all_else_and_can_be_sent(programme_store):
    upload = in_groups(name="Choir, ring 0191 498 0123")
    clean = removed(programme_store, upload)
    values = [[cell.value for cell in row] for row in load_workbook(BytesIO(clean.content))["Groups"]]
    before = [[cell.value for cell in row] for row in load_workbook(BytesIO(upload.content))["Groups"]]
    before[2][0] = "Choir, ring [telephone number removed]"
    assert values == before
    assert told(programme_store, clean) == []
    assert submit(programme_store, clean, "a test").stored


def test_respondents_get_other_ids_and_the_same_one_the_same(programme_store):
    answers = [{"respondent": name, "q1": "yes"} for name in ("ann@example.org", "R2", "bob@example.org")]
    clean = removed(programme_store, Upload("wave.xlsx", survey_workbook("2024", DAY, answers)))
    assert [row[0].value for row in load_workbook(BytesIO(clean.content))["Responses"]][1:] == ["removed-1", "R2", "removed-2"]
    assert submit(programme_store, clean, "a test").stored


def test_the_copy_holds_none_of_it_anywhere(programme_store):
    """Not in a comment, nor in a link, nor in the name of the author."""
    book = load_workbook(BytesIO(in_groups(name="ann@example.org").content))
    book.properties.creator = "ann@example.org"
    book["Groups"]["A3"].hyperlink = "mailto:ann@example.org"
    content = BytesIO()
    book.save(content)
    clean = removed(programme_store, Upload("groups.xlsx", content.getvalue()))
    assert not re.search(rb"ann@", b"".join(parts(clean.content)))


def parts(content):
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_the_command_line_tells_and_writes_the_copy_and_never_the_value(programme_store, tmp_path):
    path = tmp_path / "groups.xlsx"
    path.write_bytes(in_groups(name="ann@example.org").content)
    out = tmp_path / "clean.xlsx"
    ran = CliRunner().invoke(main, ["--database", programme_store.url, "check", str(path), "--removed", str(out)], catch_exceptions=False)
    assert ran.exit_code == 0 and "an e-mail address" in ran.stdout and "ann@" not in ran.output
    assert told(programme_store, Upload("clean.xlsx", out.read_bytes())) == []


@pytest.mark.parametrize("code", [*load().datasets, *load().workbooks])
def test_no_template_holds_any(database, code):
    (problems,) = [told(database, Upload("t.xlsx", template(load(), code, None, None, {})))]
    assert not [each for each in problems if each.code.startswith("personal")]

"""Zipped workbooks whose parts are named, related or encoded in an unusual way: read like any other, with all that is odd about them."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cdmon.workbooks.cells import Oddities, UnreadableFile, read_cells
from cdmon.workbooks.respelled import respelled
from tests.files import altered, ods, ods_rows, zipped
from tests.workbooks import workbook

WORKBOOK, RELATIONS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROWS = [["Name", "Number"], ["Café", ""], ["Choir", "#DIV/0!"], ["Chess", 3.0]]
ODD = Oddities(without_value={(2, 2)}, hidden_rows=[(4, 4)])


def marked() -> bytes:
    """A sheet with a formula that was never worked out, an error and a hidden row."""
    made = Workbook()
    made.active.title = "Groups"
    for row in [["Name", "Number"], ["Café", "=1+1"], ["Choir", "#DIV/0!"], ["Chess", 3]]:
        made.active.append(row)
    made.active.row_dimensions[4].hidden = True
    content = BytesIO()
    made.save(content)
    return content.getvalue()


MARKED = marked()


def parts(content: bytes = MARKED) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def related(target: str, part: str = SHEET) -> bytes:
    """The workbook with its sheet in another part, and related by other words."""
    moved = parts(altered(MARKED, RELATIONS, (f"/{SHEET}", target)))
    return zipped({part if name == SHEET else name: content for name, content in moved.items()})


def encoded(part: str, encoding: str, declared: str = "", mark: bytes = b"") -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return zipped(parts() | {part: mark + (declaration + parts()[part].decode().rpartition("?>")[2]).encode(encoding)})


SPELLINGS = {
    "as usual": MARKED,
    "backslashes": zipped({name.replace("/", "\\"): part for name, part in parts().items()}),
    "capitals": zipped({name.upper(): part for name, part in parts().items()}),
    "small letters": zipped({name.lower(): part for name, part in parts().items()}),
    "a dot before the names": zipped({f"./{name}": part for name, part in parts().items()}),
    "a slash before the names": zipped({f"/{name}": part for name, part in parts().items()}),
    "escapes in the names": zipped({name.replace("s", "%73"): part for name, part in parts().items()}),
    "a relation with escapes": related("work%73heets/sheet1.xml"),
    "a relation with backslashes": related("worksheets\\sheet1.xml"),
    "a relation in capitals": related("/XL/Worksheets/SHEET1.XML"),
    "a relation with a dot": related("./worksheets/sheet1.xml"),
    "a relation by a detour": related("../xl/worksheets/sheet1.xml"),
    "a sheet outside its folder": related("../elsewhere/sheet.xml", "elsewhere/sheet.xml"),
    "a workbook of another name": zipped(
        {
            name.replace("xl/workbook.xml", "book.xml").replace("xl/_rels/workbook", "_rels/book"): part.replace(
                b'"/xl/workbook.xml"', b'"/book.xml"'
            ).replace(b'"xl/workbook.xml"', b'"book.xml"')
            for name, part in parts(altered(MARKED, RELATIONS, ('"styles.xml"', '"xl/styles.xml"'), ('"theme/', '"xl/theme/'))).items()
        }
    ),
    "UTF-16 with a mark": encoded(SHEET, "utf-16"),
    "UTF-16, big end first": encoded(SHEET, "utf-16-be", "UTF-16", b"\xfe\xff"),
    "UTF-16 without a mark": encoded(SHEET, "utf-16-le", "UTF-16"),
    "Latin 1": encoded(SHEET, "latin-1", "ISO-8859-1"),
    "UTF-8 with a mark": encoded(SHEET, "utf-8-sig", "UTF-8"),
    "UTF-8 that says it is UTF-16": encoded(SHEET, "utf-8", "utf-16"),
    "a workbook part in UTF-16": encoded(WORKBOOK, "utf-16"),
    "relations in UTF-16": encoded(RELATIONS, "utf-16"),
    "blanks around the equals signs": altered(MARKED, SHEET, ('t="e"', 't = "e"'), ('hidden="1"', "hidden\n= '1'")),
}


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_however_a_workbook_is_spelled_its_rows_and_marks_are_the_same(content: bytes):
    (sheet,) = read_cells("groups.xlsx", content)
    assert (sheet.title, sheet.rows, sheet.oddities) == ("Groups", ROWS, ODD)


@settings(max_examples=20)
@given(st.lists(st.sampled_from([str.upper, str.lower, str.title]), min_size=12, max_size=12), st.sampled_from(["/", "\\"]))
def test_every_name_may_be_written_in_its_own_way(ways: list, slash: str):
    named = {way(name).replace("/", slash): part for way, (name, part) in zip(ways, parts().items(), strict=False)}
    (sheet,) = read_cells("groups.xlsx", zipped(named))
    assert (sheet.rows, sheet.oddities) == (ROWS, ODD)


def test_an_ods_in_utf_16():
    found = parts(ods({"Groups": ods_rows([["Name", "Number"], ["Café", 7]])}))
    (sheet,) = read_cells("groups.ods", zipped(found | {"content.xml": found["content.xml"].decode().encode("utf-16")}))
    assert sheet.rows == [["Name", "Number"], ["Café", 7.0]]


@pytest.mark.parametrize("content", [MARKED, workbook({"Groups": [["Name"]]}), ods({"Groups": ods_rows([["Name"]])})])
def test_a_plain_workbook_is_left_as_it_is(content: bytes):
    assert respelled(content) is content


@pytest.mark.parametrize(
    "content",
    [
        zipped(parts() | {SHEET.upper(): parts()[SHEET].replace(b"Choir", b"Chess")}),  # which of the two is the sheet?
        zipped(parts() | {SHEET: '<?xml version="1.0" encoding="klingon"?><worksheet/>'}),
        zipped(parts() | {SHEET: b"\xff\xfe<\0w\0o"}),
    ],
    ids=["two parts of one name", "an encoding that is none", "half a letter"],
)
def test_a_workbook_of_which_nobody_can_say_what_it_holds_is_damaged(content: bytes):
    with pytest.raises(UnreadableFile) as caught:
        read_cells("groups.xlsx", content)
    assert caught.value.code == "file-damaged"

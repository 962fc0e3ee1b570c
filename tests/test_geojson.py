"""A file of boundaries as rows: which property is read for what, and what is no GeoJSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.workbooks.cells import UnreadableFile, read_workbook
from cdmon.workbooks.geojson import HEADINGS, NotGeoJson, read_features
from tests.boundaries import area, geojson


def rows(*features):
    read, _ = read_features(geojson(*features))
    assert read[0] == list(HEADINGS)
    return [row[:4] for row in read[1:]]


def test_the_codes_of_the_ons_tell_the_year_and_the_names_stand_beside_them():
    assert rows(area("E05000001", of="WD24CD", WD24NM="Quayside", OBJECTID=7)) == [["", "E05000001", "Quayside", "2024"]]


def test_of_several_codes_the_one_that_tells_the_areas_apart_is_read():
    """Two wards of one district: the ward's code, and the ward's name."""
    wards = [area("E07000001", of="LAD24CD", WD24CD=f"E0500000{n}", WD24NM=f"Ward {n}", LAD24NM="District") for n in (1, 2)]
    assert rows(*wards) == [["", "E05000001", "Ward 1", "2024"], ["", "E05000002", "Ward 2", "2024"]]


def test_small_letters_and_the_parts_of_a_neighbourhood_are_read():
    """Two LSOAs of 2021 that make up N01, whose own code the set-up does not list."""
    parts = [area(f"E0100000{n}", of="lsoa21cd", neighbourhood="N01") for n in (1, 2)]
    assert rows(*parts) == [["N01", "E01000001", "", "2021"], ["N01", "E01000002", "", "2021"]]


@pytest.mark.parametrize("name", ["code", "GSS_CODE", "gss code", "neighbourhood_code", "Area"])
def test_a_drawing_of_ones_own_may_give_the_neighbourhoods_code(name):
    assert rows(area("N01", of=name, boundary_year=2023, name="Quayside")) == [["", "N01", "Quayside", "2023"]]


def test_a_neighbourhood_alone_is_an_area_too():
    assert rows(area("N01", of="neighbourhood")) == [["N01", "N01", "", ""]]


def test_one_feature_without_a_collection_is_read():
    read, properties = read_features(json.dumps(area("N01")).encode())
    assert (read[1][1], properties[1], properties[4]) == ("N01", "code", "geometry")


NOT_GEOJSON = {
    "no JSON": b"Dear all",
    "cut off": geojson(area("N01"))[:-20],
    "not in UTF-8": '{"features":[{"properties":{"name":"Café"}}]}'.encode("cp1252"),
    "no list of features": b'{"type":"FeatureCollection"}',
    "an empty list": geojson(),
    "a list alone": b"[1]",
    "a number that is none": geojson(area("N01")).replace(b"1.0", b"NaN"),
    "a number without end": geojson(area("N01")).replace(b"1.0", b"1e999"),
    "a whole number of 5,000 digits": geojson(area("N01")).replace(b"1.0", b"9" * 5_000),
    "a name given twice": geojson(area("N01")).replace(b'"code"', b'"code": "N02", "code"'),
    "lists in lists without end": b'{"features":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "as many features as nobody has": b'{"features":[' + b"{}," * 60_000 + b"{}]}",
}


@pytest.mark.parametrize("content", NOT_GEOJSON.values(), ids=NOT_GEOJSON)
def test_what_is_no_geojson_is_refused(content):
    with pytest.raises(NotGeoJson):
        read_features(content)


def test_a_byte_order_mark_does_no_harm():
    assert read_features(b"\xef\xbb\xbf" + geojson(area("N01"))) == read_features(geojson(area("N01")))


def test_it_is_read_in_the_bounded_process_and_its_refusal_comes_back():
    (sheet,) = read_workbook(geojson(area("N01")))
    assert (sheet.title, sheet.rows[1][1], sheet.oddities.properties[1]) == ("Boundaries", "N01", "code")
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(NOT_GEOJSON["lists in lists without end"])
    assert refused.value.code == "file-not-geojson"


NAMES = ["type", "features", "properties", "geometry", "WD24CD"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.sampled_from(NAMES), each),
    max_leaves=12,
)


@given(ANYTHING)
def test_any_json_is_rows_or_is_refused(value):
    try:
        read, properties = read_features(json.dumps(value).encode())
    except NotGeoJson:
        return
    assert all(len(row) == len(HEADINGS) and all(isinstance(cell, str) for cell in row) for row in read) and 1 in properties


@given(st.binary(max_size=60))
def test_a_file_that_is_cut_off_or_garbled_is_refused(content):
    with pytest.raises(NotGeoJson):
        read_features(b'{"features":[' + content)

"""Boundaries sent like any other return: whose each area is, the year of its code, and the shapes that a map draws."""

import json

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.decide import decide
from cdmon.returns.check import check
from cdmon.returns.submit import preview, submit
from cdmon.tables.boundaries import boundaries
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.marked import marked
from tests.boundaries import area, geojson, square
from tests.conftest import send
from tests.workbooks import workbook

WARDS = [area("E05000001", 0.0, of="WD23CD"), area("E05000002", 0.2, of="WD23CD")]


def set_up(database, *codes, year=2023):
    """A programme whose neighbourhoods N01, N02 … have these official codes."""
    places = [[f"N{number:02d}", f"Place {number}", 6000, code, year] for number, code in enumerate(codes, start=1)]
    rows = [["Code", "Name", "Population", "GSS code", "Boundary year"], *places]
    send(database, workbook({"Programme": [["name", "start_month"], ["Test programme", "2024-05"]], "Neighbourhoods": rows}))


@pytest.fixture
def store(database):
    set_up(database, "E05000001", "E05000002")
    return database


def upload(*features):
    return Upload("wards.geojson", geojson(*features))


def problems(database, *features):
    with database.cursor() as cursor:
        return {each.code: each for each in check(Known(cursor), upload(*features)).problems}


def shapes(database):
    with database.cursor() as cursor:
        return boundaries(Known(cursor))


def test_wards_are_found_by_the_codes_of_the_set_up(store):
    receipt = submit(store, upload(*WARDS), "a test")
    assert receipt.stored and not receipt.checked.problems
    table = shapes(store)
    assert list(table["neighbourhood"]) == ["N01", "N02"] and all(len(rings) == 1 for rings in table["rings"])
    assert table["x"].is_monotonic_increasing  # N02 lies to the east


def test_a_neighbourhood_may_be_made_of_several_areas(database):
    """N01 of two LSOAs that touch, by the set-up; N02 of one, by a property of the file."""
    set_up(database, "E01000001; E01000002", "E05000002", year=2021)
    parts = [area("E01000001", 0.0, of="LSOA21CD"), area("E01000002", 0.1, of="LSOA21CD")]
    assert submit(database, upload(*parts, area("E01000009", 0.5, of="LSOA21CD", neighbourhood="N02")), "a test").stored
    table = shapes(database)
    assert list(table["neighbourhood"]) == ["N01", "N02"] and [len(rings) for rings in table["rings"]] == [1, 1]


def test_areas_of_other_places_are_told_and_not_kept(store):
    others = [area(f"E050009{number:02d}", of="WD23CD") for number in range(30)]
    receipt = submit(store, upload(*others, *WARDS), "a test")
    (told,) = receipt.checked.problems
    assert (told.code, receipt.checked.plans[0].rows) == ("boundaries-of-others", 2)
    assert told.value == "E05000900, E05000901, E05000902, E05000903, E05000904 and 25 more"


def test_a_file_of_no_area_of_ours_says_what_it_has_and_what_the_set_up_has(store):
    told = problems(store, area("E05009999", of="WD24CD"))["boundaries-of-none"]
    assert "it has E05009999, and the programme's set-up has E05000001 of 2023, E05000002 of 2023" in told.message


def test_a_file_of_another_year_that_lacks_areas_is_refused(store):
    told = problems(store, area("E05000001", of="WD24CD"))
    assert set(told) == {"boundaries-of-another-year", "boundary-year-differs"}
    assert told["boundaries-of-another-year"].message.startswith(
        "The file has boundaries of 2024, and the programme's set-up codes of 2023; it has no area of N02. Choose the file of 2023"
    )


def test_the_same_codes_of_another_year_are_asked_about(store):
    told = problems(store, area("E05000001", of="WD24CD"), area("E05000002", 0.2, of="WD24CD"))
    assert (set(told), told["boundary-year-differs"].severity) == ({"boundary-year-differs"}, "warning")
    assert "of 2024, and the programme's set-up says 2023: N01, N02." in told["boundary-year-differs"].message


def test_every_feature_that_is_wrong_is_told_at_once_and_nothing_is_stored(store):
    wrong = [area("E05000001", of="WD23CD", geometry={"type": "Point", "coordinates": [1, 55]}) for _ in range(3)]
    swapped = area("E05000002", of="WD23CD", geometry={"type": "Polygon", "coordinates": [[[y, x] for x, y in square()]]})
    receipt = submit(store, upload(*wrong, swapped), "a test")
    told = [(each.code, each.cell, each.column) for each in receipt.checked.problems]
    assert told == [("outline-not-an-area", "feature 1 to feature 3", "geometry"), ("outline-swapped", "feature 4", "geometry")]
    assert not receipt.stored and shapes(store).empty


def test_a_feature_without_a_geometry_is_a_blank_cell(store):
    told = problems(store, WARDS[0], {"type": "Feature", "properties": {"WD23CD": "E05000002"}, "geometry": None})
    assert (told["cell-blank"].cell, told["cell-blank"].column) == ("feature 2", "geometry")


def test_a_year_that_is_none_is_told_with_the_property_it_stands_in(store):
    told = problems(store, area("E05000001", boundary_year="lately"), area("E05000002", 0.2))
    assert (told["cell-not-number"].cell, told["cell-not-number"].column) == ("feature 1", "boundary_year")


def test_sent_again_it_takes_the_place_of_the_one_before_and_can_be_withdrawn(store):
    submit(store, upload(WARDS[0], area("E05000002", 0.5, of="WD23CD")), "a test")
    east = shapes(store)["x"][1]
    seen = preview(store, upload(*WARDS))
    assert [tuple(row) for row in seen.differences[0].counts.itertuples(index=False)] == [("Boundaries", 0, 1, 1, 0)]
    moved = seen.differences[0].cells.query("state == 'changed'")  # told as people can read it: a square has four corners
    assert set(moved["before"]) == set(moved["after"]) == {"an outline of 4 corners"}
    again = submit(store, upload(*WARDS), "a test")
    assert shapes(store)["x"][1] < east
    decide(store, again.checked.plans[0].return_id, "withdrawn", "a test", "the wrong file")
    assert shapes(store)["x"][1] == east
    with store.cursor() as cursor:
        assert list(returns(Known(cursor))["dataset"]).count("boundaries") == 2


def test_it_goes_the_whole_way_by_the_command_line(store, tmp_path):
    path = tmp_path / "wards.geojson"
    path.write_bytes(geojson(*WARDS))

    def run(*words):
        return CliRunner().invoke(main, ["--database", store.url, *words, str(path)], catch_exceptions=False)

    assert "wards.geojson can be sent." in run("check").stdout
    assert run("submit").stdout.startswith("Stored: boundaries, 2 rows")
    path.write_text("{")
    assert (run("check").exit_code, "not GeoJSON" in run("check").stdout) == (2, True)


def test_with_many_files_it_is_sent_too(store, tmp_path):
    (tmp_path / "wards.geojson").write_bytes(geojson(*WARDS))
    CliRunner().invoke(main, ["--database", store.url, "submit", str(tmp_path)], catch_exceptions=False)
    assert len(shapes(store)) == 2


def test_its_problems_come_back_as_a_list(store):
    found = check_of(store, WARDS[0])
    assert len(found) == 1 and marked(upload(WARDS[0]), found).startswith(b"PK")


def check_of(database, *features):
    return list(problems(database, *features).values())


def test_an_outline_of_the_national_grid_is_drawn_like_any_other(store):
    corner = {"type": "Polygon", "coordinates": [[[x * 10_000 + 400_000, y * 10_000] for x, y in square()]]}
    assert submit(store, upload(area("E05000001", of="WD23CD", geometry=corner)), "a test").stored
    assert json.loads(json.dumps(shapes(store)["rings"][0]))[0][0][0] > 400_000


def test_every_kind_of_store_keeps_them(any_database):
    set_up(any_database, "E05000001", "E05000002")
    assert submit(any_database, upload(*WARDS), "a test").stored and len(shapes(any_database)) == 2

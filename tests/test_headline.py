"""The six headline rows: which they are, and what stands beside their numbers; as a table, as JSON and in words."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from cdmon.__main__ import main
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.parts.indicators import LINES
from cdmon.tables.headline import headline, read_headline
from cdmon.tables.known import Known
from tests.conftest import send
from tests.stored import set_up
from tests.workbooks import engagement_workbook, evidence_workbook, instructions, table, workbook

SIX = ["residents_active", "groups_counting", "mutual_aid", "health_benefited", "recognition_rated", "responsiveness_rated"]
MEANS = load().indicators["responsiveness_rated"].levels
RESIDENT, AGENCY = {"kind": "testimony", "observed_by": "resident"}, {"kind": "testimony", "observed_by": "agency"}


def rated(month: str, aspect: str, level: int, note: str, place: str = "N01") -> bytes:
    row = {"aspect": aspect, "level": level, "rated_by": "Steering group", "note": note}
    return workbook({"Instructions": instructions(place, month), "Ratings": table([row])})


def fill(database: Database) -> None:
    """Send, to a programme with a neighbourhood of each wave, ratings, testimonies and results of factor 6 of N01, and a word of N02's."""
    set_up(database)
    send(database, rated("2024-10", "responsiveness", 2, "Letters stay unanswered"))
    send(database, rated("2026-10", "responsiveness", 3, "Two agencies answer"))
    said = [RESIDENT | {"what": f"Word {day}", "date": date(2024, 10, day), "factor": 6} for day in (4, 9, 14, 19)]
    other = AGENCY | {"what": "Of no factor", "date": date(2024, 10, 20)}
    send(database, evidence_workbook("2024-10", [*said, other, RESIDENT | {"what": "About health", "factor": 4}]))
    send(database, evidence_workbook("2024-11", [AGENCY | {"what": "We listen", "factor": 6}], "N02"))
    matters = [("Bus", "service change", 21), ("Swings", "improvement", 22), ("Noise", "no change", 23)]
    steps = [{"kind": "issue", "thread": thread, "what": f"{thread}?", "date": date(2024, 10, 1)} for thread, *_ in matters]
    steps += [
        {"kind": "result", "thread": thread, "outcome": outcome, "what": f"{thread}!", "date": date(2024, 10, day)}
        for thread, outcome, day in matters
    ]
    send(database, engagement_workbook("2024-10", steps))


@pytest.fixture
def told(copy_of: Callable[[object], Database]) -> Database:
    return copy_of(fill)


def rows(database: Database, *arguments: str | None) -> dict[int, dict]:
    """Return the six rows by their factor."""
    with database.cursor() as cursor:
        return {row["factor"]: row for row in headline(Known(cursor), *arguments).to_dict("records")}


def run(database: Database, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "factors", *words], catch_exceptions=False)


def objects(database: Database, *words: str) -> list[dict]:
    return json.loads(run(database, *words, "--json").stdout)


def texts(said: tuple) -> list[str]:
    return [each.text for each in said]


def test_a_factor_has_its_grounds_and_testimonies_then_and_now(told):
    words = rows(told, "N01")[6]["words"]
    assert texts(words.baseline) == ["Letters stay unanswered", "Word 4"]  # the first one on record
    assert texts(words.latest) == ["Two agencies answer", "Word 19", "Word 14"]  # the newest two
    assert [(said.kind, said.by, said.when) for said in words.latest[:2]] == [
        ("grounds", "steering group", "2026-10"),
        ("testimony", "resident", "2024-10-19"),
    ]


def test_a_testimony_stands_beside_the_factor_that_it_names_and_no_other(told):
    of_factor = {factor: texts(row["words"].baseline) for factor, row in rows(told, "N01").items()}
    assert of_factor == {1: [], 2: [], 3: [], 4: ["About health"], 5: [], 6: ["Letters stay unanswered", "Word 4"]}


def test_services_changed_and_places_improved_are_listed_beside_their_factors_newest_first(told):
    listed = {factor: [each.what for each in row["list"]] for factor, row in rows(told, "N01").items()}
    assert listed == {1: [], 2: [], 3: [], 4: ["Swings!", "Bus!"], 5: [], 6: ["Bus!"]}


def test_the_pool_hears_everybody_a_wave_its_own_and_a_neighbourhood_itself(told):
    heard = [texts(rows(told, *place)[6]["words"].latest[-2:]) for place in ((None,), (None, "first"), ("N01",))]
    assert heard == [["We listen", "Word 19"], ["Word 19", "Word 14"], ["Word 19", "Word 14"]]
    assert texts(rows(told, None, "second")[6]["words"].baseline) == ["We listen"]
    assert rows(told, "N02")[6]["list"] == ()


def test_in_words_a_row_has_its_rating_what_was_said_and_what_changed(told):
    with told.cursor() as cursor:
        text = read_headline(headline(Known(cursor), "N01")).set_index("Factor")
    assert list(text.columns) == ["Headline", "Baseline", "Now", "Verdict", "Rated", "In words", "What changed"]
    row = text.loc["6 Interaction between community and agencies"]
    assert row["Rated"] == "the headline is the rating"
    assert row["In words"] == (
        "At the baseline: “Letters stay unanswered” (steering group, grounds, October 2024) “Word 4” (resident, testimony, 4 October 2024) "
        "Now: “Two agencies answer” (steering group, grounds, October 2026) “Word 19” (resident, testimony, 19 October 2024) "
        "“Word 14” (resident, testimony, 14 October 2024)"
    )
    assert row["What changed"] == "Bus! (21 October 2024)"
    first = text.loc["1 Community activity"]
    assert list(first[["Rated", "In words", "What changed"]]) == [
        "no rating of this factor", "nothing reported", "nothing is listed for this factor",
    ]  # fmt: skip
    second = text.loc["2 Condition of the community sector"]
    assert second["Rated"] == (
        "How well groups work together (rated): not collected; Confidence and ambition of groups (rated): not collected"
    )


def test_without_anything_sent_there_are_six_rows_that_say_so(waves_store):
    found = rows(waves_store, None)
    assert [row["indicator"] for row in found.values()] == SIX
    assert {row["verdict"] for row in found.values()} == {"not collected"}
    assert not any(row["words"].baseline or row["words"].latest or row["list"] for row in found.values())


# The command line


def test_the_headline_of_a_neighbourhood_is_exactly_six_rows_in_factor_order(told):
    found = objects(told, "N01", "--line", "headline")
    assert [(row["factor"], row["indicator"], row["line"]) for row in found] == [
        (n, code, "headline") for n, code in enumerate(SIX, start=1)
    ]
    last = found[-1]
    assert last["rating"] == [
        {
            "indicator": "responsiveness_rated",
            "title": "Responsiveness of agencies (rated)",
            "baseline": {"level": 2, "words": MEANS[1], "rated_by": "steering group", "period": "2024-10"},
            "latest": {"level": 3, "words": MEANS[2], "rated_by": "steering group", "period": "2026-10"},
        }
    ]
    assert last["words"]["baseline"][1] == {
        "kind": "testimony", "text": "Word 4", "by": "resident", "when": "2024-10-04", "provisional": False,
    }  # fmt: skip
    assert [(each["what"], each["date"]) for each in last["list"]] == [("Bus!", "2024-10-21")]


def test_without_a_neighbourhood_there_are_six_rows_of_each_place(told):
    found = [(row["neighbourhood"], row["indicator"]) for row in objects(told, "--line", "headline")]
    assert found == [(place, code) for place in (None, "N01", "N02", "N03") for code in SIX]


def test_each_line_has_its_rows_and_all_lines_together_are_the_whole_table(told):
    of_line = {line: {row["indicator"] for row in objects(told, "N01", "--line", line)} for line in LINES}
    assert of_line == {line: set(load().on_line(line)) for line in LINES}
    whole = objects(told, "N01")
    assert {row["indicator"]: row["line"] for row in whole} == {code: line for line, codes in of_line.items() for code in codes}
    assert "rating" not in whole[0]
    assert "'other' is not one of" in run(told, "--line", "other").stderr


def test_as_text_the_headline_has_its_words(told):
    assert re.search(r"6 Interaction.*Responsiveness of agencies \(rated\).*“Word 19”.*Bus!", run(told, "N01", "--line", "headline").stdout)

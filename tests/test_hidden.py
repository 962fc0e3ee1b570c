"""A programme full of small numbers of people: none of them, nor what would give one back, is on any page, in any file or on any chart.

The programme's rule is put so high that the hidden numbers are unlike all others and can be looked for: counts up to 1,200 are hidden, and
shares of fewer than 380 answers are marked. What is hidden and what is shown is worked out here by hand.
"""

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from google.protobuf.message import Message
from lxml.etree import fromstring
from lxml.html import fragment_fromstring

from cdmon.__main__ import main
from cdmon.acts.meet import record_meeting
from cdmon.clock import today
from cdmon.database import Database, open_database
from cdmon.definitions import load
from cdmon.exports.audit import export_audit
from cdmon.exports.data import export_data
from cdmon.exports.due_dates import calendar
from cdmon.exports.table_file import table_file
from cdmon.exports.tidy import EXPORTS
from cdmon.reports.blocks import Picture
from cdmon.reports.issuing import drafted
from cdmon.reports.residents import residents_summary
from cdmon.returns.submit import preview
from cdmon.tables.answers import SURVEYS
from cdmon.tables.known import Known
from cdmon.tables.returns import label, returns
from cdmon.web import take_away
from cdmon.web.outcome import outcome
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.reported import texts as texts_of
from tests.test_pages import PAGES, as_store, opened
from tests.test_pages import drawn as html_of
from tests.workbooks import (
    activities_workbook,
    engagement_workbook,
    groups_workbook,
    money_workbook,
    programme_workbook,
    survey_workbook,
    table,
    workbook,
    yes_of,
)

pytestmark = pytest.mark.slow  # every page, command, file and version, for every neighbourhood

THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)
HIDDEN = {
    1103: "participants of a month in N01, the month's only row",
    1109: "the same, corrected",
    1171: "participants of one activity of a month that had 45,121",
    41000: "the other activity of its run: with the two that are shown, taken from the 45,121, it would give the 1,171 back",
    42171: "both of them together",
    1153: "first-time participants of that month's third activity, whose run is shown in the column of participants",
    1237: "those of the fourth, in the same run",
    1123: "residents at a meeting",
    1181: "volunteers of a group",
    1187: "people that a published statistic counts in N01",
    2.9675: "the 1,187 of 40,000, in per cent",
    9103: "participants of that month in both places: less the 8,000 of N02 it would give N01's back",
    9109: "the same, corrected",
    211: "residents active of the 367 asked in N01, two years ago",
    251: "and now",
    57.5: "211 of 367, in per cent",
    68.4: "251 of 367, in per cent",
    10.9: "the change, in points",
    211 / 367: "the share itself",
    251 / 367: "and now",
    40 / 367: "their difference",
    156: "those of 367 who are not active, two years ago",
    116: "and now",
    1117: "residents active of 2,500 in N03: their share times so large a base gives them back",
    44.7: "1,117 of 2,500, in per cent",
    1117 / 2500: "the share itself",
    1383: "those of 2,500 who are not",
    1087: "who took part in a survey of so few that their number is a count of few people",
    1013: "those of them who are active",
    93.2: "1,013 of 1,087, in per cent",
    1013 / 1087: "the share itself",
    1129: "residents of the 2,500 asked in N03 who know the park",
    45.2: "1,129 of 2,500, in per cent",
    1129 / 2500: "the share itself",
    1371: "those who do not, whose number would give the others' back",
    54.8: "1,371 of 2,500, in per cent",
    1371 / 2500: "the share itself",
    1139: "women among all who answered: 700 in N02 and 439 in N03",
    2548: "the men, who with the women are all",
    700: "the women of N02",
    439: "those of N03",
    648: "the men of N03",
    73417: "what 1,009 posts of N01 cost: in this programme too few to tell of",
    73421: "the same, corrected",
}
SHOWN = {
    45121: "participants of the month two of whose rows are hidden",
    1613: "the third activity of it, which is shown",
    69121: "with the 24,000 of N02: the months of N01 that are hidden are in no sum",
    48.0: "active in N02, in per cent: 1,248 of 2,600",
    50.2: "who know the park in N02, and so in the pool, in per cent: 1,306 of 2,600",
}
PICTURE = re.compile(r"data:image/svg\+xml,([^\"]+)")
FOLDED = [  # parts of pages that open on request
    "details", "sureness", "support", "over-time", "figures", "equality", "settings", "kpi-sureness-place", "kpi-sureness-programme",
    "owed-text",
]  # fmt: skip
MORE = [
    *(f"Other questions: {load().surveys[survey].title}" for survey in SURVEYS),
    "Beside published figures of the same questions",
    "Published statistics of the area",
]
PARTS = [  # what a page shows in the place of what it shows at first
    *(("neighbourhood", {"more": part}) for part in MORE),
    ("threads", {"threads_part": "What changed"}),
    ("threads", {"threads_part": "In numbers"}),
    ("milestones", {"milestones_part": "One by one"}),
    ("milestones", {"milestones_part": "Calendar"}),
    ("kpis", {"kpi": "Groups and organisations strengthened"}),
    ("kpis", {"kpi": "More people active"}),
    ("effects", {"effects_part": "What was told"}),
    ("money", {"money_part": "Every sum"}),
    ("money", {"money_part": "Staff"}),
    ("groups", {"groups_part": "Achievements and problems"}),
    ("groups", {"groups_part": "Register and sector survey"}),
    ("groups", {"groups_part": "One group under two names?"}),
]
SEXES = {"female": 439, "male": 648}
SIDES = ["", "N01 Quayside", "N03 Fields"]  # nothing of N02 is hidden
EXEMPT = {  # commands that give a return back as it was sent, or show nobody's figures
    "file", "template", "check", "submit", "preview", "example", "recompute", "accept", "send-back", "withdraw", "same-group", "calendar",
    "meeting", "token", "person", "decide-stage", "discharge", "attach", "mapping", "report", "backup", "restore", "move",
    "maintain", "retention", "erase",
}  # fmt: skip


def with_column(rows: list[dict[str, Any]], column: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The same respondents, so many of whom, in their order, have each value in one more column."""
    values = [value for value, count in counts.items() for _ in range(count)]
    return [row | {column: value} for row, value in zip(rows, values, strict=True)]


def lunch(participants: int, month: str = "2024-11") -> bytes:
    """The only activity of a month in N01."""
    return activities_workbook(month, [{"activity": "Lunch", "participants": participants}])


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme, in a store of its own."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.duckdb"
    database = open_database(str(path))
    places = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "first"), ("N03", "Fields", 7000, "first")]
    own = [["Code", "Short label", "Answers"], ["l1", "Knows the park", "Yes; No"]]
    send(database, programme_workbook(places, independent_gate="yes", sheets={"Questions": own}))
    database.write(lambda cursor: cursor.execute("UPDATE programme SET small_counts = 1200, small_base = 380"))
    for label_, day, small, large in (("Autumn 2024", THEN, 211, 1248), ("Autumn 2026", NOW, 251, 1248)):
        send(database, survey_workbook(label_, day, yes_of(367, small)))
        answers = with_column(with_column(yes_of(2600, large), "l1", {"Yes": 1306, "No": 1294}), "sex", {"female": 700, "male": 1900})
        send(database, survey_workbook(label_, day, answers, neighbourhood="N02"))
    then, now = with_column(yes_of(2500, 1117), "l1", {"Yes": 1129, "No": 1371}), with_column(yes_of(1087, 1013), "sex", SEXES)
    send(database, survey_workbook("Autumn 2024", THEN, then, neighbourhood="N03"))
    send(database, survey_workbook("Autumn 2026", NOW, now, neighbourhood="N03"))
    send(database, lunch(1103))
    send(database, lunch(1109))
    came, first = (1171, 41000, 1613, 1337), (0, 0, 1153, 1237)
    rows = [{"participants": all_, "new_participants": new} for all_, new in zip(came, first, strict=True)]
    send(database, activities_workbook("2024-12", rows))
    send(database, lunch(1103, "2026-09"))
    for month in ("2024-11", "2024-12", "2026-09"):
        send(database, activities_workbook(month, [{"participants": 8000}], neighbourhood="N02"))
    send(database, engagement_workbook("2024-11", [{"kind": "listening meeting", "date": date(2024, 11, 5), "residents": 1123}]))
    send(database, groups_workbook("2024-11", [{"volunteers": 1181}, {}]))
    send(database, groups_workbook("2024-11", [{"volunteers": 1181, "hub": "yes"}, {}]))
    for cost in (73417, 73421):
        pay = {"line": "Salaries", "kind": "staff", "posts": 1009, "amount": cost}
        send(database, money_workbook("2024-11", [pay, {"amount": 961}]))
    published = {"neighbourhood": "N01", "statistic": "Claimants", "unit": "per cent", "period_covered": "2021", "source": "An office"}
    published |= {"value": 2.9675, "numerator": 1187, "denominator": 40000, "gss_code": "E05000001", "boundary_year": 2021}
    send(database, workbook({"Context": table([published])}))
    database.close()
    return path


@pytest.fixture
def store(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The dashboard's store: the seeded one."""
    yield from as_store(seeded, monkeypatch)


def numbers(text: str) -> set[float]:
    """Every number in a text: 1,733 and 57.5 alike, but neither a part of a word nor of a code or a day."""
    found = re.findall(r"(?<![\w.,:/-])[−+-]?\d[\d,]*(?:\.\d+)?(?:[eE]-?\d+)?(?![\w/:]|-\d)", text)
    return {abs(float(number.replace(",", "").replace("−", "-"))) for number in found}


def given_away(found: set[float]) -> dict[float, str]:
    """The hidden numbers among those found."""
    return {hidden: what for hidden, what in HIDDEN.items() if any(abs(number - hidden) < 1e-9 for number in found)}


def texts(message: Message) -> Iterator[str]:
    """Every text in an element that Streamlit sends to the browser."""
    for field, value in message.ListFields():
        for each in [value] if not field.is_repeated else value:
            if isinstance(each, Message):
                yield from texts(each)
            elif isinstance(each, str):
                yield each


def drawn(spec: Any) -> Iterator[float]:
    """Every number in a chart, those that Plotly packs together as well."""
    if isinstance(spec, dict) and "bdata" in spec:
        yield from np.frombuffer(base64.b64decode(spec["bdata"]), np.dtype(spec["dtype"])).astype(float).tolist()
    elif isinstance(spec, dict | list):
        for each in spec.values() if isinstance(spec, dict) else spec:
            yield from drawn(each)
    elif isinstance(spec, int | float) and not isinstance(spec, bool):
        yield abs(float(spec))
    elif isinstance(spec, str):
        yield from numbers(spec)


def in_table(table: pd.DataFrame) -> set[float]:
    """Every number in a table of texts."""
    return {number for cell in table.to_numpy().ravel() for number in numbers(str(cell))}


def on_page(app: Any) -> set[float]:
    """Every number on a page: in its texts, tables and charts."""
    found = set()
    for node in [*app.main, *app.sidebar]:
        for text in texts(node.proto) if isinstance(getattr(node, "proto", None), Message) else ():
            found |= set(drawn(json.loads(text))) if text.startswith('{"data"') else numbers(PICTURE.sub(words_in, text))
    return found


def words_in(picture: re.Match[str]) -> str:
    """The words in a picture, whose lines say nothing that a number could be read from: what they are drawn of, Plotly is given as well."""
    return " ".join(fragment_fromstring(unquote(picture[1])).itertext())


def unfolded(app: Any, explore: bool = True) -> Any:
    """A page with all of its parts open, its charts to explore or as pictures."""
    for key in FOLDED:
        app.session_state[key] = True
    app.session_state["explore"] = explore
    return app.run()


def test_the_search_finds_numbers_however_they_are_written():
    assert numbers("1,733 people, +57.5 percentage points (−3.1 to 4)") == {1733, 57.5, 3.1, 4}
    packed = {"bdata": base64.b64encode(np.array([0.5, 1733.0])).decode(), "dtype": "f8"}
    assert set(drawn({"data": [{"x": packed, "text": ["57.5%"], "y": [1877]}]})) == {0.5, 1733, 57.5, 1877}
    assert given_away({1103.0, 99.0}) == {1103: HIDDEN[1103]}


@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize(("page", "part"), [*((page, {}) for page in sorted(set(PAGES) - {"history"})), *PARTS])
def test_no_page_shows_a_hidden_number(store, page, part, place):
    for more in (part, part | {"provisional": "true", "as_at": f"{today()}"}):
        app = unfolded(opened(page, **({"neighbourhood": place} if place else {}), **more))
        assert not app.exception
        assert given_away(on_page(app)) == {}


@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize("factor", [f"{number}. {factor.title}" for number, factor in load().factors.items()])
def test_no_factor_that_is_opened_shows_a_hidden_number(store, factor, place):
    for explore, more in ((True, {}), (False, {}), (True, {"provisional": "true", "as_at": f"{today()}"})):
        app = unfolded(opened("neighbourhood", factor=factor, **({"neighbourhood": place} if place else {}), **more), explore)
        assert not app.exception
        assert factor in [each.value for each in app.header]
        assert given_away(on_page(app)) == {}


@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_table_that_is_taken_away_from_a_page_holds_a_hidden_number(store, monkeypatch, page, place):
    found = set()

    def note(view, title, tables):
        for make in tables.values():
            found.update(in_table(make()))

    monkeypatch.setattr(take_away, "offer", note)
    app = opened(page, **({"neighbourhood": place} if place else {}))
    app.session_state["take-away"] = True
    assert not app.run().exception
    assert given_away(found) == {}
    if page == "neighbourhood":
        assert found


@pytest.mark.parametrize("place", SIDES)
def test_no_slide_of_a_meeting_shows_a_hidden_number(store, place):
    record_meeting(store, date(2024, 12, 31), "a test")
    app = opened("meeting", slide="All of them, to print", **({"neighbourhood": place} if place else {}))
    assert not app.exception
    assert given_away(on_page(app)) == {}


def test_the_pages_do_show_what_may_be_shown(store):
    found = on_page(unfolded(opened("neighbourhood", factor="1. Community activity")))
    found |= on_page(unfolded(opened("neighbourhood", neighbourhood="N01 Quayside", factor="1. Community activity")))
    for part in MORE:
        found |= on_page(opened("neighbourhood", more=part))
    assert SHOWN.keys() - {1613} <= found
    assert 0.48 in on_page(opened("chart", neighbourhood="N02 Hill Top", explore="true"))  # as a chart has 48%


def test_no_version_of_a_return_shows_a_hidden_number(store):
    with store.cursor() as cursor:
        versions = [label(row) for row in returns(Known(cursor)).to_dict("records")]
    assert len(versions) == 20
    found = set()
    for version in versions:
        app = opened("history")
        app.session_state["rows"] = app.session_state["changes"] = True
        app.selectbox(key="version").set_value(version).run()
        assert not app.exception
        assert "Its rows" in [each.label for each in app.expander]
        assert given_away(on_page(app)) == {}, version
        found |= on_page(app)
    assert 1613 in found


def test_no_trail_and_no_restatement_shows_a_hidden_number(store):
    for shown in ("Audit trail", "Restatements"):
        app = opened("history", show=shown)
        assert len([table for part in html_of(app) for table in part.iter("table")]) == 1
        assert given_away(on_page(app)) == {}


def test_a_preview_tells_no_hidden_number_of_what_was_sent_before(store):
    seen = outcome(preview(store, Upload("next.xlsx", lunch(6400, "2026-09"))))
    found = {number for table in (seen.returns, seen.changes, seen.effect) for number in in_table(table)}
    assert given_away(found) == {}
    assert 51521 in found  # with the 45,121 of the month that is shown


def test_no_report_holds_a_hidden_number(store):
    for code in ("stage-2", "stage-3"):
        report = drafted(store, code, today())
        drawn_words = [text for block in report.blocks if isinstance(block, Picture) for text in fromstring(block.svg).itertext()]
        found = numbers(" ".join([*texts_of(report), *drawn_words]))
        assert given_away(found) == {}
        assert {48.0, 45121} <= found  # what may be shown is


def test_no_export_holds_a_hidden_number(store, tmp_path):
    exports = [content.decode() for content in (export_audit(store), calendar(store))]
    for name in EXPORTS:
        exports.append(table_file(store, name, ".csv").decode())
        (tmp_path / "table.parquet").write_bytes(table_file(store, name, ".parquet"))
        exports.append(pd.read_parquet(tmp_path / "table.parquet").to_csv(index=False))
        with zipfile.ZipFile(BytesIO(table_file(store, name, ".xlsx"))) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith(("xl/worksheets", "xl/shared"))]
            exports += [re.sub("<[^>]*>", " ", part) for part in parts]  # what stands in cells, without the number of a row
    export_data(store, tmp_path / "data", raw=False)
    exports += [path.read_text("utf-8") for path in (tmp_path / "data").rglob("*.csv")]
    assert len(exports) >= 70
    for content in exports:
        assert given_away(numbers(re.sub(r"[<>\",;]", " ", content))) == {}


@pytest.mark.parametrize("place", ["N01", "N02", "N03"])
def test_no_summary_for_residents_holds_a_hidden_number(store, place):
    with store.cursor() as cursor:
        report = residents_summary(Known(cursor), place)
    drawn_words = [text for each in report.blocks if isinstance(each, Picture) for text in fromstring(each.svg).itertext()]
    assert given_away(numbers(" ".join([*texts_of(report), *drawn_words]))) == {}


@pytest.mark.parametrize("command", sorted(set(main.commands) - EXEMPT))
def test_no_command_prints_a_hidden_number(seeded, tmp_path, command):
    of_place = [
        "factors",
        "kpis",
        "milestones",
        "effects",
        "threads",
        "groups",
        "answers",
        "context",
        "goals",
        "risks",
        "support",
        "money",
        "partnership",
    ]
    runner = CliRunner()
    if command == "changes":
        database = open_database(str(seeded))
        with database.cursor() as cursor:
            calls = [[return_id] for return_id in returns(Known(cursor))["return_id"]]
        database.close()
    elif command == "gate":
        calls = [["--stage", "3"]]  # the cut-offs of the others were before anything was sent
    elif command == "compare":
        calls = [["2024-12-31"], ["2024-11-30", "2026-10-31"]]
    elif command in ("export", "audit"):
        calls = [
            [*tables, "--output", str(tmp_path / "out.csv")] for tables in ([[name] for name in EXPORTS] if command == "export" else [[]])
        ]
    else:
        calls = [[], *([place] for place in ("N01", "N03") if command in of_place)]
    options = {option for parameter in main.commands[command].params for option in parameter.opts}
    for call in calls:
        for more in ([], *([option] for option in ("--json", "--provisional") if option in options)):
            result = runner.invoke(main, ["--database", str(seeded), command, *call, *more])
            assert result.exit_code == 0, result.output
            written = "".join(path.read_text() for path in tmp_path.glob("out.csv"))
            assert given_away(numbers(re.sub(r"[\",;\[\]{}]", " ", result.output + written))) == {}

"""Stores to test on: empty, with a small programme, and with the whole example, on a DuckDB file and on DuckLake."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from cdmon.acts.restate import Restatement
from cdmon.database import Database, open_database
from cdmon.example import load_example
from cdmon.returns.submit import Receipt, submit
from cdmon.workbooks import calamine_child
from cdmon.workbooks.cells import Oddities, RawSheet, Upload, read_workbook
from tests.browsing import page, visitors  # noqa: F401 (fixtures for every test)
from tests.components import needs
from tests.postgres import new_catalog, postgres
from tests.serving import free_port
from tests.stored import set_up
from tests.workbooks import programme_workbook

CORRECTED = Restatement("error", "A test corrects it.")
OF_READING = {"test_cells", "test_database", "test_libreoffice", "test_oddities"}  # these start the process that reads a workbook

NEEDS = {"visitors": "browser", "example": "example", "libreoffice": "libreoffice", "postgresql": "postgresql"}  # what a fixture marks

LAKE = pytest.mark.lake
settings.register_profile("cdmon", deadline=None)  # the first example of a property pays for slow imports
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("cdmon")


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Run the quick tests first, those in a browser last, so that two processes neither wait for one another nor end apart.

    The one that gets test_example.py loads the example, while the other has enough to do that does not need it; and the longest
    of the browser's files comes before the others. Each test is marked by what it needs.
    """
    for item in items:
        for fixture in NEEDS.keys() & set(item.fixturenames):
            item.add_marker(NEEDS[fixture])
    first = ["test_example"]
    last = ["test_pages", "test_server", "test_first_visit", "test_browser", "test_browser_returns", "test_browser_sending"]
    place = {stem: number - len(first) for number, stem in enumerate(first)} | {stem: number for number, stem in enumerate(last, start=1)}
    items.sort(key=lambda item: place.get(item.path.stem, 0))


def send(database: Database, content: bytes, name: str = "return.xlsx") -> Receipt:
    """Send a workbook that must be stored, be it a correction to a stage that is over."""
    receipt = submit(database, Upload(name, content), "a test", tell_effect=False, restatement=CORRECTED)
    assert receipt.stored, receipt.checked.problems
    return receipt


def read_here(content: bytes) -> list[RawSheet]:
    """Read a workbook in this process, which takes a fifth of the time; what cannot be read so goes to the process that says why.

    So does an .xls, of which five kilobytes may ask for 13 GB: that process has a limit.
    """
    if content.startswith(calamine_child.OLE):
        return read_workbook(content)
    try:
        return [RawSheet(title, rows, Oddities(**found)) for title, rows, found in calamine_child.read(content)]
    except (Exception, SystemExit):
        return read_workbook(content)


@pytest.fixture(scope="module", autouse=True)
def reading(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have workbooks read in the test's own process, but where reading them is what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.stem not in OF_READING:
            patch.setattr("cdmon.workbooks.cells.read_workbook", read_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Have Streamlit look once, and not each time that a page is opened in a test, for components among all installed packages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


Fill = Callable[[Database], object]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """Gives the store that a function fills. It is made once for all tests, to be copied, which is quicker than making each anew."""
    folder, made = tmp_path_factory.mktemp("stores"), dict[Fill, Path]()

    def store(fill: Fill) -> Path:
        if fill not in made:
            made[fill] = folder / f"{len(made)}.duckdb"
            opened = open_database(str(made[fill]))
            fill(opened)
            opened.close()
        return made[fill]

    return store


@pytest.fixture(scope="session")
def made_stores(filled: Callable[[Fill], Path]) -> dict[str, Path]:
    """The stores that most tests copy: "empty", and "programme" with the neighbourhoods N01 and N02."""
    return {"empty": filled(lambda database: None), "programme": filled(lambda database: send(database, programme_workbook()))}


@contextmanager
def copied(store: Path, folder: Path) -> Iterator[Database]:
    """Open a copy of a store, and close it at the end."""
    opened = open_database(str(shutil.copy(store, folder / "cdmon.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def copy_of(filled: Callable[[Fill], Path], tmp_path: Path) -> Iterator[Callable[[Fill], Database]]:
    """Opens a copy of the store that a function fills."""
    with ExitStack() as opened:
        yield lambda fill: opened.enter_context(copied(filled(fill), tmp_path))


@pytest.fixture
def database(made_stores: dict[str, Path], tmp_path: Path) -> Iterator[Database]:
    """An empty store in a file."""
    with copied(made_stores["empty"], tmp_path) as opened:
        yield opened


@pytest.fixture
def programme_store(made_stores: dict[str, Path], tmp_path: Path) -> Iterator[Database]:
    """A store with the neighbourhoods N01 and N02 and nothing else."""
    with copied(made_stores["programme"], tmp_path) as opened:
        yield opened


@pytest.fixture
def waves_store(copy_of: Callable[[Fill], Database]) -> Database:
    """A store with the programme of `tests.stored` and nothing else: a neighbourhood of each wave."""
    return copy_of(set_up)


@pytest.fixture(params=["file", pytest.param("lake", marks=LAKE), pytest.param("lake on PostgreSQL", marks=[LAKE, pytest.mark.postgresql])])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store of each kind in turn."""
    if request.param == "file":
        url = str(tmp_path / "cdmon.duckdb")
    elif request.param == "lake":
        url = f"ducklake:{tmp_path}/catalog.ducklake?data={tmp_path}/lake"
    else:
        url = f"ducklake:postgres:{request.getfixturevalue('catalog')}?data={tmp_path}/lake"
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def catalog(postgresql: str) -> str:
    """The connection string of an empty PostgreSQL database with the roles that are deployed."""
    return new_catalog(postgresql)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL server of our own, ended afterwards."""
    with postgres() as folder:
        yield folder


@pytest.fixture(scope="session")
def object_store() -> Iterator[dict[str, str]]:
    """An object store of our own with a bucket; gives the environment by which it is reached."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    reached = {"AWS_ACCESS_KEY_ID": "writer", "AWS_SECRET_ACCESS_KEY": "open sesame", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    try:
        for _ in range(600):
            try:
                urlopen(Request(f"{reached['AWS_ENDPOINT_URL']}/lake", method="PUT"))  # noqa: S310 (our own address)
                break
            except URLError:
                time.sleep(0.1)
        yield reached
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The path of LibreOffice."""
    return needs("LibreOffice", shutil.which("soffice") or shutil.which("libreoffice"))


@pytest.fixture(scope="session")
def poppler() -> str:
    """The path of the program that reads the text of a PDF."""
    return needs("poppler", shutil.which("pdftotext"))


@dataclass(frozen=True)
class Example:
    """A store that holds the whole example, and the code, cell and value of each problem that was told on the way."""

    path: Path
    problems: list[list[str | None]]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Example:
    """The whole example, loaded once for all the processes of a test run: the first one loads it, the others wait."""
    alone = not hasattr(request.config, "workerinput")
    folder = (tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent) / "whole example"
    told = folder / "problems.json"
    try:
        folder.mkdir()
    except FileExistsError:
        while not told.exists():
            time.sleep(0.1)
    else:
        problems = None  # tells the others that it could not be loaded
        try:
            problems = load_and_note(folder / "example.duckdb")
        finally:
            (folder / "loading.json").write_text(json.dumps(problems))
            (folder / "loading.json").rename(told)
    found = json.loads(told.read_text())
    assert found is not None, "another process could not load the example"
    return Example(folder / "example.duckdb", found)


def load_and_note(path: Path) -> list[tuple[str, str | None, str | None]]:
    """Load the example into a new store, and return the problems that its files have."""
    found: list[tuple[str, str | None, str | None]] = []

    def noting(*given: Any, **named: Any) -> Receipt:
        receipt = submit(*given, **named)
        found.extend((problem.code, problem.cell, problem.value) for problem in receipt.checked.problems)
        return receipt

    opened = open_database(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cdmon.example.submit", noting)
        load_example(opened)
    opened.close()
    return found


@pytest.fixture(scope="session")
def example_store(example: Example) -> Path:
    """The path of a store that holds the whole example; copy it before writing to it."""
    return example.path


@pytest.fixture
def example_database(example_store: Path, tmp_path: Path) -> Iterator[Database]:
    """The whole example in a store of the test's own."""
    with copied(example_store, tmp_path) as opened:
        yield opened

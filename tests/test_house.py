"""The house keeps its rules: imports run down through the rooms, and nothing is kept that nobody uses."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
IGNORED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["vulture"]["ignore_names"]


def tool(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the tests in a folder."""
    return subprocess.run([BIN / words[0], *words[1:]], cwd=folder, capture_output=True, text=True)


def test_imports_run_down_through_the_rooms():
    done = tool(ROOT, "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("text.py", "from cdmon.tables import known"),  # from the ground floor up
        ("tables/known.py", "import cdmon.returns.submit"),
        ("tables/known.py", "def late():\n    import cdmon.acts.decide"),  # also where it is put off
        ("acts/decide.py", "import cdmon.exports.audit"),  # from one room into another beside it
        ("returns/check.py", "import streamlit"),
        ("cli/tables.py", "from streamlit import cache_data"),
        ("attic.py", ""),  # a module in no room
    ],
)
def test_an_import_that_does_not_run_down_is_found(tmp_path, module, line):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "cdmon", tmp_path / "cdmon", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "cdmon" / module).open("a") as file:
        file.write(f"\n{line}\n")
    done = tool(tmp_path, "lint-imports", "--no-cache")
    assert (done.returncode, "1 kept, 1 broken" in done.stdout) == (1, True), done.stdout


def test_nothing_is_kept_that_nobody_uses_and_nothing_overlooked_that_somebody_does():
    found = tool(ROOT, "vulture", "--ignore-names", "").stdout
    assert set(re.findall("'(.*)'", found)) == set(IGNORED), found


def test_vulture_finds_what_nobody_uses(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "attic.py").write_text("def forgotten():\n    pass\n")
    assert "unused function 'forgotten'" in tool(tmp_path, "vulture", "attic.py").stdout

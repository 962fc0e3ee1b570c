"""The documents speak of what is there: every command, file, dependency and word that they name, and none is left out."""

import re
import tomllib
from pathlib import Path

import pytest

from cdmon.__main__ import main
from tests.titles import TITLES

ROOT = Path(__file__).parents[1]
DOCUMENTS = {path.name: path.read_text() for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))}
PATH = re.compile(r"(?:\.ci|cdmon|data|docs|pages|tests)/[\w./-]*|[\w-]+\.(?:py|toml|txt|md)|Makefile|LICENSE")
MADE = re.compile(r"\.duckdb$|your_code")  # what is not in the project before somebody makes it


def table_under(document: str, heading: str) -> list[str]:
    """The first cell of each row of the tables under a heading."""
    part = DOCUMENTS[document].split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("|")][2:]


def in_code(text: str) -> list[str]:
    """What stands between backticks in a text, outside of blocks."""
    return re.findall("`([^`]+)`", re.sub("```.*?```", "", text, flags=re.DOTALL))


def test_the_readmes_table_has_every_command_and_no_other():
    told = {name for cell in table_under("README.md", "The command line") for words in in_code(cell) for name in words.split()[:1]}
    assert told == set(main.commands)


@pytest.mark.parametrize("command", main.commands.values(), ids=list(main.commands))
def test_every_command_and_option_says_what_it_does(command):
    assert command.help
    assert [parameter.name for parameter in command.params if parameter.param_type_name == "option" and not parameter.help] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_module_that_a_document_names_is_there(document):
    named = [words for words in in_code(DOCUMENTS[document]) if PATH.fullmatch(words) and not MADE.search(words)]
    assert [path for path in named if not (ROOT / path).exists()] == []
    modules = [words for words in in_code(DOCUMENTS[document]) if re.fullmatch(r"cdmon(\.\w+)+", words)]
    assert [name for name in modules if not list(ROOT.glob(f"{name.replace('.', '/')}*"))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document):
    folder = ROOT if (ROOT / document).exists() else ROOT / "docs"
    links = re.findall(r"\]\(([^):#]+)\)", DOCUMENTS[document])
    assert [link for link in links if not (folder / link).exists()] == []


def test_what_answers_the_handbook_is_a_page_a_part_of_one_or_a_command():
    text = DOCUMENTS["handbook.md"].split("## Summary", 1)[1]
    assert {words.split()[0] for words in in_code(text)} - {"--as-at"} <= set(main.commands)
    parts = {"Figures as at", "How sure?", "Other questions", "Baselines established", "Community groups running"}
    assert set(re.findall(r"\*([A-Z][^*]+)\*", text)) <= set(TITLES.values()) | parts


def test_the_documents_name_the_makefiles_own_targets():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {name for text in DOCUMENTS.values() for name in re.findall(r"\bmake ([a-z]+)\b", "\n".join(in_code_or_block(text)))} <= targets


def in_code_or_block(text: str) -> list[str]:
    """What stands between backticks in a text, be it a few words or a block."""
    return [*in_code(text), *re.findall("```(.*?)```", text, re.DOTALL)]


def test_every_room_of_the_contract_is_in_the_architectures_table():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = {room for layer in contracts[0]["layers"] for room in re.findall(r"\w+", layer)} - {"__main__"}
    told = {path for cell in table_under("architecture.md", "The rooms") for path in in_code(cell)} - {"pages/", "dashboard.py"}
    assert told == {f"cdmon/{room}{'/' if (ROOT / 'cdmon' / room).is_dir() else '.py'}" for room in rooms}


def test_every_dependency_has_its_reason():
    pinned = {
        re.split("[=[]", line)[0].lower()
        for file in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / file).read_text().splitlines()
        if re.match(r"\w", line)
    }
    rows = [line.split("|")[1] for line in DOCUMENTS["dependencies.md"].splitlines() if line.startswith("|")]
    assert {name.strip().lower() for cell in rows for name in cell.split(",")} - {"package", "for tests", "---"} == pinned


def test_a_word_stands_once_in_the_glossary_and_what_an_entry_points_to_has_one():
    entries = [line.split("|")[1].strip() for line in DOCUMENTS["glossary.md"].splitlines() if line.startswith("|")]
    words = [word.strip() for cell in entries for word in cell.split(",") if cell not in ("word", "---")]
    assert sorted(set(words)) == sorted(words)
    pointed = {
        word for line in DOCUMENTS["glossary.md"].splitlines() if line.startswith("|") for word in re.findall(r"\*\*(.+?)\*\*", line)
    }
    assert {word for word in pointed if word not in words and word.removesuffix("s") not in words} == set()


def test_the_pages_are_told_in_the_order_of_the_menu_each_with_its_picture():
    told = re.findall(r"^### (.+)$.*?^!\[\1\]\((.+?)\)$", DOCUMENTS["pages.md"], flags=re.MULTILINE | re.DOTALL)
    assert told == [(title, f"pages/{code}.png") for code, title in TITLES.items()]
    assert [picture for _, picture in told if not (ROOT / "docs" / picture).is_file()] == []

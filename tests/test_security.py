"""What docs/security.md promises is held by tests that exist."""

import ast
import re

from tests.serving import ROOT

PROMISES = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_a_promise_names_exists():
    named = re.findall(r"`(tests/\w+\.py)::(\w+)`", PROMISES)
    assert len(named) > 20
    for file, name in named:
        tests = {each.name for each in ast.parse((ROOT / file).read_text()).body if isinstance(each, ast.FunctionDef)}
        assert name in tests, f"{file} has no {name}"


def test_every_promise_names_a_test():
    rows = [line for line in PROMISES.splitlines() if line.startswith("|") and line not in ("| promise | held by |", "|---|---|")]
    assert rows
    assert [row for row in rows if "::" not in row] == []

"""What the Instructions sheet says of a whole workbook: what it is made for, from which version, and what has nothing to report."""

import re
from collections.abc import Iterator

from cdmon.definitions import Definitions, load
from cdmon.parts.datasets import Dataset
from cdmon.problems import Problem
from cdmon.text import normal, shown
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.sheets import LABELS, Given, nil_label, read_given
from cdmon.workbooks.values import read_text

TICKS = {normal(word) for word in ("yes", "y", "x", "true", "1", "nil", "none", "nothing to report")} | {"✓", "✔"}
NO_TICKS = {normal(word) for word in ("no", "n", "false", "0")}


def read_instructions(sheets: list[RawSheet]) -> Given:
    """Read the labelled cells of a workbook's Instructions sheet."""
    return read_given(sheets, [*LABELS, *(nil_label(each.sheets[0]) for each in load().datasets.values() if each.period == "month")])


def made_for(given: Given, definitions: Definitions) -> list[str]:
    """Return the codes of the datasets that a workbook was made for; none where it does not say."""
    code = shown(given.values.get("Dataset", "")).strip()
    workbook = definitions.workbooks.get(code)
    return workbook.datasets if workbook else [code] if code in definitions.datasets else []


def version_problems(given: Given, dataset: Dataset, definitions: Definitions) -> Iterator[Problem]:
    """Yield an error when a dataset's template is of a version that is not read any more, or not yet; a warning when it is an older one."""
    if dataset.code not in made_for(given, definitions) or "Template version" not in given.values:
        return
    text = shown(given.values["Template version"])
    found = re.search(rf"\b{dataset.code} (\d+)\b", text) or re.fullmatch(r"\s*(\d+)\s*", text)
    version = int(found[1]) if found else None
    words = {"dataset": dataset.title, "current": dataset.version}
    if version is None or not dataset.reads_from <= version <= dataset.version:
        yield given.problem("template-version-unknown", "Template version", **words)
    elif version < dataset.version:
        changes = "; ".join(change for number, change in dataset.changes.items() if number > version)
        yield given.problem("template-version-older", "Template version", changes=changes, **words)


def is_nil(given: Given, dataset: Dataset) -> bool:
    """Tell whether the Instructions sheet says that there is nothing to report for a dataset."""
    return tick(given, dataset) in TICKS


def nil_problems(given: Given, dataset: Dataset) -> Iterator[Problem]:
    """Yield the tick of a dataset when it is neither yes nor no."""
    if tick(given, dataset) not in TICKS | NO_TICKS | {""}:
        yield given.problem("nil-not-understood", nil_label(dataset.sheets[0]))


def tick(given: Given, dataset: Dataset) -> str:
    """Return what stands beside "Nothing to report" for a dataset, as it is compared."""
    text = read_text(given.values.get(nil_label(dataset.sheets[0])))
    return normal(text) or text if isinstance(text, str) else ""

"""What became of a file, or would, as people read it: problems, returns, rows that change, figures that change."""

from dataclasses import dataclass

import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import Rule
from cdmon.problems import Problem
from cdmon.returns.columns_read import COLUMNS_READ, columns_read
from cdmon.returns.difference import Difference, say_not_compared
from cdmon.returns.submit import Receipt
from cdmon.tables.effect import only_moved_on, read_effect
from cdmon.tables.returns import rows_cell
from cdmon.wording import moment, period

CHANGE = ["Return", "Neighbourhood", "Sheet", "Row", "What", "Column", "Before", "After"]
NO_COLUMNS = pd.DataFrame(columns=COLUMNS_READ)
FIRST = ["changed", "gone", "new"]  # what a person looks at first


@dataclass(frozen=True)
class Outcome:
    """A check, preview or receipt as people read it; the file itself and its cells are let go."""

    file_name: str
    ok: bool
    stored: bool
    problems: tuple[Problem, ...]
    returns: pd.DataFrame
    changes: pd.DataFrame
    by_template: pd.DataFrame  # what no person changed: the template of a later month has it so
    columns: pd.DataFrame  # which heading was read as what, and what stands there
    effect: pd.DataFrame
    moved_on: pd.DataFrame  # figures that say the same of a later month
    datasets: tuple[str, ...]
    places: tuple[str, ...]  # the neighbourhoods whose figures change
    alike: tuple[tuple[str, str, str, bool], ...]  # neighbourhood, name in the file, the name it is like, whether that is in the file too
    restated: tuple[int, ...]  # the stages that are over and would be corrected
    waits: bool
    not_compared: str  # says what was not, "" where all was
    seal: str  # of what its returns were compared with


def outcome(receipt: Receipt) -> Outcome:
    """Return the tables of a receipt as people read them."""
    checked = receipt.checked
    titles = {code: dataset.title for code, dataset in load().datasets.items()}
    returns, cells, not_compared = [], [], list[str]()
    differences: list[Difference | None] = [*receipt.differences] or [None] * len(checked.plans)
    for plan, difference in zip(checked.plans, differences, strict=False):
        what = (titles[plan.dataset], plan.neighbourhood or "Programme", period(plan.period) or "no period")
        rows = rows_cell(checked.rows_told(plan))
        base = receipt.bases.get(plan.return_id)
        replaced = base is not None and base.period == plan.period
        told = [rows, f"replaces the one of {moment(base.sent_at)} by {base.sent_by}" if base and replaced else "new"]
        if difference is not None:
            told += [*states(difference), compared(replaced, difference.against, plan.rows == 0)]
            not_compared += difference.not_compared if base else ()
            cells += [(*what[:2], *(text or "–" for text in cell), as_is) for *cell, as_is in difference.cells.itertuples(index=False)]
        returns.append((*what, *told))
    headings = [
        "Return",
        "Neighbourhood",
        "Period",
        "Rows",
        "New or replacing",
        "New rows",
        "Changed",
        "Unchanged",
        "Gone",
        "Compared with",
    ]
    changes = pd.DataFrame(cells, columns=[*CHANGE, "by_template"])
    changes = changes.sort_values("What", key=lambda what: what.map({state: n for n, state in enumerate(FIRST)}), kind="stable")
    by_template = changes["by_template"].astype(bool)
    moved_on = pd.Series([only_moved_on(*pair) for pair in zip(receipt.effect["was"], receipt.effect["now"], strict=True)], dtype=bool)
    return Outcome(
        checked.upload.file_name,
        checked.ok,
        receipt.stored,
        tuple(checked.problems),
        pd.DataFrame(returns, columns=headings[: len(returns[0]) if returns else None]),
        changes.loc[~by_template, CHANGE],
        changes.loc[by_template, CHANGE],
        columns_read(checked.sheets, checked.programme.small_numbers if checked.programme else Rule()) if checked.ok else NO_COLUMNS,
        read_effect(receipt.effect[~moved_on.to_numpy()]),
        read_effect(receipt.effect[moved_on.to_numpy()]),
        tuple(dict.fromkeys(plan.dataset for plan in checked.plans)),
        tuple(dict.fromkeys(receipt.effect.loc[~moved_on.to_numpy(), "neighbourhood"])),
        tuple((each.neighbourhood, each.name, each.like, each.other_row is not None) for each in checked.likenesses),
        tuple(sorted({stage.number for stage in receipt.restates.values()})),
        receipt.waits,
        say_not_compared(not_compared),
        receipt.seal,
    )


def states(difference: Difference) -> list[str]:
    """Say how many rows of a return are new, changed, unchanged and gone, of all its sheets together."""
    counts = difference.counts[["new", "changed", "unchanged", "gone"]]
    told = counts.sum() if difference.against else counts.iloc[0]  # where all is new, the number may be hidden
    return [count if isinstance(count, str) else f"{count:,}" for count in told]


def compared(replaces: bool, against: str, is_nil: bool) -> str:
    """Say what the rows of a return were compared with."""
    told = "the one it replaces" if replaces else period(against) or "nothing before it"
    return f"{told}, carried on unchanged" if is_nil and against and not replaces else told

"""What became of a file, or would, as people read it: problems, returns, rows that change, figures that change."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cdmon.definitions import load
from cdmon.problems import Problem
from cdmon.returns.difference import Difference, say_not_compared
from cdmon.returns.submit import Receipt
from cdmon.tables.effect import read_effect
from cdmon.tables.returns import rows_cell
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.wording import moment, period
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.marked import marked, marked_name

PROBLEM = ["Severity", "Sheet", "Cell", "Column", "Value", "What to do"]
MOST_CHANGES = 500  # rows of the table of changed cells


@dataclass(frozen=True)
class Outcome:
    """A check, preview or receipt as people read it; the file itself and its cells are let go."""

    file_name: str
    ok: bool
    stored: bool
    problems: tuple[Problem, ...]
    returns: pd.DataFrame
    changes: pd.DataFrame
    effect: pd.DataFrame
    alike: tuple[tuple[str, str, str], ...]  # neighbourhood, name in the file, the name it is like
    restated: tuple[int, ...]  # the stages that are over and would be corrected
    waits: bool
    not_compared: str  # says what was not, "" where all was
    seal: str  # of what its returns were compared with


def outcome(receipt: Receipt) -> Outcome:
    """Return the tables of a receipt as people read them."""
    checked = receipt.checked
    titles = {code: dataset.title for code, dataset in load().datasets.items()}
    returns, changes, not_compared = [], [], list[str]()
    differences: list[Difference | None] = [*receipt.differences] or [None] * len(checked.plans)
    for plan, difference in zip(checked.plans, differences, strict=False):
        what = (titles[plan.dataset], plan.neighbourhood or "Programme", period(plan.period) or "no period")
        rows = rows_cell(checked.rows_told(plan))
        base = receipt.bases.get(plan.return_id)
        replaced = base is not None and base.period == plan.period
        told = [rows, f"replaces the one of {moment(base.sent_at)} by {base.sent_by}" if base and replaced else "new"]
        if difference is not None:
            told += [*states(difference), compared(replaced, difference.against)]
            not_compared += difference.not_compared
            cells = difference.cells if difference.against else difference.cells.iloc[:0]
            changes += [(*what[:2], *(text or "–" for text in cell)) for cell in cells.itertuples(index=False)]
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
    return Outcome(
        checked.upload.file_name,
        checked.ok,
        receipt.stored,
        tuple(checked.problems),
        pd.DataFrame(returns, columns=headings[: len(returns[0]) if returns else None]),
        pd.DataFrame(changes, columns=["Return", "Neighbourhood", "Sheet", "Row", "What", "Column", "Before", "After"]),
        read_effect(receipt.effect),
        tuple((each.neighbourhood, each.name, each.like) for each in checked.likenesses),
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


def compared(replaces: bool, against: str) -> str:
    """Say what the rows of a return were compared with."""
    return "the one it replaces" if replaces else period(against) or "nothing before it"


def tell_problems(seen: Outcome, upload: Upload | None = None) -> None:
    """Show the problems of a file: errors, and apart from them the warnings; with its `upload`, give it back with them marked."""
    errors = [problem for problem in seen.problems if problem.severity == "error"]
    warnings = [problem for problem in seen.problems if problem.severity == "warning"]
    if errors:
        st.error(
            "The file cannot be sent yet. Put these points right in your spreadsheet, save it, and choose it again. Nothing was stored."
        )
        page.table(problem_table(errors), alt="Errors in the file")
    if warnings:
        heading = f"Warnings ({len(warnings)}): the file can be sent {'as far as these go' if errors else 'as it is'}"
        with st.expander(heading, expanded=not errors):
            page.table(problem_table(warnings), alt="Warnings about the file")
    if seen.problems and upload is not None:
        st.download_button(
            "Download your file with these points marked",
            lambda: marked(upload, seen.problems),
            file_name=marked_name(upload.file_name),
            on_click="ignore",
        )


def problem_table(problems: list[Problem]) -> pd.DataFrame:
    """Return problems as people read them: severity, sheet, cell, column, value and what to do."""
    rows = [(p.severity, p.sheet or "whole file", p.cell or "–", p.column or "–", p.value or "–", p.message) for p in problems]
    return pd.DataFrame(rows, columns=PROBLEM)


def tell_changes(seen: Outcome) -> None:
    """Show the returns of a file, and row by row what changes in them."""
    page.table(seen.returns, alt="The returns in this file")
    if seen.not_compared:
        st.caption(plain(seen.not_compared))
    if not seen.changes.empty:
        with st.expander(f"What changes, row by row ({len(seen.changes):,})", expanded=len(seen.changes) <= page.LONGEST_TABLE):
            page.table(seen.changes.head(MOST_CHANGES), alt="Rows that are new, changed or gone")
            if len(seen.changes) > MOST_CHANGES:
                st.caption(
                    f"The first {MOST_CHANGES:,} of {len(seen.changes):,} changes; the History page shows all of them once it is sent."
                )


def tell_effect(seen: Outcome, sentence: str, without: str) -> None:
    """Show which figures change, before and after."""
    st.markdown(without if seen.effect.empty else sentence)
    if not seen.effect.empty:
        page.table(seen.effect, alt="Figures before and after")


def tell_receipt(seen: Outcome) -> None:
    """Show what became of a file that was sent."""
    if not seen.stored:
        tell_problems(seen)
        return
    st.success(f"Stored: {plain(seen.file_name)}." + (" It counts once somebody has accepted it." if seen.waits else ""))
    tell_changes(seen)
    if seen.waits:
        tell_effect(seen, "Once it is accepted, these figures change.", "Accepting it changes no figure of the factor tables.")
    else:
        tell_effect(seen, "These figures have changed.", "No figure of the factor tables has changed.")

"""Many files at once: each goes in whole or not at all, one after the other, with one list of what happened."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.problems import Problem
from cdmon.returns.submit import Receipt, submit
from cdmon.wording import period
from cdmon.workbooks.cells import Upload

SPREADSHEETS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".geojson"}

Progress = Callable[[int, int, str], None]  # files done, files in all, the name of the next


@dataclass(frozen=True)
class Sent:
    """What became of one file of many."""

    file_name: str
    stored: bool
    returns: tuple[str, ...]  # what it held, as people read it
    problems: tuple[Problem, ...]

    @property
    def was_sent(self) -> bool:
        """Whether this very file had been sent before."""
        return any(each.code == "file-already-sent" for each in self.problems)

    @property
    def told(self) -> str:
        """What became of it, in a few words."""
        if self.stored:
            return "stored"
        return "sent before, not stored again" if self.was_sent else "not stored"


def submit_all(database: Database, uploads: Sequence[Callable[[], Upload]], by: str, progress: Progress | None = None) -> list[Sent]:
    """Send files in the order given, and return what became of each, in that order.

    Each upload is a function, so that one file at a time is in memory. A file that came before the programme's set-up is tried again
    after the others. What fails does not keep the rest from going in; a file stored before is told as already sent.
    """
    found: dict[int, Sent] = {}
    queue = list(enumerate(uploads))
    for done, (number, upload) in enumerate(queue):
        file = upload()
        if progress:
            progress(done, len(queue), file.file_name)
        found[number] = sent(submit(database, file, by, tell_effect=False))
        if number == done and any(each.code == "programme-not-set-up" for each in found[number].problems) and done < len(uploads):
            queue.append((number, upload))
    if progress:
        progress(len(queue), len(queue), "")
    return [found[number] for number in sorted(found)]


def sent(receipt: Receipt) -> Sent:
    """Return what became of a file, without the file."""
    titles = {code: dataset.title for code, dataset in load().datasets.items()}
    plans = receipt.checked.plans if receipt.stored else []
    told = tuple(
        ", ".join(part for part in (titles[plan.dataset], plan.neighbourhood or "programme", period(plan.period)) if part) for plan in plans
    )
    return Sent(receipt.checked.upload.file_name, receipt.stored, told, tuple(receipt.checked.problems))


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of spreadsheets among some files, in the order in which they are sent: as a folder lists them."""
    return sorted(
        (name for name in names if "." + name.rpartition(".")[2].lower() in SPREADSHEETS and not name.startswith(("~$", "."))),
        key=str.casefold,
    )

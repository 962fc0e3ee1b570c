"""What a file is checked against: the programme as it is set up now, and the questions it has added."""

from dataclasses import dataclass
from functools import cached_property

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.parts import Column, Option
from cdmon.tables.known import Known
from cdmon.workbooks.values import normal


@dataclass(frozen=True)
class Setting:
    """The programme's start month (None before it is set up), the names of its neighbourhoods by code, its own questions."""

    start_month: str | None
    names: dict[str, str]
    local_questions: list[Column]

    @cached_property
    def neighbourhoods(self) -> dict[str, str]:
        """Every neighbourhood's code, by its normalised code and name."""
        return spelled(self.names)

    def known(self, what: str) -> dict[str, str]:
        """Return the codes a column may refer to, by each normalised way of writing them."""
        if what == "neighbourhoods":
            return self.neighbourhoods
        return {normal(code): code for code in getattr(load(), what)}


def spelled(names: dict[str, str]) -> dict[str, str]:
    """Return every code of a register of names, by its normalised code and name; a code wins over another's name."""
    return {normal(name): code for code, name in names.items()} | {normal(code): code for code in names}


def setting(cursor: Cursor) -> Setting:
    """Read the setting that counts now."""
    known = Known(cursor)
    current, places = known.programme, known.neighbourhoods
    questions = known.read("local_questions")
    return Setting(
        start_month=f"{current.start_month:%Y-%m}" if current else None,
        names=dict(zip(places["code"], places["name"], strict=True)),
        local_questions=[local_question(*row) for row in questions[["code", "label", "answers"]].itertuples(index=False)],
    )


def local_question(code: str, label: str, answers: str) -> Column:
    """Return the column of a question the programme has added: a choice of its answers or, where it has none, a number."""
    options = [Option(code=text.casefold(), title=text) for part in answers.split(";") if (text := part.strip())]
    return Column(code=code, title=label, type="choice" if options else "number", help="", options=options)

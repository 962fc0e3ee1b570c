"""The questions that the programme itself has added to a survey; of a ready-made one the set-up need name the code alone."""

from collections.abc import Mapping
from typing import Any, Literal

from cdmon.definitions import Definitions, load
from cdmon.parts.columns import listed, local_question
from cdmon.parts.surveys import Question
from cdmon.tables.known import Known
from cdmon.text import normal

ITEMS = "items"  # the survey that nobody asks: questions to choose from


def own_questions(known: Known, survey: str) -> list[Question]:
    """Return the programme's own questions of a survey, in the order of the set-up."""
    return [own_question(row, load()) for row in known.rows("local_questions") if row["survey"] == survey]


def own_question(row: Mapping[str, Any], definitions: Definitions) -> Question:
    """Return the question of a row of the set-up: a ready-made one where it names that and leaves the answers to it.

    An answer that says nothing, such as "don't know", is none of its base, as in the handbook's own questions.
    """
    item = definitions.questions(ITEMS).get(row["code"])
    if item is not None and not row["answers"]:
        own = {part: row[part] for part in ("label", "source") if row[part]}
        return item.model_copy(update=own | ({"no_answer": listed(row["no_answer"])} if row["no_answer"] else {}))
    column = local_question(row["code"], row["label"], row["answers"], row["no_answer"])
    options = [option.model_copy(update={"substantive": normal(option.title) not in definitions.silent}) for option in column.options]
    asks_for: Literal["choice", "number"] = "choice" if options else "number"
    return Question(
        code=column.code,
        label=column.title,
        source=row["source"],
        reference_period="",
        type=asks_for,
        options=options,
        no_answer=column.no_answer,
    )

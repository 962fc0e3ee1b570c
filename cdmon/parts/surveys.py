"""Menus of survey questions."""

from typing import Literal

from cdmon.parts.columns import Column
from cdmon.parts.part import Option, Part


class Question(Part):
    """One survey question: our own short label (never the questionnaire's wording), its source and its answers."""

    code: str
    label: str
    source: str
    reference_period: str
    type: Literal["choice", "integer", "number", "text"] = "choice"
    options: list[Option] = []
    asked_if: dict[str, list[str]] = {}  # routing: every named question must have one of these answers
    minimum: float | None = None
    maximum: float | None = None
    no_answer: list[str] = []  # what this survey writes for no answer to it, beside the placeholders: words or codes, such as "-9"
    factor: int | None = None  # under which it is told, of a question that no indicator needs
    adds_up: bool = False  # of a number: whether the answers add up to a total that says something

    def column(self) -> Column:
        """Return the column in which a survey workbook holds this question's answers."""
        return Column(
            code=self.code,
            title=self.label,
            type=self.type,
            help=self.reference_period,
            example=self.options[0].title if self.options else "1" if self.type == "integer" else "",
            options=self.options,
            no_answer=self.no_answer,
            minimum=self.minimum,
            maximum=self.maximum,
        )


class Survey(Part):
    """A menu of questions."""

    code: str
    title: str
    source: str
    questions: list[Question]

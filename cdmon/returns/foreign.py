"""A survey of another tool: whether a file is one, and what may be its mapping to one of our surveys."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.columns import Column
from cdmon.parts.datasets import Dataset
from cdmon.refusal import Refusal
from cdmon.returns.apart import Wait, made
from cdmon.returns.setting import Setting, setting
from cdmon.tables.known import Known
from cdmon.tables.mappings import mappings
from cdmon.wording import moment
from cdmon.workbooks.answer_table import Summary
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.headings import columns_of, recognise
from cdmon.workbooks.mapped import Survey, table_of
from cdmon.workbooks.mapping import MISSING, NOT_USED, SurveyMapping, as_yaml
from cdmon.workbooks.matching import Suggested, suggest

FEW = 3  # answers of a column that are told where they are read as they stand


def surveys() -> dict[str, Dataset]:
    """Return the datasets that are surveys, by code."""
    return {code: dataset for code, dataset in load().datasets.items() if dataset.period == "wave"}


def survey_of(dataset: str, current: Setting) -> Survey:
    """Return what a mapping to a survey maps to, with the programme's own questions; Refusal when there is no such survey."""
    found = surveys().get(dataset)
    if found is None:
        raise Refusal(f"There is no survey {dataset!r}; choose one of: {', '.join(surveys())}.")
    sheet = next(sheet for sheet in found.sheets if sheet.questions)
    return Survey(found, columns_of(load(), sheet, current.local_questions[sheet.questions or ""]))


@dataclass(frozen=True)
class Foreign:
    """A file of another tool: what its table of answers holds, the survey it may be a round of, and what may be its mapping.

    `places` are the codes of the neighbourhoods by each normalised way of writing them; `followed` says whose earlier mapping it follows.
    """

    found: Summary
    survey: Survey
    places: dict[str, str]
    suggested: Suggested
    followed: str


def may_be_foreign(upload: Upload, local_questions: dict[str, list[Column]]) -> bool:
    """Tell whether a file holds a table of answers, and nothing of ours is recognised but answers alone; UnreadableFile if none can say."""
    ours, _ = recognise(load(), upload.sheets, local_questions)
    answers_alone = len(ours) == 1 and ours[0].sheet.questions is not None
    return (answers_alone or not ours) and table_of(upload.sheets) is not None


def is_foreign(known: Known, upload: Upload, wait: Wait | None = None) -> bool:
    """Tell whether a file may be of another tool; not where it cannot be read, which the check will tell."""
    current = setting(known)
    try:
        return current.programme is not None and made(may_be_foreign, upload, current.local_questions, wait=wait)
    except (UnreadableFile, Refusal):
        return False


def summary_of(upload: Upload) -> Summary | None:
    """Return what the table of answers in a file has in it, None where there is none."""
    table = table_of(upload.sheets)
    return table.summary if table else None


def foreign(known: Known, upload: Upload, dataset: str = "", wait: Wait | None = None) -> Foreign:
    """Return what may be the mapping of a file to a survey: that of which most is matched, where none is named.

    Refusal when the file holds no table of answers, or there is no such survey.
    """
    current = setting(known)
    found = made(summary_of, upload, wait=wait)
    if found is None:
        raise Refusal(f"No sheet of {upload.file_name} looks like a table of answers: headings in one row, a respondent in each row below.")
    frame = mappings(known)
    earlier: list[SurveyMapping] = frame["mapping"].tolist()
    offers = []
    for survey in [survey_of(code, current) for code in ([dataset] if dataset else surveys())]:
        places = current.places(survey.dataset.scope)
        offer = suggest(found, survey, places, earlier)
        rows = (row for row in frame.to_dict("records") if row["mapping"] is offer.followed)
        followed = next((f"{row['file_name']}, sent {moment(row['kept_at'])} by {row['kept_by']}" for row in rows), "")
        offers.append(Foreign(found, survey, places, offer, followed))
    return max(offers, key=lambda offer: answered(offer.suggested, offer.survey))


def answered(offer: Suggested, survey: Survey) -> float:
    """Return how many questions a mapping answers; one about which there is doubt is half of one, and facts of the respondent are none."""
    facts = {column.code for column in survey.responses.columns}
    return sum(0.5 if match.name in offer.doubtful else 1 for match in offer.mapping.matches if match.question not in facts)


def as_yaml_of(mapping: SurveyMapping, survey: Survey, counts: Mapping[str, Counter[str]]) -> str:
    """Return a mapping as YAML, with the words of our questions beside it, and the counts of their answers where they are known."""
    titles = {code: column.title for code, column in survey.columns.items()}
    facts = {column.code: ": ".join(part for part in (column.title, ", ".join(column.offered)) if part) for column in survey.about.columns}
    return as_yaml(mapping, {code: " ".join(text.split()) for code, text in (titles | facts).items()}, counts)


def read_mapping_table(mapping: SurveyMapping, survey: Survey, counts: Mapping[str, Counter[str]]) -> pd.DataFrame:
    """Return what a mapping matches as people read it: Their column, Our question, Their answers and ours, with `counts` where known."""
    rows = []
    for match in mapping.matches:
        column, found = survey.columns.get(match.question), counts.get(match.name, Counter())
        titles = {option.code: option.title for option in column.options} if column else {}
        titles |= {MISSING: "missing", NOT_USED: "not used", "": "?"}
        told = ", ".join(
            f"{theirs or 'empty'} → {titles.get(ours, ours)}{how_often(found, theirs)}" for theirs, ours in match.answers.items()
        )
        rows.append((match.name, asked(survey, match.question), told or say_counts(found, FEW)))
    return pd.DataFrame(rows, columns=["Their column", "Our question", "Their answers and ours"])


def asked(survey: Survey, code: str) -> str:
    """Return what a question of ours is called beside their column: its code and its words."""
    return f"{code}: {survey.columns[code].title}" if code in survey.columns else code


def say_counts(counts: Mapping[str, int], most: int) -> str:
    """Say how often each answer was given, the most frequent ones; "as it stands" where nothing is known of it."""
    told = [f"{text or 'empty'}{how_often(counts, text)}" for text in list(counts)[:most]]
    return ", ".join([*told, *[f"{len(counts) - most:,} more answers"] * (len(counts) > most)]) or "as it stands"


def how_often(counts: Mapping[str, int], text: str) -> str:
    """Say in brackets how often an answer was given; nothing where it is not known."""
    return f" ({counts[text]:,})" if counts.get(text) else ""

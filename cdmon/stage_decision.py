"""A commissioner's decision at a break clause, part by part: what is filled in and kept, each part with its words for people."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Kept(BaseModel):
    """A part of a decision, read strictly: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Body(Kept):
    """A body that decides, and the office in it that may."""

    body: str = Field(min_length=1, title="Body")
    office: str = Field(min_length=1, title="Office")
    authority: str = Field(min_length=1, title="By what authority")  # a minute, a scheme of delegation, a clause


class Choice(Kept):
    """An option that was considered, with why it was rejected; "" of the one that was taken."""

    option: str = Field(min_length=1, title="Option")
    rejected_because: str = Field("", title="Why it was rejected")


class Condition(Kept):
    """What must be done for the programme to go on: by whom, by when, and how it will be seen."""

    what: str = Field(min_length=1, title="What must be done")
    owner: str = Field(min_length=1, title="Owner")
    due: date = Field(title="Due")
    test: str = Field(min_length=1, title="How it will be seen")


class Confidence(Kept):
    """How far an independent body trusts the evidence, and why; said by it, and never worked out."""

    body: str = Field(min_length=1, title="Independent body")
    rating: Literal["high", "moderate", "low"] = Field(title="Confidence in the evidence")
    reasons: str = Field(min_length=1, title="Why")


class StageDecision(Kept):
    """A commissioner's decision at the break clause of a stage; texts are in the commissioner's own words."""

    stage: int
    outcome: str  # one of data/definitions/outcomes.yaml
    decided_by: list[Body] = Field(min_length=1, title="Decided by")
    decided_on: date = Field(title="Decided on")
    published_on: date | None = Field(None, title="Published on")
    effective_on: date = Field(title="Takes effect on")
    deferred_to: date | None = Field(None, title="Deferred to")
    reasons: str = Field(min_length=1, title="Reasons")
    options: list[Choice] = Field([], title="Options that were considered")
    variation: str = Field("", title="What is varied")
    conflicts: str = Field("", title="Interests declared, and dispensations")
    residents: str = Field("", title="Residents' part in it")
    equality_considered_on: date | None = Field(None, title="Equality considered on (due regard)")
    legal: str = Field("", title="Legal implications")
    financial: str = Field("", title="Financial implications")
    spent: float | None = Field(None, ge=0, title="Spent so far (£), which is no reason to go on")
    remaining_cost: float | None = Field(None, ge=0, title="Still to be spent if it goes on (£)")
    exit_cost: float | None = Field(None, ge=0, title="Cost of stopping (£)")
    price_year: int | None = Field(None, ge=2000, le=2100, title="Prices of the year")
    overrides: dict[str, str] = Field({}, title="Why it goes on all the same")  # by each criterion that must be met and is not
    conditions: list[Condition] = Field([], title="Conditions")
    confidence: list[Confidence] = Field([], title="How far an independent body trusts the evidence")
    acknowledged: str = Field("", title="Unintended effects and risks that were looked at")
    dissent: str = Field("", title="Dissent")
    exit_plan: str = Field("", title="Exit plan")
    evidence_until: date | None = Field(None, title="Evidence until")  # of decisions of before, which chose it: now fixed with the stage
    evidence_reason: str = Field("", title="Why another day for the evidence")
    supersedes: str | None = Field(None, title="Supersedes")

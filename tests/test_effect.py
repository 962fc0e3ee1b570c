"""What a return changes in the six-factor table: compared in numbers, told in words."""

import pytest

from cdmon.disclosure import Rule
from cdmon.tables.effect import EFFECT, Finding, KeptFigure, changed, figure_words, only_moved_on, words

PLACE = ("N01", "residents_active")


def active(value, n=300, verdict="baseline only"):
    return Finding(verdict, figures={"baseline": KeptFigure(value, 0.046, 0.105, n, "Autumn 2024")})


def participants(value):
    return Finding("baseline only", figures={"baseline": KeptFigure(value, n=3, period="2024-11")})


def test_what_is_the_same_in_numbers_has_not_changed():
    found = changed({PLACE: active(0.07)}, {PLACE: active(0.07)}, Rule())
    assert found.empty and list(found.columns) == EFFECT


def test_what_rounds_to_the_same_words_has_changed_all_the_same():
    ((before, after),) = changed({PLACE: active(0.0700)}, {PLACE: active(0.0701)}, Rule())[["before", "after"]].values.tolist()
    assert before == "7.0% (4.6–10.5), n = 300, Autumn 2024; baseline only"
    assert after == f"{before} (other in digits that are not shown)"


@pytest.mark.parametrize(("before", "after", "told"), [(40, 43, False), (40, 45, True), (40, 36, False), (40, 40, None)])
def test_a_count_of_people_that_changed_by_few_is_not_kept_in_numbers_either(before, after, told):
    place = ("N01", "participants")
    rows = changed({place: participants(before)}, {place: participants(after)}, Rule(small_counts=4)).to_dict("records")
    values = [row["now"].figures["baseline"].value if row["now"].figures else None for row in rows]
    assert values == ([] if told is None else [after if told else None])
    assert [row["after"] == "hidden (changed by too few people)" for row in rows] == ([] if told is None else [not told])


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (Finding("not collected"), "not collected"),
        (Finding("hidden", figures={"baseline": KeptFigure(period="2024-11", note="hidden")}), "hidden (too few people)"),
        (
            Finding("hidden", figures={"baseline": KeptFigure(period="2024-11", note="hidden"), "latest": KeptFigure(0.12, period="2026")}),
            "12.0%, 2026; hidden (too few people)",
        ),
        (active(None, 0, "cannot tell"), "nobody answered, Autumn 2024; cannot tell"),
        (
            Finding(
                "rose",
                figures={
                    "baseline": KeptFigure(0.07, 0.046, 0.105, 300, "2024"),
                    "latest": KeptFigure(0.12, 0.088, 0.162, 300, "2026"),
                    "change": KeptFigure(0.05, 0.003, 0.098),
                },
            ),
            "12.0% (8.8–16.2), n = 300, 2026; +5.0 percentage points (0.3 to 9.8); rose",
        ),
        (
            Finding("not comparable", "asked by post, then online", {"latest": KeptFigure(0.12, 0.088, 0.162, 30, "2026", "small base")}),
            "12.0% (8.8–16.2), n = 30, 2026 [small base]; not comparable (asked by post, then online)",
        ),
    ],
)
def test_where_an_indicator_stands_in_words(finding, told):
    assert words(finding, "residents_active") == told


@pytest.mark.parametrize(
    ("kind", "n", "told"),
    [
        ("proportion", 0, "nobody answered"),
        ("proportion", 60, "no figure"),
        ("rate", 12, "population not known"),
        ("count", None, "no figure"),
    ],
)
def test_a_figure_without_a_value_says_what_is_true_of_it(kind, n, told):
    assert figure_words(KeptFigure(None, n=n, period="2024-11"), kind).partition(",")[0] == told


def test_a_figure_that_is_the_same_of_a_later_month_has_only_moved_on():
    """12 groups in October and in November; not 12 and 13, nor 12 that are another verdict's."""
    october, november = (Finding("baseline only", figures={"latest": KeptFigure(12, period=f"2024-{month}")}) for month in (10, 11))
    assert only_moved_on(october, november)
    assert not only_moved_on(october, Finding("baseline only", figures={"latest": KeptFigure(13, period="2024-11")}))
    assert not only_moved_on(october, Finding("rose", figures=november.figures))

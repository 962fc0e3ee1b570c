"""Whoever knows the rule, what is shown of a column and its total cannot find a hidden number: each may be any of a wide range.

Two attackers who know nothing of how the rule is written, only what it answers. One tries every column there is. The other solves linear
programmes for the least and the greatest that a hidden number can be. Both keep only columns of which the very same would have been shown.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from cdmon.disclosure import Rule, hidden_numbers

RULE = Rule()
WIDE = RULE.small_counts  # a range from 2 to 6, of 4, would tell the number to within 2; that from 1 to 4 is what "hidden" says


def picture(column):
    """What is shown of a column: its numbers, None for each that is hidden."""
    return tuple(None if is_hidden else number for number, is_hidden in zip(column, hidden(column), strict=True))


def hidden(column):
    return hidden_numbers(np.array(column, float), RULE)


def columns(rows: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every column of so many rows that adds up to a total."""
    for ends in combinations_with_replacement(range(total + 1), rows - 1):
        yield tuple(after - before for before, after in zip((0, *ends), (*ends, total), strict=True))


@pytest.mark.parametrize(("rows", "greatest"), [(1, 30), (2, 30), (3, 24), (4, 15), (5, 11)])
def test_of_all_columns_that_would_be_shown_alike_none_tells_a_hidden_number_nearly(rows, greatest):
    for total in range(RULE.small_counts + 1, greatest):  # a smaller total is hidden itself
        alike = defaultdict(list)
        for column in columns(rows, total):
            alike[picture(column)].append(column)
        for shown, those in alike.items():
            for place in (place for place, number in enumerate(shown) if number is None):
                found = [column[place] for column in those]
                assert max(found) - min(found) > WIDE, (total, shown)


def test_by_linear_programme_no_hidden_number_of_thousands_of_columns_is_found_nearly():
    drawn = np.random.default_rng(7)
    kinds = [lambda: 0, lambda: drawn.integers(1, 5), lambda: drawn.integers(5, 9), lambda: drawn.integers(5, 60)]
    made = [[int(kinds[kind]()) for kind in drawn.choice(4, drawn.integers(2, 9), p=drawn.dirichlet(np.ones(4)))] for _ in range(4000)]
    attacked = [column for column in made if hidden(column).any() and sum(column) > RULE.small_counts]
    assert len(attacked) > 2000
    least, greatest = defaultdict(lambda: np.inf), defaultdict(lambda: -np.inf)
    pictures = [picture(column) for column in attacked]
    for number, place, column in solutions(attacked):
        if greatest[number, place] - least[number, place] <= WIDE and picture(column) == pictures[number]:
            least[number, place] = min(least[number, place], column[place])
            greatest[number, place] = max(greatest[number, place], column[place])
    for number, column in enumerate(attacked):
        for place in np.flatnonzero(hidden(column)):
            assert greatest[number, place] - least[number, place] > WIDE, (column, picture(column))


def solutions(attacked: list[list[int]]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield columns in which a hidden number is as large or as small as it can be: the attacked column's number, the place, the column."""
    programmes = [(number, *programme) for number, column in enumerate(attacked) for programme in programmes_of(column)]
    for batch in (programmes[first : first + 1000] for first in range(0, len(programmes), 1000)):
        solved = iter(solve(batch))
        for number, place, _, _, places, _ in batch:
            column = dict(enumerate(attacked[number])) | {each: next(solved) for each in places}
            yield number, place, list(column.values())


def solve(programmes: list[tuple[int, int, int, int, list[int], list[tuple[int, int]]]]) -> list[int]:
    """Return the hidden numbers that solve some programmes, one after the other; they are solved at once, as one in blocks.

    Each has one equation, that the hidden numbers add up to what the total leaves, and whole bounds: every corner of what that allows is
    whole, so that its linear programme finds the integer one's answer.
    """
    sizes = [len(bounds) for *_, bounds in programmes]
    aims = [aim * (each == place) for _, place, aim, _, places, _ in programmes for each in places]
    equations = coo_array((np.ones(len(aims)), (np.repeat(np.arange(len(sizes)), sizes), np.arange(len(aims)))))
    totals = [left for _, _, _, left, _, _ in programmes]
    bounds = np.concatenate([bounds for *_, bounds in programmes])
    found = linprog(aims, A_eq=equations.tocsr(), b_eq=totals, bounds=bounds, method="highs-ds")
    assert found.status == 0
    assert np.allclose(found.x, found.x.round())
    return [int(value) for value in found.x.round()]


def programmes_of(column: list[int]) -> Iterator[tuple[int, int, int, list[int], list[tuple[int, int]]]]:
    """Yield programmes that may be solved for each hidden number: place, aim (1 the least, −1 the greatest), total, places and bounds.

    In each somebody's number is small beside the one sought, in its run and in every other: that is why they are hidden. Where the whole
    column is, there may be but a few ones in it and zeros.
    """
    places = [int(place) for place in np.flatnonzero(hidden(column))]
    left = sum(column[place] for place in places)
    for place in places:
        runs = defaultdict(list)
        for each in places:
            runs[min(each // 2, max(len(column) // 2 - 1, 0))].append(each)
        mates = {next(each for each in [*run, place] if each != place) for run in runs.values() if run != [place]}
        others = {run[0] for run in runs.values() if place not in run} | {place}
        small = (1, RULE.small_counts)
        tried = [
            (1, dict.fromkeys(mates, small)),
            (-1, dict.fromkeys(mates, small)),
            (1, dict.fromkeys(others, small)),
        ]
        if len(places) == len(column):
            few = {each: (0, 1) if each in mates else (0, 0) for each in places}
            tried += [(-1, few | {place: (0, RULE.small_counts + 1)}), (1, {}), (-1, {})]
        for aim, narrowed in tried:
            bounds = [narrowed.get(each, (0, left)) for each in places]
            if sum(low for low, _ in bounds) <= left <= sum(high for _, high in bounds):
                yield place, aim, left, places, bounds

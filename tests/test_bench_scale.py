"""`make bench-scale` runs, on both kinds of store: at the smallest size, and without a word on how long anything takes."""

import re

import pytest

from tests.bench_scale import COSTS, bench, grows


@pytest.mark.lake
@pytest.mark.slow
def test_the_bench_tells_each_cost_on_both_kinds_of_store(postgresql, tmp_path, capsys):
    bench(tmp_path, postgresql, sizes=(2,), rounds=1, runs=1, small=1)
    told = capsys.readouterr().out
    assert told.startswith("1 rounds of 2 places, in ms")
    for cost in COSTS.values():
        assert len(re.findall(rf"^  {re.escape(cost)}: \d+$", told, re.MULTILINE)) == 2
        assert re.search(rf"^The lake against the file, {re.escape(cost)}: \d+\.\d times$", told, re.MULTILINE)
    files = re.search(
        r"^After 1 more monthly returns of a place: (\d+) files .* after maintain \(\d+\.\d s\) (\d+) files", told, re.MULTILINE
    )
    assert files


def test_growth_is_told_as_the_last_against_the_first_and_a_power_of_the_size():
    assert grows([10, 15, 40], [30, 300, 480]) == "10 / 15 / 40; ratio 4.0, exponent 0.50"  # 16 times the places, 4 times the cost

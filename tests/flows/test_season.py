from __future__ import annotations

import pytest
from prefect import flow

from flows.season import as_tasks

pytestmark = pytest.mark.filterwarnings("default")


def times(left: int, right: int) -> int:
    return left * right


@pytest.mark.usefixtures("prefect_server")
def test_pieces_of_a_backtest_are_tasks_whose_results_come_in_their_order() -> None:
    @flow
    def spread() -> list[int]:
        return as_tasks(times, [(each, 10) for each in range(6)], "products")

    assert spread() == [0, 10, 20, 30, 40, 50]

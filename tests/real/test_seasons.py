from pathlib import Path

import pytest

from fantasy.season.rank import rank_of, standards_of

pytestmark = pytest.mark.real


@pytest.mark.parametrize(("season", "average"), [("2021-22", 1923), ("2024-25", 2008)])
def test_the_average_manager_is_the_games_own(real_data: Path, season: str, average: int) -> None:
    assert sum(standards_of(real_data, [season])[season].average.values()) == average


def test_the_reference_manager_has_the_rank_the_game_gave_him(real_data: Path) -> None:
    standard = standards_of(real_data, ["2023-24"])["2023-24"]
    points = sum(standard.reference.values())
    assert points == 2335
    rank = rank_of(points, standard)
    assert rank is not None
    assert rank.top_percent == pytest.approx(100 * 747_308 / 10_905_021, abs=1)

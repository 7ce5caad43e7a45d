import json
from pathlib import Path

import pytest

from fantasy.season.rank import POINTS_OF_TOP, TOP_PERCENT, Standard, rank_of, standards_of


@pytest.mark.parametrize("season", POINTS_OF_TOP)
def test_points_sampled_have_the_share_they_were_sampled_at(season: str) -> None:
    for percent, points in zip(TOP_PERCENT, POINTS_OF_TOP[season], strict=True):
        found = rank_of(points, standards_of(None, [season])[season])
        assert found is not None
        assert found.top_percent == pytest.approx(percent)
        assert "sampled" in found.basis


def test_more_points_are_a_better_rank() -> None:
    standard = standards_of(None, ["2024-25"])["2024-25"]
    shares = [rank_of(points, standard) for points in range(1500, 2900, 50)]
    found = [share.top_percent for share in shares if share]
    assert found == sorted(found, reverse=True)
    assert 0 < found[-1] < 1


def test_a_season_nobody_sampled_is_measured_from_its_average() -> None:
    found = rank_of(1923, Standard(average={1: 1000, 2: 923}))
    assert found is not None
    assert found.top_percent == pytest.approx(50)
    assert "average" in found.basis
    assert rank_of(2000, Standard()) is None


def test_what_real_managers_did_is_read_where_an_archive_has_it(tmp_path: Path) -> None:
    assert standards_of(None, ["2021-22"])["2021-22"].average == {}
    folder = tmp_path / "api" / "bootstrap-static"
    folder.mkdir(parents=True)
    events = [{"id": 1, "average_entry_score": 56}, {"id": 2, "average_entry_score": None}]
    (folder / "2021-22.json").write_text(json.dumps({"events": events}))
    manager = tmp_path / "managers" / "2021-22"
    manager.mkdir(parents=True)
    weeks = [{"event": 1, "points": 60, "event_transfers_cost": 4}]
    (manager / "history.json").write_text(json.dumps({"current": weeks}))
    told = standards_of(tmp_path, ["2021-22"])["2021-22"]
    assert told.average == {1: 56, 2: 0}
    assert told.reference == {1: 56}

import pytest

from fantasy.game.rules import Rules
from fantasy.world.stated import chips, element_types, game_config, game_settings

SEASONS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2016, 2027)]


def stated(rules: Rules) -> dict[str, object]:
    return {
        "game_settings": game_settings(rules),
        "element_types": element_types(rules),
        "chips": chips(rules),
        **game_config(rules),
    }


@pytest.mark.parametrize("season", SEASONS)
def test_what_is_stated_reads_back_as_the_rules_of_the_season(season: str) -> None:
    rules = Rules.for_season(season)
    assert Rules.from_bootstrap(stated(rules), season) == rules


@pytest.mark.parametrize(("season", "there"), [("2023-24", False), ("2024-25", True)])
def test_scoring_is_stated_since_the_game_does(season: str, there: bool) -> None:  # noqa: FBT001
    said = stated(Rules.for_season(season))
    assert ("game_config" in said) is there
    assert ("max_extra_free_transfers" in game_settings(Rules.for_season(season))) is there


@pytest.mark.parametrize(("season", "there"), [("2024-25", False), ("2025-26", True)])
def test_defensive_contributions_are_stated_since_they_score(season: str, there: bool) -> None:  # noqa: FBT001
    scoring = game_config(Rules.for_season(season))["game_config"]["scoring"]
    assert ("defensive_contribution" in scoring) is there
    assert "defensive_threshold" not in scoring

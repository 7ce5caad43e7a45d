"""What `bootstrap-static/` states of the rules, from the rules a season is known to have had."""

from dataclasses import asdict
from typing import Any

from fantasy.game.rules import Rules

Json = dict[str, Any]

CONFIGURED_SINCE = "2024-25"
"""The first season whose `bootstrap-static/` has `game_config`."""

UNSTATED = {
    *("long_play_minutes", "goals_conceded_per_point", "saves_per_point"),
    *("defensive_threshold", "recoveries_count"),
}


def game_settings(rules: Rules) -> Json:
    """The limits of squads and transfers; how many transfers can be saved since 2024-25."""
    limits = {
        "squad_squadplay": rules.starters,
        "squad_squadsize": rules.squad_size,
        "squad_team_limit": rules.most_per_club,
        "squad_total_spend": rules.budget_tenths,
        "transfers_cap": rules.transfers_cap,
        "transfers_sell_on_fee": rules.sell_on_fee,
    }
    if rules.season < CONFIGURED_SINCE:
        return limits
    return limits | {"max_extra_free_transfers": rules.max_free_transfers - 1}


def game_config(rules: Rules) -> Json:
    """`game_config` with the scoring, under its key; nothing before there was one."""
    if rules.season < CONFIGURED_SINCE:
        return {}
    points = {name: said for name, said in asdict(rules.scoring).items() if name not in UNSTATED}
    if not any(rules.scoring.defensive_contribution.values()):
        del points["defensive_contribution"]
    settings = {"entry_per_event": False, "timezone": "UTC"}
    said = {"settings": settings, "rules": game_settings(rules), "scoring": points}
    return {"game_config": said}


def element_types(rules: Rules) -> list[Json]:
    """The positions."""
    return [
        {
            "id": number,
            "singular_name_short": position.name,
            "plural_name_short": position.name,
            "squad_select": position.squad_select,
            "squad_min_play": position.min_play,
            "squad_max_play": position.max_play,
        }
        for number, position in enumerate(rules.positions, start=1)
    ]


def chips(rules: Rules) -> list[Json]:
    """The chips and when they can be played."""
    return [
        {
            "id": number,
            "name": chip.name,
            "number": chip.number,
            "start_event": chip.start,
            "stop_event": chip.stop,
        }
        for number, chip in enumerate(rules.chips, start=1)
    ]

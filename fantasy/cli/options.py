"""The options commands share."""

from pathlib import Path
from typing import Annotated

import typer


def examples(*commands: str) -> str:
    """The end of a command's help: commands to copy, a line each."""
    return "\n".join(["Examples:", *(command.replace("[", r"\[") for command in commands)])


Replay = Annotated[
    str | None,
    typer.Option(
        metavar="SEASON:GW",
        help="Stand at a past deadline, such as 2024-25:20. Without it: the game as it is now.",
    ),
]
Archive = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="Folder of the history archive. Default: FANTASY_ARCHIVE, else the network.",
    ),
]
Demo = Annotated[
    int | None,
    typer.Option(
        metavar="SEED",
        help="Stand in the simulated league of a seed, such as 1: no network, no real data.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Entry = Annotated[
    int | None, typer.Option("--team", metavar="ID", help="The number in your team's address.")
]
SquadFile = Annotated[
    Path | None,
    typer.Option(
        "--squad",
        metavar="FILE",
        help="Your squad: the game's JSON of it, or a team file (TOML). Without: a first squad.",
    ),
]
ProjectionsFile = Annotated[
    Path | None,
    typer.Option(
        "--projections",
        metavar="FILE",
        help="Forecasts from a CSV: ID, Name, Pos, Team, BV, N_Pts, N_xMins if known.",
    ),
]
Horizon = Annotated[int, typer.Option("--horizon", metavar="N", help="Gameweeks to plan, 1 to 8.")]
Chips = Annotated[
    str, typer.Option("--chips", metavar="CHIPS", help="auto, none, or such as wc=12,bb=13.")
]
Locked = Annotated[
    list[str] | None, typer.Option("--lock", metavar="NAME", help="In the squad throughout.")
]
Banned = Annotated[list[str] | None, typer.Option("--ban", metavar="NAME", help="In it never.")]
Sold = Annotated[
    list[str] | None,
    typer.Option("--sell", metavar="NAME", help="Of your squad: out at once, and for good."),
]
Kept = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="NAME", help="Of your squad: in it throughout."),
]
MinMinutes = Annotated[
    float,
    typer.Option(
        "--min-minutes",
        min=0,
        metavar="N",
        help="Buy nobody expected to play fewer minutes a gameweek, on average over the plan.",
    ),
]
Opposing = Annotated[
    int | None,
    typer.Option(
        "--opposing",
        min=0,
        metavar="N",
        help="Start keepers and defenders against own attackers in at most N matches a gameweek.",
    ),
]
Risk = Annotated[
    float | None,
    typer.Option(
        "--risk",
        min=-1,
        max=1,
        metavar="W",
        help="Weight of the mean of the worst fifth of each gameweek's points, such as 0.3; below "
        "0 seeks what may go well.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="WHOM",
        help="Measure --risk on the points more or less than a rival's: template, his entry "
        "number, or a file of his picks (JSON). Above 0 protects a lead, below 0 chases.",
    ),
]
PricesFile = Annotated[
    Path | None,
    typer.Option(
        "--prices",
        metavar="FILE",
        help="Price moves expected after gameweeks, from a CSV: ID, N_Move (£m).",
    ),
]
Held = Annotated[
    list[int] | None, typer.Option("--hold", metavar="GW", help="A gameweek without transfers.")
]
Booked = Annotated[
    list[str] | None, typer.Option("--book", metavar="GW:OUT>IN", help="A transfer to be made.")
]
Hits = Annotated[
    int | None,
    typer.Option("--hits", min=0, metavar="N", help="Most hits, all gameweeks together."),
]
Seconds = Annotated[
    float, typer.Option("--seconds", min=1, help="Time to search; what is left open is said.")
]
Weights = Annotated[
    Path | None,
    typer.Option("--preferences", metavar="FILE", help="What counts beside points (TOML)."),
]
BenchWeights = Annotated[
    str,
    typer.Option(
        "--bench",
        metavar="WEIGHTS",
        help="Weigh bench and vice-captain by forecast minutes (minutes) or preferences (fixed). "
        "auto: minutes where they are known and no --preferences are given.",
    ),
]
OverridesFile = Annotated[
    Path | None,
    typer.Option(
        "--overrides",
        metavar="FILE",
        help="What you know better (TOML). Default: overrides.toml, if it is there.",
    ),
]

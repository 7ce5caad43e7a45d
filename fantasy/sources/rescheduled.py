"""Fixtures that were moved to another gameweek: where they stood before, and until when.

The archive keeps a season's fixtures in their last state only. Where they stood first follows from
their numbers, which FPL gives in the order of its first schedule, ten to a gameweek; when a move
was announced nobody kept, so a usual notice is assumed. A match called off at the last moment is
found by FPL's own forecast, which still expected points of clubs that were to have no match.
"""

from datetime import timedelta

import polars as pl

A_GAMEWEEK = 10
FIRST_GAMEWEEK = {"2020-21": 8}
"""Fixtures numbered in the first gameweek, where some were put off before they were numbered."""

RENUMBERED = {"2019-20": (30, 9)}
"""From which gameweek on numbers were raised, and by how much: the restart of 2020."""

NOTICE_OF_A_MOVE, NOTICE_OF_NO_MATCH = timedelta(days=21), timedelta(days=14)
"""How long before the deadlines they touch a new date, and a match called off, are taken as told:
three to five weeks are usual for cup weekends and the doubles they lead to, days for weather and
illness."""

AFTER = timedelta(minutes=1)


def with_moves(
    fixtures: pl.DataFrame, gameweeks: pl.DataFrame, status: pl.DataFrame
) -> pl.DataFrame:
    """Every state of a season's fixtures, given the last one.

    Args:
        fixtures: rows of `fixtures` of one season in their last state, known before it.
        gameweeks: rows of `gameweeks`.
        status: rows of `player_status`.

    Returns:
        Rows of `fixtures`. A fixture that moved stands in its first gameweek until it was called
        off, then in none until its new date was told. Nothing is known to have moved in a season
        whose numbers do not follow its gameweeks.
    """
    first = _first_gameweek(fixtures["season"].first())
    numbered = fixtures.with_columns(first.alias("first")).drop_nulls("gameweek")
    moved = numbered.filter(pl.col("first") != pl.col("gameweek"))
    if 2 * moved.height >= numbered.height:
        return fixtures
    deadline = dict(gameweeks.select("gameweek", "deadline").iter_rows())
    kickoff = dict(fixtures.group_by("gameweek").agg(pl.col("kickoff_time").min()).iter_rows())
    late = _called_off_late(fixtures, status)
    before, after = (
        pl.col(name).replace_strict(deadline, default=None) for name in ("first", "gameweek")
    )
    told = moved.with_columns(
        called_off=pl.max_horizontal(
            pl.min_horizontal(before - NOTICE_OF_NO_MATCH, after - NOTICE_OF_A_MOVE),
            pl.when(_in(late, "home_code") | _in(late, "away_code")).then(before + AFTER),
        )
    ).with_columns(announced=pl.max_horizontal("called_off", after - NOTICE_OF_A_MOVE))
    states = (
        told.with_columns(
            pl.col("first").alias("gameweek"),
            pl.col("first").replace_strict(kickoff, default=None).alias("kickoff_time"),
        ),
        told.with_columns(
            pl.lit(None, pl.Int32).alias("gameweek"),
            pl.lit(None, fixtures.schema["kickoff_time"]).alias("kickoff_time"),
            pl.col("called_off").alias("known_at"),
        ).filter(pl.col("called_off") < pl.col("announced")),
        told.with_columns(pl.col("announced").alias("known_at")),
    )
    unmoved = fixtures.join(moved, on="fixture", how="anti")
    return pl.concat([unmoved, *(each.select(fixtures.columns) for each in states)])


def _first_gameweek(season: object) -> pl.Expr:
    """The gameweek a fixture of some number was scheduled in before the season."""
    fixture, first = pl.col("fixture"), FIRST_GAMEWEEK.get(str(season), A_GAMEWEEK)
    number = pl.when(fixture <= first).then(1).otherwise((fixture - first - 1) // A_GAMEWEEK + 2)
    since, raised = RENUMBERED.get(str(season), (0, 0))
    return pl.when(number >= since).then(number + raised).otherwise(number).cast(pl.Int32)


def _called_off_late(fixtures: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    """`team_code` and `gameweek` (as `first`) of clubs without a match that FPL saw one of."""
    sides = [fixtures.select("gameweek", team_code=side) for side in ("home_code", "away_code")]
    last = status.sort("known_at").unique(["gameweek", "element"], keep="last", maintain_order=True)
    return (
        last.group_by("gameweek", "team_code")
        .agg(pl.col("ep_next").max())
        .filter(pl.col("ep_next") > 0)
        .join(pl.concat(sides), on=["gameweek", "team_code"], how="anti")
        .select("team_code", pl.col("gameweek").alias("first"))
    )


def _in(late: pl.DataFrame, side: str) -> pl.Expr:
    """Whether the club of a side was seen to play in the first gameweek at the last look."""
    return pl.struct(pl.col(side).alias("team_code"), "first").is_in(
        late.select(pl.struct("team_code", "first")).to_series().implode()
    )

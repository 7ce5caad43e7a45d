"""Players who can be left out of the search without losing the best squad."""

import polars as pl

from fantasy.game.rules import Rules


def undominated(candidates: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The candidates one of whom may be needed; the best squad of these is the best of all.

    q dominates p if both play in one position, q costs no more and is expected to score no
    less. p can go if in any squad with him some dominator stands outside and may take his place:

    - in his own club, where the swap never breaks the club limit, as many dominators as the
      squad can hold of the club in that position; or
    - dominators in more clubs than can be closed to them: every third of the other players may
      fill a club, and every other player of the position may be a dominator already in.

    Args:
        candidates: `code`, `position`, `team_code`, `price_tenths`, `expected_points`.
        rules: the season's rules.
    """
    select = {place.name: place.squad_select for place in rules.positions}
    columns = ("code", "position", "team_code", "price_tenths", "expected_points")
    worse = candidates.select(columns)
    better = worse.rename({name: f"{name}_q" for name in columns if name != "position"})
    strictly = (
        (pl.col("price_tenths_q") < pl.col("price_tenths"))
        | (pl.col("expected_points_q") > pl.col("expected_points"))
        | (pl.col("code_q") < pl.col("code"))
    )
    dominators = (
        worse.lazy()
        .join(better.lazy(), on="position", how="inner")
        .filter(
            pl.col("price_tenths_q") <= pl.col("price_tenths"),
            pl.col("expected_points_q") >= pl.col("expected_points"),
            strictly,
            pl.col("code_q") != pl.col("code"),
        )
        .group_by("code", "position")
        .agg(
            (pl.col("team_code_q") == pl.col("team_code")).sum().alias("in_club"),
            pl.col("team_code_q").n_unique().alias("clubs"),
        )
    )
    places = pl.col("position").replace_strict(select, return_dtype=pl.Int64)
    full_clubs = (rules.squad_size - 1) // rules.most_per_club
    needless = dominators.filter(
        (pl.col("in_club") >= pl.min_horizontal(places, rules.most_per_club))
        | (pl.col("clubs") > full_clubs + places - 1)
    )
    return candidates.join(needless.collect(), on="code", how="anti", maintain_order="left")

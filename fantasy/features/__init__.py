"""What a model sees: one row for each player and fixture, as known at the deadline."""

from fantasy.features.matrix import FEATURES, club_fixtures, every_gameweek, feature_matrix

__all__ = ["FEATURES", "club_fixtures", "every_gameweek", "feature_matrix"]

"""The rules of Fantasy Premier League: pure, no I/O."""

POSITIONS = ("GKP", "DEF", "MID", "FWD")
"""Positions in the order of FPL's `element_type` 1-4."""

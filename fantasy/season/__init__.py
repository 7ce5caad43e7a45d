"""Seasons replayed: a manager who knows nothing but what was known at each deadline."""

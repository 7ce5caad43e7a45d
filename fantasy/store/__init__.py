"""The lake: Delta tables, their contracts, and what was known when."""

from fantasy.store.lake import AsOf, Lake

__all__ = ["AsOf", "Lake"]

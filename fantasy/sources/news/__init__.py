"""The news: who writes, where it is read, and how each form of it becomes articles."""

from fantasy.sources.news.outlets import Outlet, outlets_of
from fantasy.sources.news.reading import Reading, naming_somebody, read

__all__ = ["Outlet", "Reading", "naming_somebody", "outlets_of", "read"]

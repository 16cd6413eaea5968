"""The site that every test here reads its sources from."""

from tests.sources.desk import site

__all__ = ["site"]

"""Where a page stands for readers: derived from its latest edition, never stored."""

from enum import StrEnum


class Standing(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    MERGED = "merged"

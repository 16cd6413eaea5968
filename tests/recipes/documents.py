"""What a reader can see of a recipe."""

from dataclasses import dataclass

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeDocument:
    """A dish. `method` is sanitised HTML."""

    dish: str = ""
    slug: str = ""
    method: str = ""
    tags: tuple[str, ...] = ()

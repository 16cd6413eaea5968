"""Portraits of authors as readers see them: as soon as they are saved, of whoever has a visible story."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from newsdesk.catalogue.models import Reference, ReferenceQuerySet
from newsdesk.images.ladder import StoredPicture, name_of
from newsdesk.presentation.images import Picture, picture_of
from stories.documents import AUTHOR
from stories.models.author import Author

# The shapes in which a portrait is shown, see `newsdesk.images.ladder`.
SHAPES = ("square",)
# The columns of an author that say which picture it is, by the names of a StoredPicture.
COLUMNS = {
    "name": "image",
    "width": "image_width",
    "height": "image_height",
    "focus_x": "image_focus_x",
    "focus_y": "image_focus_y",
}
TOLD = {"alt": "image_alt", "credit": "image_credit"}


def portrait_in(row: Mapping[str, object]) -> Picture | None:
    """Return the portrait in a row of an author's columns; what the row has not is not told of it."""
    told = {name: row[column] for name, column in (COLUMNS | TOLD).items() if column in row}
    return picture_of(StoredPicture(**told))  # type: ignore[typeddict-item]


def portraits_of(slugs: Iterable[str]) -> dict[str, Picture]:
    """Return the portraits of the authors at these slugs, of today or of before, by slug: also of those whom
    no reader knows yet. One query, none for nobody.
    """
    return _portraits(Author.objects.all(), slugs)


def open_portraits(slugs: Iterable[str]) -> dict[str, Picture]:
    """Return those of them that readers may have. One query, none for nobody."""
    return _portraits(Author.objects.filter(Exists(by_author())), slugs)


def _portraits(authors: "QuerySet[Author]", slugs: Iterable[str]) -> dict[str, Picture]:
    wanted = set(slugs)
    if not wanted:
        return {}
    rows = authors.exclude(image="").filter(Q(slug__in=wanted) | Q(addresses__slug__in=wanted))
    found: dict[str, Picture] = {}
    for row in rows.values("slug", "addresses__slug", *COLUMNS.values(), *TOLD.values()):
        if portrait := portrait_in(row):
            found |= dict.fromkeys({row["slug"], row["addresses__slug"]} & wanted, portrait)
    return found


def stored_portrait(author: Author) -> StoredPicture | None:
    """Return the portrait of somebody as plain data, None without one."""
    if not author.image.name:
        return None
    return StoredPicture(
        name=author.image.name,
        width=author.image_width or 0,
        height=author.image_height or 0,
        focus_x=author.image_focus_x,
        focus_y=author.image_focus_y,
    )


def is_open(key: str) -> bool:
    """Tell whether the picture of that key is the portrait of somebody whom readers know. One query."""
    return bool(key) and Author.objects.filter(Exists(by_author()), image=name_of(key)).exists()


def by_author() -> ReferenceQuerySet:
    """Return the references of visible pages to the author of an outer query.

    SECURITY: whose first story waits is told to nobody.
    """
    return Reference.objects.visible().filter(shown=Concat(Value(AUTHOR), OuterRef("slug")))

"""Every picture that a working copy, an edition or an author names, and those that nothing names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage

from newsdesk.catalogue.kinds import listed_kind
from newsdesk.images.ladder import key_in
from newsdesk.images.renditions import Lost, complete
from newsdesk.kinds.register import AnyKind
from newsdesk.workflow.register import AnyWorkflow, workflows
from stories.documents import AUTHOR
from stories.models.author import Author
from stories.portraits import SHAPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture as a page names it, or an author. `public` says that its sizes are shown to readers, in these
    `shapes`: an edition has it, not only a working copy.
    """

    page: str
    shapes: tuple[str, ...]
    name: str
    size: tuple[int, int]
    focus: tuple[int, int]
    public: bool


def illustrations() -> Iterator[Illustration]:
    """Yield the pictures of all editions and working copies, each once for a page and focal point, and the
    portraits of authors.
    """
    seen = set()
    for kind in workflows():
        if not kind.kind.shapes:
            continue
        for found in (*_frozen(kind.kind), *_written(kind)):
            mark = (found.page, found.name, found.focus)
            if mark not in seen:
                seen.add(mark)
                yield found
    yield from _portraits()


@dataclass(frozen=True, slots=True)
class InventoryResult:
    """What was made of all pictures: the names of the files, and sentences of what is `lost`."""

    pictures: Sequence[Illustration]
    made: Sequence[str]
    lost: Sequence[str]


def complete_all() -> InventoryResult:
    """Make what is missing of every published picture; of drafts only see that the pictures are there.

    Raises StoreFailed.
    """
    found = list(illustrations())
    made: list[str] = []
    lost = []
    for each in found:
        try:
            made += _complete(each)
        except Lost:
            lost.append(f"{each.name}, named by {each.page}")
    return InventoryResult(found, made, lost)


def _complete(each: Illustration) -> list[str]:
    names = []
    if each.public:
        names = complete(each.name, each.size, each.focus, shapes=each.shapes)
    if not names and not default_storage.exists(each.name):
        raise Lost
    return names


def unnamed(named: set[str]) -> Iterator[str]:
    """Yield the files under pictures/ that belong to none of the pictures in `named`, by their keys."""
    for folder in _listed("pictures")[0]:
        for file in _listed(f"pictures/{folder}")[1]:
            name = f"pictures/{folder}/{file}"
            if key_in(name) not in named:
                yield name


def _frozen(kind: AnyKind) -> Iterator[Illustration]:
    rows = kind.editions.exclude(document__image=None).order_by("-pk")
    for item, image in rows.values_list("item_id", "document__image").iterator():
        yield Illustration(
            page=f"{kind.name}:{item}",
            shapes=listed_kind(kind.name).shapes,
            name=image["name"],
            size=(image["width"], image["height"]),
            focus=(image.get("focus_x", 50), image.get("focus_y", 50)),
            public=True,
        )


def _written(kind: AnyWorkflow) -> Iterator[Illustration]:
    rows = kind.items.exclude(image="").order_by("pk")
    for row in rows.values("pk", *(f"image{end}" for end in _FIELDS)).iterator():
        yield Illustration(
            page=f"{kind.kind.name}:{row['pk']}",
            shapes=listed_kind(kind.kind.name).shapes,
            name=row["image"],
            size=(row["image_width"] or 0, row["image_height"] or 0),
            focus=(row["image_focus_x"], row["image_focus_y"]),
            public=False,
        )


def _portraits() -> Iterator[Illustration]:
    for author in Author.objects.exclude(image="").order_by("pk"):
        yield Illustration(
            page=f"{AUTHOR}{author.slug}",
            shapes=SHAPES,
            name=str(author.image),
            size=(author.image_width or 0, author.image_height or 0),
            focus=(author.image_focus_x, author.image_focus_y),
            public=True,
        )


_FIELDS = ("", "_width", "_height", "_focus_x", "_focus_y")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []

"""The recipe as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from newsdesk.catalogue.entries import Entry, Target, Tombstone, interval, paths_over_time
from newsdesk.catalogue.tags import tag_target
from newsdesk.comparison.labels import Field, Shape
from newsdesk.kinds.kind import Kind, Part
from newsdesk.merging.pointers import Past, merged_at, tombstones
from newsdesk.pages.documents import StoredDocument, from_data
from newsdesk.pages.public_page import Context, PublicPage
from newsdesk.pages.rich_text import plain, safe
from newsdesk.presentation.heads import Head, social_card_of
from tests.recipes.documents import SCHEMA, RecipeDocument
from tests.recipes.models import RecipeEdition, RecipeMerge, RecipeMergeStep


def read(edition: StoredDocument) -> RecipeDocument:
    return from_data(RecipeDocument, edition.document)


PAST = Past(
    records=RecipeMerge, steps=RecipeMergeStep, editions=RecipeEdition, read=read, title="dish"
)


class RecipePage(PublicPage[RecipeDocument]):
    """The public page of a recipe."""

    template = "recipes/recipe.html"

    @property
    def feed_tags(self) -> tuple[str, ...]:
        return self.document.tags

    def feed_html(self) -> str:
        return self.document.method

    def context(self) -> Context:
        document, page = self.document, self.page
        return {
            "head": Head(
                title=document.dish,
                path=page.path,
                card=social_card_of(page),
                indexed=self.indexed and bool(page.path),
            ),
            "section": "recipes",
            "page": page,
            "recipe": document,
            "method": safe(document.method),
        }


class RecipeKind(Kind[RecipeDocument, RecipeEdition]):
    """How a dish is made."""

    name = "recipe"
    label = "Recipe"
    plural = "Recipes"
    kicker = "Cooked"
    index = "recipes"
    dated = True

    document = RecipeDocument
    edition = RecipeEdition
    labels = (
        Field(name="dish", label="Dish", prose=True),
        Field(name="slug", label="Address"),
        Field(name="method", label="Method", shape=Shape.RICH, anchor="method"),
        Field(name="tags", label="Tags", shape=Shape.WORDS),
    )
    schema = SCHEMA
    title_field = "dish"
    address = "recipe"
    public_page = RecipePage

    def read(self, edition: StoredDocument) -> RecipeDocument:
        return read(edition)

    def entry_of(self, editions: Sequence[RecipeEdition]) -> Entry:
        documents, news = PAST.documents(editions)
        document, item = documents[-1], editions[-1].item_id
        paths = [reverse("recipe", args=[each.slug]) for each in documents]
        return Entry(
            kind=self.name,
            key=f"{self.name}:{item}",
            title=document.dish,
            summary=plain(document.method),
            text=plain(document.method),
            also="\n".join(PAST.wordings(item)),
            references=tuple(Target(key=tag_target(tag), label=tag) for tag in document.tags),
            **paths_over_time(editions, paths),
            **interval(editions, merged_at=merged_at(RecipeMerge, item), news=news),
        )

    def all_tombstones(self) -> Iterable[Tombstone]:
        return tombstones(RecipeMerge, self.name)

    def parts(self, document: RecipeDocument) -> Iterator[Part]:
        yield "", "", (document.dish,)
        yield "method", "Method", (plain(document.method),)


RECIPE_KIND = RecipeKind()

"""The recipe as the desk knows it."""

from collections.abc import Collection, Mapping
from typing import Any

from newsdesk.live_checks import results
from newsdesk.merging.chains import Chains
from newsdesk.merging.page_merging import PageMerging
from newsdesk.pages.documents import digest
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.workflow.roles import CHIEF, MODERATOR
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import table
from newsdesk.workflow.workflow import Workflow
from tests.recipes.documents import RecipeDocument
from tests.recipes.kind import PAST, RECIPE_KIND, read
from tests.recipes.models import Recipe, RecipeEdition, RecipeMerge, RecipeMergeStep


class RecipeMerging(PageMerging[Recipe, RecipeDocument, RecipeMerge]):
    record = RecipeMerge
    step = RecipeMergeStep
    permission = "recipes.merge_recipe"
    past = PAST


class RecipeWorkflow(Workflow[Recipe, RecipeDocument, RecipeEdition]):
    kind = RECIPE_KIND
    model = Recipe
    verbs = table(*review_verbs("recipes", "recipe"), *standard_verbs("recipes", "recipe"))
    lineage = Chains(RecipeMergeStep, read)
    rights = dict.fromkeys((MODERATOR, CHIEF), ("recipes.merge_recipe",))

    def __init__(self) -> None:
        self.merging = RecipeMerging(self)

    def document_of(self, item: Recipe) -> RecipeDocument:
        tags = tuple(sorted(tag.name for tag in item.tags.all()))
        return RecipeDocument(dish=item.dish, slug=item.slug, method=item.method, tags=tags)

    def write_back(self, document: RecipeDocument, item: Recipe, *, actor: Any) -> None:
        for name in ("dish", "slug", "method"):
            setattr(item, name, getattr(document, name))
        item.save()
        item.tags.set(document.tags)
        item.remember(digest(self.document_now(item)), actor=actor)

    def findings(self, item: Recipe, document: RecipeDocument) -> Findings:
        return self.find({item.key: document})[item.key]

    def find(self, documents: Mapping[str, RecipeDocument]) -> Mapping[str, Findings]:
        return {
            key: findings(
                [Problem("dish", "The dish has no name.", "dish-missing")] * (not document.dish),
                [Problem("method", "Nobody says how.", "method-missing")] * (not document.method),
            )
            for key, document in documents.items()
        }

    def keep(self, item: Recipe, *, passed: Collection[int] = ()) -> None:
        results.keep(self, [item], passed=passed)


RECIPE = RecipeWorkflow()

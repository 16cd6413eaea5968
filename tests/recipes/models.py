"""The rows of a recipe: working copy, editions, what was done, merges."""

from django.db import models
from django.urls import reverse

from newsdesk.merging.models import MergeablePage, MergeRecord, MergeStep
from newsdesk.pages.editions import Edition, Recall
from newsdesk.pages.fields import LineField, RichTextField
from newsdesk.pages.models import Event, Revision
from newsdesk.tags.field import tags_field


class Recipe(MergeablePage):
    key_prefix = "recipe"

    dish = LineField(max_length=200, blank=True)
    slug = models.SlugField(max_length=100, blank=True)
    method = RichTextField(blank=True)
    tags = tags_field()

    class Meta:
        permissions = [
            (f"{deed}_recipe", f"Can {deed} a recipe")
            for deed in ("approve", "publish", "withdraw", "discard", "merge")
        ]

    def __str__(self) -> str:
        return self.dish or "Recipe without a dish"

    @property
    def public_path(self) -> str:
        return reverse("recipe", args=[self.slug]) if self.slug else ""


class RecipeEdition(Edition):
    item = models.ForeignKey(Recipe, models.PROTECT, related_name="editions")


class RecipeRecall(Recall):
    edition = models.OneToOneField(RecipeEdition, models.PROTECT, related_name="recall")


class RecipeEvent(Event):
    item = models.ForeignKey(Recipe, models.PROTECT, related_name="events")


class RecipeRevision(Revision):
    item = models.ForeignKey(Recipe, models.PROTECT, related_name="revisions")


class RecipeMerge(MergeRecord):
    loser = models.ForeignKey(Recipe, models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey(Recipe, models.PROTECT, related_name="merges_in")


class RecipeMergeStep(MergeStep):
    item = models.ForeignKey(Recipe, models.PROTECT, related_name="merge_steps")
    record = models.ForeignKey(RecipeMerge, models.PROTECT, null=True, related_name="steps")

"""Forms of stories: the working copy, and publishing with the drafts that a story brings along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from entities.forms import PublicPageForm
from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.publishing.problems import Problem
from newsdesk.publishing.verb_forms import PublishForm, ScheduleForm
from stories.models.draft import Story


class StoryForm(PublicPageForm):
    class Meta:
        model = Story
        fields = "__all__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft that could be published with the story.

    `problems` come with the address of their field; `confirmable` says that nothing is in the way but
    a person's word on name and kind; `warnings` are confirmed by choosing it; `allowed` that this person
    may do what is needed.
    """

    page: Faq | Entity
    kind: str
    address: str
    problems: Sequence[tuple[Problem, str]]
    warnings: Sequence[Problem]
    confirmable: bool
    allowed: bool

    @property
    def ready(self) -> bool:
        return self.allowed and not self.problems and not self.confirmable

    @property
    def field(self) -> str:
        return "confirm" if self.confirmable else "together"

    @property
    def offered(self) -> bool:
        return self.allowed and not self.problems


class BringingAlong(PublishForm):
    """Publishing a story and any of the drafts that wait with it.

    SECURITY: only what waits with this very story can be chosen; another key is refused.
    """

    shown_apart = (*PublishForm.shown_apart, "together", "confirm")
    together = forms.MultipleChoiceField(required=False)
    confirm = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, waiting: Sequence[Waiting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_waiting = waiting
        self.waiting = [each for each in waiting if each.offered]
        for name in ("together", "confirm"):
            choices = [(w.page.key, str(w.page)) for w in self.waiting if w.field == name]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = (
                "One of the pages that you ticked is not waiting here any more. Look at the list again."
            )

    def ticked(self) -> set[str]:
        """Return the keys of the boxes to show ticked: at first those that are complete."""
        if self.is_bound:
            data: Any = self.data
            return {*data.getlist("together"), *data.getlist("confirm")}
        return {each.page.key for each in self.waiting if each.ready}

    def arguments(self) -> dict[str, Any]:
        confirmed = self._chosen("confirm")
        return super().arguments() | {
            "together": [*self._chosen("together"), *confirmed],
            "confirm": confirmed,
        }

    def _chosen(self, name: str) -> list[Any]:
        keys = set(self.cleaned_data[name])
        return [each.page for each in self.waiting if each.page.key in keys]


class StoryPublishForm(BringingAlong):
    """Publishing a story at once."""


class StoryScheduleForm(BringingAlong, ScheduleForm):
    """Publishing a story at a set time."""


RELEASE_FORMS: dict[str, type[BringingAlong]] = {
    "publish": StoryPublishForm,
    "schedule": StoryScheduleForm,
}

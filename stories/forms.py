"""Forms of stories: the working copy, and publishing with the drafts that a story brings along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join

from entities.forms import PublicPageForm
from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.desk.transition_forms import PublishForm, ScheduleForm
from newsdesk.desk.warnings_form import BoxesField
from newsdesk.rules.findings import Findings, Problem
from stories.models.draft import Story
from stories.series import CIRCLE, ITSELF, later_stories, runs_in_circle


class StoryForm(PublicPageForm):
    class Meta:
        model = Story
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "earlier" in self.fields:
            self._tell_what_continues(later_stories(self.instance))

    def _tell_what_continues(self, later: Collection[Story]) -> None:
        """Name the later stories under the earlier one, and lead to a new one.

        One that is written already is given its earlier story in its own form: that changes its text, so
        its history, its review and whoever is writing in it have to know.
        """
        field = self.fields["earlier"]
        told = ""
        if later:
            links = format_html_join(", ", '<a href="{}">“{}”</a>', map(_as_link, later))
            told = format_html(" Continued by {}.", links)
        new = f"{reverse('admin:stories_story_add')}?earlier={self.instance.pk}"
        field.help_text = format_html(
            '{}{} <a href="{}">Begin a story that continues this one</a>',
            field.help_text,
            told,
            new,
        )

    def clean_earlier(self) -> Story | None:
        earlier: Story | None = self.cleaned_data["earlier"]
        if earlier and runs_in_circle(self.instance, earlier.pk):
            itself = earlier.pk == self.instance.pk
            raise ValidationError(ITSELF if itself else CIRCLE.format(earlier))
        return earlier


def _as_link(story: Story) -> tuple[str, str]:
    return reverse("admin:stories_story_change", args=[story.pk]), str(story)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDraft:
    """A draft that could be published with the story.

    `problems` come with the address of their field; `confirmable` says that nothing is in the way but
    a person's word on name and kind; `findings` are the gate's, of which those in `looked` were confirmed
    before; `allowed` says that this person may do what is needed, `impossible` why nobody can yet.
    """

    page: Faq | Entity
    kind: str
    address: str
    problems: Sequence[tuple[Problem, str]]
    findings: Findings
    looked: Collection[str]
    confirmable: bool
    allowed: bool
    impossible: str = ""

    @property
    def warnings(self) -> Sequence[tuple[str, Problem]]:
        """The warnings that somebody has to look at, each with the value of its box."""
        unconfirmed = self.findings.unconfirmed(self.looked)
        return [(f"{self.page.key}/{each.identity}", each) for each in unconfirmed]

    @property
    def ready(self) -> bool:
        return self.offered and not self.confirmable

    @property
    def field(self) -> str:
        return "confirm" if self.confirmable else "together"

    @property
    def offered(self) -> bool:
        return self.allowed and not self.problems and not self.impossible


class PublishTogetherForm(PublishForm):
    """Publishing a story and any of the drafts that wait with it.

    SECURITY: only what waits with this very story can be chosen; another key is refused.
    """

    shown_apart = (*PublishForm.shown_apart, "together", "confirm", "confirmed_with")
    together = forms.MultipleChoiceField(required=False)
    confirm = forms.MultipleChoiceField(required=False)
    confirmed_with = BoxesField(required=False)

    def __init__(self, *args: Any, waiting: Sequence[WaitingDraft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_waiting = waiting
        self.waiting = [each for each in waiting if each.offered]
        for name in ("together", "confirm"):
            choices = [(w.page.key, str(w.page)) for w in self.waiting if w.field == name]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = (
                "One of the pages that you ticked is not waiting here any more. Look at the list again."
            )

        for each in self.waiting:
            self.ask_about(each.warnings)

    def clean(self) -> dict[str, object]:
        data = super().clean()
        for each in self._chosen("together", "confirm"):
            self.ask_rule(each.findings, each.looked, self._confirmed_of(each.page))
        return data

    def ticked(self) -> set[str]:
        """Return the keys of the boxes to show ticked: at first those that are complete."""
        if self.is_bound:
            return {*self._sent("together"), *self._sent("confirm")}
        return {each.page.key for each in self.waiting if each.ready}

    def arguments(self) -> dict[str, object]:
        confirm = [each.page for each in self._chosen("confirm")]
        together = [*(each.page for each in self._chosen("together")), *confirm]
        confirmed = {page.key: self._confirmed_of(page) for page in together}
        return super().arguments() | {
            "together": together,
            "confirm": confirm,
            "confirmed_with": {key: boxes for key, boxes in confirmed.items() if boxes},
        }

    def _sent(self, name: str) -> list[str]:
        """Return the values under which a field was sent."""
        return self.data.getlist(name) if isinstance(self.data, MultiValueDict) else []

    def _chosen(self, *fields: str) -> list[WaitingDraft]:
        keys = {key for name in fields for key in self.cleaned_data.get(name, [])}
        return [each for each in self.waiting if each.page.key in keys]

    def _confirmed_of(self, page: Faq | Entity) -> list[str]:
        """Return the identities of the warnings about a page that were ticked."""
        boxes = self.counting(self.cleaned_data.get("confirmed_with", []))
        split = (box.partition("/") for box in boxes)
        return [identity for key, _, identity in split if key == page.key]


class StoryPublishForm(PublishTogetherForm):
    """Publishing a story at once."""


class StoryScheduleForm(PublishTogetherForm, ScheduleForm):
    """Publishing a story at a set time."""


RELEASE_FORMS: dict[str, type[PublishTogetherForm]] = {
    "publish": StoryPublishForm,
    "schedule": StoryScheduleForm,
}

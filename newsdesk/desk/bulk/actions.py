"""The bulk actions: what each asks, foretells, does and undoes to one page, always through a verb.

What an action may do is the verb's business: it holds the right, the guard and the log. Publishing,
scheduling and submitting are missing on purpose: what others have been told cannot be unsaid.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst

from newsdesk.desk.bulk.changes import (
    ChangedSince,
    Was,
    assign,
    changing,
    plain,
    reassign,
    retag,
    stored_name,
    tag,
    untag,
)
from newsdesk.desk.bulk.forms import (
    ActionForm,
    DueForm,
    OwnerForm,
    ReadAgainForm,
    TagForm,
    Values,
)
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.clock import in_words
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.transitions import Verb, why_not


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action on pages of one kind. `form` asks for its values, None where it has none."""

    name: str
    label: str
    verb: Verb
    pages: WorkflowAdmin
    form: type[ActionForm] | None = None
    related: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    def why_not(self, item: WorkingCopy, values: Values) -> str:
        """Return why it would be refused, "" where it would be done. No query for a loaded page."""
        return str(why_not(self.verb, item) or "")

    def foretell(self, item: WorkingCopy, values: Values) -> str:
        """Return what would become of the page, as a sentence. No query for a loaded page."""
        raise NotImplementedError

    def do(self, item: WorkingCopy, values: Values, *, actor: User, note: str) -> Was:
        """Do it; return what `undo` needs. Raises as the verb does."""
        raise NotImplementedError

    def undo(self, item: WorkingCopy, was: Was, *, actor: User, note: str) -> None:
        """Make the page as it was. Raises as the verb does, ChangedSince where it is not as left."""
        raise NotImplementedError

    def allows(self, actor: User) -> bool:
        return bool(actor.has_perm(self.verb.permission))

    def loaded(self, keys: list[int]) -> dict[int, WorkingCopy]:
        """Return pages with all that `why_not` and `foretell` look at. Three queries at most."""
        rows = self.pages.model._default_manager.with_standing()
        people = ("approved_by", *self.related)
        return dict(rows.select_related(*people).prefetch_related(*self.listed).in_bulk(keys))


class VerbAction(Action):
    """A verb that another verb undoes."""

    backwards = {"discard": "take_back", "take_back": "discard"}
    sentences = {
        "discard": "The draft is discarded.",
        "take_back": "It becomes a draft again.",
    }

    def foretell(self, item: WorkingCopy, values: Values) -> str:
        return self.sentences[self.name]

    def do(self, item: WorkingCopy, values: Values, *, actor: User, note: str) -> Was:
        done = self._function(self.name)(item, actor=actor, note=note)
        assert isinstance(done, WorkingCopy)  # noqa: S101
        return {"event": done.events.order_by("-pk").values_list("pk", flat=True)[0]}

    def undo(self, item: WorkingCopy, was: Was, *, actor: User, note: str) -> None:
        """Do the opposite, unless somebody has done either of the two since."""
        back = self.backwards[self.name]
        if item.events.filter(pk__gt=was["event"], verb__in=(self.name, back)).exists():
            raise ChangedSince(f"“{item}” has been discarded or restored since: that stays.")
        self._function(back)(item, actor=actor, note=note)

    def _function(self, name: str) -> Callable[..., object]:
        return self.pages.workflow.transitions()[name]


class FieldAction(Action):
    """Setting a field of the desk."""

    fields = {"owner": "owner", "due": "due_at", "read_again": "review_on"}

    def why_not(self, item: WorkingCopy, values: Values) -> str:
        if refused := super().why_not(item, values):
            return refused
        same = plain(getattr(item, self._field().attname)) == values["value"]
        return f"“{item}” has this already." if same else ""

    def foretell(self, item: WorkingCopy, values: Values) -> str:
        name = capfirst(str(self._field().verbose_name))
        return f"{name}: {self._shown(item)} → {values['words']}."

    def do(self, item: WorkingCopy, values: Values, *, actor: User, note: str) -> Was:
        return assign(self.verb, item, self._field(), values["value"], actor=actor, note=note)

    def undo(self, item: WorkingCopy, was: Was, *, actor: User, note: str) -> None:
        reassign(self.verb, item, self._field(), was, actor=actor, note=note)

    def _field(self) -> models.Field:
        field = self.pages.model._meta.get_field(self.fields[self.name])
        assert isinstance(field, models.Field)  # noqa: S101
        return field

    def _shown(self, item: WorkingCopy) -> str:
        value = getattr(item, self.fields[self.name])
        if value is None:
            return "none"
        if isinstance(self._field(), models.DateTimeField):
            return in_words(value)
        if isinstance(self._field(), models.DateField):
            return date_format(value, "j F Y")
        return str(value)


class TagAction(Action):
    """Giving or taking a tag. Tags are part of what readers see: an approval does not outlive it."""

    def why_not(self, item: WorkingCopy, values: Values) -> str:
        if refused := super().why_not(item, values):
            return refused
        has = bool(stored_name(item, str(values["value"])))
        if self.name == "tag":
            return f"“{item}” has this tag already." if has else ""
        return "" if has else f"“{item}” does not have this tag."

    def foretell(self, item: WorkingCopy, values: Values) -> str:
        deed = "gets" if self.name == "tag" else "loses"
        told = f"It {deed} the tag “{values['value']}”"
        if item.approval_holds:
            return f"{told}, and its approval becomes void."
        return (
            f"{told}; readers see it once it is published again."
            if item.latest_kind
            else f"{told}."
        )

    def do(self, item: WorkingCopy, values: Values, *, actor: User, note: str) -> Was:
        change = tag if self.name == "tag" else untag
        read = self.pages.workflow.document_of
        return change(self.verb, item, read, str(values["value"]), actor=actor, note=note)

    def undo(self, item: WorkingCopy, was: Was, *, actor: User, note: str) -> None:
        read = self.pages.workflow.document_of
        if self.name == "tag":
            untag(self.verb, item, read, str(was["tag"]), actor=actor, note=note, was=was)
        else:
            retag(self.verb, item, read, was, actor=actor, note=note)


FIELDS: tuple[tuple[str, str, type[ActionForm]], ...] = (
    ("owner", "Set editor in charge", OwnerForm),
    ("due", "Set due time", DueForm),
    ("read_again", "Set day to read again", ReadAgainForm),
)


def actions_of(pages: WorkflowAdmin) -> dict[str, Action]:
    """Return the actions that a kind of page has, by name: those whose verbs and fields it has."""
    return {
        action.name: action for action in (*_of_fields(pages), *_of_tags(pages), *_of_verbs(pages))
    }


def _of_verbs(pages: WorkflowAdmin) -> Iterator[Action]:
    for name in VerbAction.backwards:
        if verb := pages.workflow.verbs.get(name):
            yield VerbAction(name=name, label=verb.label, verb=verb, pages=pages)


def _of_fields(pages: WorkflowAdmin) -> Iterator[Action]:
    here = {field.name: field for field in pages.model._meta.fields}
    for name, label, form in FIELDS:
        if field := here.get(FieldAction.fields[name]):
            yield FieldAction(
                name=name,
                label=label,
                verb=changing(pages.model, "assign", label),
                pages=pages,
                form=form,
                related=(field.name,) if field.is_relation else (),
            )


def _of_tags(pages: WorkflowAdmin) -> Iterator[Action]:
    if hasattr(pages.model, "tags"):
        for name, label in (("tag", "Add a tag"), ("untag", "Remove a tag")):
            yield TagAction(
                name=name,
                label=label,
                verb=changing(pages.model, "edit", label),
                pages=pages,
                form=TagForm,
                listed=("tags",),
            )

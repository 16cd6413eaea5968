"""Forms of the desk that every kind of page shares: working copy, ordered parts, picture.

Nothing here decides what may be published, and no field is asked for: any state can be saved.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import TOTAL_FORM_COUNT
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.desk.image_field import PictureField, PictureInput
from newsdesk.pages import limits
from newsdesk.pages.fields import RichTextFormField
from newsdesk.pages.page_rows import lend_rows
from newsdesk.pages.rich_text import as_stored
from newsdesk.pages.slugs import MAX_LENGTH, free_slug
from newsdesk.text.slugs import slug_of
from newsdesk.text.stored_characters import as_line


class DateInput(forms.DateInput):
    """One `<input type="date">`, which browsers label and fill in without a script."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.DateTimeInput):
    """One `<input type="datetime-local">` instead of the admin's two fields, which have no labels."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


# For `formfield_overrides` of an admin or an inline.
FORM_FIELDS: dict[type[models.Field], dict[str, object]] = {
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": TimeInput},
    models.DateField: {"widget": DateInput},
    models.ImageField: {"form_class": PictureField, "widget": PictureInput},
    models.TextField: {"widget": AdminTextareaWidget({"rows": 3})},
    models.URLField: {
        "widget": forms.URLInput({"class": "vURLField"}),
        "assume_scheme": "https",
    },
}


class QuietLabels(forms.BaseForm):
    """Labels without a colon: they stand above their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


# Pages of one title whose addresses are tried out before somebody has to write another.
MOST_ALIKE = 50

TOO_LONG = (
    "This text is too long: it has %(show_value)d characters, and there is room for %(limit_value)d. "
    "Shorten it."
)


def uncut(field: forms.Field) -> forms.Field:
    """Return `field` as one that takes whatever is typed or pasted, and says when it is too long.

    A browser that knows the limit cuts what is pasted without a word; static/desk/pasted-lines.js says it.
    """
    if most := field.widget.attrs.pop("maxlength", None):
        field.widget.attrs["data-most"] = most
    field.error_messages["max_length"] = TOO_LONG
    return field


def mark_of_loss(sentence: str) -> str:
    """Return by what a form that is sent again says that its writer has read `sentence`."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


class UncutForm(forms.BaseForm):
    """A form in which no word is cut, and none is taken out of a rich text before it has been said.

    What saving would take out is said beside the field, and nothing is saved. The same form sent once more
    carries a mark of every sentence that was shown, and is taken.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            uncut(field)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            if isinstance(field, RichTextFormField):
                typed = field.widget.value_from_datadict(
                    self.data, self.files, self.add_prefix(name)
                )
                self._look_for_losses(name, field, typed or "")

    def _look_for_losses(self, name: str, field: RichTextFormField, typed: str) -> None:
        if name in self.errors:
            # Older than the limit, and no longer than it was: it may stay.
            before = self.get_initial_for_field(field, name) or ""
            if before and len(stored := as_stored(typed, headings=field.headings)) <= len(before):
                del self.errors[name]
                self.cleaned_data[name] = stored
            return
        told = set(self.data.getlist("told") if isinstance(self.data, MultiValueDict) else ())
        losses = field.losses(typed)
        if any(mark_of_loss(sentence) not in told for sentence in losses):
            marks = format_html_join(
                "",
                '<input type="hidden" name="told" value="{}">',
                ((mark_of_loss(sentence),) for sentence in losses),
            )
            last = format_html(
                "Nothing is saved yet. Change the text, or press the same button again to go on.{}",
                marks,
            )
            self.add_error(name, [*losses, last])


class WorkingCopyForm(UncutForm, QuietLabels, forms.ModelForm):
    """The fields of a page's own row. `title_field` is what an empty slug is made of."""

    title_field = "headline"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_choices(self)
        if self.instance.pk is None and self.title_field in self.fields:
            self.fields[self.title_field].widget.attrs["autofocus"] = True

    def address_is_taken(self, path: str, key: str) -> bool:
        """Tell whether `path` belongs, or once belonged, to another page than `key`."""
        raise NotImplementedError

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self._is_made(slug):
            slug = self._next_free(self.cleaned_data.get(self.title_field) or "")
        path = type(self.instance)(slug=slug).public_path
        if path and self.address_is_taken(path, self.instance.key):
            raise ValidationError(
                "The address %(path)s belongs to another page, or once did. Choose another slug.",
                params={"path": path},
            )
        return slug

    def _is_made(self, slug: str) -> bool:
        """Tell whether nobody wrote `slug`: it is empty, or what the form makes of a new page's title."""
        if not slug:
            return not self._was_published()
        title = self.cleaned_data.get(self.title_field) or ""
        return self.instance.pk is None and slug in {slug_of(title, MAX_LENGTH), slugify(title)}

    def _next_free(self, title: str) -> str:
        """Return a slug for `title` that no page has, or once had."""
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        slug = free_slug(title, others)
        for number in range(2, MOST_ALIKE):
            path = type(self.instance)(slug=slug).public_path
            if not path or not self.address_is_taken(path, self.instance.key):
                break
            numbered = f"{slug_of(title, MAX_LENGTH)}-{number}"
            slug = slug if others.filter(slug=numbered).exists() else numbered
        return slug

    def clean_tags(self) -> list[str]:
        tags = [as_line(tag) for tag in self.cleaned_data["tags"]]
        if len(tags) > limits.room_for("tags", before=len(self.initial.get("tags") or ())):
            raise ValidationError(limits.too_many("tags", len(tags)))
        for tag in tags:
            if len(tag) > limits.TAG_LENGTH:
                raise ValidationError(
                    f"A tag is longer than {limits.TAG_LENGTH} characters: separate tags by commas."
                )
            if not any(character.isalnum() for character in tag):
                raise ValidationError(
                    "The tag “%(tag)s” has neither letter nor digit.", params={"tag": tag}
                )
        return tags

    @cached_property
    def changed_data(self) -> list[str]:
        """Count a slug that was made from the title as changed, though nobody typed it."""
        names: list[str] = super().changed_data
        made = getattr(self, "cleaned_data", {}).get("slug")
        if made and "slug" not in names and made != self.initial.get("slug", ""):
            return [*names, "slug"]
        return names

    def _was_published(self) -> bool:
        return self.instance.pk is not None and self.instance.latest_edition() is not None


class OneForAll(dict[str, forms.Field]):
    """Fields that many forms draw from. Copied deeply, as each form does, it gives the same fields."""

    def __deepcopy__(self, memo: dict[int, object]) -> dict[str, forms.Field]:
        return dict(self)


class PartForm(UncutForm, QuietLabels, forms.ModelForm):
    """A row of an ordered list. A new row in which nothing but its place was set is not a row yet."""

    position = forms.IntegerField(
        label="Place",
        required=False,
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput({"class": "desk-position"}),
    )

    def __init__(self, *args: Any, drawn_from: OneForAll | None = None, **kwargs: Any) -> None:
        """Draw from the fields `drawn_from`, where the row is only shown; else from copies of the class's."""
        if drawn_from is not None:
            # Django's forms read them from themselves; the stubs know only those of the class.
            self.base_fields = drawn_from  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = isinstance(field, forms.ModelChoiceField) and field.required

    @cached_property
    def changed_data(self) -> list[str]:
        names: list[str] = super().changed_data
        return [] if self.instance._state.adding and names == ["position"] else names

    def clean_position(self) -> int:
        # The formset gives every row its final place.
        return self.cleaned_data["position"] or self.instance.position


class KnownChoices(AutocompleteSelect):
    """An autocomplete that need not ask the database for the name of what a saved row links to."""

    known: dict[str, str]

    def get_url(self) -> str:
        return _reversed(self.url_name % self.admin_site.name)

    def build_attrs(
        self, base_attrs: dict[str, object], extra_attrs: dict[str, object] | None = None
    ) -> dict[str, object]:
        """Leave out what select2 does of itself: a form has sixty of these."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        needless = ("data-ajax--cache", "data-ajax--type", "lang")
        return {name: value for name, value in attrs.items() if name not in needless}

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        # What is no key at all is refused with a sentence, and names nothing that could be shown.
        value = [pk for pk in value if pk == "" or self._can_be_key(pk)]
        chosen = [str(pk) for pk in value if pk]
        known = getattr(self, "known", {})
        if not all(pk in known for pk in chosen):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, pk, known[pk], True, len(options)) for pk in chosen]
        return [(None, options, 0)]

    def _can_be_key(self, text: str) -> bool:
        try:
            self.choices.queryset.model._meta.pk.to_python(text)
        except ValidationError:
            return False
        return True


def name_choices(form: forms.ModelForm) -> None:
    """Tell a form the names of what its row links to, where that has been fetched with it."""
    for name, field in form.fields.items():
        # The admin wraps the widget in one with links to add and change.
        widget = getattr(field.widget, "widget", field.widget)
        if not isinstance(widget, KnownChoices) or not isinstance(field, forms.ModelChoiceField):
            continue
        if name in form.instance._state.fields_cache:
            target = getattr(form.instance, name)
            # One widget may draw many rows.
            named = {str(target.pk): field.label_from_instance(target)} if target else {}
            widget.known = getattr(widget, "known", {}) | named


@cache
def _reversed(name: str) -> str:
    return reverse(name)


class OrderedFormSet(forms.BaseInlineFormSet):
    """The rows of an ordered list, kept in the order of the places that the editor gave them.

    A row without a place goes last. Where two rows claim one place, the one that was moved gets it.
    """

    # Finds the rows of a page, where they are only shown.
    stored: CompiledRows[models.Model] | None = None

    def get_queryset(self) -> "models.QuerySet | list[models.Model]":  # type: ignore[override]
        """Return the rows of the page: a list, where they are only shown."""
        if self.stored and not hasattr(self, "_queryset") and self.instance.pk is not None:
            self._queryset = self.stored.rows(item=self.instance.pk)
        return super().get_queryset()

    def total_form_count(self) -> int:
        """Return how many rows there are; of a form that was sent, as many as came with it.

        The number that a form says it has may be forged: it must not make thousands of rows.
        """
        if not self.is_bound:
            return super().total_form_count()
        return min(self._rows_said(), self._rows_sent)

    def get_form_kwargs(self, index: int | None) -> dict[str, object]:
        """Let rows that are only shown share their fields: copying them took longer than drawing them."""
        kwargs: dict[str, object] = super().get_form_kwargs(index)
        return kwargs if self.is_bound else {**kwargs, "drawn_from": self._drawn_from}

    @cached_property
    def _drawn_from(self) -> OneForAll:
        return OneForAll(self.form.base_fields)

    @property
    def empty_form(self) -> forms.ModelForm:
        return self._empty_form

    @cached_property
    def _empty_form(self) -> forms.ModelForm:
        # Asked for by the admin at every turn; it is the same each time.
        return super().empty_form

    @property
    def saved_rows(self) -> list[models.Model]:
        """The rows that are stored, as their forms have them; without forms where they are only shown."""
        if self.is_bound:
            return [form.instance for form in self.initial_forms]
        return list(self.get_queryset())

    def is_multipart(self) -> bool:
        """Tell whether files can be sent with the rows; no form has to be made for that."""
        fields = self.form.base_fields.values()
        return any(field.widget.needs_multipart_form for field in fields)

    def lend_rows(self) -> None:
        """Give the page the rows that were read for the form, so that its document needs no other."""
        if self.is_bound or self.instance.pk is None:
            return
        name = self.fk.remote_field.get_accessor_name()
        lend_rows(self.instance, name, self.get_queryset())

    @cached_property
    def _rows_sent(self) -> int:
        """How many rows came, by the highest number among the names of their fields."""
        start = f"{self.prefix}-"
        numbers = (
            n.removeprefix(start).partition("-")[0] for n in self.data if n.startswith(start)
        )
        sent = (int(number) for number in numbers if number.isdecimal() and len(number) < 7)
        return max(sent, default=-1) + 1

    def _rows_said(self) -> int:
        """Return how many rows a form that was sent says it has."""
        return self.management_form.cleaned_data[TOTAL_FORM_COUNT] or 0

    def clean(self) -> None:
        """Refuse rows that are not, or no longer, this page's; show all that was sent again."""
        super().clean()
        self._refuse_cut()
        self._refuse_too_many()
        if any(form.instance.pk is None for form in self.initial_forms):
            # The admin pairs forms with rows by their order: without this, rows would go missing.
            self._queryset = [form.instance for form in self.initial_forms]
            raise ValidationError(
                "A row of this list has been removed since the form was opened. What you wrote is "
                "still here: copy what you need of it into a new row, and open the form again."
            )

    def _refuse_cut(self) -> None:
        """Refuse a list of which a part got lost on its way: saved, it would look like the whole."""
        said, came = self._rows_said(), self.total_form_count()
        if said > came:
            raise ValidationError(
                f"Of the {said:,} rows of this list only {came:,} arrived. Nothing is "
                "saved. Open the form again: what you typed is offered there."
            )

    def _refuse_too_many(self) -> None:
        """Refuse more rows than a page may have; what has more already may keep and lose them."""
        # Not `deleted_forms`: that is empty as long as any row is wrong.
        removed: Callable[[forms.BaseForm], bool] = self._should_delete_form  # type: ignore[attr-defined]
        kept = [
            form
            for form in self.forms
            if not removed(form) and (form.instance.pk or form.has_changed())
        ]
        name, before = str(self.prefix), len(self.get_queryset())
        if len(kept) > limits.room_for(name, before=before):
            raise ValidationError(limits.too_many(name, len(kept)))

    def save(self, commit: bool = True) -> list[models.Model]:
        saved = super().save(commit)
        if commit:
            for place, form in enumerate(self._in_order(), start=1):
                if form.instance.position != place:
                    form.instance.position = place
                    form.instance.save(update_fields=["position"])
        return saved

    def _in_order(self) -> list[forms.ModelForm]:
        kept = [
            (index, form)
            for index, form in enumerate(self.forms)
            if form.instance.pk and form not in self.deleted_forms
        ]

        def place(item: tuple[int, forms.ModelForm]) -> tuple[float, bool, int]:
            index, form = item
            wanted = form.cleaned_data.get("position") if "position" in form.fields else None
            return (wanted or float("inf"), "position" not in form.changed_data, index)

        return [form for _, form in sorted(kept, key=place)]

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        name_choices(form)
        return form

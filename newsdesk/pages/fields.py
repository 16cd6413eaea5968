"""Model fields of the house. What they store is clean, by whatever door it comes in.

All are plain columns of Django's to migrations.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from newsdesk.pages import limits
from newsdesk.pages.rich_text import (
    EXTENSIONS,
    EXTENSIONS_WITH_HEADINGS,
    as_stored,
    cleaned,
    readable,
    sanitise,
)
from newsdesk.pages.web_addresses import with_scheme
from newsdesk.text.stored_characters import as_line, as_lines

# What a field says of itself to migrations: its name, its class, and what that is made with.
Deconstructed = tuple[str, str, Sequence[object], dict[str, object]]
FULL_ADDRESS = "Enter a full web address, such as https://example.org/story."


class WebAddressValidator(URLValidator):
    """Addresses of the web, with nobody's name in front of the host: "desk@example.org" is a mailbox."""

    def __call__(self, value: str) -> None:
        super().__call__(value)
        if "@" in re.split("[/?#]", value.partition("://")[2])[0]:
            raise ValidationError(self.message, code=self.code)


class _Clean(models.Field):
    """A column whose values are cleaned when a form gives them and again when a row is saved."""

    def cleaned_value(self, value: str) -> str:
        raise NotImplementedError

    def to_python(self, value: object) -> object:
        value = super().to_python(value)
        return self.cleaned_value(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.cleaned_value(value)
            setattr(model_instance, self.attname, value)
        return value


class LineField(_Clean, models.CharField):
    """A text of one line."""

    def cleaned_value(self, value: str) -> str:
        return as_line(value)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class LinesField(_Clean, models.TextField):
    """A plain text of several lines, no longer than limits.TEXT_LENGTH."""

    default_validators = [limits.validate_length(limits.TEXT_LENGTH)]

    def cleaned_value(self, value: str) -> str:
        return as_lines(value)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class RichTextFormField(ProseEditorFormField):
    """A rich text in a form. It is clean, and within the limit, by the time the form is."""

    def __init__(self, *args: Any, headings: bool = False, **kwargs: Any) -> None:
        self.headings = headings
        offered = EXTENSIONS_WITH_HEADINGS if headings else EXTENSIONS
        kwargs["config"] = {"extensions": dict(offered)}
        kwargs["sanitize"] = partial(sanitise, headings=headings)
        kwargs.setdefault("preset", "configurable")
        super().__init__(*args, **kwargs)

    def losses(self, typed: str) -> tuple[str, ...]:
        """Return what of a text would be lost by saving it: a sentence for each thing."""
        return cleaned(typed, headings=self.headings).losses


class RichTextField(ProseEditorField):
    """HTML as the editor writes it; with sub-headings where `headings` says so."""

    def __init__(self, *args: Any, headings: bool = False, **kwargs: Any) -> None:
        self.headings = headings
        kwargs.setdefault("extensions", EXTENSIONS_WITH_HEADINGS if headings else EXTENSIONS)
        # Without the limit: what is older than that must stay as it is. Forms and verbs know it.
        kwargs.setdefault("sanitize", partial(readable, headings=headings))
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = super().pre_save(model_instance, add)
        if value:
            value = as_stored(value, headings=self.headings)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs |= {"form_class": RichTextFormField, "headings": self.headings}
        return super().formfield(**kwargs)


class WebAddressFormField(forms.URLField):
    """A link to the web in a form; "www.nasa.gov/x" and "example.org:8080" get https."""

    def to_python(self, value: object) -> str:
        return super().to_python(with_scheme(value) if isinstance(value, str) else value) or ""


class WebAddressField(models.URLField):
    """A link to the web: http or https and nothing else; what comes without a scheme gets https.

    SECURITY: a `javascript:` link must be refused when it is saved, not only when it is shown.
    """

    default_validators = [WebAddressValidator(schemes=["http", "https"], message=FULL_ADDRESS)]

    def to_python(self, value: object) -> object:
        value = super().to_python(value)
        return as_line(with_scheme(value)) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, *args: Any, **kwargs: Any) -> forms.Field | None:
        kwargs = {"assume_scheme": "https", **kwargs, "form_class": WebAddressFormField}
        return super().formfield(*args, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

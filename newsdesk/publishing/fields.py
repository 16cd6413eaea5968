"""Model fields of the house."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """A link to the web: http or https and nothing else; what comes without a scheme gets https.

    SECURITY: a `javascript:` link must be refused when it is saved, not only when it is shown.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(*args, **{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

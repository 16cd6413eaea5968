"""Form fields for what programs send."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput


class SentJSON(forms.JSONField):
    """JSON that a script of ours sends, and a stranger may.

    SECURITY: stock Django's field lets out the ValueError for a number of 5,000 digits and the
    RecursionError for 100,000 brackets, and takes characters that PostgreSQL does not store.
    """

    def to_python(self, value: object) -> Any:
        try:
            found = super().to_python(value)
            text = json.dumps(found, ensure_ascii=False)
            text.encode()
        except (ValueError, RecursionError):
            raise self._invalid(value) from None
        if "\\u0000" in text:
            raise self._invalid(value)
        return found

    def bound_data(self, data: object, initial: object) -> object:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)

    def _invalid(self, value: object) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], "invalid", {"value": value})

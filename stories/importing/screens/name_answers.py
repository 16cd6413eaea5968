"""The page in the desk of names in imported texts: what each was said to be, by whom and when."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from newsdesk.desk.forms import FORM_FIELDS, QuietLabels
from newsdesk.importing.models import NameAnswer
from newsdesk.requests.signed_in import signed_in
from stories.importing.outlets import form_of


class NameAnswerForm(QuietLabels, forms.ModelForm):
    """A name and what it is."""

    class Meta:
        model = NameAnswer
        fields = ("words", "meaning")

    def clean_words(self) -> str:
        words: str = " ".join(self.cleaned_data["words"].split())
        self.instance.form = form_of(words)
        if not self.instance.form:
            raise ValidationError("A name has letters or figures.")
        return words


class NameAnswerAdmin(admin.ModelAdmin):
    """A further answer is a further row; none is changed or deleted, and the last one counts."""

    form = NameAnswerForm
    formfield_overrides = FORM_FIELDS
    list_display = ["words", "meaning", "answered_by", "answered_at"]
    list_filter = ["meaning"]
    search_fields = ["words"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: NameAnswer | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NameAnswer | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: NameAnswer, form: NameAnswerForm, change: bool
    ) -> None:
        obj.answered_by, obj.answered_at = signed_in(request), timezone.now()
        super().save_model(request, obj, form, change)

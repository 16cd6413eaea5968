"""The page in the desk of the words that head sections: the desk's own, and those that we start with."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsdesk.desk.forms import FORM_FIELDS, QuietLabels
from newsdesk.importing.models import SectionWord
from newsdesk.requests.signed_in import signed_in
from stories.importing.section_words import CALLED, form_of, starting_words


class SectionWordForm(QuietLabels, forms.ModelForm):
    """The words of a heading and the section that it heads."""

    section = forms.ChoiceField(label="Section", choices=list(CALLED.items()))

    class Meta:
        model = SectionWord
        fields = ("words", "section")

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip()
        self.instance.form = form_of(words)
        if not self.instance.form:
            raise ValidationError("A heading is words, with signs only before and after them.")
        taken = SectionWord.objects.filter(form=self.instance.form).exclude(pk=self.instance.pk)
        if other := taken.first():
            raise ValidationError(
                f"“{other.words}” is there already; capitals and signs do not matter."
            )
        return words


class SectionWordAdmin(admin.ModelAdmin):
    form = SectionWordForm
    formfield_overrides = FORM_FIELDS
    list_display = ["words", "section_in_words"]
    actions = None
    change_list_template = "admin/stories/importing/section_words.html"

    @admin.display(description="Section")
    def section_in_words(self, word: SectionWord) -> str:
        return CALLED.get(word.section, word.section)

    def save_model(
        self, request: HttpRequest, obj: SectionWord, form: SectionWordForm, change: bool
    ) -> None:
        obj.added_by = obj.added_by or signed_in(request)
        super().save_model(request, obj, form, change)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        starting = [
            {"language": language, "section": CALLED[section], "words": words}
            for language, section, words in starting_words()
        ]
        return super().changelist_view(request, {**(extra_context or {}), "starting": starting})

"""Sections in the desk: a list to add to and change. Stories get theirs in their own form."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from newsdesk.desk.forms import FORM_FIELDS, QuietLabels
from newsdesk.requests.signed_in import signed_in
from newsdesk.sections import workflow
from newsdesk.sections.models.section import Section


class SectionForm(QuietLabels, forms.ModelForm):
    """Name, address, standfirst, colour and place of a section."""

    class Meta:
        model = Section
        fields = workflow.FIELDS


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    form = SectionForm
    formfield_overrides = FORM_FIELDS
    list_display = ["name", "address", "colour", "position"]
    ordering = ["position", "name"]
    actions = None
    view_on_site = False  # Its address leads nowhere before a story in it is public.

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        """A section keeps its address."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Section | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def save_model(
        self, request: HttpRequest, obj: Section, form: SectionForm, change: bool
    ) -> None:
        if form.changed_data or not change:
            workflow.save(obj, actor=signed_in(request))

    @admin.display(description="Address")
    def address(self, section: Section) -> str:
        return format_html("/sections/{}/", section.slug)

"""Tags in the desk: a list to search, rename and merge in. Pages get their tags in their own forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from taggit import admin as taggit_admin
from taggit.models import Tag

from newsdesk.catalogue.tags import tag_slug
from newsdesk.desk.forms import QuietLabels
from newsdesk.merging.change_confirmation import ChangeConfirmation
from newsdesk.merging.choice_form import ChoiceForm
from newsdesk.merging.impact import Impact
from newsdesk.merging.models import DecisionQuerySet
from newsdesk.merging.screens.frame import Labels
from newsdesk.merging.screens.merge import Button, MergePage, MergePages
from newsdesk.merging.screens.records import RecordPages
from newsdesk.requests.signed_in import signed_in
from newsdesk.tags import impact, workflow
from newsdesk.tags.addresses import last_survivors, matching
from newsdesk.tags.models import TagMerge
from newsdesk.workflow.transitions import Refused

# taggit's own admin lists every use of a tag as a form of its own: thousands on a used desk.
admin.site.unregister(taggit_admin.Tag)


class TagForm(QuietLabels, forms.ModelForm):
    """Name and address of a tag. An empty address is that of the name."""

    class Meta:
        model = Tag
        fields = ["name", "slug"]
        help_texts = {
            "name": "Published pages show a new name when they are published again.",
            "slug": "The end of its address, /tags/…/. A tag keeps the old one as a redirect.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"] = forms.SlugField(
                label="Slug", max_length=100, required=False, help_text=self.Meta.help_texts["slug"]
            )

    def clean(self) -> dict[str, object]:
        super().clean()
        data = self.cleaned_data
        if "name" not in data or "slug" not in data:
            return data
        data["slug"] = data["slug"] or tag_slug(data["name"])
        try:
            data["name"] = workflow.clean_name(data["name"])
            workflow.refuse_taken(self.instance, name=data["name"], slug=data["slug"])
        except workflow.TagTaken as error:
            address = reverse("admin:taggit_tag_change", args=[error.other.pk])
            link = format_html('{} <a href="{}">Open “{}”</a>', error, address, error.other)
            raise ValidationError(link) from error
        except Refused as error:
            raise ValidationError(str(error)) from error
        return data


class MergeForm(ChoiceForm):
    """Into which tag, and why."""

    field_order = ["stays", "reason"]
    stays = forms.CharField(
        label="Merge into", max_length=100, help_text="The name of the tag to keep."
    )
    # What a merge does is shown for the tag that was typed, and asked once more.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="take-%s")

    def clean_stays(self) -> Tag:
        slug = tag_slug(self.cleaned_data["stays"])
        found = Tag.objects.filter(addresses__slug=slug).first()
        if found is None:
            raise ValidationError("No tag has this name.")
        return found


@admin.register(Tag)
class TagAdmin(MergePages[Tag, MergeForm], RecordPages[TagMerge], ChangeConfirmation[Tag]):
    merge_permission = workflow.MERGE
    labels = Labels(
        one="tag",
        many="tags",
        undone="The tag has a page and feeds of its own again, with the pages that have it.",
    )
    form = TagForm
    told_fields = ("name", "slug")
    list_display = ["name", "slug", "shown_as"]
    ordering = ["name"]
    search_fields = ["name"]
    actions = None
    change_form_template = "admin/tags/form.html"
    change_list_template = "admin/tags/list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/merge/", view(self.merge_view), name="taggit_tag_merge"),
            path("merges/", view(self.decisions_view), name="taggit_tag_merges"),
            path("merges/<int:record_id>/undo/", view(self.undo_view), name="taggit_tag_undo"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        into = TagMerge.objects.active().filter(loser=OuterRef("pk")).values("survivor__name")
        return super().get_queryset(request).annotate(into=Subquery(into[:1]))

    @admin.display(description="Merged into", empty_value="")
    def shown_as(self, tag: Tag) -> str | None:
        return tag.into

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """A tag that went away would change stories without a word."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.filter(matching(search_term)), False

    def impact_of(self, before: Tag, after: Tag) -> Impact:
        return impact.of_renaming(before, name=after.name, slug=after.slug)

    def save_model(self, request: HttpRequest, obj: Tag, form: TagForm, change: bool) -> None:
        if change:
            workflow.rename(obj, name=obj.name, slug=obj.slug, actor=signed_in(request))
            return
        made = workflow.create(obj.name, slug=obj.slug, actor=signed_in(request))
        obj.pk, obj._state.adding = made.pk, False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tag = context.get("original")
        if isinstance(tag, Tag):
            last = last_survivors().get(tag.pk)
            context["last"] = last
            context["uses"] = impact.uses_of(tag)
            if self.may_merge(request) and last is None:
                context["merge_address"] = self.at("merge", tag.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        merges = {"merges_address": self.at("merges")} if self.may_merge(request) else {}
        return super().changelist_view(request, merges | (extra_context or {}))

    def asked_merge(self, request: HttpRequest, object_id: int | None) -> Tag:
        tag = Tag.objects.filter(pk=object_id).first()
        if tag is None:
            raise Http404("There is no such tag.")
        return tag

    def merge_form(self, choice: Tag, data: QueryDict | None = None) -> MergeForm:
        return MergeForm(data)

    def seen(self, choice: Tag) -> str:
        return ""

    def shown_merge(self, choice: Tag, form: MergeForm) -> MergePage:
        kept = form.cleaned_data.get("stays") if form.is_bound else None
        look = Button(label="See what changes", look="" if kept else "is-main")
        merge = Button(label=f"Merge into “{kept}”", look="is-public", name="_do", value="1")
        return MergePage(
            title=f"Merge the tag “{choice}”",
            here="",
            back=(self.at("change", choice.pk), f"Back to “{choice}”"),
            buttons=(merge, look) if kept else (look,),
            impact=impact.of_merging(choice, kept) if kept else None,
            lead=f"Readers find the pages of “{choice}” under the tag to keep.",
        )

    def carry_out(self, request: HttpRequest, choice: Tag, form: MergeForm) -> HttpResponse:
        if "_do" not in request.POST:
            return self.ask_merge(request, choice, form)
        kept, reason = form.cleaned_data["stays"], form.cleaned_data["reason"]
        record = workflow.merge(choice, kept, actor=signed_in(request), reason=reason)
        self.tell_merged(request, [record], kept)
        return HttpResponseRedirect(self.at("changelist"))

    def decisions(self) -> DecisionQuerySet:
        return TagMerge.objects.all()

    def undo_decisions(
        self, request: HttpRequest, records: Sequence[TagMerge], *, reason: str
    ) -> None:
        for record in records:
            workflow.undo(record, actor=signed_in(request), reason=reason)

"""Tags in the desk: a list to search, rename and merge in. Pages get their tags in their own forms."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from taggit import admin as taggit_admin
from taggit.models import Tag

from newsdesk.catalogue.tags import tag_slug
from newsdesk.merging.change_confirmation import ConfirmsChange
from newsdesk.merging.impact import Impact
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.tags import impact, workflow
from newsdesk.tags.addresses import last_survivors, matching
from newsdesk.tags.models import TagMerge
from newsdesk.workflow.transitions import Refused

# taggit's own admin lists every use of a tag as a form of its own: thousands on a used desk.
admin.site.unregister(taggit_admin.Tag)


class TagForm(forms.ModelForm):
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

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
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


class MergeForm(forms.Form):
    """Into which tag, and why."""

    stays = forms.CharField(
        label="Merge into", max_length=100, help_text="The name of the tag to keep."
    )
    reason = forms.CharField(
        label="Reason",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Kept in the log. Readers do not see it.",
    )

    def clean_stays(self) -> Tag:
        slug = tag_slug(self.cleaned_data["stays"])
        found = Tag.objects.filter(addresses__slug=slug).first()
        if found is None:
            raise ValidationError("No tag has this name.")
        return found


@admin.register(Tag)
class TagAdmin(ConfirmsChange):
    form = TagForm
    told_fields = ("name", "slug")
    list_display = ["name", "slug", "shown_as"]
    ordering = ["name"]
    search_fields = ["name"]
    actions = None
    change_form_template = "admin/tags/form.html"
    change_list_template = "admin/tags/list.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/merge/", view(self.merge_view), name="taggit_tag_merge"),
            path("merges/", view(self.merges_view), name="taggit_tag_merges"),
            path("merges/<int:record_id>/undo/", view(self.undo_view), name="taggit_tag_undo"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        into = TagMerge.objects.active().filter(loser=OuterRef("pk")).values("survivor__name")
        return super().get_queryset(request).annotate(into=Subquery(into[:1]))

    @admin.display(description="Merged into", empty_value="")
    def shown_as(self, tag: Any) -> str | None:
        return tag.into

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tag that went away would change stories without a word."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.filter(matching(search_term)), False

    def impact_of(self, before: Tag, after: Tag) -> Impact:
        return impact.of_renaming(before, name=after.name, slug=after.slug)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        if change:
            workflow.rename(obj, name=obj.name, slug=obj.slug, actor=request.user)
            return
        made = workflow.create(obj.name, slug=obj.slug, actor=request.user)
        obj.pk, obj._state.adding = made.pk, False

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        tag = context.get("original")
        if tag is not None:
            last = last_survivors().get(tag.pk)
            context["last"] = last
            context["uses"] = impact.uses_of(tag)
            if request.user.has_perm(workflow.MERGE) and last is None:
                context["merge_address"] = reverse("admin:taggit_tag_merge", args=[tag.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        merges = {}
        if request.user.has_perm(workflow.MERGE):
            merges = {"merges_address": reverse("admin:taggit_tag_merges")}
        return super().changelist_view(request, merges | (extra_context or {}))

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask into which tag, show what that does, do it: 403 without the right, 409 when refused."""
        tag = self._tag(request, object_id)
        form = MergeForm(request.POST if request.method == "POST" else None, label_suffix="")
        told, refusal = None, ""
        if form.is_bound and form.is_valid():
            stays = form.cleaned_data["stays"]
            told = impact.of_merging(tag, stays)
            if "_do" in request.POST:
                try:
                    record = workflow.merge(
                        tag, stays, actor=request.user, reason=form.cleaned_data["reason"]
                    )
                except Refused as error:
                    refusal = str(error)
                else:
                    undo = reverse("admin:taggit_tag_undo", args=[record.pk])
                    text = 'Merged “{}” into “{}”. <a href="{}">Undo</a>'
                    messages.success(request, format_html(text, tag, stays, undo))
                    return HttpResponseRedirect(self._at("changelist"))
        context = {"title": f"Merge the tag “{tag}”", "tag": tag, "form": form, "impact": told}
        return self._page(request, "merge", context | {"refusal": refusal}, refusal)

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        """All merges of tags, the latest first."""
        self._require(request)
        records = TagMerge.objects.select_related("loser", "survivor", "actor", "undone_by")
        merges = [
            (record, reverse("admin:taggit_tag_undo", args=[record.pk]))
            for record in records.order_by("-pk")[:200]
        ]
        return self._page(request, "merges", {"title": "Merges of tags", "merges": merges})

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back."""
        self._require(request)
        record = TagMerge.objects.select_related("loser", "survivor").filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such merge.")
        reason, refusal = request.POST.get("reason", "")[:REASON_LENGTH], ""
        if request.method == "POST":
            try:
                workflow.undo(record, actor=request.user, reason=reason)
            except Refused as error:
                refusal = str(error)
            else:
                text = (
                    f"Undone: “{record.loser}” and “{record.survivor}” stand for themselves again."
                )
                messages.success(request, text)
                return HttpResponseRedirect(reverse("admin:taggit_tag_merges"))
        context = {"title": "Undo a merge", "record": record, "refusal": refusal, "reason": reason}
        return self._page(request, "undo", context | {"reason_length": REASON_LENGTH}, refusal)

    def _tag(self, request: HttpRequest, object_id: int) -> Tag:
        self._require(request)
        tag = Tag.objects.filter(pk=object_id).first()
        if tag is None:
            raise Http404("There is no such tag.")
        return tag

    def _require(self, request: HttpRequest) -> None:
        if not request.user.has_perm(workflow.MERGE) or not self.has_view_permission(request):
            raise PermissionDenied

    def _at(self, name: str) -> str:
        return reverse(f"admin:taggit_tag_{name}")

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], refusal: str = ""
    ) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(
            request, f"admin/tags/{name}.html", whole, status=409 if refusal else 200
        )

"""What a form of the desk has beside its fields: its mark, unsaved text, and who else is here."""

import datetime
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from newsdesk.editing import (
    autosaves,
    expired_session,
    own_conflicts,  # noqa: F401 - the front page asks it.
    presence,
    states,
)
from newsdesk.editing.autosave_diff import typed_in
from newsdesk.editing.conflict_page import ConflictPages
from newsdesk.editing.messages import said_time
from newsdesk.editing.models import KEPT_FOR, SavedState, Scratch
from newsdesk.editing.reapply import as_opened
from newsdesk.editing.requests import SHOWN_ONLY, as_sent, pairs_of, value_in
from newsdesk.editing.save import mark_sent
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.signed_in import signed_in

TRIES = 3
# What is made of an answer.
Used = TypeVar("Used")


class AutosavePages(ConflictPages):
    """Mix this into the admin of a page: `class StoryAdmin(Drafting)`."""

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        routes: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("scratch/", self.autosave_view, "scratch_new"),
            ("scratch/<int:number>/", self.typed_view, "typed_new"),
            ("<int:object_id>/scratch/", self.autosave_view, "scratch"),
            ("<int:object_id>/scratch/<int:number>/", self.typed_view, "typed"),
            ("<int:object_id>/presence/", self.presence_view, "presence"),
            ("<int:object_id>/clash/<int:number>/", self.clash_view, "clash"),
        ]
        stock = super().get_urls()
        for pattern in stock:
            if pattern.name in (f"{info}_add", f"{info}_change"):
                pattern.callback = expired_session.keeps_text(pattern.callback, self)
        return [*(path(r, view(v), name=f"{info}_{n}") for r, v, n in routes), *stock]

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if typed := self._typed_wanted(request, object_id):
            return self._as_typed(request, object_id, typed, _rendered)
        for _ in range(TRIES):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if self._is_of_one_moment(request, response):
                break
        return response

    def get_form(
        self,
        request: HttpRequest,
        obj: WorkingCopy | None = None,
        change: bool = False,
        **kw: object,
    ) -> "type[ModelForm[WorkingCopy]]":
        form = super().get_form(request, obj, change, **kw)
        if any(name in request.POST for name in SHOWN_ONLY):
            # Shown with its errors, if any, and never saved.
            return type("Restored", (form,), {"is_valid": lambda self: False})
        return form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may and (add or obj is not None):
            context["drafting"] = self._beside_the_form(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _beside_the_form(self, request: HttpRequest, item: WorkingCopy | None) -> dict[str, object]:
        """Return what the template needs: one query for what this person has not saved here."""
        key, mark = (item.key, states.mark_of(item, self)) if item else (self.new_key, "")
        form = self.form_sent(request)
        token = request.POST["form"] if form else autosaves.new_token(signed_in(request))
        waiting = autosaves.waiting_at(signed_in(request), key, besides=form)
        return {
            "loaded": request.POST.get("loaded", mark) if item else "",
            "form": token,
            "restored": "_restored" in request.POST,
            "scratch_address": self._scratch_address(item),
            "presence_address": self.address("presence", item.pk) if item else "",
            "copy_key": f"{request.user.pk}/{key}",
            "offers": [
                self._offer(number, at, item) for number, at, kind in waiting if kind == "typed"
            ],
            "unmerged": [
                {"at": said_time(at), "address": self.address("clash", item.pk, number)}
                for number, at, kind in waiting
                if item and kind == "clash"
            ],
        }

    def _offer(
        self, number: int, at: datetime.datetime, item: WorkingCopy | None
    ) -> dict[str, object]:
        form = self._form_address(item)
        return {
            "number": number,
            "at": said_time(at),
            "show": self._typed_address(item, number),
            "restore": f"{form}?scratch={number}",
        }

    def _is_of_one_moment(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Keep what the form was opened with. False where somebody saved while it was being made."""
        if not isinstance(response, TemplateResponse):
            return True
        item = (response.context_data or {}).get("original")
        if item is None or not self.has_change_permission(request, item):
            return True
        response.render()
        return states.remember(item, self)

    # Unsaved text

    def autosave_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """POST keeps the text of a form and changes nothing else; GET tells what waits here."""
        item = self._item_or_none(request, object_id)
        key = item.key if item else self.new_key
        if request.method != "POST":
            rows = autosaves.offered(signed_in(request), key)
            return JsonResponse({"kept": [{"id": r.pk, "at": said_time(r.at)} for r in rows]})
        if "kept" in request.POST:
            return expired_session.take_back(request)
        form = self.form_sent(request)
        if not form:
            return JsonResponse({"error": "This form is not yours."}, status=400)
        try:
            row = autosaves.keep(
                signed_in(request),
                key,
                form,
                pairs_of(request.POST),
                order=_order(request),
                at=_typed_at(request),
            )
        except autosaves.TooLong:
            return JsonResponse({"error": "too long"}, status=413)
        except autosaves.FormClosed:
            return JsonResponse({"closed": True, "form": autosaves.new_token(signed_in(request))})
        except autosaves.OutdatedText as newer:
            return JsonResponse({"order": newer.order}, status=409)
        offer = self._offer(row.pk, row.at, item)
        told = {name: offer[name] for name in ("at", "show", "restore")}
        return JsonResponse({"order": row.order, **told})

    def typed_view(
        self, request: HttpRequest, number: int, object_id: int | None = None
    ) -> HttpResponse:
        """GET shows an unsaved text beside what the form was opened with, POST throws it away."""
        item = self._item_or_none(request, object_id)
        typed = autosaves.own(signed_in(request), item.key if item else self.new_key, str(number))
        if typed is None:
            raise Http404("There is no such text.")
        if request.method == "POST":
            autosaves.close(signed_in(request), typed.key, typed.form)
            self.message_user(request, "The unsaved text has been discarded.", messages.SUCCESS)
            return HttpResponseRedirect(self._form_address(item))
        where = str(object_id) if object_id else None
        rows = self._as_typed(request, where, typed, typed_in)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Text of {said_time(typed.at)} that was not saved",
            "opts": self.opts,
            "item": item,
            "rows": rows,
            "moved_on": item is not None
            and value_in(typed.data, "loaded") != states.mark_of(item, self),
            "offer": self._offer(typed.pk, typed.at, item),
            "form_address": self._form_address(item),
            "saved": item and presence.last_save(item, "", reader=signed_in(request)),
        }
        return TemplateResponse(request, "admin/editing/typed.html", context)

    def _as_typed(
        self,
        request: HttpRequest,
        object_id: str | None,
        typed: Scratch,
        use: Callable[[HttpResponse], Used],
    ) -> Used:
        """Return what `use` makes of the form with an unsaved text in it, on what it was opened with."""
        sent = as_sent(request, typed.data)
        with transaction.atomic():
            item = self.locked(object_id) if object_id else None
            if item is None or sent.POST.get("loaded") == states.mark_of(item, self):
                return use(self.plain_view(sent, object_id))
            base = SavedState.objects.find(item.key, mark_sent(sent))
            with as_opened(item, base, self, sent):
                return use(self.plain_view(sent, object_id))

    def _typed_wanted(self, request: HttpRequest, object_id: str | None) -> Scratch | None:
        name = request.GET.get("scratch", "")
        key = f"{self.model.key_prefix}:{object_id or 'new'}"
        return autosaves.own(signed_in(request), key, name) if name else None

    # Presence

    def presence_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST tells where its sender is, GET does not; both say who else is here and who saved last."""
        item = self.item_to_change(request, object_id)
        if request.method == "POST":
            if "leave" in request.POST:
                presence.leave(signed_in(request), item.key)
            else:
                presence.tell(
                    signed_in(request),
                    item.key,
                    section=request.POST.get("section", ""),
                    still_for=request.POST.get("still", ""),
                )
        saved = presence.last_save(item, states.mark_of(item, self), reader=signed_in(request))
        others = presence.others(item.key, besides=signed_in(request))
        return JsonResponse({"others": others, "saved": saved})

    # Small things

    def item_to_change(self, request: HttpRequest, object_id: int) -> WorkingCopy:
        """Return the page. Raises Http404, or PermissionDenied for who may not change it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows: QuerySet[WorkingCopy] = self.model._default_manager.select_related("changed_by")
        item = rows.filter(pk=object_id).first()
        if item is None:
            raise Http404("There is no such page.")
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        return item

    def _item_or_none(self, request: HttpRequest, object_id: int | None) -> WorkingCopy | None:
        if object_id is not None:
            return self.item_to_change(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return None

    def _form_address(self, item: WorkingCopy | None) -> str:
        return self.change_address(item) if item else self.address("add")

    def _scratch_address(self, item: WorkingCopy | None) -> str:
        return self.address("scratch", item.pk) if item else self.address("scratch_new")

    def _typed_address(self, item: WorkingCopy | None, number: int) -> str:
        return self.address("typed", item.pk, number) if item else self.address("typed_new", number)


def _rendered(response: HttpResponse) -> HttpResponse:
    return response.render() if isinstance(response, TemplateResponse) else response


def _order(request: HttpRequest) -> int:
    order = request.POST.get("order", "")
    return int(order) if order.isdecimal() and len(order) < 19 else 0


def _typed_at(request: HttpRequest) -> datetime.datetime:
    """Return when the browser says that a text was typed, within what can be true."""
    now, said = timezone.now(), request.POST.get("typed_at", "")
    if not said.isdecimal() or len(said) > 14:
        return now
    at = datetime.datetime.fromtimestamp(int(said) / 1000, tz=datetime.UTC)
    return min(now, max(at, now - KEPT_FOR / 2))

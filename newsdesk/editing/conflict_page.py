"""The page on which an editor chooses where two saves met in one field."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from js_asset import Media

from newsdesk.desk.forms import WorkingCopyForm
from newsdesk.editing import states
from newsdesk.editing.conflicts import ConflictForm, Question, questions_of
from newsdesk.editing.messages import Others, others_since, said_parts, said_time
from newsdesk.editing.models import SavedState, Unmerged
from newsdesk.editing.save import CombinedSaves
from newsdesk.editing.three_way_merge import CombinedData, put_together
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.addresses import leads_here
from newsdesk.requests.nonce import nonce_of
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.register import working_copy
from newsdesk.workflow.storable import NotStorable


class ConflictPages(CombinedSaves):
    """`…/clash/5/`: base, theirs and mine for each field that both changed; the rest is put together."""

    form: type[WorkingCopyForm]

    def clash_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """GET asks, POST saves what was chosen. 404 for anybody else than who saved."""
        item = self.item_to_change(request, object_id)
        waiting = Unmerged.objects.of(signed_in(request), item.key).filter(pk=number).first()
        if waiting is None:
            raise Http404("There is no such save.")
        if request.method != "POST":
            return self._ask_to_choose(request, item, waiting)
        if "discard" in request.POST:
            waiting.delete()
            self.message_user(request, "Your changes have been discarded.", messages.SUCCESS)
            return HttpResponseRedirect(self.change_address(item))
        with transaction.atomic():
            self.locked(item.pk)
            return self._choose(request, self.fresh(item), waiting)

    def _choose(self, request: HttpRequest, item: WorkingCopy, waiting: Unmerged) -> HttpResponse:
        together, others = self._met(request, item, waiting)
        form = self._choosing_form(item, waiting, together, request.POST)
        if not form.is_valid():
            return self._ask_to_choose(request, item, waiting, form)
        data = form.applied(together.data, states.labels_of(self))
        if self._address_is_taken(item, str(data["slug"])):
            form.add_error(None, "Its address belongs to another page by now. Choose the other.")
            return self._ask_to_choose(request, item, waiting, form)
        try:
            with transaction.atomic():
                self.save_data(request, item, data, waiting.fields, together.beside)
        except NotStorable as refusal:
            form.add_error(None, str(refusal))
            return self._ask_to_choose(request, item, waiting, form)
        waiting.delete()
        self.message_user(request, self.said_beside(together, others), messages.SUCCESS)
        return HttpResponseRedirect(self._onward(request, item, waiting))

    def _address_is_taken(self, item: WorkingCopy, slug: str) -> bool:
        others = self.model._default_manager.filter(slug=slug).exclude(pk=item.pk)
        path = self.model(slug=slug).public_path
        form = self.form(instance=item)
        return bool(slug) and (others.exists() or form.address_is_taken(path, item.key))

    def _onward(self, request: HttpRequest, item: WorkingCopy, waiting: Unmerged) -> str:
        here = leads_here(waiting.onward, request)
        return waiting.onward if here else self.change_address(item)

    def _met(
        self, request: HttpRequest, item: WorkingCopy, waiting: Unmerged
    ) -> tuple[CombinedData, Others]:
        """Return the waiting save put together with what is stored now."""
        base = SavedState.objects.find(item.key, waiting.base)
        since = states.current(base.data, base.schema, self) if base else None
        mine = states.current(waiting.data, waiting.schema, self)
        theirs = states.data_of(self.fresh(item), self)
        others = others_since(item, base.after if base else None, reader=signed_in(request))
        return put_together(since, mine, theirs), others

    def _questions(self, waiting: Unmerged, together: CombinedData) -> list[Question]:
        labels, mine = states.labels_of(self), waiting.data
        return questions_of(together.clashes, labels, Titles(), together.data, mine)

    def _choosing_form(
        self,
        item: WorkingCopy,
        waiting: Unmerged,
        together: CombinedData,
        data: QueryDict | None = None,
    ) -> ConflictForm:
        return ConflictForm(data, questions=self._questions(waiting, together), admin=self)

    def _ask_to_choose(
        self,
        request: HttpRequest,
        item: WorkingCopy,
        waiting: Unmerged,
        form: ConflictForm | None = None,
    ) -> HttpResponse:
        together, others = self._met(request, item, waiting)
        form = form or self._choosing_form(item, waiting, together)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Conflicting edits: {item}",
            "opts": self.opts,
            "item": item,
            "form": form,
            "media": Media.from_media(self.media + form.media).with_nonce(nonce_of(request)),
            "others": others,
            "saved_at": said_time(waiting.at),
            "beside": said_parts(states.labels_of(self), together.beside, together.data),
            "change_address": self.change_address(item),
        }
        return TemplateResponse(request, "admin/editing/clash.html", context)

    def item_to_change(self, request: HttpRequest, object_id: int) -> WorkingCopy:
        raise NotImplementedError


class Titles:
    """Titles of pages by key, read only where a question is about one."""

    def get(self, key: str, default: str = "") -> str:
        try:
            return str(working_copy(key))
        except LookupError:
            return default

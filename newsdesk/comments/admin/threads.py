"""One request about the queries of one page: what it asks, what it does, what it is shown.

Every piece of HTML that the form's script asks for is what the page without a script is made of.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from newsdesk.comments import threads as queries
from newsdesk.comments.admin.thread_cards import Thread, threads_of
from newsdesk.comments.forms import AskForm, TalkForm
from newsdesk.comments.mentions import meant
from newsdesk.comments.models import DeskQuery
from newsdesk.comments.parts import PagePart, parts_among, parts_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

# What the form calls the queries that are about no section.
WHOLE_PAGE = "page"
VERBS = {"reply": "Replied.", "resolve": "Resolved.", "reopen": "Reopened."}


class Talk:
    """`pages` is the admin of the kind of page, `item` the page, which the request may see."""

    # The page that it is a request for.
    screen, fragment = "queries", "query"

    def __init__(self, pages: WorkflowAdmin, request: HttpRequest, item: WorkingCopy) -> None:
        self.pages, self.request, self.item = pages, request, item
        self.address = pages.address(self.screen, item.pk)
        self.colleagues = pages.address("colleagues", item.pk)
        self.may_ask = request.user.has_perm(queries.ASK)
        # A section's anchor: the request comes from the form, and is answered with a piece of it.
        self.section = request.GET.get("section", "")[:80]

    @cached_property
    def parts(self) -> dict[str, PagePart]:
        return parts_of(self.item, self.pages.sections)

    def look(self) -> HttpResponse:
        """Show the page of all queries, or the dialog that asks or answers one."""
        wanted: dict[str, object] = {"part": self.request.GET.get("part", "")}
        if not self.section:
            return self._page(ask_form=self._ask_form(initial=wanted))
        if number := self.request.GET.get("query", ""):
            return self._dialog(query=self._query_or_404(number))
        inside = (path for path, part in self.parts.items() if part.section == self.section)
        return self._dialog(ask_form=self._ask_form(initial={"part": next(inside, "")}))

    def act(self) -> HttpResponse:
        """Do what was asked for; show a refusal with everything that was written."""
        deed = self.request.POST.get("do", "")
        if deed == "ask":
            return self._ask()
        if deed not in VERBS:
            raise Http404("There is no such thing to do.")
        query = self._query_or_404(self.request.POST.get("query", ""))
        form = self._talk_form(query, data=self.request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"]
            try:
                self._perform(deed, query, text)
            except Refused as error:
                form.add_error("text", str(error))
            else:
                return self._done(query, VERBS[deed], text)
        return self._again(query=query, talk_form=form)

    def sections(self, rows: Mapping[str, Iterable[Model]]) -> dict[str, dict[str, object]]:
        """Return what stands under each section of the form, and under WHOLE_PAGE; `rows` are those of the
        page, by the names of their lists. Two queries.
        """
        asked = queries.with_threads(self.item.key)
        # A page is read for what the comments are about, where there are any.
        told = parts_among(self.item, self.pages.sections, rows) if asked else ()
        threads = self._threads_of(asked, {part.path: part for part in told})
        anchors = [section.anchor for section in self.pages.sections]
        return {anchor: self._section(anchor, threads) for anchor in (*anchors, WHOLE_PAGE)}

    def _perform(self, deed: str, query: DeskQuery, text: str) -> None:
        actor = signed_in(self.request)
        if deed == "reply":
            queries.reply(query, actor=actor, text=text)
        elif deed == "resolve":
            queries.resolve(query, actor=actor, note=text)
        else:
            queries.reopen(query, actor=actor, note=text)

    def _ask(self) -> HttpResponse:
        form = self._ask_form(data=self.request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                query = queries.ask(
                    self.item,
                    actor=signed_in(self.request),
                    about=self.parts.get(data["part"]),
                    text=data["text"],
                    quoted=data["quoted"],
                    around=(data["before"], data["after"]),
                    proposed=form.proposed,
                    blocking=data["blocking"],
                )
            except Refused as error:
                form.add_error("text", str(error))
            else:
                return self._done(query, "Commented.", data["text"])
        return self._again(ask_form=form)

    def _done(self, query: DeskQuery, said: str, text: str) -> HttpResponse:
        _, nobody = meant(text, self.item)
        if nobody:
            names = ", ".join(f"@{name}" for name in nobody)
            said = f"{said} Not told: {names}. No colleague of that name may see this page."
        if self.section:
            threads = self._threads(self.parts)
            (thread,) = (each for each in threads if each.query.pk == query.pk)
            piece = self._section(thread.section or WHOLE_PAGE, threads)
            context = {"section": piece, "said": said}
            return TemplateResponse(self.request, "admin/comments/_section.html", context)
        level = messages.WARNING if nobody else messages.SUCCESS
        self.pages.message_user(self.request, said, level)
        return HttpResponseRedirect(f"{self.address}#{self.fragment}-{query.pk}")

    def _again(
        self,
        *,
        ask_form: AskForm | None = None,
        query: DeskQuery | None = None,
        talk_form: TalkForm | None = None,
    ) -> HttpResponse:
        show = self._dialog if self.section else self._page
        response = show(ask_form=ask_form, query=query, talk_form=talk_form)
        response.status_code = 422
        return response

    def _page(
        self,
        *,
        ask_form: AskForm | None = None,
        query: DeskQuery | None = None,
        talk_form: TalkForm | None = None,
    ) -> HttpResponse:
        refused = {query.pk: talk_form} if query else {}
        context = {
            **self.pages.admin_site.each_context(self.request),
            "title": f"Comments: {self.item}",
            "opts": self.pages.opts,
            "item": self.item,
            "change_address": self.pages.address("change", self.item.pk),
            "threads": [
                (thread, refused.get(thread.query.pk) or self._talk_form(thread.query))
                for thread in self._threads(self.parts)
            ],
            "ask_form": ask_form or self._ask_form(),
            "may_ask": self.may_ask,
        }
        return TemplateResponse(self.request, "admin/comments/queries.html", context)

    def _dialog(
        self,
        *,
        ask_form: AskForm | None = None,
        query: DeskQuery | None = None,
        talk_form: TalkForm | None = None,
    ) -> TemplateResponse:
        if not self.may_ask:
            raise PermissionDenied
        context: dict[str, object] = {
            "action": self.address,
            "section": self.section,
            "ask_form": ask_form,
        }
        if query:
            threads = self._threads(self.parts)
            context["thread"] = next(each for each in threads if each.query.pk == query.pk)
            context["talk_form"] = talk_form or self._talk_form(query)
        return TemplateResponse(self.request, "admin/comments/_dialog.html", context)

    def _threads(self, parts: dict[str, PagePart]) -> list[Thread]:
        return self._threads_of(queries.with_threads(self.item.key), parts)

    def _threads_of(self, asked: list[DeskQuery], parts: dict[str, PagePart]) -> list[Thread]:
        sections = self.pages.sections
        return threads_of(asked, parts=parts, sections=sections, actor=signed_in(self.request))

    def _section(self, anchor: str, threads: list[Thread]) -> dict[str, object]:
        """Return one section's open queries, how many are resolved, and where to ask."""
        own = [thread for thread in threads if (thread.section or WHOLE_PAGE) == anchor]
        titles = {section.anchor: section.title for section in self.pages.sections}
        return {
            "anchor": anchor,
            "about": titles.get(anchor, "the whole page"),
            "total": _total(threads),
            "threads": [thread for thread in own if thread.query.is_open],
            "resolved": sum(not thread.query.is_open for thread in own),
            "address": self.address,
            "may_ask": self.may_ask,
        }

    def _query_or_404(self, number: str) -> DeskQuery:
        """Return a query of this very page. SECURITY: never one of another page."""
        found = None
        if number.isdecimal() and len(number) < 19:
            found = DeskQuery.objects.about(self.item.key).filter(pk=int(number)).first()
        if found is None:
            raise Http404("There is no such query here.")
        return found

    def _ask_form(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> AskForm:
        return AskForm(
            data,
            parts=[(part.path, part.name) for part in self.parts.values()],
            colleagues=self.colleagues,
            auto_id="id_ask_%s",
            initial=initial,
        )

    def _talk_form(self, query: DeskQuery, data: QueryDict | None = None) -> TalkForm:
        return TalkForm(data, colleagues=self.colleagues, auto_id=f"id_query_{query.pk}_%s")


def _total(threads: list[Thread]) -> str:
    """Return "3 open, 1 stops publishing"."""
    found = sum(thread.query.is_open for thread in threads)
    stops = sum(thread.query.stops for thread in threads)
    words = [f"{found} open"] if found else ["None open"]
    if stops:
        words.append(f"{stops} must be resolved")
    return ", ".join(words)

"""The reading view of a page for its second reader: the public page of what is written now, what has changed
in it marked word by word, and checks and comments in a margin beside their words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html

from newsdesk.comments import wordings
from newsdesk.comments.admin.thread_cards import Thread
from newsdesk.comments.admin.threads import Talk
from newsdesk.comments.forms import AskForm, TalkForm
from newsdesk.comments.marked_html import MarkedPage
from newsdesk.comments.marks import Place, marked
from newsdesk.comments.models import DeskQuery
from newsdesk.comments.passages import Passage, passages_of
from newsdesk.comments.quotes import Quote
from newsdesk.comments.rules import BLOCKING, OPEN
from newsdesk.comparison.diff.documents import difference, keys_in
from newsdesk.comparison.diff.marked import SectionView, sections_of
from newsdesk.comparison.three_way_merge import Data
from newsdesk.desk.layout import anchor_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.documents import as_data, digest, from_data
from newsdesk.pages.models import Edition, WorkingCopy
from newsdesk.pages.status import State
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.acknowledgements import looked_at
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused, Verb, available

# The verbs that are done on this page, in the order of their buttons; others have pages of their own.
HERE = ("return", "approve", "submit")
ONWARD = ("publish",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands in the margin: a comment, with the form that answers it, or a finding of the checks.

    `name` is unlike that of any other note; `place` is where in the page it belongs, None for nowhere.
    """

    name: str
    place: Place | None = None
    thread: Thread | None = None
    form: TalkForm | None = None
    problem: Problem | None = None
    link: str = ""
    blocks: bool = False


class ReviewPages(WorkflowAdmin):
    """The reading view of a kind of page."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        view = self.admin_site.admin_view(self.review_view)
        return [path("<int:object_id>/review/", view, name=name), *super().get_urls()]

    def reading_address(self, item: WorkingCopy) -> str:
        return self.address("review", item.pk)

    @admin.display(description="Publication status")
    def standing_now(self, item: WorkingCopy) -> str:
        """Return where the page stands; what is in review leads to its reading view."""
        badge = super().standing_now(item)
        if item.state != State.SUBMITTED:
            return badge
        return format_html(
            '{} <a href="{}">Review<span class="visually-hidden">: {}</span></a>',
            badge,
            self.reading_address(item),
            item,
        )

    def review_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows it; POST comments, replies, resolves, takes a wording or declines it."""
        review = Review(self, request, self.item_or_404(request, object_id))
        return review.act() if request.method == "POST" else review.look()


class Review(Talk):
    """One request for the reading view of one page."""

    screen, fragment = "review", "comment"

    def __init__(self, pages: WorkflowAdmin, request: HttpRequest, item: WorkingCopy) -> None:
        super().__init__(pages, request, item)
        self.section = ""
        self.may_write = pages.has_change_permission(request, item)

    def act(self) -> HttpResponse:
        """Do what was asked for; what cannot be done is said on the page."""
        deed = self.request.POST.get("do", "")
        if deed not in ("take", "decline", "take-all"):
            return super().act()
        actor = signed_in(self.request)
        try:
            if deed == "take-all":
                return self._took_all(wordings.take_all(self.item, actor=actor))
            query = self._query_or_404(self.request.POST.get("query", ""))
            if deed == "take":
                wordings.take(query, actor=actor)
                return self._back("The wording is taken.")
            wordings.decline(query, actor=actor)
            return self._back("The wording is declined: the words stay as they are.")
        except Refused as refusal:
            return self._back(str(refusal), messages.WARNING)

    @cached_property
    def document(self) -> object:
        return self.pages.written([self.item])[0]

    @cached_property
    def data(self) -> Data:
        data: Data = as_data(self.document)
        return data

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return passages_of(self.pages.workflow.kind.labels, self.data)

    def _took_all(self, taken: wordings.TakenWordings) -> HttpResponse:
        one = "1 wording is" if taken.number == 1 else f"{taken.number} wordings are"
        said = " ".join((f"{one} taken.", *taken.left))
        return self._back(said, messages.WARNING if taken.left else messages.SUCCESS)

    def _back(self, said: str, level: int = messages.SUCCESS) -> HttpResponse:
        self.pages.message_user(self.request, said, level)
        return HttpResponseRedirect(f"{self.address}#review-said")

    def _page(
        self,
        *,
        ask_form: AskForm | None = None,
        query: DeskQuery | None = None,
        talk_form: TalkForm | None = None,
    ) -> HttpResponse:
        """Show the public page with its marks, and the margin."""
        if not self.may_ask and self.request.method == "POST":
            raise PermissionDenied
        fields = self.pages.workflow.kind.labels
        refused = {query.pk: talk_form} if query and talk_form else {}
        before = self._before()
        was = as_data(self.pages.workflow.read(before)) if before else None
        threads = self._threads(self.parts)
        notes = [*self._comments(threads, refused), *self._checks()]
        places = [note.place for note in notes if note.place]
        data, marks = marked(fields, self.data, was, places)
        shown = self.pages.shown_page(from_data(type(self.document), data), item=self.item)
        context = replace(shown, indexed=False).context() | {
            "public_template": shown.template,
            "opts": self.pages.opts,
            "item": self.item,
            "before": before,
            "differs": self._differs(was),
            "notes": sorted(notes, key=self._order),
            "waiting": sum(t.query.awaits_choice for t in threads),
            "resolved": [thread for thread in threads if not thread.query.is_open],
            "ask_form": ask_form or self._ask_form(),
            "may_ask": self.may_ask,
            "may_write": self.may_write,
            "review": self._bar(),
        }
        page = render_to_string("admin/comments/review.html", context, self.request)
        response = HttpResponse(MarkedPage(marks).html(page))
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    def _bar(self) -> dict[str, object]:
        """Return what stands in sight all the time: what can be done, and the mark of what is shown."""
        actor, pages, item = signed_in(self.request), self.pages, self.item
        verbs = {each.name: each for each in available(pages.workflow.verbs, actor, item)}
        newest = item.events.order_by("-pk").values_list("pk", flat=True).first()
        return {
            "here": list(self._verbs(verbs, HERE)),
            "onward": list(self._verbs(verbs, ONWARD)),
            "after": newest or 0,
            "seen": digest(self.document),
            "form": pages.change_address(item),
            "comments": pages.address("queries", item.pk),
            "preview": pages.address("preview", item.pk),
        }

    def _verbs(self, verbs: dict[str, Verb], names: Sequence[str]) -> Iterator[tuple[Verb, str]]:
        for name in names:
            if name in verbs:
                yield verbs[name], self.pages.address("verb", self.item.pk, name)

    def _before(self) -> Edition | None:
        """Return what the text is compared with: the last version that was approved to be published."""
        rows = self.item.editions.in_order()
        return rows.exclude(kind=Edition.Kind.WITHDRAWAL).last()

    def _differs(self, was: Data | None) -> tuple[SectionView, ...]:
        """Return all that differs, with what no mark in the text can show: topics, order, parts that went."""
        if was is None or was == self.data:
            return ()
        labels = self.pages.workflow.kind.labels
        titles = self.pages.titles_of(keys_in(labels, was, self.data))
        return sections_of(difference(labels, was, self.data, titles=titles))

    def _comments(self, threads: Iterable[Thread], refused: dict[int, TalkForm]) -> Iterator[Note]:
        for thread in threads:
            query = thread.query
            if query.is_open:
                yield Note(
                    name=f"comment-{query.pk}",
                    place=self._place(f"comment-{query.pk}", query),
                    thread=thread,
                    form=refused.get(query.pk) or self._talk_form(query),
                    blocks=query.blocking,
                )

    def _checks(self) -> Iterator[Note]:
        """Yield what the checks find and nobody has accepted; open comments stand there themselves."""
        judged, form = self.pages.judged(self.item), self.pages.change_address(self.item)
        findings = judged.findings
        known = looked_at(self.item) if findings.warnings else {}
        for number, problem in enumerate(findings):
            if problem.code not in (BLOCKING, OPEN) and problem.identity not in known:
                name = f"check-{number}"
                yield Note(
                    name=name,
                    place=self._place_of_words(name, problem.field, Quote(exact=problem.words)),
                    problem=problem,
                    link=f"{form}#{anchor_of(problem)}",
                    blocks=problem in findings.blocking,
                )

    def _place(self, name: str, query: DeskQuery) -> Place | None:
        return self._place_of_words(name, query.path or query.part, query.quote)

    def _place_of_words(self, name: str, where: str, quote: Quote) -> Place | None:
        """Return where words stand; the text or the part that they were in where they are gone from it."""
        if passage := self.passages.get(where):
            found = passage.searched.find(quote) if quote.exact else None
            return Place(name, where, found.start, found.end) if found else Place(name, where)
        part = where.partition(".")[0] if ":" in where else where
        near = (each.path for each in self.passages.values() if each.part == part)
        first = next(near, "") if where else ""
        return Place(name, first) if first else None

    def _order(self, note: Note) -> tuple[int, int]:
        """Return where a note comes: that of the whole page first, then as the page is read."""
        if note.place is None:
            return -1, 0
        return self._numbers[note.place.path], note.place.start

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.passages)}

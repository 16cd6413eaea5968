"""Public pages of asking: the box, the nearest answers while typing, what became of a question."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions.form import QuestionLetter
from faqs.reader_questions.nearest import LONGEST, SHORTEST, nearest
from faqs.reader_questions.receive import receive
from faqs.reader_questions.wording import fingerprint
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.presentation.heads import Head, cards_of
from newsdesk.submissions import idempotency, numbers, rate_limit
from newsdesk.text.spoken import gettext

State = AskedQuestion.State


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The box (GET), what answers it already (GET with `q`), sending it to the moderators (POST).

    The first step knows no cookie and may be kept by caches; the second one carries the form. No
    query, then two.
    """
    if request.method == "POST":
        return _send(request)
    if "number" in request.GET:
        return _look_up(request)
    typed = _typed(request)
    if len(typed) < SHORTEST:
        also = (typed, _path(request))
        return answer(request, lambda: _page(request, typed=typed), also=also, keep=False)
    return _second_step(request, typed)


@require_safe
def nearest_answers(request: HttpRequest) -> HttpResponse:
    """The same as JSON, for the box while somebody types. Two queries."""
    found = nearest(_typed(request))

    def make() -> JsonResponse:
        cards = cards_of(found, words=24)
        return JsonResponse(
            {"nearest": [{"title": c.title, "path": c.path, "summary": c.summary} for c in cards]}
        )

    response = answer(request, make, pages=found, keep=False)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """What became of a question, for who knows its number. Three queries.

    SECURITY: never the words of the question: a link to them would let anybody publish on this site.
    """
    meant = numbers.read(number)
    row = AskedQuestion.objects.filter(number=meant).first() if meant else None
    if row is None:
        raise Http404("There is no such number.")
    if meant != number:
        return HttpResponseRedirect(reverse("asked", args=[meant]))
    page = pages_for([row.faq]).get(row.faq) if row.faq else None
    context = {
        "head": Head(
            title=gettext("Question %(number)s") % {"number": row.shown_number}, indexed=False
        ),
        "section": "questions",
        "letter": row,
        "outcome": "answered" if page else _outcome(row),
        "card": cards_of([page], words=40)[0] if page else None,
        "just_sent": request.GET.get("sent") == "1",
    }
    return render(request, "faqs/asked.html", context)


def _outcome(row: AskedQuestion) -> str:
    """Return how it stands without an answer to be seen; a draft, or an answer withdrawn, is work."""
    return {State.WAITING: "waiting", State.DISMISSED: "dismissed"}.get(State(row.state), "in work")


@never_cache
def _second_step(request: HttpRequest, typed: str) -> HttpResponse:
    form = QuestionLetter(initial={"q": typed, "page": _path(request)})
    return _page(request, typed=typed, form=form, found=nearest(typed))


def _send(request: HttpRequest) -> HttpResponse:
    form = QuestionLetter(request.POST)
    if not form.is_valid():
        return _again(request, form, status=422)
    mark = form.slip_read.mark if form.slip_read else ""
    if number := idempotency.number_for(mark):
        return _sent(number)
    try:
        rate_limit.count(request)
    except rate_limit.TooMany as refusal:
        response = _again(request, form, status=429, wait=refusal.when)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    text = form.cleaned_data["q"]
    first = rate_limit.is_first_today(request, fingerprint(text))
    row = receive(text, path=form.cleaned_data["page"], counts=first)
    idempotency.remember(mark, row.number)
    return _sent(row.number)


def _sent(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("asked", args=[number]) + "?sent=1")


@never_cache
def _again(
    request: HttpRequest, form: QuestionLetter, *, status: int, wait: str = ""
) -> HttpResponse:
    """Return the form with everything that was typed, and what is wrong."""
    return _page(request, form=form, refused=True, wait=wait, status=status)


def _page(
    request: HttpRequest, *, status: int = 200, found: Sequence[Page] = (), **shown: object
) -> HttpResponse:
    context = {
        "head": Head(
            title=gettext("Ask a question"),
            description=gettext(
                "What would you like to have explained? See whether it is answered already; if not, "
                "our moderators get it."
            ),
            path="" if shown.get("typed") or shown.get("form") else reverse("ask"),
            indexed=not (shown.get("typed") or shown.get("form") or shown.get("unknown_number")),
        ),
        "section": "questions",
        "longest": LONGEST,
        "path": _path(request),
        "nearest": cards_of(found, words=32),
        **shown,
    }
    return render(request, "faqs/ask.html", context, status=status)


@never_cache
def _look_up(request: HttpRequest) -> HttpResponse:
    number = numbers.read(request.GET["number"])
    if number and AskedQuestion.objects.filter(number=number).exists():
        return HttpResponseRedirect(reverse("asked", args=[number]))
    return _page(request, unknown_number=request.GET["number"][:40], status=404)


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:LONGEST].replace("\0", " ").split())


def _path(request: HttpRequest) -> str:
    """Return the path of the page that the reader comes from, if it can be one."""
    path = request.POST.get("page") or request.GET.get("page", "")
    return path if path.startswith("/") and len(path) <= 255 and "\0" not in path else ""

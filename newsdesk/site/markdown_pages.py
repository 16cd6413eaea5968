"""Public pages as Markdown, at their own address with `.md`, and `llms.txt`, which leads programs to them.

The text is made of the document that the page is made of, so that a correction or a withdrawal shows in it at
once. Search engines are told that the page itself is the one to list.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.cited_outlets import OutletFacts, cited_at, facts_of
from entities.documents import EntityDocument
from entities.outlet_names import renamed
from faqs.documents import FaqDocument
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import PageList
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.read_next import ReadNext
from newsdesk.catalogue.resolve import Gone, Moved, resolve
from newsdesk.kinds.register import kind_named
from newsdesk.pages.notes import Correction
from newsdesk.pages.public_page import References
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.dates import day
from newsdesk.presentation.heads import absolute, beginning, list_title, web_link
from newsdesk.presentation.listings import latest_listing
from newsdesk.sections.current import current_sections
from newsdesk.site.markdown import (
    article_markdown,
    escaped,
    faq_markdown,
    site_page_markdown,
    story_markdown,
    topic_markdown,
)
from newsdesk.site.outlets import CitingStory, articles_of, facts_in_words, stories_citing
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.text.spoken import gettext
from stories.documents import StoryDocument
from stories.source_reports import paper_cards
from stories.story_page import StoryPage

TYPE = "text/markdown; charset=utf-8"
LATEST = 20


def markdown_path(path: str) -> str:
    """Return where the page at `path` is as Markdown."""
    return f"{path.rstrip('/')}.md"


@require_safe
def page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """One page as Markdown; `name` is that of its address, "story". Four queries, five for a story.

    Raises Moved to where the other one is, or Http404.
    """
    try:
        found = resolve(reverse(name, args=[slug]))
    except Moved as moved:
        raise Moved(markdown_path(moved.path), merged=moved.merged) from moved
    except Gone as gone:
        words = f"# {gettext('Withdrawn')}\n\n{escaped(gone.reason)}\n"
        return HttpResponse(words, content_type=TYPE, status=gone.status or HTTPStatus.GONE)
    kind = kind_named(found.kind)
    edition, corrections = CurrentEdition(kind.edition).of(found)
    document = kind.read(edition)
    if isinstance(document, StoryDocument):
        references, following = StoryPage.read_on(document, page=found)
    else:
        references = kind.public_page.visible_references(document, page=found)
        following = ReadNext()
    outlets = _outlets(document, references)

    def make() -> HttpResponse:
        told = _text(found, document, references, corrections, outlets, following)
        return HttpResponse("\n\n".join(told) + "\n", content_type=TYPE)

    shown = [found, *references.pages.values(), *following.pages]
    also = ("markdown", references.state, outlets, following.state)
    return _beside(answer(request, make, pages=shown, also=also), found.path)


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest that we cited of an outlet, as Markdown. Five queries. Raises ListMoved or Http404."""
    found, names = cited_at(slug)
    part = latest_listing(stories_citing(found).defer("text"), None, "", size=LATEST)
    cited = articles_of(part.rows, names)

    def make() -> HttpResponse:
        text = "\n\n".join(filter(None, _of_outlet(found, part.counted, cited))) + "\n"
        return HttpResponse(text, content_type=TYPE)

    response = answer(request, make, pages=part.rows, also=("markdown", found, part.total))
    return _beside(response, found.path)


def _beside(response: HttpResponse, path: str) -> HttpResponse:
    """Say which page says the same."""
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{absolute(path)}>; rel="canonical"'
    return response


def _of_outlet(found: OutletFacts, counted: str, cited: Iterable[CitingStory]) -> Iterator[str]:
    yield f"# {escaped(found.name)}"
    yield "\n".join(f"- {label}: {escaped(value)}" for label, value in facts_in_words(found))
    yield gettext("Stories that cite it: %(number)s.") % {"number": counted}
    for each in cited:
        yield f"## {_link(each.page)}"
        yield day(each.page.published_at)
        for article in each.articles:
            yield from (escaped(said.paraphrase) for said in article.statements)
            yield article_markdown(article)
    yield f"{gettext('Source:')} <{absolute(found.path)}>"


def _outlets(document: object, references: References) -> Mapping[str, OutletFacts]:
    """Return what is known of the outlets of a story. One query, none for another page."""
    if not isinstance(document, StoryDocument):
        return {}
    return facts_of(each.outlet for each in renamed(document.reports, references.names))


def _text(
    page: Page,
    document: object,
    references: References,
    corrections: Sequence[Correction],
    outlets: Mapping[str, OutletFacts],
    following: ReadNext,
) -> Iterator[str]:
    """Yield the blocks of a page: its document, what corrects it, where it leads, and where it is from."""
    faqs: Sequence[str] = ()
    topics: Sequence[str] = ()
    if isinstance(document, StoryDocument):
        reports = renamed(document.reports, references.names)
        yield story_markdown(document, (), (), papers=paper_cards(reports, outlets)).rstrip()
        faqs, topics = document.faqs, document.entities
    elif isinstance(document, FaqDocument):
        yield faq_markdown(document).rstrip()
        topics = document.entities
        yield from _listed(gettext("Sources"), _sources(document, references))
    elif isinstance(document, EntityDocument):
        yield topic_markdown(document).rstrip()
    elif isinstance(document, SitePageDocument):
        yield site_page_markdown(document).rstrip()
    else:
        raise Http404("This page has no Markdown.")
    notes = (f"{each.shown_label}, {day(each.at)}: {escaped(each.note)}" for each in corrections)
    yield from _listed(gettext("Corrections"), notes)
    yield from _listed(gettext("Earlier in this running story"), map(_link, following.earlier))
    yield from _listed(gettext("Later in this running story"), map(_link, following.later))
    yield from _listed(gettext("On the same topics"), map(_link, following.near))
    yield from _listed(gettext("Common questions"), map(_link, references.of(faqs)))
    yield from _listed(gettext("Topics"), map(_link, references.of(topics)))
    told = f"{gettext('Published')} {day(page.published_at)}"
    if page.updated_at != page.published_at:
        told += f", {gettext('updated')} {day(page.updated_at)}"
    yield f"{told}. {gettext('Source:')} <{absolute(page.path)}>"


def _sources(document: FaqDocument, references: References) -> Iterator[str]:
    for source in renamed(document.sources, references.names):
        url, words = web_link(source.url), escaped(source.title or source.outlet)
        yield f"[{words}](<{url}>)" if url else words


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    rows = "\n".join(f"- {item}" for item in items)
    if rows:
        yield f"## {title}\n\n{rows}"


def _link(page: Page) -> str:
    return f"[{escaped(page.title)}](<{absolute(markdown_path(page.path))}>)"


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What the publication is, its sections and the latest pages as Markdown (llmstxt.org). Three queries."""
    sections = current_sections()
    stories, questions = (
        list(PageList.of_kind(kind).defer("text").latest()[:LATEST]) for kind in ("story", "faq")
    )

    def make() -> HttpResponse:
        lists = ("stories", "questions", "topics", "outlets", "archive", "corrections", "about")
        blocks = [f"# {publication().name}", f"> {list_title('home')}"]
        blocks.append(
            gettext(
                "Each story, question and topic is Markdown at its own address with `.md` in place"
                " of the last slash."
            )
        )
        sectioned = (f"[{escaped(each.name)}](<{absolute(each.path)}>)" for each in sections.menu)
        blocks += _listed(gettext("Sections"), sectioned)
        blocks += _listed(gettext("Latest stories"), map(_told, stories))
        blocks += _listed(gettext("Latest questions"), map(_told, questions))
        named = [f"[{escaped(list_title(each))}](<{absolute(reverse(each))}>)" for each in lists]
        named.append(f"[{gettext('The read API')}](<{absolute(reverse('api-docs'))}>)")
        blocks += _listed(gettext("More"), named)
        return HttpResponse("\n\n".join(blocks) + "\n", content_type="text/plain; charset=utf-8")

    return answer(request, make, pages=[*stories, *questions], also=("llms", sections.menu))


def _told(page: Page) -> str:
    return f"{_link(page)}: {escaped(beginning(page.summary), begins=False)}"

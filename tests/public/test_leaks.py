"""Nothing private shows: a sentinel in every field of every draft, and every public address fetched."""

import dataclasses
import typing
from datetime import date

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from entities.documents import EntityDocument
from entities.workflow import ENTITY
from entities.working_copy import document_of as entity_document
from faqs.documents import FaqDocument
from faqs.workflow import FAQ
from faqs.working_copy import document_of as faq_document
from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.models import Page
from newsdesk.pages.document_image import Image
from stories.documents import Byline, StoryDocument
from stories.workflow import STORY
from stories.working_copy import document_of as story_document
from tests import release
from tests.public import desk

SENTINEL = "zqsecretword"
pytestmark = pytest.mark.usefixtures("today")

# Every public address by its name; a new name that is missing here fails the test.
ADDRESSES = (
    {
        "home": ["/"],
        "stories": ["/stories/", "/stories/?page=2"],
        "story": ["/stories/the-ferry-turns/", f"/stories/{SENTINEL}/"],
        "topics": ["/topics/", "/topics/?kind=organisation", "/topics/?kind=other"],
        "topic-called": ["/topics/called/nobody/", f"/topics/called/{SENTINEL}/"],
        "topic": ["/topics/harbour-trust/", f"/topics/{SENTINEL}/"],
        "questions": [
            "/questions/",
            "/questions/?topic=harbour-trust",
            f"/questions/?topic={SENTINEL}",
        ],
        "question": ["/questions/why-do-ferries-lean/", f"/questions/{SENTINEL}/"],
        **{
            f"{name}-{view}": [f"{page}history/{place}", f"/{folder}/{SENTINEL}/history/{place}"]
            for name, folder, page in (
                ("story", "stories", "/stories/the-ferry-turns/"),
                ("topic", "topics", "/topics/harbour-trust/"),
                ("question", "questions", "/questions/why-do-ferries-lean/"),
                ("site-page", "", "/zqsecretw/"),
            )
            for view, place in (
                ("history", ""),
                ("edition", "1/"),
                ("document", "1/document.json"),
                ("compare", "compare/?from=1&to=1"),
                ("changes", "changes.json?from=1"),
            )
        },
        **{
            f"{name}-markdown": [f"{page.rstrip('/')}.md", f"/{folder}/{SENTINEL}.md"]
            for name, folder, page in (
                ("story", "stories", "/stories/the-ferry-turns/"),
                ("topic", "topics", "/topics/harbour-trust/"),
                ("question", "questions", "/questions/why-do-ferries-lean/"),
            )
        },
        "site-page": [f"/{SENTINEL}/"],
        "site-page-markdown": [f"/{SENTINEL}.md"],
        "llms": ["/llms.txt"],
        "sections": ["/sections/"],
        "section": ["/sections/harbour/", f"/sections/{SENTINEL}/"],
        "people": ["/people/"],
        "outlets": ["/outlets/", "/outlets/?country=GB", "/outlets/?country=ZZ"],
        "outlet": ["/outlets/the-pier-post/", f"/outlets/{SENTINEL}/"],
        "outlet-markdown": ["/outlets/the-pier-post.md", f"/outlets/{SENTINEL}.md"],
        "tag": ["/tags/ships/", "/tags/ships/?kind=faq", f"/tags/{SENTINEL}/"],
        # The beginning of the word finds what holds it, but is not the word itself.
        "search": [
            "/search/",
            "/search/?q=zqsecretw",
            "/search/?q=zqsecretw&kind=story",
            "/search/?q=x",
            "/search/?q=zqsecretwrod",
            "/search/?q=ferry&topic=zqsecretw&tag=zqsecretw",
            "/search/?q=ferry&section=zqsecretw",
        ],
        "embed": ["/embed/stories/zqsecretw/"],
        "oembed": [f"/oembed/?url={settings.SITE_URL}/stories/zqsecretw/"],
        "suggest": ["/search/suggest/?q=zqsecretw", "/search/suggest/?q=zqsecretwrod"],
        "ask": ["/ask/", "/ask/?q=zqsecretw+ferries", "/ask/?page=/stories/zqsecretw/"],
        "ask-nearest": ["/ask/nearest/?q=zqsecretw+ferries", "/ask/nearest/?q=why+do+ferries+lean"],
        "asked": ["/ask/0000000000/"],
        "report": [
            "/report/",
            "/report/?page=/stories/the-ferry-turns/",
            "/report/?part=zqsecretw&page=/questions/why-do-ferries-lean/",
            f"/report/?page=/stories/{SENTINEL}/",
        ],
        "reported": ["/report/0000000000/"],
        "person": ["/people/ada-reed/", f"/people/{SENTINEL}/"],
        "archive": ["/archive/", "/archive/?page=2", "/archive/?kind=faq"],
        "archive-year": [f"/archive/{desk.TODAY:%Y}/", "/archive/2031/"],
        "archive-month": [f"/archive/{desk.TODAY:%Y/%m}/", "/archive/2031/07/"],
        "archive-day": [f"/archive/{desk.TODAY:%Y/%m/%d}/", "/archive/2031/07/07/"],
        "corrections": ["/corrections/"],
        "about": ["/about/"],
        "api": ["/api/v1/"],
        "api-docs": ["/api/docs/"],
        "api-schema": ["/api/v1/openapi.json"],
        "api-stories": [
            "/api/v1/stories/",
            "/api/v1/stories/?topic=harbour-trust&tag=ships",
            f"/api/v1/stories/?tag={SENTINEL}",
            f"/api/v1/stories/?topic={SENTINEL}",
            f"/api/v1/stories/?outlet={SENTINEL}",
        ],
        "api-questions": ["/api/v1/questions/", f"/api/v1/questions/?topic={SENTINEL}"],
        "api-topics": ["/api/v1/topics/", "/api/v1/topics/?kind=other"],
        **{
            f"api-{name}": [
                f"/api/v1/{folder}/{uid_of(page)}/",
                f"/api/v1/{folder}/{uid_of(page)}/?as_of=2020-01-01",
                f"/api/v1/{folder}/{uid_of(f'/{folder}/{SENTINEL}/')}/",
            ]
            for name, folder, page in (
                ("story", "stories", "/stories/the-ferry-turns/"),
                ("topic", "topics", "/topics/harbour-trust/"),
                ("question", "questions", "/questions/why-do-ferries-lean/"),
            )
        },
        "api-outlets": ["/api/v1/outlets/"],
        "api-outlet": [f"/api/v1/outlets/{SENTINEL}/"],
        "api-corrections": ["/api/v1/corrections/", "/api/v1/corrections/?since=2020-01-01"],
        "api-search": [
            "/api/v1/search/?q=zqsecretw",
            "/api/v1/search/?q=zqsecretwrod",
            "/api/v1/search/?q=ferry&tag=zqsecretw",
        ],
        "sitemap": ["/sitemap.xml"],
        "sitemap-pages": ["/sitemaps/1.xml", "/sitemaps/2.xml"],
        "sitemap-outlets": ["/sitemaps/outlets.xml"],
        "sitemap-news": ["/sitemaps/news.xml"],
    }
    | {
        f"{name}-{suffix}": [f"/feeds/{route}.{form}" for route in routes]
        for suffix, form in (("feed", "xml"), ("atom", "atom"), ("json", "json"))
        for name, routes in (
            ("stories", ["stories"]),
            ("topic", ["topics/harbour-trust", f"topics/{SENTINEL}"]),
            ("tag", ["tags/ships", f"tags/{SENTINEL}"]),
            ("section", ["sections/harbour", f"sections/{SENTINEL}"]),
            ("person", ["people/ada-reed", f"people/{SENTINEL}"]),
            ("outlet", ["outlets/the-pier-post", f"outlets/{SENTINEL}"]),
            ("corrections", ["corrections"]),
        )
    }
    | {
        "shared-preview": ["/preview/x/", f"/preview/{SENTINEL}/"],
        "shared-answer": ["/preview/x.y/answer/"],
        "shared-picture": [f"/preview/x/pictures/00/{'0' * 32}.webp"],
        "icon": ["/favicon.ico"],
        "robots": ["/robots.txt"],
        "manifest": ["/manifest.webmanifest"],
        "publication-stylesheet": [f"/publication/1-{16 * '0'}.css"],
        "publication-picture": [f"/publication/{32 * '0'}-1x1.png"],
        "alive": ["/healthz"],
        "ready": ["/readyz"],
        "metrics": ["/metrics"],
        "too-large": ["/too-large/stories/"],
        "security": ["/.well-known/security.txt"],
        "picture": [f"/media/pictures/00/{'0' * 32}.webp"],
        "social-card": [f"/cards/{kind}-{16 * '0'}-1.jpg" for kind in ("story", "entity", "faq")],
        "list-card": [
            "/cards/list/home.jpg",
            "/cards/tag/ships.jpg",
            f"/cards/tag/{SENTINEL}.jpg",
            f"/cards/person/{SENTINEL}.jpg",
            f"/cards/outlet/{SENTINEL}.jpg",
            "/cards/archive/2031-7-7.jpg",
        ],
    }
)
WHERE = ("", "preview=1", "draft=1", "status=draft", "edition=2")


def secret(kind, /, **fixed):
    """Return a document of `kind` with the sentinel wherever there is room for words."""
    values = {
        field.name: _secret_value(field.name, hint)
        for field, hint in _fields(kind)
        if field.name not in fixed
    }
    return kind(**values | fixed)


def _fields(kind):
    hints = typing.get_type_hints(kind)
    return [(field, hints[field.name]) for field in dataclasses.fields(kind)]


def _secret_value(name, hint):
    inner = next((part for part in typing.get_args(hint) if part is not type(None)), None)
    if typing.get_origin(hint) is tuple:
        if name in ("entities", "faqs"):
            return ()
        return (_secret_value(name, inner),)
    hint = inner or hint
    if dataclasses.is_dataclass(hint):
        return (
            desk.image(alt=SENTINEL, caption=SENTINEL, credit=SENTINEL)
            if hint is Image
            else secret(hint)
        )
    if hint is date:
        return date(2031, 7, 7)
    if hint in (bool, int):
        return hint()
    special = {
        "id": "zq000001",
        "kind": "analysis",
        "target": "",
        "earlier": "",
        "date": "2031",
        "wikidata": "Q777",
    }
    if name in ("body", "summary", "background", "intro"):
        return f"<p>{SENTINEL}</p>"
    if "url" in name or name == "official_site":
        return f"https://{SENTINEL}.example/"
    return special.get(name, SENTINEL)


@pytest.fixture
def live_and_drafts(chief):
    """Three live pages with unpublished changes, and three drafts, all of them full of the sentinel."""
    draft_topic = ENTITY.create(secret(EntityDocument, kind="other"), actor=chief, confirmed=True)
    draft_faq = FAQ.create(secret(FaqDocument), actor=chief)
    STORY.create(secret(StoryDocument), actor=chief)
    topic = desk.topic(chief)
    asked = desk.full_question(chief, entities=(topic.key, draft_topic.key))
    item = desk.story(
        chief,
        tags=("Ships",),
        bylines=(Byline(name="Ada Reed", slug="ada-reed"),),
        entities=(topic.key, draft_topic.key),
        faqs=(asked.key, draft_faq.key),
    )
    changes = (
        (ENTITY, topic, entity_document, {"kind": "other"}),
        (FAQ, asked, faq_document, {}),
        (STORY, item, story_document, {}),
    )
    for workflow, page, document_of, fixed in changes:
        kind = type(document_of(page))
        workflow.revise(page, secret(kind, slug=page.slug + SENTINEL, **fixed), actor=chief)
    return draft_topic, draft_faq, topic, asked, item


def public_names():
    return {
        pattern.name
        for pattern in _patterns(get_resolver().url_patterns)
        if isinstance(pattern, URLPattern)
    }


def _patterns(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin"):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield pattern


def test_every_public_address_is_crawled_for_leaks():
    assert public_names() == set(ADDRESSES)


def test_no_word_of_a_draft_reaches_a_reader(live_and_drafts, client):
    for path in [path for paths in ADDRESSES.values() for path in paths]:
        for extra in WHERE:
            url = f"{path}{'&' if '?' in path else '?'}{extra}" if extra else path
            response = client.get(url)
            assert response.status_code in (200, 302, 404, 413), url
            assert SENTINEL not in _said(response), url
            if SENTINEL in path and path.endswith("/"):
                assert response.status_code == 404, url


def test_no_link_of_a_public_page_leads_to_a_draft(live_and_drafts, client):
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        assert SENTINEL not in _said(response), path
        links = response.content.decode().split('href="')[1:]
        found = {link.split('"')[0].split("#")[0] for link in links}
        waiting += [link for link in found if link.startswith("/") and _new(link, seen, waiting)]
    assert "/questions/why-do-ferries-lean/" in seen


def test_the_sentinel_would_have_been_seen(live_and_drafts, client, chief):
    """The crawl proves something only if publishing what was hidden makes it fail."""
    *_, item = live_and_drafts
    release.publish(item, actor=chief, kind="update")
    assert SENTINEL in client.get("/").content.decode()
    assert Page.objects.filter(title__contains=SENTINEL).exists()


def _new(link, seen, waiting):
    return link not in seen and link not in waiting and not link.startswith("/static/")


def _said(response):
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace") + str(response.headers)

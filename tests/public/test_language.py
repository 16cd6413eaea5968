"""Readers' pages speak the language of the publication, whole: none of the house's words stays English."""

import html
import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real

from entities.cited_outlets import OutletFacts
from entities.documents import Fact
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from faqs.documents import Answer, Source
from faqs.workflow import FAQ
from newsdesk.catalogue.publication import publication
from newsdesk.mail.content import Content, as_mail
from newsdesk.mail.models import Message
from newsdesk.presentation import dates
from newsdesk.presentation.listings import counted_to
from newsdesk.publication import kept_copy, language
from newsdesk.publication.current import by_settings
from newsdesk.publication.document import Publication
from newsdesk.sections.models import Section
from newsdesk.site import error_pages
from newsdesk.site.publication import deeds
from newsdesk.text import calendars
from stories.documents import AnalysisPart, Byline, DeeperQuestion, SourceReport, TimelineEvent
from stories.workflow import STORY
from tests import release
from tests.public import desk

pytestmark = pytest.mark.django_db
# Editors write Greek here, so that whatever Latin word is left was written by the house.
GREEK = "Λόγος"
# Names of forms and standards, which are the same in every language; zones of time; CSS of an error page.
SAME = re.compile(
    r"\b(RSS|Atom|JSON|Feed|SHA|BibTeX|Markdown|HTML|Wikidata|GMT|BST|iframe|ISO|API|CC|BY|md|txt)\b"
)
_ADDRESS = re.compile(r"(https?://|mailto:|/|#)[^\s\"'<>)]*|[\w.-]+@[\w.-]+|\b[\w-]+\.example\b")
_SAID = re.compile(r'\s(?:aria-label|alt|placeholder|title|content|label)="([^"]*)"')
_NO_WORDS = re.compile(
    r"\A---\n.*?\n---\n|<(script|style|code|pre)\b.*?</\1>|(?<=>)&lt;iframe.*?(?=</textarea>)"
    r"|<!--.*?-->|<!DOCTYPE[^>]*>",
    re.DOTALL,
)
_MACHINES = re.compile(
    r'<meta (?:charset|name="(?:viewport|color-scheme|robots|twitter:card)"|property="(?:og:(?:type|locale|'
    r'url|image|image:type)|article:[a-z_]+)")[^>]*>'
)


class Bracketed(trans_real.DjangoTranslation):
    """A language in which everything is English in brackets."""

    def __init__(self):
        self.plural = lambda number: int(number != 1)

    def to_language(self):
        return "eo"

    def gettext(self, message):
        return f"⟦{message}⟧" if message else message

    def ngettext(self, one, many, number):
        return f"⟦{one if number == 1 else many}⟧"


@contextmanager
def bracketed():
    months = tuple(["Μάιος"] * 12)
    told = replace(calendars._ENGLISH, months=months, short_months=months)
    with (
        mock.patch.dict(trans_real._translations, {"eo": Bracketed()}),
        mock.patch.dict(calendars._CALENDARS, {"eo": told}),
        mock.patch.object(language, "TRANSLATED", ("eo",)),
    ):
        yield


@pytest.fixture
def speak(chief):
    """Publish in a locale."""

    def publish(locale, **values):
        made = replace(by_settings(), name="Φανός", locale=locale, **values)
        deeds.save(made, seen=deeds.mark(deeds.draft()), actor=chief)
        deeds.publish(seen=deeds.mark(deeds.draft()), why="The language.", actor=chief)

    yield publish
    kept_copy.forget()


@pytest.fixture
def greek_desk(chief):
    """A desk with one page of every kind, with all that it can have, corrected; and one withdrawn."""
    Section.objects.create(name=GREEK, slug="science", standfirst=GREEK, colour=1)
    Outlet.objects.create(
        name="Εφημερίς", slug="paper", owner="Ωκεανός", owner_as_of=2024, kind="newspaper"
    )
    topics = [
        desk.topic(
            chief,
            f"Θέμα {n}",
            slug=f"topic-{n}",
            kind=kind,
            description=GREEK,
            aliases=("Άλλο",),
            as_of=date(2025, 3, 1),
            description_source=GREEK,
            body=f"<p>{GREEK}</p>",
            facts=(
                Fact(id="fac00001", label=GREEK, value=GREEK, source="", url="https://x.example/"),
            ),
            official_site="https://topic.example/",
            wikidata="Q777",
        )
        for n, kind in enumerate(("organisation", "person", "place"))
    ]
    keys = tuple(topic.key for topic in topics)
    faq = desk.question(
        chief,
        f"{GREEK};",
        slug="why",
        intro=f"<p>{GREEK}</p>",
        answers=tuple(
            Answer(id=f"ans0000{n}", question=f"{GREEK} {n};", text=f"<p>{GREEK}</p>")
            for n in (1, 2)
        ),
        sources=(
            Source(
                id="src00001",
                title=GREEK,
                url="https://library.example/",
                outlet="Εφημερίς",
                published=date(2025, 3, 2),
            ),
        ),
        tags=("Πλοία",),
        entities=keys,
    )
    words = {
        "standfirst": GREEK,
        "summary": f"<p>{GREEK} Θέμα 0.</p>",
        "bylines": (Byline(name="Άννα", slug="anna", role=GREEK),),
        "tags": ("Πλοία",),
        "section": "science",
        "analysis": tuple(
            AnalysisPart(id=f"ana0000{n}", kind=kind, heading=GREEK, body=f"<p>{GREEK} {n}</p>")
            for n, kind in enumerate(("analysis", "context", "forecast"))
        ),
        "reports": (
            *(
                SourceReport(
                    id=f"rep0000{n}",
                    outlet=outlet,
                    owner="Ωκεανός" if n < 2 else "",
                    wire="Πρακτορείο" if n == 0 else "",
                    reporters=("Βάσω", "Γιώργος"),
                    headline=f"{GREEK} {n}",
                    url=f"https://paper.example/{n}",
                    published=date(2025, 3, 2),
                    read_on=date(2025, 3, 3),
                    paywalled=n == 0,
                    paraphrase=f"{outlet}: {GREEK} {min(n, 1)}",
                    quotation=f"{GREEK}, {n}",
                    speaker="" if n else GREEK,
                )
                for n, outlet in enumerate(("Εφημερίς", "Φύλλο", "Βήμα"))
            ),
            SourceReport(id="rep00009", paraphrase=f"{GREEK} 9"),
            SourceReport(
                id="rep00008",
                outlet="Ραδιόφωνο",
                medium="broadcast",
                paraphrase=f"Ραδιόφωνο: {GREEK}",
            ),
        ),
        "background": f"<p>{GREEK}</p>",
        "timeline": tuple(
            TimelineEvent(id=f"eve0000{n}", date=when, text=f"{GREEK} {n}")
            for n, when in enumerate(("1990", "2014-03", "2015-01-18", "2015-01-20"))
        ),
        "deeper": (
            DeeperQuestion(id="dee00001", text=f"{GREEK} 1;", target=faq.key),
            DeeperQuestion(id="dee00002", text=f"{GREEK} 2;"),
        ),
        "faqs": (faq.key,),
        "entities": keys,
    }
    first = desk.story(chief, f"{GREEK} 1", slug="first", **words)
    second = desk.story(chief, f"{GREEK} 2", slug="second", earlier=first.key, **words)
    note = {"note": GREEK, "wrong": "Α", "right": "Β"}
    changed(STORY, first, chief, {"standfirst": "Νέος"}, kind="correction", gravity="top", **note)
    more = {"standfirst": "Νέος", "analysis": words["analysis"][1:], "tags": ("Νέα",)}
    changed(STORY, second, chief, more, kind="update", note=GREEK)
    changed(FAQ, faq, chief, {"intro": "<p>Νέος</p>"}, kind="clarification", gravity="foot", **note)
    changed(ENTITY, topics[0], chief, {"description": "Νέος"}, kind="update", note=GREEK)
    gone = desk.question(
        chief,
        "Χάθηκε;",
        slug="gone",
        intro=f"<p>{GREEK}</p>",
        answers=(Answer(id="ans00001", question=f"{GREEK};", text=f"<p>{GREEK}</p>"),),
    )
    FAQ.withdraw(gone, actor=chief, note=GREEK)
    return first


def changed(workflow, page, chief, values, **told):
    page.refresh_from_db()
    workflow.revise(page, replace(workflow.document_of(page), **values), actor=chief)
    release.publish(page, actor=chief, **told)


def english_in(body: str) -> list[str]:
    """Return what an answer says in Latin letters outside of brackets and of what is for machines alone."""
    text = _MACHINES.sub("", _NO_WORDS.sub("", body))
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    told = [*_SAID.findall(text), re.sub(r"<[^>]*>", " ", text)]
    plain = SAME.sub(" ", _ADDRESS.sub(" ", html.unescape(" ¦ ".join(told))))
    return re.findall(r"[^¦\n]*\b[A-Za-z]{2,}[^¦\n]*", plain)


PATHS = (
    *("/", "/stories/", "/stories/first/", "/stories/second/", "/questions/", "/questions/why/"),
    *("/questions/?topic=topic-0", "/questions/?q=λόγος", "/questions/?tag=ploia"),
    *("/topics/", "/topics/?kind=person", "/topics/topic-0/", "/tags/ploia/", "/sections/"),
    *("/sections/science/", "/people/", "/people/anna/", "/outlets/", "/outlets/paper/"),
    *("/stories/second/history/", "/stories/first/history/1/", "/stories/first/history/2/"),
    *("/stories/second/history/compare/?from=1&to=2", "/questions/why/history/"),
    *("/topics/topic-0/history/", "/search/", "/search/?q=λόγος", "/search/?q=ουδέν&kind=story"),
    *("/search/?q=ουδέν+μηδέν", "/search/?q=πλοία", "/ask/", "/ask/?q=τι+είναι+λόγος"),
    *("/ask/?number=1", "/report/", "/report/?number=1", "/report/?page=/stories/first/"),
    *(
        "/report/?page=/stories/first/&part=happened&text=x",
        "/archive/",
        f"/archive/{desk.TODAY:%Y}/",
    ),
    *(f"/archive/{desk.TODAY:%Y/%m}/", "/corrections/", "/about/", "/embed/stories/first/"),
    *("/embed/questions/why/", "/embed/topics/topic-0/", "/embed/questions/gone/"),
    *(
        "/questions/gone/",
        "/nothing/",
        "/stories/first.md",
        "/questions/why.md",
        "/topics/topic-0.md",
    ),
    *("/outlets/paper.md", "/questions/gone.md", "/llms.txt"),
)


@pytest.mark.usefixtures("today")
def test_no_word_of_the_house_stays_english(greek_desk, speak):
    with bracketed():
        speak("eo", contact="desk@x.example", corrections="wrong@x.example", licence="reserved")
        found = {path: Client().get(path).content.decode() for path in PATHS}
    assert [path for path, body in found.items() if "⟦" not in body] == []
    left = {path: english_in(body) for path, body in found.items()}
    assert {path: words for path, words in left.items() if words} == {}


def test_the_crawl_would_see_an_english_word():
    assert english_in('<p>⟦Read <a href="/x/">this</a>⟧ Λόγος 3 RSS</p><img alt="⟦A ship⟧">') == []
    assert [found.strip() for found in english_in("<p>⟦Read⟧ on</p>")] == ["on"]
    assert [found.strip() for found in english_in('<nav aria-label="Pages">')] == ["Pages"]


@pytest.mark.usefixtures("today")
def test_feeds_and_linked_data_speak_it_too(greek_desk, speak):
    dated = re.compile(
        r"<(pubDate|lastBuildDate|updated|atom:updated|published|id|guid|docs)\b.*?</\1>"
    )
    feeds = [
        f"/feeds/{name}.{form}"
        for form in ("xml", "atom")
        for name in ("stories", "topics/topic-0", "sections/science", "people/anna", "corrections")
    ]
    with bracketed():
        speak("eo")
        left = {}
        for path in feeds:
            body = Client().get(path).content.decode()
            assert "⟦" in body
            left[path] = english_in(
                dated.sub("", html.unescape(body)).replace("<language>eo", "<language>")
            )
        for path in ("/", "/stories/first/", "/questions/why/", "/topics/", "/outlets/paper/"):
            page = Client().get(path).content.decode()
            (data,) = re.findall(r'<script type="application/ld.json">(.*?)</script>', page)
            left[path] = english_in(" ¦ ".join(named_in(json.loads(data))))
    assert {path: words for path, words in left.items() if words} == {}


def named_in(data: object) -> list[str]:
    """Return what linked data calls things."""
    if isinstance(data, list):
        return [name for each in data for name in named_in(each)]
    if not isinstance(data, dict):
        return []
    own = [str(data[key]) for key in ("name", "headline", "description") if key in data]
    return own + named_in(list(data.values()))


def test_a_story_is_in_the_language_of_the_publication(greek_desk, speak):
    speak("de-DE")
    page = Client().get("/stories/second/").content.decode()
    assert '<html lang="de-DE">' in page
    assert 'content="de_DE"' in page
    for words in (
        "Was passiert ist",
        "Wie es dazu kam",
        '<time datetime="2025-03-02">2. März 2025</time>',
        "2 Tage später",
        "Eigentümer: Ωκεανός (Stand: 2024)",
        "unabhängig</p>",
        "Organisationen",
    ):
        assert words in page, words
    assert "&quot;Report this&quot;:&quot;Melden&quot;" in page
    assert json.loads(Client().get("/feeds/stories.json").content)["language"] == "de-DE"
    assert Client().get("/manifest.webmanifest").json()["lang"] == "de-DE"


@pytest.mark.parametrize(
    ("locale", "day", "moment"),
    [
        ("en-GB", "1 May 2026", "1 May 2026, 14:05 BST"),
        ("en-US", "May 1, 2026", "May 1, 2026, 14:05 BST"),
        ("de-DE", "1. Mai 2026", "1. Mai 2026, 14:05 Uhr BST"),
        ("fr-FR", "1er mai 2026", "1er mai 2026 à 14\u00a0h\u00a005 (BST)"),
        ("es-MX", "1 de mayo de 2026", "1 de mayo de 2026, 14:05 (BST)"),
        ("it-IT", "1 May 2026", "1 May 2026, 14:05 BST"),
    ],
)
def test_dates_and_times_are_written_as_the_language_writes_them(locale, day, moment):
    at = datetime(2026, 5, 1, 13, 5, tzinfo=UTC)
    with language.speaking(Publication(name="Φανός", locale=locale)):
        assert (dates.day(at), dates.minute(at)) == (day, moment)


def test_zones_and_months_that_a_country_calls_otherwise():
    with (
        timezone.override("Europe/Vienna"),
        language.speaking(Publication(name="Φανός", locale="de-AT")),
    ):
        assert dates.minute(datetime(2026, 1, 1, 11, tzinfo=UTC)) == "1. Jänner 2026, 12:00 Uhr MEZ"


def test_numbers_are_grouped_as_the_language_groups_them():
    told = {"en-GB": "more than 1,000", "de-DE": "mehr als 1.000", "fr-FR": "plus de 1\u202f000"}
    for locale, words in told.items():
        with language.speaking(Publication(name="Φανός", locale=locale)):
            assert counted_to(1_001, 1_000).replace("\xa0", "\u202f") == words


def test_readers_browsers_are_not_asked(greek_desk, speak):
    speak("fr-FR")
    page = Client(headers={"Accept-Language": "de"}).get("/stories/first/")
    assert "Ce qui s’est passé" in page.content.decode()
    assert "Accept-Language" not in page.get("Vary", "")


def test_the_desk_and_its_mail_stay_english(greek_desk, speak, chief):
    speak("es-ES")
    mine = Client()
    mine.force_login(chief)
    Client().get("/")
    desk_page = mine.get("/admin/").content.decode()
    assert '<html lang="en-gb"' in desk_page
    assert "Cerrar sesión" not in desk_page
    mail = as_mail(Message(user=chief, kind="x"), Content(subject="Hello"))
    assert 'lang="en-GB"' in str(mail.alternatives[0][0])


def test_a_preview_of_a_page_speaks_it_and_its_bar_does_not(greek_desk, speak, chief):
    speak("de-DE")
    mine = Client()
    mine.force_login(chief)
    page = mine.get(reverse("admin:stories_story_preview", args=[greek_desk.pk])).content.decode()
    assert "Was passiert ist" in page
    assert translation.get_language() == "en-gb"


def test_a_draft_in_another_language_is_previewed_and_told_to_nobody(greek_desk, speak, chief):
    speak("fr-FR")
    made = replace(deeds.draft().publication, locale="de-DE")
    deeds.save(made, seen=deeds.mark(deeds.draft()), actor=chief)
    mine = Client()
    mine.force_login(chief)
    for name in ("home", "stories", "story", "topics", "entity"):
        shown = mine.get(reverse("admin:publication_preview"), {"page": name}).content.decode()
        assert "Vorschau des Entwurfs" in shown
        assert "Fehler melden" in shown
    for path in ("/", "/stories/first/", "/topics/", "/topics/topic-0/", "/outlets/"):
        page = Client().get(path).content.decode()
        assert "Signaler une erreur" in page
        assert "Fehler melden" not in page


@pytest.mark.django_db(transaction=True)
def test_no_kept_answer_speaks_the_language_of_before(chief, speak):
    desk.story(chief)
    for locale, words in (("de-DE", "Was passiert ist"), ("es-ES", "Qué ha pasado")):
        speak(locale)
        first = Client().get("/stories/the-ferry-turns/")
        again = Client().get("/stories/the-ferry-turns/", headers={"If-None-Match": first["ETag"]})
        assert words in first.content.decode()
        assert again.status_code == 304
        assert words in Client().get("/stories/the-ferry-turns/").content.decode()


def test_error_pages_without_a_database_speak_it_too(speak, rf):
    speak("de-DE")
    kept_copy.keep(publication())
    page = error_pages.server_error(rf.get("/")).content.decode()
    assert "Hier ist etwas schiefgegangen" in page
    assert '<html lang="de-DE">' in page
    try:
        raise OperationalError
    except OperationalError:
        of_the_desk = error_pages.server_error(rf.get("/admin/stories/")).content.decode()
    assert "nothing was saved" in of_the_desk
    assert "Go to the front page" in of_the_desk
    assert '<html lang="en-GB">' in of_the_desk
    assert "Diese Seite gibt es nicht" in Client().get("/no-view-is-here").content.decode()


def test_a_refused_letter_says_why_in_it(greek_desk, speak):
    speak("fr-FR")
    page = Client().post("/ask/", {"q": ""}).content.decode()
    assert "Écrivez votre question." in page
    assert "Pas encore envoyé." in page


def test_countries_and_languages_of_outlets_have_their_names_in_it():
    facts = OutletFacts(
        name="X", slug="x", country_code="DE", kind_code="newspaper", language_codes=("de",)
    )
    told = {
        "en-GB": ("Germany", "newspaper", "German"),
        "de-CH": ("Deutschland", "Zeitung", "Deutsch"),
        "fr-CH": ("Allemagne", "journal", "Allemand"),
        "es-MX": ("Alemania", "periódico", "Alemán"),
    }
    for locale, words in told.items():
        with language.speaking(Publication(name="Φανός", locale=locale)):
            assert (facts.country, facts.kind, facts.languages) == words


def test_what_is_for_programs_stays_english(speak):
    speak("de-DE")
    page = Client().get("/api/docs/").content.decode()
    assert '<html lang="en-GB">' in page
    assert "Zum Text springen" not in page
